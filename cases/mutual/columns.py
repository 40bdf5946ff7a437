"""The lists of mutual aid, once for page and workbook."""

from django.utils.translation import gettext_lazy as _

from cases.mutual.states import CLAIM_TONES
from hardship.kernel.columns import Column

# A row is a MutualPeriod of selectors.list_periods.
PERIOD_COLUMNS = (
    Column("name", _("期次"), "__str__", width=24, is_main=True, sorts="number"),
    Column("union", _("举办工会"), "union.name", kind="union", width=26),
    Column("fee", _("每人交费（元）"), "fee", kind="money", width=14),
    Column("from_on", _("保障起"), "from_on", kind="date", width=12, sorts="from_on"),
    Column("until_on", _("保障止"), "until_on", kind="date", width=12, sorts="until_on"),
    Column("cap", _("每期最多（元）"), "cap", kind="money", width=14),
    Column("enrolled", _("参保（人）"), "enrolled", kind="count", width=10),
)
# A row is a MutualEnrolment of selectors.list_enrolments.
ENROLMENT_COLUMNS = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="id_number", sorts="name"),
    Column("id_number", _("身份证号"), "id_number", kind="id_number", width=22),
    Column("period", _("期次"), "period", width=24),
    Column("union", _("参保工会"), "union.name", kind="union", width=26),
    Column("employer", _("单位"), "employer", width=24, wide_only=True),
    Column("paid_on", _("交费日期"), "paid_on", kind="date", width=12, sorts="paid_on"),
    Column("until_on", _("保障止"), "period.until_on", kind="date", width=12),
    Column("claimed", _("申请给付（元）"), "claimed", kind="money", width=14),
    Column("is_current", _("在保"), "is_current", kind="boolean", width=8, default=False),
)
# A row is a MutualClaim of selectors.list_claims.
CLAIM_COLUMNS = (
    Column("name", _("姓名"), "enrolment.name", kind="name", width=12, is_main=True, below="period"),
    Column("period", _("期次"), "enrolment.period", width=24),
    Column("union", _("参保工会"), "union.name", kind="union", width=26),
    Column("hospital", _("医院"), "hospital", personal=True, width=22, wide_only=True),
    Column("treated_on", _("就诊日期"), "treated_on", kind="date", width=12, sorts="treated_on"),
    Column("self_paid", _("个人自付（元）"), "self_paid", kind="money", width=14, sorts="self_paid"),
    Column("amount", _("应给付（元）"), "amount", kind="money", width=14, sorts="amount"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=CLAIM_TONES),
    Column("payer", _("给付单位"), "payer", width=22, default=False),
    Column("paid_on", _("给付日期"), "paid_on", kind="date", width=12, wide_only=True),
)
# A row is a Household of selectors.list_uncovered.
UNCOVERED_COLUMNS = (
    Column("name", _("户主"), "head.name", kind="name", width=12, is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "file_no", kind="code", width=20),
    Column("union", _("申报工会"), "union.name", kind="union", width=26),
    Column("category", _("困难类别"), "category", kind="badge", width=12),
    Column(
        "cause", _("主要致困原因"), "get_main_cause_display", width=20, wide_only=True, sorts="main_cause"
    ),
)
