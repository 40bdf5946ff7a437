"""慰问名单: whom one union lists for a campaign, and what each is to get."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household, Member
from cases.campaigns.models.campaigns import Campaign, TargetGroup
from cases.campaigns.states import LIST_OPEN, LIST_TONES, SOURCE, Handed, ListState
from cases.people.models import Person
from funds.ledgers.models import BudgetLine
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of
from funds.ledgers.models.hands import person as who
from funds.payments.states import PayableState
from hardship.imports.models import ListImport
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class CampaignList(ScopedModel):
    """The list of one union in one campaign.

    `digest` is the fingerprint of its rows as they were handed in, written by the database; who approves
    says which one they looked at. `line` pays its cash; `rounds` counts how often it was approved, since
    each approval holds money anew. `_for` is whom somebody stood in for."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="lists", verbose_name=_("慰问活动"))
    state = models.CharField(
        _("状态"), max_length=9, choices=ListState.choices, default=ListState.DRAFT, editable=False
    )
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("资金指标")
    )
    rounds = models.PositiveSmallIntegerField(_("批准次数"), default=0, editable=False)
    digest = models.CharField(_("名单指纹"), max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    made_by = who(_("建立人"))
    made_for = who(_("代谁建立"))
    submitted_at = models.DateTimeField(_("上报时间"), null=True, editable=False)
    submitted_by = who(_("上报人"))
    submitted_for = who(_("代谁上报"))
    decided_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    decided_by = who(_("批准人"))
    decided_for = who(_("代谁批准"))

    is_open = in_state(*LIST_OPEN)
    is_submitted = in_state(ListState.SUBMITTED)
    is_approved = in_state(ListState.APPROVED)
    tone = state_tone(LIST_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问名单")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "union"], name="campaign_list_once"),
            check("campaign_list_state_known", Q(state__in=ListState.values), _("名单状态不对。")),
            check(
                "campaign_list_decided_by_another",
                apart("made", "decided") & apart("submitted", "decided"),
                _("编制、上报和批准名单必须是不同的人。"),
            ),
            check(
                "campaign_list_decided_by_somebody",
                ~Q(state=ListState.APPROVED) | Q(decided_by__isnull=False),
                _("名单要有批准人。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(union)s慰问名单") % {"union": self.union.name})

    def hand(self, step: str) -> str:
        """Who took a step (made, submitted, decided), both names where they stood in."""
        return hand_of(self, step)


class Beneficiary(ScopedModel):
    """Somebody on a list: of a file (`member`, whose `household` is paid), off file (`person`), written down
    for this list alone, or so many `heads` of a unit without names. `cash` and `goods` are yuan for all heads
    together. A row that was taken off stays, with who did it. One of an approved list is ended (停发) before
    it was paid: `ended_why` says why, `keeps_goods` that the goods were handed out before."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list = models.ForeignKey(CampaignList, models.PROTECT, related_name="rows", verbose_name=_("慰问名单"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", editable=False)
    group = models.ForeignKey(TargetGroup, models.PROTECT, related_name="+", verbose_name=_("慰问对象"))
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("档案")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("家庭成员")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("未建档人员")
    )
    name = NameField(_("姓名或单位"), max_length=80, or_body=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"), null=True, blank=True)  # type: ignore[misc]
    id_number_index = BlindIndexField(null=True, editable=False)
    employer = models.CharField(_("工作单位"), max_length=80, blank=True)
    phone = EncryptedField("phone", verbose_name=_("手机号码"), null=True, blank=True)  # type: ignore[misc]
    bank_name = models.CharField(_("开户银行"), max_length=40, blank=True)
    bank_card = EncryptedField("bank_card", verbose_name=_("银行卡号"), null=True, blank=True)  # type: ignore[misc]
    reason = models.CharField(_("慰问原因"), max_length=200, blank=True)
    heads = models.PositiveIntegerField(_("人数"), default=1)
    cash = money(_("现金（元）"), default=0)
    goods = money(_("物资折价（元）"), default=0)
    may_repeat = models.BooleanField(default=False, editable=False)
    source = models.ForeignKey(
        ListImport, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("导入批次")
    )
    source_line = models.PositiveIntegerField(_("导入行号"), null=True, editable=False)
    added_at = models.DateTimeField(_("列入时间"), default=timezone.now, editable=False)
    added_by = who(_("列入人"))
    removed_at = models.DateTimeField(_("移出时间"), null=True, editable=False)
    removed_by = who(_("移出人"))
    removed_for = who(_("代谁移出"))
    ended_why = models.CharField(_("停发原因"), max_length=200, blank=True, editable=False)
    keeps_goods = models.BooleanField(_("停发前物资已发"), default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问名单上的人")
        indexes = [
            models.Index(
                fields=["list", "id"], condition=Q(removed_at__isnull=True), name="beneficiary_of_list"
            ),
            models.Index(
                fields=["id_number_index"], condition=Q(removed_at__isnull=True), name="beneficiary_person"
            ),
            models.Index(fields=["household"], condition=Q(removed_at__isnull=True), name="beneficiary_file"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "id_number_index"],
                condition=Q(removed_at__isnull=True, may_repeat=False),
                name="beneficiary_once",
            ),
            models.UniqueConstraint(fields=["source", "source_line"], name="beneficiary_imported_once"),
            check(
                "beneficiary_of_a_line",
                Q(source__isnull=True, source_line__isnull=True)
                | Q(source__isnull=False, source_line__isnull=False),
                _("导入的要有行号。"),
            ),
            check("beneficiary_named", ~Q(name=""), _("请填写姓名或单位。")),
            check("beneficiary_heads", Q(heads__gte=1), _("人数至少是 1。")),
            check(
                "beneficiary_one_head",
                Q(heads=1) | Q(id_number_index__isnull=True),
                _("写明身份证号的，一行只能是一个人。"),
            ),
            check(
                "beneficiary_gets_something",
                Q(cash__gte=0, goods__gte=0) & (Q(cash__gt=0) | Q(goods__gt=0)),
                _("请填写现金或物资。"),
            ),
            check(
                "beneficiary_removed_by_somebody",
                Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                _("移出要有时间和经手人。"),
            ),
            check(
                "beneficiary_ended_is_off",
                Q(ended_why="", keeps_goods=False) | ~Q(ended_why="") & Q(removed_at__isnull=False),
                _("停发要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def paid_words(self) -> str:
        """Whether the cash arrived, of rows that `list_beneficiaries` read."""
        state = getattr(self, "paid_state", None)
        return str(PayableState(state).label) if state else ""

    @property
    def handed_words(self) -> str:
        """What became of the gift at the last visit, of rows that `selectors.visits.with_outcome` read."""
        handed = getattr(self, "handed", None)
        return str(Handed(handed).label) if handed else ""

    @property
    def ended_by(self) -> str:
        """Who ended it, both names where they stood in."""
        return hand_of(self, "removed")

    @property
    def code(self) -> str:
        """How the ledger and payments, which know no campaign, name it: "campaigns.beneficiary:7"."""
        return f"{SOURCE}:{self.pk}"
