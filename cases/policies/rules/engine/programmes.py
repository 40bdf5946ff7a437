"""A programme for a case: for whom, how much, what is left of its caps, whether again, who must approve."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cases.policies.rules.case import FIRST_EDITION, Aid
from cases.policies.rules.document.amounts import Cap, Programme, Rounding
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.engine.amounts import Amounts
from cases.policies.rules.engine.asking import NOTHING, Asking, Judge
from cases.policies.rules.engine.outcome import Entitled, shown
from cases.policies.rules.engine.worth import Worth, WorthOf, lacking
from cases.policies.rules.vocabulary import FACTS

MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
SAME = ("person", "disease", "event")

# Why a household may not have aid again, or ''; told by the classification, which can look a second time.
Again = Callable[[Asking], str]
EntitledOf = Callable[[Asking, Again], Entitled]
Limit = Callable[[Asking, Worth], Worth]
ApproverOf = Callable[[Asking, Decimal], tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Programmes:
    """Compiles the programmes of one document."""

    document: PolicyDocument
    amounts: Amounts

    def compile(self) -> dict[str, EntitledOf]:
        return {code: self._entitled(code, one) for code, one in self.document.programmes.items()}

    def _entitled(self, code: str, programme: Programme) -> EntitledOf:
        key = f"programmes.{code}"
        worth_of = self._worth(code, programme, key)
        approver_of = self._approver(programme, key)
        judge = self.amounts.conditions.judge
        when = None if programme.when is None else judge(programme.when, dotted(key, "when"))
        labels = {rule.category: rule.label for rule in self.document.categories}
        wanted = "、".join(labels[name] for name in programme.for_)
        # Looked up once: most programmes are refused for most households, for this reason.
        undecided = lacking(_("困难类别认定"))
        others = _refused(_("仅限%(wanted)s") % {"wanted": wanted})
        bar = _Bar(programme, when, undecided, others)

        def entitled(asking: Asking, again: Again) -> Entitled:
            asking.steps = []
            worth = bar.reason(asking, again) or worth_of(asking)
            missing, approver = worth.missing, ""
            if worth.high:
                approver, also = approver_of(asking, worth.high)
                missing += also
            at_least = worth.low if worth.low != worth.high else None
            return Entitled(
                programme.label,
                worth.high,
                at_least,
                tuple(asking.steps),
                approver,
                missing,
                worth.refused,
                programme.form,
            )

        return entitled

    def _approver(self, programme: Programme, key: str) -> ApproverOf:
        """Who must agree to a sum: the last row whose line it is above; what is missing to tell."""
        rows = [
            (row.above, row.by, None)
            if isinstance(row.above, Decimal)
            else (NOTHING, row.by, self.amounts.worth(row.above, dotted(f"{key}.approval.{n}", "above")))
            for n, row in enumerate(programme.approval, start=1)
        ][::-1]

        def approver(asking: Asking, amount: Decimal) -> tuple[str, tuple[str, ...]]:
            for fixed, by, line_of in rows:
                line = Worth(fixed, fixed) if line_of is None else _silently(line_of, asking)
                if line.high is None:
                    return "", line.missing
                if amount > line.high:
                    return by, ()
            return "", ()

        return approver

    def _worth(self, code: str, programme: Programme, key: str) -> WorthOf:
        amount_of = self.amounts.worth(programme.amount, dotted(key, "amount"))
        limits: list[Limit] = []
        if programme.floor is not None:
            floor_of = self.amounts.worth(programme.floor, dotted(key, "floor"))
            limits.append(_floor(floor_of, from_nothing=programme.floor_at_zero))
        if programme.cap is not None:
            limits.append(_ceiling(self.amounts.worth(programme.cap, dotted(key, "cap")), _("上限")))
        limits.append(_rounded(programme.round))
        limits += [self._cap(code, cap, dotted(f"{key}.caps", n)) for n, cap in enumerate(programme.caps, 1)]

        def worth(asking: Asking) -> Worth:
            found = amount_of(asking)
            for limit in limits:
                if found.high is None or found.refused:
                    break
                found = limit(asking, found)
            return found

        return worth

    def _cap(self, code: str, cap: Cap, key: str) -> Limit:
        counted = _counted(cap, cap.programmes or (code,))
        if cap.limit is None:
            return _times(counted, cap.times or 0)
        limit_of = self.amounts.worth(cap.limit, dotted(key, "limit"))
        if "fund" in cap.per:
            return _fund(limit_of)
        name = _("累计上限") if cap.per else _("上限")

        def left(asking: Asking) -> Worth:
            limit, earlier = limit_of(asking), counted(asking)
            if isinstance(earlier, Worth):
                return earlier
            if limit.high is None:
                return limit
            had = sum((aid.amount for aid in earlier), NOTHING) if cap.per else NOTHING
            if had:
                asking.steps.append(_("此前已发 %(had)s 元") % {"had": shown(had)})
            rest = max(NOTHING, limit.high - had)
            return Worth(rest, rest)

        return _ceiling(left, name)


@dataclass(frozen=True)
class _Bar:
    """What keeps a household from a programme; `undecided` and `others` are the answers where the category is
    not known, and where it is another one."""

    programme: Programme
    when: Judge | None
    undecided: Worth
    others: Worth

    def reason(self, asking: Asking, again: Again) -> Worth | None:
        """Why nothing can be said of the amount, or nothing is due; None where the amount decides."""
        if self.programme.for_:
            if asking.undecided:
                return self.undecided
            if asking.category not in self.programme.for_:
                return self.others
        if self.when is not None:
            unmet = self._unmet(asking, self.when)
            if unmet is not None:
                return unmet
        binds = self.programme.for_ or asking.case.edition > FIRST_EDITION
        reason = again(asking) if binds else ""
        return _refused(reason) if reason else None

    def _unmet(self, asking: Asking, when: Judge) -> Worth | None:
        start = len(asking.verdicts)
        met = when(asking)
        if met:
            return None
        rows = asking.verdicts[start:]
        if met is None:
            return lacking(*dict.fromkeys(one for row in rows for one in row.missing))
        words = "、".join(row.text for row in rows if not row.met)
        return _refused(_("不符合条件：%(words)s") % {"words": words})


def _refused(reason: str) -> Worth:
    return Worth(NOTHING, NOTHING, (), reason)


def _silently(worth_of: WorthOf, asking: Asking) -> Worth:
    """A line is no step of the amount."""
    kept = len(asking.steps)
    found = worth_of(asking)
    del asking.steps[kept:]
    return found


def _floor(floor_of: WorthOf, *, from_nothing: bool) -> Limit:
    """Lifts an amount that is due; one of nothing only if the policy says so; edition 1 always did."""

    def limit(asking: Asking, worth: Worth) -> Worth:
        if worth.high == 0 and not from_nothing and asking.case.edition > FIRST_EDITION:
            return worth
        floor = floor_of(asking)
        if floor.high is None or worth.low is None or worth.high is None:
            return floor
        return Worth(max(worth.low, floor.high), max(worth.high, floor.high))

    return limit


def _ceiling(ceiling_of: WorthOf, name: str) -> Limit:
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


def _rounded(rounding: Rounding) -> Limit:
    mode, unit = MODES[rounding.mode], rounding.to

    def to_unit(value: Decimal) -> Decimal:
        return ((value / unit).quantize(Decimal(1), mode) * unit).quantize(Decimal("0.01"))

    def limit(asking: Asking, worth: Worth) -> Worth:
        low, high = (to_unit(bound or NOTHING) for bound in (worth.low, worth.high))
        return worth._replace(low=low, high=high)

    return limit


def _counted(cap: Cap, programmes: tuple[str, ...]) -> Callable[[Asking], list[Aid] | Worth]:
    """The earlier aid that a cap counts; what is missing where the present person or disease is not known."""
    same = [name for name in SAME if name in cap.per]

    def counted(asking: Asking) -> list[Aid] | Worth:
        case = asking.case
        unknown = [str(FACTS[name].label) for name in same if case.need.get(name) is None]
        if unknown:
            return lacking(*unknown)
        return [
            aid
            for aid in case.earlier_aid
            if aid.programme in programmes
            and (cap.form is None or aid.form == cap.form)
            and ("year" not in cap.per or aid.on.year == case.on.year)
            and all(getattr(aid, name) == case.need[name] for name in same)
        ]

    return counted


def _times(counted: Callable[[Asking], list[Aid] | Worth], times: int) -> Limit:
    def limit(asking: Asking, worth: Worth) -> Worth:
        earlier = counted(asking)
        if isinstance(earlier, Worth):
            return earlier
        if len(earlier) < times:
            return worth
        return _refused(_("已享受 %(had)s 次，最多 %(times)s 次") % {"had": len(earlier), "times": times})

    return limit


def _fund(limit_of: WorthOf) -> Limit:
    """All or nothing: a fund that cannot pay the whole amount pays none."""

    def limit(asking: Asking, worth: Worth) -> Worth:
        pool, used = limit_of(asking), asking.case.need.get("pool_used")
        if used is None:
            return lacking(str(FACTS["pool_used"].label))
        if pool.high is None or worth.high is None:
            return pool
        return worth if used + worth.high <= pool.high else _refused(_("该项资金已用完"))

    return limit
