from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class BudgetsConfig(RoomConfig):
    name = "funds.budgets"
    label = "budgets"
    verbose_name = _("使用计划与分配")
    registers = ("selectors.ceilings", "desk", "resources")
