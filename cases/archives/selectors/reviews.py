"""Which review period holds for a union: its own, the nearest one above, else the default of the table."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cases.archives.models import ReviewPeriod
from cases.archives.rules.reviews import default_period
from cases.archives.states import ReviewKind
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class Holding:
    """What holds for one kind: the months, and the row that says so, None for the default."""

    kind: ReviewKind
    months: int
    source: str
    row: ReviewPeriod | None = None


def get_review_months(*, union: Union, kind: str, on: date) -> int:
    """After how many months a file of this union and kind is checked again."""
    return _holding(union, kind, list(_rows(union, on).filter(kind=kind))).months


def list_holdings(*, union: Union, on: date) -> list[Holding]:
    """What holds for each kind of file of one union that day."""
    rows = list(_rows(union, on).select_related("union"))
    return [_holding(union, kind, rows) for kind in ReviewKind.values]


def list_periods(user: User) -> QuerySet[ReviewPeriod]:
    """Every period of the person's union, of those above it and below it, the newest first."""
    above = _above(user.union)
    own = ReviewPeriod.objects.visible_to(user)
    rows: QuerySet[ReviewPeriod] = own | ReviewPeriod.objects.filter(union__in=above)
    return rows.select_related("union", "set_by").order_by("union__path", "kind", "-effective")


def _rows(union: Union, on: date) -> QuerySet[ReviewPeriod]:
    return ReviewPeriod.objects.filter(union__in=_above(union), effective__contains=on)


def _above(union: Union) -> list[int]:
    """The union and all above it, from the root down."""
    return [int(part) for part in union.path.split("/") if part]


def _holding(union: Union, kind: str, rows: list[ReviewPeriod]) -> Holding:
    chain = _above(union)
    fitting = [row for row in rows if row.kind == kind]
    nearest = max(fitting, key=lambda row: chain.index(row.union_id), default=None)
    if nearest is not None:
        return Holding(ReviewKind(kind), nearest.months, nearest.document, nearest)
    default = default_period(kind)
    return Holding(default.kind, default.months, str(default.source))
