"""Moves a file along its transition table; what happens to it after filing is in lifecycle.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Assessment, FileCounter, FileStep, Household, ReturnReason
from cases.archives.rules import completeness, missing_items
from cases.archives.rules.reviews import months_after
from cases.archives.selectors import content_hash
from cases.archives.selectors.entry import get_contents, has_entered
from cases.archives.services import lifecycle
from cases.archives.services.assessments import assess_household, get_category, set_category
from cases.archives.services.refusals import FileRefused, IncompleteFile, StaleFile, one_active_file
from cases.archives.states import TRANSITIONS, CloseReason, Section, State
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.selectors import competent_union
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.numbers import next_number
from hardship.kernel.scope import competent_id
from hardship.messaging import services as messaging

__all__ = ["Move", "Reason", "assess_household", "blocker", "list_buttons", "months_after", "take_step"]

TOLD = frozenset({"return", "file"})  # of these steps whoever submitted the file gets a message
REVIEW_DAYS = 5  # working days for the review; routes as data come with the policies


@dataclass(frozen=True)
class Reason:
    """Why a file goes back: a section, a field of it or '' for all of it, and what to correct."""

    section: str
    field: str
    reason: str


@dataclass(frozen=True)
class Move:
    """A step as it is being taken, and what else was said with it; `figures` takes what it is decided on."""

    household: Household
    row: workflow.Transition
    by: User | None  # None: the clock
    comment: str = ""
    reasons: Sequence[Reason] = ()
    close_reason: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def take_step(
    *,
    household_id: int,
    action: str,
    by: User,
    comment: str = "",
    reasons: Sequence[Reason] = (),
    seen_hash: str | None = None,
    close_reason: str = "",
) -> FileStep:
    """Take one row of states.TRANSITIONS.

    `seen_hash` is the content hash of the file that the person had on the page (None: read just now);
    `close_reason` is one of states.CloseReason. Raises StaleFile when the content has changed since,
    IncompleteFile when a submitted file lacks something, Refused otherwise, Household.DoesNotExist
    outside the person's scope.
    """
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = workflow.lock(rows, household_id)
    now_hash = content_hash(household)
    figures: dict[str, Any] = {}

    def enter(step: workflow.Step[Household]) -> None:
        if seen_hash is not None and seen_hash != now_hash:
            raise StaleFile(
                name=household.updated_by.name if household.updated_by else "", at=household.updated_at
            )
        _enter(Move(household, step.row, by, step.comment, reasons, close_reason, figures))

    with one_active_file(household):
        return workflow.take(
            TRANSITIONS, household, action=action, by=by, comment=comment, is_explained=bool(reasons),
            blocker=_blocker_of(household, by), effect=enter,
            log=lambda step: _log(step, now_hash, reasons, figures),
        )  # fmt: skip


@transaction.atomic
def take_by_clock(*, household: Household, action: str, by: User | None = None) -> FileStep:
    """Take a row that belongs to nobody but the system; the household's row is locked by the caller."""
    now_hash = content_hash(household)
    with one_active_file(household):
        return workflow.take(
            TRANSITIONS, household, action=action, by=by, roles={WORKER},
            effect=lambda step: _enter(Move(household, step.row, by)),
            log=lambda step: _log(step, now_hash),
        )  # fmt: skip


def _log(
    step: workflow.Step[Household],
    now_hash: str,
    reasons: Sequence[Reason] = (),
    figures: Mapping[str, Any] = MappingProxyType({}),
) -> FileStep:
    household, action = step.record, step.row.action
    made = FileStep.objects.create(
        household=household, action=action, source=step.source, target=step.row.target,
        is_decision=step.row.is_decision, comment=step.comment, content_hash=now_hash, by=step.by,
        figures=dict(figures),
    )  # fmt: skip
    ReturnReason.objects.bulk_create(
        ReturnReason(step=made, section=Section(item.section), field=item.field, reason=item.reason)
        for item in reasons
    )
    if action in lifecycle.APPROVALS:
        lifecycle.keep_snapshot(household, action=action, by=step.by)
    audit.record(f"household.{action}", target=household, by=step.by, step=made.pk, state=household.state)
    if action in TOLD:
        messaging.send(
            f"archives.{action}", about=household, union=household.union, by=step.by,
            to=household.submitted_by or household.created_by, number=household.file_no or "",
        )  # fmt: skip
    return made


def blocker(household: Household, by: User) -> str:
    """Why somebody whose role would allow a decision on this file may not take it, or ''."""
    return workflow.obstacle(TRANSITIONS, household, by=by, blocker=_blocker_of(household, by))


def list_buttons(household: Household, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on this file now, in the order of the table."""
    return workflow.buttons(TRANSITIONS, household, by=by, blocker=_blocker_of(household, by))


def _blocker_of(household: Household, by: User) -> workflow.Blocker[Household, User]:
    """The blocker of this file and person, which asks once, and only when it must, who entered the file."""
    entered = cache(partial(has_entered, household, by))
    return partial(_blocker, entered=entered)


def _blocker(household: Household, row: workflow.Transition, by: User, *, entered: Callable[[], bool]) -> str:
    """What keeps this person from a step that their role allows, or ''; `entered` tells, when it is asked,
    whether they filled in some of the file."""
    if row.part is None and household.union_id != by.union_id:
        return _("只有“%(union)s”的人员可以办理“%(label)s”。") % {
            "union": household.union.name,
            "label": row.label,
        }
    if row.part is not None and competent_id(household, row.part) != by.union_id:
        return _("这份档案由“%(union)s”办理。") % {"union": competent_union(household, row.part)}
    makers = (household.submitted_by_id, household.created_by_id)
    if row.is_decision and (by.pk in makers or entered()):
        return _("不能审核自己建立、填写或提交的档案，请由其他审核人办理。")
    return ""


def _enter(move: Move) -> None:
    """Write what belongs to the new state of the file."""
    household = move.household
    household.due_on = None
    effect = EFFECTS.get(move.row.action)
    if effect is not None:
        effect(move)
    household.version += 1
    household.updated_at, household.updated_by = timezone.now(), move.by


def _submit(move: Move) -> None:
    household = move.household
    missing = missing_items(completeness(get_contents(household)))
    if missing:
        raise IncompleteFile(missing)
    household.submitted_at, household.submitted_by = timezone.now(), move.by
    household.due_on = get_calendar().add_workdays(timezone.localdate(), REVIEW_DAYS)
    assess_household(household, by=move.by)


def _file(move: Move) -> None:
    household, today = move.household, timezone.localdate()
    _set_category(move)
    household.file_year, household.file_seq = (
        today.year,
        next_number(FileCounter, union_id=household.union_id, year=today.year),
    )
    household.number_union = household.union
    household.file_no = f"{household.union.code}-{today.year}-{household.file_seq:04d}"
    household.filed_at, household.filed_by, household.filed_on = timezone.now(), move.by, today
    lifecycle.set_review(household)
    _mark_relapse(move)


def _set_category(move: Move) -> None:
    """The computed category, or the one that the union above agreed to, and the standard that it meets."""
    household, last = move.household, move.household.assessments.select_related("rules").last()
    chosen = get_category(last)
    if last is None or chosen is None or not chosen.category:
        raise FileRefused(
            _("核算结果不符合困难认定条件，不能直接建档；请退回，或提出人工认定，由上级工会同意后再建档。")
        )
    set_category(household, last, chosen)
    if chosen.outcome != last.outcome:
        audit.record("assessment.overridden", target=household, by=move.by, category=chosen.category)


def _mark_relapse(move: Move) -> None:
    """A family that had left hardship is back: the old file says so from now on (返困)."""
    before = move.household.previous
    if before is None:
        return
    previous = Household.objects.select_for_update(of=("self",)).select_related("union").get(pk=before.pk)
    if previous.state == State.LIFTED:
        take_by_clock(household=previous, action="relapse", by=move.by)


def _verify(move: Move) -> None:
    """Nothing has changed. What today's standard makes of it is computed all the same, and another outcome
    is for the county to decide."""
    household = move.household
    lifecycle.require_no_pending_change(household)
    before = household.assessments.order_by("-pk").first()
    found = assess_household(household, by=move.by)
    if before is not None and found.outcome != before.outcome:
        raise FileRefused(
            _("按今天的标准核算，结果由“%(old)s”变为“%(new)s”，请审核工会“重新认定”。")
            % {"old": _named(before), "new": _named(found)}
        )
    lifecycle.set_verified(household, by=move.by)


def _reassess(move: Move) -> None:
    """Another outcome than before becomes the category; the same one leaves it as it was agreed to."""
    household = move.household
    lifecycle.require_no_pending_change(household)
    before = household.assessments.order_by("-pk").first()
    found = assess_household(household, by=move.by)
    if before is None or found.outcome != before.outcome:
        if not found.category:
            raise FileRefused(_("核算结果已不符合困难认定条件，请办理脱困、解困或注销。"))
        set_category(household, found, found)
    lifecycle.set_verified(household, by=move.by)


def _named(assessment: Assessment) -> str:
    return assessment.get_category_display() or _("不符合认定条件")


def _lift(move: Move) -> None:
    lifecycle.require_exit(move.household)
    move.household.lifted_at, move.household.lifted_by = timezone.now(), move.by
    lifecycle.set_left(move.household, by=move.by)


def _relieve(move: Move) -> None:
    move.figures.update(lifecycle.require_relief(move.household).to_json())
    lifecycle.set_verified(move.household, by=move.by)


def _close(move: Move) -> None:
    lifecycle.close(move.household, by=move.by, reason=move.close_reason)


def _leave(move: Move) -> None:
    lifecycle.close(move.household, by=move.by, reason=CloseReason.WITHDRAWN)


EFFECTS: dict[str, Callable[[Move], None]] = {
    "submit": _submit,
    "file": _file,
    "verify": _verify,
    "reassess": _reassess,
    "confirm": lambda move: lifecycle.set_verified(move.household, by=move.by),
    "relieve": _relieve,
    "resume": lambda move: lifecycle.set_verified(move.household, by=move.by),
    "lift": _lift,
    "close": _close,
    "leave": _leave,
}
