"""Conditions: what is compared with what, and how conditions are joined."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext as _

from cases.policies.rules.document.quantities import Members, StandardMultiple
from cases.policies.rules.document.words import (
    AT_LEAST_ONE,
    AtLeastOne,
    Money,
    Scalar,
    Share,
    Slug,
    Unreadable,
    Word,
    codes,
    one_of,
)

MOST_MONTHS_BACK = 600  # fifty years; a date before the year 1 cannot be worked out

Comparator = Annotated[str, one_of("is", "<", "<=", ">", ">=")]
Per = Annotated[
    str,
    one_of("per", "household", "person", "household_month", "person_month", "household_year", "person_year"),
]


def _months_back(value: object) -> int:
    months: int = AT_LEAST_ONE.read(value)
    if months > MOST_MONTHS_BACK:
        raise Unreadable(_("往前最多数 %(most)s 个月。") % {"most": MOST_MONTHS_BACK})
    return months


MonthsBack = Annotated[int, Word("months_back", _months_back, int)]


@dataclass(frozen=True)
class QuantityShare:
    """A share of another quantity, for ratio gates."""

    quantity: Slug
    share: Share = Decimal(1)


Threshold = Money | StandardMultiple | QuantityShare


@dataclass(frozen=True)
class All:
    """Every one of these holds."""

    all: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Any:
    """At least one of these holds."""

    any: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    not_: "Condition"


@dataclass(frozen=True)
class Gate:
    """A condition of this policy that has a name of its own; written as the name alone."""

    gate: Slug


@dataclass(frozen=True)
class Compare:
    """A quantity against a threshold. Both sides are multiplied out: nothing is divided or rounded."""

    quantity: Slug
    is_: Comparator
    than: Threshold
    per: Per = "person_month"
    text: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Check:
    """A known fact: a flag that is true or false, a code in a list, a number or date against another; or a
    date not longer ago than so many months on the day of judgement (`within_months`), both days included."""

    fact: Annotated[str, codes("facts")]
    is_: Scalar = True
    than: Scalar = None
    in_: tuple[Slug, ...] = ()
    within_months: MonthsBack | None = None
    text: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Count:
    """How many members fit, against a number."""

    members: Members
    is_: Comparator = ">="
    than: int = 1
    text: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Own:
    """The one person whom the aid is for fits: the student or member whose amount is worked out, else the
    person that the application names."""

    beneficiary: Members
    school_kind: tuple[Annotated[str, codes("school_kinds")], ...] = ()
    is_freshman: bool | None = None
    text: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Streak:
    """The last months on record, every one of them against a line of yuan per person and month."""

    months: AtLeastOne
    is_: Comparator
    than: Money | StandardMultiple
    text: str = ""
    paragraph: str = ""


Condition = All | Any | Not | Gate | Compare | Check | Count | Own | Streak
