"""帮扶申请: a household applies for one programme, with evidence from its file."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models.batches import Batch
from cases.applications.rules import say_all_goods, say_invoices
from cases.applications.states import EDITABLE_STATES, OPEN_STATES, STATE_TONES, Channel, State
from cases.archives.models import Evidence, Household, Member, PolicyText
from cases.archives.models.categories import Categorised
from cases.archives.models.household import person
from cases.policies.models import Programme
from hardship.kernel.checks import check
from hardship.kernel.fields import TransactionIdField
from hardship.kernel.flags import state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NamedJSONField, NameField
from hardship.kernel.scope import ScopedModel


class Application(Categorised, ScopedModel):
    """One application of a filed household, in yuan.

    `facts` are what the programme asks of the need, by the names of the policies' vocabulary, money as text.
    `entitled` is what the programme allows for them beside what is held already; `amount` is what is applied
    for, never more; an approval may lower it (cases.approvals). Of goods in kind `goods` has a row for each
    item: name, unit, quantity, at_most (numbers as text), never more than that either. `round` rises with
    each submission: decisions belong to a round. `content_hash` is the SHA-256 of what was submitted; what is
    approved is exactly that. `stage_no` is
    where it stands on its route (cases.approvals), `awaits` and `awaits_role` whose step it waits for,
    `whole_due_on` until when the whole way is to be gone, with a reason `whole_most_on`,
    `holder` to which of their people it was handed on there, `asked` whose opinion (加签) the step waits for.
    `desk` is the union where they came to, `agent_name` who came for them. `contact` (首问责任人) keeps the
    matter until a colleague, to whom it is `offered`, takes it. What `is_urgent` (急难) is decided and paid
    first; its papers and its notice follow (cases.completions). `unconfirmed` names the fields whose values
    were copied from the application of an earlier year and that nobody has confirmed since. `invoices` are
    the numbers of the 票据 that its costs rest on, and who issued each (models.InvoiceClaim). One that is
    `off_file` was begun for somebody without a file: `household` is a draft that knows hardly more than who
    they are.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="applications", verbose_name=_("档案")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="applications", verbose_name=_("帮扶项目")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("受助人")
    )
    number = models.CharField(_("申请号"), max_length=40, unique=True, null=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=14, choices=State.choices, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)

    channel = models.CharField(
        _("申请方式"), max_length=10, choices=Channel.choices, default=Channel.IN_PERSON
    )
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    is_urgent = models.BooleanField(_("急难，先行救助后补办"), default=False)
    agent_name = NameField(_("代办人姓名"), max_length=30, blank=True)
    agent_relation = models.CharField(_("代办人与职工的关系"), max_length=20, blank=True)
    desk = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="+", editable=False, verbose_name=_("受理工会")
    )
    contact = person(_("首问责任人"))
    offered = person(_("移交给"))

    facts = models.JSONField(_("申请事项"), default=dict, blank=True)
    reason = models.CharField(_("申请理由"), max_length=500, blank=True)
    amount = models.DecimalField(_("申请金额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    entitled = models.DecimalField(
        _("可享受金额（元）"), max_digits=12, decimal_places=2, null=True, editable=False
    )
    goods = models.JSONField(_("申请物资"), default=list, blank=True, editable=False)
    invoices = models.JSONField(_("票据号码"), default=list, blank=True, editable=False)
    entitled_steps = models.JSONField(_("计算过程"), default=list, editable=False)
    evidence = models.ManyToManyField(
        Evidence, through="ApplicationEvidence", related_name="applications", verbose_name=_("材料")
    )
    off_file = models.BooleanField(_("未建档"), default=False, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, editable=False, verbose_name=_("批量申请"))
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("复制自")
    )
    unconfirmed = models.JSONField(_("还没有确认的内容"), default=list, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    stage_no = models.PositiveSmallIntegerField(_("环节序号"), null=True, editable=False)
    awaits = models.ForeignKey(
        "accounts.Union",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("等待办理的工会"),
    )
    awaits_role = models.CharField(_("等待办理的岗位"), max_length=16, blank=True, editable=False)
    holder = person(_("转办给"))
    asked = person(_("等谁的意见"))
    due_on = models.DateField(_("办理时限"), null=True, editable=False)
    whole_due_on = models.DateField(_("全程时限"), null=True, editable=False)
    whole_most_on = models.DateField(_("全程最迟"), null=True, editable=False)

    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("经办人"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("提交人"))
    decided_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    decided_by = person(_("审批人"))

    tone = state_tone(STATE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶申请")
        indexes = [
            *(
                models.Index(fields=[level, "state", "due_on"], name=f"application_{level}_state")
                for level in ("province", "city", "county", "township", "union")
            ),
            models.Index(fields=["awaits", "awaits_role", "due_on"], name="application_awaits"),
        ]
        constraints = [
            check("application_state_known", models.Q(state__in=State.values), _("申请状态不对。")),
            check(
                "application_within_entitlement",
                models.Q(amount__isnull=True) | models.Q(amount__gt=0, amount__lte=models.F("entitled")),
                _("申请金额必须大于零，且不超过可享受金额。"),
            ),
            check(
                "application_confirmed_before_review",
                models.Q(state__in=(*EDITABLE_STATES, State.WITHDRAWN)) | models.Q(unconfirmed=[]),
                _("从上年复制的内容要先确认属实。"),
            ),
            check(
                "application_whole_within_its_most",
                models.Q(whole_due_on__isnull=True, whole_most_on__isnull=True)
                | models.Q(whole_due_on__lte=models.F("whole_most_on")),
                _("全程时限不能晚于最迟的一天。"),
            ),
            check(
                "application_channel_known",
                models.Q(channel__in=Channel.values),
                _("请选择申请方式。"),
            ),
            check(
                "application_agent_of_agents",
                models.Q(channel=Channel.AGENT) | models.Q(agent_name="", agent_relation=""),
                _("由人代办的申请才有代办人。"),
            ),
            models.UniqueConstraint(
                fields=["household", "programme", "member", "year"],
                condition=models.Q(state__in=OPEN_STATES),
                name="application_open_once",
                nulls_distinct=False,
                violation_error_message=_("该户本年度已有同一项目正在办理，不能重复申请。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("帮扶申请（草稿）"))

    @property
    def goods_words(self) -> str:
        """How much of which goods is asked for; '' where none are named."""
        return say_all_goods(self.goods)

    @property
    def invoice_words(self) -> str:
        """Which 票据 its costs rest on; '' where none are named."""
        return say_invoices(self.invoices)

    @property
    def urgent_word(self) -> str:
        """How a list marks what is decided and paid first; '' for all else."""
        return str(_("急难")) if self.is_urgent else ""


class ApplicationEvidence(models.Model):
    """Evidence of the file that this application rests on."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name=_("材料"))

    class Meta:
        verbose_name = verbose_name_plural = _("申请材料")
        constraints = [
            models.UniqueConstraint(fields=["application", "evidence"], name="application_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.evidence_id}"


class ApplicationEdit(AppendOnly):
    """Somebody wrote on an application, its form or the documents that it rests on: `version` since then.

    Who may decide on it is read from here. The database refuses changed and removed rows, a content that
    changes without such a row in the same transaction (`xact`), and a decision by anybody named here.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="edits", verbose_name=_("申请"))
    version = models.PositiveIntegerField(_("版本"), editable=False)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("填写人"))
    stood_in_for = person(_("代谁办理"))
    xact = TransactionIdField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("申请填写记录")
        indexes = [models.Index(fields=["application", "-id"], name="application_edit_last")]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}"


class Submission(AppendOnly):
    """What was submitted in one round, as it was: what is decided on, and what the papers print ever after.

    `content` is the canonical content whose parts give `content_hash`; `shown` is what else the form says
    and no decision rests on: masked numbers, the file's number, the assessment of that day.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    content_hash = models.CharField(max_length=64)
    content = NamedJSONField(_("提交的内容"))
    shown = models.JSONField(_("表上另有的内容"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("提交内容")
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="submission_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.round}"


class Entitlement(AppendOnly):
    """What was entitled to in one round: by which rules, from which figures, with which outcome.

    `inputs` is the JSON of cases.policies.rules.Case, `result` that of Grant, `category` what the rules call
    the category on file; `hash` is the SHA-256 of rules, programme, category, inputs and result. Computing it
    again from `inputs` and `rules` gives the same bytes (verify_entitlements).
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="entitlements", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    rules = models.ForeignKey(PolicyText, models.PROTECT, related_name="+", verbose_name=_("依据政策"))
    code = models.CharField(_("项目代码"), max_length=40)
    category = models.CharField(_("困难类别代码"), max_length=40, blank=True)
    inputs = models.JSONField(_("依据数据"))
    result = models.JSONField(_("核算结果"))
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("核算时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶核算")
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="entitlement_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.round}"
