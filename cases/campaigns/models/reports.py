"""总结: what the union of a list reports of a campaign to the one that organises it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.campaigns.models.campaigns import Campaign
from cases.campaigns.rules.reports import Line
from cases.campaigns.states import PART_TONES, PartState
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class ReportPart(ScopedModel):
    """The part of one union: the totals that it states, to stand beside what the rows say, and words."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="parts", verbose_name=_("慰问活动"))
    state = models.CharField(
        _("状态"), max_length=9, choices=PartState.choices, default=PartState.SUBMITTED, editable=False
    )
    people = models.PositiveIntegerField(_("人数"))
    times = models.PositiveIntegerField(_("人次"))
    households = models.PositiveIntegerField(_("建档户数"))
    cash = money(_("现金（元）"))
    goods = money(_("物资折价（元）"))
    text = models.CharField(_("情况总结"), max_length=2000)
    note = models.CharField(_("退回意见"), max_length=500, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("上报时间"), default=timezone.now, editable=False)
    submitted_by = who(_("上报人"))
    submitted_for = who(_("代谁上报"))
    decided_at = models.DateTimeField(_("收下或退回时间"), null=True, editable=False)
    decided_by = who(_("收下或退回的人"))
    decided_for = who(_("代谁收下或退回"))

    is_submitted = in_state(PartState.SUBMITTED)
    is_returned = in_state(PartState.RETURNED)
    tone = state_tone(PART_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问总结")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "union"], name="report_part_once"),
            check("report_part_state_known", Q(state__in=PartState.values), _("状态不对。")),
            check("report_part_sums", Q(cash__gte=0, goods__gte=0), _("金额不能是负数。")),
            check("report_part_in_words", ~Q(text=""), _("请填写情况总结。")),
            check(
                "report_part_decided_by_another", apart("submitted", "decided"),
                _("上报总结和收下总结的必须是不同的人。"),
            ),
            check(
                "report_part_decided_by_somebody",
                Q(state=PartState.SUBMITTED) | Q(decided_by__isnull=False),
                _("收下或退回要有经手人。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("%(union)s慰问总结") % {"union": self.union.name})

    @property
    def line(self) -> Line:
        """What it states."""
        told: dict[str, Any] = {
            name: getattr(self, name) for name in ("people", "times", "households", "cash", "goods")
        }
        return Line(self.union.name, **told)

    def hand(self, step: str) -> str:
        """Who took a step (submitted, decided), both names where they stood in."""
        return hand_of(self, step)
