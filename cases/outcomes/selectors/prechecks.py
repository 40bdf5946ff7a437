"""What the telling of results knows against paying (funds.payments.rules.findings)."""

from collections.abc import Sequence

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors.prechecks import find_applications
from cases.outcomes.selectors.telling import untold
from funds.payments.models import PRECHECKS, Payable
from funds.payments.rules import Finding


@PRECHECKS.add("outcomes.told")
def find_untold(payables: Sequence[Payable]) -> dict[int, list[Finding]]:
    """Whose worker nobody told that the aid was approved."""
    asked = find_applications(payables)
    rows = untold(Application.objects.filter(pk__in=asked.values(), state=State.APPROVED))
    waiting = set(rows.order_by().values_list("pk", flat=True))
    return {payable: [Finding("untold")] for payable, key in asked.items() if key in waiting}
