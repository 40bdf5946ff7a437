"""Two files become one: one stays, the other is closed with reason `merged` and keeps all it holds.

Nothing moves and nothing is deleted: people, evidence, incomes, applications and payments stay with the file
they were made under, and the file that stays shows them. Only the values that somebody chose are copied; what
they replaced is kept with the merge, so that it can be taken back.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import FileStep, Household
from cases.archives.selectors import content_hash
from cases.archives.selectors.entry import has_entered
from cases.archives.services.edits import raise_version, record_edit
from cases.archives.services.lifecycle import keep_snapshot, set_left, set_review
from cases.archives.services.refusals import one_active_file
from cases.archives.states import IN_FORCE_STATES, MERGE_TRANSITIONS, CloseReason, State
from cases.duplicates.models import DuplicateSuspicion, FileMerge
from cases.duplicates.services import values
from cases.duplicates.services.deciding import DuplicateRefused, lock, move
from cases.duplicates.states import DuplicateState
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@transaction.atomic
def merge_files(
    *, suspicion_id: int, kept_id: int, taken: Collection[str], comment: str, by: User
) -> FileMerge:
    """Close the one file of the pair, keep the other. `taken` names the values (owner.field) that come over.

    Raises DuplicateRefused with a sentence; nothing is changed then.
    """
    suspicion = lock(suspicion_id, by)
    kept, merged = _files(suspicion, kept_id)
    move(suspicion, "merge", by, comment)
    _require_mergeable(kept, merged, by)
    row = workflow.require(MERGE_TRANSITIONS, merged, action="merge", by=by)
    record = FileMerge(suspicion=suspicion, kept=kept, merged=merged, merged_state=merged.state, merged_by=by)
    record.values = _take_over(record, kept, merged, taken)
    _log(merged, "merge", row.target, comment, by, is_decision=True)
    _leave(merged, row, by)
    record.kept_step = _log(kept, "absorb", kept.state, comment, by, is_decision=True).pk
    # the words are those of whoever wrote the other file: who merges may decide on the file that stays
    _record(record, kept, by, writers=_writers_of(merged))
    if kept.state in IN_FORCE_STATES and record.values:
        keep_snapshot(kept, action="merge", by=by)
    record.save()
    _clear_others(suspicion, kept, merged)
    audit.record(
        "household.merge", target=merged, by=by, kept=kept.pk, fields=[one["field"] for one in record.values]
    )
    audit.record("household.absorb", target=kept, by=by, merged=merged.pk)
    return record


@transaction.atomic
def undo_merge(*, suspicion_id: int, comment: str, by: User) -> FileMerge:
    """Bring the closed file back and take the copied values out.

    Raises DuplicateRefused when the file that stayed has been decided on or changed in those values since.
    """
    suspicion = lock(suspicion_id, by)
    rows = FileMerge.objects.select_for_update().filter(suspicion=suspicion, undone_at__isnull=True)
    record = rows.first()
    if record is None:
        raise DuplicateRefused(_("这一对没有合并，或合并已经撤销。"))
    kept, merged = _lock_files(record.kept_id, record.merged_id)
    _require_undoable(record, kept)
    move(suspicion, "undo", by, comment)
    _give_back(record, kept)
    back = record.merged_state if record.merged_state in IN_FORCE_STATES else State.DRAFT
    row = next(one for one in MERGE_TRANSITIONS if one.action == "unmerge" and one.target == back)
    _log(merged, "unmerge", row.target, comment, by)
    _return(merged, row, by)
    _record(record, kept, by, writers=(None,))
    record.undone_at, record.undone_by, record.undone_note = timezone.now(), by, comment.strip()[:500]
    record.save(update_fields=["undone_at", "undone_by", "undone_note"])
    audit.record("household.unmerge", target=merged, by=by, kept=kept.pk, state=merged.state)
    return record


def _lock_files(one: int, other: int) -> tuple[Household, Household]:
    """Both files, locked in the order of their keys, given in the order asked for."""
    rows = Household.objects.filter(pk__in=[one, other]).select_related("union", "head").order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",))}
    return found[one], found[other]


def _files(suspicion: DuplicateSuspicion, kept_id: int) -> tuple[Household, Household]:
    keys = [suspicion.first.household_id, suspicion.second.household_id]
    if kept_id not in keys:
        raise DuplicateRefused(_("请选择保留哪一份档案。"))
    other = keys[0] if keys[1] == kept_id else keys[1]
    return _lock_files(kept_id, other)


def _require_mergeable(kept: Household, merged: Household, by: User) -> None:
    workflow.require(MERGE_TRANSITIONS, kept, action="absorb", by=by)
    if merged.state in IN_FORCE_STATES and kept.state not in IN_FORCE_STATES:
        raise DuplicateRefused(
            _("保留的那份还没有建档，另一份已在档；请保留已在档的一份，或先完成建档审核。")
        )
    for household in (kept, merged):
        makers = (household.created_by_id, household.submitted_by_id)
        if by.pk in makers or has_entered(household, by):
            raise DuplicateRefused(_("不能合并自己建立、填写或提交的档案，请由其他审核人办理。"))


def _take_over(
    record: FileMerge, kept: Household, merged: Household, taken: Collection[str]
) -> list[dict[str, Any]]:
    """Copy the chosen values and say what they replaced."""
    choices = {choice.key: choice for choice in values.list_choices(kept, merged)}
    unknown = set(taken) - choices.keys()
    if unknown:
        raise DuplicateRefused(_("两份档案的内容已有变化，请重新打开后再合并。"))
    copied = []
    for key in choices:
        if key in taken:
            copied.append(_copy(record, choices[key], kept, merged))
    for owner in {one["owner"] for one in copied}:
        values.owner_of(kept, owner).save()
    return copied


def _copy(record: FileMerge, choice: values.Choice, kept: Household, merged: Household) -> dict[str, Any]:
    target, name = values.owner_of(kept, choice.owner), choice.field
    before = values.packed(target, name)
    if name in values.SECRETS:
        setattr(record, name, getattr(target, name).reveal() or None)
    values.put(target, name, getattr(values.owner_of(merged, choice.owner), name))
    after = values.packed(target, name)
    return {"owner": choice.owner, "field": name, "label": choice.label, "before": before, "after": after}


def _leave(merged: Household, row: workflow.Transition, by: User) -> None:
    """The file that does not stay: closed for this reason, or discarded when it was never filed."""
    merged.state = row.target
    if merged.state == State.CLOSED:
        merged.close_reason = CloseReason.MERGED
        merged.closed_at, merged.closed_by = timezone.now(), by
        set_left(merged, by=by)
    merged.due_on = None
    _touch(merged, by)


def _return(merged: Household, row: workflow.Transition, by: User) -> None:
    merged.state = row.target
    merged.close_reason, merged.left_on = "", None
    merged.closed_at, merged.closed_by = None, None
    if merged.state in IN_FORCE_STATES:
        set_review(merged)
    with one_active_file(merged):
        _touch(merged, by)


def _require_undoable(record: FileMerge, kept: Household) -> None:
    """Nobody has decided on the file since, and what was copied is still what was copied."""
    decided = kept.steps.filter(pk__gt=record.kept_step).exclude(action__in=["absorb", "fall_due"])
    if decided.exists() or kept.assessments.filter(at__gt=record.merged_at).exists():
        raise DuplicateRefused(
            _("保留的档案在合并后已办理过审核或核查，不能再撤销合并；请按现在的档案办理。")
        )
    if Household.objects.filter(
        pk=kept.pk, applications__steps__is_decision=True, applications__steps__at__gt=record.merged_at
    ).exists():
        raise DuplicateRefused(_("保留的档案在合并后已有帮扶审批意见，不能再撤销合并。"))
    for one in record.values:
        if values.packed(values.owner_of(kept, one["owner"]), one["field"]) != one["after"]:
            raise DuplicateRefused(
                _("“%(label)s”在合并后又修改过，请先核对这一项，再决定是否撤销。") % {"label": one["label"]}
            )


def _give_back(record: FileMerge, kept: Household) -> None:
    for one in record.values:
        target, name = values.owner_of(kept, one["owner"]), one["field"]
        secret = name in values.SECRETS
        before = getattr(record, name) if secret else values.unpacked(target, name, one["before"])
        values.put(target, name, before)
    for owner in {one["owner"] for one in record.values}:
        values.owner_of(kept, owner).save()


def _clear_others(suspicion: DuplicateSuspicion, kept: Household, merged: Household) -> None:
    """Other open pairs of the same two files have nothing left to decide."""
    keys = [kept.pk, merged.pk]
    rows = DuplicateSuspicion.objects.filter(
        first__household__in=keys, second__household__in=keys, state=DuplicateState.OPEN
    )
    rows.exclude(pk=suspicion.pk).update(state=DuplicateState.GONE)


def _record(record: FileMerge, kept: Household, by: User, *, writers: Collection[User | None]) -> None:
    """The new version of the file that stays, and who wrote what was copied into it, if anything was."""
    if not record.values:
        raise_version(kept, by)
        return
    sections = {values.section_of(one["owner"], one["field"]) for one in record.values}
    record_edit(household=kept, sections=sections, by=by, writers=writers)


def _writers_of(household: Household) -> list[User | None]:
    rows = household.edits.select_related("by").order_by("by_id", "pk").distinct("by_id")
    return [row.by for row in rows]


def _log(
    household: Household, action: str, target: str, comment: str, by: User, *, is_decision: bool = False
) -> FileStep:
    return FileStep.objects.create(
        household=household, action=action, source=household.state, target=target,
        is_decision=is_decision, comment=comment.strip()[:500], content_hash=content_hash(household), by=by,
    )  # fmt: skip


def _touch(household: Household, by: User) -> None:
    household.version += 1
    household.updated_at, household.updated_by = timezone.now(), by
    household.save()
