"""A workbook of a flat list that was uploaded: the file as it came, how its columns map, what is wrong."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import User
from hardship.imports.states import IMPORT_TONES, ImportState
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


def _by(label: Any) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=label
    )


class SheetImport(ScopedModel):
    """One workbook of a list (`kind` is a key of IMPORTERS), for the records of `union`.

    `headers` are the texts of its columns, `fields` the 0-based column of each key; `issues` holds {"row",
    "column", "level", "why", "cell"} without any personal data, the first MOST_ISSUES of them.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("名单"), max_length=30)
    state = models.CharField(
        _("状态"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED, editable=False
    )
    file = models.FileField(_("文件"), upload_to=FolderName("imports"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(_("工作表"), max_length=40)
    header_row = models.PositiveIntegerField(_("表头行"))
    headers = models.JSONField(_("列名"), default=list)
    fields = models.JSONField(_("列对应"), default=dict)
    issues = models.JSONField(_("问题"), default=list)
    rows_total = models.PositiveIntegerField(_("总行数"), default=0)
    rows_good = models.PositiveIntegerField(_("可导入"), default=0)
    rows_wrong = models.PositiveIntegerField(_("有错"), default=0)
    rows_remarked = models.PositiveIntegerField(_("有提醒"), default=0)
    rows_done = models.PositiveIntegerField(_("已导入"), default=0)
    rows_undone = models.PositiveIntegerField(_("已撤销"), default=0)
    failure = models.CharField(_("原因"), max_length=300, blank=True)
    job_uid = models.UUIDField(null=True, editable=False)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = _by(_("上传人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    confirmed_by = _by(_("确认人"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True, editable=False)
    undone_by = _by(_("撤销人"))

    tone = state_tone(IMPORT_TONES)
    is_uploaded = in_state(ImportState.UPLOADED)
    is_checked = in_state(ImportState.CHECKED)
    is_at_work = in_state(ImportState.CHECKING, ImportState.IMPORTING)
    is_importing = in_state(ImportState.IMPORTING)
    is_done = in_state(ImportState.DONE)
    is_undone = in_state(ImportState.UNDONE)
    is_failed = in_state(ImportState.FAILED)

    class Meta:
        verbose_name = verbose_name_plural = _("名单导入")
        constraints = [
            check("sheet_import_state_known", models.Q(state__in=ImportState.values), _("导入的状态不对。")),
            check(
                "sheet_import_confirmed_by_somebody",
                ~models.Q(state__in=(ImportState.IMPORTING, ImportState.DONE, ImportState.UNDONE))
                | models.Q(confirmed_at__isnull=False),
                _("导入要有人确认。"),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
