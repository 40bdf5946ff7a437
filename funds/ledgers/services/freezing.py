"""Money that must not be used for a while: frozen on its line with a reason, and free again."""

import uuid
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Journal
from funds.ledgers.services.posting import line_request, post, require_bookkeeper
from funds.ledgers.services.refusals import LedgerRefused, ledger_write
from funds.ledgers.states import Event
from hardship.accounts.models import User


@ledger_write
def freeze(*, line_id: int, amount: Decimal, reason: str, by: User, key: uuid.UUID, on: date) -> Journal:
    """冻结: available money of a line that nothing is committed on until it is thawed. Raises
    InsufficientBalance, or LedgerRefused without a reason."""
    return _move(Event.FREEZE, line_id, amount, reason, by, key, on)


@ledger_write
def thaw(*, line_id: int, amount: Decimal, reason: str, by: User, key: uuid.UUID, on: date) -> Journal:
    """解冻: frozen money of a line is available again. Raises as `freeze` does."""
    return _move(Event.THAW, line_id, amount, reason, by, key, on)


def _move(
    event: Event, line_id: int, amount: Decimal, reason: str, by: User, key: uuid.UUID, on: date
) -> Journal:
    line = BudgetLine.objects.select_related("union").get(pk=line_id)
    require_bookkeeper(line.union, by)
    if not reason.strip():
        raise LedgerRefused(_("请填写原因。"), "reason")
    memo, source = reason.strip()[:200], f"ledgers.budgetline:{line.pk}"
    return post(line_request(event, line, amount, key, on, memo, by, source), by=by)
