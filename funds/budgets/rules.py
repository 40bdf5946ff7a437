"""What a plan adds up to, and how it stands beside what was done: pure. Sums are yuan, heads person-times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from funds.budgets.states import QUARTERS, RECALL_DAYS
from funds.ledgers.rules import share

ZERO = Decimal("0.00")
MOST_ROWS = 80
Key = tuple[str, str]  # the code of a use, the name of a kind of aid; '' for no kind


@dataclass(frozen=True)
class PlannedRow:
    """One row of a plan as it is written: what for, of which kind, from which sort of money, how many and how
    much in each quarter, and what that rests on."""

    use: str
    kind: str = ""
    source: str = ""
    heads: tuple[int, ...] = (0, 0, 0, 0)
    yuan: tuple[Decimal, ...] = (ZERO, ZERO, ZERO, ZERO)
    basis: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What no two rows of a plan have in common."""
        return (self.use, self.kind, self.source)


def edition_of(rows: Sequence[PlannedRow], strictness: str, summary: str) -> str:
    """What tells one state of a draft from every other one; a form sends back the one that it began with."""
    return sha256(repr((list(rows), strictness, summary)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Difference:
    """A cell of a plan that two people wrote: `part` is heads, yuan or basis of a quarter (0: none), or "row"
    for a row that only one of them has."""

    identity: tuple[str, str, str]
    part: str
    quarter: int
    mine: object
    theirs: object


def differences(mine: Sequence[PlannedRow], theirs: Sequence[PlannedRow]) -> list[Difference]:
    """The cells in which two writings of a plan differ, in the order of the rows."""
    own, other = ({row.identity: row for row in rows} for rows in (mine, theirs))
    found = []
    for key in dict.fromkeys([*own, *other]):
        if key not in own or key not in other:
            found.append(Difference(key, "row", 0, key in own, key in other))
            continue
        one, two = own[key], other[key]
        cells = [("basis", 0, one.basis, two.basis)]
        for part in ("heads", "yuan"):
            cells += zip([part] * 4, QUARTERS, getattr(one, part), getattr(two, part), strict=True)
        found += [Difference(key, *cell) for cell in cells if cell[2] != cell[3]]
    return found


@dataclass(frozen=True)
class Actual:
    """What was committed in one quarter: `held` is approved and not paid yet."""

    key: Key
    quarter: int
    heads: int
    held: Decimal
    paid: Decimal


@dataclass
class Standing:
    """How one use, kind or quarter stands: what was planned, what was done."""

    planned_heads: int = 0
    planned: Decimal = ZERO
    heads: int = 0
    held: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def used(self) -> Decimal:
        return self.held + self.paid

    @property
    def left(self) -> Decimal:
        """What may still be committed; below zero what goes beyond the plan."""
        return self.planned - self.used

    @property
    def percent(self) -> int:
        return share(self.used, self.planned)

    @property
    def is_beyond(self) -> bool:
        return self.used > self.planned

    def add_planned(self, heads: int, yuan: Decimal) -> None:
        self.planned_heads += heads
        self.planned += yuan

    def add_actual(self, actual: Actual) -> None:
        self.heads += actual.heads
        self.held += actual.held
        self.paid += actual.paid


@dataclass
class Comparison:
    """A plan beside what was done, by use and kind, by use, by quarter, and as a whole."""

    rows: dict[Key, Standing] = field(default_factory=dict)
    uses: dict[str, Standing] = field(default_factory=dict)
    quarters: dict[int, Standing] = field(default_factory=lambda: {n: Standing() for n in QUARTERS})
    total: Standing = field(default_factory=Standing)


def compare(planned: Iterable[PlannedRow], actuals: Iterable[Actual]) -> Comparison:
    """Puts them side by side. What was done of a kind that the plan does not name counts with the row of its
    use without a kind, where there is one; else it stands for itself with nothing planned."""
    found = Comparison()
    for row in planned:
        for quarter, heads, yuan in zip(QUARTERS, row.heads, row.yuan, strict=True):
            for standing in _places(found, (row.use, row.kind), quarter):
                standing.add_planned(heads, yuan)
    known = set(found.rows)
    for actual in actuals:
        use, _kind = actual.key
        key = actual.key if actual.key in known or (use, "") not in known else (use, "")
        for standing in _places(found, key, actual.quarter):
            standing.add_actual(actual)
    return found


def _places(found: Comparison, key: Key, quarter: int) -> tuple[Standing, ...]:
    row = found.rows.setdefault(key, Standing())
    use = found.uses.setdefault(key[0], Standing())
    return row, use, found.quarters[quarter], found.total


def suggest(actuals: Iterable[Actual], basis: str) -> list[PlannedRow]:
    """A row of next year for each use and kind of what was done; `basis` says what it rests on, with {heads}
    and {yuan}."""
    rows: dict[Key, tuple[list[int], list[Decimal]]] = {}
    for actual in actuals:
        heads, yuan = rows.setdefault(actual.key, ([0] * 4, [ZERO] * 4))
        heads[actual.quarter - 1] += actual.heads
        yuan[actual.quarter - 1] += actual.held + actual.paid
    return [
        PlannedRow(
            use, kind, heads=tuple(heads), yuan=tuple(yuan),
            basis=basis.format(heads=sum(heads), yuan=f"{sum(yuan, ZERO):,.2f}"),
        )
        for (use, kind), (heads, yuan) in sorted(rows.items())
    ]  # fmt: skip


def divide(total: Decimal, weights: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The yuan of a total by weight, whole fen, adding up to it exactly: what is left over goes to those that
    lost most by rounding, the first of them before the others. Nothing where nobody has a weight."""
    whole = sum(weights.values(), ZERO)
    if whole <= 0:
        return dict.fromkeys(weights, ZERO)
    fen = int(total * 100)
    exact = {key: fen * weight / whole for key, weight in weights.items()}
    parts = {key: int(part) for key, part in exact.items()}
    lost = sorted(parts, key=lambda key: parts[key] - exact[key])
    for key in lost[: fen - sum(parts.values())]:
        parts[key] += 1
    return {key: Decimal(part) / 100 for key, part in parts.items()}


@dataclass(frozen=True)
class PlannedShare:
    """What one union is to get, in yuan, and the number that this rests on."""

    union_id: int
    amount: Decimal
    weight: Decimal = ZERO


def last_day(use_by: date | None, return_by: date | None) -> date | None:
    """The day after which money of a grant is not to lie about any more: the first of those that its document
    names, None where it names none."""
    return min((day for day in (use_by, return_by) if day is not None), default=None)


def is_recallable(use_by: date | None, return_by: date | None, today: date) -> bool:
    """Whether what is free below may be called back: from so many days before the last day on."""
    last = last_day(use_by, return_by)
    return last is not None and last <= today + timedelta(days=RECALL_DAYS)
