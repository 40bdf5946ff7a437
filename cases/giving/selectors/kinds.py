"""Which kind of aid a plan of use counts instalments as: the name of their programme."""

from collections.abc import Collection, Mapping

from cases.giving.models import Instalment
from cases.giving.rules import SOURCE
from funds.budgets.selectors import AID_KINDS, AidKinds


def name_programmes(keys: Collection[int]) -> Mapping[int, str]:
    """The name of the programme of each of these instalments."""
    rows = Instalment.objects.filter(pk__in=list(keys))
    return dict(rows.values_list("pk", "application__programme__name"))


AID_KINDS.add(SOURCE)(AidKinds(name_programmes, lambda _union: ()))
