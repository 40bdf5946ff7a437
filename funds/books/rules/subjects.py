"""工会会计科目 (财会〔2021〕7号, appendix 1) and which of them an event of the ledger is booked to, as data.

The text was read from a public copy of it; docs/adr/0050 says what it leaves open and how that is booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from funds.ledgers.states import INCOME_SUBJECTS, Event, Side, Source

CASH = "102"
IN_HAND, OWED_TO_US, WE_OWE = "101", "13502", "215"  # cash, and what a count of it found less or more
MONEY = (CASH, IN_HAND, OWED_TO_US, WE_OWE)  # together what the ledger holds
NAMES: Mapping[str, str] = {
    "101": "库存现金",
    "102": "银行存款",
    "13501": "其他应收款——周转金",
    "13502": "其他应收款——现金短款",
    "141": "库存物品",
    "215": "其他应付款",
    "221": "代管经费",
    "30101": "资产基金——库存物品",
    "32101": "工会资金结转——年初余额调整",
    "33101": "财政拨款结转——年初余额调整",
    "402": "拨缴经费收入",
    "40302": "上级补助收入——专项转移支付补助",
    "40401": "政府补助收入——财政拨款收入",
    "40402": "政府补助收入——非同级财政拨款收入",
    "405": "行政补助收入",
    "408": "其他收入",
    "50305": "职工服务支出——其他服务支出",
    "50401": "维权支出——劳动关系协调支出",
    "50402": "维权支出——劳动保护支出",
    "50403": "维权支出——法律援助支出",
    "50404": "维权支出——困难职工帮扶支出",
    "50405": "维权支出——送温暖支出",
    "50406": "维权支出——其他维权支出",
    "50602": "行政支出——商品和服务支出",
    "50802": "补助下级支出——专项转移支付补助",
}
STOCK, STOCK_FUND = "141", "30101"
LENT = "13501"  # what is lent comes back: a claim, whoever the money is from, and no expense
ENTRUSTED, FEES, GRANTS = "221", "50602", "50802"
# What stands in a rule for a subject that depends on the money: where it comes from, what it is spent on, and
# where corrections of earlier years go.
INCOME, EXPENSE, EARLIER = "income", "expense", "earlier"


@dataclass(frozen=True)
class Rule:
    """What an event debits and credits. `undoes`: it takes another event back, in red while the year of what
    it takes back is not over, else against the balance carried from earlier years."""

    debit: str
    credit: str
    undoes: bool = False


RULES: Mapping[str, Rule] = {
    Event.RECEIVE: Rule(CASH, INCOME),
    Event.ALLOCATE_IN: Rule(CASH, INCOME),
    Event.ALLOCATE: Rule(GRANTS, CASH),
    Event.RETURN: Rule(CASH, INCOME, undoes=True),
    Event.RETURN_OUT: Rule(CASH, INCOME, undoes=True),
    Event.RETURN_IN: Rule(GRANTS, CASH, undoes=True),
    Event.SETTLE: Rule(EXPENSE, CASH),
    Event.BOUNCE: Rule(EXPENSE, CASH, undoes=True),
    Event.RECOVER: Rule(EXPENSE, CASH, undoes=True),
    Event.SET_OFF: Rule(
        EXPENSE, CASH
    ),  # no money moves: with what was recovered by it the bank comes to nothing
    Event.CHARGE: Rule(FEES, CASH),
}
# Of money that is lent; what comes back of it undoes nothing.
LENDING: Mapping[str, Rule] = {
    Event.SETTLE: Rule(LENT, CASH),
    Event.BOUNCE: Rule(LENT, CASH, undoes=True),
    Event.RECOVER: Rule(CASH, LENT),
}


@dataclass(frozen=True)
class Money:
    """Whose money an entry is about: the source of its fund, the subject of its use, whether it is lent."""

    source: str
    expense: str
    is_lent: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of a voucher; yuan below zero are printed in red."""

    subject: str
    side: str
    amount: Decimal

    @property
    def name(self) -> str:
        return NAMES[self.subject]


def subject_of(place: str, money: Money) -> str:
    """The subject that stands for a place in a rule. Money that is held for others is no income and no
    expense of the union: all of it goes through 代管经费."""
    if place in (CASH, LENT):
        return place
    if money.source == Source.ENTRUSTED:
        return ENTRUSTED
    if place == INCOME:
        return INCOME_SUBJECTS[Source(money.source)]
    if place == EARLIER:
        return "33101" if money.source == Source.FISCAL else "32101"
    return money.expense if place == EXPENSE else place


def entries_of(
    event: str,
    money: Money,
    amount: Decimal,
    *,
    of_earlier_year: bool = False,
    is_reversal: bool = False,
    is_late: bool = False,
) -> list[Entry]:
    """The two entries of an event, `amount` yuan above zero. `of_earlier_year`: what the event takes back is
    of a year that was over on its day. `is_reversal`: the journal takes this event itself back, `is_late`
    after its year was over; either way both journals come to nothing."""
    rule = LENDING.get(event, RULES[event]) if money.is_lent else RULES[event]
    places = [Entry(rule.debit, Side.DEBIT, amount), Entry(rule.credit, Side.CREDIT, amount)]
    if rule.undoes:
        places = _undone(places, is_late=of_earlier_year)
    if is_reversal:
        places = _undone(places, is_late=is_late)
    return [Entry(subject_of(one.subject, money), one.side, one.amount) for one in places]


def _undone(places: list[Entry], *, is_late: bool) -> list[Entry]:
    """What takes these entries back: red within the year; later the opposite in black, with the subject of
    earlier years in place of income or expense. Their subjects are still the places of a rule."""
    red = [Entry(one.subject, one.side, -one.amount) for one in places]
    if not is_late:
        return red
    black = [
        Entry(one.subject if one.subject in (CASH, LENT) else EARLIER, *_in_black(one.side, one.amount))
        for one in red
    ]
    return sorted(black, key=lambda one: one.side == Side.CREDIT)


def _in_black(side: str, amount: Decimal) -> tuple[str, Decimal]:
    """The side and yuan above zero that say the same."""
    if amount > 0:
        return side, amount
    return (Side.CREDIT if side == Side.DEBIT else Side.DEBIT), -amount


def entries_of_loss(money: Money, amount: Decimal) -> list[Entry]:
    """What is lent and written off, `amount` yuan: from that day on an expense of its use."""
    debit = subject_of(EXPENSE, money)
    return [Entry(debit, Side.DEBIT, amount), Entry(LENT, Side.CREDIT, amount)]


def merged(entries: list[Entry]) -> list[Entry]:
    """Entries of one subject and side as one, in the order of their first; nothing comes to zero."""
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        key = (entry.subject, entry.side)
        sums[key] = sums.get(key, Decimal(0)) + entry.amount
    return [Entry(subject, side, amount) for (subject, side), amount in sums.items() if amount]
