"""What the steps of a recovery share: whose it is, the one door from state to state, why somebody may not."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from funds.recoveries.models import Recovery
from funds.recoveries.states import TRANSITIONS, Reason
from hardship.accounts.models import User, people_of
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.checks import broken


class RecoveryRefused(workflow.Refused):
    """A step of a recovery that may not be taken now; the message says what to do."""


def step_blocker(recovery: Recovery, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if recovery.union_id != by.union_id:
        return _("由付款工会办理。")
    if row.action == "void":
        return _void_blocker(recovery)
    return _waive_blocker(recovery, by) if row.action == "waive" else ""


def _void_blocker(recovery: Recovery) -> str:
    """What was asked back by mistake is; what a decision elsewhere asks back is waived by two people."""
    if recovery.reason == Reason.URGENT:
        return _("急难救助查实不符合的追回不能作废，收不回的请申请豁免。")
    return _("已经收回一部分，不能作废。") if recovery.repaid else ""


def _waive_blocker(recovery: Recovery, by: User) -> str:
    if recovery.asked_at is None:
        return _("还没有人申请豁免。")
    if not {recovery.asked_by_id, recovery.asked_for_id}.isdisjoint(people_of(by)):
        return _("豁免由一人申请、另一人批准，您不能批准自己的申请。")
    return ""


def take(
    recovery: Recovery,
    action: str,
    *,
    by: User,
    log: dict[str, Any],
    effect: Callable[[workflow.Step[Recovery]], object] | None = None,
    stamp: str = "",
    note: str = "",
    comment: str = "",
    is_own: bool = True,
) -> Recovery:
    def record(_step: workflow.Step[Recovery]) -> Recovery:
        audit.record(f"recovery.{action}", target=recovery, by=by, **log)
        return recovery

    try:
        with transaction.atomic():
            return workflow.take(
                TRANSITIONS, recovery, action=action, by=by, effect=effect, stamp=stamp, log=record,
                note=note, comment=comment,
                blocker=step_blocker if is_own else None, roles=None if is_own else {WORKER},
            )  # fmt: skip
    except IntegrityError as clash:
        if broken(clash) != "recovery_part_once":
            raise
        raise RecoveryRefused(_("两期不能在同一天。"), "times") from clash


def lock_own(recovery_id: int, by: User, *roles: Role) -> Recovery:
    rows = Recovery.objects.visible_to(by).select_related("payment__payable", "union")
    recovery: Recovery = workflow.lock(rows, recovery_id)
    if recovery.union_id != by.union_id or not by.has_role(*(roles or (Role.FINANCE,))):
        raise RecoveryRefused(_("由付款工会的有关人员办理。"))
    return recovery
