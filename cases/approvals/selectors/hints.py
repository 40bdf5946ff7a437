"""What the system has to say of applications that wait: read for a whole page, few queries for all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext as _

from cases.applications.models import (
    Application,
    ApplicationEdit,
    ApplicationEvidence,
    Entitlement,
    PaperWaiver,
)
from cases.applications.rules import NOTHING, changed_parts
from cases.applications.selectors.offers import rests_on_file
from cases.applications.selectors.scans import Reused, find_reused, may_be_reused
from cases.applications.selectors.waivers import key_of
from cases.applications.states import State, WaiverState
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import is_void
from cases.approvals.selectors.file_makers import on_file_of
from cases.approvals.states import SEND_BACK, SUSPEND
from cases.archives.models import Member
from cases.archives.selectors.grace import list_aided
from cases.archives.selectors.recusals import kept_out
from cases.archives.states import State as FileState
from cases.policies.rules import kinds_words
from cases.policies.rules.engine.granting import read_paper
from hardship.accounts.models import User, people_of

OF_THE_FAMILY = {"household", "year"}


@dataclass(frozen=True)
class Hints:
    """Of one application: missing kinds of documents, aid of the same year that was approved, earlier rounds.

    What `is_urgent` is paid before its papers. `left` is what the tightest cap leaves after approved aid, in
    yuan, None without one; `flags` are the reasons why it is decided by itself and never in bulk; `suspended`
    is why and how long it waits.
    """

    missing: tuple[str, ...] = ()
    aided: int = 0
    left: Decimal | None = None
    returned: int = 0
    changed: tuple[str, ...] = ()
    suspended: str = ""
    is_urgent: bool = False
    flags: tuple[str, ...] = field(default=())

    @property
    def badges(self) -> list[tuple[str, str]]:
        """(kind, text) of what stands in the list; of what is urgent no paper is missing yet."""
        urgent = [("danger", _("急难"))] if self.is_urgent else []
        if self.suspended:
            return [*urgent, ("warning", _("挂起，等申请人"))]
        badges = [("danger", _("缺%(kind)s") % {"kind": kind}) for kind in self.missing]
        badges = urgent or badges or [("success", _("材料齐"))]
        if self.aided:
            badges.append(("warning", _("本年已帮扶 %(n)s 次") % {"n": self.aided}))
        return badges

    @property
    def remark(self) -> str:
        if self.suspended:
            return self.suspended
        if self.changed:
            return _("与上次相比改了%(what)s") % {"what": "、".join(self.changed)}
        if self.aided and self.left is not None:
            return _("余额度 %(left)s") % {"left": f"{self.left:,.2f}"}
        return ""


def list_flags(applications: Sequence[Application], user: User) -> dict[int, tuple[str, ...]]:
    """By id, the reasons why an application is not decided in bulk; none for most."""
    return {pk: hints.flags for pk, hints in describe(applications, user).items()}


def describe(applications: Sequence[Application], user: User) -> dict[int, Hints]:
    """The hints of each application by id. They need `household` and `programme` fetched."""
    steps, (documents, waived, approved) = _steps([row.pk for row in applications]), _around(applications)
    entitled, outside = _entitled(applications), _outside(list(steps))
    aided, described = list_aided([row.household for row in applications]), {}
    hands, doubtful = _hands(applications, user)
    reused = find_reused([row for row in applications if row.pk in doubtful]) if doubtful else {}
    for row in applications:
        own = steps[row.pk]
        others = [(code, amount) for pk, code, amount in approved[row.household_id, row.year] if pk != row.pk]
        kept = entitled.get((row.pk, row.round), {})
        hints = Hints(
            missing=_missing(kept, documents.get(row.pk, set()), waived.get(row.pk, set())),
            aided=len(others),
            left=_left(kept, sum((amount for code, amount in others if code == row.programme.code), NOTHING)),
            returned=sum(step.action in ("return", SEND_BACK) for step in own),
            changed=_changed(own),
            suspended=_suspended(row, own),
            is_urgent=row.is_urgent,
        )
        flags = (
            *_reused(reused.get(row.pk, ())),
            *_flags(row, hints, own, user, is_outside=row.pk in outside),
        )
        described[row.pk] = replace(hints, flags=(*_unaided(row, aided), *hands[row.pk], *flags))
    return described


def _entitled(applications: Sequence[Application]) -> dict[tuple[int, int], dict[str, Any]]:
    """What each round was entitled to, as it was kept when it was submitted."""
    rows = Entitlement.objects.filter(application__in=[row.pk for row in applications])
    return {(pk, number): kept for pk, number, kept in rows.values_list("application", "round", "result")}


def _missing(kept: Mapping[str, Any], present: set[str], waived: set[str]) -> tuple[str, ...]:
    papers = [read_paper(paper) for paper, met in kept.get("papers", ()) if met]
    papers = [paper for paper in papers if key_of(paper) not in waived]
    return tuple(kinds_words(paper) for paper in papers if not present.intersection(paper.any_of))


def _left(kept: Mapping[str, Any], approved: Decimal) -> Decimal | None:
    """What the tightest cap in yuan leaves: what it left at submission, and never more than approved aid of
    the same programme leaves now; None without such a cap."""
    caps = [line for line in kept.get("caps", ()) if not line["is_times"]]
    left = [Decimal(line["most"]) - Decimal(line["used"]) for line in caps]
    left += [Decimal(line["most"]) - approved for line in caps if set(line["per"]) == OF_THE_FAMILY]
    return max(min(left), NOTHING) if caps else None


def _unaided(row: Application, aided: Collection[int]) -> tuple[str, ...]:
    return (_("档案已不在档"),) if rests_on_file(row) and row.household_id not in aided else ()


def _reused(found: Sequence[Reused]) -> tuple[str, ...]:
    """That one of its scans is somewhere else as well; where, is on its page."""
    kinds = dict.fromkeys(str(row.document.get_kind_display()) for row in found)
    return (_("扫描件与别处相同：%(kinds)s") % {"kinds": "、".join(kinds)},) if kinds else ()


def _hands(
    applications: Sequence[Application], user: User
) -> tuple[dict[int, tuple[str, ...]], Collection[int]]:
    """Of each what keeps this person, or whom they stand in for, from deciding whoever began it; and those
    of which a scan may be somewhere else as well."""
    people = sorted(people_of(user))
    mine = Q(by__in=people) | Q(stood_in_for__in=people)
    numbers = [bytes(index) for index in (user.id_number_index, _holder_index(user)) if index is not None]
    kin = Member.objects.filter(
        household=OuterRef("household"), removed_at__isnull=True, id_number_index__in=numbers
    )
    found = {row.pk: tuple[str, ...]() for row in applications}
    rows = Application.objects.filter(pk__in=found).annotate(
        wrote=Exists(ApplicationEdit.objects.filter(mine, application=OuterRef("pk"))),
        on_file=ExpressionWrapper(on_file_of(people), BooleanField()),
        kin=Exists(kin),
        out=ExpressionWrapper(kept_out(user), BooleanField()),
        scans=may_be_reused(),
    )
    doubtful = set()
    for row in rows.only("pk", "created_by", "submitted_by"):
        is_own = row.created_by_id in people or row.submitted_by_id in people
        checks = (
            (is_own, _("本人经办的申请")),
            (row.wrote and not is_own, _("本人填写过这份申请")),
            (row.on_file, _("本人填写过这户档案")),
            (row.kin or row.out, _("本人应当回避")),
        )
        found[row.pk] = tuple(text for applies, text in checks if applies)
        doubtful |= {row.pk} if row.scans else set()
    return found, doubtful


def _holder_index(user: User) -> bytes | None:
    return user.stands_for.id_number_index if user.stands_for is not None else None


def _outside(keys: Collection[int]) -> set[int]:
    """Of these the ones that stand at a stage where what was decided outside this program is recorded."""
    stages = RouteStage.objects.filter(
        application__in=keys,
        is_outside=True,
        round=F("application__round"),
        position=F("application__stage_no"),
    )
    return set(stages.values_list("application", flat=True))


def _flags(
    row: Application, hints: Hints, steps: Sequence[ApprovalStep], user: User, *, is_outside: bool
) -> tuple[str, ...]:
    """What was decided outside has its own document, and is recorded also by somebody who signed before."""
    people = people_of(user)
    signed = [step for step in steps if step.is_decision and step.round == row.round]
    mine = (step for step in signed if not people.isdisjoint((step.by_id, step.stood_in_for_id)))
    decided = not is_outside and any(not is_void(step, steps) for step in mine)
    checks = (
        (row.asked_id is not None, _("请人出意见，等意见")),
        (row.is_urgent, _("急难，先救助后补办")),
        (is_outside, _("系统外办理，请逐件登记批复")),
        (bool(hints.missing), _("缺%(what)s") % {"what": "、".join(hints.missing)}),
        (row.household.state == FileState.REVIEW_DUE, _("档案核查已到期")),
        (decided, _("本人在本轮已签过意见")),
        (any(step.proposed is not None for step in signed), _("调整过金额，请逐件办理")),
        (hints.returned > 0, _("退回过 %(n)s 次，请逐件办理") % {"n": hints.returned}),
    )
    return tuple(text for applies, text in checks if applies)


def _steps(keys: Sequence[int]) -> dict[int, list[ApprovalStep]]:
    steps: dict[int, list[ApprovalStep]] = defaultdict(list)
    for step in ApprovalStep.objects.filter(application__in=keys).order_by("pk"):
        steps[step.application_id].append(step)
    return steps


Approved = dict[tuple[int, int], list[tuple[int, str, Decimal]]]


def _around(
    applications: Sequence[Application],
) -> tuple[dict[int, set[str]], dict[int, set[str]], Approved]:
    """The kinds of documents of each application; the papers that it goes on without; and by household and
    year its approved ones: id, programme code, amount."""
    kinds = ApplicationEvidence.objects.filter(application=OuterRef("pk"), evidence__removed_at__isnull=True)
    waivers = PaperWaiver.objects.filter(application=OuterRef("pk"), state=WaiverState.GRANTED)
    rows = Application.objects.filter(
        Q(pk__in=[row.pk for row in applications])
        | Q(household__in={row.household_id for row in applications}, state=State.APPROVED)
    ).annotate(
        kinds=ArraySubquery(kinds.values("evidence__kind")), without=ArraySubquery(waivers.values("kinds"))
    )
    documents: dict[int, set[str]] = {}
    waived: dict[int, set[str]] = {}
    approved: Approved = defaultdict(list)
    for pk, household, year, state, code, amount, found, without in rows.values_list(
        "pk", "household_id", "year", "state", "programme__code", "amount", "kinds", "without"
    ):
        documents[pk], waived[pk] = set(found), set(without)
        if state == State.APPROVED:
            approved[household, year].append((pk, code, amount or Decimal(0)))
    return documents, waived, approved


def _suspended(row: Application, steps: Sequence[ApprovalStep]) -> str:
    """Why it waits, and until when; '' for one that does not."""
    if row.state != State.SUSPENDED:
        return ""
    last = next((step for step in reversed(steps) if step.action == SUSPEND), None)
    return f"{last.comment} {_('最迟')} {last.until_on}" if last else ""


def _changed(steps: Sequence[ApprovalStep]) -> tuple[str, ...]:
    """What the last submission changed against the one before."""
    parts = [step.parts for step in steps if step.action == "submit"]
    return tuple(changed_parts(parts[-2], parts[-1])) if len(parts) > 1 else ()
