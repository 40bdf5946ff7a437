"""Matches a list against the files that allow it: everything in one transaction, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cases.archives.models import Household, Member
from cases.crosschecks.models import CrossCheck, CrossCheckHit, CrossCheckRow
from cases.crosschecks.rules import (
    ID_NUMBER,
    NAME,
    Filed,
    Found,
    Listed,
    compare,
    entries_of,
    label_of,
    missing_from_dibao,
    read_facts,
)
from cases.crosschecks.selectors import find_checkable, list_authorised, list_checkable, list_unauthorised
from cases.crosschecks.services.reading import ListFile, reopen_list
from cases.crosschecks.services.stages import remove_file
from cases.crosschecks.states import CHECK_TRANSITIONS, CheckKind
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import blind_index
from hardship.kernel.names import clean_name
from hardship.kernel.sheets import CellError

KEPT_ISSUES = 500
SHOWN_EVERY = 1000
Tell = Callable[[int], None]


@dataclass
class _Row:
    """One row of the list, held in memory while it is matched."""

    number: int
    index: bytes
    facts: dict[str, str]
    name: str = field(repr=False)


@dataclass
class _List:
    total: int = 0
    unreadable: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list, repr=False)

    def note(self, row: int, why: str) -> None:
        """What could not be read in a row; no more of it than a page shows."""
        if len(self.issues) < KEPT_ISSUES:
            self.issues.append({"row": row, "why": why})


@transaction.atomic
def match_list(*, crosscheck_id: int, by: User, tell: Tell | None = None) -> CrossCheck:
    """Read the list, keep the rows that meet somebody, write down the differences, remove the file.

    Raises ListRefused when the file cannot be read. `tell` hears how many rows were read.
    """
    crosscheck: CrossCheck = workflow.lock(CrossCheck.objects.select_related("union"), crosscheck_id)
    workflow.take(
        CHECK_TRANSITIONS, crosscheck, action="finish", by=by, roles={WORKER}, stamp="matched",
        effect=lambda step: _match(crosscheck, tell),
        log=lambda step: audit.record(
            "crosscheck.finish", target=crosscheck, by=by, rows=crosscheck.rows_total,
            matched=crosscheck.rows_matched, hits=crosscheck.hits.count(),
        ),
    )  # fmt: skip
    return crosscheck


def _match(crosscheck: CrossCheck, tell: Tell | None) -> None:
    read = _read(crosscheck.kind, reopen_list(crosscheck), tell)
    people = find_checkable(crosscheck.union, list({one.index for one in read.rows}))
    met = [(one, member) for one in read.rows for member in people.get(one.index, ())]
    CrossCheckRow.objects.bulk_create([_kept(crosscheck, *pair) for pair in met], batch_size=1000)
    hits = [*_differences(crosscheck, met), *_missing(crosscheck, met)]
    CrossCheckHit.objects.bulk_create(hits, batch_size=1000)
    crosscheck.issues, crosscheck.rows_matched = read.issues, len(met)
    crosscheck.rows_total, crosscheck.rows_unreadable = read.total, read.unreadable
    crosscheck.people_checked = list_checkable(crosscheck.union).count()
    crosscheck.households_unauthorised = list_unauthorised(crosscheck.union).count()
    remove_file(crosscheck)


@transaction.atomic
def fail_check(*, crosscheck_id: int, reason: str, by: User) -> CrossCheck:
    """The list cannot be read after all; `reason` is a sentence for the person who sent it."""
    crosscheck: CrossCheck = workflow.lock(CrossCheck.objects.all(), crosscheck_id)
    workflow.take(
        CHECK_TRANSITIONS, crosscheck, action="fail", by=by, roles={WORKER},
        comment=reason[:300], note="failure",
        log=lambda step: audit.record("crosscheck.fail", target=crosscheck, by=by),
    )  # fmt: skip
    return crosscheck


def _read(kind: str, file: ListFile, tell: Tell | None) -> _List:
    read = _List()
    for number, cells in file.cells(kind):
        read.total += 1
        errors = {key: cell for key, cell in cells.items() if isinstance(cell, CellError)}
        for key, error in errors.items():
            read.note(number, f"{label_of(kind, key)}：{error.message}")
        cells = {key: cell for key, cell in cells.items() if key not in errors}
        try:
            told = check_id_number(cells.get(ID_NUMBER))
        except DocumentError as error:
            read.unreadable += 1
            if ID_NUMBER not in errors:
                read.note(number, str(error))
        else:
            index = blind_index(told.number, "id_number")
            name = clean_name(str(cells.get(NAME) or ""))
            read.rows.append(_Row(number, index, read_facts(kind, cells), name))
        if tell is not None and read.total % SHOWN_EVERY == 0:
            tell(read.total)
    return read


def _differences(crosscheck: CrossCheck, met: list[tuple[_Row, Member]]) -> Iterator[CrossCheckHit]:
    """Each person's rows together, beside how much the list has for their whole household."""
    rows: dict[Member, list[_Row]] = defaultdict(list)
    entries: dict[int, int] = defaultdict(int)
    for row, member in met:
        rows[member].append(row)
        entries[member.household_id] += entries_of(crosscheck.kind, row.facts)
    for member, found in rows.items():
        name = next((row.name for row in found if row.name), "")
        listed = Listed([row.facts for row in found], name, entries[member.household_id])
        for difference in compare(crosscheck.kind, _filed(member, member.household), listed):
            yield _hit(crosscheck, member.household, member, difference)


def _missing(crosscheck: CrossCheck, met: list[tuple[_Row, Member]]) -> Iterator[CrossCheckHit]:
    """Of a complete dibao list: the households that say they receive it and have nobody there."""
    if crosscheck.kind != CheckKind.DIBAO or not crosscheck.is_complete:
        return
    there = {member.household_id for _row, member in met}
    rows = list_authorised(crosscheck.union).filter(is_on_dibao=True, head__isnull=False)
    for household in rows.exclude(pk__in=there).select_related("head").order_by("pk"):
        head = household.head
        found = missing_from_dibao(_filed(head, household)) if head else None
        if head and found:
            yield _hit(crosscheck, household, head, found)


def _kept(crosscheck: CrossCheck, row: _Row, member: Member) -> CrossCheckRow:
    return CrossCheckRow(
        crosscheck=crosscheck, row=row.number, id_number_index=row.index, member=member, facts=row.facts
    )


def _hit(crosscheck: CrossCheck, household: Household, member: Member, found: Found) -> CrossCheckHit:
    facts: list[Mapping[str, str]] = [row for row in found.facts if row]
    return CrossCheckHit(
        crosscheck=crosscheck, household=household, member=member, difference=found.difference,
        listed=facts, filed=found.filed[:120],
    )  # fmt: skip


def _filed(member: Member, household: Household) -> Filed:
    return Filed(
        name=clean_name(member.name),
        is_on_dibao=household.is_on_dibao,
        vehicles=household.vehicles,
        homes=household.homes,
        has_business=household.has_business,
    )
