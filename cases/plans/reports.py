"""What leaves the plans as a file: the sheet that the family signs, the measures as a workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.selectors import live_members
from cases.archives.states import Cause
from cases.plans.columns import MEASURE_COLUMNS
from cases.plans.models import HelpPlan, Measure
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
    header = SheetHeader(
        title=_("困难职工家庭帮扶计划和措施台账"),
        lines=[
            _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
            _("导出：%(who)s（%(union)s）　%(at)s")
            % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        ],
    )
    return write_sheet(MEASURE_COLUMNS, (values(MEASURE_COLUMNS, row) for row in rows), header=header)
