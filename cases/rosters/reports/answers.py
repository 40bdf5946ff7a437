"""Answers to the policy's questions as a roster writes them: what the import reads."""

from typing import Any

from cases.archives.rules.answers import PERSON, SUPPORTERS
from cases.archives.selectors.answers import say
from cases.rosters.rules.facts import HOUSEHOLD_FACTS, PERSON_FACTS, PREFIX

Told = dict[tuple[int | None, str], Any]


def told_of(household: Any) -> Told:
    """The last answer to each question, by member and fact; `policy_answers` come in their order."""
    return {(row.member_id, row.fact): row.value for row in household.policy_answers.all()}


def cells_of_household(told: Told, names: dict[str, str]) -> dict[str, str]:
    """The cells of what was answered of the household; `names` are its people by uid."""
    return {PREFIX + name: _write(name, told.get((None, name)), names) for name in HOUSEHOLD_FACTS}


def cells_of_person(told: Told, member_id: int) -> dict[str, str]:
    """The cells of what was answered of one person."""
    return {PREFIX + name: _write(name, told.get((member_id, name)), {}) for name in PERSON_FACTS}


def _write(name: str, value: Any, names: dict[str, str]) -> str:
    if value is None:
        return ""
    if name == PERSON:
        return names.get(str(value), "")
    if name == SUPPORTERS:
        parts = ("income", "persons", "supported", "here")
        return "；".join("/".join(str(one.get(part, 1)) for part in parts) for one in value)
    return say(name, value)
