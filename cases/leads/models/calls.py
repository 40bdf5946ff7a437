"""收集通知: a union calls on those below it to hand in applications and leads until a day."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.leads.states import ANSWER_TONES, CALL_TONES, AnswerState, CallState
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


class CallQuerySet(ScopedQuerySet["Call"]):
    def visible_to(self, user: Any) -> Self:
        """Calls of the scope, and those that the unions above have sent out."""
        if not user.is_authenticated:
            return self.none()
        above = [int(part) for part in user.union.path.split("/") if part]
        sent = Q(union__in=above) & ~Q(state=CallState.DRAFT)
        return self.filter(Q(**{f"{user.union.scope_column}_id": user.union_id}) | sent)


class Call(ScopedModel):
    """A call of one union on all below it that have none below them. `due_on` is the last day to answer."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=60)
    text = models.TextField(_("通知内容"), max_length=2000)
    due_on = models.DateField(_("截止日期"))
    file = models.FileField(_("附件"), upload_to=FolderName("calls"), max_length=120, blank=True)
    file_name = models.CharField(_("附件文件名"), max_length=120, blank=True)
    file_media_type = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        _("状态"), max_length=6, choices=CallState.choices, default=CallState.DRAFT, editable=False
    )
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))
    opened_at = models.DateTimeField(_("发出时间"), null=True, editable=False)
    opened_by = person(_("发出人"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    closed_by = person(_("结束人"))

    objects: ClassVar = CallQuerySet.as_manager()

    is_draft = in_state(CallState.DRAFT)
    is_open = in_state(CallState.OPEN)
    tone = state_tone(CALL_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("收集通知")
        constraints = [
            check("call_state_known", Q(state__in=CallState.values), _("通知状态不对。")),
            check("call_says_what", ~Q(title="") & ~Q(text=""), _("请填写名称和通知内容。")),
            check(
                "call_sent_unless_draft",
                Q(state=CallState.DRAFT, opened_at__isnull=True)
                | ~Q(state=CallState.DRAFT) & Q(opened_at__isnull=False),
                _("发出的通知要有发出时间。"),
            ),
            check(
                "call_closed_when_over",
                Q(state=CallState.CLOSED, closed_at__isnull=False)
                | ~Q(state=CallState.CLOSED) & Q(closed_at__isnull=True),
                _("结束的通知要有结束时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CallUnit(ScopedModel):
    """One union that is called on, and its answer: how many it hands in, or that it has none."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="units", verbose_name=_("收集通知"))
    state = models.CharField(
        _("答复"), max_length=8, choices=AnswerState.choices, default=AnswerState.OPEN, editable=False
    )
    persons = models.PositiveIntegerField(_("上报人数"), null=True, editable=False)
    note = models.CharField(_("说明"), max_length=300, blank=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = person(_("答复人"))
    reminded_at = models.DateTimeField(_("催办时间"), null=True, editable=False)
    reminded_by = person(_("催办人"))

    is_waiting = in_state(AnswerState.OPEN)
    tone = state_tone(ANSWER_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("收集通知的答复")
        indexes = [
            models.Index(fields=["union"], name="call_unit_waiting", condition=Q(state=AnswerState.OPEN))
        ]
        constraints = [
            models.UniqueConstraint(fields=["call", "union"], name="call_unit_once"),
            check("call_unit_state_known", Q(state__in=AnswerState.values), _("答复状态不对。")),
            check(
                "call_unit_answered_with_a_number",
                Q(state=AnswerState.OPEN, persons__isnull=True, answered_at__isnull=True)
                | Q(state=AnswerState.ANSWERED, persons__isnull=False, answered_at__isnull=False),
                _("答复要写明人数，没有的填 0。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.union_id}"

    @property
    def is_late(self) -> bool:
        """Answered after the last day, or not yet and the day is over."""
        on = timezone.localdate(self.answered_at) if self.answered_at else timezone.localdate()
        return on > self.call.due_on
