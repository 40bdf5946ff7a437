"""What is known against paying somebody on a list (funds.payments.rules.findings)."""

from collections.abc import Sequence

from cases.approvals.selectors.prechecks import find_hits, judge_hits
from cases.campaigns.models import Beneficiary
from cases.campaigns.states import SOURCE
from funds.payments.models import PRECHECKS, Payable
from funds.payments.rules import Finding


@PRECHECKS.add("campaigns.lists")
def find_list_findings(payables: Sequence[Payable]) -> dict[int, list[Finding]]:
    """What other departments' lists said of the families that are paid."""
    asked = {row.pk: int(row.source_key) for row in payables if row.source_kind == SOURCE}
    rows = Beneficiary.objects.filter(pk__in=asked.values(), household__isnull=False)
    files = {key: (file, head) for key, file, head in rows.values_list("pk", "household", "household__head")}
    hits = find_hits({file for file, _head in files.values() if file})
    return {
        payable: judge_hits(hits.get(files[key][0], ()), files[key][1])
        for payable, key in asked.items()
        if key in files
    }
