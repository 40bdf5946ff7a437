from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class CompletionsConfig(RoomConfig):
    name = "cases.completions"
    label = "completions"
    verbose_name = _("急难补办")
    registers = ("services", "selectors", "desk")
