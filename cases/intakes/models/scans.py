"""批量补材料: many scans at once, sorted into files by their names; the others wait to be sorted by hand."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Evidence, Household, Member
from cases.archives.models.household import person
from cases.intakes.states import BATCH_TONES, SCAN_TONES, BatchState, ScanState
from cases.policies.states import EvidenceKind
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class ScanBatch(ScopedModel):
    """One upload: a zip as it came, or single files packed into one. `signed_on` is the day on which the
    consents among them were signed, None where they are only kept as documents."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=7, choices=BatchState.choices, default=BatchState.WAITING, editable=False
    )
    file = models.FileField(_("文件"), upload_to=FolderName("scans"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    signed_on = models.DateField(_("承诺授权签字日期"), null=True, blank=True)
    failure = models.CharField(_("原因"), max_length=300, blank=True, editable=False)
    job_uid = models.UUIDField(null=True, editable=False)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = person(_("上传人"))

    is_working = in_state(BatchState.WAITING)
    is_failed = in_state(BatchState.FAILED)
    tone = state_tone(BATCH_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("批量补材料")
        constraints = [
            check("scan_batch_state_known", Q(state__in=BatchState.values), _("状态不对。")),
        ]

    def __str__(self) -> str:
        return self.original_name


class Scan(ScopedModel):
    """One scan of an upload. `name` and `folder` are those of its file, numbers of persons masked; `guess` is
    whose it may be by its name or folder, for whoever sorts it; `place` its place in the
    upload, so that a job that begins again sorts none twice. Its bytes are kept while it waits and when it
    was thrown away; one that was placed is the `evidence`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="scans", verbose_name=_("上传"))
    place = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("文件名"), max_length=120)
    folder = models.CharField(_("文件夹"), max_length=120, blank=True)
    guess = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name=_("可能是谁的")
    )
    state = models.CharField(_("状态"), max_length=7, choices=ScanState.choices, editable=False)
    why = models.CharField(_("原因"), max_length=300, blank=True, editable=False)
    kind = models.CharField(_("材料种类"), max_length=20, choices=EvidenceKind.choices, blank=True)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, related_name="scans", verbose_name=_("档案")
    )
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="scans", verbose_name=_("证明材料")
    )
    file = models.FileField(_("文件"), upload_to=FolderName("scans"), max_length=120, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sorted_at = models.DateTimeField(_("分拣时间"), null=True, editable=False)
    sorted_by = person(_("分拣人"))

    is_waiting = in_state(ScanState.WAITING)
    tone = state_tone(SCAN_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("扫描件")
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="scan_place_once"),
            models.UniqueConstraint(
                fields=["union", "sha256"], condition=Q(state="waiting"), name="scan_waits_once",
                violation_error_message=_("同一份扫描件已在待分拣中。"),
            ),
            check("scan_state_known", Q(state__in=ScanState.values), _("状态不对。")),
            check(
                "scan_placed_somewhere",
                ~Q(state=ScanState.PLACED) | Q(household__isnull=False, evidence__isnull=False),
                _("归入的扫描件要有档案和材料。"),
            ),
            check(
                "scan_waits_with_its_file",
                ~Q(state=ScanState.WAITING) | ~Q(file=""),
                _("待分拣的要有文件。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
