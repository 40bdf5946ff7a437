"""The hourly check of everything that waits to be paid: what the desk counts."""

from collections.abc import Sequence

from django.db import transaction

from funds.payments.models import Payable
from funds.payments.selectors import find_findings
from funds.payments.states import PayableState

AT_ONCE = 500


def recheck() -> int:
    """Writes what is found now of every open payable that it was not found of before; returns how many."""
    rows = Payable.objects.filter(state=PayableState.OPEN).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    return sum(recheck_these(keys[start : start + AT_ONCE]) for start in range(0, len(keys), AT_ONCE))


@transaction.atomic
def recheck_these(keys: Sequence[int]) -> int:
    """The same of these few."""
    rows = list(Payable.objects.filter(pk__in=keys).order_by("pk"))
    found = find_findings(rows)
    codes = {row.pk: [finding.key for finding in found[row.pk]] for row in rows}
    changed = _lock_free([row.pk for row in rows if row.codes != codes[row.pk]])
    for row in changed:
        row.codes = codes[row.pk]
    Payable.objects.bulk_update(changed, ["codes"])
    return len(changed)


def _lock_free(keys: Sequence[int]) -> list[Payable]:
    """Those of these payables that nobody works with, locked in their order: the others wait an hour."""
    rows = Payable.objects.filter(pk__in=keys).order_by("pk")
    return list(rows.select_for_update(of=("self",), skip_locked=True))
