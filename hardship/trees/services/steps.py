"""The steps of a change that people take: confirm, decline, take back."""

from django.db import transaction
from django.utils.translation import gettext as _

from hardship.accounts.models import User, is_own
from hardship.accounts.services.scope import is_keeper
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging
from hardship.trees.models import UnionChange
from hardship.trees.selectors import is_today
from hardship.trees.services.carrying import carry_out
from hardship.trees.services.planning import CONFIRMED
from hardship.trees.states import TRANSITIONS


@transaction.atomic
def take_step(*, change_id: int, action: str, by: User, comment: str = "") -> UnionChange:
    """Take one row of states.TRANSITIONS. A change that is confirmed on its day or later is done at once, or
    refused with what is to be settled first. Raises Refused, UnionChange.DoesNotExist out of scope."""
    rows = UnionChange.objects.visible_to(by).select_related("union", "target", "planned_by")
    change: UnionChange = workflow.lock(rows, change_id)
    workflow.take(
        TRANSITIONS, change, action=action, by=by, comment=comment, blocker=_blocker, note="note",
        stamp="ended" if action == "withdraw" else "decided",
        log=lambda step: audit.record(
            f"union_change.{action}", target=change, by=by, change=change.kind, of=change.union.code
        ),
    )  # fmt: skip
    if change.planned_by_id != by.pk:
        messaging.send(CONFIRMED, about=change, union=change.union, to=change.planned_by, by=by)
    if action == "confirm" and is_today(change):
        carry_out(change)
    return change


def list_buttons(change: UnionChange, by: User) -> list[workflow.Transition]:
    """What this person may do with a change now."""
    return workflow.buttons(TRANSITIONS, change, by=by, blocker=_blocker)


def decision_blocker(change: UnionChange, by: User) -> str:
    """Why somebody may not confirm or decline a change, or ''."""
    if is_own(change.planned_by, by):
        return _("变更由提出人以外的人确认。")
    if not by.covers([change.union, *([change.target] if change.target else [])]):
        return _("请由管着这些工会的上级工会确认。")
    if by.union_id == change.union_id and change.union.parent_id is not None:
        return _("本工会的变更，请由上级工会确认。")
    return ""


def _blocker(change: UnionChange, row: workflow.Transition, by: User) -> str:
    if by.stands_for is not None:
        return _("代办期间不能办工会变更，请先回到您本人的岗位。")
    if row.action != "withdraw":
        return decision_blocker(change, by)
    return "" if is_keeper(change.union, by) else _("只有管理这个工会的管理员可以撤回。")
