"""Households as a resource of django-import-export: a Dataset goes through the roster's own check and import,
and what is exported comes in again.

A household is many records in one or more rows, which no ModelResource writes. So the dataset becomes the
workbook that somebody would have uploaded: one reader, one set of rules, one writer, one trace.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from import_export.exceptions import ImportError as ImportRefused
from import_export.resources import Resource
from import_export.results import Error, Result
from tablib import Dataset

from cases.archives.models import Household
from cases.lists.selectors import lists
from cases.lists.states import FULL_NUMBER_ROLES
from cases.rosters import services as imports
from cases.rosters.reports.national import national_columns, national_rows
from cases.rosters.reports.roster import LINE
from cases.rosters.rules.entries import ERROR
from cases.rosters.selectors.imports import get_memory
from cases.rosters.services import RosterRefused, Summary
from cases.rosters.states import ImportMode
from cases.rosters.tasks import check_file, import_at_once
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.imports.rules.resource import ListRow
from hardship.kernel.columns import Column
from hardship.kernel.sheets import SheetHeader, write_sheet

NAME = "数据集.xlsx"
ABOVE = 2  # rows of the workbook above the first of the dataset: the title and the header

Remarks = dict[int, dict[str, list[str]]]


class HouseholdResource(Resource):  # type: ignore[misc]
    """The files of one union, read and written by `by`; `mode` as at the upload of a roster.

    A dataset has the headers of the template, a household in one row and its sixth member in the next.
    Columns that stand only in the second sheet of a workbook do not come along.
    """

    def __init__(self, *, union: Union, by: User, mode: str = ImportMode.NEW) -> None:
        super().__init__()
        self.union, self.by, self.mode = union, by, mode

    def import_data(
        self, dataset: Dataset, dry_run: bool = False, raise_errors: bool = False, **_more: Any
    ) -> Result:
        """What becomes of each household. Those with errors stay out, the others come in unless `dry_run`.

        A dataset that is no roster gives a base error. `raise_errors` raises the library's ImportError at the
        first thing wrong, before anything is written. Sentences count rows as the kept workbook does.
        """
        try:
            content = _workbook(dataset)
            summary = self._check(content)
        except RosterRefused as refusal:
            return _refused(refusal, raise_errors=raise_errors)
        if raise_errors and summary.rejected:
            number, errors = min(_by_row(summary, is_error=True).items())
            raise ImportRefused(ValidationError(errors), number=number)
        if not dry_run and summary.importable > summary.unchanged:
            self._write(content, summary)
        return _result(dataset, summary)

    def get_queryset(self) -> QuerySet[Household]:
        """What `export` gives: all files of the union that the person may see."""
        return lists.list_households(user=self.by).filter(union=self.union)

    def export(
        self, queryset: QuerySet[Household] | None = None, *, reason: str = "", **_more: Any
    ) -> Dataset:
        """The files in the national layout, of the person's scope only; numbers are masked unless a `reason`
        is given, which goes on record. A draft has no number of a file, so it comes in again only with its
        numbers in full. Raises PermissionDenied for somebody who may not have them."""
        if reason:
            self._ask_full(reason)
        files = self.get_queryset()
        if queryset is not None:
            files = lists.list_households(user=self.by).filter(pk__in=queryset.order_by().values("pk"))
        headers = [str(column.label) for column in (LINE, *national_columns())]
        rows = national_rows(lists.in_order(files, sort=""), full=bool(reason))
        dataset = Dataset(*rows, headers=headers)
        content, count = _workbook(dataset), sum(bool(number) for number in dataset.get_col(0))
        audit.record_export("archive_roster", by=self.by, content=content, rows=count, masked=not reason)
        return dataset

    def _check(self, content: bytes) -> Summary:
        imports.require_right(self.union, self.by)
        file = imports.open_roster(content, memory=get_memory(self.union))
        return check_file(file, union=self.union, mode=self.mode)

    def _write(self, content: bytes, summary: Summary) -> None:
        """Through the roster's own import; what has become wrong meanwhile stays out and is told."""
        roster = imports.upload_roster(
            union=self.union, by=self.by, original_name=NAME, content=content, mode=self.mode
        )
        import_at_once(roster, summary, by=self.by)
        roster.refresh_from_db()
        summary.issues = roster.issues
        for issue in summary.issues:
            if issue["level"] == ERROR and issue["entry"] in summary.outcomes:
                summary.outcomes[issue["entry"]] = "invalid"

    def _ask_full(self, reason: str) -> None:
        if not self.by.has_role(*FULL_NUMBER_ROLES):
            raise PermissionDenied
        audit.record("roster.ask_full", target=None, by=self.by, kind=Kind.EXPORT, reason=reason)


def _workbook(dataset: Dataset) -> bytes:
    """The dataset as somebody would have sent it. Raises RosterRefused by its readers only."""
    columns = [Column(f"c{place}", text or "", "") for place, text in enumerate(dataset.headers or [""])]
    rows = ([_cell(value) for value in row] for row in dataset)
    return write_sheet(columns, rows, header=SheetHeader(title="困难职工花名册"))


def _cell(value: Any) -> Any:
    """A day as text: a number would not say that it is one."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else value


def _refused(refusal: RosterRefused, *, raise_errors: bool) -> Result:
    if raise_errors:
        raise ImportRefused(refusal) from refusal
    result = Result()
    result.append_base_error(Error(refusal))
    return result


def _result(dataset: Dataset, summary: Summary) -> Result:
    """The library's result: a row for each household, what is wrong by row of the dataset and column."""
    result, warnings = Result(), _by_row(summary, is_error=False)
    result.total_rows = len(dataset)
    for row, outcome in summary.outcomes.items():
        told = ListRow()
        told.number, told.import_type = row - ABOVE, outcome
        told.remarks = {column: "".join(why) for column, why in warnings.get(row - ABOVE, {}).items()}
        result.append_row_result(told)
        result.increment_row_result_total(told)
    for number, errors in sorted(_by_row(summary, is_error=True).items()):
        result.append_invalid_row(number, dict(_pairs(dataset, number)), ValidationError(errors))
    return result


def _pairs(dataset: Dataset, number: int) -> Iterable[tuple[str, Any]]:
    return zip(dataset.headers, dataset[number - 1], strict=False)


def _by_row(summary: Summary, *, is_error: bool) -> Remarks:
    """The sentences of this level by row of the dataset and header of the column."""
    found: Remarks = defaultdict(lambda: defaultdict(list))
    for issue in summary.issues:
        if (issue["level"] == ERROR) == is_error:
            found[issue["row"] - ABOVE][issue["column"]].append(issue["why"])
    return {row: dict(columns) for row, columns in found.items()}
