"""What leaves the room as a workbook: the empty one to fill in, the user's own with what is wrong in it."""

from typing import Any

from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.imports.models import SheetImport
from hardship.imports.rules import SheetColumn
from hardship.imports.services import Importer, ImportRefused
from hardship.kernel.sheets import Remark, SheetError, annotate
from hardship.kernel.sheets.grid import column_number
from hardship.kernel.sheets.template import TemplateColumn, TemplatePage, make_template

ERROR = "error"
LONG = 1500  # annotating lays the whole workbook out in memory: longer ones are for a job


def sheet_template(importer: Importer) -> bytes:
    """An empty workbook of a list."""
    lines = [_("红底的列必填；列的顺序可以改，不要的列可以删。"), *map(str, importer.lines)]
    columns = [_template_column(column) for column in importer.columns]
    return make_template([TemplatePage(str(importer.label), lines, columns)])


def _template_column(column: SheetColumn) -> TemplateColumn:
    kind: Any = column.kind
    return TemplateColumn(
        label=str(column.label), kind=kind, choices=column.choices, is_required=column.is_required,
        width=column.width, note=str(column.note), sample=column.sample,
    )  # fmt: skip


def returned_name(source: SheetImport) -> str:
    """The name of the file that goes back: the user's own with what was done to it."""
    stem = source.original_name.rpartition(".")[0] or source.original_name
    return _("%(stem)s_错误原因.xlsx") % {"stem": stem[:80]}


def returned_workbook(source: SheetImport, *, by: User) -> bytes:
    """The workbook as it came with red cells; that it left is on record. Raises ImportRefused."""
    with source.file.open("rb") as stored:
        original = stored.read()
    remarks = [
        Remark(
            issue["row"], column_number(issue["cell"].rstrip("0123456789")) if issue["cell"] else 0,
            f"{issue['column']}：{issue['why']}" if issue["column"] else issue["why"], issue["level"],
        )
        for issue in source.issues
    ]  # fmt: skip
    rows = {issue["row"] for issue in source.issues if issue["level"] == ERROR}
    try:
        content = annotate(original, remarks, rows, header_row=source.header_row, sheet=source.sheet)
    except SheetError as error:
        raise ImportRefused(str(error)) from error
    audit.record_export("sheet_errors", by=by, content=content, rows=len(rows), masked=False, target=source)
    return content
