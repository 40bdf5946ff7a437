"""合作机构、再就业基地: with whom a union has an agreement about courses or places, until when."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.employment.states import MOST_SEATS, PARTNER_TONES, PartnerKind, Standing
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.accounts.models import Union
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state


class Partner(models.Model):
    """One agreement with one institution or base, of the union that made it and for all below it. Another
    agreement with the same is another row of the same name, and figures add up by the name. `trades` are
    what is taught or worked at, `places` how many people a base takes at a time."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey(Union, models.PROTECT, related_name="partners", verbose_name=_("工会"))
    kind = models.CharField(_("类别"), max_length=11, choices=PartnerKind.choices)
    name = models.CharField(_("名称"), max_length=80)
    contract_no = models.CharField(_("协议编号"), max_length=40)
    from_on = models.DateField(_("协议期起"))
    until_on = models.DateField(_("协议期止"))
    trades = models.CharField(_("工种"), max_length=200)
    places = models.PositiveSmallIntegerField(_("安置岗位"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=80, blank=True)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=20, blank=True)
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    made_by = who(_("登记人"))
    made_for = who(_("代谁登记"))

    is_base = in_state(PartnerKind.BASE, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("合作机构和基地")
        constraints = [
            models.UniqueConstraint(fields=["union", "name", "contract_no"], name="partner_once"),
            check("partner_kind_known", Q(kind__in=PartnerKind.values), _("请选择类别。")),
            check(
                "partner_named",
                ~Q(name="") & ~Q(contract_no="") & ~Q(trades=""),
                _("请填写名称、协议编号和工种。"),
            ),
            check("partner_days_in_order", Q(until_on__gte=F("from_on")), _("协议期止不能早于协议期起。")),
            check(
                "partner_base_has_places",
                Q(kind=PartnerKind.INSTITUTION, places__isnull=True)
                | Q(kind=PartnerKind.BASE, places__isnull=False, places__range=(1, MOST_SEATS)),
                _("再就业基地要填安置岗位，培训机构不填。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> str:
        """Whether the agreement holds today."""
        today = timezone.localdate()
        if today < self.from_on:
            return Standing.AHEAD
        return Standing.NOW if today <= self.until_on else Standing.OVER

    @property
    def standing_words(self) -> str:
        return str(Standing(self.standing).label)

    @property
    def tone(self) -> str:
        return PARTNER_TONES[self.standing]

    @property
    def title(self) -> str:
        """What it is called where one is chosen: the name, the agreement, until when or since when not."""
        words = {"name": self.name, "no": self.contract_no, "on": f"{self.until_on:%Y-%m-%d}"}
        if self.standing == Standing.OVER:
            return _now("%(name)s（%(no)s，协议 %(on)s 已到期）") % words
        return _now("%(name)s（%(no)s，到 %(on)s）") % words

    @property
    def maker(self) -> str:
        return hand_of(self, "made")
