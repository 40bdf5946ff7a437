"""Makes answers to the policy's questions of what a row of a roster tells beyond the form."""

from django.utils.translation import gettext as _

from cases.archives.models import Household, Member, PolicyAnswer
from cases.archives.rules.answers import PERSON
from cases.rosters.rules.entries import Entry
from cases.rosters.rules.facts import HOUSEHOLD_FACTS, PERSON_FACTS, facts_in
from hardship.accounts.models import User


def answers_of_entry(
    household: Household, entry: Entry, members: list[Member], by: User | None
) -> list[PolicyAnswer]:
    """What the row tells of the policy's questions; the beneficiary is named and kept by uid."""
    found, note = facts_in(entry.head.values, HOUSEHOLD_FACTS), answer_note()
    if name := found.pop(PERSON, None):
        found[PERSON] = next((str(one.uid) for one in members if one.name == name), None)
    told = [(None, fact, value) for fact, value in found.items()] + [
        (member, fact, value)
        for member, person in zip(members, entry.people, strict=True)
        for fact, value in facts_in(person.values, PERSON_FACTS).items()
    ]
    return [
        PolicyAnswer(household=household, member=member, fact=fact, value=value, note=note, by=by)
        for member, fact, value in told
    ]


def answer_note() -> str:
    """How a roster came to know the answer."""
    return _("花名册导入，请核实")
