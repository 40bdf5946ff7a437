"""Where a notice hangs, what proves it, and what moved its end."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.notices.models.notices import PublicNotice
from cases.notices.states import BoardPlace, EndReason, Moment
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly


class NoticeBoard(models.Model):
    """One place at which a notice hangs. `late_reason` says why it went up on a later day than the notice was
    published; `seen_by` is a second person who saw it hang."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="boards", verbose_name=_("公示"))
    place = models.CharField(_("张贴处"), max_length=10, choices=BoardPlace.choices)
    where = models.CharField(_("具体位置"), max_length=80)
    posted_on = models.DateField(_("张贴日期"))
    late_reason = models.CharField(_("晚于发布日期的原因"), max_length=200, blank=True)
    put_up_by = models.CharField(_("张贴人"), max_length=40)
    seen_by = models.CharField(_("见证人"), max_length=40)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))
    taken_down_on = models.DateField(_("取下日期"), null=True, editable=False)
    taken_down_at = models.DateTimeField(_("登记取下的时间"), null=True, editable=False)
    taken_down_by = person(_("登记取下的人"))

    class Meta:
        verbose_name = verbose_name_plural = _("公示张贴处")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "place", "where"], name="notice_board_once",
                violation_error_message=_("这一处已经登记过。"),
            ),
            check("notice_board_place_known", Q(place__in=BoardPlace.values), _("请选择张贴处。")),
            check("notice_board_seen_by_another", ~Q(seen_by=F("put_up_by")) & ~Q(seen_by=""),
                  _("见证人要是张贴人以外的另一个人。")),
            check(
                "notice_board_taken_down_later",
                Q(taken_down_on__isnull=True, taken_down_at__isnull=True)
                | Q(taken_down_on__gte=F("posted_on"), taken_down_at__isnull=False),
                _("取下日期不能早于张贴日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_place_display()}（{self.where}）"

    @property
    def hangs(self) -> bool:
        return self.taken_down_on is None


class BoardPhoto(AppendOnly):
    """A picture of a board with the poster on it, or without it again."""

    board = models.ForeignKey(NoticeBoard, models.PROTECT, related_name="photos", verbose_name=_("张贴处"))
    moment = models.CharField(_("时点"), max_length=5, choices=Moment.choices)
    file = models.FileField(_("照片"), upload_to=FolderName("notices"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    by = person(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("公示照片")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "moment", "sha256"], name="board_photo_once",
                violation_error_message=_("这张照片已经上传过。"),
            ),
            check("board_photo_moment_known", Q(moment__in=Moment.values), _("照片的时点不对。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.original_name


class EndChange(AppendOnly):
    """A notice ends later than it said before; the old day stays on record. `days` is what an extension adds,
    in the notice's kind of days."""

    notice = models.ForeignKey(
        PublicNotice, models.PROTECT, related_name="end_changes", verbose_name=_("公示")
    )
    kind = models.CharField(_("原因类别"), max_length=8, choices=EndReason.choices)
    old_ends_on = models.DateField(_("原截止日期"))
    new_ends_on = models.DateField(_("新截止日期"))
    days = models.PositiveSmallIntegerField(_("延长天数"), default=0)
    reason = models.CharField(_("原因"), max_length=200)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("公示截止变更")
        constraints = [
            check("end_change_later", Q(new_ends_on__gt=F("old_ends_on")), _("新的截止日期要晚于原来的。")),
            check("end_change_kind_known", Q(kind__in=EndReason.values), _("原因类别不对。")),
            check("end_change_says_why", ~Q(reason=""), _("请写明原因。")),
            check(
                "end_change_days_of_an_extension",
                Q(kind=EndReason.EXTENDED, days__gt=0) | ~Q(kind=EndReason.EXTENDED) & Q(days=0),
                _("延长的要写天数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.old_ends_on} → {self.new_ends_on}"
