"""A kind of aid from the answers of a form: how much, and how it is applied for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.policies.rules.document.handling import FIVE_WORKDAYS, Season
from cases.policies.rules.document.words import plain

Plain = dict[str, Any]


@dataclass(frozen=True)
class AidPlan:
    """A kind of aid: a fixed sum, months of the living standard, or a share of what was paid. Without a `use`
    of money it is a standard to compute by, and nothing else is said of it."""

    label: str
    kind: str  # fixed, months, share
    number: Decimal
    categories: Sequence[str] = ()
    limit: Decimal | None = None
    use: str = ""
    sort: str = "other"
    beneficiary: str = "household"
    papers: Sequence[str] = ()
    season: Season | None = None
    notice_days: int = FIVE_WORKDAYS.days
    notice_why: str = ""
    numbered: Sequence[str] = ()
    waived: Sequence[str] = ()
    waived_by: str = ""
    pay_by: str = ""
    collect_days: int | None = None


def write_aid(plan: AidPlan) -> Plain:
    """The programme as a document has it."""
    amounts: dict[str, Any] = {
        "fixed": yuan(plan.number),
        "months": {"standard": "living", "times": plain(plan.number)},
        "share": {"share": f"{plain(plan.number)}%", "of": "self_paid"},
    }
    found: Plain = {"label": plan.label, "amount": amounts[plan.kind], "kind": plan.sort}
    if plan.categories:
        found["for"] = list(plan.categories)
    if plan.limit is not None:
        found["caps"] = [{"limit": yuan(plan.limit), "per": ["household", "year"]}]
    return found | (_handling(plan) if plan.use else {})


def _handling(plan: AidPlan) -> Plain:
    found: Plain = {
        "uses": [plan.use],
        "beneficiary": plan.beneficiary,
        "papers": [_paper(plan, kind) for kind in plan.papers],
        "notice": {"days": plan.notice_days, "why": plan.notice_why},
    }
    if plan.season is not None:
        found["season"] = {"from": plan.season.from_, "to": plan.season.to}
    if plan.pay_by:
        found["pay_by"] = plan.pay_by
    if plan.collect_days is not None:
        found["collect_within"] = {"days": plan.collect_days}
    return found


def _paper(plan: AidPlan, kind: str) -> Plain:
    found: Plain = {"any_of": [kind]}
    if kind in plan.numbered:
        found["numbered"] = True
    if kind in plan.waived:
        found["waived_by"] = plan.waived_by
    return found


def yuan(amount: Decimal) -> int | str:
    """Whole yuan as a number, cents as text."""
    return int(amount) if amount == amount.to_integral_value() else f"{amount:.2f}"
