"""Every how many months a kind of file is checked again, as the unions laid it down."""

import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.archives.states import ReviewKind
from hardship.kernel.checks import check
from hardship.kernel.scope import ScopedModel


class ReviewPeriod(ScopedModel):
    """A period (核查周期) of one union and all below it that have none of their own, from a day on."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("核查类型"), max_length=8, choices=ReviewKind.choices)
    months = models.PositiveSmallIntegerField(_("周期（月）"))
    effective = DateRangeField(_("有效期间"))
    document = models.CharField(_("依据"), max_length=120)
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now, editable=False)
    set_by = person(_("设定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("核查周期")
        constraints = [
            ExclusionConstraint(
                name="review_period_no_overlap",
                expressions=[
                    ("union", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这一类这段时间已有周期，请先截止旧的。"),
            ),
            check("review_period_kind_known", models.Q(kind__in=ReviewKind.values), _("核查类型不对。")),
            check("review_period_months", models.Q(months__range=(1, 36)), _("周期为 1 到 36 个月。")),
            check("review_period_founded", ~models.Q(document=""), _("请填写依据。")),
            check(
                "review_period_dated", models.Q(effective__startswith__isnull=False), _("请填写执行日期。")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"

    @property
    def effective_from(self) -> date:
        start: date = self.effective.lower
        return start
