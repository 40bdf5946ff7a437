"""Kinds of audit rows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    WRITE = "write", _("业务操作")
    READ = "read", _("查看敏感信息")
    EXPORT = "export", _("导出与打印")
    ACCESS = "access", _("登录与权限")
