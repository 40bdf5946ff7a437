"""Who changed, read or exported what, when and from where: rows that are only ever added."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hardship.audit.states import Kind
from hardship.kernel.fields import EncryptedField
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


class AuditQuerySet(ScopedQuerySet["AuditRecord"]):
    def about(self, target: models.Model) -> Self:
        """The rows about one object, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by("-pk")


class AuditRecord(ScopedModel, AppendOnly):
    """One event. `target_type` and `target_id` name the object ("archives.household", "42"); `data` holds
    figures, states and field names, never personal data. `changes` is what an edit changed, from what to
    what: JSON that its kind of object reads (kernel.desk.EDITS), encrypted, as any of it may be personal.
    The table refuses UPDATE, DELETE and TRUNCATE."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    kind = models.CharField(_("类型"), max_length=8, choices=Kind.choices)
    action = models.CharField(_("操作"), max_length=60)
    target_type = models.CharField(_("对象"), max_length=60, blank=True)
    target_id = models.CharField(_("对象编号"), max_length=40, blank=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("操作人")
    )
    stood_in_for = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("代谁办理")
    )
    address = models.GenericIPAddressField(_("来源地址"), null=True)
    request_id = models.UUIDField(_("请求编号"), default=uuid.UUID(int=0))
    data = models.JSONField(_("内容"), default=dict)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    changes = EncryptedField("audit", verbose_name=_("改动"), null=True, editable=False)  # type: ignore[misc]

    objects: ClassVar = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("操作日志")
        indexes = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_target"),
            *(
                models.Index(fields=[level, "-id"], name=f"audit_{level}")
                for level in ("province", "city", "county")
            ),
            models.Index(fields=["by", "-id"], name="audit_by"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
