"""How a programme is handled, beside how much it gives: papers, season, money, notice, what follows.

What a union's rules say of it in words is data here, so that a form asks it, a check page lists it and the
notice runs its days.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from cases.policies.rules.document.conditions import Condition, MonthsBack
from cases.policies.rules.document.pieces import Pieces
from cases.policies.rules.document.words import AtLeastOne, MonthDay, codes, one_of, plain

MOST_NOTICE_DAYS, MOST_INSTALMENTS = 60, 36
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
EvidenceCode = Annotated[str, codes("evidence_kinds")]
# Whom an aid is for: the family, its worker, or one of its people, who is named in the application.
BENEFICIARIES = ("household", "worker", "student", "patient", "member")


@dataclass(frozen=True)
class Paper:
    """One document that an application rests on; one of the `any_of` kinds is enough. Asked for only if the
    condition holds; `within_months` is how old it may be, `text` what the clerk is told; of one that is
    `numbered` the number (票据号码) is to be noted; `waived_by` is the place whose approver may let it go, by
    default nobody."""

    any_of: tuple[EvidenceCode, ...]
    when: Condition | None = None
    of: Annotated[str, one_of("of", "household", "beneficiary")] = "household"
    within_months: MonthsBack | None = None
    text: str = ""
    numbered: bool = False
    waived_by: Annotated[str, codes("stage_places")] | None = None


@dataclass(frozen=True)
class Season:
    """The days of a year in which applications are taken, both included, as MM-DD; one whose end is before
    its beginning runs over the turn of the year."""

    from_: MonthDay
    to: MonthDay

    def holds(self, month_day: str) -> bool:
        if self.from_ <= self.to:
            return self.from_ <= month_day <= self.to
        return month_day >= self.from_ or month_day <= self.to


@dataclass(frozen=True)
class RecentCosts:
    """Only costs of the last months before the application count, its day and the first one included."""

    months: MonthsBack

    def counts(self, spent_on: date, applied_on: date) -> bool:
        return months_after(applied_on, -self.months) <= spent_on <= applied_on


@dataclass(frozen=True)
class CostsBetween:
    """Only costs from one day to another count, both included, whenever the application comes."""

    from_: date
    to: date

    def counts(self, spent_on: date, _applied_on: date) -> bool:
        return self.from_ <= spent_on <= self.to


def months_after(day: date, months: int) -> date:
    """The same day of a later month (of an earlier one, below 0), the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_month_end(day: date) -> date:
    """The last day of the month after that of a day."""
    after = months_after(day.replace(day=1), 1)
    return after.replace(day=monthrange(after.year, after.month)[1])


def _next(month_day: str, first: date) -> date:
    """That day of the year in which it comes next, `first` included; 29 February falls on the 28th."""
    month, day = map(int, month_day.split("-"))
    year = first.year + (month_day < f"{first:%m-%d}")
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Instalments:
    """The sum is paid in this many equal parts, one each month or quarter, the odd cents with the last."""

    times: Annotated[int, one_of("times", *range(2, MOST_INSTALMENTS + 1))]
    every: Annotated[str, one_of("every", "month", "quarter", "year")] = "month"

    def days_from(self, first: date) -> tuple[date, ...]:
        """The days on which the parts of a sum that is decided on `first` fall due; that day is the first."""
        return tuple(months_after(first, MONTHS_OF[self.every] * number) for number in range(self.times))


@dataclass(frozen=True)
class InstalmentsUntil:
    """The sum is paid in as many equal parts as fall due from the decision to a day of the year, itself
    included, and to the next one of that name where it is over."""

    until: MonthDay
    every: Annotated[str, one_of("every", "month", "quarter", "year")] = "month"

    def days_from(self, first: date) -> tuple[date, ...]:
        """The days on which the parts of a sum that is decided on `first` fall due; that day is the first."""
        last = _next(self.until, first)
        days = Instalments(MOST_INSTALMENTS, self.every).days_from(first)
        return tuple(day for day in days if day <= last)


@dataclass(frozen=True)
class Notice:
    """公示: for how many days, working ones (`workdays`) or all; none at all (0) needs a reason. It has a
    topic, shows these columns beside the name, and hides the name so."""

    days: Annotated[int, one_of("days", *range(MOST_NOTICE_DAYS + 1))] = 5
    kind: Annotated[str, one_of("kind", "workdays", "days")] = "workdays"
    why: str = ""
    topic: Annotated[str, codes("notice_topics")] = "intended"
    columns: tuple[Annotated[str, codes("notice_columns")], ...] = ("unit", "programme", "amount")
    mask: Annotated[str, codes("name_masks")] = "middle"


FIVE_WORKDAYS = Notice()


@dataclass(frozen=True)
class Goods:
    """One item that is given in kind: what it is called, what it is counted in, and how much of it one
    application may ask for."""

    name: str
    unit: str
    at_most: Pieces

    @property
    def words(self) -> str:
        return say_goods(self.name, self.at_most, self.unit)


def say_goods(name: str, quantity: Decimal, unit: str) -> str:
    """“大米 10 公斤”."""
    return f"{name} {plain(quantity)} {unit}"


@dataclass(frozen=True)
class CollectWithin:
    """So many days after the worker was told, within which they come for what was approved."""

    days: AtLeastOne


@dataclass(frozen=True)
class FollowUp:
    """What is to be done so many days after the approval or, as usual, after the money arrived. A `call` or a
    `visit` is done once one is recorded of the family; anything else somebody writes down."""

    after_days: AtLeastOne
    what: str
    kind: Annotated[str, codes("follow_up_kinds")] = "other"
    event: Annotated[str, codes("follow_up_events")] = "payment"
