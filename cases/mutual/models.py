"""职工医疗互助: periods with their rule, who is enrolled, what is claimed and what came of it."""

import uuid
from functools import reduce
from operator import or_

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.mutual.rules import Band
from cases.mutual.states import CLAIM_TONES, CLAIM_TRANSITIONS, ClaimState
from hardship.accounts.models import names_of_step
from hardship.imports.models import ListImport
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class MutualPeriod(ScopedModel):
    """One period of one product, for a union and all below it. `bands` is a list of rules.Band; claims are
    taken for what was treated within the period, until `claims_until`. The database keeps it as it is."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.CharField(_("互助项目"), max_length=40)
    number = models.PositiveSmallIntegerField(_("第几期"))
    fee = models.DecimalField(_("每人交费（元）"), max_digits=8, decimal_places=2)
    from_on = models.DateField(_("保障起"))
    until_on = models.DateField(_("保障止"))
    claims_until = models.DateField(_("最迟申请给付"))
    bands = models.JSONField(_("分档比例"))
    cap = models.DecimalField(_("每期最多（元）"), max_digits=12, decimal_places=2)
    document = models.CharField(_("依据"), max_length=120)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))

    class Meta:
        verbose_name = verbose_name_plural = _("医疗互助期次")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "product", "number"], name="mutual_period_once",
                violation_error_message=_("这一期已经建立。"),
            ),
            check("mutual_period_numbered", models.Q(number__range=(1, 999)), _("期数从 1 开始。")),
            check("mutual_period_of_money", models.Q(fee__gte=0, cap__gt=0), _("限额要大于零。")),
            check(
                "mutual_period_of_days",
                models.Q(until_on__gt=models.F("from_on"), claims_until__gte=models.F("until_on")),
                _("保障止要晚于保障起，最迟申请不能早于保障止。"),
            ),
            check("mutual_period_has_bands", ~models.Q(bands=[]), _("请写明分档比例。")),
            check("mutual_period_founded", ~models.Q(document="") & ~models.Q(product=""), _("请填写依据。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("%(product)s第 %(n)s 期") % {"product": self.product, "n": self.number})

    @property
    def rule(self) -> tuple[Band, ...]:
        return tuple(Band.from_json(one) for one in self.bands)


class MutualEnrolment(ScopedModel):
    """Somebody who is covered by a period: by the ID number, on file or not. `union` enrolled them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(
        MutualPeriod, models.PROTECT, related_name="enrolments", verbose_name=_("期次")
    )
    name = NameField(_("姓名"), max_length=50)
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"))
    person_index = BlindIndexField(editable=False)
    employer = models.CharField(_("单位"), max_length=80, blank=True)
    paid_on = models.DateField(_("交费日期"))
    source = models.ForeignKey(
        ListImport, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("导入")
    )
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    cancelled_at = models.DateTimeField(_("退出时间"), null=True, editable=False)
    cancelled_by = person(_("退出办理人"))
    why = models.CharField(_("退出原因"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("医疗互助参保")
        indexes = [models.Index(fields=["person_index"], name="mutual_enrolment_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "person_index"], condition=models.Q(cancelled_at__isnull=True),
                name="mutual_enrolment_once",
                violation_error_message=_("这个人本期已经参加。"),
            ),
            check("mutual_enrolment_named", ~models.Q(name=""), _("请填写姓名。")),
            check(
                "mutual_enrolment_cancelled_with_a_reason",
                models.Q(cancelled_at__isnull=True, why="")
                | models.Q(cancelled_at__isnull=False) & ~models.Q(why=""),
                _("退出要写明原因。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.cancelled_at is None


class MutualClaim(ScopedModel):
    """What somebody claims for one treatment: costs that they paid themselves, what the rule of the period
    gives and how, and who paid it when. The money is of whoever runs the mutual aid, and in no books here."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        MutualEnrolment, models.PROTECT, related_name="claims", verbose_name=_("参保人")
    )
    hospital = models.CharField(_("医院"), max_length=60)
    treated_on = models.DateField(_("出院或就诊日期"))
    self_paid = models.DecimalField(_("个人自付（元）"), max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("应给付（元）"), max_digits=12, decimal_places=2)
    steps_said = models.JSONField(_("计算过程"), default=list)
    state = models.CharField(
        _("状态"), max_length=7, choices=ClaimState.choices, default=ClaimState.FILED, editable=False
    )
    payer = models.CharField(_("给付单位"), max_length=60, blank=True)
    paid_on = models.DateField(_("给付日期"), null=True, editable=False)
    created_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    tone = state_tone(CLAIM_TONES)
    is_checked = in_state(ClaimState.CHECKED)

    class Meta:
        verbose_name = verbose_name_plural = _("医疗互助给付")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "treated_on", "hospital", "self_paid"],
                condition=~models.Q(state=ClaimState.REFUSED), name="mutual_claim_once",
                violation_error_message=_("这次就诊已经申请。"),
            ),
            check("mutual_claim_state_known", models.Q(state__in=ClaimState.values), _("状态不对。")),
            check(
                "mutual_claim_of_costs",
                models.Q(self_paid__gt=0, amount__gt=0, amount__lte=models.F("self_paid")),
                _("给付要大于零，不超过个人自付。"),
            ),
            check(
                "mutual_claim_paid_by_somebody",
                models.Q(state=ClaimState.PAID, paid_on__isnull=False) & ~models.Q(payer="")
                | ~models.Q(state=ClaimState.PAID) & models.Q(paid_on__isnull=True, payer=""),
                _("已给付的要写明给付单位和日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.treated_on}"


def _moves() -> models.Q:
    moves = {(row.action, str(at), str(row.target)) for row in CLAIM_TRANSITIONS for at in row.source}
    return reduce(or_, (models.Q(action=one, source=at, target=to) for one, at, to in sorted(moves)))


class ClaimStep(AppendOnly):
    """One step of one claim, by whom, why."""

    claim = models.ForeignKey(MutualClaim, models.PROTECT, related_name="steps", verbose_name=_("给付申请"))
    action = models.CharField(_("操作"), max_length=10)
    source = models.CharField(_("原状态"), max_length=7, choices=ClaimState.choices)
    target = models.CharField(_("新状态"), max_length=7, choices=ClaimState.choices)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("医疗互助给付记录")
        constraints = [check("mutual_claim_step_of_the_table", _moves(), _("这样的步骤不存在。"))]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.action}"

    @property
    def who(self) -> str:
        return names_of_step(self)

    @property
    def label(self) -> str:
        return next((str(row.label) for row in CLAIM_TRANSITIONS if row.action == self.action), self.action)
