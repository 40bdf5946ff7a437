"""What was ever given to one family, with its sums by year, giver and person."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.aid import AidRecord, list_records


@dataclass(frozen=True)
class History:
    """What was given to one family in all its life: the records, and their sums by year, giver and person as
    heading with names and yuan."""

    records: list[AidRecord]

    @property
    def life(self) -> Decimal:
        return sum((row.value for row in self.records), Decimal(0))

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, Decimal]]]]:
        by = (
            (_("按年度"), lambda row: _("%(year)s 年") % {"year": row.on.year}),
            (_("按来源"), AidRecord.get_giver_kind_display),
            (_("按受助人"), lambda row: row.name),
        )
        return [(label, self._summed(name)) for label, name in by]

    def _summed(self, name: Callable[[AidRecord], str]) -> list[tuple[str, Decimal]]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.records:
            sums[name(row)] += row.value
        return list(sums.items())


def get_history(household: Household) -> History:
    """Everything ever given to the family of this file, with its sums."""
    return History(list_records(household))
