from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class GoodsConfig(RoomConfig):
    name = "funds.goods"
    label = "goods"
    verbose_name = _("物资")
    registers = ("desk",)
