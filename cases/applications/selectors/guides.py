"""办事指南: what a worker reads of a programme, out of the policy, with whom to ask."""

from dataclasses import dataclass

from django.utils import timezone

from cases.offices.models import Office
from cases.offices.selectors import office_for
from cases.policies.models import Programme
from cases.policies.rules import Leaflet, make_leaflet
from cases.policies.selectors import list_programmes, list_routing
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class Guide:
    """Of one programme for the people of one union; `office` is where they ask, None where there is none."""

    programme: Programme
    union: Union
    leaflet: Leaflet
    office: Office | None


def list_guided(user: User) -> list[Programme]:
    """The programmes that there are today for the people of the user's union."""
    return list_programmes(union=user.union, on=timezone.localdate())


def get_guide(user: User, pk: int) -> Guide | None:
    """None for a programme that is not for the people of the user's union today."""
    programme = next((row for row in list_guided(user) if row.pk == pk), None)
    if programme is None:
        return None
    routing = list_routing(union=user.union, on=timezone.localdate())
    leaflet = make_leaflet(programme.document, programme.code, routing)
    return Guide(programme, user.union, leaflet, office_for(user.union))
