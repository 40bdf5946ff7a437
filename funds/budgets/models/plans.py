"""使用计划: what a union means to spend in a year, by use, kind of aid and quarter. Each version is a row of
its own, frozen when it is handed in."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.budgets.rules import PlannedRow
from funds.budgets.states import OPEN, OVER, QUARTERS, STANDS, TONES, VALID, WRITABLE, State, Strictness
from funds.ledgers.models import Use
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from funds.ledgers.states import POOL, Source
from hardship.accounts.models import Union
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class Budget(ScopedModel):
    """One version of the plan of a union and year. `number` is 1 for the plan and counts up with each
    adjustment that was approved; one that was dropped leaves its number free.

    It was in force from `from_on` until the day before `until_on`, when a later version or its end took
    over. `approved_at_union` is the union whose approver approved it. `_for` is whom somebody stood in
    for (代办)."""

    tone = state_tone(TONES)
    is_writable = in_state(*WRITABLE)
    is_open = in_state(*OPEN)
    is_in_force = in_state(State.IN_FORCE)
    is_valid = in_state(*VALID)
    is_returned = in_state(State.RETURNED)
    is_dropped = in_state(State.DROPPED)

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("版次"))
    state = models.CharField(
        _("状态"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    strictness = models.CharField(
        _("超出计划时"), max_length=5, choices=Strictness.choices, default=Strictness.WARN
    )
    summary = models.CharField(_("编制说明"), max_length=500, blank=True)
    reason = models.CharField(_("调整原因"), max_length=200, blank=True)
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    approval_no = models.CharField(_("批准文号或会议纪要"), max_length=100, blank=True, editable=False)
    from_on = models.DateField(_("执行日期"), null=True, editable=False)
    until_on = models.DateField(_("终止日期"), null=True, editable=False)
    made_at = models.DateTimeField(_("起草时间"), default=timezone.now, editable=False)
    made_by = person(_("起草人"))
    made_for = person(_("代谁起草"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("编制人"))
    submitted_for = person(_("代谁提交"))
    checked_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    checked_by = person(_("复核人"))
    checked_for = person(_("代谁复核"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    approved_by = person(_("批准人"))
    approved_for = person(_("代谁批准"))
    approved_at_union = models.ForeignKey(
        Union, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("批准工会")
    )
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    closed_by = person(_("结束经手人"))

    class Meta:
        verbose_name = verbose_name_plural = _("使用计划")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "number"],
                condition=~Q(state=State.DROPPED),
                name="budget_version_once",
                violation_error_message=_("这一年度已经有使用计划或者正在起草。"),
            ),
            models.UniqueConstraint(
                fields=["union", "year"], condition=Q(state__in=STANDS), name="budget_in_force_once"
            ),
            check("budget_year", Q(year__gte=2000, year__lte=2100), _("年度应为四位数字。")),
            check("budget_number_counts", Q(number__gte=1), _("版次从 1 开始。")),
            check("budget_state_known", Q(state__in=State.values), _("状态不对。")),
            check(
                "budget_strictness_known",
                Q(strictness__in=Strictness.values),
                _("请选择超出计划时怎么办。"),
            ),
            check(
                "budget_adjusted_with_reason", Q(number=1) | ~Q(reason=""), _("调整计划须写明原因。")
            ),
            check(
                "budget_checked_by_another",
                apart("made", "checked") & apart("submitted", "checked"),
                _("编制和复核必须是两个人。"),
            ),
            check(
                "budget_approved_by_another",
                apart("made", "approved") & apart("submitted", "approved"),
                _("编制和批准必须是两个人。"),
            ),
            check(
                "budget_valid_with_hands",
                ~Q(state__in=VALID)
                | Q(
                    submitted_by__isnull=False, checked_by__isnull=False, approved_by__isnull=False,
                    approved_at_union__isnull=False, from_on__isnull=False,
                ) & ~Q(approval_no=""),
                _("执行的计划要有编制、复核、批准的人和批准文号。"),
            ),
            check(
                "budget_ends_with_its_state",
                Q(state__in=OVER, until_on__isnull=False, until_on__gte=F("from_on"))
                | ~Q(state__in=OVER) & Q(until_on__isnull=True),
                _("调整或结束的计划要有终止日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.union.name} {self.title}"

    @property
    def title(self) -> str:
        """Its year and version, where the union stands beside it."""
        words = {"year": self.year, "times": self.number - 1}
        if self.number == 1:
            return _now("%(year)s 年使用计划") % words
        return _now("%(year)s 年使用计划（第 %(times)s 次调整）") % words

    def hand(self, step: str) -> str:
        """Who took a step (made, submitted, checked, approved, closed), both names where they stood in."""
        return hand_of(self, step)


class BudgetRow(models.Model):
    """One row of a version: a use, a kind of aid (opaque, such as the name of a programme), a sort of money,
    heads (person-times) and yuan of each quarter, and what they rest on."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="rows", verbose_name=_("使用计划"))
    position = models.PositiveSmallIntegerField(_("序号"))
    use = models.ForeignKey(Use, models.PROTECT, related_name="+", verbose_name=_("用途"))
    kind = models.CharField(_("帮扶项目"), max_length=60, blank=True)
    source = models.CharField(_("资金来源"), max_length=16, choices=Source.choices, blank=True)
    heads_1 = models.PositiveIntegerField(_("一季度人次"), default=0)
    yuan_1 = money(_("一季度金额（元）"), default=0)
    heads_2 = models.PositiveIntegerField(_("二季度人次"), default=0)
    yuan_2 = money(_("二季度金额（元）"), default=0)
    heads_3 = models.PositiveIntegerField(_("三季度人次"), default=0)
    yuan_3 = money(_("三季度金额（元）"), default=0)
    heads_4 = models.PositiveIntegerField(_("四季度人次"), default=0)
    yuan_4 = money(_("四季度金额（元）"), default=0)
    basis = models.CharField(_("测算依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("使用计划明细")
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "use", "kind", "source"],
                name="budget_row_once",
                violation_error_message=_("同一用途、项目和来源只能有一行。"),
            ),
            check("budget_row_not_pool", ~Q(use=POOL), _("请选择具体的用途。")),
            check("budget_row_source_known", Q(source__in=["", *Source.values]), _("资金来源不存在。")),
            check(
                "budget_row_not_negative",
                Q(**{f"yuan_{n}__gte": 0 for n in QUARTERS}),
                _("金额不能是负数。"),
            ),
            check(
                "budget_row_plans_money",
                Q(yuan_1__gt=0) | Q(yuan_2__gt=0) | Q(yuan_3__gt=0) | Q(yuan_4__gt=0),
                _("请填写至少一个季度的金额。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_id} {self.kind}".strip()

    @property
    def heads(self) -> int:
        return sum(getattr(self, f"heads_{n}") for n in QUARTERS)

    @property
    def yuan(self) -> Decimal:
        return sum((getattr(self, f"yuan_{n}") for n in QUARTERS), Decimal(0))

    def planned(self) -> PlannedRow:
        """The same as a value."""
        return PlannedRow(
            self.use_id, self.kind, self.source,
            heads=tuple(getattr(self, f"heads_{n}") for n in QUARTERS),
            yuan=tuple(getattr(self, f"yuan_{n}") for n in QUARTERS),
            basis=self.basis,
        )  # fmt: skip
