"""The union tree."""

from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func
from django.utils import timezone
from django.utils.translation import gettext
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

    `path` lists the ids from the root, "/000001/000004/000009/"; the ancestor columns hold the union of each
    level on that path, itself included. Both are set by the database when a union is made or moved.
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
    # Since when it has this name, if it had another one; kept by migrations/sql/union_names.sql.
    named_on = models.DateField(null=True, editable=False)

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

    def name_on(self, day: date | datetime | None) -> str:
        """How it was called on a day, or at a moment; its name of today for None. No query unless it was
        renamed since."""
        day = timezone.localdate(day) if isinstance(day, datetime) else day
        if day is None or self.named_on is None or day >= self.named_on:
            return self.name
        names = [row.name for row in self.past_names if row.to_on is not None and day < row.to_on]
        return names[0] if names else self.name

    @cached_property
    def past_names(self) -> "list[UnionName]":
        """The names that it had before, the first one first."""
        ended = (row for row in self.names.all() if row.to_on is not None)
        return sorted(ended, key=lambda row: row.from_on)

    @property
    def formerly(self) -> str:
        """Its names of before in one line, the last one first; '' for none."""
        names = "、".join(row.name for row in reversed(self.past_names))
        return gettext("曾用名：%(names)s") % {"names": names} if names else ""

    @property
    def scope_column(self) -> str:
        """The column of a scoped row that holds this union for everything below it."""
        return self.level if self.level in ANCESTOR_LEVELS else "union"

    @property
    def root_id(self) -> int:
        """The key of the union at the top of its tree."""
        return int(self.path.split("/")[1])

    @property
    def lineage(self) -> list[int]:
        """The keys of this union and of those above it, the nearest first."""
        return [int(key) for key in reversed(self.path.split("/")) if key]

    @cached_property
    def parts(self) -> frozenset[str]:
        """What it does with the cases of its own workers, and of unions below that have no nearer one."""
        return frozenset(part for part in Part if competent_id(self, part) == self.pk)


class UnionName(models.Model):
    """How a union was called from one day to the day before another; the last one is open.

    Written by the trigger of the union and by nobody else (migrations/sql/union_names.sql).
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="names", verbose_name=_("工会"))
    name = models.CharField(_("工会名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=20)
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("停用日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工会曾用名")
        constraints = [
            ExclusionConstraint(
                name="union_name_one_a_day",
                expressions=[
                    ("union", RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("to_on"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name
