"""The route of an application and each step along it."""

from functools import reduce
from operator import or_

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.states import (
    COPIED_ROLES,
    EXTEND,
    NAMING,
    PROLONG,
    REJECT,
    RETRACT,
    SIGNING,
    STATE_AT,
    SUPERVISORS,
    SUSPEND,
    TAKE_OVER,
    TRANSITIONS,
)
from cases.archives.models.household import person
from cases.policies.rules.stages import COPY_MOMENTS, STAGE_KINDS
from funds.ledgers.states import Source
from hardship.accounts.models import names_of_step
from hardship.accounts.states import Role
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly


class RouteStage(AppendOnly):
    """One stage of the route of one round, as it was frozen at the submission: whose staff signs.

    `deciders` of those who hold `role` at `union` must agree within `workdays`; of an `is_outside` one the
    decision was taken elsewhere and `union` records it. `position` counts from 0. Papers print `union_name`.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="stages", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    position = models.PositiveSmallIntegerField(_("环节序号"))
    kind = models.CharField(_("做什么"), max_length=12, choices=tuple(STAGE_KINDS.items()))
    label = models.CharField(_("环节"), max_length=40)
    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("办理工会"))
    union_name = models.CharField(_("当时的名称"), max_length=100)
    role = models.CharField(_("办理岗位"), max_length=16, choices=Role.choices)
    deciders = models.PositiveSmallIntegerField(_("几人同意"), default=1)
    workdays = models.PositiveSmallIntegerField(_("几个工作日"))
    is_outside = models.BooleanField(_("系统外办理"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("审批环节")
        constraints = [
            models.UniqueConstraint(fields=["application", "round", "position"], name="route_stage_once"),
            check("route_stage_has_deciders", models.Q(deciders__gte=1), _("至少一人办理。")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.label}"

    @property
    def state(self) -> State:
        return STATE_AT[self.kind]


class RouteCopy(AppendOnly):
    """Who gets a copy (抄送) of what of one round, as its route said when it was submitted."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="route_copies", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    role = models.CharField(_("抄送岗位"), max_length=16, choices=Role.choices)
    moment = models.CharField(_("什么时候"), max_length=10, choices=tuple(COPY_MOMENTS.items()))

    class Meta:
        verbose_name = verbose_name_plural = _("流程抄送")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "union", "role", "moment"], name="route_copy_once"
            ),
            check("route_copy_to_who_reads_cases", models.Q(role__in=COPIED_ROLES), _("请选择抄送岗位。")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.role} {self.moment}"


class RouteBar(AppendOnly):
    """Money of which source does not pay for an application: the route of the round passed over a stage that
    it would have gone through with it (`label`), as another source was to pay when it was submitted."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="route_bars", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    source = models.CharField(_("资金来源"), max_length=16, choices=Source.choices)
    label = models.CharField(_("没有走的环节"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("不能用的资金")
        constraints = [
            models.UniqueConstraint(fields=["application", "round", "source"], name="route_bar_once"),
            check("route_bar_of_a_source", models.Q(source__in=Source.values), _("请选择资金来源。")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.source}"


def _moves() -> models.Q:
    """What each step does, from which state to which, as states.TRANSITIONS say."""
    moves = {(row.action, str(source), str(row.target)) for row in TRANSITIONS for source in row.source}
    return reduce(or_, (models.Q(action=one, source=at, target=to) for one, at, to in sorted(moves)))


class ApprovalStep(AppendOnly):
    """One step of one application, only ever added.

    `content_hash` is the SHA-256 of the content that the person saw, `parts` that of each of its parts when
    it was submitted; `maker` is who submitted it; `stage_no` and `next_no` are where on its route the
    application stood before and after, `due_on` until when the step was to be taken. One that leads back to a
    stage (`send_back`) makes void what was signed there and since (selectors.along.standing); `lap`, which
    the database counts, says how often that was in the round before. One that suspends it until a day, or
    puts it off (`extend`), keeps the deadline of before. `handed_to` is the colleague to whom it is handed
    on, who is asked for an opinion, or who took it over (接办) at a union above, `taken_to`, in the post
    `taken_role`. Of a stage outside, number, day and issuer of what was decided; of a refusal the `rule` that
    it rests on. `takes_back` is the signature that a `retract` makes void; `again`, which the database
    counts, how many of this person it made void in the round before. A signature to another sum than that of
    before has it as `proposed`, with the reason. The database lets nobody decide twice in one round, nor on
    what they made, nor on anything but what was submitted; and an application moves by its steps alone.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps", verbose_name=_("申请"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    action = models.CharField(_("操作"), max_length=12)
    source = models.CharField(_("原状态"), max_length=14, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=14, choices=State.choices)
    lap = models.PositiveSmallIntegerField(db_default=0, editable=False)
    again = models.PositiveSmallIntegerField(db_default=0, editable=False)
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="taken_back",
        verbose_name=_("撤回的意见"),
    )  # fmt: skip
    stage_no = models.PositiveSmallIntegerField(_("环节序号"), null=True)
    next_no = models.PositiveSmallIntegerField(_("下一环节序号"), null=True)
    is_decision = models.BooleanField(_("是否审批意见"), default=False)
    outside_number = models.CharField(_("批复文号"), max_length=60, blank=True, db_default="")
    outside_on = models.DateField(_("批复日期"), null=True)
    outside_issuer = models.CharField(_("批复单位"), max_length=100, blank=True, db_default="")
    until_on = models.DateField(_("最迟等到"), null=True)
    due_was = models.DateField(_("挂起前的时限"), null=True)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    proposed = models.DecimalField(_("同意金额（元）"), max_digits=12, decimal_places=2, null=True)
    proposed_why = models.CharField(_("调整金额的原因"), max_length=200, blank=True, db_default="")
    rule = models.CharField(_("依据的规定"), max_length=200, blank=True, db_default="")
    content_hash = models.CharField(max_length=64)
    parts = models.JSONField(default=dict, editable=False)
    maker = person(_("提交人"))
    due_on = models.DateField(_("当时的办理时限"), null=True, editable=False)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    handed_to = person(_("转给、请谁出意见"))
    taken_to = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("接办工会"),
    )  # fmt: skip
    taken_role = models.CharField(_("接办岗位"), max_length=16, blank=True, db_default="", editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("审批记录")
        constraints = [
            check(
                "step_takes_over_to_a_post",
                models.Q(action=TAKE_OVER, taken_to__isnull=False, taken_role__in=SUPERVISORS)
                & ~models.Q(comment="")
                | ~models.Q(action=TAKE_OVER) & models.Q(taken_to__isnull=True, taken_role=""),
                _("接办要写明由哪个工会的哪个岗位接办，为什么。"),
            ),
            models.UniqueConstraint(
                fields=["application", "round", "lap", "again", "by"],
                condition=models.Q(is_decision=True),
                name="step_decided_once_a_round",
            ),
            check(
                "step_hands_on_to_somebody",
                models.Q(action__in=NAMING, handed_to__isnull=False)
                | ~models.Q(action__in=NAMING) & models.Q(handed_to__isnull=True),
                _("转办、加签要写明给谁。"),
            ),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(action=PROLONG), name="step_prolongs_once"
            ),
            check(
                "step_prolongs_for_a_reason",
                ~models.Q(action=PROLONG) | ~models.Q(comment=""),
                _("延长全程时限要写明原因。"),
            ),
            check(
                "step_takes_one_back",
                models.Q(action=RETRACT, takes_back__isnull=False)
                | ~models.Q(action=RETRACT) & models.Q(takes_back__isnull=True),
                _("撤回要写明撤回的是哪个意见。"),
            ),
            check(
                "step_suspends_until_a_day",
                models.Q(action__in=(SUSPEND, EXTEND), until_on__isnull=False)
                | ~models.Q(action__in=(SUSPEND, EXTEND)) & models.Q(until_on=None, due_was=None),
                _("挂起、延长要写明到哪一天。"),
            ),
            check(
                "step_not_on_own_work",
                models.Q(is_decision=False) | ~models.Q(by=models.F("maker")),
                _("不能审批自己提交的申请。"),
            ),
            check(
                "step_refusal_rests_on_a_rule",
                models.Q(action=REJECT) & ~models.Q(rule="") | ~models.Q(action=REJECT) & models.Q(rule=""),
                _("不予帮扶要写明依据的规定。"),
            ),
            check(
                "step_proposal_says_why",
                models.Q(proposed__isnull=True, proposed_why="")
                | models.Q(proposed__isnull=False, action__in=SIGNING) & ~models.Q(proposed_why=""),
                _("调整金额要写明原因。"),
            ),
            check("step_of_the_table", _moves(), _("这样的办理步骤不存在。")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"

    @property
    def document(self) -> str:
        """“全国总工会，总工发〔2026〕9号，2026-03-02”: what was decided outside; '' for any other step."""
        if self.outside_on is None:
            return ""
        return f"{self.outside_issuer}，{self.outside_number}，{self.outside_on.isoformat()}"

    @property
    def said(self) -> str:
        """What papers and pages print: the document of a decision taken outside, the rule, another sum, and
        the words."""
        rule = _("依据：%(rule)s") % {"rule": self.rule.rstrip("。")} if self.rule else ""
        return "。".join(part for part in (self.document, rule, self.sum_words, self.comment) if part)

    @property
    def sum_words(self) -> str:
        """“同意金额 2,000.00 元（只有一名学生在校）”; '' for one that changed no sum."""
        if self.proposed is None:
            return ""
        words = {"yuan": f"{self.proposed:,.2f}", "why": self.proposed_why.rstrip("。")}
        return _("同意金额 %(yuan)s 元（%(why)s）") % words

    @property
    def who(self) -> str:
        """Who took it, with whom they stood in for; '' for the clock."""
        return names_of_step(self)

    @property
    def label(self) -> str:
        rows = [row for row in TRANSITIONS if row.action == self.action]
        found = next((row for row in rows if row.target == self.target), next(iter(rows), None))
        return str(found.label) if found else self.action


class StepScan(AppendOnly):
    """The document by which something was decided outside this program, as a picture or PDF."""

    step = models.OneToOneField(ApprovalStep, models.PROTECT, related_name="scan", verbose_name=_("审批记录"))
    file = models.FileField(_("文件"), upload_to=FolderName("approvals"), max_length=120)
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("批复扫描件")
        constraints = [
            check("step_scan_whole", ~models.Q(file="") & models.Q(size__gt=0), _("文件不完整，请重新上传。"))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"
