from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class OutcomesConfig(RoomConfig):
    name = "cases.outcomes"
    label = "outcomes"
    verbose_name = _("文书与告知")
    registers = ("selectors.prechecks", "selectors.resting", "selectors.terms", "desk", "tasks", "packaging")
