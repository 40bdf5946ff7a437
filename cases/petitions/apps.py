from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PetitionsConfig(RoomConfig):
    name = "cases.petitions"
    label = "petitions"
    verbose_name = _("信访接待")
    registers = ("reports", "desk")
