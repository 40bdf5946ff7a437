"""What messages bring to the desk: their page, the number of unread ones in the head, log names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import (
    HEAD_COUNTS,
    HELP,
    PLACES,
    Help,
    NavGroup,
    Place,
    Target,
    label_actions,
    label_targets,
)
from hardship.messaging.selectors import list_unread
from hardship.messaging.services import KINDS, MessageKind

label_actions({"message.send": _("发出消息"), "message.digest": _("设置每日汇总")})
label_targets({"messaging.message": Target(_("消息")), "messaging.digestaddress": Target(_("每日汇总地址"))})
PLACES.add("messaging:messages")(Place(_("消息"), "info", NavGroup.HOME, 20))
HELP.add("messaging:messages")(
    Help(
        purpose=_(
            "您经手的事有了结果，在这里告诉您：档案退回或建档，申请退回、批准，钱发到或没有付成，"
            "公示有异议，有人催办。"
        ),
        then=_(
            "点右边的按钮去看那件事，这条消息就算已读。误点“全部标为已读”，半小时内可以撤销。要"
            "您动手办的事仍在工作台的待办里。"
        ),
        seen=_("消息只给您本人看，里面没有姓名和证件号。可以另设每天上午一次的汇总，只有条数。"),
    )
)
KINDS.add("accounts.ending")(
    MessageKind(_("您的任职快到期了"), _("看我的岗位"), lambda _key: reverse("desk:post"))
)
KINDS.add("accounts.ending_of")(
    MessageKind(
        _("有人的任职快到期了，要延长的请改截止日期"),
        _("看任职"),
        lambda key: reverse("accounts:appointment", args=[key]),
    )
)
for kind, text in (
    ("accounts.stand_in", _("安排了代办，期限和岗位请看代办")),
    ("accounts.stand_in_end", _("代办提前结束了")),
):
    KINDS.add(kind)(MessageKind(text, _("看代办"), lambda key: reverse("accounts:stand_in", args=[key])))
KINDS.add("accounts.second_wanted")(
    MessageKind(_("有任职等第二个管理员确认"), _("看待确认的任职"), lambda _key: reverse("accounts:seconds"))
)
for kind, text in (
    ("accounts.second_given", _("您登记的任职已由第二人确认")),
    ("accounts.second_refused", _("您登记的任职第二人不同意，原因请看任职")),
):
    KINDS.add(kind)(MessageKind(text, _("看任职"), lambda key: reverse("accounts:appointment", args=[key])))
HEAD_COUNTS.add("messages")(list_unread)
