"""What the files that were taken over still lack (还缺什么): by file, by union, by kind."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Consent, Evidence, Household, IncomeItem, Member, RigidExpense
from cases.archives.models.events import consent_hash
from cases.archives.models.taken_over import incomplete
from cases.archives.rules import Contents, Missing, completeness, missing_items
from cases.archives.states import Relation, Section
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.accounts.models import Union, User

CHUNK = 500
MOST = 5000  # files that a page counts what is missing of; the workbook has all
CONSENT, FIELDS, CONFIRM = "signed", "fields", "confirm"
OTHER_KINDS: Mapping[str, Any] = {
    CONSENT: _("承诺与授权"), FIELDS: _("未填的项目"), CONFIRM: _("已齐，待区县确认"),
}  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One file and what it lacks, in the order of the task list."""

    household: Household
    missing: Sequence[Missing]

    @property
    def kinds(self) -> frozenset[str]:
        """Which columns of the page count it: kinds of documents, or one of OTHER_KINDS."""
        return frozenset(kind_of(item) for item in self.missing) or frozenset({CONFIRM})

    @property
    def sentence(self) -> str:
        return say_missing(self.missing)


@dataclass(frozen=True)
class Line:
    """One union: how many of its files lack something, and how many lack each kind."""

    union: Any
    files: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Rest:
    """A union with so many files that were not read."""

    union: Any
    files: int


@dataclass(frozen=True)
class Gaps:
    """The page 还缺什么: kinds that occur, a line for each union, the sum of all. Only the first MOST files
    were read: `rest` is how many more there are, by union."""

    kinds: Sequence[str]
    lines: Sequence[Line]
    total: Line
    rest: Sequence[Rest] = ()

    @property
    def uncounted(self) -> int:
        """How many files the page does not count."""
        return sum(row.files for row in self.rest)


def kind_of(item: Missing) -> str:
    """Which column of the page counts a missing item."""
    if item.section == Section.EVIDENCE:
        return item.field
    return CONSENT if item.section == Section.CONSENT else FIELDS


def say_missing(missing: Sequence[Missing]) -> str:
    """Documents and consent by name, fields that are not filled in by their number."""
    papers = [item.label for item in missing if kind_of(item) != FIELDS]
    fields = len(missing) - len(papers)
    told = [*papers, gettext("%(n)s 项没有填写") % {"n": fields}] if fields else papers
    return "、".join(told) or str(OTHER_KINDS[CONFIRM])


def label_of(kind: str) -> str:
    """What a column is called; '' for a kind that there is not."""
    return str(OTHER_KINDS.get(kind) or dict(EvidenceKind.choices).get(kind, ""))


def list_incomplete(user: User) -> QuerySet[Household]:
    """The files of the scope that were taken over and wait for documents (在档，待补材料)."""
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(incomplete())
    return rows.select_related("head", "union").order_by("union__path", "head_pinyin", "pk")


def list_gaps(households: Iterable[Household]) -> Iterator[Gap]:
    """What each of these files lacks; six queries for five hundred."""
    rows = iter(households)
    while part := list(islice(rows, CHUNK)):
        contents = read_contents(part)
        for household in part:
            yield Gap(household, missing_items(completeness(contents[household.pk])))


def count_gaps(user: User, union: int | None = None) -> Gaps:
    """The page, for all of the scope or one union of it."""
    rows = list_incomplete(user)
    rows = rows.filter(union=union) if union else rows
    files: Counter[int] = Counter()
    counts: dict[int, Counter[str]] = {}
    unions: dict[int, Any] = {}
    for gap in list_gaps(rows[:MOST]):
        key = gap.household.union_id
        unions[key] = gap.household.union
        files[key] += 1
        counts.setdefault(key, Counter()).update(gap.kinds)
    total = sum(counts.values(), Counter())
    return Gaps(
        kinds=[kind for kind in (*EvidenceKind.values, *OTHER_KINDS) if total[kind]],
        lines=[Line(unions[key], files[key], counts[key]) for key in unions],
        total=Line(None, files.total(), total),
        rest=_rest(rows, files) if files.total() == MOST else (),
    )


def _rest(rows: QuerySet[Household], read: Mapping[int, int]) -> list[Rest]:
    """Of which unions there are more files than were read."""
    counted = rows.order_by("union__path").values_list("union").annotate(number=Count("pk"))
    more = {key: number - read.get(key, 0) for key, number in counted if number > read.get(key, 0)}
    unions = Union.objects.in_bulk(more)
    return [Rest(unions[key], number) for key, number in more.items()]


def list_lacking(households: Iterable[Household], kind: str) -> list[Gap]:
    """Of these files those that a column counts; all of them for no kind that there is."""
    gaps = list_gaps(households)
    return [gap for gap in gaps if kind in gap.kinds] if label_of(kind) else list(gaps)


def read_contents(households: Collection[Household]) -> dict[int, Contents]:
    """The files as the rules of completeness want them, by key."""
    keys = [household.pk for household in households]
    people = _by_file(
        Member.objects.filter(household__in=keys, removed_at__isnull=True).order_by("position", "pk")
    )
    incomes = _by_file(IncomeItem.objects.filter(household__in=keys).order_by("pk"))
    expenses = _by_file(RigidExpense.objects.filter(household__in=keys).order_by("pk"))
    documents = Evidence.objects.filter(household__in=keys, removed_at__isnull=True).exclude(
        kind__in=VISIT_KINDS
    )
    evidence = _by_file(documents.order_by("pk"))
    last = Consent.objects.filter(household__in=keys).order_by("household_id", "-pk").distinct("household_id")
    consents = {row.household_id: row for row in last}
    found = {}
    for household in households:
        head, *members = sorted(people[household.pk], key=lambda one: one.relation != Relation.HEAD)
        found[household.pk] = Contents(
            household=household, head=head, members=members, incomes=incomes.get(household.pk, []),
            expenses=expenses.get(household.pk, []), evidence=evidence.get(household.pk, []),
            consent=consents.get(household.pk), consent_hash=consent_hash(),
        )  # fmt: skip
    return found


def _by_file(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.household_id, []).append(row)
    return found
