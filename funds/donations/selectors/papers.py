"""The receipt of a donation is attached to the voucher of its money."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from funds.donations.models import Donation
from funds.ledgers.models import Journal
from funds.ledgers.selectors.papers import PAPERS, Paper, Papers


@PAPERS.add("donations.receipts")
def find_of_donations(journals: Sequence[Journal]) -> Papers:
    """捐赠收据 of each gift of money that came in by these."""
    rows = Donation.objects.filter(journal__in=[row.pk for row in journals])
    return {key: [Paper(_("捐赠收据"))] for key in rows.values_list("journal", flat=True)}
