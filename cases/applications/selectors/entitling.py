"""What a programme of the policies gives a household for what it asks: one case, one engine, every figure.

The category is the one on file, which bodies may have decided on; earlier aid is what the family's other
applications hold, paid or not, and what unions gave outside this program. Amounts in yuan.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import HOLDING_STATES
from cases.archives.models import Household, Member
from cases.archives.selectors.aid import Earlier, Family, get_earlier_aid, get_families
from cases.archives.selectors.answers import ANSWERS, answers_of
from cases.archives.selectors.cases import as_aid, get_cases, with_keys
from cases.archives.selectors.files import people_of_files
from cases.archives.selectors.needs import SPENT, spent_of
from cases.policies.models import Programme
from cases.policies.rules import Case, Grant, PolicyDocument, compile_policy
from cases.policies.rules.asked import asked_of_applicant
from cases.policies.rules.case import Aid
from cases.policies.rules.document.amounts import Cap
from cases.policies.rules.document.handling import RecentCosts
from cases.policies.rules.document.words import facts_of
from cases.policies.rules.engine.caps import FUND, pool_fact
from cases.policies.rules.vocabulary import SUMLESS
from cases.policies.states import Beneficiary, Category
from hardship.kernel.registry import Registry
from hardship.kernel.together import read

NEED = facts_of("need")
# Yuan that applications hold of a pool, by the union of the policy, the programmes and the year.
Pools = dict[tuple[int, tuple[str, ...], int | None], dict[int, Decimal]]
GIVEN_UP: Registry[Callable[[Collection[int]], Mapping[int, Decimal]]] = Registry(
    "applications.given_up",
    "What of approved sums will not be paid any more, in yuan, by the application's key.",
)

UNDONE: Registry[Callable[[Collection[int]], Collection[int]]] = Registry(
    "applications.undone",
    "Approved services that will not be done after all, by the application's key: they count as no time.",
)


@dataclass(frozen=True)
class Basis:
    """What the entitlements of one household rest on, read once for however many programmes.

    `held` is what its other applications hold of this year and those before, `outside` what unions gave
    beside this program; `keys` names its people as the case does, `told` what somebody found of the need;
    `without` asks, and does not count against itself."""

    household: Household
    case: Case
    family: Family
    keys: Mapping[int, str]
    held: tuple[Aid, ...] = ()
    outside: tuple[Aid, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    pools: Pools = field(default_factory=dict)
    without: int | None = None

    @property
    def category(self) -> str:
        return self.household.own_category or self.household.category


def get_basis(household: Household, *, year: int, without: int | None = None) -> Basis:
    """The basis as of today, for an application of an earlier year as of that year's end; `without` is an
    application that asks, and does not count against itself."""
    [found] = _bases([_For(household, year, without)])
    return found


def basis_of(application: Application) -> Basis:
    """The basis of an application itself, which does not count against itself."""
    return read(application, _bases_of)[application.pk]


class _For(NamedTuple):
    household: Household
    year: int
    without: int | None


def _bases_of(applications: Sequence[Application]) -> dict[int, Basis]:
    bases = _bases([_For(row.household, row.year, row.pk) for row in applications])
    return {row.pk: basis for row, basis in zip(applications, bases, strict=True)}


def _bases(asked: Sequence[_For]) -> list[Basis]:
    """The basis of each, in a few queries for all of one year."""
    households = {one.household.pk: one.household for one in asked}
    families, people = get_families(households), people_of_files(list(households.values()))
    answers = answers_of(ANSWERS.of(list(households)))
    read_on = {day: _read_on(day, households, families) for day in {_day_in(one.year) for one in asked}}
    holding = list(list_holding(families.values()))
    given_up, undone = _given_up([row.pk for row in holding]), _undone([row.pk for row in holding])
    holding = [row for row in holding if row.pk not in undone and _holds(row, given_up)]
    bases: list[Basis] = []
    pools: Pools = {}
    for household, year, without in asked:
        family, (cases, earlier) = families[household.pk], read_on[_day_in(year)]
        keys = {member.pk: key for member, key in with_keys(people[household.pk])}
        outside = tuple(
            as_aid(record, keys.get(member or 0, ""))
            for record, member in earlier[household.pk]
            if not record.is_own
        )
        held = tuple(
            aid_of(row, family, keys, given_up[row.pk])
            for row in holding
            if row.pk != without and is_held_by(row, family)
        )
        told = answers[household.pk].of("need") if household.pk in answers else {}
        bases.append(Basis(household, cases[household.pk], family, keys, held, outside, told, pools, without))
    return bases


def _read_on(
    day: date, keys: Collection[int], families: Mapping[int, Family]
) -> tuple[Mapping[int, Case], Mapping[int, Sequence[Earlier]]]:
    """The cases of these files on a day, and their earlier aid until then."""
    earlier = get_earlier_aid(keys, day, families=families)
    return get_cases(list(keys), on=day, aid=earlier), earlier


@dataclass(frozen=True)
class Asked:
    """What an application states: facts of the need as plain values, the person whom it is for, yuan."""

    facts: Mapping[str, Any]
    member: Member | None = None
    amount: Decimal | None = None


def case_of(basis: Basis, programme: Programme, asked: Asked, *, is_outside: bool = False) -> Case:
    """The case that this programme judges: of the need only what it asks and the application states. With
    `is_outside` earlier aid is only what is not in our books."""
    names = asked_of_applicant(programme.document, programme.code)
    need: dict[str, Any] = NEED.read({name: value for name, value in asked.facts.items() if name in names})
    if (member := whom(programme, basis.household, asked.member)) is not None:
        need["person"] = basis.keys.get(member.pk, "")
    if asked.amount is not None:
        need["requested"] = asked.amount
    need |= _taken_of_pools(basis, programme, is_outside=is_outside)
    aid = basis.outside if is_outside else (*basis.held, *basis.outside)
    return replace(basis.case, need=need, earlier_aid=aid)


def whom(programme: Programme, household: Household, chosen: Member | None) -> Member | None:
    """The one person whom the aid is for: of aid for workers the head of the family."""
    return household.head if programme.beneficiary == Beneficiary.WORKER else chosen


def grant(basis: Basis, programme: Programme, asked: Asked) -> Grant:
    """What the programme gives: amount, steps, caps, papers."""
    return entitle(programme.document, programme.code, case_of(basis, programme, asked), basis.household)


def entitle(document: PolicyDocument, code: str, case: Case, household: Household) -> Grant:
    """The same of a case that is at hand already."""
    return compile_policy(document).entitle(case, code, category_in(document, household))


def category_in(document: PolicyDocument, household: Household) -> str:
    """The category on file as this policy calls it: by its own code, else by the national category that it
    is reported as; '' where the policy knows none such."""
    own, national = household.own_category, household.category
    if document.rule_of(own or national) is not None:
        return own or national
    if national in ("", Category.OWN):
        return ""
    return next((rule.category for rule in document.categories if rule.reported_as == national), "")


def suggest_facts(basis: Basis, programme: Programme) -> dict[str, Any]:
    """What the file already tells of the facts that this programme asks, as plain values."""
    document, case = programme.document, basis.case
    need = {name: value for name, value in case.need.items() if name not in SPENT}
    need |= {**spent_of(case.expenses or (), case.on, _months(programme)), **basis.told}
    asked = asked_of_applicant(document, programme.code)
    told: dict[str, Any] = NEED.write({name: value for name, value in need.items() if name in asked})
    return told


def _months(programme: Programme) -> int:
    """Over how many months costs count: as the programme says, else as its policy does for everything."""
    costs = programme.rule.costs
    return costs.months if isinstance(costs, RecentCosts) else programme.document.window


def list_holding(families: Iterable[Family]) -> QuerySet[Application]:
    """Applications of these families, or for some of their people, that hold a part of a cap."""
    asked = list(families)
    people = [key for one in asked for key in one.people]
    here = Q(household__in={key for one in asked for key in one.files})
    here |= Q(member__id_number_index__in=people)
    something = Q(amount__isnull=False) | Q(programme__form__in=SUMLESS)
    rows = Application.objects.filter(here, something, state__in=HOLDING_STATES)
    return rows.select_related("programme", "member").order_by("pk")


def is_held_by(row: Application, family: Family) -> bool:
    """Whether one of those is of this family, or for one of its people."""
    index = row.member.id_number_index if row.member else None
    return row.household_id in family.files or (index is not None and bytes(index) in family.people)


def _given_up(keys: Collection[int]) -> dict[int, Decimal]:
    found = dict.fromkeys(keys, Decimal(0))
    for find in GIVEN_UP:
        found |= find(keys)
    return found


def _undone(keys: Collection[int]) -> set[int]:
    return {key for find in UNDONE for key in find(keys)}


def _holds(row: Application, given_up: Mapping[int, Decimal]) -> bool:
    return row.programme.is_service or (row.amount or Decimal(0)) > given_up[row.pk]


def aid_of(row: Application, family: Family, keys: Mapping[int, str], given_up: Decimal = Decimal(0)) -> Aid:
    """An application as the earlier aid of another one, without what of it will not be paid any more."""
    index = row.member.id_number_index if row.member else None
    person = family.people.get(bytes(index)) if index else row.member_id
    return Aid(
        programme=row.programme.code,
        amount=(row.amount or Decimal(0)) - given_up,
        on=counting_day(row),
        form=row.programme.form,
        person=keys.get(person or 0, f"other{row.member_id}" if row.member_id else ""),
        disease=str(row.facts.get("disease", "")),
        event=str(row.facts.get("event", "")),
    )


def _day_in(year: int) -> date:
    today = timezone.localdate()
    return today if today.year == year else date(year, 12, 31)


def counting_day(row: Application) -> date:
    """The day that counts for its year, quarter and month: the one it was submitted on."""
    day = timezone.localdate(row.submitted_at) if row.submitted_at else date(row.year, 12, 31)
    return day if day.year == row.year else date(row.year, 12, 31)


def _taken_of_pools(basis: Basis, programme: Programme, *, is_outside: bool) -> dict[str, Decimal]:
    """How much of each pool of a programme is taken, in yuan and in grants; outside our books nothing is."""
    found = {}
    for cap in programme.rule.caps:
        if FUND in cap.per:
            others = [] if is_outside else _others_of_pool(basis, programme, cap)
            found[pool_fact(cap)] = Decimal(len(others)) if cap.limit is None else sum(others, Decimal(0))
    return found


def _others_of_pool(basis: Basis, programme: Programme, cap: Cap) -> list[Decimal]:
    """What the other applications hold of a pool, whoever's they are and wherever: yuan, one for each."""
    codes = tuple(sorted(cap.programmes or (programme.code,)))
    year = basis.case.on.year if "year" in cap.per else None
    key = programme.union_id, codes, year
    if key not in basis.pools:
        rows = Application.objects.filter(
            programme__code__in=codes, programme__union=programme.union_id, state__in=HOLDING_STATES,
            amount__isnull=False,
        )  # fmt: skip
        found = (rows if year is None else rows.filter(year=year)).values_list("pk", "amount")
        held = {pk: yuan for pk, yuan in found if yuan is not None}
        given_up = _given_up(held)
        basis.pools[key] = {pk: yuan - given_up[pk] for pk, yuan in held.items() if yuan > given_up[pk]}
    return [yuan for pk, yuan in basis.pools[key].items() if pk != basis.without]
