"""What is on record as a workbook with the columns of a list: corrected, it can be imported again."""

from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.audit import services as audit
from hardship.imports.rules import KINDS, ListColumn
from hardship.imports.services.reading import ListRefused
from hardship.kernel.answers import MOST_ROWS
from hardship.kernel.columns import Column, Kind
from hardship.kernel.sheets import write_sheet

KIND_OF: dict[str, Kind] = {"amount": "money", "date": "date"}


def export_list(*, kind: str, by: User) -> bytes:
    """All of the person's scope; numbers of people are masked, and the download is on record. Raises
    ListRefused for more than a page can write."""
    wanted = KINDS[kind]
    rows = wanted.resource(union=by.union, by=by).export()
    if len(rows) > MOST_ROWS:
        raise ListRefused(_("超过 20,000 行，请在列表页面筛选后再导出。"))
    columns = [_column(column) for column in wanted.resource.layout]
    header = export_header(str(wanted.label), by=by)
    content = write_sheet(columns, rows, header=header)
    audit.record_export("list", by=by, content=content, rows=len(rows), filters={"list": kind})
    return content


def _column(column: ListColumn) -> Column:
    return Column(column.key, column.label, kind=KIND_OF.get(column.kind, "text"), width=column.width)
