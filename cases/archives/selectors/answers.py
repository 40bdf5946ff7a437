"""What was found about a household for the policy that it is judged by."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from cases.archives.models import Household, PolicyAnswer
from cases.policies.rules.case import Supporter
from cases.policies.rules.document.words import one_fact
from cases.policies.rules.vocabulary import FACTS, Fact

ABLE, PROVEN, SUPPORTERS = "is_able", "is_income_proven", "supporters"


@dataclass
class Answers:
    """Of one household: facts by name, of its members by key and name, the relatives who owe support."""

    facts: dict[str, Any] = field(default_factory=dict)
    members: dict[int, dict[str, bool]] = field(default_factory=dict)
    supporters: tuple[Supporter, ...] | None = None

    def of(self, part: str) -> dict[str, Any]:
        """The facts that stand in one part of a case."""
        return {name: value for name, value in self.facts.items() if FACTS[name].part == part}

    def told(self, member_id: int, name: str) -> bool | None:
        return self.members.get(member_id, {}).get(name)


def list_last_answers(household_ids: Collection[int]) -> "QuerySet[PolicyAnswer]":
    """The last answer to each question of these households."""
    rows = PolicyAnswer.objects.filter(household__in=household_ids)
    return rows.order_by("household", "member", "fact", "-pk").distinct("household", "member", "fact")


def get_answers(household_ids: Collection[int]) -> dict[int, Answers]:
    """What is known of many households, by key, in one query."""
    found: dict[int, Answers] = {}
    for row in list_last_answers(household_ids):
        if row.value is not None:
            _take(found.setdefault(row.household_id, Answers()), row)
    return found


def list_answers(household: Household) -> dict[tuple[int | None, str], PolicyAnswer]:
    """The last answer to each question, by member and fact, with who gave it and what proves it."""
    rows = list_last_answers([household.pk]).select_related("by", "evidence")
    return {(row.member_id, row.fact): row for row in rows}


def fact_of(name: str) -> Fact | None:
    """What kind of answer a question takes; None for the relatives, which are a list of their own."""
    if name in (ABLE, PROVEN):
        return Fact("members", name, "flag")
    return FACTS.get(name)


def _take(answers: Answers, row: PolicyAnswer) -> None:
    if row.fact == SUPPORTERS:
        answers.supporters = tuple(Supporter(**_supporter(one)) for one in row.value or ())
    elif row.member_id is not None:
        answers.members.setdefault(row.member_id, {})[row.fact] = bool(row.value)
    elif row.fact in FACTS:
        answers.facts[row.fact] = one_fact(FACTS[row.fact], row.value)


def _supporter(plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"income": Decimal(plain["income"])}
