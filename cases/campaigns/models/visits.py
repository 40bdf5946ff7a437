"""慰问走访: who went to see somebody of an approved list, whether they were met, what became of the gift, and
what was wished for.

A family on file that is seen at home is visited as every family is (cases.visits): the record of the campaign
names that home visit and holds no second one."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.campaigns.models.lists import Beneficiary
from cases.campaigns.models.teams import VisitTeam
from cases.campaigns.states import HANDED_TONES, Handed, Met, VisitKind
from cases.visits.models import HomeVisit
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class CampaignVisit(ScopedModel):
    """One try to see somebody of an approved list; it stays as it was recorded, another try is another row.
    `team` is None where the people of the union went by themselves."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    beneficiary = models.ForeignKey(
        Beneficiary, models.PROTECT, related_name="visits", verbose_name=_("慰问对象")
    )
    team = models.ForeignKey(
        VisitTeam, models.PROTECT, null=True, related_name="visits", verbose_name=_("慰问组")
    )
    home_visit = models.ForeignKey(
        HomeVisit, models.PROTECT, null=True, related_name="+", verbose_name=_("入户调查")
    )
    visited_on = models.DateField(_("走访日期"))
    kind = models.CharField(_("形式"), max_length=9, choices=VisitKind.choices)
    visitors = ArrayField(models.CharField(max_length=50), verbose_name=_("走访人"))
    met = models.CharField(_("见到谁"), max_length=7, choices=Met.choices)
    proxy = models.CharField(_("代收人"), max_length=50, blank=True)
    relation = models.CharField(_("代收人与本人的关系"), max_length=20, blank=True)
    handed = models.CharField(_("慰问品、慰问金"), max_length=11, choices=Handed.choices)
    words = models.CharField(_("听到的话"), max_length=500, blank=True)
    may_publish = models.BooleanField(_("同意公开照片"), default=False)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = who(_("登记人"))
    recorded_for = who(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("慰问走访")
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary"], condition=Q(handed=Handed.ISSUED), name="campaign_visit_issued_once"
            ),
            check("campaign_visit_kind_known", Q(kind__in=VisitKind.values), _("请选择形式。")),
            check("campaign_visit_met_known", Q(met__in=Met.values), _("请选择见到谁。")),
            check("campaign_visit_handed_known", Q(handed__in=Handed.values), _("请选择有没有交到。")),
            check("campaign_visit_by_somebody", Q(visitors__len__gte=1), _("请填写走访人。")),
            check(
                "campaign_visit_nobody_gets_nothing",
                ~Q(met=Met.NOBODY) | Q(handed=Handed.NOT_REACHED),
                _("没有见到人，只能登记没有送到。"),
            ),
            check(
                "campaign_visit_proxy_named",
                Q(met=Met.PROXY) & ~Q(proxy="") & ~Q(relation="")
                | ~Q(met=Met.PROXY) & Q(proxy="", relation=""),
                _("由他人代收的，请写明代收人和关系。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.get_kind_display()}"

    @property
    def tone(self) -> str:
        return HANDED_TONES[self.handed]

    @property
    def visitor_names(self) -> str:
        return "、".join(self.visitors)

    def hand(self, step: str) -> str:
        """Who recorded it, both names where they stood in."""
        return hand_of(self, step)


class CampaignPhoto(AppendOnly):
    """A picture of a visit."""

    visit = models.ForeignKey(
        CampaignVisit, models.PROTECT, related_name="photos", verbose_name=_("慰问走访")
    )
    file = models.FileField(_("文件"), upload_to=FolderName("campaign_photos"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    by = who(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("慰问照片")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "sha256"], name="campaign_photo_once",
                violation_error_message=_("这张照片已经上传过。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.original_name


class Wish(ScopedModel):
    """愿望: what somebody wished for, whose task it is until when, and what became of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        CampaignVisit, models.PROTECT, related_name="wishes", verbose_name=_("慰问走访")
    )
    text = models.CharField(_("愿望"), max_length=300)
    owner = who(_("谁来办"))
    due_on = models.DateField(_("办理期限"))
    answer = models.CharField(_("办理结果"), max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    answered_by = who(_("办结人"))
    answered_for = who(_("代谁办结"))

    class Meta:
        verbose_name = verbose_name_plural = _("慰问中听到的愿望")
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(answered_at__isnull=True), name="wish_open")
        ]
        constraints = [
            check("wish_said", ~Q(text=""), _("请填写愿望。")),
            check("wish_owned", Q(owner__isnull=False), _("请选择谁来办。")),
            check(
                "wish_answered_in_words",
                Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                _("办结要写明办理结果。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_on < timezone.localdate()

    @property
    def state_words(self) -> str:
        if self.answered_at is not None:
            return str(_("已办结"))
        return str(_("已过期") if self.is_overdue else _("办理中"))

    def hand(self, step: str) -> str:
        """Who answered it, both names where they stood in."""
        return hand_of(self, step)
