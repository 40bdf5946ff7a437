"""办事指南: what a worker reads of a programme, out of the policy, with whom to ask."""

from dataclasses import dataclass

from django.utils import timezone

from cases.offices.models import Office
from cases.offices.selectors import office_for
from cases.policies.models import Programme
from cases.policies.rules import Leaflet, make_leaflet
from cases.policies.selectors import list_programmes, list_routing
from cases.policies.selectors.halts import list_obstacles
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class Guide:
    """Of one programme for the people of one union; `office` is where they ask, None where there is none;
    `halted` says that it is stopped (停办), '' where it is not: then nothing of it is printed."""

    programme: Programme
    union: Union
    leaflet: Leaflet
    office: Office | None
    halted: str


def list_guided(user: User) -> list[Programme]:
    """The programmes that there are today for the people of the user's union."""
    return list_programmes(union=user.union, on=timezone.localdate())


def list_guides(user: User) -> list[tuple[Programme, str]]:
    """Each of them, and that it is stopped where it is."""
    programmes = list_guided(user)
    halted = list_obstacles(programmes)
    return [(row, halted.get(row.pk, "")) for row in programmes]


def get_guide(user: User, pk: int) -> Guide | None:
    """None for a programme that is not for the people of the user's union today."""
    found = next((row for row in list_guides(user) if row[0].pk == pk), None)
    if found is None:
        return None
    programme, halted = found
    routing = list_routing(union=user.union, on=timezone.localdate())
    leaflet = make_leaflet(programme.document, programme.code, routing)
    return Guide(programme, user.union, leaflet, office_for(user.union), halted)
