"""Writes of the ledger. All are called by keyword, run in one transaction, leave an audit row, and raise
LedgerRefused with a sentence for the user. `key` makes a repeated call have one effect; amounts are yuan."""

from funds.ledgers.rules import Draw
from funds.ledgers.services.caps import CapClaim, FundCaps, Whom, left_of
from funds.ledgers.services.ceilings import CEILINGS
from funds.ledgers.services.charging import charge
from funds.ledgers.services.closing import (
    close_period,
    lock_to_take_back,
    may_reverse,
    reverse,
    take_back,
)
from funds.ledgers.services.committing import (
    Order,
    commit,
    commit_each,
    commit_on,
    get_fund_caps,
    line_up,
)
from funds.ledgers.services.freezing import freeze, thaw
from funds.ledgers.services.granting import assign, attach_scan, create_fund, open_line, receive, shift
from funds.ledgers.services.handing import allocate, confirm_arrival, give_back, return_outside
from funds.ledgers.services.holding import (
    bounce,
    fail,
    recover,
    release,
    send,
    set_off,
    settle,
)
from funds.ledgers.services.ordering import enter_order, order_blocker, take_order_step
from funds.ledgers.services.posting import require_use_by
from funds.ledgers.services.refusals import (
    AlreadyCommitted,
    AlreadyReversed,
    CapExceeded,
    InsufficientBalance,
    KeyReused,
    LedgerRefused,
    NotHeld,
    PeriodClosed,
    UseNotPermitted,
)
from funds.ledgers.services.spreading import Part, allocate_many
from funds.ledgers.services.yearend import carry_over

__all__ = [
    "CEILINGS",
    "AlreadyCommitted",
    "AlreadyReversed",
    "CapClaim",
    "CapExceeded",
    "Draw",
    "FundCaps",
    "InsufficientBalance",
    "KeyReused",
    "LedgerRefused",
    "NotHeld",
    "Order",
    "Part",
    "PeriodClosed",
    "UseNotPermitted",
    "Whom",
    "allocate",
    "allocate_many",
    "assign",
    "attach_scan",
    "bounce",
    "carry_over",
    "charge",
    "close_period",
    "commit",
    "commit_each",
    "commit_on",
    "confirm_arrival",
    "create_fund",
    "enter_order",
    "fail",
    "freeze",
    "get_fund_caps",
    "give_back",
    "left_of",
    "line_up",
    "lock_to_take_back",
    "may_reverse",
    "open_line",
    "order_blocker",
    "receive",
    "recover",
    "release",
    "require_use_by",
    "return_outside",
    "reverse",
    "send",
    "set_off",
    "settle",
    "shift",
    "take_back",
    "take_order_step",
    "thaw",
]
