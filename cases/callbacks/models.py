"""到账回访: rules of the draw, calls that are due, tries, answers, what differs from the books. The
database keeps the rules: `migrations/sql`."""

import uuid
from datetime import date
from types import SimpleNamespace

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.callbacks.states import (
    DIFFERENCE_TONES,
    MOST_SCORE,
    TONES,
    UNHAPPY,
    Collector,
    DifferenceState,
    Effect,
    Miss,
    Mode,
    Outcome,
    State,
)
from funds.ledgers.models.hands import hand_of, person
from funds.payments.models import Payment
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class CallbackRule(AppendOnly):
    """Which payments of a union and those below it are called after, from a day on; a nearer union's rule and
    a later one come before. `seed` is drawn with the rule and stays, so that the draw can be repeated."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    valid_from = models.DateField(_("从哪天起到账的"))
    days = models.PositiveSmallIntegerField(_("到账后多少天回访"))
    share = models.DecimalField(_("抽取比例（%）"), max_digits=5, decimal_places=2)
    all_above = models.DecimalField(
        _("超过多少元的全部回访"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    seed = models.UUIDField(_("抽取种子"), default=uuid.uuid4, editable=False)
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now, editable=False)
    set_by = person(_("设定人"))
    set_for = person(_("代谁设定"))

    class Meta:
        verbose_name = verbose_name_plural = _("回访规则")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "valid_from"], name="callback_rule_once",
                violation_error_message=_("这一天已经有一条回访规则，请另选一天。"),
            ),
            check("callback_rule_days", Q(days__gte=1, days__lte=365), _("回访天数在 1 到 365 之间。")),
            check("callback_rule_share", Q(share__gte=0, share__lte=100), _("抽取比例在 0 到 100 之间。")),
            check("callback_rule_above", Q(all_above__gte=0) | Q(all_above=None), _("金额不能小于零。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.valid_from}"

    @property
    def setter(self) -> str:
        return hand_of(self, "set")


class Callback(ScopedModel):
    """One payment that was drawn: whoever got it is asked, on `due_on` or later, by somebody who neither
    decided nor paid. The answers are empty until then and stay afterwards; of one who was never reached
    `reason` says why nobody tries any more."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.OneToOneField(
        Payment, models.PROTECT, related_name="callback", editable=False, verbose_name=_("发放")
    )
    rule = models.ForeignKey(
        CallbackRule, models.PROTECT, related_name="callbacks", editable=False, verbose_name=_("回访规则")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, editable=False, related_name="callbacks",
        verbose_name=_("困难家庭"),
    )  # fmt: skip
    due_on = models.DateField(_("到期日"), editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DUE, editable=False
    )
    tries = models.PositiveSmallIntegerField(_("没有联系上的次数"), default=0, editable=False)
    on = models.DateField(_("回访日期"), null=True, editable=False)
    mode = models.CharField(_("回访方式"), max_length=6, choices=Mode.choices, blank=True, editable=False)
    said_amount = models.DecimalField(
        _("说收到多少（元）"), max_digits=12, decimal_places=2, null=True, editable=False
    )
    received_on = models.DateField(_("说哪天收到"), null=True, editable=False)
    collector = models.CharField(
        _("谁领的"), max_length=8, choices=Collector.choices, blank=True, editable=False
    )
    spent_on = models.CharField(_("用在哪里"), max_length=200, blank=True, editable=False)
    effect = models.CharField(_("效果"), max_length=8, choices=Effect.choices, blank=True, editable=False)
    score = models.PositiveSmallIntegerField(_("满意度"), null=True, editable=False)
    opinion = models.CharField(_("意见、建议"), max_length=300, blank=True, editable=False)
    measure = models.CharField(_("下一步措施"), max_length=200, blank=True, editable=False)
    reason = models.CharField(_("不再回访的理由"), max_length=200, blank=True, editable=False)
    signed_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    signed_by = person(_("回访人"))
    signed_for = person(_("代谁登记"))

    is_callable = in_state(State.DUE, State.UNREACHED)
    is_done = in_state(State.DONE)
    is_unreached = in_state(State.UNREACHED)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("到账回访")
        indexes = [
            *(
                models.Index(fields=[level, "state", "due_on"], name=f"callback_{level}_state")
                for level in ("province", "city", "county", "township", "union")
            ),
        ]
        constraints = [
            check("callback_state_known", Q(state__in=State.values), _("回访的状态不对。")),
            check(
                "callback_answered_whole",
                Q(
                    state=State.DONE, on__isnull=False, mode__in=Mode.values, said_amount__gte=0,
                    collector__in=Collector.values, effect__in=Effect.values, signed_at__isnull=False,
                    signed_by__isnull=False, score__isnull=False, score__gte=1, score__lte=MOST_SCORE,
                    said_amount__isnull=False, reason="",
                )
                | ~Q(state=State.DONE)
                & Q(
                    on=None, mode="", said_amount=None, received_on=None, collector="", spent_on="",
                    effect="", score=None, opinion="", measure="",
                ),
                _("回访要么登记齐全，要么一项也没有登记。"),
            ),
            check(
                "callback_ended_for_a_reason",
                Q(state=State.DONE)
                | Q(reason="", signed_at=None, signed_by=None, signed_for=None)
                | Q(state=State.ENDED, signed_at__isnull=False, signed_by__isnull=False) & ~Q(reason=""),
                _("不再回访的写明理由和登记人。"),
            ),
            check(
                "callback_nothing_received",
                Q(said_amount=None) | Q(said_amount=0, collector=Collector.NOBODY, received_on=None)
                | Q(said_amount__gt=0, received_on__isnull=False) & ~Q(collector=Collector.NOBODY),
                _("收到钱的写明哪天、谁领的；没有收到的金额填 0。"),
            ),
            check(
                "callback_received_before", Q(received_on=None) | Q(received_on__lte=F("on")),
                _("收到的日期不能晚于回访日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.payment.payee

    @property
    def is_late(self) -> bool:
        return self.is_callable and self.due_on < timezone.localdate()

    @property
    def is_unhappy(self) -> bool:
        return self.score is not None and self.score <= UNHAPPY

    @property
    def paid_on(self) -> date | None:
        return self.payment.paid_on

    @property
    def caller(self) -> str:
        """Who asked, both names where they stood in; '' before, and of a call that was given up."""
        return hand_of(self, "signed") if self.is_done else ""

    @property
    def ender(self) -> str:
        """Who said that nobody asks any more."""
        return hand_of(self, "signed") if self.reason else ""


class CallbackTry(AppendOnly):
    """A try that reached nobody."""

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="missed", verbose_name=_("到账回访"))
    on = models.DateField(_("日期"))
    mode = models.CharField(_("方式"), max_length=6, choices=Mode.choices)
    miss = models.CharField(_("没有联系上的原因"), max_length=10, choices=Miss.choices)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("回访联系记录")
        constraints = [
            check("callback_try_mode", Q(mode__in=Mode.values), _("回访方式不对。")),
            check("callback_try_miss", Q(miss__in=Miss.values), _("没有联系上的原因不对。")),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_miss_display()}"

    @property
    def who(self) -> str:
        return names_of_step(SimpleNamespace(by=self.by, stood_in_for=self.stood_in_for))


class Difference(ScopedModel):
    """What somebody says they got is not what the books say: the database opens it with the answer, an
    auditor finds out. Both sums are those of that moment."""

    callback = models.OneToOneField(
        Callback, models.PROTECT, related_name="difference", editable=False, verbose_name=_("到账回访")
    )
    said = models.DecimalField(_("本人说收到（元）"), max_digits=12, decimal_places=2, editable=False)
    booked = models.DecimalField(_("账上发放（元）"), max_digits=12, decimal_places=2, editable=False)
    state = models.CharField(
        _("状态"), max_length=8, choices=DifferenceState.choices, default=DifferenceState.OPEN, editable=False
    )
    opened_on = models.DateField(_("发现日期"), editable=False)
    outcome = models.CharField(
        _("查明的结果"), max_length=8, choices=Outcome.choices, blank=True, editable=False
    )
    finding = models.CharField(_("查明的情况"), max_length=500, blank=True, editable=False)
    settled_at = models.DateTimeField(_("查明时间"), null=True, editable=False)
    settled_by = person(_("查明人"))
    settled_for = person(_("代谁查明"))

    is_open = in_state(DifferenceState.OPEN)
    tone = state_tone(DIFFERENCE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("回访金额不符")
        indexes = [
            models.Index(
                fields=["union"], condition=Q(state=DifferenceState.OPEN), name="callback_difference_open"
            )
        ]
        constraints = [
            check("callback_difference_real", ~Q(said=F("booked")), _("两个金额一样的不是差异。")),
            check(
                "callback_difference_settled",
                Q(state=DifferenceState.OPEN, outcome="", finding="", settled_at=None, settled_by=None,
                  settled_for=None)
                | Q(
                    state=DifferenceState.SETTLED, outcome__in=Outcome.values, settled_at__isnull=False,
                    settled_by__isnull=False,
                ) & ~Q(finding=""),
                _("查明的要写明结果、情况和查明人。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.callback)

    @property
    def settler(self) -> str:
        return hand_of(self, "settled")
