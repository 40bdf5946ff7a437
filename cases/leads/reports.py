"""What leaves the room as a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.archives.states import Cause, Demand
from cases.leads.columns import UNIT_COLUMNS
from cases.leads.models import Call, CallUnit, Questionnaire
from hardship.accounts.models import Union, User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.qr import make_qr
from hardship.kernel.sheets import write_sheet


def answers_workbook(call: Call, rows: Iterable[CallUnit], *, by: User) -> bytes:
    """Who has answered a call, with what."""
    head = export_header(str(call), by=by)
    return write_sheet(UNIT_COLUMNS, (values(UNIT_COLUMNS, row) for row in rows), header=head)


def questionnaire(union: Union) -> bytes:
    """The questionnaire for workers who are not on file: one sheet of A4, filled in by hand."""
    context = {
        "union": union,
        "causes": [str(cause.label) for cause in Cause],
        "demands": [str(demand.label) for demand in Demand],
    }
    return render_pdf("pdf/questionnaire.html", context, title=_("职工家庭困难情况摸底问卷"))


def poster(questionnaire: Questionnaire, address: str) -> bytes:
    """One sheet of A4 for the wall: who asks, who may answer, until when, whom to ask, code and address."""
    context = {"questionnaire": questionnaire, "address": address, "code": make_qr(address)}
    return render_pdf("pdf/questionnaire_poster.html", context, title=_("困难职工摸底问卷"))
