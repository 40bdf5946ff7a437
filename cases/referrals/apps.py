from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ReferralsConfig(RoomConfig):
    name = "cases.referrals"
    label = "referrals"
    verbose_name = _("转介")
    registers = ("reports", "desk")
