"""The files of a list, and those that lack something, as workbooks."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cases.intakes.columns import GAP_COLUMNS, ROW_COLUMNS
from cases.intakes.models import Intake, IntakeRow
from cases.intakes.selectors.missing import Gap
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet


def intake_workbook(
    intake: Intake, rows: Iterable[IntakeRow], *, conditions: Sequence[str], by: User
) -> bytes:
    """The files of a list with its category, what that rests on, and why it was taken out."""
    header = export_header(
        _("存量档案接收名单　%(number)s") % {"number": intake.document_no}, by=by, conditions=conditions,
        lines=[f"{intake.union.name}　{intake.get_state_display()}"],
    )  # fmt: skip
    return write_sheet(ROW_COLUMNS, (values(ROW_COLUMNS, row) for row in rows), header=header)


def gaps_workbook(gaps: Iterable[Gap], *, conditions: Sequence[str], by: User) -> bytes:
    """The files that wait for documents, with what each lacks."""
    header = export_header(_("存量档案还缺什么"), by=by, conditions=conditions)
    return write_sheet(GAP_COLUMNS, (values(GAP_COLUMNS, gap) for gap in gaps), header=header)
