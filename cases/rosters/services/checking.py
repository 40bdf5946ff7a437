"""What a check found: its figures, the remarks and the changes as they are kept and shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from cases.rosters.models import ImportChange, ImportSpelling, RosterImport
from cases.rosters.rules.entries import ERROR, Entry, Issue
from cases.rosters.rules.layout import FAMILY, FAMILY_PREFIX, label_of
from cases.rosters.rules.persons import PREFIX as PERSON_PREFIX
from cases.rosters.rules.spelling import LONGEST
from cases.rosters.services.matching import Plan
from cases.rosters.services.reading import RosterFile, cell_name
from cases.rosters.states import IMPORT_TRANSITIONS, UpdateState
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.copying import copy_rows

EMPTY: Mapping[int, Plan] = {}
Outcome = Literal["new", "update", "skip", "invalid"]
KEPT_ROWS = 20  # that a page names
KEPT_ISSUES = 20_000  # a page cannot show more, and a file this wrong is corrected in Excel


class Spelling(NamedTuple):
    """The values of an ImportSpelling."""

    entry: int
    row: int
    written: str
    stored: str
    column: str
    cell: str
    sheet: str


@dataclass
class Summary:
    """A check in figures: households, how many could be imported, how many of these change a file or nothing
    at all, how many single changes are asked of a checker, every remark as JSON values, and what is to
    change: row, file, and what a page shows; the outcome of each household by its row; rows passed over;
    what the roster writes otherwise than it is stored."""

    households: int = 0
    importable: int = 0
    changed: int = 0
    unchanged: int = 0
    asked: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)
    changes: list[tuple[int, int, list[dict[str, Any]]]] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    passed: list[int] = field(default_factory=list)
    spellings: list[Spelling] = field(default_factory=list, repr=False)

    @property
    def rejected(self) -> int:
        return self.households - self.importable

    @property
    def new(self) -> int:
        return self.importable - self.changed - self.unchanged

    def add(
        self,
        entries: Iterable[Entry],
        file: RosterFile,
        plans: Mapping[int, Plan] = EMPTY,
        written: frozenset[int] = frozenset(),
    ) -> None:
        """`written` are the rows whose changes an earlier run has written."""
        for entry in entries:
            self.households += 1
            self.importable += not entry.is_refused
            self.outcomes[entry.row] = "invalid" if entry.is_refused else "new"
            room = KEPT_ISSUES - len(self.issues)
            self.issues += [as_json(issue, entry, file) for issue in _in_order(entry, file)[:room]]
            self.spellings += spellings_of(entry, file)
            if entry.row in plans:
                self._add_plan(entry.row, plans[entry.row], entry.row in written)

    def _add_plan(self, row: int, plan: Plan, is_written: bool) -> None:
        is_changed = is_written or plan.does_something
        self.asked += 0 if is_written else len(plan.asked)
        self.changed += is_changed
        self.unchanged += not is_changed
        self.outcomes[row] = "update" if is_changed else "skip"
        if plan.differences and not is_written:
            self.changes.append((row, plan.household.pk, plan.shown()))

    def add_homeless(self, rows: Iterable[int]) -> None:
        """Rows of the second sheet whose household the first does not have."""
        why = _("主表中没有这位成员的户，请核对户主身份证号或编号。")
        for row in rows:
            self.issues.append(
                {
                    "row": row, "column": f"{FAMILY}表", "level": ERROR, "code": "homeless", "why": why,
                    "cell": "", "entry": 0, "sheet": FAMILY,
                }
            )  # fmt: skip


def as_json(issue: Issue, entry: Entry, file: RosterFile) -> dict[str, Any]:
    """{"row", "column", "level", "code", "why", "cell", "entry", "sheet"}: no value of the row, so nothing
    personal.

    `entry` is the row in which the household begins; `cell` is "" when the roster has no such column,
    `sheet` names the second sheet when the row stands there.
    """
    return {
        "row": issue.row,
        "level": issue.level,
        "code": issue.code,
        "why": issue.why,
        "entry": entry.row,
        **_where(issue.key, issue.row, file),
    }


def spellings_of(entry: Entry, file: RosterFile) -> Iterator[Spelling]:
    """What of a household is stored otherwise than it was written, in the order of its people."""
    for person in entry.people:
        for key, written in person.written.items():
            where = _where(person.prefix + key, person.row, file)
            yield Spelling(entry.row, person.row, written, person.values[key][:LONGEST], **where)


def _where(key: str, row: int, file: RosterFile) -> dict[str, str]:
    """{"column", "cell", "sheet"}: the header, the name of the cell, the second sheet where it is there."""
    place = file.fields.get(key, file.fields.get(key.removeprefix(PERSON_PREFIX)))
    return {
        "column": file.texts[place] if place is not None else label_of(key),
        "cell": cell_name(row, place) if place is not None else "",
        "sheet": FAMILY if key.startswith(FAMILY_PREFIX) else "",
    }


@transaction.atomic
def record_check(*, roster_id: int, summary: Summary, by: User | None) -> RosterImport:
    """The check is over: its figures, and what became of it."""
    roster: RosterImport = workflow.lock(RosterImport.objects.all(), roster_id)

    def keep(step: workflow.Step[RosterImport]) -> None:
        keep_figures(roster, summary)
        roster.changes.filter(state=UpdateState.PLANNED).delete()
        keep_changes(roster, summary)
        keep_spellings(roster, summary)

    workflow.take(
        IMPORT_TRANSITIONS, roster, action="report", by=by, roles={WORKER}, effect=keep,
        log=lambda step: audit.record(
            "import.report", target=roster, by=by, households=summary.households,
            importable=summary.importable, rejected=summary.rejected,
        ),
    )  # fmt: skip
    return roster


def keep_changes(roster: RosterImport, summary: Summary) -> None:
    """What is to change, for the page; rows that were written in an earlier run stay as they are."""
    rows = [
        ImportChange(roster=roster, row=row, household_id=household, shown=shown)
        for row, household, shown in summary.changes
    ]
    ImportChange.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def keep_spellings(roster: RosterImport, summary: Summary) -> None:
    """What the roster says where a file says it otherwise, instead of what an earlier check found."""
    roster.spellings.all().delete()
    copy_rows([ImportSpelling(roster=roster, **found._asdict()) for found in summary.spellings])


def keep_figures(roster: RosterImport, summary: Summary) -> None:
    """The figures of the last check onto the import."""
    roster.rows_total, roster.rows_importable = summary.households, summary.importable
    roster.rows_rejected, roster.issues, roster.failure = summary.rejected, summary.issues, ""
    roster.rows_changed, roster.rows_unchanged = summary.changed, summary.unchanged
    roster.items_asked = summary.asked
    roster.mapping = {
        **roster.mapping,
        "passed": summary.passed[:KEPT_ROWS],
        "passed_over": len(summary.passed),
    }
    roster.save(
        update_fields=[
            "rows_total", "rows_importable", "rows_changed", "rows_unchanged", "rows_rejected", "items_asked",
            "issues", "failure", "mapping",
        ]
    )  # fmt: skip


@transaction.atomic
def fail(*, roster_id: int, reason: str, by: User | None) -> RosterImport:
    """The file cannot be read after all; `reason` is a sentence for the person who sent it."""
    roster: RosterImport = workflow.lock(RosterImport.objects.all(), roster_id)
    workflow.take(
        IMPORT_TRANSITIONS, roster, action="fail", by=by, roles={WORKER},
        comment=reason[:300], note="failure",
        log=lambda step: audit.record("import.fail", target=roster, by=by),
    )  # fmt: skip
    return roster


def _in_order(entry: Entry, file: RosterFile) -> list[Issue]:
    """By row and, within it, from left to right."""
    last = len(file.texts)
    return sorted(entry.issues, key=lambda issue: (issue.row, file.fields.get(issue.key, last)))
