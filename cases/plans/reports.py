"""What leaves the plans as a file: the sheet that the family signs, the measures as a workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors import live_members
from cases.archives.states import Cause
from cases.plans.columns import EXIT_COLUMNS, MEASURE_COLUMNS, YEAR_COLUMNS
from cases.plans.models import HelpPlan, Measure
from cases.plans.selectors.years import YearRow
from cases.plans.states import MeasureState
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import SheetHeader, write_sheet


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


def measures_workbook(rows: Iterable[Measure], *, conditions: Sequence[str], by: User) -> bytes:
    """一户一计划、一户一措施 as a ledger: one line for each measure."""
    header = _header(_("困难职工家庭帮扶计划和措施台账"), conditions, by)
    return write_sheet(MEASURE_COLUMNS, (values(MEASURE_COLUMNS, row) for row in rows), header=header)


def year_workbook(rows: Iterable[YearRow], *, title: str, by: User) -> bytes:
    """How far the unions are in a year."""
    header = _header(title, [], by)
    return write_sheet(YEAR_COLUMNS, (values(YEAR_COLUMNS, row) for row in rows), header=header)


def exits_workbook(rows: Iterable[Household], *, conditions: Sequence[str], by: User) -> bytes:
    """The households in force with what they are planned for."""
    header = _header(_("困难职工家庭脱困安排台账"), conditions, by)
    return write_sheet(EXIT_COLUMNS, (values(EXIT_COLUMNS, row) for row in rows), header=header)


def _header(title: str, conditions: Sequence[str], by: User) -> SheetHeader:
    return SheetHeader(
        title=title,
        lines=[
            _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
            _("导出：%(who)s（%(union)s）　%(at)s")
            % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        ],
    )
