"""Files as policies see them: the facts of a day, the standards published until then, no names."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import F
from django.utils import timezone

from cases.archives.models import Household, IncomeItem, Member, MonthlyRecord, RigidExpense
from cases.archives.rules.answers import ABLE, PROVEN
from cases.archives.selectors import rows as read
from cases.archives.selectors.aid import AidRecord, Earlier, get_earlier_aid
from cases.archives.selectors.answers import ANSWERS, Answers, answers_of, get_answers
from cases.archives.selectors.facts import assets_of, known, traits_of
from cases.archives.selectors.needs import need_of, students_of
from cases.archives.selectors.rows import HouseholdRow, ItemRow, MemberRow, MonthRow
from cases.archives.states import Relation
from cases.policies import selectors as policies
from cases.policies.rules import Case, PolicyDocument, parse_policy, policy_hash, region_chain
from cases.policies.rules.case import Aid, Expense, Income, Month, Standard
from cases.policies.rules.case import Member as CaseMember
from cases.policies.services import default_text
from hardship.accounts.models import Union
from hardship.kernel.statements import read_together

MONTHS = 12
KINDS = (read.HOUSEHOLDS, read.MEMBERS, read.INCOMES, read.EXPENSES, read.MONTHS, ANSWERS)
Person = TypeVar("Person", bound=Member | MemberRow)


@dataclass(frozen=True)
class Rules:
    """The policy that a union works by on a day: its document and the text that it was read from."""

    document: PolicyDocument
    text: str
    hash: str


@functools.lru_cache(maxsize=64)
def read_rules(text: str) -> Rules:
    """A policy's text as rules; the same text is read once."""
    document = parse_policy(text)
    return Rules(document, text, policy_hash(document))


class _Rows(NamedTuple):
    """What one household's case is made of: rows, or the objects that a page has read already."""

    region_code: str
    members: Sequence[Member | MemberRow]
    incomes: Sequence[IncomeItem | ItemRow]
    expenses: Sequence[RigidExpense | ItemRow]
    months: Sequence[MonthlyRecord | MonthRow]
    answers: Answers
    standards: tuple[Standard, ...]
    aid: Sequence[Earlier] = ()


def get_rules(*, union: Union, on: date) -> Rules:
    """The policy in force for a union that day, its own or that of the nearest union above; where nobody has
    put one into force, the reference standard that comes with the program."""
    text = policies.get_policy_texts(unions=[union], on=on).get(union.pk)
    return _rules_of(text)


def get_basis(household: Household) -> tuple[Rules, tuple[Standard, ...]]:
    """What the household is judged by today: the policy in force, and what was published until today for its
    region and for the regions above it; one query."""
    day = timezone.localdate()
    text, standards = policies.get_text_and_standards(union=household.union, on=day)
    return _rules_of(text), tuple(row for row in standards if row.from_on <= day)


def _rules_of(text: str | None) -> Rules:
    return read_rules(default_text() if text is None else text)


def get_case(
    household: Household, *, on: date | None = None, aid: Mapping[int, Sequence[Earlier]] | None = None
) -> Case:
    """One household as a policy judges it on a day (today unless given); `aid` is its earlier aid by its
    key, where somebody has read it."""
    return next(iter(get_cases([household.pk], on=on, aid=aid).values()))


def get_read_case(
    household: Household,
    *,
    members: list[Member],
    incomes: list[IncomeItem],
    expenses: list[RigidExpense],
    standards: tuple[Standard, ...],
    has_months: bool = True,
    has_answers: bool = True,
    has_aid: bool = True,
) -> Case:
    """The same as of today, for a page that has read the file, its union, people, money (`with_proofs`) and
    standards (`get_basis`) already, and may know that it has no monthly records, no answers or no aid."""
    day, region = timezone.localdate(), household.union.region_code
    months = list(household.months.filter(month__lt=day.replace(day=1))) if has_months else []
    answers = get_answers(household) if has_answers else Answers()
    aid = get_earlier_aid([household.pk], day)[household.pk] if has_aid else ()
    rows = _Rows(region, members, incomes, expenses, months, answers, standards, aid)
    return _case(household, rows, day)


def get_cases(
    household_ids: Collection[int],
    *,
    on: date | None = None,
    aid: Mapping[int, Sequence[Earlier]] | None = None,
) -> dict[int, Case]:
    """Many households as a policy judges them, by key, in a few queries. Amounts are yuan a year."""
    day, nobody = on or timezone.localdate(), Answers()
    households, *of_each, answered = read_together(household_ids, *KINDS)
    members, incomes, expenses, months = map(_by_household, of_each)
    answers = answers_of(answered)
    standards = _standards({row.region_code for row in households}, day)
    aid = get_earlier_aid([row.pk for row in households], day) if aid is None else aid
    return {
        row.pk: _case(
            row,
            _Rows(
                row.region_code, members.get(row.pk, ()), incomes.get(row.pk, ()), expenses.get(row.pk, ()),
                [one for one in months.get(row.pk, ()) if one.month < day.replace(day=1)],
                answers.get(row.pk, nobody), standards[row.region_code],
                aid[row.pk],
            ),
            day,
        )
        for row in households
    }  # fmt: skip


def get_typed_case(household: Household, *, incomes: Iterable[Any], expenses: Iterable[Any]) -> Case:
    """The household with the money that somebody is typing: rows with `kind`, `annual_amount`, `from_on`,
    `to_on`, `disease` and `member_id`, which is the member's uid here."""
    case = get_case(household)
    people = household.members.filter(removed_at__isnull=True).order_by("position", "pk")
    keys = {str(person.uid): key for person, key in with_keys(people)}
    return replace(case, incomes=_incomes(incomes, keys), expenses=_expenses(expenses, keys))


def _incomes(items: Iterable[Any], keys: Mapping[Any, str]) -> tuple[Income, ...]:
    """Income items, saved or just typed, as a policy counts them: without months a year's amount, with them
    what these months came to together (engine.dated)."""
    return tuple(Income(item.kind, item.annual_amount, **_placed(item, keys)) for item in items)


def _expenses(items: Iterable[Any], keys: Mapping[Any, str]) -> tuple[Expense, ...]:
    """Rigid expenses, saved or just typed, in the same way."""
    return tuple(
        Expense(item.kind, item.annual_amount, disease=item.disease, **_placed(item, keys)) for item in items
    )


def _placed(item: Any, keys: Mapping[Any, str]) -> dict[str, Any]:
    return {
        "member": keys.get(item.member_id, ""),
        "from_on": item.from_on,
        "to_on": item.to_on,
        "is_total": item.from_on is not None,
        "evidence": _proof(item),
    }


def _proof(item: Any) -> str:
    """Which document an item on record rests on, for paper: `income:3fa85f649a1b`; '' for none."""
    kind = getattr(item, "proof_kind", None)
    return f"{kind}:{item.proof_hash[:12]}" if kind and item.proof_removed_at is None else ""


def with_keys(members: Iterable[Person]) -> list[tuple[Person, str]]:
    """The people of a file as a case names them: the worker m1, the others as they are listed."""
    people = sorted(members, key=lambda member: member.relation != Relation.HEAD)
    return [(member, f"m{number}") for number, member in enumerate(people, start=1)]


def with_proofs(model: type[IncomeItem] | type[RigidExpense]) -> Any:
    """Items in the order of a case, with what a case says of their documents."""
    return model._default_manager.order_by("pk").annotate(
        proof_kind=F("evidence__kind"),
        proof_hash=F("evidence__sha256"),
        proof_removed_at=F("evidence__removed_at"),
    )


def _by_household(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.household_id, []).append(row)
    return found


def _standards(regions: set[str], day: date) -> dict[str, tuple[Standard, ...]]:
    """For each region what was published until that day for it and for the regions above it."""
    rows = [row for row in policies.list_case_standards(regions) if row.from_on <= day]
    chains = {region: region_chain(region) for region in regions}
    return {
        region: tuple(row for row in rows if row.region_code in chain) for region, chain in chains.items()
    }


def _case(household: Household | HouseholdRow, rows: _Rows, day: date) -> Case:
    """Where the file has a field of its own it counts; what was answered stands for everything else."""
    named = with_keys(rows.members)
    people = [member for member, _key in named]
    keys = {member.pk: key for member, key in named}
    answers = rows.answers
    return Case(
        on=day,
        region_code=rows.region_code,
        persons=max(1, len(people)),
        members=tuple(_person(member, keys[member.pk], answers) for member in people),
        incomes=_incomes(rows.incomes, keys),
        expenses=_expenses(rows.expenses, keys),
        assets=answers.of("assets") | known(assets_of(household)),
        traits=answers.of("traits") | known(traits_of(household, people[0] if people else None, day)),
        need=need_of(_expenses(rows.expenses, {}), answers, named, day),
        standards=rows.standards,
        students=students_of(named, day),
        supporters=answers.supporters,
        exceptions=answers.exceptions,
        months=_months(rows.months),
        earlier_aid=tuple(as_aid(record, keys.get(member or 0, "")) for record, member in rows.aid),
    )


def as_aid(record: AidRecord, person: str) -> Aid:
    """A record of aid as a case carries it, with the key of the person who got it."""
    form = "goods" if record.item else "cash"
    return Aid(record.programme or record.title, record.value, record.on, form=form, person=person)


def _months(rows: Iterable[MonthlyRecord | MonthRow]) -> tuple[Month, ...] | None:
    """Net income per person of each month on record; None without any."""
    found = [
        Month(f"{row.month:%Y-%m}", (row.income - row.rigid_expense) / row.persons)
        for row in sorted(rows, key=lambda row: row.month)
    ]
    return tuple(found) or None


def _person(member: Member | MemberRow, key: str, answers: Answers) -> CaseMember:
    return CaseMember(
        key=key,
        relation=member.relation or None,
        birth_on=member.birth_on,
        sex=member.sex or None,
        status=member.status or None,
        health=member.health or None,
        disability_kind=member.disability_kind or None,
        disability_grade=member.disability_grade or None,
        stage=member.stage or None,
        is_able=answers.told(member.pk, ABLE),
        monthly_income=member.monthly_income,
        is_income_proven=answers.told(member.pk, PROVEN) or False,
    )
