"""By which ways a sealed day leaves the machine."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WayOut(TextChoices):
    FILE = "file", _("文件")
    EMAIL = "email", _("电子邮件")
