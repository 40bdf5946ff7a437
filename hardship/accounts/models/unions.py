"""The union tree."""

from functools import cached_property
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import ANCESTOR_LEVELS, Level
from hardship.kernel.checks import check
from hardship.kernel.scope import Part, ancestor, competent_id


class UnionQuerySet(models.QuerySet["Union"]):
    def visible_to(self, user: Any) -> Self:
        """The union that the user works at and everything below it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(path__startswith=user.union.path)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Union(models.Model):
    """A trade union (工会组织): one node of the tree.

    `path` lists the ids from the root, "/1/4/9/"; the ancestor columns hold the union of each level on
    that path, itself included. Both are set by the database when a union is made or moved.
    """

    code = models.CharField(_("工会编码"), max_length=20, unique=True)
    name = models.CharField(_("工会名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=20)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级工会")
    )
    path = models.CharField(max_length=120, editable=False, default="")
    region_code = models.CharField(_("行政区划代码"), max_length=6)
    province = ancestor(_("省级工会"))
    city = ancestor(_("市级工会"))
    county = ancestor(_("区县工会"))
    township = ancestor(_("乡镇工会"))
    opened_on = models.DateField(_("成立日期"), default=timezone.localdate)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = UnionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工会")
        indexes = [models.Index(fields=["path"], name="union_path", opclasses=["varchar_pattern_ops"])]
        constraints = [
            check("union_level_known", models.Q(level__in=Level.values), _("请选择工会级别。")),
            check(
                "union_province_is_root",
                ~models.Q(level=Level.PROVINCE) | models.Q(parent__isnull=True),
                _("省级工会没有上级。"),
            ),
            check(
                "union_region_code", models.Q(region_code__regex=r"^[0-9]{6}$"), _("行政区划代码是六位数字。")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_column(self) -> str:
        """The column of a scoped row that holds this union for everything below it."""
        return self.level if self.level in ANCESTOR_LEVELS else "union"

    @property
    def root_id(self) -> int:
        """The key of the union at the top of its tree."""
        return int(self.path.split("/")[1])

    @cached_property
    def parts(self) -> frozenset[str]:
        """What it does with the cases of its own workers, and of unions below that have no nearer one."""
        return frozenset(part for part in Part if competent_id(self, part) == self.pk)
