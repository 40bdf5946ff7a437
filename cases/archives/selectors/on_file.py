"""How many households a union has on file, for whoever divides money by it."""

from collections.abc import Collection

from django.db.models import Count

from cases.archives.models import Household
from cases.archives.states import State
from funds.budgets.selectors import HOUSEHOLDS
from hardship.kernel.scope import SCOPE_COLUMNS


@HOUSEHOLDS.add("archives.households")
def count_on_file(unions: Collection[int]) -> dict[int, int]:
    """By union the households on file there and below."""
    found: dict[int, int] = {}
    for column in SCOPE_COLUMNS:
        rows = Household.objects.filter(
            state__in=(State.FILED, State.REVIEW_DUE), **{f"{column}__in": unions}
        )
        counts = rows.values_list(column).annotate(number=Count("pk")).order_by()
        # a union's own files name it twice, as union and as the ancestor of its level
        found |= {key: max(number, found.get(key, 0)) for key, number in counts}
    return found
