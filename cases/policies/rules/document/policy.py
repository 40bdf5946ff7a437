"""The whole document of one policy."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from cases.policies.rules.document.amounts import Programme
from cases.policies.rules.document.conditions import Condition
from cases.policies.rules.document.quantities import Quantity
from cases.policies.rules.document.routes import Route
from cases.policies.rules.document.words import Money, Positive, RawMapping, Slug, codes, one_of

# The national categories (domain.md 1.1, since 2019), and what is none of them.
NATIONAL = ("deep", "relative", "accident")
NOT_REPORTED = "none"
MOST_GRACE = 36  # months
Approver = Annotated[str, codes("approvers")]


@dataclass(frozen=True)
class Exclusion:
    """What keeps a household out of the named categories (none named: of all), unless it is exempted by a
    rule (`unless`) or by a decision of `except_by`, which the case carries (case.Granted)."""

    key: Slug
    text: str
    when: Condition
    unless: Condition | None = None
    unless_text: str = ""
    categories: tuple[Slug, ...] = ()
    except_by: Approver | None = None
    paragraph: str = ""


@dataclass(frozen=True)
class Requirement:
    """What every category of the policy asks for. `except_by` may let a household pass without."""

    key: Slug
    text: str
    when: Condition
    except_by: Approver | None = None
    paragraph: str = ""


@dataclass(frozen=True)
class CategoryRule:
    """A category; the first one in order whose condition holds is the outcome.

    `national` is the national category as which it is reported, `none` for one that is not; a category with
    the code of a national one is that. `filing_level` is the 建档标准 that it meets.
    """

    category: Slug
    label: str
    when: Condition
    paragraph: str = ""
    national: Annotated[str, one_of("national", *NATIONAL, NOT_REPORTED)] | None = None
    filing_level: Annotated[str, codes("filing_levels")] | None = None

    @property
    def reported_as(self) -> str | None:
        """A national category, NOT_REPORTED, or None where the policy does not say."""
        return self.national or (self.category if self.category in NATIONAL else None)


@dataclass(frozen=True)
class Stacking:
    """Whether a category may have more than one aid a year: `several`, `one_only`, or `still_in_need`:
    again only if it is still in that category when the aid of this year is counted as income. Of several that
    are due at the same time only one is given under `one_only`: the `highest`, the `first` named, or the one
    that the `clerk` chooses."""

    rule: Annotated[str, one_of("rule", "several", "one_only", "still_in_need")] = "several"
    by_category: dict[Slug, Annotated[str, one_of("rule", "several", "one_only", "still_in_need")]] = field(
        default_factory=dict
    )
    income: Slug = "income"
    which: Annotated[str, one_of("which", "clerk", "highest", "first")] = "clerk"
    paragraph: str = ""


@dataclass(frozen=True)
class Range:
    """An amount within bounds, yuan, as the approver decides."""

    at_least: Positive
    at_most: Positive


@dataclass(frozen=True)
class Expected:
    """What an example must come to. Figures are yuan per person and month, rounded to the cent; `stages` are
    the names of the stages that it goes through, by route."""

    category: str | None = None
    undecided: bool | None = None
    excluded: tuple[Slug, ...] | None = None
    missing: tuple[str, ...] | None = None
    figures: dict[Slug, Money] = field(default_factory=dict)
    amounts: dict[Slug, Positive | Range | None] = field(default_factory=dict)
    approvers: dict[Slug, Approver] = field(default_factory=dict)
    stages: dict[Slug, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A worked example: what differs from `example_base`, and what must come out."""

    name: str
    expect: Expected
    given: RawMapping = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class PolicyDocument:
    """A policy as data. `judged_on` names the quantity of the headline figure and of the formula.

    `grace_months` is for how many months aid goes on after a family has left hardship (渐退期)."""

    code: Slug
    title: str
    source: str
    quantities: dict[Slug, Quantity] = field(default_factory=dict)
    document_no: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""
    window: Annotated[int, one_of("window", 6, 12)] = 12
    grace_months: Annotated[int, one_of("grace_months", *range(1, MOST_GRACE + 1))] | None = None
    judged_on: Slug = "net"
    gates: dict[Slug, Condition] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    categories: tuple[CategoryRule, ...] = ()
    programmes: dict[Slug, Programme] = field(default_factory=dict)
    stacking: Stacking = Stacking()
    routes: dict[Slug, Route] = field(default_factory=dict)
    example_base: RawMapping = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @property
    def unmapped(self) -> tuple[CategoryRule, ...]:
        """The categories of which the policy does not say as what they are reported."""
        return tuple(rule for rule in self.categories if rule.reported_as is None)

    def rule_of(self, category: str) -> CategoryRule | None:
        """The category with this code."""
        return next((rule for rule in self.categories if rule.category == category), None)

    def __hash__(self) -> int:
        """Cheap, so that a compiled policy can be found again."""
        return hash((self.code, self.title, len(self.examples)))
