"""The household's file and the counter of file numbers."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.categories import Categorised
from cases.archives.models.taken_over import TakenOver, taken_over_check
from cases.archives.models.voices import Voiced, demand_check, mood_check
from cases.archives.rules.labels import labels_on, write_labels
from cases.archives.rules.reviews import RETENTION_MONTHS, months_after
from cases.archives.states import (
    EDITABLE_STATES,
    IN_FORCE_STATES,
    LEFT_STATES,
    NUMBERED_STATES,
    Cause,
    CloseReason,
    Facilities,
    FilingLevel,
    Housing,
    Label,
    PriorityGroup,
    ReviewKind,
    State,
    StockKind,
    Want,
    WorkerType,
)
from cases.archives.states.files import FILE_TONES
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def person(name: "StrOrPromise", *, related: str = "+") -> models.ForeignKey:  # type: ignore[type-arg]
    """Who did it: the `_by` beside an `_at`."""
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name=related, verbose_name=name
    )


class Household(Categorised, Voiced, TakenOver, ScopedModel):
    """One household (一户一档). The worker it is opened for is `head`, one of its members.

    `version` rises with every saved section: whoever saves an older one is told so. `file_no` is given when
    the file is filed, one after the other for each union and year; `number_union` is the union that gave it,
    which a transfer does not change. `previous` is the file that the family left before this one. The pinyin
    of the head's name stands here once more, so that an index can sort files by name; the database keeps it.
    """

    is_editable = in_state(*EDITABLE_STATES)
    is_in_force = in_state(*IN_FORCE_STATES)  # aid may be applied for and paid under this file
    is_under_review = in_state(State.UNDER_REVIEW)
    is_closed = in_state(State.CLOSED)
    is_relapsed = in_state(State.RELAPSED)
    has_been_lifted = in_state(State.LIFTED, State.RELAPSED)
    tone = state_tone(FILE_TONES)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    head = models.OneToOneField(
        "archives.Member", models.PROTECT, null=True, related_name="headed", verbose_name=_("户主")
    )
    head_pinyin = models.CharField(max_length=160, default="", db_default="", editable=False)
    file_no = models.CharField(_("档案号"), max_length=40, null=True, unique=True, editable=False)
    file_year = models.PositiveSmallIntegerField(null=True, editable=False)
    file_seq = models.PositiveIntegerField(null=True, editable=False)
    number_union = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("编号工会"),
    )  # fmt: skip
    former_no = models.CharField(_("原编号"), max_length=40, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="followers",
        verbose_name=_("上一份档案"),
    )  # fmt: skip

    original_category = models.CharField(_("原困难类别"), max_length=20, blank=True)
    stock_kind = models.CharField(_("档案类别"), max_length=9, choices=StockKind.choices, blank=True)
    priority_group = models.CharField(_("重点群体"), max_length=20, choices=PriorityGroup.choices, blank=True)
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
    has_self_help = models.BooleanField(_("有一定自救能力"), null=True)
    is_on_dibao = models.BooleanField(_("享受低保"), null=True)
    dibao_amount = models.DecimalField(
        _("低保金额（元/月）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    is_dibao_marginal = models.BooleanField(_("低保边缘家庭"), null=True)
    marginal_no = models.CharField(_("低保边缘认定文号"), max_length=40, blank=True)
    marginal_on = models.DateField(_("低保边缘认定日期"), null=True, blank=True)
    relief_card = models.CharField(_("特困救助卡号"), max_length=40, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    labels = ArrayField(
        models.CharField(max_length=16, choices=Label.choices), verbose_name=_("标签"), default=list,
        editable=False,
    )  # fmt: skip

    address = models.CharField(_("家庭住址"), max_length=120, blank=True)
    registered_at = models.CharField(_("户口所在地"), max_length=80, blank=True)
    housing_type = models.CharField(_("住房类型"), max_length=12, choices=Housing.choices, blank=True)
    floor_area = models.DecimalField(
        _("建筑面积（平方米）"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    usable_area = models.DecimalField(
        _("使用面积（平方米）"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    monthly_rent = models.DecimalField(
        _("月租金（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    facilities = models.CharField(_("厨卫使用"), max_length=6, choices=Facilities.choices, blank=True)
    homes = models.PositiveSmallIntegerField(_("自有房产（套）"), null=True, blank=True)
    vehicles = models.PositiveSmallIntegerField(_("机动车（辆）"), null=True, blank=True)
    vehicle_note = models.CharField(_("车辆说明"), max_length=120, blank=True)
    vehicle_value = models.DecimalField(
        _("车辆购置价合计（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    has_business = models.BooleanField(_("办有企业或雇工经营"), null=True)
    deposits = models.DecimalField(
        _("存款及有价证券（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    securities = models.DecimalField(
        _("其中：有价证券、基金（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    housing_fund = models.DecimalField(
        _("住房公积金余额（元）"), max_digits=12, decimal_places=2, null=True, blank=True
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
    close_reason = models.CharField(
        _("注销原因"), max_length=10, choices=CloseReason.choices, blank=True, db_default="", default=""
    )
    lifted_at = models.DateTimeField(_("脱困时间"), null=True, editable=False)
    lifted_by = person(_("脱困审核人"))
    left_on = models.DateField(_("退出日期"), null=True, editable=False)
    verified_at = models.DateTimeField(_("上次核查"), null=True, editable=False)
    verified_by = person(_("核查人"))
    review_kind = models.CharField(
        _("核查类型"), max_length=8, choices=ReviewKind.choices, blank=True, db_default="", default=""
    )
    due_on = models.DateField(_("办理时限"), null=True, editable=False)
    review_due_on = models.DateField(_("下次核查"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("困难职工档案")
        indexes = [
            *(
                # counts by state, category and cause read no row of the table
                models.Index(
                    fields=[level, "state", "-id"],
                    include=["category", "main_cause"],
                    name=f"household_{level}_state",
                )
                for level in ("province", "city", "county", "township", "union")
            ),
            *(
                models.Index(fields=[level, "head_pinyin", "id"], name=f"household_{level}_name")
                for level in ("city", "county")
            ),
            models.Index(
                fields=["review_due_on"], name="household_review_due",
                condition=models.Q(state__in=IN_FORCE_STATES),
            ),
            models.Index(fields=["filed_at"], name="household_filed_at"),
            GinIndex(fields=["labels"], name="household_labels"),
            models.Index(fields=["former_no"], name="household_former_no", opclasses=["varchar_pattern_ops"]),
        ]  # fmt: skip
        constraints = [
            demand_check("household"),
            mood_check("household"),
            taken_over_check("household"),
            check("household_state_known", models.Q(state__in=State.values), _("档案状态不对。")),
            check(
                "household_numbered_when_filed",
                models.Q(file_no__isnull=False) | ~models.Q(state__in=NUMBERED_STATES),
                _("在档的档案必须有档案号。"),
            ),
            check(
                "household_amounts_not_negative",
                models.Q(
                    *(
                        models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": 0})
                        for name in (
                            "dibao_amount",
                            "usable_area",
                            "monthly_rent",
                            "vehicle_value",
                            "securities",
                            "housing_fund",
                        )
                    )
                ),
                _("金额和面积不能是负数。"),
            ),
            models.UniqueConstraint(
                fields=["number_union", "file_year", "file_seq"], name="household_file_number_once"
            ),
            check(
                "household_closed_for_a_reason",
                ~models.Q(state=State.CLOSED) | ~models.Q(close_reason=""),
                _("注销档案必须选择原因。"),
            ),
            check(
                "household_left_on_a_day",
                ~models.Q(state__in=LEFT_STATES) | models.Q(left_on__isnull=False),
                _("脱困或注销的档案必须有退出日期。"),
            ),
            check(
                "household_not_its_own_previous",
                models.Q(previous__isnull=True) | ~models.Q(previous=models.F("id")),
                _("档案不能以自己为上一份档案。"),
            ),
            models.UniqueConstraint(
                fields=["previous"],
                condition=~models.Q(state=State.DISCARDED),
                name="household_reopened_once",
                violation_error_message=_("这份档案已经重新建档。"),
            ),
        ]

    def __str__(self) -> str:
        return (self.head.name if self.head else "") or str(_("未填姓名"))

    def labels_on(self, on: date) -> tuple[Label, ...]:
        """The derived labels that day, with the one that comes with the worker's age."""
        head = self.head
        if head is None:
            return ()
        return labels_on(self.labels, sex=head.sex, birth_on=head.birth_on, status=head.status, on=on)

    @property
    def shown_labels(self) -> str:
        """Today's labels in words."""
        return write_labels(self.labels_on(timezone.localdate()))

    @property
    def is_single_parent(self) -> bool:
        return Label.SINGLE_PARENT in self.labels

    @property
    def is_zero_employment(self) -> bool:
        return Label.ZERO_EMPLOYMENT in self.labels

    @property
    def retain_until(self) -> date | None:
        """The last day that the file must be kept. None while the family is in, and for a file that a
        relapse carried on: its history is in use with the new one."""
        return retain_until(self.state, self.left_on)


def retain_until(state: str, left_on: date | None) -> date | None:
    """The same of a file of which no more is known."""
    return months_after(left_on, RETENTION_MONTHS) if left_on and state in LEFT_STATES else None


class FileCounter(YearCounter):
    """The last file number given in one union and year; its row lock makes the numbers gapless."""

    class Meta:
        verbose_name = verbose_name_plural = _("档案号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="file_counter_once")]
