"""审批表 of each application that was paid is attached to the voucher."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.approvals.selectors.prechecks import find_applications
from funds.ledgers.models import Journal
from funds.ledgers.selectors.papers import PAPERS, Paper, Papers
from funds.payments.selectors.papers import list_paid_payables


@PAPERS.add("approvals.forms")
def find_of_applications(journals: Sequence[Journal]) -> Papers:
    """One form for each application, however many instalments of it were paid."""
    paid = list_paid_payables(journals)
    asked = find_applications([row for rows in paid.values() for row in rows])
    papers = {}
    for journal in journals:
        forms = {asked[row.pk] for row in paid.get(journal.pk, []) if row.pk in asked}
        if forms:
            papers[journal.pk] = [Paper(_("审批表"), len(forms))]
    return papers
