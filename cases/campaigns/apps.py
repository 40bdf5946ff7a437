from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class CampaignsConfig(RoomConfig):
    name = "cases.campaigns"
    label = "campaigns"
    verbose_name = _("慰问活动")
    registers = ("selectors.aid", "services.paying", "services.goods", "resources", "desk")
