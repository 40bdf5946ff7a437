"""存量档案接收: the files of a roster that were filed elsewhere before, taken over as one list."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.categories import Categorised
from cases.archives.models.household import person
from cases.archives.states.taking_over import Basis
from cases.intakes.states import (
    BEING_DECIDED,
    DECIDED,
    INTAKE_TONES,
    INTAKE_TRANSITIONS,
    OPEN_STATES,
    ROW_TONES,
    VERDICT_TONES,
    IntakeState,
    RowState,
    Verdict,
)
from cases.rosters.models import RosterImport
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class Intake(ScopedModel):
    """One roster of files that were filed elsewhere, on its way into force.

    The county's first person agrees (`agreed_by`), the second accepts (`accepted_by`); neither of them has
    uploaded, imported or handed in the list. A job takes over each file then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roster = models.OneToOneField(
        RosterImport, models.PROTECT, related_name="intake", verbose_name=_("花名册导入")
    )
    document_no = models.CharField(_("原建档文号"), max_length=100)
    filed_on = models.DateField(_("原建档日期"))
    state = models.CharField(
        _("状态"), max_length=9, choices=IntakeState.choices, default=IntakeState.WAITING, editable=False
    )
    comment = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    job_uid = models.UUIDField(null=True, editable=False)
    submitted_at = models.DateTimeField(_("提交时间"), default=timezone.now, editable=False)
    submitted_by = person(_("提交人"))
    agreed_at = models.DateTimeField(_("核对时间"), null=True, editable=False)
    agreed_by = person(_("核对人"))
    accepted_at = models.DateTimeField(_("接收时间"), null=True, editable=False)
    accepted_by = person(_("接收人"))

    is_open = in_state(*OPEN_STATES)
    is_being_decided = in_state(*BEING_DECIDED)
    is_agreed = in_state(IntakeState.AGREED)
    is_writing = in_state(IntakeState.WRITING)
    is_accepted = in_state(IntakeState.ACCEPTED)
    is_returned = in_state(IntakeState.RETURNED)
    is_decided = in_state(*DECIDED)
    tone = state_tone(INTAKE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("存量档案接收")
        constraints = [
            check("intake_state_known", Q(state__in=IntakeState.values), _("接收名单的状态不对。")),
            check("intake_says_where_filed", ~Q(document_no=""), _("请填写原建档文号。")),
            check(
                "intake_agreed_by_somebody",
                ~Q(state__in=(IntakeState.AGREED, *DECIDED))
                | Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(agreed_by=F("submitted_by")),
                _("接收名单先由区县一人核对同意，提交人不能核对。"),
            ),
            check(
                "intake_accepted_by_another",
                ~Q(state__in=DECIDED)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False)
                & ~Q(accepted_by=F("agreed_by"))
                & ~Q(accepted_by=F("submitted_by")),
                _("整批接收须由另一人复核。"),
            ),
        ]

    def __str__(self) -> str:
        return self.document_no


class IntakeRow(Categorised):
    """One file of a list, with category and persons as they were when it was handed in.

    `version` is the file's of then: what is written on it since, but for documents and consents, has to be
    handed in anew. A row that was taken out stays, with the reason.
    """

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="rows", verbose_name=_("接收名单"))
    household = models.OneToOneField(
        Household, models.PROTECT, related_name="intake_row", verbose_name=_("档案")
    )
    row = models.PositiveIntegerField(_("花名册行号"))
    version = models.PositiveIntegerField(editable=False)
    persons = models.PositiveSmallIntegerField(_("家庭人口"))
    basis = models.CharField(_("类别依据"), max_length=10, choices=Basis.choices)
    state = models.CharField(
        _("状态"), max_length=5, choices=RowState.choices, default=RowState.OPEN, editable=False
    )
    reason = models.CharField(_("移出原因"), max_length=300, blank=True, editable=False)
    removed_at = models.DateTimeField(_("移出时间"), null=True, editable=False)
    removed_by = person(_("移出人"))

    is_out = in_state(RowState.OUT)
    tone = state_tone(ROW_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("接收名单上的档案")
        constraints = [
            models.UniqueConstraint(fields=["intake", "row"], name="intake_row_once"),
            check("intake_row_state_known", Q(state__in=RowState.values), _("状态不对。")),
            check("intake_row_basis_known", Q(basis__in=Basis.values), _("类别依据不对。")),
            check(
                "intake_row_out_for_a_reason",
                Q(state=RowState.OUT, removed_at__isnull=False, removed_by__isnull=False) & ~Q(reason="")
                | ~Q(state=RowState.OUT) & Q(removed_at__isnull=True, reason=""),
                _("移出要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}:{self.row}"


class IntakeDraw(AppendOnly):
    """A sample drawn by the program: from these rows of the roster, by this seed, so many. Anybody who has
    these three draws the same again (rules.draw)."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="draws", verbose_name=_("接收名单"))
    seed = models.CharField(_("随机种子"), max_length=64)
    population = ArrayField(models.PositiveIntegerField(), verbose_name=_("抽样范围"))
    size = models.PositiveSmallIntegerField(_("抽取户数"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("提交人"))

    class Meta:
        verbose_name = verbose_name_plural = _("抽样")

    def __str__(self) -> str:
        return f"{self.intake_id} {self.seed}"


class IntakeSample(models.Model):
    """One file that was drawn: whether it agrees with its paper file, once somebody has looked."""

    drawn = models.ForeignKey(IntakeDraw, models.PROTECT, related_name="samples", verbose_name=_("抽样"))
    row = models.ForeignKey(IntakeRow, models.PROTECT, related_name="samples", verbose_name=_("档案"))
    position = models.PositiveSmallIntegerField(_("序号"))
    verdict = models.CharField(_("核对结果"), max_length=7, choices=Verdict.choices, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    looked_at = models.DateTimeField(_("核对时间"), null=True, editable=False)
    looked_by = person(_("核对人"))

    differs = in_state(Verdict.DIFFERS, field="verdict")
    tone = state_tone(VERDICT_TONES, field="verdict", other="muted")

    class Meta:
        verbose_name = verbose_name_plural = _("抽中的档案")
        constraints = [
            models.UniqueConstraint(fields=["drawn", "row"], name="intake_sample_once"),
            check(
                "intake_sample_looked_at_by_somebody",
                Q(verdict="", looked_at__isnull=True, looked_by__isnull=True)
                | Q(verdict__in=Verdict.values, looked_at__isnull=False, looked_by__isnull=False),
                _("核对结果要有核对人和时间。"),
            ),
            check(
                "intake_sample_says_what_differs",
                ~Q(verdict=Verdict.DIFFERS) | ~Q(note=""),
                _("有出入的，请写明是什么。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drawn_id}:{self.position}"


class IntakeStep(AppendOnly):
    """What was done with a list, and by whom: whoever made any part of it never decides on it."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="steps", verbose_name=_("接收名单"))
    action = models.CharField(_("办理"), max_length=10)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    is_making = models.BooleanField(editable=False)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("接收办理记录")

    def __str__(self) -> str:
        return f"{self.intake_id} {self.action}"

    @property
    def label(self) -> str:
        if self.action == "take_out":
            return str(_("移出档案"))
        return next((str(row.label) for row in INTAKE_TRANSITIONS if row.action == self.action), self.action)
