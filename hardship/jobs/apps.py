from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class JobsConfig(RoomConfig):
    name = "hardship.jobs"
    label = "jobs"
    verbose_name = _("后台任务")
    registers = ("tasks", "desk")
