"""告知: that a worker was told what was decided, and what they signed; 复核: that they asked other people to
look at it again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.approvals.models import ApprovalStep
from cases.archives.models.household import person
from cases.outcomes.states import AppealWay, Receiver, Way
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly


class Telling(AppendOnly):
    """On a day somebody told the worker of one decision. Only ever added: who was told again, by letter after
    a call, has two. The database takes none of a step that decided nothing, nor of a day before it.
    `collect_by` is the last day on which they may come for what was approved, as the first telling of it
    said, where the programme lays one down."""

    step = models.ForeignKey(ApprovalStep, models.PROTECT, related_name="tellings", verbose_name=_("决定"))
    on = models.DateField(_("告知日期"))
    way = models.CharField(_("告知方式"), max_length=8, choices=Way.choices)
    receiver = models.CharField(_("告知了谁"), max_length=8, choices=Receiver.choices)
    teller = models.CharField(_("告知人"), max_length=50)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    collect_by = models.DateField(_("最迟领取日期"), null=True, editable=False)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("结果告知")
        constraints = [
            check("telling_way_known", models.Q(way__in=Way.values), _("请选择告知方式。")),
            check("telling_receiver_known", models.Q(receiver__in=Receiver.values), _("请选择告知了谁。")),
            check("telling_names_teller", ~models.Q(teller=""), _("请填写告知人。")),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.on}"


class Slip(AppendOnly):
    """The paper that the worker signed when they were told, as a picture or PDF. Only ever added."""

    telling = models.ForeignKey(Telling, models.PROTECT, related_name="slips", verbose_name=_("结果告知"))
    file = models.FileField(_("文件"), upload_to=FolderName("outcomes"), max_length=120)
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    by = person(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("告知回执")
        constraints = [
            check("slip_whole", ~models.Q(file="") & models.Q(size__gt=0), _("文件不完整，请重新上传。")),
            models.UniqueConstraint(
                fields=["telling", "sha256"], name="slip_once",
                violation_error_message=_("这个文件已经上传过。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


class Appeal(models.Model):
    """A worker asks for a review of one decision: refused, or of a sum. Recorded once, answered once, by
    somebody who decided nothing on the application before; the database keeps all three."""

    step = models.OneToOneField(
        ApprovalStep, models.PROTECT, related_name="appeal", verbose_name=_("要复核的决定")
    )
    received_on = models.DateField(_("申请复核日期"))
    way = models.CharField(_("申请方式"), max_length=8, choices=AppealWay.choices)
    reason = models.CharField(_("职工的理由"), max_length=500)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))
    is_changed = models.BooleanField(_("改变原决定"), null=True, editable=False)
    answer = models.CharField(_("复核意见"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    answered_by = person(_("复核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("复核申请")
        constraints = [
            check("appeal_way_known", models.Q(way__in=AppealWay.values), _("请选择申请方式。")),
            check("appeal_has_reason", ~models.Q(reason=""), _("请填写职工的理由。")),
            check(
                "appeal_answered_whole",
                models.Q(
                    is_changed__isnull=True, answer="", answered_at__isnull=True, answered_by__isnull=True
                )
                | models.Q(is_changed__isnull=False, answered_at__isnull=False, answered_by__isnull=False)
                & ~models.Q(answer=""),
                _("请写明复核意见。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.received_on}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
