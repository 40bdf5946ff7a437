from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class AuditConfig(RoomConfig):
    name = "hardship.audit"
    label = "audit"
    verbose_name = _("操作日志")
