"""Home visits (入户调查): who went, what was found, what it was checked against, who signed.

A recorded visit does not change: the database refuses every update but the one that moves it with its file
to another union, and takes no more visitors, answers or documents once its transaction is over. What was
wrong is put right by another visit that names it (`corrects`).
"""

import uuid
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.evidence import Evidence
from cases.archives.models.household import Household, person
from cases.archives.models.members import Member
from cases.archives.models.voices import Voiced, demand_check, mood_check
from cases.archives.states import Section
from cases.visits.rules import Item
from cases.visits.states import CheckGroup, Conclusion, Finding, VisitMode
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class VisitChecklist(ScopedModel):
    """The checklist of a union from a day on, for the unions below it too unless they have their own.

    `items` is a list of rules.visits.Item. 三查一访 is not defined in any source at hand, so what it checks
    is data; where no union has written one, rules.visits.DEFAULT_ITEMS holds.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("清单名称"), max_length=40)
    items = models.JSONField(_("项目"))
    effective = DateRangeField(_("有效期间"))
    created_at = models.DateTimeField(_("保存时间"), default=timezone.now, editable=False)
    created_by = person(_("保存人"))

    class Meta:
        verbose_name = verbose_name_plural = _("入户调查清单")
        constraints = [
            ExclusionConstraint(
                name="visit_checklist_no_overlap",
                expressions=[("union", RangeOperators.EQUAL), ("effective", RangeOperators.OVERLAPS)],
                violation_error_message=_("这段时间已有清单，请先截止旧清单。"),
            ),
            check("visit_checklist_dated", models.Q(effective__startswith__isnull=False), _("请填写日期。")),
            check("visit_checklist_has_items", ~models.Q(items=[]), _("清单至少要有一项。")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_items(self) -> tuple[Item, ...]:
        return tuple(Item.from_json(stored) for stored in self.items)


class HomeVisit(Voiced, ScopedModel):
    """One visit by at least two people (最低生活保障审核确认办法 Art. 16), with 四清: how many live there,
    how hard it is, why, and what would help; and what the worker asked for, in what mind they were. `xact` is
    set by the database."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="home_visits", verbose_name=_("档案")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="correction", verbose_name=_("更正的入户调查")
    )
    visited_on = models.DateField(_("走访日期"))
    mode = models.CharField(_("方式"), max_length=8, choices=VisitMode.choices)
    mode_reason = models.CharField(_("不上门的原因"), max_length=120, blank=True)
    place = models.CharField(_("走访地点"), max_length=120, blank=True)
    respondent = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name=_("被访人")
    )
    respondent_name = NameField(_("被访人姓名"), max_length=50)
    respondent_relation = models.CharField(_("与户主关系"), max_length=20)
    unsigned_reason = models.CharField(_("家属未签名的原因"), max_length=120, blank=True)
    persons = models.PositiveSmallIntegerField(_("家庭人数"))
    situation = models.CharField(_("困难状况"), max_length=500)
    causes_found = models.CharField(_("致困原因"), max_length=300)
    wants_found = models.CharField(_("帮扶需求"), max_length=300)
    conclusion = models.CharField(_("结论"), max_length=10, choices=Conclusion.choices)
    comment = models.CharField(_("补充说明"), max_length=500, blank=True)
    checklist = models.CharField(_("所用清单"), max_length=40)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    xact = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("入户调查")
        indexes = [
            models.Index(fields=["household", "-visited_on"], name="visit_household_day"),
            *(
                models.Index(fields=[level, "-visited_on", "-id"], name=f"visit_{level}_day")
                for level in ("province", "city", "county", "township", "union")
            ),
        ]
        constraints = [
            demand_check("visit"),
            mood_check("visit"),
            check("visit_mode_known", models.Q(mode__in=VisitMode.values), _("请选择方式。")),
            check("visit_conclusion_known", models.Q(conclusion__in=Conclusion.values), _("请选择结论。")),
            check(
                "visit_remote_for_a_reason",
                models.Q(mode=VisitMode.AT_HOME) | ~models.Q(mode_reason=""),
                _("电话、视频调查请写明原因。"),
            ),
            check(
                "visit_at_home_somewhere",
                ~models.Q(mode=VisitMode.AT_HOME) | ~models.Q(place=""),
                _("请填写走访地点。"),
            ),
            check("visit_with_somebody", ~models.Q(respondent_name=""), _("请填写被访人姓名。")),
            check("visit_persons_counted", models.Q(persons__gte=1), _("家庭人数至少 1 人。")),
            check(
                "visit_not_its_own_correction",
                models.Q(corrects__isnull=True) | ~models.Q(corrects=models.F("id")),
                _("不能更正自己。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.get_mode_display()}"

    @property
    def visitor_names(self) -> str:
        return "、".join(visitor.name for visitor in self.visitors.all())

    @property
    def respondent_named(self) -> str:
        return f"{self.respondent_name}，{self.respondent_relation}"

    @property
    def is_corrected(self) -> bool:
        return hasattr(self, "correction")


class Visitor(AppendOnly):
    """One of the visitors as they were then; `user` where it is somebody who works with the system."""

    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="visitors", verbose_name=_("入户调查"))
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("职务"), max_length=50)
    user = person(_("人员"))

    class Meta:
        verbose_name = verbose_name_plural = _("走访人")
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="visitor_position_once"),
            models.UniqueConstraint(fields=["visit", "name"], name="visitor_named_once"),
            check("visitor_has_a_name", ~models.Q(name=""), _("请填写走访人姓名。")),
        ]

    def __str__(self) -> str:
        return self.name


class VisitAnswer(AppendOnly):
    """What was found on one item of the checklist, with the item's text as it was."""

    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="answers", verbose_name=_("入户调查"))
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=12)
    group = models.CharField(_("分组"), max_length=8, choices=CheckGroup.choices)
    text = models.CharField(_("项目"), max_length=120)
    section = models.CharField(_("部分"), max_length=10, choices=Section.choices, blank=True)
    finding = models.CharField(_("结果"), max_length=9, choices=Finding.choices)
    note = models.CharField(_("实际情况"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("调查项目结果")
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="visit_answer_position_once"),
            check("visit_answer_known", models.Q(finding__in=Finding.values), _("请选择结果。")),
            check(
                "visit_answer_untrue_has_its_note",
                ~models.Q(finding=Finding.UNTRUE) | ~models.Q(note=""),
                _("不属实的请写明实际情况。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class VisitDocument(AppendOnly):
    """A document of a visit: a photo, the signed form, or the signature of `signer`."""

    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="documents", verbose_name=_("入户调查"))
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="visits", verbose_name=_("证明材料"))
    signer = NameField(_("签名人"), max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("入户调查材料")
        constraints = [
            models.UniqueConstraint(fields=["visit", "evidence"], name="visit_document_once"),
        ]

    def __str__(self) -> str:
        return self.signer or str(self.evidence_id)


class VisitDraft(models.Model):
    """What somebody has typed of a visit so far; gone once the visit is recorded. No files, no signatures."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("档案"))
    corrects = models.ForeignKey(
        HomeVisit, models.PROTECT, null=True, related_name="+", verbose_name=_("更正的入户调查")
    )
    values: Any = models.JSONField(_("内容"), default=dict)
    saved_at = models.DateTimeField(_("保存时间"), default=timezone.now, editable=False)
    saved_by = person(_("保存人"))

    class Meta:
        verbose_name = verbose_name_plural = _("入户调查草稿")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "saved_by", "corrects"], name="visit_draft_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.saved_at}"
