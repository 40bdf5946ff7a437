"""Conditions: what is compared with what, and how conditions are joined."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from cases.policies.rules.document.quantities import Members, StandardMultiple
from cases.policies.rules.document.words import AtLeastOne, Money, Scalar, Share, Slug, codes, one_of

Comparator = Annotated[str, one_of("is", "<", "<=", ">", ">=")]
Per = Annotated[
    str,
    one_of("per", "household", "person", "household_month", "person_month", "household_year", "person_year"),
]


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
    within_months: AtLeastOne | None = None
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
