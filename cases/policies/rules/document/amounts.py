"""Amounts: how much aid, as small formulas that can be put into one another."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from cases.policies.rules.document.conditions import Condition
from cases.policies.rules.document.handling import (
    BENEFICIARIES,
    FIVE_WORKDAYS,
    CollectWithin,
    CostsBetween,
    FollowUp,
    Goods,
    Instalments,
    InstalmentsUntil,
    Notice,
    Paper,
    RecentCosts,
    Season,
    next_month_end,
)
from cases.policies.rules.document.quantities import Lag, Members, StandardKind
from cases.policies.rules.document.words import (
    AtLeastOne,
    Money,
    Multiple,
    Positive,
    Share,
    Slug,
    codes,
    one_of,
)

# What an amount may be chosen by of the one person whom the aid is for, with its code list.
OF_BENEFICIARY = {
    "stage": "stages",
    "school_kind": "school_kinds",
    "relation": "relations",
    "health": "healths",
    "sex": "sexes",
    "disability_kind": "disabilities",
}
EVERYBODY = Members()


@dataclass(frozen=True)
class Fixed:
    """A sum in yuan; written as the number alone."""

    fixed: Positive


@dataclass(frozen=True)
class StandardAmount:
    """Months × a monthly standard."""

    standard: StandardKind
    times: Multiple = Decimal(1)
    lag: Lag = "none"
    area: Annotated[str, codes("areas")] | None = None


@dataclass(frozen=True)
class Part:
    """A share of a base: a fact of the need, a quantity over its window, or another amount."""

    share: Share
    of: "Slug | Amount"


@dataclass(frozen=True)
class Step:
    """From this sum on (`from`), or above it (`above`), the amount."""

    amount: "Amount"
    from_: Positive | None = None
    above: Positive | None = None


@dataclass(frozen=True)
class Steps:
    """The highest step that the base reaches; below the first one nothing."""

    steps: tuple[Step, ...]
    of: Slug


@dataclass(frozen=True)
class Band:
    """Up to and including this sum the rate; the last band has no end."""

    rate: Share
    up_to: Positive | None = None


@dataclass(frozen=True)
class Bands:
    """`whole`: the base at the rate of its band. `marginal`: each part at the rate of its band."""

    bands: tuple[Band, ...]
    of: Slug
    mode: Annotated[str, one_of("mode", "whole", "marginal")] = "marginal"


@dataclass(frozen=True)
class Choose:
    """By a code: the category found (`category`), something of the one person whom the aid is for
    (OF_BENEFICIARY), or a fact."""

    by: Slug
    amounts: "dict[Slug, Amount]"
    otherwise: "Amount | None" = None


@dataclass(frozen=True)
class When:
    """One amount if the condition holds, else another or none."""

    when: Condition
    then: "Amount"
    otherwise: "Amount | None" = None


@dataclass(frozen=True)
class EachStudent:
    """The amount of each student, added up."""

    each_student: "Amount"


@dataclass(frozen=True)
class EachMember:
    """The amount of each member who fits, added up; what it asks of the person is asked of each."""

    each_member: "Amount"
    members: Members = EVERYBODY


@dataclass(frozen=True)
class PerPerson:
    """An amount times the persons of the household."""

    per_person: "Amount"


@dataclass(frozen=True)
class PerMonth:
    """An amount times the months that the aid is asked for."""

    per_month: "Amount"


@dataclass(frozen=True)
class Least:
    least: "tuple[Amount, ...]"


@dataclass(frozen=True)
class Greatest:
    greatest: "tuple[Amount, ...]"


@dataclass(frozen=True)
class Sum:
    sum: "tuple[Amount, ...]"


@dataclass(frozen=True)
class Between:
    """Within these bounds as the approver decides; computed as the upper one."""

    at_least: "Amount | Positive"
    at_most: "Amount | Positive"


@dataclass(frozen=True)
class TopUp:
    """What the household lacks a month to a line per person: line × persons − monthly sum of the quantity."""

    top_up_to: "StandardAmount | Money"
    quantity: Slug


Amount = (
    Fixed | StandardAmount | Part | Steps | Bands | Choose | When | EachStudent | EachMember
    | PerPerson | PerMonth | Least | Greatest | Sum | Between | TopUp
)  # fmt: skip


@dataclass(frozen=True)
class Rounding:
    """To a multiple of `to` yuan: half_up, down or up."""

    to: Positive = Decimal("0.01")
    mode: Annotated[str, one_of("mode", "half_up", "down", "up")] = "half_up"


PERIODS = ("year", "quarter", "month")
Scope = Annotated[str, one_of("per", *PERIODS, "household", "person", "disease", "event", "fund")]


@dataclass(frozen=True)
class Cap:
    """No more than a sum (`limit`) or a number of times (`times`) within a scope: household (always), and
    the same person, disease or event; in this year, quarter or month, or ever without one of these.
    `programmes` count together."""

    limit: "Amount | None" = None
    times: AtLeastOne | None = None
    per: tuple[Scope, ...] = ()
    form: Annotated[str, codes("aid_forms")] | None = None
    programmes: tuple[Slug, ...] = ()
    paragraph: str = ""


@dataclass(frozen=True)
class Approval:
    """Who must approve a sum above this one."""

    above: "Amount | Positive"
    by: Annotated[str, codes("approvers")]


@dataclass(frozen=True)
class Programme:
    """A kind of aid: for which categories (none named: for everybody), on which condition, how much.

    `uses` names the permitted uses of money (funds.ledgers) that may pay for it, the first choice first; one
    without any is a standard to compute by, and nobody can apply for it. `asks` are facts of the need that no
    rule looks at and the application states all the same. A service (`form`) has no amount and no uses: what
    is decided on is whether it is done; goods by the piece likewise, and `goods` says which and how many."""

    label: str
    amount: Amount | None = None
    kind: Annotated[str, codes("aid_kinds")] = "other"
    summary: str = ""
    uses: tuple[Slug, ...] = ()
    beneficiary: Annotated[str, one_of("beneficiary", *BENEFICIARIES)] = "household"
    off_file: bool = False
    must_file: bool = False
    asks: tuple[Annotated[str, codes("need_facts")], ...] = ()
    papers: tuple[Paper, ...] = ()
    season: Season | None = None
    costs: RecentCosts | CostsBetween | None = None
    notice: Notice = FIVE_WORKDAYS
    route: Slug | None = None
    instalments: Instalments | InstalmentsUntil | None = None
    follow_up: tuple[FollowUp, ...] = ()
    pay_by: Annotated[str, codes("pay_days")] | None = None
    collect_within: CollectWithin | None = None
    for_: tuple[Slug, ...] = ()
    when: Condition | None = None
    floor: Amount | None = None
    floor_at_zero: bool = False
    cap: Amount | None = None
    round: Rounding = Rounding()
    caps: tuple[Cap, ...] = ()
    approval: tuple[Approval, ...] = ()
    form: Annotated[str, codes("aid_forms")] = "cash"
    goods: tuple[Goods, ...] = ()
    paragraph: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody can apply for it: money pays for it, or it has no sum. Goods that are computed by
        their value are told, and not given out from here."""
        return self.is_service or (bool(self.uses) and self.form == "cash")

    def pay_day(self, approved_on: date) -> date | None:
        """The last day for paying what was approved on this one; None where none is laid down."""
        return None if self.pay_by is None else next_month_end(approved_on)

    @property
    def is_service(self) -> bool:
        """Whether it has no sum: something is done for the family, or it gets goods by the piece."""
        return self.form == "service" or (self.form == "goods" and self.amount is None)
