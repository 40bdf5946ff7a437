"""附件: the papers that are attached to a voucher, each by its name."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.models.vouchers import MOST_PAPERS, Voucher
from funds.books.states import PaperOrigin
from funds.ledgers.models.hands import hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state


class VoucherPaper(models.Model):
    """So many sheets of one kind. What follows from the origin of the voucher comes with it; of one that is
    not there 0 are counted. `set_by` is who counted last, and checks the voucher not."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="papers", verbose_name=_("记账凭证"))
    name = models.CharField(_("附件名称"), max_length=40)
    count = models.PositiveSmallIntegerField(_("张数"))
    origin = models.CharField(_("来源"), max_length=7, choices=PaperOrigin.choices, editable=False)
    set_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    set_by = person(_("登记人"))
    set_for = person(_("代谁登记"))

    is_derived = in_state(PaperOrigin.DERIVED, field="origin")

    class Meta:
        verbose_name = verbose_name_plural = _("凭证附件")
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "name"],
                name="voucher_paper_once",
                violation_error_message=_("这种附件已经列了，请改它的张数。"),
            ),
            check("voucher_paper_named", ~Q(name=""), _("请写附件的名称。")),
            check("voucher_paper_origin", Q(origin__in=PaperOrigin.values), _("附件的来源不对。")),
            check(
                "voucher_paper_counted",
                Q(count__lte=MOST_PAPERS) & (Q(count__gte=1) | Q(origin=PaperOrigin.DERIVED)),
                _("附件的张数是 1 到 30000。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(name)s %(count)s 张") % {"name": self.name, "count": self.count})

    @property
    def setter(self) -> str:
        """Who counted last, both names where they stood in."""
        return hand_of(self, "set")
