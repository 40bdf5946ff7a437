"""续助: a student of last year's list or applications who is on this year's list too."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models import Evidence
from cases.campaigns.models.lists import Beneficiary
from cases.policies.states import Stage
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check


class Renewal(models.Model):
    """What stands beside a row that came from last year: of which row or application it is the next, in
    which stage of schooling, the how many-th year of aid this is. `proof` is the document of this year that
    shows that the student is still there; without it the list is not handed in. `_for` is whom somebody
    stood in for."""

    row = models.OneToOneField(
        Beneficiary, models.PROTECT, related_name="renewal", verbose_name=_("名单上的人")
    )
    previous = models.ForeignKey(
        Beneficiary, models.PROTECT, null=True, related_name="+", verbose_name=_("上年名单上的人")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="+", verbose_name=_("上年助学申请")
    )
    stage = models.CharField(_("在读阶段"), max_length=14, choices=Stage.choices)
    aid_year = models.PositiveSmallIntegerField(_("第几年资助"))
    proof = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="+", verbose_name=_("在读证明")
    )
    proved_at = models.DateTimeField(_("核对时间"), null=True, editable=False)
    proved_by = who(_("核对人"))
    proved_for = who(_("代谁核对"))

    class Meta:
        verbose_name = verbose_name_plural = _("续助")
        constraints = [
            check(
                "renewal_of_one_thing",
                Q(previous__isnull=False, application__isnull=True)
                | Q(previous__isnull=True, application__isnull=False),
                _("续助要写明来自上年的名单还是申请。"),
            ),
            check("renewal_stage_known", Q(stage__in=Stage.values), _("请选择在读阶段。")),
            check("renewal_year_after_the_first", Q(aid_year__range=(2, 20)), _("续助从第二年起。")),
            check(
                "renewal_proved_by_somebody",
                Q(proof__isnull=True, proved_at__isnull=True)
                | Q(proof__isnull=False, proved_at__isnull=False, proved_by__isnull=False),
                _("核对在读证明要有经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.aid_year}"

    @property
    def is_proved(self) -> bool:
        """Whether a document of this year shows it, which was not removed since."""
        return self.proof is not None and self.proof.removed_at is None

    @property
    def proved_names(self) -> str:
        """Who looked at the proof, both names where they stood in."""
        return hand_of(self, "proved")

    @property
    def words(self) -> str:
        """The how many-th year it is, and whether the proof of this year is missing."""
        told: dict[str, Any] = {"n": self.aid_year}
        if self.is_proved:
            return _now("第 %(n)s 年资助") % told
        return _now("第 %(n)s 年资助，在读证明未核对") % told
