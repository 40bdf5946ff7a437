from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class DonationsConfig(RoomConfig):
    name = "funds.donations"
    label = "donations"
    verbose_name = _("社会捐赠")
    registers = ("selectors.papers", "desk", "resources")
