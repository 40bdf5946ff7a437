"""Reads for imports: who is on file already, what this union chose before, what an import became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from cases.archives.models import ChangeRequest, Household, IncomeItem, Member, PolicyAnswer, RigidExpense
from cases.archives.states import ACTIVE_STATES, LEFT_STATES, ChangeState, Relation, State
from cases.rosters.models import ImportChange, ImportRow, ImportSpelling, RosterImport
from cases.rosters.states import ImportMode, ImportState, UpdateState
from hardship.accounts.models import Union, User
from hardship.kernel.sheets.memory import Memory, recall

BATCH = 1000
REMEMBERED = 50  # how many earlier imports of a union teach the next one
CONFIRMED = (ImportState.IMPORTING, ImportState.DONE)
# What a list of imports does not need; a roster of twenty thousand rows has megabytes of remarks.
HEAVY = ("issues", "mapping")


@dataclass(frozen=True)
class Holder:
    """In which file somebody is: an active one of any union, or a draft of the union that asks."""

    union_id: int
    union_name: str
    file_no: str | None
    is_active: bool
    household_id: int = 0


@dataclass(frozen=True)
class Known:
    """A file of the union that a row of a roster may be about."""

    pk: int
    state: str


def find_holders(
    indexes: Sequence[bytes], *, union: Union, roster: RosterImport | None = None, field: str = "id_number"
) -> dict[bytes, Holder]:
    """For each blind index of an ID number (or of another `field`: phone, bank_card) that is on file the
    file, an active one before a draft.

    Drafts of other unions and what `roster` itself has become do not count.
    """
    found: dict[bytes, Holder] = {}
    own_draft = Q(household__state=State.DRAFT, household__union=union)
    rows = Member.objects.filter(Q(in_active_file=True) | own_draft, removed_at__isnull=True)
    if roster is not None:
        rows = rows.exclude(household__import_row__roster=roster)
    for start in range(0, len(indexes), BATCH):
        part = rows.filter(**{f"{field}_index__in": indexes[start : start + BATCH]}).order_by(
            "in_active_file"
        )
        for index, is_active, union_id, union_name, file_no, household_id in part.values_list(
            f"{field}_index", "in_active_file", "household__union", "household__union__name",
            "household__file_no", "household",
        ):  # fmt: skip
            found[bytes(index or b"")] = Holder(union_id, union_name, file_no, is_active, household_id)
    return found


def find_known(
    numbers: Sequence[str], heads: Sequence[bytes], *, union: Union, roster: RosterImport | None
) -> tuple[dict[str, Known], dict[bytes, Known]]:
    """The union's files by their file number, and by the blind index of the head's ID number: the active one
    before a draft, a draft before a closed one, the newest last of all."""
    rows = Household.objects.filter(union=union).exclude(state=State.DISCARDED)
    if roster is not None:
        rows = rows.exclude(import_row__roster=roster)
    by_no = {
        number: Known(pk, state)
        for number, pk, state in rows.filter(file_no__in=numbers).values_list("file_no", "pk", "state")
        if number
    }
    columns = ("head__id_number_index", "pk", "state")
    found = list(rows.filter(head__id_number_index__in=heads).values_list(*columns))
    over = (*LEFT_STATES, State.RELAPSED)
    found.sort(key=lambda row: (row[2] in ACTIVE_STATES, row[2] not in over, row[1]))
    return by_no, {bytes(index): Known(pk, state) for index, pk, state in found}


@dataclass(frozen=True)
class Money:
    """Yearly sums of a file by kind, yuan, and what was answered of it."""

    incomes: dict[str, Decimal]
    expenses: dict[str, Decimal]
    answers: dict[str, Any]  # what was found of the household, by fact

    @property
    def income(self) -> Decimal:
        return sum(self.incomes.values(), Decimal(0))


def find_waiting(keys: Sequence[int], *, roster: RosterImport | None) -> dict[int, frozenset[str]]:
    """For each of these files the sections in which a change waits already, but for those of this roster."""
    if not keys:
        return {}
    rows = ChangeRequest.objects.filter(household__in=keys, state=ChangeState.PENDING)
    if roster is not None:
        rows = rows.exclude(import_request__change__roster=roster)
    found: dict[int, frozenset[str]] = {}
    for household, section in rows.values_list("household", "section"):
        found[household] = found.get(household, frozenset()) | {section}
    return found


def load_known(keys: Sequence[int], *, lock: bool) -> dict[int, tuple[Household, list[Member], Money]]:
    """These files with their living people, the head first, and the sums of their money."""
    if not keys:
        return {}
    rows = Household.objects.filter(pk__in=keys).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    living = Member.objects.filter(removed_at__isnull=True).order_by("position", "pk")
    files = list(rows.prefetch_related(Prefetch("members", living, to_attr="living")))
    incomes, expenses = (_sums(model, keys) for model in (IncomeItem, RigidExpense))
    answers: dict[int, dict[str, Any]] = {}
    told = PolicyAnswer.objects.filter(household__in=keys, member=None).order_by("pk")
    for household, fact, value in told.values_list("household", "fact", "value"):
        answers.setdefault(household, {})[fact] = value
    return {
        file.pk: (
            file,
            sorted(file.living, key=lambda member: member.relation != Relation.HEAD),
            Money(incomes.get(file.pk, {}), expenses.get(file.pk, {}), answers.get(file.pk, {})),
        )
        for file in files
    }


def _sums(model: type[IncomeItem] | type[RigidExpense], keys: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    """What the items of these files come to, by file and kind."""
    found: dict[int, dict[str, Decimal]] = {}
    kinds = model._default_manager.filter(household__in=keys).values_list("household", "kind")
    for key, kind, total in kinds.order_by("household", "kind").annotate(total=Sum("annual_amount")):
        found.setdefault(key, {})[kind] = total
    return found


def list_teaching(union: Union) -> QuerySet[RosterImport]:
    """The confirmed imports in which somebody of this union said what a column is, the newest first."""
    rows = RosterImport.objects.filter(union=union, state__in=CONFIRMED, mapping__has_key="chosen")
    return rows.order_by("-pk")


def get_memory(union: Union) -> Memory:
    """What people of this union chose for header lines that were not recognised, or not rightly."""
    return recall(list_teaching(union).values_list("mapping", flat=True)[:REMEMBERED])


def list_imports(user: User) -> QuerySet[RosterImport]:
    """The imports in the person's scope, the newest first."""
    rows = RosterImport.objects.visible_to(user).select_related("union", "uploaded_by").defer(*HEAVY)
    return rows.order_by("-pk")


def list_target_unions(user: User) -> QuerySet[Union]:
    """The unions whose households this person may bring in: their own and those below."""
    return Union.objects.visible_to(user).open().order_by("path")


def list_imported(roster: RosterImport) -> QuerySet[ImportRow]:
    """The files that the rows became, in the order of the roster."""
    return roster.rows.select_related("household__head", "household__union").order_by("row")


def get_imported_rows(roster: RosterImport) -> frozenset[int]:
    """The Excel rows that are files already."""
    return frozenset(roster.rows.values_list("row", flat=True))


def get_changed_rows(roster: RosterImport) -> frozenset[int]:
    """The Excel rows whose changes are written already."""
    return frozenset(roster.changes.filter(state=UpdateState.APPLIED).values_list("row", flat=True))


def count_asked(roster: RosterImport) -> int:
    """How many single changes of filed households this import has asked a checker for."""
    shown = roster.changes.filter(state=UpdateState.APPLIED).values_list("shown", flat=True)
    return sum(bool(item.get("asked")) for items in shown.iterator() for item in items)


def list_changes(roster: RosterImport) -> QuerySet[ImportChange]:
    """What the rows change, or have changed, in files that are there, in the order of the roster."""
    if roster.mode == ImportMode.NEW:
        return ImportChange.objects.none()
    return roster.changes.select_related("household__head", "household__union").order_by("row")


def list_spellings(roster: RosterImport) -> QuerySet[ImportSpelling]:
    """What the roster says otherwise than it is stored, in the order of its households."""
    return roster.spellings.order_by("pk")


@dataclass(frozen=True)
class Origin:
    """A row of a roster that made or changed a file, and what it says otherwise than the file."""

    roster: RosterImport
    row: int
    is_new: bool
    spellings: list[ImportSpelling]


def list_origins(household: Household) -> list[Origin]:
    """The rows of rosters that the file comes from, the one that made it first."""
    made = ImportRow.objects.filter(household=household).values_list("roster", "row")
    changed = household.import_changes.filter(state=UpdateState.APPLIED).order_by("pk")
    rows = [(*pair, True) for pair in made] + [
        (*pair, False) for pair in changed.values_list("roster", "row")
    ]
    rosters = RosterImport.objects.select_related("uploaded_by").defer(*HEAVY)
    found = rosters.in_bulk([key for key, _row, _is_new in rows])
    return [Origin(found[key], row, is_new, _spelled(key, row)) for key, row, is_new in rows]


def _spelled(roster: int, row: int) -> list[ImportSpelling]:
    return list(ImportSpelling.objects.filter(roster=roster, entry=row).order_by("pk"))


@dataclass(frozen=True)
class UndoCounts:
    """Of the files of an import: how many somebody has worked on since, how many an undo would take back."""

    touched: int
    undoable: int


def count_undo(roster: RosterImport) -> UndoCounts:
    """Drafts that it made, and files that it changed."""
    untouched = Q(household__state=State.DRAFT, household__version=1)
    drafts = roster.rows.exclude(household__state=State.DISCARDED)
    found = [drafts.aggregate(all=Count("pk"), fresh=Count("pk", filter=untouched))]
    if roster.mode != ImportMode.NEW:
        fresh = Q(household__version=F("version"))
        changed = roster.changes.filter(state=UpdateState.APPLIED)
        found.append(changed.aggregate(all=Count("pk"), fresh=Count("pk", filter=fresh)))
    undoable = sum(one["fresh"] for one in found)
    return UndoCounts(sum(one["all"] for one in found) - undoable, undoable)


def find_earlier(
    *, union: Union, sha256: str, states: Iterable[str], but: int = 0, mode: str = ImportMode.NEW
) -> RosterImport | None:
    """The latest import of the very same file into this union, in the same mode, in one of these states."""
    rows = RosterImport.objects.filter(union=union, sha256=sha256, mode=mode, state__in=list(states))
    rows = rows.exclude(pk=but)
    return rows.order_by("-pk").defer(*HEAVY).first()
