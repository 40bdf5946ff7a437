"""The operation log and what is on record of a list of people as workbooks; who read a file as PDF."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.audit.models import AuditRecord
from hardship.desk.columns import LOG_COLUMNS, PEOPLE_COLUMNS
from hardship.desk.selectors.access import Access
from hardship.desk.selectors.log import describe
from hardship.desk.selectors.people_check import CheckedPerson, count_findings
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import write_sheet

LOG_ROWS = 10_000


def log_workbook(
    records: QuerySet[AuditRecord], *, user: User, conditions: Sequence[str]
) -> tuple[bytes, int]:
    """The newest LOG_ROWS records as .xlsx and how many; its head says when some are left out."""
    rows = list(records.order_by("-pk")[: LOG_ROWS + 1])
    cut, rows = len(rows) > LOG_ROWS, rows[:LOG_ROWS]
    count = _("条数：%(count)s") % {"count": len(rows)}
    if cut:
        count += _("（只含最新的 %(count)s 条，请按日期分次导出）") % {"count": LOG_ROWS}
    header = export_header(_("操作日志"), by=user, conditions=conditions, lines=[count])
    lines = (values(LOG_COLUMNS, line) for line in describe(rows, most=None))
    return write_sheet(LOG_COLUMNS, lines, header=header), len(rows)


def people_workbook(rows: Sequence[CheckedPerson], *, user: User, purpose: str) -> bytes:
    """What is on record of the people of a list, in its order, with masked numbers."""
    counts = "，".join(f"{label} {count}" for label, count in count_findings(rows))
    lines = [
        _("查询用途：%(purpose)s") % {"purpose": purpose},
        _("人数：%(count)s（%(counts)s）") % {"count": len(rows), "counts": counts},
        _("受助次数和金额含本人所在家庭；“范围内查不到”只说明本级范围内没有记录。"),
    ]
    header = export_header(_("名单查询结果"), by=user, lines=lines)
    return write_sheet(PEOPLE_COLUMNS, (values(PEOPLE_COLUMNS, row) for row in rows), header=header)


def access_pdf(household: Household, access: Access, *, by: User) -> bytes:
    """档案查阅记录: who read of the file and how often, and each time."""
    shown = {"household": household, "access": access, "by": by, "now": timezone.now()}
    return render_pdf("pdf/access.html", shown, title=_("档案查阅记录"))
