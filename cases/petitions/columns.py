"""The list of petitions, the terms, and the counts, each for its page and its workbook."""

from django.utils.translation import gettext_lazy as _

from cases.petitions.states import TONES, Channel
from hardship.kernel.columns import Column

# A row is a Petition of selectors.petitions.list_petitions, which says who may know whom it is from.
PETITION_COLUMNS = (
    Column("number", _("编号"), "number", kind="code", width=24, is_main=True, below="received_on"),
    Column("received_on", _("接待日期"), "received_on", kind="date", width=12),
    Column("matter", _("事项"), "get_matter_display", width=8, below="channel"),
    Column("channel", _("来源"), "get_channel_display", width=10),
    Column("name", _("来访（来电、来信）人"), "shown_name", kind="name", width=16, short=_("来人")),
    Column("text", _("反映内容"), "shown_text", personal=True, width=40, wide_only=True),
    Column("state", _("状态"), "state", kind="badge", tones=TONES, width=10),
    Column("due_on", _("办理期限"), "due_on", kind="date", width=12),
    Column("handler", _("主办人"), "handler.name", width=10, below="union"),
    Column("union", _("办理工会"), "union.name", kind="union", width=26),
    Column("urgency", _("缓急"), "get_urgency_display", width=12, default=False),
    Column("persons", _("人数"), "persons", kind="count", width=8, default=False),
    Column("phone", _("电话"), "shown_phone", kind="phone", width=15, default=False),
    Column("created_by", _("首接人"), "created_by.name", width=10, default=False),
    Column("offered_to", _("转给"), "offered_to.name", kind="union", width=26, default=False),
    Column("answer_by_on", _("答复期限"), "answer_by_on", kind="date", width=12, default=False),
    Column("answered_at", _("答复时间"), "answered_at", kind="datetime", width=17, default=False),
    Column("satisfaction", _("满意度"), "get_satisfaction_display", width=10, default=False),
    Column("closed_at", _("办结时间"), "closed_at", kind="datetime", width=17, default=False),
)
# A row is a Term.
TERM_COLUMNS = (
    Column("matter", _("事项"), "get_matter_display", width=8, is_main=True),
    Column("from_on", _("起始日期"), "from_on", kind="date", width=12),
    Column("accept_days", _("受理（工作日）"), "accept_days", kind="count", width=14),
    Column("answer_days", _("答复（工作日）"), "answer_days", kind="count", width=14),
    Column("union", _("设定的工会"), "union.name", kind="union", width=26),
    Column("document", _("依据文号"), "document", width=24),
    Column("entered_by", _("登记人"), "entered_by.name", width=10),
)
# A row is a view of rules.Count: the matter, how many came by each channel, the sum, the people.
COUNT_COLUMNS = (
    Column("matter", _("事项"), "matter", width=10, is_main=True),
    *(Column(channel.value, channel.label, channel.value, kind="count", width=12) for channel in Channel),
    Column("total", _("合计"), "total", kind="count", width=10),
    Column("persons", _("涉及人数"), "persons", kind="count", width=10),
)
