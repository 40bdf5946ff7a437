"""Why a file came back, and what has been said or done about each reason since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases.archives.models import FileStep, Household, ReturnAnswer, ReturnReason
from cases.archives.models.events import canonical_hash
from cases.archives.rules import Contents
from cases.archives.rules.cells import split_cell
from cases.archives.rules.fields import NUMBERS, keys_in
from cases.archives.selectors.files import plain_row
from cases.archives.states import EDITABLE_STATES, ReturnAnswerKind, Section, State

# A worker's number is kept encrypted, each time otherwise; its blind index stands for it.
INDEX_OF = {name: f"{name}_index" for name in NUMBERS} | {"document_number": "document_index"}
# What a cell of a table holds that is no column of its own name.
COLUMNS_OF = {"months": ("from_on", "to_on"), "member": ("member_id",), "evidence": ("evidence_id",)}
POSITION = "position"  # another line that goes changes the place of this one, not what it says


@dataclass(frozen=True)
class ReturnedItem:
    """One reason of the last return. `is_changed`: what it is about is not what it was when the file was
    returned. `explanation` is the clerk's last word why it stays, '' for none."""

    row: ReturnReason
    is_changed: bool
    explanation: str

    @property
    def is_open(self) -> bool:
        """Whether it is neither changed nor explained."""
        return not self.is_changed and not self.explanation


def list_returned(contents: Contents) -> list[ReturnedItem]:
    """The reasons of the last return of a file that is open for entry or under review again, in the order of
    the reviewer's page."""
    household: Household = contents.household
    if household.submitted_at is None or household.state not in (*EDITABLE_STATES, State.UNDER_REVIEW):
        return []
    last = list_returns(household).first()
    if last is None:
        return []
    rows = last.reasons.select_related("step__by").prefetch_related("answers").order_by("pk")
    return [_item(contents, row) for row in rows]


def list_returns(household: Household) -> "QuerySet[FileStep]":
    """The returns of a file that were not taken back, the last one first."""
    return household.steps.filter(action="return", taken_back__isnull=True).order_by("-pk")


def fingerprint_of(contents: Contents, section: str, field: str) -> str:
    """The SHA-256 of what a reason is about; personal numbers are in it as their blind index only."""
    return canonical_hash(_content(contents, section, field))


def _item(contents: Contents, row: ReturnReason) -> ReturnedItem:
    told = [answer for answer in row.answers.all() if answer.kind == ReturnAnswerKind.KEPT]
    last: ReturnAnswer | None = max(told, key=lambda answer: answer.pk, default=None)
    is_changed = fingerprint_of(contents, row.section, row.field) != row.fingerprint
    return ReturnedItem(row, is_changed, last.text if last else "")


def _content(contents: Contents, section: str, field: str) -> Any:
    """A field, a line of a table by its key or a cell of it, the documents of the same kind, or with no field
    all of the section; None for what there is not (any more)."""
    if section == Section.CONSENT:
        return contents.consent.pk if contents.consent else None  # whatever was wrong, it is signed again
    if section == Section.EVIDENCE:
        return _documents(contents.evidence, field)
    key, cell = split_cell(section, field)
    if cell:
        return _cell(_content(contents, section, key), cell)
    if section == Section.MEMBERS:
        people = {str(member.uid): member for member in contents.members}
        return _line(people, field, contents.household.members_reviewed)
    if section == Section.MONEY:
        return _line(
            {f"income:{item.pk}": item for item in contents.incomes}
            | {f"expense:{item.pk}": item for item in contents.expenses},
            field,
            contents.household.money_reviewed,
        )
    keys, whole = keys_in(Section(section)), plain_row(contents.household)
    own = {key: value for key, value in whole.items() if key in keys}
    all_of_it = plain_row(contents.head) | own if section == Section.WORKER else own
    return all_of_it.get(INDEX_OF.get(field, field)) if field else all_of_it


def _documents(evidence: Sequence[Any], field: str) -> Any:
    """Those of a kind, which is named or that of a document."""
    kinds = {item.kind for item in evidence if str(item.uid) == field} | {field}
    shown = [str(item.uid) for item in evidence if not field or item.kind in kinds]
    return sorted(shown) or None


def _line(lines: dict[str, Any], key: str, is_reviewed: bool) -> Any:
    if not key:
        return {"reviewed": is_reviewed, "lines": {name: _row(line) for name, line in lines.items()}}
    return _row(lines[key]) if key in lines else None


def _cell(line: dict[str, Any] | None, name: str) -> Any:
    """What stands in a cell of a line, None without the line."""
    if line is None:
        return None
    columns = COLUMNS_OF.get(name, (INDEX_OF.get(name, name),))
    return [line.get(column) for column in columns]


def _row(instance: Any) -> dict[str, Any]:
    return {name: value for name, value in plain_row(instance).items() if name != POSITION}
