"""What was done of a year: commitments by use, kind of aid and quarter of their voucher."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from funds.budgets.rules import ZERO, Actual
from funds.ledgers.models import Commitment, Journal, opened_in
from funds.ledgers.states import Event
from hardship.accounts.models import Union
from hardship.kernel.registry import Registry


@dataclass(frozen=True)
class AidKinds:
    """Of which kind of aid the commitments of one source are: `name_of` by the keys of the source, `offered`
    the names that a plan for the union can be made of."""

    name_of: Callable[[Collection[int]], Mapping[int, str]]
    offered: Callable[[Union], Iterable[str]]


AID_KINDS: Registry[AidKinds] = Registry(
    "budgets.kinds", "Of which kind of aid the commitments of a source are, by the label of the source."
)


def offered_kinds(union: Union) -> list[str]:
    """The names of kinds of aid that a plan for this union can be made of, each once."""
    return sorted({name for kinds in AID_KINDS for name in kinds.offered(union)})


def list_actuals(union: Union, year: int, *, with_below: bool = False) -> list[Actual]:
    """What was committed in a year on the lines of a union, or of all below it as well, and not released, by
    the quarter of the voucher. What is held for one source counts as one person-time of each use that pays,
    on however many lines."""
    sums: dict[tuple[str, str, int], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    held = _held(union, year, with_below)
    kinds = _kinds({source for _use, source, *_more in held})
    counted: set[tuple[str, str]] = set()
    for use, source, on, committed, in_transit, paid in held:
        part = sums[use, kinds.get(source, ""), (on.month + 2) // 3]
        part[0] += (use, source) not in counted
        part[1] += committed + in_transit
        part[2] += paid
        counted.add((use, source))
    return [
        Actual((use, kind), quarter, int(heads), waiting, paid)
        for (use, kind, quarter), (heads, waiting, paid) in sorted(sums.items())
    ]


def _held(union: Union, year: int, with_below: bool) -> list[tuple[Any, ...]]:
    """Use, source and day of the voucher of each commitment, with its yuan."""
    column = union.scope_column if with_below else "union"
    journals = Journal.objects.filter(**{f"{column}_id": union.pk}, year=year, event=Event.COMMIT)
    rows = Commitment.objects.exclude(committed=0, in_transit=0, paid=0)
    rows = rows.annotate(opened=Coalesce("part_of", "pk"))
    rows = rows.annotate(on=Subquery(Journal.objects.filter(pk=OuterRef("opened")).values("on")))
    columns = ("use_id", "source", "on", "committed", "in_transit", "paid")
    return [row for part in opened_in(journals, rows) for row in part.values_list(*columns)]


def _kinds(sources: Collection[str]) -> dict[str, str]:
    """The kind of aid by source; a source that no room knows has none."""
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    for source in sources:
        label, _colon, key = source.partition(":")
        if key.isascii() and key.isdigit():
            keys[label][int(key)] = source
    found: dict[str, str] = {}
    for label, of_label in keys.items():
        kinds = AID_KINDS.get(label)
        names = kinds.name_of(of_label) if kinds else {}
        found |= {of_label[key]: name for key, name in names.items()}
    return found
