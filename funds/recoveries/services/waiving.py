"""豁免 of what does not come any more: one person asks, another one decides."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.recoveries.models import Recovery
from funds.recoveries.services.steps import RecoveryRefused, lock_own, step_blocker, take
from funds.recoveries.states import TRANSITIONS
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


@transaction.atomic
def ask_waiver(*, recovery_id: int, why: str, by: User) -> Recovery:
    """申请豁免 of what did not come yet; an approver decides."""
    recovery = lock_own(recovery_id, by)
    if not recovery.is_open:
        raise RecoveryRefused(_("这笔追回已经办结。"))
    if not why.strip():
        raise RecoveryRefused(_("请写明为什么豁免。"), "why")
    recovery.waiver, recovery.asked_at = why.strip()[:300], timezone.now()
    recovery.asked_by, recovery.asked_for = by, stood_in_for(by)
    recovery.save(update_fields=["waiver", "asked_at", "asked_by", "asked_for"])
    audit.record("recovery.ask_waiver", target=recovery, by=by)
    return recovery


@transaction.atomic
def waive(*, recovery_id: int, seen: str, by: User) -> Recovery:
    """批准豁免: what did not come yet is not asked for any more. `seen` is `Recovery.waiver_seen` of the
    page. Raises Refused."""
    recovery = lock_own(recovery_id, by, Role.APPROVER)
    _require_seen(recovery, seen)

    def write(_step: workflow.Step[Recovery]) -> None:
        recovery.waived_for = stood_in_for(by)

    return take(recovery, "waive", by=by, effect=write, stamp="waived", log={"left": str(recovery.left)})


@transaction.atomic
def decline(*, recovery_id: int, seen: str, why: str, by: User) -> Recovery:
    """不同意豁免: it is asked for as before, and a waiver may be asked for anew. Raises Refused."""
    recovery = lock_own(recovery_id, by, Role.APPROVER)
    _require_seen(recovery, seen)
    workflow.require(TRANSITIONS, recovery, action="waive", by=by, blocker=step_blocker)
    if not why.strip():
        raise RecoveryRefused(_("请写明为什么不同意。"), "why")
    recovery.waiver, recovery.asked_at, recovery.asked_by, recovery.asked_for = "", None, None, None
    recovery.declined_at, recovery.declined_why = timezone.now(), why.strip()[:300]
    recovery.declined_by, recovery.declined_for = by, stood_in_for(by)
    recovery.save()
    audit.record("recovery.decline", target=recovery, by=by)
    return recovery


def _require_seen(recovery: Recovery, seen: str) -> None:
    """Refuses where another reason or sum waits to be decided than the page showed."""
    if recovery.waiver_seen and recovery.waiver_seen != seen:
        raise RecoveryRefused(_("豁免申请或者未收回的金额刚有变化，请重新打开、核对后再办理。"))
