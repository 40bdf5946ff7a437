"""银行手续费: what the bank takes out of the account for itself, borne by a line whose money may be."""

import uuid
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Journal
from funds.ledgers.services.posting import line_request, post, require_bookkeeper
from funds.ledgers.services.refusals import UseNotPermitted, ledger_write
from funds.ledgers.states import FISCAL_SPECIAL, Event
from hardship.accounts.models import User


@ledger_write
def charge(
    *, line_id: int, amount: Decimal, by: User, key: uuid.UUID, on: date, memo: str = "", source: str = ""
) -> Journal:
    """银行手续费 of `amount` yuan out of what is available on a line.

    Raises UseNotPermitted for special money of the treasury, which has its six items and no other
    (《中央财政专项帮扶资金使用管理办法》, article 5); InsufficientBalance, PeriodClosed, LedgerRefused."""
    line = BudgetLine.objects.select_related("union", "fund").get(pk=line_id)
    require_bookkeeper(line.union, by)
    if line.fund.source in FISCAL_SPECIAL:
        raise UseNotPermitted(_("中央、省级财政专项不能付银行手续费，请选本级经费或利息的指标。"))
    return post(line_request(Event.CHARGE, line, amount, key, on, memo, by, source), by=by)
