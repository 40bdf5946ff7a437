"""What the worker asked for on a visit, beside what the file says of it."""

from dataclasses import dataclass
from typing import Any

from cases.archives.models import Household
from cases.archives.selectors.extensions import cause_address
from cases.archives.views.answers import show
from cases.visits.models import HomeVisit
from cases.visits.rules import VOICES, heard_otherwise
from cases.visits.selectors import voices_cause
from hardship.accounts.models import User


@dataclass(frozen=True)
class VoiceLine:
    """One thing that was heard; `filed` is what the file says today, where that is something else."""

    label: Any
    heard: str
    differs: bool
    filed: str


def list_voices(visit: HomeVisit) -> list[VoiceLine]:
    """Everything of VOICES that was heard on the visit."""
    differing = [] if visit.is_corrected else heard_otherwise(visit, visit.household)
    fields = {field.name: field for field in visit._meta.fields}
    return [
        VoiceLine(
            fields[name].verbose_name, show(visit, name), name in differing,
            show(visit.household, name),
        )
        for name in VOICES
        if getattr(visit, name)
    ]  # fmt: skip


def say_voices(household: Household) -> str:
    """What the file says of it in one line; '' where it says nothing."""
    return "；".join(text for name in VOICES if (text := show(household, name)))


def taking_over(visit: HomeVisit, user: User) -> str:
    """The address at which this person takes over into the file what differs; '' where they may not."""
    cause = voices_cause(visit, user)
    return cause_address(visit.household_id, cause) if cause else ""
