"""停办: a programme of which nobody begins an application for a while, in whatever version."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.policies.models.policy import person
from cases.policies.models.programme import CODE_LENGTH, NAME_LENGTH, Programme
from cases.policies.states import HALT_TONES, HALT_TRANSITIONS, IN_HALT, OPEN_HALT, HaltState
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class Halt(ScopedModel):
    """One stop of a programme by the union that has it, in this version (`programme`) and every other one of
    its `code`: asked for by one, agreed to by another, lifted in the same way. It moves by its steps alone
    (migrations/sql/halts.sql)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="halts", verbose_name=_("帮扶项目"))
    code = models.SlugField(_("项目代码"), max_length=CODE_LENGTH)
    name = models.CharField(_("项目名称"), max_length=NAME_LENGTH)
    state = models.CharField(_("状态"), max_length=8, choices=HaltState.choices, default=HaltState.ASKED)

    tone = state_tone(HALT_TONES)
    is_open = in_state(*OPEN_HALT)
    is_halted = in_state(*IN_HALT)

    class Meta:
        verbose_name = verbose_name_plural = _("停办")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "code"],
                condition=models.Q(state__in=OPEN_HALT),
                name="halt_open_once",
                violation_error_message=_("这个项目已经停办或者正在申请停办。"),
            ),
            check("halt_state_known", models.Q(state__in=HaltState.values), _("停办的状态不对。")),
        ]

    def __str__(self) -> str:
        return self.name


class HaltStep(AppendOnly):
    """What was done to a stop, by whom and why."""

    halt = models.ForeignKey(Halt, models.PROTECT, related_name="steps", verbose_name=_("停办"))
    action = models.CharField(_("操作"), max_length=8)
    source = models.CharField(_("原状态"), max_length=8, choices=HaltState.choices)
    target = models.CharField(_("新状态"), max_length=8, choices=HaltState.choices)
    comment = models.CharField(_("原因"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("停办办理记录")
        indexes = [models.Index(fields=["halt", "-id"], name="halt_step_last")]
        constraints = [
            check(
                "halt_asked_with_reason",
                ~models.Q(action__in=("ask", "decline", "ask_lift", "keep")) | models.Q(comment__regex=r"\S"),
                _("请写明原因。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.halt_id} {self.action}"

    @property
    def who(self) -> str:
        """Who took it, both names where they stood in."""
        return names_of_step(self)

    @property
    def label(self) -> str:
        if self.action == "ask":
            return str(_("申请停办"))
        return next((str(row.label) for row in HALT_TRANSITIONS if row.action == self.action), self.action)
