"""Which of several aids that are due at the same time is given where only one may be had."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.policies.rules.case import FIRST_EDITION, Case
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.engine.outcome import Entitled

Amounts = dict[str, Entitled]
Chooser = Callable[[Amounts, Case], Amounts]

REASONS = {
    "highest": _("同一年度只享受一项帮扶，取金额最高的“%(label)s”"),
    "first": _("同一年度只享受一项帮扶，取排在前面的“%(label)s”"),
}


def chooser(document: PolicyDocument) -> Chooser:
    """Leaves one of the amounts that are due and refuses the others; all stay where the clerk chooses."""
    rule, open_to_all = document.stacking.which, [c for c, one in document.programmes.items() if not one.for_]
    if rule == "clerk":
        return lambda amounts, _case: amounts

    def choose(amounts: Amounts, case: Case) -> Amounts:
        free = open_to_all if case.edition <= FIRST_EDITION else ()
        due = [code for code, one in amounts.items() if code not in free and one.amount != 0]
        if len(due) < 2:
            return amounts
        known = [code for code in due if amounts[code].amount is not None]
        winner = due[0]
        if rule == "highest":
            winner = max(known, key=lambda code: amounts[code].amount or Decimal(0), default=due[0])
        is_open = len(known) < len(due) if rule == "highest" else amounts[winner].amount is None
        lost = _waiting(amounts, due) if is_open else _lost(rule, amounts, due, winner)
        return {**amounts, **lost}

    return choose


def _lost(rule: str, amounts: Amounts, due: list[str], winner: str) -> Amounts:
    reason = REASONS[rule] % {"label": amounts[winner].label}
    return {
        code: amounts[code]._replace(
            amount=Decimal(0), at_least=None, steps=(), approver="", missing=(), refused=reason
        )
        for code in due
        if code != winner
    }


def _waiting(amounts: Amounts, due: list[str]) -> Amounts:
    """Nothing can be told of any as long as one that might win is not known."""
    missing = tuple(dict.fromkeys(one for code in due for one in amounts[code].missing))
    return {
        code: amounts[code]._replace(amount=None, at_least=None, approver="", missing=missing) for code in due
    }
