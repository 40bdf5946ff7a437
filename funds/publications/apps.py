from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PublicationsConfig(RoomConfig):
    name = "funds.publications"
    label = "publications"
    verbose_name = _("使用公开")
    registers = ("desk",)
