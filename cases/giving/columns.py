"""The lists of instalments, services and hand-outs, each once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.giving.states import FOLLOW_UP_TONES, FULFILMENT_TONES, LINE_TONES, ROSTER_TONES, TONES
from hardship.kernel.columns import Column

COLUMNS = (
    Column(
        "name",
        _("职工"),
        "application.household.head.name",
        kind="name",
        width=12,
        is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("place", _("期数"), "place", width=10),
    Column("due_on", _("到期日"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14, sorts="amount"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
    Column("why", _("原因"), "why", width=24),
)

SERVICES = (
    Column(
        "name",
        _("职工"),
        "application.household.head.name",
        kind="name",
        width=12,
        is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("doer", _("由谁办"), "doer", width=18),
    Column("due_on", _("完成期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=FULFILMENT_TONES),
    Column("done_on", _("办成日期"), "done_on", kind="date", width=12, sorts="done_on"),
    Column("result", _("结果"), "get_result_display", width=12),
)

# A row is a FollowUp from `selectors.follow_ups.list_follow_ups`.
FOLLOW_UPS = (
    Column(
        "name", _("职工"), "application.household.head.name", kind="name", width=12, is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("kind", _("种类"), "get_kind_display", width=12),
    Column("what", _("做什么"), "what", width=28),
    Column("due_on", _("到期日"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=FOLLOW_UP_TONES),
    Column("visited_on", _("走访日期"), "visit.visited_on", kind="date", width=12),
    Column("said", _("办理情况"), "said", width=28),
    Column("signer", _("登记人"), "signer", kind="name", width=12),
)  # fmt: skip

# A row is a Roster from `selectors.rosters.list_rosters`.
ROSTERS = (
    Column("number", _("花名册号"), "number", kind="code", width=26, is_main=True, below="union"),
    Column("union", _("发放工会"), "union.name", kind="union", width=28),
    Column("on", _("发放日期"), "on", kind="date", width=12),
    Column("place", _("发放地点"), "place", width=22, below="store"),
    Column("store", _("仓库"), "store.name", width=18),
    Column("many", _("户数"), "many", kind="count", width=8),
    Column("signed", _("已签领"), "signed", kind="count", width=8),
    Column("state", _("状态"), "state", kind="badge", width=14, tones=ROSTER_TONES),
    Column("pages", _("签领单照片（页）"), "pages", kind="count", width=14),
    Column("made_by", _("制表人"), "made_by.name", kind="name", width=12),
)
# A row is a RosterLine from `selectors.rosters.list_lines`.
ROSTER_LINES = (
    Column("position", _("序号"), "position", kind="number", width=6),
    Column(
        "name", _("职工"), "fulfilment.application.household.head.name", kind="name", width=12, is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "fulfilment.application.number", kind="code", width=26),
    Column("programme", _("帮扶项目"), "fulfilment.application.programme.name", width=14),
    Column("goods", _("物资"), "goods_words", width=30),
    Column("signer", _("签领人"), "signer", width=16),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=LINE_TONES),
)  # fmt: skip
