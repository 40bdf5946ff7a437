"""慰问组: who goes on a day to see whom of the approved lists of a campaign."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.campaigns.models.campaigns import Campaign
from cases.campaigns.models.lists import Beneficiary
from cases.campaigns.rules.teams import TeamPlan
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.scope import ScopedModel


class VisitTeam(ScopedModel):
    """A team that a union sends out in a campaign; `members` go along with the leader."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="teams", verbose_name=_("慰问活动"))
    position = models.PositiveSmallIntegerField(_("组号"), editable=False)
    leader = models.CharField(_("带队领导"), max_length=50)
    post = models.CharField(_("职务"), max_length=50)
    members = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, verbose_name=_("随行人员")
    )
    vehicle = models.CharField(_("车辆"), max_length=40, blank=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    phone = EncryptedField("phone", verbose_name=_("联系电话"), null=True, blank=True)  # type: ignore[misc]
    visits_on = models.DateField(_("慰问日期"))
    made_at = models.DateTimeField(_("编组时间"), default=timezone.now, editable=False)
    made_by = who(_("编组人"))

    class Meta:
        verbose_name = verbose_name_plural = _("慰问组")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "union", "position"], name="visit_team_once"),
            check("visit_team_led", ~Q(leader="") & ~Q(post=""), _("请填写带队领导和职务。")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(_("第 %(n)s 组") % {"n": self.position})

    @property
    def led_by(self) -> str:
        return f"{self.leader}（{self.post}）"

    @property
    def member_names(self) -> str:
        return "、".join(self.members)

    @property
    def plan(self) -> TeamPlan:
        return TeamPlan(self.leader, self.post, self.visits_on, tuple(self.members), self.vehicle, self.phone)


class Allotment(models.Model):
    """分派: the team that goes to see somebody of an approved list."""

    team = models.ForeignKey(VisitTeam, models.PROTECT, related_name="allotments", verbose_name=_("慰问组"))
    beneficiary = models.OneToOneField(
        Beneficiary, models.PROTECT, related_name="allotment", verbose_name=_("慰问对象")
    )
    allotted_at = models.DateTimeField(_("分派时间"), default=timezone.now, editable=False)
    allotted_by = who(_("分派人"))

    class Meta:
        verbose_name = verbose_name_plural = _("慰问分派")

    def __str__(self) -> str:
        return f"{self.team_id} {self.beneficiary_id}"
