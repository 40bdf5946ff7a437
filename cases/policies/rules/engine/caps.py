"""What is left of a programme's caps: of a sum or a number of times, within a year or ever, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from cases.policies.rules.case import Aid, Case
from cases.policies.rules.document.amounts import Cap
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.amounts import Amounts
from cases.policies.rules.engine.asking import NOTHING, Asking
from cases.policies.rules.engine.outcome import shown
from cases.policies.rules.engine.worth import Worth, WorthOf, exactly, lacking
from cases.policies.rules.vocabulary import FACTS

FUND = "fund"  # the scope of a cap over everybody together
SAME = ("person", "disease", "event")
PERIODS: dict[str, Callable[[date], tuple[int, int]]] = {
    "year": lambda day: (day.year, 0),
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
    "month": lambda day: (day.year, day.month),
}
Limit = Callable[[Asking, Worth], Worth]
Counted = Callable[[Asking], list[Aid] | Worth]


class CapLine(NamedTuple):
    """A cap of a programme as it is for one case: `most` is yuan, or times where `is_times`; `used` what
    earlier aid took of it. `programmes` count together, `per` as the document says."""

    programmes: tuple[str, ...]
    per: tuple[str, ...]
    form: str | None
    is_times: bool
    most: Decimal
    used: Decimal
    paragraph: str = ""

    @property
    def left(self) -> Decimal:
        return max(NOTHING, self.most - self.used)

    @property
    def is_pool(self) -> bool:
        """Whether it counts what all families got together."""
        return FUND in self.per


@dataclass(frozen=True)
class CompiledCap:
    """`limit` cuts an amount down to what is left; `line` tells the cap itself, None where it binds nothing
    that can be counted (a cap of one aid) or cannot be told yet."""

    limit: Limit
    line: Callable[[Asking], CapLine | None]


@dataclass(frozen=True)
class Caps:
    """Compiles the caps of one document."""

    amounts: Amounts

    def compile(self, code: str, cap: Cap, key: str) -> CompiledCap:
        programmes = cap.programmes or (code,)
        if FUND in cap.per:
            return self._pool(cap, programmes, key)
        counted = _counted(cap, programmes)
        if cap.limit is None:
            return CompiledCap(_times(counted, cap.times or 0), _times_line(cap, programmes, counted))
        limit_of = self.amounts.worth(cap.limit, dotted(key, "limit"))
        name = _("累计上限") if cap.per else _("上限")
        line = _sum_line(cap, programmes, counted, limit_of) if cap.per else lambda _asking: None
        return CompiledCap(ceiling(_left(cap, counted, limit_of), name), line)

    def _pool(self, cap: Cap, programmes: tuple[str, ...], key: str) -> CompiledCap:
        """A fixed sum for everybody, or so many grants (R14: 2,000,000 yuan, 100 grants)."""
        if cap.limit is None:
            places = exactly(Decimal(cap.times or 0))
            return CompiledCap(_grants(places), _pool_line(cap, programmes, lambda _asking: places))
        limit_of = self.amounts.worth(cap.limit, dotted(key, "limit"))
        return CompiledCap(_fund(limit_of), _pool_line(cap, programmes, limit_of))


def refusal(reason: str) -> Worth:
    """Nothing is due, and why."""
    return Worth(NOTHING, NOTHING, (), reason)


def ceiling(ceiling_of: WorthOf, name: str) -> Limit:
    """Cuts an amount down to another one, and says so."""

    def limit(asking: Asking, worth: Worth) -> Worth:
        ceiling = ceiling_of(asking)
        if ceiling.high is None or worth.low is None or worth.high is None:
            return ceiling
        if ceiling.high >= worth.high:
            return worth
        asking.steps.append(f"{name} {shown(ceiling.high)} 元")
        refused = "" if ceiling.high else _("已达%(name)s") % {"name": name}
        return Worth(min(worth.low, ceiling.high), ceiling.high, (), refused)

    return limit


def _left(cap: Cap, counted: Counted, limit_of: WorthOf) -> WorthOf:
    def left(asking: Asking) -> Worth:
        kept = len(asking.steps)
        limit, earlier = limit_of(asking), counted(asking)
        if cap.per:  # how much is left is told; how the cap comes about is no step of the amount
            del asking.steps[kept:]
        if isinstance(earlier, Worth):
            return earlier
        if limit.high is None:
            return limit
        had = _sum(earlier) if cap.per else NOTHING
        if had:
            asking.steps.append(_("此前已发 %(had)s 元") % {"had": shown(had)})
        rest = max(NOTHING, limit.high - had)
        return Worth(rest, rest)

    return left


def counts(cap: Cap | CapLine, programmes: tuple[str, ...], aid: Aid, case: Case) -> bool:
    """Whether an earlier aid takes something of a cap: of its programmes and form, in its period, of the same
    person, disease or event."""
    same = [name for name in SAME if name in cap.per]
    return (
        aid.programme in programmes
        and (cap.form is None or aid.form == cap.form)
        and _is_of_period(cap, aid.on, case.on)
        and all(getattr(aid, name) == case.need.get(name) for name in same)
    )


def _counted(cap: Cap, programmes: tuple[str, ...]) -> Counted:
    """The earlier aid that a cap counts; what is missing where the present person or disease is not known."""
    same = [name for name in SAME if name in cap.per]

    def counted(asking: Asking) -> list[Aid] | Worth:
        case = asking.case
        unknown = [str(FACTS[name].label) for name in same if case.need.get(name) is None]
        if unknown:
            return lacking(*unknown)
        return [aid for aid in case.earlier_aid if counts(cap, programmes, aid, case)]

    return counted


def _is_of_period(cap: Cap | CapLine, day: date, today: date) -> bool:
    """In the same year, quarter or month as today; any day where the cap names none."""
    return all(PERIODS[name](day) == PERIODS[name](today) for name in cap.per if name in PERIODS)


def _sum(earlier: list[Aid]) -> Decimal:
    return sum((aid.amount for aid in earlier), NOTHING)


def _sum_line(
    cap: Cap, programmes: tuple[str, ...], counted: Counted, limit_of: WorthOf
) -> Callable[[Asking], CapLine | None]:
    def line(asking: Asking) -> CapLine | None:
        limit, earlier = _silently(limit_of, asking), counted(asking)
        if limit.high is None or isinstance(earlier, Worth):
            return None
        return CapLine(programmes, cap.per, cap.form, False, limit.high, _sum(earlier), cap.paragraph)

    return line


def _times(counted: Counted, times: int) -> Limit:
    def limit(asking: Asking, worth: Worth) -> Worth:
        earlier = counted(asking)
        if isinstance(earlier, Worth):
            return earlier
        if len(earlier) < times:
            return worth
        return refusal(_("已享受 %(had)s 次，最多 %(times)s 次") % {"had": len(earlier), "times": times})

    return limit


def _times_line(
    cap: Cap, programmes: tuple[str, ...], counted: Counted
) -> Callable[[Asking], CapLine | None]:
    def line(asking: Asking) -> CapLine | None:
        earlier = counted(asking)
        if isinstance(earlier, Worth):
            return None
        most, used = Decimal(cap.times or 0), Decimal(len(earlier))
        return CapLine(programmes, cap.per, cap.form, True, most, used, cap.paragraph)

    return line


def pool_fact(cap: Cap | CapLine) -> str:
    """The fact of the need that tells how much of a pool is taken, by all applications together."""
    is_times = cap.limit is None if isinstance(cap, Cap) else cap.is_times
    return "pool_grants" if is_times else "pool_used"


def _fund(limit_of: WorthOf) -> Limit:
    """All or nothing: a fund that cannot pay the whole amount pays none."""

    def limit(asking: Asking, worth: Worth) -> Worth:
        pool, used = _silently(limit_of, asking), asking.case.need.get("pool_used")
        if used is None:
            return lacking(str(FACTS["pool_used"].label))
        if pool.high is None or worth.high is None:
            return pool
        if used + worth.high <= pool.high:
            return worth
        said = {"most": shown(pool.high), "used": shown(used)}
        return refusal(_("该项资金已用完：共 %(most)s 元，已用 %(used)s 元，不够这一笔") % said)

    return limit


def _grants(places: Worth) -> Limit:
    """So many grants, whoever asks first."""
    most = places.high or NOTHING

    def limit(asking: Asking, worth: Worth) -> Worth:
        used = asking.case.need.get("pool_grants")
        if used is None:
            return lacking(str(FACTS["pool_grants"].label))
        if used < most:
            return worth
        said = {"most": plain(most), "used": plain(used)}
        return refusal(_("名额已满：共 %(most)s 个，已用 %(used)s 个") % said)

    return limit


def _pool_line(
    cap: Cap, programmes: tuple[str, ...], limit_of: WorthOf
) -> Callable[[Asking], CapLine | None]:
    fact, is_times = pool_fact(cap), cap.limit is None

    def line(asking: Asking) -> CapLine | None:
        most, used = _silently(limit_of, asking), asking.case.need.get(fact)
        if most.high is None or used is None:
            return None
        return CapLine(programmes, cap.per, cap.form, is_times, most.high, used, cap.paragraph)

    return line


def _silently(limit_of: WorthOf, asking: Asking) -> Worth:
    """How a cap comes about is no step of the amount."""
    kept = len(asking.steps)
    limit = limit_of(asking)
    del asking.steps[kept:]
    return limit
