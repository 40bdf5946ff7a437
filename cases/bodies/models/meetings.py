"""The meetings of a body: agenda, who came, who withdrew, how they voted, what was decided."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.bodies.models.bodies import Body, BodyMember
from cases.bodies.states import (
    DECISION_TONES,
    TONES,
    Decision,
    Majority,
    MeetingState,
    Presence,
)
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class Meeting(ScopedModel):
    """A meeting of a body, which votes by the rule that the body had when it was called. Once its minutes are
    settled nothing of it changes (trigger); the signed paper is added as a scan."""

    is_called = in_state(MeetingState.CALLED)
    is_held = in_state(MeetingState.HELD)
    is_minuted = in_state(MeetingState.MINUTED)
    is_open = in_state(MeetingState.CALLED, MeetingState.HELD)
    tone = state_tone(TONES)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("领导小组"))
    state = models.CharField(
        _("状态"), max_length=9, choices=MeetingState.choices, default=MeetingState.CALLED, editable=False
    )
    majority = models.CharField(_("表决规则"), max_length=10, choices=Majority.choices, editable=False)
    on = models.DateField(_("会议日期"))
    place = models.CharField(_("地点"), max_length=80)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    called_at = models.DateTimeField(_("召集时间"), default=timezone.now, editable=False)
    called_by = person(_("召集人"))
    held_at = models.DateTimeField(_("登记召开时间"), null=True, editable=False)
    held_by = person(_("记录人"))
    minuted_at = models.DateTimeField(_("定稿时间"), null=True, editable=False)
    minuted_by = person(_("核对人"))
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, editable=False)
    cancelled_by = person(_("取消人"))

    class Meta:
        verbose_name = verbose_name_plural = _("会议")
        indexes = [models.Index(fields=["body", "-on"], name="meeting_of_body")]
        constraints = [
            check("meeting_state_known", Q(state__in=MeetingState.values), _("状态不对。")),
            check("meeting_majority_known", Q(majority__in=Majority.values), _("请选择表决规则。")),
            check("meeting_has_a_place", ~Q(place=""), _("请填写地点。")),
            check(
                "meeting_minuted_by_another",
                Q(minuted_by__isnull=True) | ~Q(minuted_by=models.F("held_by")),
                _("会议纪要由记录人以外的人核对定稿。"),
            ),
            check(
                "meeting_stamped",
                Q(state__in=[MeetingState.CALLED, MeetingState.CANCELLED])
                | Q(state=MeetingState.HELD, held_by__isnull=False)
                | Q(state=MeetingState.MINUTED, held_by__isnull=False, minuted_by__isnull=False),
                _("会议的登记人不完整。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on.isoformat()}"


class Attendance(models.Model):
    """A member who was to come, and whether they did; '' until that is recorded."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("会议"))
    member = models.ForeignKey(BodyMember, models.PROTECT, related_name="+", verbose_name=_("成员"))
    presence = models.CharField(_("到会情况"), max_length=8, choices=Presence.choices, blank=True)
    reason = models.CharField(_("原因"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("到会情况")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            check(
                "attendance_presence_known", Q(presence="") | Q(presence__in=Presence.values), _("请选择。")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.presence}"


class AgendaItem(models.Model):
    """A matter of a meeting: what a room registered (`kind` and `target_id`, opaque here), or words alone.

    `round` and `content_hash` are of the version that was put before the meeting, where the thing has any:
    the decision is on that one, and they never change. How many were in favour stands with every decision but
    a deferral; `departure` says why it is not what the vote would give. The database counts too.
    """

    tone = state_tone(DECISION_TONES, field="decision")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("会议"))
    position = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("种类"), max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("议题"), max_length=200)
    round = models.PositiveSmallIntegerField(_("轮次"), null=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    decision = models.CharField(_("决定"), max_length=8, choices=Decision.choices, blank=True)
    words = models.CharField(_("决定内容"), max_length=500, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("赞成"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("反对"), null=True)
    votes_abstained = models.PositiveSmallIntegerField(_("弃权"), null=True)
    departure = models.CharField(_("与表决不一致的原因"), max_length=200, blank=True, db_default="")
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = person(_("撤下人"))

    class Meta:
        verbose_name = verbose_name_plural = _("议题")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "target_id"],
                condition=Q(removed_at__isnull=True) & ~Q(kind=""),
                name="agenda_target_once",
                violation_error_message=_("这一项已在议程上。"),
            ),
            check("agenda_titled", ~Q(title=""), _("请填写议题。")),
            check(
                "agenda_target_whole",
                Q(kind="", target_id="") | ~Q(kind="") & ~Q(target_id=""),
                _("议题不完整。"),
            ),
            check(
                "agenda_decision_known", Q(decision="") | Q(decision__in=Decision.values), _("请选择决定。")
            ),
            check(
                "agenda_refusal_has_words",
                ~Q(decision__in=[Decision.REFUSED, Decision.DEFERRED]) | ~Q(words=""),
                _("不同意或暂缓的，请写明理由。"),
            ),
            check(
                "agenda_version_whole",
                Q(round__isnull=True, content_hash="") | Q(round__isnull=False) & ~Q(content_hash=""),
                _("议题不完整。"),
            ),
            check(
                "agenda_votes_whole",
                Q(votes_for__isnull=True, votes_against__isnull=True, votes_abstained__isnull=True)
                | Q(votes_for__isnull=False, votes_against__isnull=False, votes_abstained__isnull=False),
                _("赞成、反对、弃权的票数都要填。"),
            ),
            check(
                "agenda_voted_on",
                ~Q(decision__in=[Decision.AGREED, Decision.REFUSED]) | Q(votes_for__isnull=False),
                _("请登记赞成、反对、弃权的票数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> tuple[int | None, str]:
        """Which version of the thing was put before the meeting."""
        return self.round, self.content_hash

    @property
    def votes(self) -> str:
        """“赞成 3 票，反对 0 票，弃权 1 票”; '' where nobody voted."""
        if self.votes_for is None:
            return ""
        text = _("赞成 %(yes)s 票，反对 %(no)s 票，弃权 %(none)s 票")
        return text % {"yes": self.votes_for, "no": self.votes_against, "none": self.votes_abstained}


class Recusal(models.Model):
    """回避: a member takes no part in one matter, and why."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals", verbose_name=_("议题"))
    member = models.ForeignKey(BodyMember, models.PROTECT, related_name="+", verbose_name=_("成员"))
    reason = models.CharField(_("回避原因"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("回避")
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="recusal_once"),
            check("recusal_has_a_reason", ~Q(reason=""), _("请填写回避原因。")),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.item_id}"


class MinutesScan(AppendOnly):
    """The signed minutes as a picture or PDF. Only ever added."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="scans", verbose_name=_("会议"))
    file = models.FileField(_("文件"), upload_to=FolderName("minutes"), max_length=120)
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = person(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("签字纪要扫描件")
        constraints = [
            check("minutes_scan_whole", ~Q(file="") & Q(size__gt=0), _("文件不完整，请重新上传。")),
            models.UniqueConstraint(fields=["meeting", "sha256"], name="minutes_scan_once"),
        ]

    def __str__(self) -> str:
        return self.name
