"""急难先行救助: on which terms aid was decided and paid first, and what is completed afterwards."""

from functools import reduce
from operator import or_

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models.household import person
from cases.completions.states import OPEN_STATES, OVERDUE_STATES, TONES, TRANSITIONS, State
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NamedJSONField
from hardship.kernel.scope import ScopedModel


class UrgentTerms(AppendOnly):
    """What the route of one round allows, as it was when it was submitted: up to `most` yuan, completed
    within `workdays` of the decision; `responsible` is the one person who answers for it.

    The database takes none of a union that owes a completion, nor for a sum above `most`.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="urgent_terms", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    most = models.DecimalField(_("先行救助最多（元）"), max_digits=12, decimal_places=2)
    workdays = models.PositiveSmallIntegerField(_("几个工作日内补办"))
    at = models.DateTimeField(_("提交时间"), default=timezone.now, editable=False)
    responsible = person(_("负责人"))

    class Meta:
        verbose_name = verbose_name_plural = _("先行救助条件")
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="urgent_terms_once"),
            check(
                "urgent_terms_bounded", models.Q(most__gt=0, workdays__gte=1), _("先行救助要有限额和期限。")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.round}"


def _moves() -> models.Q:
    moves = {(row.action, str(source), str(row.target)) for row in TRANSITIONS for source in row.source}
    return reduce(or_, (models.Q(action=one, source=at, target=to) for one, at, to in sorted(moves)))


class Completion(ScopedModel):
    """What a union owes for aid that was decided and paid first: papers, what happened, the notice.

    `due_on` is the last day for its union to hand it in. `account` says what happened and to whom; `content`
    is that and the documents of the file which it rests on, as they were handed in, `content_hash` its
    SHA-256. It moves by its steps alone, which the database keeps.
    """

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="completion", editable=False, verbose_name=_("申请")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    due_on = models.DateField(_("补办期限"), editable=False)
    account = models.CharField(_("事由和对象核实情况"), max_length=1000, blank=True)
    content = NamedJSONField(_("补办内容"), default=dict, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    opened_at = models.DateTimeField(_("开始时间"), default=timezone.now, editable=False)
    opened_by = person(_("批准人"))

    is_waiting = in_state(State.WAITING)
    is_on_notice = in_state(State.ON_NOTICE)
    is_refused = in_state(State.REFUSED)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("急难补办")
        indexes = [
            models.Index(
                fields=["union", "due_on"], condition=models.Q(state__in=OPEN_STATES), name="completion_open"
            ),
        ]
        constraints = [
            check("completion_state_known", models.Q(state__in=State.values), _("补办状态不对。")),
            check(
                "completion_says_what_happened",
                models.Q(state__in=(State.WAITING, State.REFUSED, State.RECOVERED, State.ENDED))
                | ~models.Q(account="") & ~models.Q(content_hash=""),
                _("请写明事由和对象核实情况。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def is_overdue(self) -> bool:
        return self.state in OVERDUE_STATES and self.due_on < timezone.localdate()


class CompletionStep(AppendOnly):
    """One step of one completion: from which state to which, by whom, on which content."""

    completion = models.ForeignKey(Completion, models.PROTECT, related_name="steps", verbose_name=_("补办"))
    action = models.CharField(_("操作"), max_length=10)
    source = models.CharField(_("原状态"), max_length=10, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=10, choices=State.choices)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("补办记录")
        constraints = [check("completion_step_of_the_table", _moves(), _("这样的补办步骤不存在。"))]

    def __str__(self) -> str:
        return f"{self.completion_id} {self.action}"

    @property
    def who(self) -> str:
        """Who took it, with whom they stood in for; '' for what followed by itself."""
        return names_of_step(self)

    @property
    def label(self) -> str:
        rows = (row for row in TRANSITIONS if row.action == self.action)
        found = next((row for row in rows if self.source in row.source and row.target == self.target), None)
        return str(found.label) if found else self.action
