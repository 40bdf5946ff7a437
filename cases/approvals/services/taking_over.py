"""接办: a stage that is late is from now on that of somebody at a union above."""

from django.utils.translation import gettext as _

from cases.approvals.services.moves import Move
from cases.approvals.services.refusals import StepRefused
from hardship.accounts.models import stood_in_for
from hardship.messaging import services as messaging

TAKEN_OVER = "approvals.take_over"


def take_over(move: Move) -> None:
    """It waits for this person and for no opinion; its deadline stays, and those whose it was are told."""
    application, stage, by = move.application, move.here, move.by
    if by is None:
        raise StepRefused(_("由上级工会的审核人、审批人接办。"))
    move.handed_to = stood_in_for(by) or by
    application.awaits, application.awaits_role = by.union, str(move.row.role)
    application.holder, application.asked = move.handed_to, None
    messaging.send(
        TAKEN_OVER, about=application, union=stage.union, role=stage.role, by=by,
        number=application.number or "",
    )  # fmt: skip
