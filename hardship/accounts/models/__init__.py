"""The union tree, its people with their posts, and their sessions."""

from hardship.accounts.models.people import (
    Appointment,
    AppointmentQuerySet,
    RoleExclusion,
    User,
    UserManager,
    UserQuerySet,
    names_of,
)
from hardship.accounts.models.sessions import Session
from hardship.accounts.models.unions import Union, UnionQuerySet

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "RoleExclusion",
    "Session",
    "Union",
    "UnionQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
    "names_of",
]
