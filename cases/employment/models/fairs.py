"""招聘会、春送岗位: a day on which employers and people who look for work meet, and what it came to."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.employment.states import FairKind
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.scope import ScopedModel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _count(name: "StrOrPromise") -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(name, null=True, blank=True)


class JobFair(ScopedModel):
    """A fair of a union. Its five figures are counted once it was held, all of them: `intents` came to terms
    on the spot, `hired` went to work."""

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("形式"), max_length=6, choices=FairKind.choices)
    held_on = models.DateField(_("举办日期"))
    place = models.CharField(_("地点或网址"), max_length=120)
    employers = _count(_("进场单位（家）"))
    posts = _count(_("提供岗位（个）"))
    visitors = _count(_("到场人数"))
    intents = _count(_("达成意向（人）"))
    hired = _count(_("录用（人）"))
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    made_by = who(_("登记人"))
    made_for = who(_("代谁登记"))
    counted_at = models.DateTimeField(_("登记成效时间"), null=True, editable=False)
    counted_by = who(_("登记成效的人"))
    counted_for = who(_("代谁登记成效"))

    class Meta:
        verbose_name = verbose_name_plural = _("招聘会")
        indexes = [models.Index(fields=["union", "held_on"], name="fair_of_union")]
        constraints = [
            check("fair_named", ~Q(name="") & ~Q(place=""), _("请填写名称和地点。")),
            check("fair_kind_known", Q(kind__in=FairKind.values), _("请选择形式。")),
            check(
                "fair_counted_whole",
                Q(
                    employers__isnull=True, posts__isnull=True, visitors__isnull=True,
                    intents__isnull=True, hired__isnull=True, counted_at__isnull=True,
                )
                | Q(
                    employers__isnull=False, posts__isnull=False, visitors__isnull=False,
                    intents__isnull=False, hired__isnull=False, counted_at__isnull=False,
                    counted_by__isnull=False,
                ),
                _("五个数要一起填。"),
            ),
            check("fair_intents_of_visitors", Q(intents__lte=F("visitors")), _("达成意向不能多于到场人数。")),
            check("fair_hired_of_intents", Q(hired__lte=F("intents")), _("录用不能多于达成意向。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_counted(self) -> bool:
        return self.counted_at is not None

    @property
    def maker(self) -> str:
        return hand_of(self, "made")

    @property
    def counter(self) -> str:
        """Who entered what it came to, both names where they stood in."""
        return hand_of(self, "counted")
