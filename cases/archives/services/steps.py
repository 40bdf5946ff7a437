"""Moves a file along its transition table; what happens to it after filing is in lifecycle.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import FileStep, Household
from cases.archives.rules import completeness, missing_items
from cases.archives.rules.reviews import months_after
from cases.archives.selectors.entry import get_contents, has_entered, is_maker
from cases.archives.selectors.extensions import why_needed
from cases.archives.selectors.proofs import count_findings, list_documents
from cases.archives.selectors.recusals import recusal_blocker
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services import lifecycle, undo
from cases.archives.services.assessments import assess_household, get_category, set_category
from cases.archives.services.entry.returns import Reason, answer_changes
from cases.archives.services.numbering import give_number
from cases.archives.services.refusals import (
    FileRefused,
    IncompleteFile,
    StaleFile,
    UnexplainedFile,
    one_active_file,
)
from cases.archives.services.step_log import Kept, log_step, look_at
from cases.archives.states import TRANSITIONS, UNDO_TRANSITIONS, UNDONE_BY, CloseReason, State
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.selectors import competent_union
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.scope import competent_id

__all__ = ["Move", "Reason", "assess_household", "blocker", "list_buttons", "months_after", "take_step"]

TABLE = (*TRANSITIONS, *UNDO_TRANSITIONS)
REVIEW_DAYS = 5  # working days for the review; routes as data come with the policies


@dataclass(frozen=True)
class Move:
    """A step as it is being taken, and what else was said with it; `kept` takes what it is decided on."""

    household: Household
    row: workflow.Transition
    by: User | None  # None: the clock
    kept: Kept
    close_reason: str = ""
    skips_unseen: bool = False


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
    skips_unseen: bool = False,
) -> FileStep:
    """Take one row of states.TRANSITIONS or UNDO_TRANSITIONS.

    `seen_hash` is the content hash of the file that the person had on the page (None: read just now);
    `close_reason` is one of states.CloseReason; `skips_unseen` says that documents which nobody has judged
    were verified otherwise: without it a file that has any is not filed. Raises StaleFile when the content
    has changed since, IncompleteFile when a submitted file lacks something, Refused otherwise,
    Household.DoesNotExist outside the person's scope.
    """
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = workflow.lock(rows, household_id)
    kept = look_at(household, reasons)

    def enter(step: workflow.Step[Household]) -> None:
        if seen_hash is not None and seen_hash != kept.content_hash:
            raise StaleFile(
                name=household.updated_by.name if household.updated_by else "", at=household.updated_at
            )
        _enter(Move(household, step.row, by, kept, close_reason, skips_unseen))

    with one_active_file(household):
        return workflow.take(
            TABLE, household, action=action, by=by, comment=comment, is_explained=bool(reasons),
            blocker=_blocker_of(household), effect=enter,
            log=lambda step: log_step(step, kept),
        )  # fmt: skip


@transaction.atomic
def take_by_clock(*, household: Household, action: str, by: User | None = None) -> FileStep:
    """Take a row of the system's own; the household's row is locked by the caller."""
    kept = look_at(household)
    with one_active_file(household):
        return workflow.take(
            TABLE, household, action=action, by=by, roles={WORKER},
            effect=lambda step: _enter(Move(household, step.row, by, kept)),
            log=lambda step: log_step(step, kept),
        )  # fmt: skip


def blocker(household: Household, by: User) -> str:
    """Why somebody whose role would allow a decision on this file may not take it, or ''."""
    return workflow.obstacle(TRANSITIONS, household, by=by, blocker=_blocker_of(household))


def list_buttons(household: Household, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on this file now, in the order of the table."""
    table = TABLE if undo.may_have_acted(household, by) else TRANSITIONS
    return workflow.buttons(table, household, by=by, blocker=_blocker_of(household))


def _blocker_of(household: Household) -> workflow.Blocker[Household, User]:
    """The blocker of this file, which asks of each person once, and only when it must, whether they entered
    it."""
    return partial(_blocker, entered=cache(partial(has_entered, household)))


def _blocker(
    household: Household, row: workflow.Transition, by: User, *, entered: Callable[[User], bool]
) -> str:
    """What keeps this person from a step that their role allows, or ''; `entered` tells, when it is asked,
    whether somebody filled in some of the file."""
    if row.part is None and household.union_id != by.union_id:
        return _("只有“%(union)s”的人员可以办理“%(label)s”。") % {
            "union": household.union.name,
            "label": row.label,
        }
    if row.part is not None and competent_id(household, row.part) != by.union_id:
        return _("这份档案由“%(union)s”办理。") % {"union": competent_union(household, row.part)}
    if row.is_decision and is_maker(household, by, entered=partial(entered, by)):
        return _("不能审核自己建立、填写或提交的档案，请由其他审核人办理。")
    if row.is_decision and (why := recusal_blocker(household, by)):
        return why
    if row.action == "discard":
        return why_needed(household)
    return undo.step_blocker(household, row, by) if row.action in UNDONE_BY else ""


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
    contents = get_contents(household)
    missing = missing_items(completeness(contents))
    if missing:
        raise IncompleteFile(missing)
    answer_changes(contents, by=move.by)
    stopping = [row for row in get_file_remarks(contents, cast(User, move.by)).stopping if not row.is_gate]
    if stopping:
        raise UnexplainedFile([row.remark.text for row in stopping])
    household.submitted_at, household.submitted_by = timezone.now(), move.by
    household.due_on = get_calendar().fix_workday(timezone.localdate(), REVIEW_DAYS)
    assess_household(household, by=move.by)


def _file(move: Move) -> None:
    household, today = move.household, timezone.localdate()
    move.kept.unseen = _count_unseen(move)
    _set_category(move)
    give_number(household, today.year)
    household.filed_at, household.filed_by, household.filed_on = timezone.now(), move.by, today
    lifecycle.set_review(household)
    _mark_relapse(move)


def _count_unseen(move: Move) -> int:
    """How many documents nobody judged. Raises FileRefused for any, unless the person vouches for them."""
    unseen = count_findings(list_documents(move.household))["open"]
    if unseen and not move.skips_unseen:
        raise FileRefused(
            _("还有 %(count)s 份材料没有核对：请逐份对照，或勾选这一项再建档。") % {"count": unseen},
            "skips_unseen",
        )
    return unseen


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
    previous = _lock_previous(move.household)
    if previous is not None and previous.state == State.LIFTED:
        take_by_clock(household=previous, action="relapse", by=move.by)


def _lock_previous(household: Household) -> Household | None:
    rows = Household.objects.select_for_update(of=("self",)).select_related("union")
    return rows.get(pk=household.previous_id) if household.previous_id else None


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
            % {"old": lifecycle.name_outcome(before), "new": lifecycle.name_outcome(found)}
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


def _lift(move: Move) -> None:
    household = move.household
    lifecycle.require_exit(household)
    household.lifted_at, household.lifted_by = timezone.now(), move.by
    lifecycle.set_left(household, by=move.by)


def _undo(move: Move) -> None:
    """The file as it was before its last step; one that a relapse carried on is again one that was left."""
    undone = undo.get_undone(move.household, move.row.action)
    if undone is None:
        raise FileRefused(_("没有可以撤回的操作。"))
    undo.put_back(move.household, undone)
    previous = _lock_previous(move.household) if move.row.action == "unfile" else None
    if previous is not None and previous.state == State.RELAPSED:
        take_by_clock(household=previous, action="unrelapse", by=move.by)


def _relieve(move: Move) -> None:
    move.kept.figures.update(lifecycle.require_relief(move.household).to_json())
    lifecycle.set_verified(move.household, by=move.by)


def _close(move: Move) -> None:
    lifecycle.close(move.household, by=move.by, reason=move.close_reason)


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
    "leave": lambda move: lifecycle.close(move.household, by=move.by, reason=CloseReason.WITHDRAWN),
    **dict.fromkeys(UNDONE_BY, _undo),
}
