"""摸底问卷 by QR code: a public address of a union, what was answered there, how often something was sent."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.archives.models.voices import Demanding, demand_check
from cases.archives.states import Cause
from cases.leads.models.calls import Call
from cases.leads.models.leads import Lead, income_check
from cases.leads.states import QUESTIONNAIRE_TONES, Filler, QuestionnaireState
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel, ScopedQuerySet

SHAPE = r"^([2-9a-z]{4}-){4}[2-9a-z]{4}$"
CONSENT_VERSION = "2026.2"
CONSENT_TEXT = _(
    "所填的姓名、电话、证件号码、家庭收入和困难情况，只用于工会了解困难职工的情况、联系本人和核实，不对外公开，"
    "不用于其他用途。其中健康、证件号码等是敏感个人信息，可以不填。需要查阅、更正，或者不再同意的，请打页面上的电话。"
    "替别人填写的，应当已经得到本人同意。"
)


class Questionnaire(ScopedModel):
    """An address at which anybody may answer until `ends_on`; whom to ask stands on its poster and page.

    Who knows the token may answer, and nothing else; closing it ends that for good.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=24, unique=True, editable=False)
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, related_name="questionnaires", verbose_name=_("收集通知")
    )
    contact = models.CharField(_("咨询联系人"), max_length=40)
    telephone = models.CharField(_("咨询电话"), max_length=40)
    ends_on = models.DateField(_("填写截止"))
    state = models.CharField(
        _("状态"), max_length=6, choices=QuestionnaireState.choices, default=QuestionnaireState.OPEN,
        editable=False,
    )  # fmt: skip
    opened_at = models.DateTimeField(_("开通时间"), default=timezone.now, editable=False)
    opened_by = person(_("开通人"))
    closed_at = models.DateTimeField(_("关闭时间"), null=True, editable=False)
    closed_by = person(_("关闭人"))

    objects: ClassVar = ScopedQuerySet["Questionnaire"].as_manager()

    is_open = in_state(QuestionnaireState.OPEN)
    tone = state_tone(QUESTIONNAIRE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("公开问卷")
        constraints = [
            check("questionnaire_state_known", Q(state__in=QuestionnaireState.values), _("问卷状态不对。")),
            check("questionnaire_token_long", Q(token__regex=SHAPE), _("问卷的地址太短，会被人猜到。")),
            check("questionnaire_says_whom_to_ask", ~Q(contact="") & ~Q(telephone=""),
                  _("请填写咨询联系人和电话。")),
            check(
                "questionnaire_closed_when_over",
                Q(state=QuestionnaireState.CLOSED, closed_at__isnull=False)
                | ~Q(state=QuestionnaireState.CLOSED) & Q(closed_at__isnull=True),
                _("关闭的问卷要有关闭时间。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.union} {self.ends_on}"

    @property
    def last_on(self) -> date:
        """The last day: its own, or that of its call once that was brought forward."""
        return min(self.ends_on, self.call.due_on) if self.call else self.ends_on

    @property
    def is_running(self) -> bool:
        """Whether answers are taken now: not closed, not over, its call neither."""
        return self.is_open and timezone.localdate() <= self.last_on and (not self.call or self.call.is_open)


class QuestionnaireAnswer(Demanding, AppendOnly):
    """What somebody answered, word for word, and the lead that it became or belongs to. A clerk corrects the
    lead, never this."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="answers", verbose_name=_("公开问卷")
    )
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="answers", verbose_name=_("线索"))
    filled_by = models.CharField(_("填写人"), max_length=9, choices=Filler.choices)
    name = NameField(_("姓名"), max_length=50)
    phone = EncryptedField("phone", verbose_name=_("手机号码"))
    phone_index = BlindIndexField(editable=False)
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"), null=True)  # type: ignore[misc]
    id_number_index = BlindIndexField(null=True, editable=False)
    employer = models.CharField(_("单位"), max_length=80, blank=True)
    address = models.CharField(_("住址"), max_length=120, blank=True)
    cause = models.CharField(_("困难原因"), max_length=14, choices=Cause.choices, blank=True)
    hardship = models.CharField(_("困难情况"), max_length=500)
    monthly_per_head = models.DecimalField(
        _("人均月收入（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    consent_version = models.CharField(_("同意书版本"), max_length=10, default=CONSENT_VERSION)
    at = models.DateTimeField(_("填写时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("公开问卷的填写")
        constraints = [
            demand_check("questionnaire_answer"),
            income_check("questionnaire_answer"),
            check("questionnaire_answer_consented", ~Q(consent_version=""), _("没有同意书的填写不能保存。")),
            check("questionnaire_answer_says_who_and_what", ~Q(name="") & ~Q(hardship=""),
                  _("请填写姓名和困难情况。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.at:%Y-%m-%d}"


class SendingCount(models.Model):
    """How often something was sent within an hour, by a client or to an address. `key` is a keyed hash; the
    client's address itself is not kept. Yesterday's rows are thrown away."""

    key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("公开问卷的提交次数")
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="sending_count_once")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.count}"
