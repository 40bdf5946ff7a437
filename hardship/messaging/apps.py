from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class MessagingConfig(RoomConfig):
    name = "hardship.messaging"
    label = "messaging"
    verbose_name = _("消息")
    registers = ("desk", "services.seconding", "services.standing", "tasks")
