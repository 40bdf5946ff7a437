"""Reads for imports: who is on file already, what this union chose before, what an import became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.archives.models import ImportRow, Member, RosterImport
from cases.archives.rules.roster.layout import normal_header, recognise
from cases.archives.states import ImportState, State
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.jobs.models import Job

BATCH = 1000
REMEMBERED = 5  # how many earlier imports of a union teach the next one
# What a list of imports does not need; a roster of twenty thousand rows has megabytes of remarks.
HEAVY = ("issues", "mapping")


@dataclass(frozen=True)
class Holder:
    """In which file somebody is: an active one of any union, or a draft of the union that asks."""

    union_id: int
    union_name: str
    file_no: str | None
    is_active: bool


def find_holders(
    indexes: Sequence[bytes], *, union: Union, roster: RosterImport | None = None
) -> dict[bytes, Holder]:
    """For each blind index of an ID number that is on file the file, an active one before a draft.

    Drafts of other unions and what `roster` itself has become do not count.
    """
    found: dict[bytes, Holder] = {}
    own_draft = Q(household__state=State.DRAFT, household__union=union)
    rows = Member.objects.filter(Q(in_active_file=True) | own_draft, removed_at__isnull=True)
    if roster is not None:
        rows = rows.exclude(household__import_row__roster=roster)
    for start in range(0, len(indexes), BATCH):
        part = rows.filter(id_number_index__in=indexes[start : start + BATCH]).order_by("in_active_file")
        for index, is_active, union_id, union_name, file_no in part.values_list(
            "id_number_index", "in_active_file", "household__union", "household__union__name",
            "household__file_no",
        ):  # fmt: skip
            found[bytes(index or b"")] = Holder(union_id, union_name, file_no, is_active)
    return found


def get_remembered(union: Union) -> dict[str, str]:
    """What people of this union chose for headers that are not recognised, or not rightly: normal header to
    key, '' for a column that is not wanted."""
    chosen = RosterImport.objects.filter(union=union).exclude(state=ImportState.UPLOADED)
    remembered: dict[str, str] = {}
    for mapping in chosen.order_by("-pk").values_list("mapping", flat=True)[:REMEMBERED]:
        keys = {column: key for key, column in mapping.get("fields", {}).items()}
        for column, header in enumerate(mapping.get("headers", ())):
            key, plain = keys.get(column, ""), normal_header(header)
            if plain and plain not in remembered and key != recognise(header):
                remembered[plain] = key
    return remembered


def list_imports(user: User) -> QuerySet[RosterImport]:
    """The imports in the person's scope, the newest first."""
    rows = RosterImport.objects.visible_to(user).select_related("union", "uploaded_by").defer(*HEAVY)
    return rows.order_by("-pk")


def list_target_unions(user: User) -> QuerySet[Union]:
    """The grassroots unions whose households this person may bring in."""
    return Union.objects.visible_to(user).open().filter(level=Level.GRASSROOTS).order_by("path")


def list_imported(roster: RosterImport) -> QuerySet[ImportRow]:
    """The files that the rows became, in the order of the roster."""
    return roster.rows.select_related("household__head", "household__union").order_by("row")


def get_imported_rows(roster: RosterImport) -> frozenset[int]:
    """The Excel rows that are files already."""
    return frozenset(roster.rows.values_list("row", flat=True))


def get_job(roster: RosterImport) -> Job | None:
    """The latest job on it, whoever asked for it: how far it is concerns everybody who sees the import."""
    return Job.objects.filter(uid=roster.job_uid).first() if roster.job_uid else None


def count_touched(roster: RosterImport) -> int:
    """How many of its files are not the untouched drafts any more that the import made."""
    untouched = Q(household__state=State.DRAFT, household__version=1)
    return roster.rows.exclude(untouched).exclude(household__state=State.DISCARDED).count()


def find_earlier(*, union: Union, sha256: str, states: Iterable[str], but: int = 0) -> RosterImport | None:
    """The latest import of the very same file into this union in one of these states."""
    rows = RosterImport.objects.filter(union=union, sha256=sha256, state__in=list(states)).exclude(pk=but)
    return rows.order_by("-pk").defer(*HEAVY).first()
