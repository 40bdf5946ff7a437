from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class GivingConfig(RoomConfig):
    name = "cases.giving"
    label = "giving"
    verbose_name = _("发放与落实")
    registers = (
        "selectors.aid",
        "selectors.kinds",
        "selectors.served",
        "selectors.deeds",
        "services.payables",
        "services.signing",
        "services.returning",
        "services.leaving",
        "services.follow_ups",
        "desk",
    )
