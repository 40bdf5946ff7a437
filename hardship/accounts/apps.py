from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class AccountsConfig(RoomConfig):
    name = "hardship.accounts"
    label = "accounts"
    verbose_name = _("工会与人员")
    registers = ("desk",)
