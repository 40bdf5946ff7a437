"""What messages bring to the desk: their page, the number of unread ones in the head, log names."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import HEAD_COUNTS, PLACES, NavGroup, Place, Target, label_actions, label_targets
from hardship.messaging.selectors import list_unread

label_actions({"message.send": _("发出消息"), "message.digest": _("设置每日汇总")})
label_targets({"messaging.message": Target(_("消息")), "messaging.digestaddress": Target(_("每日汇总地址"))})
PLACES.add("messaging:messages")(Place(_("消息"), "info", NavGroup.HOME, 20))
HEAD_COUNTS.add("messages")(list_unread)
