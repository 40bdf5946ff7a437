"""信息核对: a list of another department, matched by blind index against the files that allow it.

The uploaded file holds people who are none of ours; it is removed as soon as it has been matched, and of
its rows only those stay that meet somebody on file (Personal Information Protection Law, Art. 6 and 23).
"""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.changes import ChangeRequest
from cases.archives.models.household import Household, person
from cases.archives.models.members import Member
from cases.crosschecks.states import HIT_TRANSITIONS, CheckKind, CheckState, Difference, HitState
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class CrossCheck(ScopedModel):
    """One list of one department. `mapping` holds {"headers": the texts of the columns, "fields": for each
    key of rules.crosschecks the 0-based column}; `issues` holds {"row", "why"} without personal data.

    `file` is empty once the list has been matched; `sha256` still tells which file it was. `is_complete`
    says that the list names everybody of the region, so that whoever is missing from it is a difference too.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("名单种类"), max_length=10, choices=CheckKind.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=CheckState.choices, default=CheckState.UPLOADED
    )
    department = models.CharField(_("提供部门"), max_length=60)
    as_of = models.DateField(_("数据日期"))
    is_complete = models.BooleanField(_("本地区全部名单"), default=False)
    file = models.FileField(_("文件"), upload_to=FolderName("crosschecks"), max_length=120, blank=True)
    original_name = models.CharField(_("原文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(_("工作表"), max_length=40, blank=True)
    header_row = models.PositiveIntegerField(_("表头行"))
    mapping = models.JSONField(_("列对应"), default=dict)
    issues = models.JSONField(_("问题"), default=list)
    rows_total = models.PositiveIntegerField(_("名单人次"), default=0)
    rows_matched = models.PositiveIntegerField(_("与档案相符人次"), default=0)
    rows_unreadable = models.PositiveIntegerField(_("证件号有误"), default=0)
    people_checked = models.PositiveIntegerField(_("参与比对人数"), default=0)
    households_unauthorised = models.PositiveIntegerField(_("缺授权户数"), default=0)
    failure = models.CharField(_("原因"), max_length=300, blank=True)
    job_uid = models.UUIDField(null=True, editable=False)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = person(_("上传人"))
    matched_at = models.DateTimeField(_("比对时间"), null=True, editable=False)
    matched_by = person(_("比对人"))

    is_matching = in_state(CheckState.MATCHING)
    is_done = in_state(CheckState.DONE)
    is_failed = in_state(CheckState.FAILED)

    class Meta:
        verbose_name = verbose_name_plural = _("信息核对")
        constraints = [
            check("crosscheck_kind_known", models.Q(kind__in=CheckKind.values), _("请选择名单种类。")),
            check("crosscheck_state_known", models.Q(state__in=CheckState.values), _("名单状态不对。")),
            check(
                "crosscheck_file_gone_when_matched",
                models.Q(file="") | ~models.Q(state__in=[CheckState.DONE, CheckState.DISCARDED]),
                _("比对完的名单不再保留原文件。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.as_of}"


class CrossCheckRow(models.Model):
    """What a list says of one person on file: the facts of its kind, and of the number its blind index."""

    crosscheck = models.ForeignKey(
        CrossCheck, models.PROTECT, related_name="rows", verbose_name=_("信息核对")
    )
    row = models.PositiveIntegerField(_("行号"))
    id_number_index = BlindIndexField(editable=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="crosscheck_rows", verbose_name=_("家庭成员")
    )
    facts = models.JSONField(_("名单内容"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("名单上的人")
        constraints = [
            models.UniqueConstraint(fields=["crosscheck", "row", "member"], name="crosscheck_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.crosscheck_id}:{self.row}"


class HitQuerySet(models.QuerySet["CrossCheckHit"]):
    def visible_to(self, user: Any) -> Self:
        """The hits on files of the person's scope: they go wherever the file goes."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"household__{user.union.scope_column}_id": user.union_id})


class CrossCheckHit(models.Model):
    """One difference between a list and a file: what each of them says, as it was when they were matched.

    `change` is the request that was asked for because of it; the database takes none of another household,
    and closes it by no request that was not accepted.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    crosscheck = models.ForeignKey(
        CrossCheck, models.PROTECT, related_name="hits", verbose_name=_("信息核对")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="crosscheck_hits", verbose_name=_("档案")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="crosscheck_hits", verbose_name=_("家庭成员")
    )
    difference = models.CharField(_("差异"), max_length=12, choices=Difference.choices)
    listed = models.JSONField(_("名单上"), default=list)
    filed = models.CharField(_("档案中"), max_length=120, blank=True)
    state = models.CharField(_("核实结果"), max_length=10, choices=HitState.choices, default=HitState.OPEN)
    state_at = models.DateTimeField(_("核实时间"), null=True, editable=False)
    state_by = person(_("核实人"))
    note = models.CharField(_("说明"), max_length=500, blank=True)
    change = models.ForeignKey(
        ChangeRequest, models.PROTECT, null=True, blank=True, related_name="crosscheck_hits",
        verbose_name=_("档案变更"),
    )  # fmt: skip

    is_open = in_state(HitState.OPEN)
    is_to_change = in_state(HitState.TO_CHANGE)
    is_asked = in_state(HitState.ASKED)

    objects = HitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("核对差异")
        indexes = [models.Index(fields=["crosscheck", "state", "id"], name="hit_worklist")]
        constraints = [
            models.UniqueConstraint(fields=["crosscheck", "member", "difference"], name="hit_once"),
            check("hit_state_known", models.Q(state__in=HitState.values), _("核实结果不对。")),
            check(
                "hit_outcome_explained",
                models.Q(state=HitState.OPEN)
                | (~models.Q(note="") | models.Q(change__isnull=False))
                & models.Q(state_at__isnull=False, state_by__isnull=False),
                _("核实结果要写明说明、核实人和时间。"),
            ),
            check(
                "hit_asked_names_its_change",
                ~models.Q(state=HitState.ASKED) | models.Q(change__isnull=False),
                _("变更待审核的差异必须写明是哪一份变更。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_difference_display()}"


class CrossCheckStep(AppendOnly):
    """One step of a hit, only ever added."""

    hit = models.ForeignKey(CrossCheckHit, models.PROTECT, related_name="steps", verbose_name=_("核对差异"))
    action = models.CharField(_("操作"), max_length=12)
    source = models.CharField(_("原状态"), max_length=10, choices=HitState.choices)
    target = models.CharField(_("新状态"), max_length=10, choices=HitState.choices)
    comment = models.CharField(_("说明"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("核实记录")

    def __str__(self) -> str:
        return f"{self.hit_id} {self.action}"

    @property
    def label(self) -> str:
        return next((str(row.label) for row in HIT_TRANSITIONS if row.action == self.action), self.action)
