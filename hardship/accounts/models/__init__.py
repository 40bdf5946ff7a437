"""The union tree, its people with their posts, and their sessions."""

from hardship.accounts.models.exclusions import RoleExclusion
from hardship.accounts.models.people import (
    Appointment,
    User,
    UserManager,
    UserQuerySet,
    names_of,
)
from hardship.accounts.models.sessions import Session
from hardship.accounts.models.stand_ins import (
    StandIn,
    StandInQuerySet,
    is_own,
    names_of_step,
    people_of,
    standing_in,
    stood_in_for,
)
from hardship.accounts.models.standings import AppointmentQuerySet
from hardship.accounts.models.unions import Union, UnionName, UnionQuerySet

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "RoleExclusion",
    "Session",
    "StandIn",
    "StandInQuerySet",
    "Union",
    "UnionName",
    "UnionQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
    "is_own",
    "names_of",
    "names_of_step",
    "people_of",
    "standing_in",
    "stood_in_for",
]
