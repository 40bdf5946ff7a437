"""Quantities: sums of income, outlays, savings and other facts over a window of months."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from cases.policies.rules.document.words import Money, Multiple, Share, Slug, codes, one_of

IncomeKinds = tuple[Annotated[str, codes("incomes")], ...]
ExpenseKinds = tuple[Annotated[str, codes("expenses")], ...]
StandardKind = Annotated[str, codes("standards")]
Lag = Annotated[str, one_of("lag", "none", "previous_year")]


@dataclass(frozen=True)
class StandardMultiple:
    """A multiple of a dated standard, of today or as it stood at the end of last year.

    `level` asks for the figure of the whole city or province although the county has its own.
    """

    standard: StandardKind
    times: Multiple = Decimal(1)
    lag: Lag = "none"
    area: Annotated[str, codes("areas")] | None = None
    level: Annotated[str, codes("region_levels")] | None = None


@dataclass(frozen=True)
class Members:
    """Which persons: every entry that is given must fit."""

    relation: tuple[Annotated[str, codes("relations")], ...] = ()
    status: tuple[Annotated[str, codes("statuses")], ...] = ()
    status_not: tuple[Annotated[str, codes("statuses")], ...] = ()
    stage: tuple[Annotated[str, codes("stages")], ...] = ()
    health: tuple[Annotated[str, codes("healths")], ...] = ()
    health_not: tuple[Annotated[str, codes("healths")], ...] = ()
    disability_kind: tuple[Annotated[str, codes("disabilities")], ...] = ()
    disability_grade: tuple[Annotated[str, codes("grades")], ...] = ()
    sex: tuple[Annotated[str, codes("sexes")], ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    is_able: bool | None = None


@dataclass(frozen=True)
class QuantityTerm:
    """Another quantity of this policy; written as its name alone."""

    quantity: Slug


@dataclass(frozen=True)
class IncomeTerm:
    """Income of the listed kinds, without the excepted ones."""

    incomes: IncomeKinds
    except_: IncomeKinds = ()
    text: str = ""


@dataclass(frozen=True)
class ExpenseTerm:
    """Outlays of the listed kinds: a share of each, up to a cap a year for each household, member or item."""

    expenses: ExpenseKinds
    except_: ExpenseKinds = ()
    share: Share = Decimal(1)
    cap: "Money | StandardMultiple | None" = None
    cap_per: Annotated[str, one_of("cap_per", "household", "member", "item")] = "household"
    text: str = ""


@dataclass(frozen=True)
class FactTerm:
    """A known sum, such as savings or the cost of an event."""

    fact: Annotated[str, codes("money_facts")]
    share: Share = Decimal(1)


@dataclass(frozen=True)
class ImputedWage:
    """A wage that is counted for each of these members who has no earned income and has not proven it."""

    imputed_wage: StandardMultiple
    members: Members


@dataclass(frozen=True)
class ImputedSupport:
    """Support owed by relatives who live apart: a share of their income per person above the line."""

    imputed_support: Share
    above: StandardMultiple


@dataclass(frozen=True)
class AidTerm:
    """Aid already had in the year of judgement, counted as income."""

    earlier_aid: Annotated[str, one_of("earlier_aid", "this_year")]


Term = QuantityTerm | IncomeTerm | ExpenseTerm | FactTerm | ImputedWage | ImputedSupport | AidTerm


@dataclass(frozen=True)
class Quantity:
    """What is added up and what is taken away, in yuan over `window` months (the policy's, unless given); of
    the whole household, or of the one person whom the aid is for."""

    label: str
    plus: tuple[Term, ...]
    minus: tuple[Term, ...] = ()
    window: Annotated[int, one_of("window", 6, 12)] | None = None
    at_least_zero: bool = False
    whose: Annotated[str, one_of("whose", "household", "beneficiary")] = "household"
    paragraph: str = ""
