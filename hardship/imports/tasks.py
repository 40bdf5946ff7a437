"""Long work on flat lists: check, import, take back, mark what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.imports import services as imports
from hardship.imports.models import SheetImport
from hardship.imports.reports import ERROR, returned_name, returned_workbook
from hardship.imports.resources import SheetResource, make_dataset
from hardship.imports.services import IMPORTERS
from hardship.imports.services.reading import Line, list_lines
from hardship.imports.services.stages import MOST_ISSUES
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job
from hardship.kernel.sheets.headers import column_letters
from hardship.kernel.workflow import Refused

WARNING = "warning"


@dataclass
class Tally:
    """What became of the rows so far."""

    total: int = 0
    good: int = 0
    wrong: int = 0
    remarked: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)

    def add(self, result: Any, lines: list[Line], source: SheetImport) -> None:
        """The rows of one chunk; `result` is the library's."""
        for (number, _cells), row in zip(lines, result.rows, strict=True):
            found = list(_told(row))
            is_wrong = any(level == ERROR for _key, _why, level in found)
            self.total += 1
            self.wrong += is_wrong
            self.good += not is_wrong
            self.remarked += bool(found) and not is_wrong
            room = MOST_ISSUES - len(self.issues)
            self.issues += [_issue(source, number, *one) for one in found[: max(0, room)]]

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "rows_total": self.total, "rows_good": self.good, "rows_wrong": self.wrong,
            "rows_remarked": self.remarked, "issues": self.issues,
        }  # fmt: skip


def _told(row: Any) -> Iterator[tuple[str, str, str]]:
    """What is to be told of a row: key, sentence, level. An exception of a row is a fault of ours."""
    for error in row.errors:
        raise error.error
    if row.validation_error is not None:
        told = row.validation_error
        by_key = told.message_dict if hasattr(told, "error_dict") else {"": told.messages}
        yield from ((key, "".join(messages), ERROR) for key, messages in by_key.items())
    yield from ((key, why, WARNING) for key, why in row.remarks)


def _issue(source: SheetImport, row: int, key: str, why: str, level: str) -> dict[str, Any]:
    labels = {column.key: str(column.label) for column in IMPORTERS[source.kind].columns}
    place = source.fields.get(key)
    cell = "" if place is None else f"{column_letters(place)}{row}"
    return {"row": row, "column": labels.get(key, ""), "cell": cell, "level": level, "why": why}


def _source_of(job: Job) -> SheetImport:
    source: SheetImport = SheetImport.objects.select_related("union").get(uid=job.params["source"])
    return source


def _page(job: Job) -> str:
    return reverse("imports:detail", args=[job.params["source"]])


@job("check_sheet", label=gettext_lazy("检查导入的表"), page=_page)
def check_job(job: Job, lease: Lease) -> None:
    """A dry run over every row; its result is what the check page shows."""
    source, tally = _source_of(job), Tally()
    resource = IMPORTERS[source.kind].resource(source, job.requested_by)
    try:
        for lines in list_lines(source):
            tally.add(run_chunk(resource, lines, dry_run=True), lines, source)
            lease.report(done=tally.total, total=tally.total)
    except Refused as refusal:
        imports.fail(source=source, reason=str(refusal), by=job.requested_by)
        raise
    with lease.chunk():
        imports.record_check(source=source, figures=tally.figures, by=job.requested_by)
        lease.advance(done=tally.total, total=tally.total)
    lease.finish_with(message=_("检查完毕。"))


@job("import_sheet", label=gettext_lazy("导入表中的记录"), page=_page)
def import_job(job: Job, lease: Lease) -> None:
    """Brings in the rows without errors, from wherever an earlier run was stopped. They are checked again,
    since others work on too."""
    source, tally = _source_of(job), Tally()
    resource = IMPORTERS[source.kind].resource(source, job.requested_by)
    begun = job.cursor.get("rows", 0)
    for lines in list_lines(source):
        is_done = tally.total + len(lines) <= begun
        if is_done:
            tally.add(run_chunk(resource, lines, dry_run=True), lines, source)
            continue
        with lease.chunk():
            tally.add(run_chunk(resource, lines, dry_run=False), lines, source)
            lease.advance({"rows": tally.total}, done=tally.total, total=max(tally.total, source.rows_total))
    with lease.chunk():
        figures = tally.figures | {"rows_done": tally.good}
        imports.finish(source=source, figures=figures, by=job.requested_by)
        lease.advance(done=tally.total, total=tally.total)
    lease.finish_with(message=_("已导入 %(count)s 条。") % {"count": tally.good})


@job("undo_sheet", label=gettext_lazy("撤销导入"), page=_page)
def undo_job(job: Job, lease: Lease) -> None:
    """Takes back what an import brought in, but for what somebody has changed since."""
    with lease.chunk():
        count = imports.record_undo(source=_source_of(job), by=job.requested_by)
    lease.finish_with(message=_("已撤销 %(count)s 条。") % {"count": count})


@job("returned_sheet", label=gettext_lazy("标出有错的行"), page=_page)
def returned_job(job: Job, lease: Lease) -> None:
    """The user's own workbook with red cells, for one that is too long to wait for."""
    source = _source_of(job)
    lease.report(message=_("正在标出有错的单元格……"))
    content = returned_workbook(source, by=job.requested_by)
    lease.finish_with(name=returned_name(source), content=content)


def run_chunk(resource: SheetResource, lines: list[Line], *, dry_run: bool) -> Any:
    """The result of the library for some rows of a workbook."""
    resource.lines = [number for number, _cells in lines]
    dataset = make_dataset(resource.COLUMNS, [cells for _number, cells in lines])
    result = resource.import_data(dataset, dry_run=dry_run, use_transactions=False)
    for fault in result.base_errors:
        raise fault.error
    return result
