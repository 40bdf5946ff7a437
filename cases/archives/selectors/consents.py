"""What a family agreed to: the latest row counts."""

from collections.abc import Sequence

from cases.archives.models import Consent, Household
from hardship.kernel.together import read


def allows_notice(household: Household) -> bool:
    """Whether the family agrees that its aid is shown to the public."""
    return read(household, _allowing)[household.pk]


def _allowing(households: Sequence[Household]) -> dict[int, bool]:
    rows = Consent.objects.filter(household__in=[row.pk for row in households]).order_by("signed_on", "pk")
    told = dict(rows.values_list("household", "allows_notice"))
    return {row.pk: told.get(row.pk, False) for row in households}
