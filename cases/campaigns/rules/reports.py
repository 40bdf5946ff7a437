"""What a campaign came to, and whether its tables add up: pure. People, person-times and households are
different counts: somebody who is given something twice is one person and two person-times, a family of two is
one household, a unit by its head count is no household. Yuan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.campaigns.rules.planning import ZERO


@dataclass(frozen=True)
class Given:
    """Something that reached somebody of a list; `who` is one for each person, None for so many heads of a
    unit. Names of unions are not unique, `union_id` is."""

    union: str
    group: str
    kind: str
    heads: int
    cash: Decimal = ZERO
    goods: Decimal = ZERO
    who: object = None
    household: object = None
    union_id: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    label: str
    people: int = 0
    times: int = 0
    households: int = 0
    cash: Decimal = ZERO
    goods: Decimal = ZERO

    @property
    def yuan(self) -> Decimal:
        return self.cash + self.goods

    @property
    def each(self) -> Decimal | None:
        """Yuan for one time, rounded to the cent; sums differ from person to person, so it says no more."""
        return (self.yuan / self.times).quantize(Decimal("0.01")) if self.times else None


@dataclass(frozen=True)
class Table:
    """The lines of one question, and what is stated as their total."""

    title: str
    lines: tuple[Line, ...]
    stated: Line


def count(label: str, rows: Iterable[Given]) -> Line:
    """What these come to."""
    kept = list(rows)
    return Line(
        label,
        people=len({row.who for row in kept if row.who is not None})
        + sum(row.heads for row in kept if row.who is None),
        times=sum(row.heads for row in kept),
        households=len({row.household for row in kept if row.household is not None}),
        cash=sum((row.cash for row in kept), ZERO),
        goods=sum((row.goods for row in kept), ZERO),
    )


def tabulate(title: str, name: str, rows: Sequence[Given], *, key: str = "") -> Table:
    """The rows by what they say under `name` (union, group, kind), in the order in which they come; told
    apart by `key` where a name may stand for several."""
    parts: dict[object, list[Given]] = {}
    for row in rows:
        parts.setdefault(getattr(row, key or name), []).append(row)
    lines = tuple(count(getattr(part[0], name), part) for part in parts.values())
    return Table(title, lines, count(_("合计"), rows))


# What must be the sum of its parts; people and households may stand in several of them.
SUMS = (("times", lazy("人次")), ("cash", lazy("现金")), ("goods", lazy("物资折价")))
DISTINCT = (("people", lazy("人数")), ("households", lazy("户数")))


def find_gaps(table: Table) -> Iterator[str]:
    """A sentence for each column of a table whose parts do not add up to its stated total. Of people and
    households, who may stand in several lines, parts may come to more, never to less."""
    for name, label in (*SUMS, *DISTINCT):
        parts = sum(getattr(line, name) for line in table.lines)
        stated = getattr(table.stated, name)
        if parts == stated or ((name, label) in DISTINCT and parts > stated):
            continue
        said = {"title": table.title, "label": label, "parts": _shown(parts), "stated": _shown(stated)}
        yield _("“%(title)s”的%(label)s：各行相加是 %(parts)s，合计写的是 %(stated)s，对不上。") % said


def compare(stated: Line, found: Line) -> Iterator[str]:
    """A sentence for each figure that somebody stated otherwise than the rows say."""
    for name, label in (*DISTINCT, *SUMS):
        said, is_ = getattr(stated, name), getattr(found, name)
        if said != is_:
            words = {"label": label, "said": _shown(said), "found": _shown(is_)}
            yield _("%(label)s：上报的是 %(said)s，按名单和发放记录是 %(found)s。") % words


def find_share_fault(part: int, whole: int, published: Decimal, places: int = 2) -> str:
    """What of a published percentage is not what its figures give, rounded half up; ''."""
    found = (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    if found == published:
        return ""
    return _("占比写的是 %(said)s%%，按 %(part)s / %(whole)s 是 %(found)s%%。") % {
        "said": published, "part": part, "whole": whole, "found": found,
    }  # fmt: skip


def _shown(value: Decimal | int) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"
