"""A roster that was uploaded: the file as it came, how its columns map, what became of each row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.archives.models.changes import ChangeRequest
from cases.archives.models.household import Household
from cases.rosters.rules.spelling import LONGEST, legible
from cases.rosters.states import ImportMode, UpdateState
from cases.rosters.states.imports import UPDATE_TONES
from hardship.imports.models import Upload
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone


class RosterImport(Upload):
    """One uploaded roster. `mapping` has "family" besides: what the second sheet holds; an issue has "entry",
    the row in which its household begins. Figures are households. What says by which document and when its
    households were filed elsewhere before is given to the county as one list (cases.intakes)."""

    mode = models.CharField(_("方式"), max_length=6, choices=ImportMode.choices, default=ImportMode.NEW)
    rows_importable = models.PositiveIntegerField(_("可导入"), default=0)
    rows_changed = models.PositiveIntegerField(_("有变化"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("无变化"), default=0)
    items_asked = models.PositiveIntegerField(_("提交审核的变更"), default=0)
    former_document_no = models.CharField(_("原建档文号"), max_length=100, blank=True)
    former_filed_on = models.DateField(_("原建档日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("花名册导入")
        constraints = [
            check("import_mode_known", models.Q(mode__in=ImportMode.values), _("导入方式不对。")),
            check(
                "import_of_filed_says_where",
                models.Q(former_document_no="", former_filed_on__isnull=True)
                | ~models.Q(former_document_no="") & models.Q(former_filed_on__isnull=False),
                _("原建档文号和日期要一起填写。"),
            ),
        ]

    @property
    def is_of_filed(self) -> bool:
        """Whether its households were filed elsewhere before (存量档案)."""
        return self.former_filed_on is not None


class ImportRow(models.Model):
    """The household that one row of a roster became: each row at most once, whatever is retried."""

    roster = models.ForeignKey(RosterImport, models.PROTECT, related_name="rows", verbose_name=_("导入"))
    row = models.PositiveIntegerField(_("行号"))
    household = models.OneToOneField(
        Household, models.PROTECT, related_name="import_row", verbose_name=_("档案")
    )
    warnings = ArrayField(models.CharField(max_length=300), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("导入行")
        constraints = [models.UniqueConstraint(fields=["roster", "row"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.row}"


class ImportSpelling(models.Model):
    """A cell of a roster that is stored otherwise than it was written, such as a name without its blanks:
    what the roster says, for whoever compares it with the file. `entry` is the row in which the household
    begins, by which an ImportRow or an ImportChange has it; a check writes all of them anew."""

    roster = models.ForeignKey(RosterImport, models.PROTECT, related_name="spellings", verbose_name=_("导入"))
    entry = models.PositiveIntegerField(_("户行号"))
    row = models.PositiveIntegerField(_("行号"))
    sheet = models.CharField(_("工作表"), max_length=40, blank=True)
    column = models.CharField(_("列"), max_length=120)
    cell = models.CharField(_("单元格"), max_length=12, blank=True)
    written = models.CharField(_("名册原文"), max_length=LONGEST)
    stored = models.CharField(_("存为"), max_length=LONGEST)

    class Meta:
        verbose_name = verbose_name_plural = _("名册原文")
        indexes = [models.Index(fields=["roster", "entry"], name="spelling_of_entry")]
        constraints = [
            check("spelling_differs", ~models.Q(written=models.F("stored")), _("名册原文与存入的写法相同。")),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.row}"

    @property
    def legible(self) -> str:
        """The roster's words with what nobody sees spelled out."""
        return legible(self.written)


class ImportChange(models.Model):
    """What one row of a roster changes in a file that was there before.

    `shown` holds {"who", "label", "before", "after", "asked", "held"} as a page shows it: numbers of persons
    and accounts only by their mask, `asked` for what waits for a second person, `held` for what is not done.
    `restore` holds what an undo puts back, as services.imports.updating wrote it: of such numbers the stored
    ciphertext.
    `version` is the file's after the change: an undo finds there whether somebody has worked on it since.
    """

    roster = models.ForeignKey(RosterImport, models.PROTECT, related_name="changes", verbose_name=_("导入"))
    row = models.PositiveIntegerField(_("行号"))
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="import_changes", verbose_name=_("档案")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=UpdateState.choices, default=UpdateState.PLANNED
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    shown = models.JSONField(_("变化"), default=list)
    restore = models.JSONField(default=list, editable=False)

    is_planned = in_state(UpdateState.PLANNED)
    is_applied = in_state(UpdateState.APPLIED)
    is_undone = in_state(UpdateState.UNDONE)
    tone = state_tone(UPDATE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("花名册更新")
        constraints = [
            models.UniqueConstraint(fields=["roster", "row"], name="import_change_once"),
            check(
                "import_change_state_known",
                models.Q(state__in=UpdateState.values),
                _("更新的状态不对。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.row}"


class ImportRequest(models.Model):
    """A change request that a row of a roster asked for, because the change needs a second person."""

    change = models.ForeignKey(
        ImportChange, models.PROTECT, related_name="requests", verbose_name=_("花名册更新")
    )
    request = models.OneToOneField(
        ChangeRequest, models.PROTECT, related_name="import_request", verbose_name=_("档案变更")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("花名册提出的变更")

    def __str__(self) -> str:
        return f"{self.change_id}: {self.request_id}"
