"""Who helps, what is said of them, and what a union asks of pairings."""

import uuid
from datetime import date
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.pairings.rules import Terms
from cases.pairings.states import MENTION_TONES, HelperKind, MentionKind
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class PairingRule(ScopedModel):
    """What a union asks of pairings from a day on, for the unions below it too unless they have their own
    (rules.Terms says what each figure is). Where no union has written one, Terms() holds."""

    visits = models.PositiveSmallIntegerField(_("每年至少走访（次）"))
    most = models.PositiveSmallIntegerField(_("一人最多结对（户）"))
    days = models.PositiveSmallIntegerField(_("离岗后几天内移交"))
    years = models.PositiveSmallIntegerField(_("连续几年没有成效不评先进"))
    income = models.DecimalField(
        _("家庭自挣年收入超过多少奖励（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    reward = models.DecimalField(_("奖励（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    document = models.CharField(_("依据"), max_length=120)
    effective = DateRangeField(_("有效期间"))
    created_at = models.DateTimeField(_("保存时间"), default=timezone.now, editable=False)
    created_by = person(_("保存人"))

    class Meta:
        verbose_name = verbose_name_plural = _("结对帮扶要求")
        constraints = [
            ExclusionConstraint(
                name="pairing_rule_no_overlap",
                expressions=[("union", RangeOperators.EQUAL), ("effective", RangeOperators.OVERLAPS)],
                violation_error_message=_("这段时间已有要求，请先截止旧的。"),
            ),
            check("pairing_rule_dated", models.Q(effective__startswith__isnull=False), _("请填写日期。")),
            check(
                "pairing_rule_bounded",
                models.Q(
                    visits__range=(1, 12), most__range=(1, 50), days__range=(1, 60), years__range=(1, 10)
                ),
                _("走访 1 到 12 次，结对 1 到 50 户，移交 1 到 60 天，成效 1 到 10 年。"),
            ),
            check(
                "pairing_rule_rewards_above_an_income",
                models.Q(income__isnull=True, reward__isnull=True)
                | models.Q(income__isnull=False, income__gte=0, reward__isnull=False, reward__gt=0),
                _("奖励要写明自挣收入超过多少、奖多少，或者都不填。"),
            ),
            check("pairing_rule_founded", ~models.Q(document=""), _("请填写依据。")),
        ]

    def __str__(self) -> str:
        return self.document

    @property
    def terms(self) -> Terms:
        return Terms(self.visits, self.most, self.days, self.years, self.income, self.reward)


class Helper(ScopedModel):
    """Somebody who helps households of a union and of those below it: one of the system's people, somebody
    outside with name, post and phone, or an office (科室). `left_on` is when they left their post, and
    `hand_over_until` the last day to hand their households over, by the rule of that day."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("帮扶人"), max_length=6, choices=HelperKind.choices, default=HelperKind.PERSON)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("系统人员")
    )
    name = models.CharField(_("姓名或科室"), max_length=50)
    post = models.CharField(_("单位和职务"), max_length=80, blank=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    phone = EncryptedField("phone", verbose_name=_("联系电话"), null=True, blank=True)  # type: ignore[misc]
    left_on = models.DateField(_("离岗日期"), null=True, editable=False)
    hand_over_until = models.DateField(_("移交期限"), null=True, editable=False)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶人")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="helper_account_once",
                violation_error_message=_("这个人已登记为帮扶人，请直接选择。"),
            ),
            models.UniqueConstraint(
                fields=["union", "kind", "name", "post"], condition=models.Q(user__isnull=True),
                name="helper_outside_once",
                violation_error_message=_("这个帮扶人已登记，请直接选择。"),
            ),
            check("helper_kind_known", models.Q(kind__in=HelperKind.values), _("请选择个人或科室。")),
            check("helper_named", ~models.Q(name=""), _("请填写姓名或科室。")),
            check(
                "helper_office_is_no_account",
                models.Q(kind=HelperKind.PERSON) | models.Q(user__isnull=True),
                _("科室不是系统里的个人。"),
            ),
            check(
                "helper_outside_with_a_post",
                models.Q(user__isnull=False) | models.Q(kind=HelperKind.OFFICE) | ~models.Q(post=""),
                _("工会以外的帮扶人请填写单位和职务。"),
            ),
            check(
                "helper_left_until_a_day",
                models.Q(left_on__isnull=True, hand_over_until__isnull=True)
                | models.Q(
                    left_on__isnull=False,
                    hand_over_until__isnull=False,
                    hand_over_until__gte=models.F("left_on"),
                ),
                _("离岗的帮扶人要有移交期限。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def gone_on(self) -> date | None:
        """Since when they are not there any more: as it was said, or the account was stopped; else None."""
        if self.left_on or self.user is None or self.user.is_active:
            return self.left_on
        stopped = self.user.cut_off_at
        return timezone.localdate(stopped) if stopped else timezone.localdate()

    @property
    def title(self) -> str:
        """As a list of helpers to choose from has it."""
        return f"{self.name}（{self.post}）" if self.post else self.name


class Mention(AppendOnly):
    """表扬、评为先进、批评 of a helper, with the document that says it."""

    helper = models.ForeignKey(Helper, models.PROTECT, related_name="mentions", verbose_name=_("帮扶人"))
    kind = models.CharField(_("种类"), max_length=9, choices=MentionKind.choices)
    on = models.DateField(_("日期"))
    text = models.CharField(_("事由"), max_length=300)
    document = models.CharField(_("文件名称和文号"), max_length=120)
    reward = models.DecimalField(_("奖励（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    tone = state_tone(MENTION_TONES, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("表扬和批评")
        constraints = [
            check("mention_kind_known", models.Q(kind__in=MentionKind.values), _("请选择种类。")),
            check("mention_founded", ~models.Q(document="") & ~models.Q(text=""), _("请填写事由和文件。")),
            check(
                "mention_rewards_praise",
                models.Q(reward__isnull=True)
                | models.Q(reward__gt=Decimal(0)) & ~models.Q(kind=MentionKind.CRITICISM),
                _("批评没有奖励，奖励要大于零。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"

    @property
    def who(self) -> str:
        return names_of_step(self)
