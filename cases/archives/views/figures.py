"""The computed assessment as pages show it: verdict, formula, conditions, meter."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import Assessment, Household
from cases.archives.rules import Facts, Finding, assess
from cases.archives.selectors import get_facts
from cases.archives.states import Category


@dataclass(frozen=True)
class Verdict:
    """An assessment on a page; `net` and `standard` are yuan per person and month; `is_empty` when neither
    income nor expenses have been entered yet."""

    category: str
    label: str
    net: Decimal
    gross: Decimal
    standard: Decimal | None
    formula: str
    sentence: str
    conditions: Any
    persons: int
    is_empty: bool

    @property
    def bar(self) -> Decimal:
        """What the meter shows: never below nothing."""
        return max(self.net, Decimal(0))


def current_verdict(household: Household) -> Verdict:
    """What today's figures say; nothing is stored."""
    facts = get_facts(household)
    verdict = make_verdict(facts, assess(facts))
    return replace(verdict, is_empty=verdict.is_empty and not household.money_reviewed)


def stored_verdict(assessment: Assessment) -> Verdict:
    """What an assessment on record said, from its own inputs."""
    facts = Facts.from_json(assessment.inputs)
    return make_verdict(facts, assess(facts))


def make_verdict(facts: Facts, finding: Finding) -> Verdict:
    label = Category(finding.category).label if finding.category else _("不符合认定条件")
    if facts.standard_monthly is None:
        label = _("暂不能认定")
    return Verdict(
        category=finding.category,
        label=str(label),
        net=finding.net,
        gross=finding.gross,
        standard=facts.standard_monthly,
        formula=finding.formula,
        sentence=finding.sentence,
        conditions=finding.conditions,
        persons=facts.persons,
        is_empty=not facts.incomes and not facts.expenses,
    )
