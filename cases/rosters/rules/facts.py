"""What a policy asks beyond the form, as columns of a roster (cases.archives.rules.answers)."""

from collections.abc import Mapping
from typing import Any

from cases.archives.rules.answers import ANSWERED, OF_MEMBERS, PERSON, SUPPORTERS
from cases.policies.rules.document.words import plain_fact
from cases.policies.rules.vocabulary import FACTS

PREFIX = "fact_"
MARK = "核实："  # before the label, which may be that of another column
HOUSEHOLD_FACTS: Mapping[str, str] = {
    **{name: f"{MARK}{FACTS[name].label}" for name in ANSWERED},
    PERSON: f"{MARK}受助人姓名",
    SUPPORTERS: f"{MARK}赡养人家庭",
}
PERSON_FACTS: Mapping[str, str] = {name: f"{MARK}{label}" for name, label in OF_MEMBERS.items()}


def facts_in(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What the cells say of these facts, as the JSON of a case holds it; the beneficiary by name."""
    found = {name: values.get(PREFIX + name) for name in names}
    return {name: plain_fact(value) for name, value in found.items() if value not in (None, "", ())}
