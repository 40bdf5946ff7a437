"""What a union asks of its pairings on a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases.pairings.models import PairingRule
from cases.pairings.rules import Terms
from hardship.accounts.models import Union
from hardship.kernel.scope import SCOPE_COLUMNS


@dataclass
class Book:
    """The rules in force on a day, read once for many rows: that of a row's union, else of the nearest union
    above it that has one, else Terms()."""

    on: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        rows = PairingRule.objects.filter(effective__contains=self.on).select_related("union")
        self.rules = {row.union_id: row for row in rows}

    def find(self, row: Any) -> PairingRule | None:
        """The rule that holds for a scoped row, or for a union."""
        nearest = ("pk" if isinstance(row, Union) else "union_id",)
        keys = [getattr(row, name) for name in nearest]
        keys += [getattr(row, f"{level}_id") for level in reversed(SCOPE_COLUMNS[1:])]
        return next((self.rules[key] for key in keys if key in self.rules), None)

    def of(self, row: Any) -> Terms:
        found = self.find(row)
        return found.terms if found else Terms()


def list_rules(union: Union) -> QuerySet[PairingRule]:
    """The union's own, the newest first."""
    rows: QuerySet[PairingRule] = PairingRule.objects.filter(union=union)
    return rows.select_related("union", "created_by").order_by("-effective")
