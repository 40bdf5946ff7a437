"""What varies by place or by year: rows with a date range that cannot overlap."""

from datetime import date
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.policies.states import Area, IncomeArea
from hardship.kernel.checks import check


class LivingStandard(models.Model):
    """The minimum living standard (低保标准) of one region, yuan per person and month, as published."""

    region_code = models.CharField(_("行政区划代码"), max_length=6)
    region = models.CharField(_("地区"), max_length=40)
    area = models.CharField(_("城乡"), max_length=5, choices=Area.choices, default=Area.URBAN)
    monthly = models.DecimalField(_("标准（元/人·月）"), max_digits=10, decimal_places=2)
    effective = DateRangeField(_("有效期间"))
    document = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("低保标准")
        constraints = [
            ExclusionConstraint(
                name="living_standard_no_overlap",
                expressions=[
                    ("region_code", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("该地区这段时间已有标准，请先截止旧标准。"),
            ),
            check("living_standard_positive", models.Q(monthly__gt=0), _("标准必须大于零。")),
            check(
                "living_standard_dated", models.Q(effective__startswith__isnull=False), _("请填写执行日期。")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.monthly}"

    @property
    def figure(self) -> Decimal:
        return self.monthly

    @property
    def effective_from(self) -> date:
        start: date = self.effective.lower
        return start


class MinimumWage(models.Model):
    """The minimum wage (最低工资标准) of one region, yuan per month, as published.

    It is what somebody able to work who has no work is taken to earn (推算收入).
    """

    region_code = models.CharField(_("行政区划代码"), max_length=6)
    region = models.CharField(_("地区"), max_length=40)
    monthly = models.DecimalField(_("最低工资（元/月）"), max_digits=10, decimal_places=2)
    effective = DateRangeField(_("有效期间"))
    document = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("最低工资标准")
        constraints = [
            ExclusionConstraint(
                name="minimum_wage_no_overlap",
                expressions=[
                    ("region_code", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("该地区这段时间已有最低工资，请先截止旧标准。"),
            ),
            check("minimum_wage_positive", models.Q(monthly__gt=0), _("最低工资必须大于零。")),
            check("minimum_wage_dated", models.Q(effective__startswith__isnull=False), _("请填写执行日期。")),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.monthly}"

    @property
    def figure(self) -> Decimal:
        return self.monthly

    @property
    def effective_from(self) -> date:
        start: date = self.effective.lower
        return start


class GiftCap(models.Model):
    """慰问限额: what one person may get of gifts, in yuan each time and a year, by the document of a region.

    《山东省工会送温暖资金使用管理办法》（2019）: 3,000 each time, 6,000 a year."""

    region_code = models.CharField(_("行政区划代码"), max_length=6)
    region = models.CharField(_("地区"), max_length=40)
    each = models.DecimalField(_("每人每次（元）"), max_digits=10, decimal_places=2)
    yearly = models.DecimalField(_("每人每年（元）"), max_digits=10, decimal_places=2)
    effective = DateRangeField(_("有效期间"))
    document = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问限额")
        constraints = [
            ExclusionConstraint(
                name="gift_cap_no_overlap",
                expressions=[("region_code", RangeOperators.EQUAL), ("effective", RangeOperators.OVERLAPS)],
                violation_error_message=_("该地区这段时间已有限额，请先截止旧限额。"),
            ),
            check(
                "gift_cap_each_within_year",
                models.Q(each__gt=0, yearly__gte=models.F("each")),
                _("每次的限额必须大于零，不能超过每年的。"),
            ),
            check("gift_cap_dated", models.Q(effective__startswith__isnull=False), _("请填写执行日期。")),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.each}/{self.yearly}"

    @property
    def figure(self) -> Decimal:
        return self.each

    @property
    def effective_from(self) -> date:
        start: date = self.effective.lower
        return start


class RegionalIncome(models.Model):
    """What the people of a region had to live on in one year (居民人均可支配收入), yuan a head, as published.

    One figure for a year, and the year before is asked for: policies say "低于上年度当地居民人均可支配收入".
    """

    region_code = models.CharField(_("行政区划代码"), max_length=6)
    region = models.CharField(_("地区"), max_length=40)
    area = models.CharField(_("范围"), max_length=5, choices=IncomeArea.choices, default=IncomeArea.ALL)
    year = models.PositiveSmallIntegerField(_("年度"))
    yearly = models.DecimalField(_("人均可支配收入（元/年）"), max_digits=10, decimal_places=2)
    name = models.CharField(_("公布的名称"), max_length=60, blank=True)
    document = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("居民人均可支配收入")
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "area", "year"],
                name="regional_income_once_a_year",
                violation_error_message=_("该地区这一年的数已经录入。"),
            ),
            check("regional_income_positive", models.Q(yearly__gt=0), _("收入必须大于零。")),
            check(
                "regional_income_of_a_year", models.Q(year__gte=1980, year__lte=2100), _("年度不对，请核对。")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year} {self.yearly}"

    @property
    def figure(self) -> Decimal:
        return self.yearly

    @property
    def effective_from(self) -> date:
        return date(self.year, 1, 1)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend that is worked (调休)."""

    on = models.DateField(_("日期"), primary_key=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("放假安排")

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
