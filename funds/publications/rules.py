"""What is published of a period: figures that add up, in one spelling, and what of them anybody may read."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from funds.publications.states import PERIOD_WORDS as WORDS
from funds.publications.states import SMALL, WHOLE_YEAR
from hardship.kernel.money import add_columns

ZERO = Decimal("0.00")
FLOWS = ("opening", "income", "spent", "allocated", "returned", "charged", "closing")


def days_of(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter, or of the whole year."""
    first = date(year, 1 if quarter == WHOLE_YEAR else 3 * quarter - 2, 1)
    after = date(year + 1, 1, 1) if quarter in (WHOLE_YEAR, 4) else date(year, 3 * quarter + 1, 1)
    return first, after - timedelta(days=1)


def before_of(year: int, quarter: int) -> tuple[int, int]:
    """The period before: the quarter, or the year."""
    if quarter == WHOLE_YEAR:
        return year - 1, WHOLE_YEAR
    return (year - 1, 4) if quarter == 1 else (year, quarter - 1)


def name_of(year: int, quarter: int) -> str:
    """2026 年一季度."""
    return _("%(year)s 年%(part)s") % {"year": year, "part": WORDS[quarter]}


@dataclass(frozen=True)
class SourceRow:
    """The money of one source over the period, in yuan: what was there, what came, what left, what is left.
    `allocated` went to unions below, `returned` back to whoever gave it, `charged` to the bank."""

    source: str
    opening: Decimal = ZERO
    income: Decimal = ZERO
    spent: Decimal = ZERO
    allocated: Decimal = ZERO
    returned: Decimal = ZERO
    charged: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        return self.opening + self.income - self.spent - self.allocated - self.returned - self.charged


@dataclass(frozen=True)
class UseRow:
    """What was paid for one use, or out of one source, and kind of aid, in yuan, in how many payments to how
    many households."""

    use: str
    kind: str
    times: int
    households: int
    yuan: Decimal


@dataclass(frozen=True)
class GoodsRow:
    """Goods in kind that were handed out: so many units, worth so many yuan."""

    item: str
    unit: str
    quantity: int
    yuan: Decimal


@dataclass(frozen=True)
class PersonRow:
    """Somebody who agreed to be named, as the name may hang on a wall: masked, with unit, kind and yuan."""

    name: str
    unit: str
    kind: str
    yuan: Decimal


@dataclass(frozen=True)
class Sums:
    """The whole of a period in a line."""

    income: Decimal = ZERO
    spent: Decimal = ZERO
    closing: Decimal = ZERO
    times: int = 0
    households: int = 0


@dataclass(frozen=True)
class Figures:
    """All that is published of a period. `held` is approved or on its way and not paid yet, in yuan, at its
    end; `origins` is what `uses` is, by the source that paid; `unnamed` are the payments whose payees did not
    agree to be named."""

    sources: tuple[SourceRow, ...] = ()
    uses: tuple[UseRow, ...] = ()
    origins: tuple[UseRow, ...] = ()
    goods: tuple[GoodsRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    unnamed: int = 0
    households: int = 0
    held: Decimal = ZERO
    largest: Decimal = ZERO
    smallest: Decimal = ZERO
    before: Sums = Sums()

    @cached_property
    def total(self) -> SourceRow:
        """The sources added up."""
        sums = add_columns(self.sources, FLOWS[:-1])
        return SourceRow("", **sums)

    @cached_property
    def sums(self) -> Sums:
        total = self.total
        return Sums(
            total.income, total.spent, total.closing, sum(row.times for row in self.uses), self.households
        )


def find_faults(figures: Figures) -> Iterator[str]:
    """What does not add up, as sentences; nothing is good. Parts against totals; whatever else a table that
    is published must hold joins here, and nowhere else."""
    total = figures.total
    paid = sum((row.yuan for row in figures.uses), ZERO)
    if paid != total.spent:
        yield _("按用途合计 %(uses)s 元，按来源合计 %(sources)s 元，两者不等。") % {
            "uses": paid, "sources": total.spent,
        }  # fmt: skip
    yield from _faults_of_sources(figures)
    if figures.before.closing != total.opening:
        yield _("上期期末 %(before)s 元，本期期初 %(opening)s 元，两者不等。") % {
            "before": figures.before.closing, "opening": total.opening,
        }  # fmt: skip
    if total.closing < figures.held:
        yield _("已批准未付的 %(held)s 元超过结余。") % {"held": figures.held}
    if any(row.households > max(row.times, 0) for row in figures.uses):
        yield _("有的项目户数多于人次。")


def _faults_of_sources(figures: Figures) -> Iterator[str]:
    paid: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in figures.origins:
        paid[one.use] += one.yuan
    for row in figures.sources:
        if paid[row.source] != row.spent:
            yield _("“%(source)s”按帮扶项目合计 %(kinds)s 元，支出 %(spent)s 元，两者不等。") % {
                "source": row.source, "kinds": paid[row.source], "spent": row.spent,
            }  # fmt: skip
        if row.closing < 0:
            yield _("“%(source)s”期末为负数。") % {"source": row.source}


def write_figures(figures: Figures) -> str:
    """The figures in the one spelling that is kept and hashed: the same figures give the same text."""
    return json.dumps(asdict(figures), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def read_figures(text: str) -> Figures:
    """The figures that `write_figures` wrote."""
    told = json.loads(text)
    rows = {
        "sources": SourceRow, "uses": UseRow, "origins": UseRow, "goods": GoodsRow, "people": PersonRow,
    }  # fmt: skip
    made: dict[str, Any] = {name: tuple(_row(kind, row) for row in told[name]) for name, kind in rows.items()}
    plain = {name: value for name, value in told.items() if name not in rows and name != "before"}
    return Figures(**made, **_typed(plain), before=_row(Sums, told["before"]))


YUAN = frozenset({*FLOWS, "yuan", "held", "largest", "smallest"})


def _typed(told: dict[str, Any]) -> dict[str, Any]:
    return {name: Decimal(value) if name in YUAN else value for name, value in told.items()}


def _row(kind: Any, told: dict[str, Any]) -> Any:
    return kind(**_typed(told))


@dataclass(frozen=True)
class ShownUse:
    """A UseRow as anybody may read it: counts of few are words."""

    use: str
    kind: str
    times: int | str
    households: int | str
    yuan: Decimal


def shield(rows: Sequence[UseRow]) -> list[ShownUse]:
    """The rows with the counts of fewer than SMALL households in words. One alone could be found by taking
    the others from the sum, so the next smallest is hidden with it (个人信息保护法 Art. 6: no more than the
    purpose needs). The yuan stay: what became of the money is the purpose."""
    few = _few(rows)
    return [_shown(row, hidden=place in few) for place, row in enumerate(rows)]


def shield_origins(origins: Sequence[UseRow], uses: Sequence[UseRow]) -> list[ShownUse]:
    """The same of the rows by source. They count those of the rows by use once more: where one row of a kind
    of aid is hidden on either side, all rows of that kind are, or the one could be told from the others."""
    kinds = {uses[place].kind for place in _few(uses)}
    kinds |= {row.kind for row in origins if 0 < row.households < SMALL}
    return [_shown(row, hidden=row.kind in kinds) for row in origins]


def _few(rows: Sequence[UseRow]) -> list[int]:
    few = [place for place, row in enumerate(rows) if 0 < row.households < SMALL]
    if len(few) == 1:
        others = [place for place, row in enumerate(rows) if row.households >= SMALL]
        few += sorted(others, key=lambda place: rows[place].households)[:1]
    return few


def _shown(row: UseRow, *, hidden: bool) -> ShownUse:
    shown = ShownUse(row.use, row.kind or _("不分项目"), row.times, row.households, row.yuan)
    if not hidden:
        return shown
    few = _("少于 %(n)s") % {"n": SMALL} if row.households < SMALL else _("不单列")
    return replace(shown, times=few, households=few)


def add_people(people: Iterable[PersonRow]) -> Decimal:
    """Yuan of those who are named."""
    return sum((row.yuan for row in people), ZERO)


def fen(value: Decimal | None) -> Decimal:
    """Yuan with two places; zero for nothing."""
    return (value or ZERO).quantize(ZERO)
