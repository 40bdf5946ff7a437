"""The operation log as a workbook."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.desk.columns import LOG_COLUMNS
from hardship.desk.selectors.log import describe
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet

LOG_ROWS = 10_000


def log_workbook(
    records: QuerySet[AuditRecord], *, user: User, conditions: Sequence[str]
) -> tuple[bytes, int]:
    """The newest LOG_ROWS records as .xlsx and how many; its head says when some are left out."""
    rows = list(records.order_by("-pk")[: LOG_ROWS + 1])
    cut, rows = len(rows) > LOG_ROWS, rows[:LOG_ROWS]
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    count = _("条数：%(count)s") % {"count": len(rows)}
    if cut:
        count += _("（只含最新的 %(count)s 条，请按日期分次导出）") % {"count": LOG_ROWS}
    header = SheetHeader(
        title=_("操作日志"),
        lines=[
            _("制表单位：%(union)s　制表时间：%(moment)s　操作人：%(name)s")
            % {"union": user.union.name, "moment": moment, "name": user.name},
            _("筛选条件：%(conditions)s") % {"conditions": "；".join(conditions) or _("无")},
            count,
        ],
    )
    lines = (values(LOG_COLUMNS, line) for line in describe(rows))
    return write_sheet(LOG_COLUMNS, lines, header=header), len(rows)
