"""What was found about a household for the policy that it is judged by."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cases.archives.models import Household, PolicyAnswer
from cases.archives.rules.answers import ABLE, EXCEPTIONS, PROVEN, SUPPORTERS
from cases.archives.selectors.rows import rows_of_households
from cases.policies.rules.case import Granted, Supporter
from cases.policies.rules.document.words import one_fact
from cases.policies.rules.vocabulary import FACTS, Fact, label_of


@dataclass
class Answers:
    """Of one household: facts by name, of its members by key and name, the relatives who owe support."""

    facts: dict[str, Any] = field(default_factory=dict)
    members: dict[int, dict[str, bool]] = field(default_factory=dict)
    supporters: tuple[Supporter, ...] | None = None
    exceptions: tuple[Granted, ...] = ()

    def of(self, part: str) -> dict[str, Any]:
        """The facts that stand in one part of a case."""
        return {name: value for name, value in self.facts.items() if FACTS[name].part == part}

    def told(self, member_id: int, name: str) -> bool | None:
        return self.members.get(member_id, {}).get(name)


class AnswerRow(NamedTuple):
    household_id: int
    member_id: int | None
    fact: str
    text: str | None  # JSON

    @property
    def value(self) -> Any:
        return None if self.text is None else json.loads(self.text)


def _last_answers() -> "QuerySet[PolicyAnswer]":
    """The last answer to each question."""
    rows = PolicyAnswer.objects.order_by("household", "member", "fact", "-pk")
    return rows.distinct("household", "member", "fact")


ANSWERS = rows_of_households(
    "answers",
    AnswerRow,
    lambda: _last_answers().annotate(text=Cast("value", TextField())),
    AnswerRow._fields,
)


def get_answers(household: Household) -> Answers:
    """What is known of one household."""
    return answers_of(ANSWERS.of([household.pk])).get(household.pk, Answers())


def answers_of(rows: Iterable[AnswerRow]) -> dict[int, Answers]:
    """What is known of each household, by key."""
    found: dict[int, Answers] = {}
    for row in rows:
        _take(found.setdefault(row.household_id, Answers()), row)
    return found


def list_answers(household: Household) -> dict[tuple[int | None, str], PolicyAnswer]:
    """The last answer to each question, by member and fact, with who gave it and what proves it."""
    rows = _last_answers().filter(household=household).select_related("by", "evidence")
    return {(row.member_id, row.fact): row for row in rows}


def fact_of(name: str) -> Fact | None:
    """What kind of answer a question takes; None for the relatives, which are a list of their own."""
    if name in (ABLE, PROVEN):
        return Fact("members", name, "flag")
    return FACTS.get(name)


def _take(answers: Answers, row: AnswerRow) -> None:
    value = row.value
    if value is None:
        return
    if row.fact == SUPPORTERS:
        answers.supporters = tuple(Supporter(**_supporter(one)) for one in value)
    elif row.fact == EXCEPTIONS:
        answers.exceptions = tuple(_granted(one) for one in value)
    elif row.member_id is not None:
        answers.members.setdefault(row.member_id, {})[row.fact] = bool(value)
    elif row.fact in FACTS:
        answers.facts[row.fact] = one_fact(FACTS[row.fact], value)


def _supporter(plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"income": Decimal(plain["income"])}


def _granted(plain: dict[str, Any]) -> Granted:
    """An exception as the engine knows it; the document that proves it stays with the answer."""
    on = date.fromisoformat(plain["on"]) if plain.get("on") else None
    return Granted(plain["rule"], plain["by"], plain["why"], on)


def say(name: str, value: Any) -> str:
    """An answer in words, as pages and workbooks show it; '' for none."""
    fact = fact_of(name)
    if value is None or fact is None:
        return ""
    if fact.codes:
        return "、".join(label_of(fact.codes, code) for code in ([value] if fact.kind == "code" else value))
    return str({True: _("是"), False: _("否")}[value] if isinstance(value, bool) else value)
