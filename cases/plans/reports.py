"""What leaves the plans as a file: the sheet that the family signs, the measures as a workbook."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.selectors import live_members
from cases.archives.states import Cause
from cases.plans.columns import YEAR_COLUMNS
from cases.plans.models import HelpPlan
from cases.plans.selectors.years import YearRow
from cases.plans.states import MeasureState
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import write_sheet


def plan_sheet(plan: HelpPlan) -> bytes:
    """The plan as a sheet of paper; `plan` comes with its measures."""
    kept = [measure for measure in plan.measures.all() if measure.state != MeasureState.DROPPED]
    context: dict[str, Any] = {
        "plan": plan,
        "household": plan.household,
        "persons": len(live_members(plan.household)),
        "causes": "、".join(str(Cause(cause).label) for cause in plan.causes),
        "measures": [
            {
                "measure": measure,
                "phone": measure.responsible_phone.reveal() if measure.responsible_phone else "",
            }
            for measure in kept
        ],
    }
    return render_pdf("pdf/help_plan.html", context, title=_("困难职工家庭帮扶计划"))


def year_workbook(rows: Iterable[YearRow], *, title: str, by: User) -> bytes:
    """How far the unions are in a year."""
    header = export_header(title, by=by)
    return write_sheet(YEAR_COLUMNS, (values(YEAR_COLUMNS, row) for row in rows), header=header)
