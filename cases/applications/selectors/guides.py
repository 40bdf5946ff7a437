"""办事指南: what a worker reads of a programme, out of the policy, with whom to ask."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.utils import timezone

from cases.applications.models import PublishedGuide
from cases.applications.states import GuideState
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

    @property
    def version(self) -> str:
        """Eight letters and digits that differ once anything does that a worker reads: on each poster."""
        office, programme = self.office, self.programme
        where = [office.name, office.address, office.telephone, office.hours] if office else []
        said = [programme.name, programme.document_no, programme.summary, asdict(self.leaflet), where]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def list_guided(user: User) -> list[Programme]:
    """The programmes that there are today for the people of the user's union."""
    return _list_of(user.union)


def list_guides(user: User) -> list[tuple[Programme, str]]:
    """Each of them, and that it is stopped where it is."""
    return _with_halts(list_guided(user))


def get_guide(user: User, pk: int) -> Guide | None:
    """None for a programme that is not for the people of the user's union today."""
    return _guide_of(user.union, [row for row in list_guided(user) if row.pk == pk])


def list_published(union: Union) -> list[PublishedGuide]:
    """What a union shows to anybody now, by programme."""
    return list(PublishedGuide.objects.filter(union=union, state=GuideState.OPEN).order_by("code", "pk"))


def get_published(guide: Guide) -> PublishedGuide | None:
    """That a guide is shown to anybody now."""
    rows = list_published(guide.union)
    return next((row for row in rows if row.code == guide.programme.code), None)


def list_history(guide: Guide) -> list[PublishedGuide]:
    """When and by whom a guide was shown, the latest first."""
    rows = PublishedGuide.objects.filter(union=guide.union, code=guide.programme.code)
    named = rows.select_related("opened_by", "opened_for", "ended_by", "ended_for")
    return list(named.order_by("-opened_at", "-pk"))


@dataclass(frozen=True)
class PublicGuide:
    """What an address without login leads to: the union that it is of, its office, and the guide of today;
    `guide` is None for what is not shown any more or is not given any more."""

    union: Union
    office: Office | None
    guide: Guide | None


def get_public(token: str) -> PublicGuide | None:
    """None for an address that never was. Nothing of a union that was closed is shown."""
    rows = PublishedGuide.objects.filter(token=token).select_related("union").order_by("-opened_at", "-pk")
    row: PublishedGuide | None = rows.first()
    if row is None:
        return None
    guide = None
    if row.is_open and row.union.closed_on is None:
        guide = _guide_of(row.union, [one for one in _list_of(row.union) if one.code == row.code])
    return PublicGuide(row.union, guide.office if guide else office_for(row.union), guide)


def _list_of(union: Union) -> list[Programme]:
    return list_programmes(union=union, on=timezone.localdate())


def _with_halts(programmes: list[Programme]) -> list[tuple[Programme, str]]:
    halted = list_obstacles(programmes)
    return [(row, halted.get(row.pk, "")) for row in programmes]


def _guide_of(union: Union, found: list[Programme]) -> Guide | None:
    """The guide of the one programme that was found."""
    if not found:
        return None
    ((programme, halted),) = _with_halts(found)
    routing = list_routing(union=union, on=timezone.localdate())
    leaflet = make_leaflet(programme.document, programme.code, routing)
    return Guide(programme, union, leaflet, office_for(union), halted)
