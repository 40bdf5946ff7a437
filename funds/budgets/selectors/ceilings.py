"""No commitment beyond the plan where the plan in force says so: its sum for a use is a cap of the ledger, at
which two approvers take turns and which the database keeps (docs/adr/0048)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from funds.budgets.models import Budget
from funds.budgets.rules import ZERO
from funds.budgets.states import QUARTERS, STANDS, Strictness
from funds.ledgers.models import BudgetLine, Commitment, Journal, opened_in
from funds.ledgers.services import CEILINGS, CapClaim
from funds.ledgers.states import Event
from hardship.kernel.money import format_yuan
from hardship.kernel.statements import Statement, compile_statement


@CEILINGS.add("budgets.plan")
def claim_plan(line: BudgetLine, on: date) -> Iterator[CapClaim]:
    """What the plan of the union that pays allows for the use of a line in the year of that day."""
    if not _blocking().rows(line.union_id, on.year):
        return
    for budget in _plans({line.union_id}, on, Strictness.BLOCK).values():
        subject, scope = f"accounts.union:{line.union_id}", f"budgets.plan:{line.use_id}"
        yield CapClaim(
            subject, scope, on.year, _planned(budget, line.use_id), before=_unclaimed(line, on.year, scope),
            label=_label(budget, line),
        )  # fmt: skip


UNION, YEAR = 4_000_000_000_000_000_011, 29_999  # stand for those that are asked for


@cache
def _blocking() -> Statement:
    """Whether there is such a plan at all: asked with each commitment."""
    rows = Budget.objects.filter(union=UNION, year=YEAR, state__in=STANDS, strictness=Strictness.BLOCK)
    return compile_statement("plan_blocks", lambda: rows.values_list("pk"), UNION, YEAR)


def find_warnings(lines: Iterable[BudgetLine], amount: Decimal, on: date) -> dict[int, str]:
    """By the key of a line, with its use, what is said before so many yuan of it are committed beyond a plan
    that warns or blocks; nothing of those within."""
    return _warnings(lines, amount, on, Strictness.WARN, Strictness.BLOCK)


def find_blocked(lines: Iterable[BudgetLine], amount: Decimal, on: date) -> dict[int, str]:
    """By the key of a line what keeps so many yuan of it from being committed; nothing of the others."""
    return {key: words + "。" for key, words in _warnings(lines, amount, on, Strictness.BLOCK).items()}


def _warnings(
    lines: Iterable[BudgetLine], amount: Decimal, on: date, *strictness: Strictness
) -> dict[int, str]:
    """Each use of a union is looked at once, however many lines it has."""
    lines = list(lines)
    plans = _plans({line.union_id for line in lines}, on, *strictness)
    planned = [line for line in lines if line.union_id in plans]
    uses = {(line.union_id, line.use_id): line for line in planned}
    said = {key: _warning(plans[key[0]], line, amount) for key, line in uses.items()}
    found = {line.pk: said[line.union_id, line.use_id] for line in planned}
    return {key: words for key, words in found.items() if words}


def _warning(budget: Budget, line: BudgetLine, amount: Decimal) -> str:
    planned, used = _planned(budget, line.use_id), _used(line, budget.year)
    if used + amount <= planned:
        return ""
    words = {
        "plan": _label(budget, line), "planned": format_yuan(planned), "used": format_yuan(used),
        "beyond": format_yuan(used + amount - planned),
    }  # fmt: skip
    if budget.strictness == Strictness.BLOCK:
        return _("%(plan)s安排 %(planned)s 元，已批准 %(used)s 元，会超出 %(beyond)s 元，不能批准") % words
    return _("%(plan)s安排 %(planned)s 元，已批准 %(used)s 元，会超出 %(beyond)s 元") % words


def _plans(unions: Collection[int], on: date, *strictness: Strictness) -> dict[int, Budget]:
    """The plans that stand for these unions and are so strict, by union: closing one lifts nothing."""
    rows = Budget.objects.filter(union__in=unions, year=on.year, state__in=STANDS)
    return {row.union_id: row for row in rows.filter(strictness__in=strictness)}


def _label(budget: Budget, line: BudgetLine) -> str:
    return _("%(year)s 年使用计划“%(use)s”") % {"year": budget.year, "use": line.use.name}


def get_planned(union_id: int, year: int, use: str) -> Decimal | None:
    """Yuan that the plan which stands for a union and year has for a use; None where there is no plan."""
    budget = Budget.objects.filter(union=union_id, year=year, state__in=STANDS).first()
    return _planned(budget, use) if budget else None


def _planned(budget: Budget, use: str) -> Decimal:
    whole = sum((F(f"yuan_{n}") for n in QUARTERS[1:]), F("yuan_1"))
    found: Decimal | None = budget.rows.filter(use=use).aggregate(total=Sum(whole))["total"]
    return found or ZERO


def _used(line: BudgetLine, year: int, *, but: str = "") -> Decimal:
    """Yuan that are committed, on their way or paid of a use in a year; `but` leaves out what claimed that
    cap already."""
    journals = Journal.objects.filter(union=line.union_id, year=year, event=Event.COMMIT)
    rows = Commitment.objects.filter(line__union=line.union_id, use=line.use_id)
    if but:
        rows = rows.exclude(shares__usage__scope=but)
    whole = Sum(F("committed") + F("in_transit") + F("paid"), default=ZERO)
    return sum((part.aggregate(all=whole)["all"] for part in opened_in(journals, rows)), ZERO)


def _unclaimed(line: BudgetLine, year: int, scope: str) -> Decimal:
    """What was committed before the plan was in force, or while it did not block."""
    return _used(line, year, but=scope)
