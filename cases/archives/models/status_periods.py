"""What the statistics count, with the days between which it was so (docs/adr/0012)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household
from cases.archives.models.members import Member
from cases.archives.states import (
    IN_FORCE_STATES,
    Category,
    Cause,
    FilingLevel,
    Sex,
    State,
    Status,
    WorkerType,
)
from hardship.kernel.checks import check
from hardship.kernel.scope import ScopedModel

# [from_on, to_on): no upper bound where to_on is NULL
PERIOD = models.Func("from_on", "to_on", RangeBoundary(), function="DATERANGE", output_field=DateRangeField())


class StatusPeriod(ScopedModel):
    """How a file in force stood from `from_on` to the day before `to_on` (None: still).

    The triggers of the household and its members write these rows and nobody else can: whatever changes one
    of these values, a step, a transfer, a merge, an import or a hand on the database, closes the open period
    and begins another. What is past stays as it was, with the union and its ancestors of then. A period that
    began and ended on one day is empty and counts nowhere.
    """

    keeps_its_ancestors = True

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="status_periods", verbose_name=_("档案")
    )
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止（不含）"), null=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    category = models.CharField(_("困难类别"), max_length=8, choices=Category.choices, blank=True)
    own_label = models.CharField(_("本级类别"), max_length=40, blank=True)
    filing_level = models.CharField(_("建档标准"), max_length=12, choices=FilingLevel.choices, blank=True)
    main_cause = models.CharField(_("主要致困原因"), max_length=14, choices=Cause.choices, blank=True)
    own_labels: ClassVar[dict[str, str]] = {"category": "own_label"}
    worker_type = models.CharField(_("用工类别"), max_length=8, choices=WorkerType.choices, blank=True)
    is_on_dibao = models.BooleanField(_("享受低保"), null=True)
    head = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name=_("户主"))
    labels = ArrayField(models.CharField(max_length=16), verbose_name=_("标签"), default=list)
    status = models.CharField(_("人员身份"), max_length=16, choices=Status.choices, blank=True)
    birth_on = models.DateField(_("出生日期"), null=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    persons = models.PositiveSmallIntegerField(_("家庭人口"))

    class Meta:
        verbose_name = verbose_name_plural = _("档案状况")
        constraints = [
            ExclusionConstraint(
                name="status_period_no_overlap",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(to_on__isnull=True), name="status_period_open_once"
            ),
            check(
                "status_period_ends_after_it_begins",
                models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                _("结束日期不能早于开始日期。"),
            ),
            check(
                "status_period_in_force",
                models.Q(state__in=IN_FORCE_STATES),
                _("只有在档的档案才有状况记录。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.from_on}"
