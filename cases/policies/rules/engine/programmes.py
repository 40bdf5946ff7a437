"""A programme for a case: for whom, how much, what is left of its caps, whether again, who must approve."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cases.policies.rules.case import FIRST_EDITION
from cases.policies.rules.document.amounts import Programme, Rounding
from cases.policies.rules.document.handling import Paper
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.engine.amounts import Amounts
from cases.policies.rules.engine.asking import NOTHING, Asking, Judge
from cases.policies.rules.engine.caps import CapLine, Caps, CompiledCap, Limit, ceiling, refusal
from cases.policies.rules.engine.outcome import Entitled
from cases.policies.rules.engine.worth import ZERO, Worth, WorthOf, lacking

MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}

# Why a household may not have aid again, or ''; told by the classification, which can look a second time.
Again = Callable[[Asking], str]
EntitledOf = Callable[[Asking, Again], Entitled]
ApproverOf = Callable[[Asking, Decimal], tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Compiled:
    """A programme compiled: what it entitles to, what its caps are for a case, which papers it asks for."""

    entitled: EntitledOf
    lines: tuple[Callable[[Asking], CapLine | None], ...]
    papers: tuple[tuple[Paper, Judge | None], ...]
    approver_of: ApproverOf

    def approver(self, asking: Asking, amount: Decimal) -> str:
        """Who must agree to this sum, '' for nobody."""
        return self.approver_of(asking, amount)[0]

    def caps(self, asking: Asking) -> tuple[CapLine, ...]:
        """The caps that can be told for a case, in the order of the document."""
        return tuple(line for line in (line_of(asking) for line_of in self.lines) if line is not None)

    def papers_for(self, asking: Asking) -> tuple[tuple[Paper, bool | None], ...]:
        """Each paper that may be asked for, and whether it is: None where that cannot be told yet."""
        judged = [(paper, True if judge is None else judge(asking)) for paper, judge in self.papers]
        return tuple((paper, met) for paper, met in judged if met is not False)


@dataclass(frozen=True)
class Programmes:
    """Compiles the programmes of one document."""

    document: PolicyDocument
    amounts: Amounts

    def compile(self) -> dict[str, Compiled]:
        return {code: self._compiled(code, one) for code, one in self.document.programmes.items()}

    def _compiled(self, code: str, programme: Programme) -> Compiled:
        judge, key = self.amounts.conditions.judge, f"programmes.{code}"
        papers = [
            (paper, None if paper.when is None else judge(paper.when, dotted(f"{key}.papers.{n}", "when")))
            for n, paper in enumerate(programme.papers, start=1)
        ]
        lines = tuple(cap.line for cap in self._caps(code, programme))
        approver_of = self._approver(programme, key)
        return Compiled(self._entitled(code, programme), lines, tuple(papers), approver_of)

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
        others = refusal(_("仅限%(wanted)s") % {"wanted": wanted})
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
                programme.is_service,
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

    def _caps(self, code: str, programme: Programme) -> list[CompiledCap]:
        compile_cap = Caps(self.amounts).compile
        return [
            compile_cap(code, cap, dotted(f"programmes.{code}.caps", n))
            for n, cap in enumerate(programme.caps, start=1)
        ]

    def _amount(self, programme: Programme, key: str) -> WorthOf:
        """A service comes to nothing, and is not refused for that."""
        if programme.amount is None:
            return lambda _asking: ZERO
        return self.amounts.worth(programme.amount, dotted(key, "amount"))

    def _worth(self, code: str, programme: Programme, key: str) -> WorthOf:
        amount_of = self._amount(programme, key)
        limits: list[Limit] = []
        if programme.floor is not None:
            floor_of = self.amounts.worth(programme.floor, dotted(key, "floor"))
            limits.append(_floor(floor_of, from_nothing=programme.floor_at_zero))
        if programme.cap is not None:
            limits.append(ceiling(self.amounts.worth(programme.cap, dotted(key, "cap")), _("上限")))
        limits.append(_rounded(programme.round))
        limits += [one.limit for one in self._caps(code, programme)]

        def worth(asking: Asking) -> Worth:
            found = amount_of(asking)
            for limit in limits:
                if found.high is None or found.refused:
                    break
                found = limit(asking, found)
            return found

        return worth


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
        if self.programme.is_service:  # done beside whatever the family gets
            return None
        binds = self.programme.for_ or asking.case.edition > FIRST_EDITION
        reason = again(asking) if binds else ""
        return refusal(reason) if reason else None

    def _unmet(self, asking: Asking, when: Judge) -> Worth | None:
        start = len(asking.verdicts)
        met = when(asking)
        if met:
            return None
        rows = asking.verdicts[start:]
        if met is None:
            return lacking(*dict.fromkeys(one for row in rows for one in row.missing))
        words = "、".join(row.text for row in rows if not row.met)
        return refusal(_("不符合条件：%(words)s") % {"words": words})


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


def _rounded(rounding: Rounding) -> Limit:
    mode, unit = MODES[rounding.mode], rounding.to

    def to_unit(value: Decimal) -> Decimal:
        return ((value / unit).quantize(Decimal(1), mode) * unit).quantize(Decimal("0.01"))

    def limit(asking: Asking, worth: Worth) -> Worth:
        low, high = (to_unit(bound or NOTHING) for bound in (worth.low, worth.high))
        return worth._replace(low=low, high=high)

    return limit
