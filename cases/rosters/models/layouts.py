"""How somebody likes a roster: which columns, in which order, which of them always masked."""

import uuid
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from hardship.kernel.checks import check


class RosterLayoutQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those that somebody of the same union shares with it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(created_by=user.pk) | Q(is_shared=True, union=user.union_id))


class RosterLayout(models.Model):
    """A saved layout. `columns` are keys of archives.columns in their order; those in `masked` stay masked
    even where numbers are written in full."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    name = models.CharField(_("名称"), max_length=30)
    columns = ArrayField(models.CharField(max_length=30), verbose_name=_("列"), default=list)
    masked = ArrayField(models.CharField(max_length=30), verbose_name=_("始终脱敏"), default=list, blank=True)
    is_shared = models.BooleanField(_("本工会的人都可以用"), default=False)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))

    objects = RosterLayoutQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("花名册版式")
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "name"],
                name="roster_layout_name_once",
                violation_error_message=_("已有同名的版式。"),
            ),
            check("roster_layout_has_columns", ~Q(columns=[]), _("请至少选择一列。")),
        ]

    def __str__(self) -> str:
        return self.name
