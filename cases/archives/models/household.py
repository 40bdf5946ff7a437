"""The household's file and the counter of file numbers."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.states import (
    EDITABLE_STATES,
    Category,
    Cause,
    FilingLevel,
    Housing,
    State,
    Want,
    WorkerType,
)
from hardship.kernel.checks import check
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


def person(name: object, *, related: str = "+") -> models.ForeignKey:  # type: ignore[type-arg]
    """Who did it: the `_by` beside an `_at`."""
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name=related, verbose_name=name
    )


class Household(ScopedModel):
    """One household (一户一档). The worker it is opened for is `head`, one of its members.

    `version` rises with every saved section: whoever saves an older one is told so. `file_no` is given when
    the file is filed, one after the other for each union and year.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    head = models.OneToOneField(
        "archives.Member", models.PROTECT, null=True, related_name="headed", verbose_name=_("户主")
    )
    file_no = models.CharField(_("档案号"), max_length=40, null=True, unique=True, editable=False)
    file_year = models.PositiveSmallIntegerField(null=True, editable=False)
    file_seq = models.PositiveIntegerField(null=True, editable=False)
    former_no = models.CharField(_("原编号"), max_length=40, blank=True)

    category = models.CharField(_("困难类别"), max_length=8, choices=Category.choices, blank=True)
    original_category = models.CharField(_("原困难类别"), max_length=20, blank=True)
    filing_level = models.CharField(_("建档标准"), max_length=12, choices=FilingLevel.choices, blank=True)
    worker_type = models.CharField(_("用工类别"), max_length=8, choices=WorkerType.choices, blank=True)
    main_cause = models.CharField(_("主要致困原因"), max_length=14, choices=Cause.choices, blank=True)
    secondary_causes = ArrayField(
        models.CharField(max_length=14, choices=Cause.choices),
        verbose_name=_("次要致困原因"),
        default=list,
        blank=True,
    )
    cause_note = models.CharField(_("困难情况说明"), max_length=500, blank=True)
    wants = ArrayField(
        models.CharField(max_length=12, choices=Want.choices),
        verbose_name=_("帮扶需求"),
        default=list,
        blank=True,
    )
    is_single_parent = models.BooleanField(_("是否单亲"), null=True)
    has_self_help = models.BooleanField(_("有一定自救能力"), null=True)
    is_zero_employment = models.BooleanField(_("零就业家庭"), null=True)
    is_on_dibao = models.BooleanField(_("享受低保"), null=True)

    address = models.CharField(_("家庭住址"), max_length=120, blank=True)
    registered_at = models.CharField(_("户口所在地"), max_length=80, blank=True)
    housing_type = models.CharField(_("住房类型"), max_length=12, choices=Housing.choices, blank=True)
    floor_area = models.DecimalField(
        _("建筑面积（平方米）"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    homes = models.PositiveSmallIntegerField(_("自有房产（套）"), null=True, blank=True)
    vehicles = models.PositiveSmallIntegerField(_("机动车（辆）"), null=True, blank=True)
    vehicle_note = models.CharField(_("车辆说明"), max_length=120, blank=True)
    has_business = models.BooleanField(_("办有企业或雇工经营"), null=True)
    deposits = models.DecimalField(
        _("存款及有价证券（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    asset_note = models.CharField(_("财产说明"), max_length=300, blank=True)

    money_reviewed = models.BooleanField(_("收支已填报完整"), default=False)
    members_reviewed = models.BooleanField(_("家庭成员已填报完整"), default=False)

    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))
    updated_at = models.DateTimeField(_("更新时间"), default=timezone.now, editable=False)
    updated_by = person(_("更新人"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("提交人"))
    filed_at = models.DateTimeField(_("建档时间"), null=True, editable=False)
    filed_by = person(_("审核人"))
    filed_on = models.DateField(_("建档日期"), null=True, editable=False)
    closed_at = models.DateTimeField(_("注销时间"), null=True, editable=False)
    closed_by = person(_("注销人"))
    due_on = models.DateField(_("办理时限"), null=True, editable=False)
    review_due_on = models.DateField(_("下次核查"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("困难职工档案")
        indexes = [
            *(
                models.Index(fields=[level, "state", "-id"], name=f"household_{level}_state")
                for level in ("province", "city", "county", "township", "union")
            ),
        ]
        constraints = [
            check("household_state_known", models.Q(state__in=State.values), _("档案状态不对。")),
            check(
                "household_numbered_when_filed",
                models.Q(file_no__isnull=False) | ~models.Q(state__in=[State.FILED, State.CLOSED]),
                _("在档的档案必须有档案号。"),
            ),
            models.UniqueConstraint(
                fields=["union", "file_year", "file_seq"], name="household_file_number_once"
            ),
        ]

    def __str__(self) -> str:
        return (self.head.name if self.head else "") or str(_("未填姓名"))

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES


class FileCounter(YearCounter):
    """The last file number given in one union and year; its row lock makes the numbers gapless."""

    class Meta:
        verbose_name = verbose_name_plural = _("档案号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="file_counter_once")]
