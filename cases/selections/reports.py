"""A list as a workbook, and as a sheet of paper that is signed."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cases.selections.columns import ROW_COLUMNS
from cases.selections.models import Selection, SelectionRow
from cases.selections.rules import approving_part
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.accounts.selectors import competent_union
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import write_sheet


def selection_workbook(
    selection: Selection, rows: Iterable[SelectionRow], *, conditions: Sequence[str], by: User
) -> bytes:
    """The households of a list as they are narrowed, with every column."""
    header = export_header(
        str(selection), by=by, conditions=conditions,
        lines=[f"{selection.union.name}　{selection.get_state_display()}"],
    )  # fmt: skip
    return write_sheet(ROW_COLUMNS, (values(ROW_COLUMNS, row) for row in rows), header=header)


def selection_paper(selection: Selection, rows: Sequence[SelectionRow]) -> bytes:
    """The list on A4, with lines for the signatures of the two unions."""
    context = {
        "selection": selection,
        "rows": rows,
        "persons": sum(row.persons for row in rows),
        "approver": competent_union(selection, approving_part(selection)),
    }
    return render_pdf("pdf/selection.html", context, title=_("帮扶对象名单"))
