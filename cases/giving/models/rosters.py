"""集中发放: goods of many approved applications handed out on one day, signed for on one roster."""

import uuid
from types import SimpleNamespace

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.giving.models.fulfilments import Fulfilment
from cases.giving.states import LINE_TONES, ROSTER_TONES, LineState, RosterState
from funds.goods.models import Item, Lot, Slip, Store
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


class Roster(ScopedModel):
    """A hand-out of one union out of one of its stores: planned for the day `on` at `place`.

    `given_on` is the day on which people signed, `entered_by` wrote down who did (`entered_for` is the one
    for whom they stood in); from then a slip of goods waits for a colleague, and once it is posted the goods
    are given. One that will not take place says `why`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("花名册号"), max_length=40, unique=True, editable=False)
    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("仓库"))
    on = models.DateField(_("发放日期"))
    place = models.CharField(_("发放地点"), max_length=60)
    state = models.CharField(
        _("状态"), max_length=9, choices=RosterState.choices, default=RosterState.OPEN, editable=False
    )
    made_at = models.DateTimeField(_("制表时间"), default=timezone.now, editable=False)
    made_by = person(_("制表人"))
    given_on = models.DateField(_("签领日期"), null=True, editable=False)
    entered_at = models.DateTimeField(_("登记签领的时间"), null=True, editable=False)
    entered_by = person(_("登记签领的人"))
    entered_for = person(_("代谁登记签领"))
    why = models.CharField(_("作废的原因"), max_length=300, blank=True, editable=False)

    is_open = in_state(RosterState.OPEN)
    is_entered = in_state(RosterState.ENTERED)
    is_done = in_state(RosterState.DONE)
    is_cancelled = in_state(RosterState.CANCELLED)
    is_signed = in_state(RosterState.ENTERED, RosterState.DONE)
    tone = state_tone(ROSTER_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("集中发放")
        indexes = [models.Index(fields=["union", "-id"], name="giving_roster_last")]
        constraints = [
            check("roster_state_known", Q(state__in=RosterState.values), _("状态不对。")),
            check("roster_placed", ~Q(place=""), _("请填写发放地点。")),
            check(
                "roster_entered_by_somebody",
                Q(state__in=(RosterState.OPEN, RosterState.CANCELLED))
                | Q(given_on__isnull=False, entered_at__isnull=False, entered_by__isnull=False),
                _("登记签领要有日期和登记人。"),
            ),
            check(
                "roster_cancelled_says_why",
                Q(state=RosterState.CANCELLED) & ~Q(why="") | ~Q(state=RosterState.CANCELLED) & Q(why=""),
                _("作废要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def enterer(self) -> str:
        """Who wrote down who signed, both names where they stood in; '' for nobody yet."""
        return names_of_step(SimpleNamespace(by=self.entered_by, stood_in_for=self.entered_for))


class RosterLine(models.Model):
    """One household on a roster: signed for by itself, or by a `collector` with their `relation`."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="lines", verbose_name=_("集中发放"))
    position = models.PositiveSmallIntegerField(_("序号"))
    fulfilment = models.ForeignKey(
        Fulfilment, models.PROTECT, related_name="roster_lines", verbose_name=_("服务落实")
    )
    state = models.CharField(
        _("状态"), max_length=7, choices=LineState.choices, default=LineState.WAITING, editable=False
    )
    collector = NameField(_("代领人"), max_length=30, blank=True, editable=False)
    relation = models.CharField(_("与领取人的关系"), max_length=20, blank=True, editable=False)

    is_waiting = in_state(LineState.WAITING)
    is_signed = in_state(LineState.SIGNED, LineState.GIVEN)
    is_given = in_state(LineState.GIVEN)
    is_absent = in_state(LineState.ABSENT)
    tone = state_tone(LINE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("集中发放的家庭")
        constraints = [
            models.UniqueConstraint(fields=["roster", "position"], name="roster_line_position_once"),
            models.UniqueConstraint(fields=["roster", "fulfilment"], name="roster_household_once"),
            models.UniqueConstraint(
                fields=["fulfilment"],
                condition=Q(state__in=(LineState.WAITING, LineState.SIGNED)),
                name="roster_waits_once",
                violation_error_message=_("这户已在另一份集中发放的花名册上。"),
            ),
            check("roster_line_state_known", Q(state__in=LineState.values), _("状态不对。")),
            check(
                "roster_collector_related",
                Q(collector="", relation="")
                | Q(state__in=(LineState.SIGNED, LineState.GIVEN)) & ~Q(collector="") & ~Q(relation=""),
                _("代领的要写明谁代领、与领取人什么关系。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.position}"

    @property
    def goods_words(self) -> str:
        """What the household gets: 大米 10 公斤装 1 袋、食用油 1 桶."""
        return "、".join(str(one) for one in self.goods.all())

    @property
    def signer(self) -> str:
        """Who signed: the worker, or 李芳（配偶）."""
        if not self.is_signed:
            return ""
        return f"{self.collector}（{self.relation}）" if self.collector else str(_("本人"))


class RosterGoods(AppendOnly):
    """What a household is to get: whole units of an item."""

    line = models.ForeignKey(RosterLine, models.PROTECT, related_name="goods", verbose_name=_("家庭"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("物资"))
    units = models.PositiveIntegerField(_("数量"))

    class Meta:
        verbose_name = verbose_name_plural = _("集中发放的物资")
        constraints = [
            models.UniqueConstraint(fields=["line", "item"], name="roster_item_once"),
            check("roster_goods_some", Q(units__gt=0), _("数量要大于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.units} {self.item.unit}"


class RosterPiece(AppendOnly):
    """Which lot what a household signed for comes from; the pieces of a slip are its lines."""

    line = models.ForeignKey(RosterLine, models.PROTECT, related_name="pieces", verbose_name=_("家庭"))
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="+", verbose_name=_("物资单据"))
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+", verbose_name=_("库存"))
    units = models.PositiveIntegerField(_("数量"))

    class Meta:
        verbose_name = verbose_name_plural = _("集中发放的出库明细")
        constraints = [
            models.UniqueConstraint(fields=["line", "slip", "lot"], name="roster_lot_once"),
            check("roster_piece_some", Q(units__gt=0), _("数量要大于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}:{self.lot_id}"


class RosterPhoto(AppendOnly):
    """A picture or scan of one page of a roster that was signed."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="photos", verbose_name=_("集中发放"))
    file = models.FileField(_("文件"), upload_to=FolderName("rosters"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    by = person(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("签领花名册照片")
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "sha256"],
                name="roster_photo_once",
                violation_error_message=_("这一页已经上传过。"),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


class RosterCounter(YearCounter):
    """The last roster number of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("集中发放编号")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="giving_roster_counter_once")]
