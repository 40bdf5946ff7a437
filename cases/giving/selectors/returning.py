"""Goods that a family has: which lot they came from, and how many of them can still come back."""

import uuid
from collections import defaultdict

from django.db.models import Q, Sum

from cases.giving.models import Fulfilment, RosterPiece
from cases.giving.selectors.deeds import GOODS
from cases.giving.selectors.goods import source_of
from funds.goods.models import Lot, Slip, SlipLine
from funds.goods.states import Kind, State

# What counts as come back: on its way means that a colleague has not counted it yet.
ON_ITS_WAY = (State.PREPARED, State.POSTED)


def find_issue(row: Fulfilment) -> Slip | None:
    """The slip by which a family got its goods; None where it got none."""
    if not (row.is_done and row.deed_kind == GOODS):
        return None
    found: Slip | None = (
        Slip.objects.filter(uid=row.deed_key, kind=Kind.ISSUE).select_related("store").first()
    )
    return found


def list_returns(row: Fulfilment) -> list[Slip]:
    """The slips by which goods came back from a family, or are to, the latest first."""
    rows = Slip.objects.filter(source=source_of(row), kind=Kind.RETURN)
    return list(rows.select_related("made_by", "checked_by").order_by("-pk"))


def find_return(row: Fulfilment, key: uuid.UUID) -> Slip | None:
    """The slip that a form with this key made of what came back from this family."""
    return Slip.objects.filter(uid=key, source=source_of(row), kind=Kind.RETURN).first()


def list_out(row: Fulfilment, *, is_settled: bool = False) -> list[tuple[Lot, int]]:
    """The lots of what a family has, with whole units; without what is on its way back, or (`is_settled`)
    with it."""
    issue = find_issue(row)
    if issue is None:
        return []
    units: defaultdict[int, int] = defaultdict(int)
    for lot, number in _got(row, issue):
        units[lot] += number
    back = (State.POSTED,) if is_settled else ON_ITS_WAY
    came = SlipLine.objects.filter(
        slip__source=source_of(row), slip__returns=issue, slip__state__in=back
    ).order_by()
    for lot, number in came.values_list("lot").annotate(units=Sum("change")):
        units[lot] -= number
    lots = Lot.objects.filter(pk__in=units).select_related("item").order_by("item__name", "pk")
    return [(lot, units[lot.pk]) for lot in lots if units[lot.pk] > 0]


def _got(row: Fulfilment, issue: Slip) -> list[tuple[int, int]]:
    """Lot and units of what the issue gave this family: all of it, or its pieces of a roster's."""
    if issue.source == source_of(row):
        return [(lot, -change) for lot, change in issue.lines.order_by("pk").values_list("lot", "change")]
    mine = RosterPiece.objects.filter(Q(line__fulfilment=row), slip=issue).order_by("pk")
    return list(mine.values_list("lot", "units"))
