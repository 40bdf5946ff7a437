"""Reads of 急难补办: what is owed, what is late, what is still missing, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEdit
from cases.applications.rules import SOURCE, source_of
from cases.applications.selectors import MissingPaper, papers_of
from cases.applications.selectors.content import evidence_content
from cases.applications.selectors.missing import find_missing
from cases.applications.selectors.permits import entry_blocker
from cases.applications.selectors.urgent import OBSTACLES
from cases.applications.selectors.waivers import still_asked
from cases.applications.states import ContactAct
from cases.archives.models import Evidence
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from cases.completions.models import Completion, CompletionStep, UrgentTerms
from cases.completions.rules import hours_words
from cases.completions.states import OF_ITS_UNION, OPEN_STATES, OVERDUE_STATES, TRANSITIONS, State
from cases.transfers.services import COMPANIONS, HOLD_UPS, Companion
from funds.payments.models import PRECHECKS, Payable
from funds.payments.rules import Finding
from funds.payments.states import PayableState
from funds.recoveries.models import SetOff
from funds.recoveries.selectors.setting_off import KEPT
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.selectors import without_nearer
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id

WITH = ("application__household__head", "application__programme", "union")
SUPERVISORS = (Role.REVIEWER, Role.APPROVER)  # who does something about what is late below
AFTER_THE_MONEY = ("accept", "refuse", "recover")


def list_in_scope(user: User) -> QuerySet[Completion]:
    """Those that the person sees, with what a row shows; in no order."""
    rows: QuerySet[Completion] = Completion.objects.visible_to(user)
    return rows.select_related(*WITH)


def overdue(rows: QuerySet[Completion]) -> QuerySet[Completion]:
    """Those whose union has let its day go by."""
    return rows.filter(state__in=OVERDUE_STATES, due_on__lt=timezone.localdate())


def list_owed(user: User) -> QuerySet[Completion]:
    """What the clerks of the person's union are to hand in."""
    return list_in_scope(user).filter(union=user.union_id, state=State.WAITING)


def list_to_check(user: User) -> QuerySet[Completion]:
    """What was handed in and waits for this person: nothing in which they had a hand."""
    people = sorted(people_of(user))
    mine = Q(by__in=people) | Q(stood_in_for__in=people)
    wrote = ApplicationEdit.objects.filter(mine, application=OuterRef("application"))
    handed_in = CompletionStep.objects.filter(mine, completion=OuterRef("pk"), action="submit")
    own = Q(application__created_by__in=people) | Q(application__submitted_by__in=people)
    rows = Completion.objects.in_hands_of(user, Part.REVIEW).filter(state=State.SUBMITTED)
    rows = rows.exclude(
        own | Q(Exists(wrote)) | Q(Exists(handed_in)) | kept_out(user, "application__household")
    )
    found: QuerySet[Completion] = rows.select_related(*WITH)
    return found


def list_to_recover(user: User) -> QuerySet[Completion]:
    """Whose money the books of the person's union are to get back."""
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("application"), CharField()))
    own = _paid().filter(source=source, commitment__line__union=user.union_id)
    return list_in_scope(user).filter(Exists(own), state=State.REFUSED)


def list_overdue_below(user: User) -> QuerySet[Completion]:
    """What unions below the person's have let go by, where no nearer union has anybody to see to it."""
    rows = overdue(list_in_scope(user)).exclude(union=user.union_id)
    return without_nearer(rows, user.union, "union", *SUPERVISORS)


def urgent_obstacle(union: Union) -> str:
    """Why this union may not have anything more decided and paid first, or ''. The database has the same rule
    (trigger completions_urgentterms_guard)."""
    late = overdue(Completion.objects.filter(union=union)).select_related("application")
    rows = list(late.order_by("due_on", "pk"))
    if not rows:
        return ""
    said = {
        "union": union.name, "n": len(rows), "number": rows[0].application.number,
        "day": rows[0].due_on.isoformat(),
    }  # fmt: skip
    return (
        _(
            "%(union)s有 %(n)s 份急难救助超期没有补办（%(number)s，应在 %(day)s 前），补办以前不能再先行救助"
            "：请先补办，或者取消“急难”、按平常流程申请。"
        )
        % said
    )


@OBSTACLES.add("completions")
def why_not_urgent(application: Application) -> str:
    """Why this application may not be decided and paid first: it was before, or its union owes another."""
    if get_completion(application) is not None:
        return _("这份申请已先行救助过一次，重新办理请取消“急难”，按平常流程申请。")
    return urgent_obstacle(application.union)


def get_terms(application: Application) -> UrgentTerms | None:
    """On which terms the present round was submitted as urgent; None for any other."""
    found: UrgentTerms | None = application.urgent_terms.filter(round=application.round).first()
    return found


def get_completion(application: Application) -> Completion | None:
    found: Completion | None = getattr(application, "completion", None)
    return found


def notice_round(completion: Completion) -> int:
    """Which notice of its application it is on, or would be: the one of the round that was approved, and
    after an objection sent it back another one."""
    back = completion.steps.filter(action="return", source=State.ON_NOTICE).count()
    return completion.application.round + back


def list_kept_whole() -> QuerySet[Completion, Any]:
    """The sources of aid that is still to be completed, as values: found not to be due it comes back from the
    family as a whole, as what was set off for them (抵扣) cannot."""
    source = Concat(Value(f"{SOURCE}:"), Cast("application_id", CharField()))
    return Completion.objects.filter(state__in=OPEN_STATES).annotate(of_source=source).values("of_source")


def is_paid(application: Application) -> bool:
    """Whether the money reached the family."""
    return _paid().filter(source=source_of(application.pk)).exists()


def get_payer(application: Application) -> Union | None:
    """The union from whose line the family was paid; None for nothing that arrived."""
    rows = _paid().filter(source=source_of(application.pk))
    return Union.objects.filter(pk__in=rows.values("commitment__line__union")).first()


def _paid() -> QuerySet[Payable]:
    rows: QuerySet[Payable] = Payable.objects.filter(state=PayableState.PAID)
    return rows


def list_documents(application: Application) -> list[Evidence]:
    """The documents of the file that serve what the programme asks for, by kind."""
    kinds = {kind for paper in papers_of(application) for kind in paper.any_of}
    rows = Evidence.objects.filter(
        household=application.household_id, removed_at__isnull=True, kind__in=kinds
    )
    if application.member_id:
        rows = rows.filter(Q(member=None) | Q(member=application.member_id))
    return list(rows.select_related("member").order_by("kind", "pk"))


def list_missing(application: Application) -> list[MissingPaper]:
    """The papers of which the file has none, but for those that were waived."""
    on = timezone.localdate(application.submitted_at)
    papers = still_asked(application, papers_of(application))
    return find_missing(papers, list_documents(application), None, on)


def get_content(completion: Completion) -> dict[str, Any]:
    """What is handed in, as JSON values: what happened, and the documents that it rests on."""
    application = completion.application
    documents = list_documents(application)
    return {
        "account": completion.account,
        "evidence": evidence_content(documents, application.programme),
    }


def list_buttons(completion: Completion, by: User) -> list[workflow.Transition]:
    """What this person may do with it now, each action once."""
    return workflow.buttons(TRANSITIONS, completion, by=by, blocker=step_blocker)


def get_obstacle(completion: Completion, by: User) -> str:
    """Why this person may not do what their role would allow, or ''."""
    return workflow.obstacle(TRANSITIONS, completion, by=by, blocker=step_blocker)


def step_blocker(completion: Completion, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    application = completion.application
    union = _whose(completion, row)
    if union is not None and by.union_id != union.pk:
        return _("这份补办由“%(union)s”办理。") % {"union": union.name}
    if row.action == "submit":
        return entry_blocker(application, by)
    if row.is_decision and (why := hand_blocker(completion, by)):
        return why
    if row.action in AFTER_THE_MONEY and not is_paid(application):
        return _("钱还没有发到家庭，发放以后再办；不该发的，请审批人在申请上撤销批准。")
    return _notice_blocker(completion, row)


def _notice_blocker(completion: Completion, row: workflow.Transition) -> str:
    """Which of the two ways from the check is the one of this programme."""
    has_notice = completion.application.programme.notice_days > 0
    if row.action == "accept" and (row.target == State.ON_NOTICE) != has_notice:
        return _("这个项目不公示。") if row.target == State.ON_NOTICE else _("这个项目要补公示。")
    return ""


def _whose(completion: Completion, row: workflow.Transition) -> Union | None:
    """The one union whose people may take a step; None where the application says who."""
    if row.action == "recover":
        return get_payer(completion.application)
    return Union.objects.get(pk=competent_id(completion, row.part)) if row.part else None


def hand_blocker(completion: Completion, by: User) -> str:
    """Why this person judges nothing of it, or '': they had a hand in it, or stay out of the case. The
    database has the same rule (function completions_had_a_hand)."""
    application = completion.application
    own = by.pk in (application.created_by_id, application.submitted_by_id)
    mine = Q(by=by) | Q(stood_in_for=by)
    wrote = application.edits.filter(mine).exists()
    if own or wrote or completion.steps.filter(mine, action="submit").exists():
        return _("不能复核自己申请、填写或补办的救助，请由其他人员办理。")
    return recusal_blocker(application.household, by)


@COMPANIONS.add("completions")
def list_companions(household_id: int) -> list[Companion]:
    """What of a household's urgent aid holds its file up: its union completes it first."""
    rows = Completion.objects.filter(application__household=household_id, state__in=OF_ITS_UNION)
    return [
        Companion(
            number=str(row.application), title=_("急难补办"), state=str(row.get_state_display()),
            url=reverse("completions:completion", args=[row.pk]), holds_up=True,
        )
        for row in rows.select_related("application").order_by("pk")
    ]  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """How long a decision took since the family came (问题不过夜): `words` say it, `is_overnight` that it was
    not taken on the day."""

    since: datetime
    until: datetime | None
    words: str
    is_overnight: bool


def get_clock(application: Application) -> Clock:
    """From the moment when somebody took it in hand until it was decided, or until now."""
    received = application.contact_steps.filter(act=ContactAct.RECEIVED).order_by("pk").first()
    since = received.at if received else application.created_at
    until, now = application.decided_at, timezone.now()
    end = until or now
    is_overnight = timezone.localdate(end) > timezone.localdate(since)
    return Clock(since, until, hours_words(since, end), is_overnight)


@PRECHECKS.add("completions.refused")
def find_refused(payables: Sequence[Payable]) -> dict[int, list[Finding]]:
    """What was found not to be due after it had been paid, and came back from the bank: not paid anew."""
    asked = {row.pk: int(row.source_key) for row in payables if row.source_kind == SOURCE}
    rows = Completion.objects.filter(application__in=asked.values(), state=State.REFUSED)
    refused = set(rows.values_list("application_id", flat=True))
    why = _("急难救助查实不符合，不能再发，请审批人在申请上撤销批准")
    return {payable: [Finding("source", why)] for payable, key in asked.items() if key in refused}


@HOLD_UPS.add("completions")
def name_owed(households: QuerySet[Any]) -> str:
    """How many of these files have urgent aid that is to be completed."""
    files = households.filter(applications__completion__state__in=OF_ITS_UNION)
    count = files.order_by().values("pk").distinct().count()
    return _("急难救助还没有补办完的档案 %(n)s 份") % {"n": count} if count else ""


@KEPT.add("completions.recovered")
def say_recovered(row: SetOff) -> str:
    """The database has the same rule (sql/completions.sql)."""
    owed = row.recovery.payment.payable
    rows = Completion.objects.filter(state=State.RECOVERED)
    if owed.source_kind == SOURCE and rows.filter(application=int(owed.source_key)).exists():
        return _("这笔急难救助款已经登记为“已追回”，不能撤销抵扣。")
    return ""
