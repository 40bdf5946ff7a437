"""The lists of calls and of differences, each once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.callbacks.states import DIFFERENCE_TONES, TONES
from hardship.kernel.columns import Column

# A row is a Callback from `selectors.list_callbacks`.
CALLBACKS = (
    Column("name", _("收款人"), "payment.payee", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("单据号"), "payment.payable.number", kind="code", width=26),
    Column("union", _("发放工会"), "union.name", kind="union", width=28),
    Column("purpose", _("帮扶项目"), "payment.payable.purpose", width=16),
    Column("paid_on", _("到账日期"), "payment.paid_on", kind="date", width=12, sorts="payment__paid_on"),
    Column("due_on", _("回访到期日"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state", kind="badge", width=12, tones=TONES),
    Column("tries", _("没有联系上的次数"), "tries", kind="count", width=10, short=_("联系次数")),
    Column("on", _("回访日期"), "on", kind="date", width=12, sorts="on"),
    Column("mode", _("方式"), "get_mode_display", width=8, default=False),
    Column("score", _("满意度"), "score", kind="number", width=8, sorts="score"),
    Column("effect", _("效果"), "get_effect_display", width=14),
    Column("spent_on", _("用在哪里"), "spent_on", width=24, default=False),
    Column("opinion", _("意见、建议"), "opinion", width=28, default=False),
    Column("measure", _("下一步措施"), "measure", width=24, default=False),
    Column("caller", _("回访人"), "caller", kind="name", width=12, default=False),
)
# A row is a Difference from `selectors.list_differences`.
DIFFERENCES = (
    Column(
        "name", _("收款人"), "callback.payment.payee", kind="name", width=12, is_main=True, below="number"
    ),
    Column("number", _("单据号"), "callback.payment.payable.number", kind="code", width=26),
    Column("union", _("发放工会"), "union.name", kind="union", width=28),
    Column("booked", _("账上发放（元）"), "booked", kind="money", width=14, sorts="booked"),
    Column("said", _("本人说收到（元）"), "said", kind="money", width=14, sorts="said"),
    Column("opened_on", _("发现日期"), "opened_on", kind="date", width=12, sorts="opened_on"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=DIFFERENCE_TONES),
    Column("outcome", _("查明的结果"), "get_outcome_display", width=20),
    Column("finding", _("查明的情况"), "finding", width=32, default=False),
    Column("settler", _("查明人"), "settler", kind="name", width=12, default=False),
)
