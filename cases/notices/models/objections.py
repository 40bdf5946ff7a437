"""异议 against one line of a notice."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.notices.models.notices import NoticeEntry
from cases.notices.states import FOUND_RIGHT, OBJECTION_TONES, Channel, ObjectionState, Outcome, Told
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField


class Objection(models.Model):
    """异议 against one line of a notice: recorded, investigated, answered in writing before its row goes on.

    Without an `objector` it is anonymous. Who objected and where they are reached is kept from whoever has a
    hand in the row. `recorded_by` is None for what came through the public page. `answered_by` investigated
    it and acted in nothing of the row; the database refuses anybody else, also as `closed_by`, who noted
    that it was taken back or is none. `effect` says what became of the row of one that was found right.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(
        NoticeEntry, models.PROTECT, related_name="objections", verbose_name=_("公示条目")
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=ObjectionState.choices, default=ObjectionState.OPEN, editable=False
    )
    channel = models.CharField(_("收到方式"), max_length=6, choices=Channel.choices, default=Channel.VISIT)
    text = models.CharField(_("异议内容"), max_length=500)
    objector = NameField(_("异议人"), max_length=60, blank=True, or_body=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    contact = EncryptedField("phone", verbose_name=_("联系电话"), null=True, blank=True)  # type: ignore[misc]
    received_on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("答复期限"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))
    findings = models.CharField(_("调查情况"), max_length=500, blank=True)
    outcome = models.CharField(_("结论"), max_length=9, choices=Outcome.choices, blank=True)
    rule = models.CharField(_("依据的规定"), max_length=200, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    told_how = models.CharField(_("告知方式"), max_length=6, choices=Told.choices, blank=True)
    told_on = models.DateField(_("告知日期"), null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = person(_("调查人"))
    effect = models.CharField(_("对申请的影响"), max_length=200, blank=True, editable=False)
    note = models.CharField(_("撤回或不予办理的原因"), max_length=500, blank=True, editable=False)
    closed_at = models.DateTimeField(_("不再办理的时间"), null=True, editable=False)
    closed_by = person(_("办理人"))

    is_open = in_state(ObjectionState.TO_CHECK, ObjectionState.OPEN)
    is_unchecked = in_state(ObjectionState.TO_CHECK)
    is_answered = in_state(ObjectionState.ANSWERED)
    is_upheld = in_state(*FOUND_RIGHT, field="outcome")
    tone = state_tone(OBJECTION_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("异议")
        constraints = [
            check("objection_state_known", Q(state__in=ObjectionState.values), _("异议的状态不对。")),
            check("objection_says_what", ~Q(text=""), _("请填写异议内容。")),
            check(
                "objection_answered_in_writing",
                Q(state=ObjectionState.ANSWERED, outcome__in=Outcome.values, answered_at__isnull=False,
                  answered_by__isnull=False, told_how__in=Told.values, told_on__isnull=False)
                & ~Q(answer="") & ~Q(findings="")
                | ~Q(state=ObjectionState.ANSWERED) & Q(outcome="", answered_at__isnull=True,
                                                        answered_by__isnull=True),
                _("答复要写明调查情况、结论和告知方式。"),
            ),
            check(
                "objection_dropped_for_a_reason",
                ~Q(state__in=(ObjectionState.RETRACTED, ObjectionState.DISMISSED)) | ~Q(note=""),
                _("撤回或不作为异议的要写明原因。"),
            ),
            check(
                "objection_closed_by_somebody",
                Q(state__in=(ObjectionState.RETRACTED, ObjectionState.DISMISSED), closed_at__isnull=False,
                  closed_by__isnull=False)
                | ~Q(state__in=(ObjectionState.RETRACTED, ObjectionState.DISMISSED))
                & Q(closed_at__isnull=True, closed_by__isnull=True),
                _("撤回或不作为异议的要有办理人。"),
            ),
            check(
                "objection_recorded_by_somebody",
                Q(channel=Channel.PAGE) | Q(recorded_by__isnull=False),
                _("登记的异议要有登记人。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entry_id} {self.received_on}"
