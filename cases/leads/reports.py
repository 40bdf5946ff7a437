"""What leaves the room as a file."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.states import Cause
from cases.leads.columns import LEAD_COLUMNS, UNIT_COLUMNS
from cases.leads.models import Call, CallUnit, Lead
from hardship.accounts.models import Union, User
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import SheetHeader, write_sheet


def header(title: str, conditions: Sequence[str], by: User) -> SheetHeader:
    """Title, what the list was narrowed to, who took it along."""
    return SheetHeader(
        title=title,
        lines=[
            _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
            _("导出：%(who)s（%(union)s）　%(at)s")
            % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        ],
    )


def leads_workbook(rows: Iterable[Lead], *, conditions: Sequence[str], by: User) -> bytes:
    """The list as it is narrowed, with every column; numbers are masked."""
    head = header(_("困难职工线索台账"), conditions, by)
    return write_sheet(LEAD_COLUMNS, (values(LEAD_COLUMNS, row) for row in rows), header=head)


def answers_workbook(call: Call, rows: Iterable[CallUnit], *, by: User) -> bytes:
    """Who has answered a call, with what."""
    head = header(str(call), [], by)
    return write_sheet(UNIT_COLUMNS, (values(UNIT_COLUMNS, row) for row in rows), header=head)


def questionnaire(union: Union) -> bytes:
    """The questionnaire for workers who are not on file: one sheet of A4, filled in by hand."""
    context = {"union": union, "causes": [str(cause.label) for cause in Cause]}
    return render_pdf("pdf/questionnaire.html", context, title=_("职工家庭困难情况摸底问卷"))
