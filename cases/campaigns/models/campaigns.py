"""慰问活动: what a union does for its people on an occasion, for whom, by what standard, and how much of it
falls to which union."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.campaigns.rules import Group, Share
from cases.campaigns.states import (
    GATHERING,
    LIVE,
    SHARED,
    TONES,
    VISITING,
    WRITABLE,
    ApprovedBy,
    Kind,
    State,
    Twice,
)
from funds.ledgers.models import Fund
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.accounts.models import Union
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


class Campaign(ScopedModel):
    """One campaign of a union and all below it. `year` is that of its first day. `approved_by` says who
    approves the list of a union, `twice` what becomes of somebody who stands on lists twice; `funds` are
    those that may pay. `_for` is whom somebody stood in for."""

    tone = state_tone(TONES)
    is_writable = in_state(*WRITABLE)
    is_shared_out = in_state(*SHARED)
    is_live = in_state(*LIVE)
    gathers = in_state(*GATHERING)
    takes_lists = in_state(State.OPEN)
    is_visiting = in_state(*VISITING)
    is_carried_out = in_state(State.CARRIED_OUT)
    is_reported = in_state(State.REPORTED, State.CLOSED)

    number = models.CharField(_("活动编号"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("活动类型"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("活动名称"), max_length=60)
    theme = models.CharField(_("主题"), max_length=60, blank=True)
    organisers = models.CharField(_("联合主办单位"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("结束日期"))
    document_no = models.CharField(_("通知文号"), max_length=60)
    document_on = models.DateField(_("文件日期"))
    scan = models.FileField(
        _("文件扫描件"), upload_to=FolderName("campaign_scans"), max_length=120, blank=True, editable=False
    )
    scan_type = models.CharField(max_length=40, blank=True, editable=False)
    approved_by = models.CharField(_("名单由谁批准"), max_length=9, choices=ApprovedBy.choices)
    twice = models.CharField(_("同一人重复列入"), max_length=6, choices=Twice.choices, default=Twice.REFUSE)
    instructions = models.CharField(_("工作要求"), max_length=1000, blank=True)
    funds = models.ManyToManyField(
        Fund, through="CampaignFund", related_name="campaigns", verbose_name=_("可用资金")
    )
    state = models.CharField(
        _("状态"), max_length=11, choices=State.choices, default=State.DRAFT, editable=False
    )
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    made_at = models.DateTimeField(_("起草时间"), default=timezone.now, editable=False)
    made_by = person(_("起草人"))
    made_for = person(_("代谁起草"))
    opened_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    opened_by = person(_("批准人"))
    opened_for = person(_("代谁批准"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    closed_by = person(_("结束经手人"))

    class Meta:
        verbose_name = verbose_name_plural = _("慰问活动")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "document_no", "name"],
                condition=~Q(state=State.DROPPED),
                name="campaign_once",
                violation_error_message=_("这个文号的这项活动已经登记。"),
            ),
            check("campaign_kind_known", Q(kind__in=Kind.values), _("请选择活动类型。")),
            check("campaign_twice_known", Q(twice__in=Twice.values), _("请选择同一人重复列入怎样处理。")),
            check("campaign_state_known", Q(state__in=State.values), _("状态不对。")),
            check("campaign_named", ~Q(name="") & ~Q(document_no=""), _("请填写活动名称和文号。")),
            check("campaign_period", Q(until_on__gte=F("from_on")), _("结束日期不能早于开始日期。")),
            check("campaign_approver_known", Q(approved_by__in=ApprovedBy.values), _("请选择名单由谁批准。")),
            check("campaign_opened_by_another", apart("made", "opened"), _("起草和批准必须是两个人。")),
            check(
                "campaign_opened_by_somebody",
                Q(state__in=(State.DRAFT, State.DROPPED)) | Q(opened_by__isnull=False),
                _("活动要有批准人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def hand(self, step: str) -> str:
        """Who took a step (made, opened), both names where they stood in."""
        return hand_of(self, step)


class CampaignFund(models.Model):
    """A fund that may pay for a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="paying", verbose_name=_("慰问活动"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="paying", verbose_name=_("资金"))

    class Meta:
        verbose_name = verbose_name_plural = _("活动可用资金")
        constraints = [models.UniqueConstraint(fields=["campaign", "fund"], name="campaign_fund_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.fund_id}"


class TargetGroup(models.Model):
    """慰问对象: one group of people of a campaign with its standard for each."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="groups", verbose_name=_("慰问活动"))
    position = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("慰问对象"), max_length=40)
    cash = money(_("现金（元/人）"), default=0)
    goods = money(_("物资折价（元/人）"), default=0)
    by_heads = models.BooleanField(_("只登记人数"), default=False)
    proof = models.CharField(_("认定依据"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问对象")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="target_group_once"),
            models.UniqueConstraint(fields=["campaign", "position"], name="target_group_position_once"),
            check(
                "target_group_standard",
                Q(cash__gte=0, goods__gte=0) & (Q(cash__gt=0) | Q(goods__gt=0)),
                _("请填写现金或物资标准。"),
            ),
            check(
                "target_group_cash_by_name",
                Q(by_heads=False) | Q(cash=0),
                _("只登记人数的只能发物资，现金要实名发放。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def way(self) -> str:
        return _now("只登记人数") if self.by_heads else _now("逐人登记")

    @property
    def standard(self) -> str:
        """What each gets, in words."""
        words = {"cash": f"{self.cash:,.2f}", "goods": f"{self.goods:,.2f}"}
        if not self.goods:
            return _now("现金 %(cash)s 元/人") % words
        if not self.cash:
            return _now("物资 %(goods)s 元/人") % words
        return _now("现金 %(cash)s 元、物资 %(goods)s 元/人") % words

    @property
    def group(self) -> Group:
        return Group(self.name, self.cash, self.goods, self.by_heads, self.proof)


class Quota(models.Model):
    """名额: what one union may list of a campaign; empty where nothing is said."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="quotas", verbose_name=_("慰问活动"))
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name=_("工会"))
    households = models.PositiveIntegerField(_("户数"), null=True)
    people = models.PositiveIntegerField(_("人数"), null=True)
    yuan = money(_("金额（元）"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问名额")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "union"], name="quota_once"),
            check("quota_yuan_positive", Q(yuan__isnull=True) | Q(yuan__gt=0), _("金额必须大于零。")),
            check(
                "quota_says_something",
                Q(households__isnull=False) | Q(people__isnull=False) | Q(yuan__isnull=False),
                _("名额至少填一项。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.union_id}"

    @property
    def share(self) -> Share:
        return Share(self.union_id, self.households, self.people, self.yuan)


class CampaignCounter(YearCounter):
    """The last number of a campaign of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("活动编号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="campaign_counter_once")]
