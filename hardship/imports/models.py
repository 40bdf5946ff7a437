"""A workbook that was uploaded: the file as it came, how its columns map, what was found."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.imports.states import DROP, IMPORT_TONES, ImportState
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _person(name: "StrOrPromise") -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=name
    )


class Upload(ScopedModel):
    """What every uploaded workbook has, a roster of households or a list of records.

    `mapping` holds {"headers": the texts of the columns, "fields": for each key of the layout the 0-based
    column}; `issues` holds {"row", "column", "level", "code", "why", "cell"} without any personal data.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    file = models.FileField(_("文件"), upload_to=FolderName("imports"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(_("工作表"), max_length=40, blank=True)
    header_row = models.PositiveIntegerField(_("表头行"), null=True)
    mapping = models.JSONField(_("列对应"), default=dict)
    issues = models.JSONField(_("问题"), default=list)
    rows_total = models.PositiveIntegerField(_("总数"), default=0)
    rows_rejected = models.PositiveIntegerField(_("有错"), default=0)
    failure = models.CharField(_("原因"), max_length=300, blank=True)
    job_uid = models.UUIDField(null=True, editable=False)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = _person(_("上传人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    confirmed_by = _person(_("确认人"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True, editable=False)
    undone_by = _person(_("撤销人"))

    is_checking = in_state(ImportState.CHECKING)
    is_checked = in_state(ImportState.CHECKED)
    is_importing = in_state(ImportState.IMPORTING)
    is_at_work = in_state(ImportState.CHECKING, ImportState.IMPORTING)
    is_done = in_state(ImportState.DONE)
    is_undone = in_state(ImportState.UNDONE)
    is_failed = in_state(ImportState.FAILED)
    has_been_imported = in_state(ImportState.DONE, ImportState.UNDONE)
    tone = state_tone(IMPORT_TONES)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.original_name


class ListImport(Upload):
    """One uploaded list with one record in each row; `kind` is a key of KINDS.

    Figures are rows: `rows_good` come in, `rows_changed` of them correct what is on record, `rows_same` say
    what stands there already, `rows_rejected` have errors.
    """

    kind = models.CharField(_("种类"), max_length=40)
    rows_good = models.PositiveIntegerField(_("可导入"), default=0)
    rows_changed = models.PositiveIntegerField(_("其中更新"), default=0)
    rows_same = models.PositiveIntegerField(_("已有"), default=0)
    rows_undone = models.PositiveIntegerField(_("已撤销"), default=0)
    dropped_at = models.DateTimeField(_("不再导入的时间"), null=True, editable=False)
    dropped_by = _person(_("不再导入的人"))

    is_dropped = in_state(ImportState.DROPPED)
    may_be_dropped = in_state(*DROP.source)

    class Meta:
        verbose_name = verbose_name_plural = _("表格导入")
        constraints = [
            check("list_import_state_known", models.Q(state__in=ImportState.values), _("导入状态不对。")),
            check(
                "list_import_rows_add_up",
                models.Q(
                    rows_total=models.F("rows_good") + models.F("rows_same") + models.F("rows_rejected")
                ),
                _("导入的行数加不起来。"),
            ),
            check(
                "list_import_changed_are_good",
                models.Q(rows_changed__lte=models.F("rows_good")),
                _("导入的行数加不起来。"),
            ),
        ]
