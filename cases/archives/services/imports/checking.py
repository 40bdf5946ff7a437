"""What a check found: who is on file already, and the remarks as they are kept and shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import RosterImport
from cases.archives.rules.roster.entries import ERROR, Entry, Issue
from cases.archives.rules.roster.layout import label_of
from cases.archives.selectors.imports import Holder, find_holders
from cases.archives.services.imports.reading import RosterFile, cell_name
from cases.archives.states import IMPORT_TRANSITIONS
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel.fields import blind_index
from hardship.kernel.workflow import step

KEPT_ISSUES = 20_000  # a page cannot show more, and a file this wrong is corrected in Excel


@dataclass
class Summary:
    """A check in figures: households, how many could be imported, and every remark as JSON values."""

    households: int = 0
    importable: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return self.households - self.importable

    def add(self, entries: Iterable[Entry], file: RosterFile) -> None:
        for entry in entries:
            self.households += 1
            self.importable += not entry.is_refused
            room = KEPT_ISSUES - len(self.issues)
            self.issues += [as_json(issue, entry, file) for issue in _in_order(entry, file)[:room]]


def as_json(issue: Issue, entry: Entry, file: RosterFile) -> dict[str, Any]:
    """{"row", "column", "level", "code", "why", "cell", "entry"}: no value of the row, so nothing personal.

    `entry` is the row in which the household begins; `cell` is "" when the roster has no such column.
    """
    place = file.fields.get(issue.key)
    return {
        "row": issue.row,
        "column": file.texts[place] if place is not None else label_of(issue.key),
        "level": issue.level,
        "code": issue.code,
        "why": issue.why,
        "cell": cell_name(issue.row, place) if place is not None else "",
        "entry": entry.row,
    }


def meet_holders(entries: Sequence[Entry], *, union: Union, roster: RosterImport | None) -> None:
    """Remarks on whoever is in an active file, or in another draft of the same union.

    Of a head who is, the family is not named as well: they are there together.
    The households that `roster` itself has become do not count: a second run finds what the first did.
    """
    people = [(entry, person) for entry in entries for person in entry.people if person.number]
    indexes = [blind_index(person.number, "id_number") for _entry, person in people]
    holders = find_holders(indexes, union=union, roster=roster)
    heads: set[int] = set()
    for (entry, person), index in zip(people, indexes, strict=True):
        if index in holders and entry.row not in heads:
            if person is entry.head:
                heads.add(entry.row)
            code, why = _holder_sentence(holders[index], union)
            entry.remark(person, "id_number", ERROR, code, why)


@transaction.atomic
def record_check(*, roster_id: int, summary: Summary, by: User | None) -> RosterImport:
    """The check is over: its figures, and what became of it."""
    roster = _move(roster_id, "report")
    keep_figures(roster, summary)
    audit.record(
        "import.report",
        target=roster,
        by=by,
        households=summary.households,
        importable=summary.importable,
        rejected=summary.rejected,
    )
    return roster


def keep_figures(roster: RosterImport, summary: Summary) -> None:
    """The figures of the last check onto the import."""
    roster.rows_total, roster.rows_importable = summary.households, summary.importable
    roster.rows_rejected, roster.issues, roster.failure = summary.rejected, summary.issues, ""
    roster.save(update_fields=["rows_total", "rows_importable", "rows_rejected", "issues", "failure"])


@transaction.atomic
def fail(*, roster_id: int, reason: str, by: User | None) -> RosterImport:
    """The file cannot be read after all; `reason` is a sentence for the person who sent it."""
    roster = _move(roster_id, "fail")
    roster.failure = reason[:300]
    roster.save(update_fields=["failure"])
    audit.record("import.fail", target=roster, by=by)
    return roster


def _move(roster_id: int, action: str) -> RosterImport:
    roster: RosterImport = RosterImport.objects.select_for_update(of=("self",)).get(pk=roster_id)
    roster.state = step(IMPORT_TRANSITIONS, action=action, state=roster.state, roles={WORKER}).target
    roster.save(update_fields=["state"])
    return roster


def _in_order(entry: Entry, file: RosterFile) -> list[Issue]:
    """By row and, within it, from left to right."""
    last = len(file.texts)
    return sorted(entry.issues, key=lambda issue: (issue.row, file.fields.get(issue.key, last)))


def _holder_sentence(holder: Holder, union: Union) -> tuple[str, str]:
    """The code and the sentence: of another union nothing but its name (requirement A10)."""
    if not holder.is_active:
        why = _("此人已在本工会的一份草稿中，不再重复建档；需要时请在草稿中修改。")
        return "in_draft", why
    if holder.union_id == union.pk:
        number = holder.file_no or _("待审核，尚无档案号")
        why = _("此人已在本工会的有效档案中（%(number)s），请在原档案中办理。") % {"number": number}
        return "in_active_file", why
    why = _("此人已在“%(union)s”的有效档案中，一人只能在一份有效档案中；请与该工会核实后再办。")
    return "in_other_file", why % {"union": holder.union_name}
