"""Policies (政策制度): a versioned document of one union, its states and everything that was done to it."""

import uuid
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.policies.rules import PolicyDocument, parse_policy
from cases.policies.states import POLICY_TRANSITIONS, PUBLISHED, PolicyState
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HASH_LENGTH = 64
SHA256 = r"^[0-9a-f]{64}$"


def person(name: "StrOrPromise") -> models.ForeignKey:  # type: ignore[type-arg]
    """Who did it: the `_by` beside an `_at`."""
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=name
    )


@lru_cache(maxsize=64)
def _parsed(text: str) -> PolicyDocument:
    return parse_policy(text)


class Policy(ScopedModel):
    """One version of a union's policy; it holds for the subtree unless a lower union has its own.

    `text` is the YAML as it was written; `content_hash` the SHA-256 of the document that it says, '' while it
    has errors; `grace_months`, `has_categories` and `has_routes` are what it says of 渐退期, of who is in
    hardship and of how applications go, so that rows can be narrowed by it. From `checked` on the database
    lets nobody change any of them; `effective` is set while the policy is in force or was. `revision` rises
    with every save: whoever saves an older one is told so.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("版本号"))
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("前一版本")
    )
    name = models.CharField(_("制度名称"), max_length=80)
    document_no = models.CharField(_("文号"), max_length=80, blank=True)
    text = models.TextField(_("制度正文（YAML）"))
    content_hash = models.CharField(_("内容指纹"), max_length=HASH_LENGTH, blank=True)
    grace_months = models.PositiveSmallIntegerField(_("渐退期（月）"), null=True, editable=False)
    has_categories = models.BooleanField(_("规定困难类别"), default=False, editable=False)
    has_routes = models.BooleanField(_("规定审批流程"), default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=PolicyState.choices, default=PolicyState.DRAFT)
    effective = DateRangeField(_("执行期间"), null=True, blank=True)
    source_file = models.FileField(
        _("文件原件"), upload_to=FolderName("policies"), max_length=120, blank=True
    )
    source_name = models.CharField(_("原件文件名"), max_length=120, blank=True)
    source_media_type = models.CharField(max_length=40, blank=True)
    source_size = models.PositiveIntegerField(_("原件大小（字节）"), default=0)
    source_sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    written_at = models.DateTimeField(_("最后修改时间"), default=timezone.now, editable=False)
    written_by = person(_("最后修改人"))
    checked_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    checked_by = person(_("复核人"))
    checked_for = person(_("代谁复核"))

    class Meta:
        verbose_name = verbose_name_plural = _("政策制度")
        indexes = [models.Index(fields=["union", "state"], name="policy_union_state")]
        constraints = [
            models.UniqueConstraint(fields=["union", "number"], name="policy_number_once"),
            ExclusionConstraint(
                name="policy_in_force_no_overlap",
                expressions=[("union", RangeOperators.EQUAL), ("effective", RangeOperators.OVERLAPS)],
                condition=models.Q(state__in=PUBLISHED),
                violation_error_message=_("本工会这段时间已有执行中的制度，执行期间不能重叠。"),
            ),
            check("policy_state_known", models.Q(state__in=PolicyState.values), _("制度状态不对。")),
            check(
                "policy_dated_while_published",
                models.Q(state__in=PUBLISHED, effective__startswith__isnull=False)
                | (~models.Q(state__in=PUBLISHED) & models.Q(effective__isnull=True)),
                _("公布执行的制度必须有执行日期，其余的没有。"),
            ),
            check(
                "policy_superseded_has_end",
                ~models.Q(state=PolicyState.SUPERSEDED) | models.Q(effective__endswith__isnull=False),
                _("被替代的制度必须有截止日期。"),
            ),
            check(
                "policy_checked_is_whole",
                models.Q(state__in=(PolicyState.DRAFT, PolicyState.DISCARDED))
                | models.Q(checked_at__isnull=False, content_hash__regex=SHA256),
                _("复核过的制度必须有复核时间和内容指纹。"),
            ),
            check(
                "policy_checked_by_another",
                models.Q(checked_by__isnull=True)
                | models.Q(written_by__isnull=True)
                | ~models.Q(checked_by=models.F("written_by")),
                _("不能复核自己写的制度，请由另一人复核。"),
            ),
            check(
                "policy_source_is_whole",
                models.Q(source_file="", source_sha256="", source_size=0)
                | (~models.Q(source_file="") & models.Q(source_sha256__regex=SHA256, source_size__gt=0)),
                _("文件原件不完整，请重新上传。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def document(self) -> PolicyDocument:
        """The typed document. Raises PolicyInvalid for a draft with errors."""
        return _parsed(self.text)

    @property
    def starts_on(self) -> date | None:
        return self.effective.lower if self.effective else None

    @property
    def ends_on(self) -> date | None:
        """The last day that it holds, None for one without end."""
        ends: date | None = self.effective.upper if self.effective else None
        return ends - timedelta(days=1) if ends else None

    def holds_on(self, day: date) -> bool:
        start, end = self.starts_on, self.ends_on
        return start is not None and start <= day and (end is None or day <= end)


class PolicyStep(AppendOnly):
    """What was done to a policy, by whom; a `write` is a save. `content_hash` is that of the text then."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="steps", verbose_name=_("制度"))
    action = models.CharField(_("操作"), max_length=12)
    source = models.CharField(_("原状态"), max_length=10, choices=PolicyState.choices)
    target = models.CharField(_("新状态"), max_length=10, choices=PolicyState.choices)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("制度办理记录")
        indexes = [models.Index(fields=["policy", "action"], name="policy_step_action")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.action}"

    @property
    def label(self) -> str:
        if self.action == "write":
            return str(_("保存草稿"))
        return next((str(row.label) for row in POLICY_TRANSITIONS if row.action == self.action), self.action)
