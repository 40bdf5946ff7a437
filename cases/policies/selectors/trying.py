"""Who would sign a route today: each stage seen from one union, or from every union below another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import Policy
from cases.policies.rules.document.routes import DECIDE, NOTICE, Route
from cases.policies.rules.stages import STAGE_ROLES
from cases.policies.selectors.placing import Station, place_stages
from hardship.accounts.models import Appointment, Union, User

Posts = Mapping[tuple[int, str], int]


@dataclass(frozen=True)
class Held:
    """A stage as it falls to a union: whose staff signs, how many hold the post today and must agree. A
    notice waits for nobody."""

    station: Station
    union: Union
    people: int

    @property
    def label(self) -> str:
        return self.station.label

    @property
    def is_short(self) -> bool:
        return self.station.stage.kind != NOTICE and self.people < self.station.stage.deciders

    @property
    def state(self) -> str:
        """As components/steps.html draws it."""
        return "stopped" if self.is_short else "ahead"

    @property
    def post(self) -> str:
        """“崇川区总工会审核人 2 人同意”, “崇川区总工会公示”: whose turn it is, whoever holds the post."""
        stage = self.station.stage
        if stage.kind == NOTICE:
            return _("%(union)s公示") % {"union": self.union.name}
        if stage.outside:
            return self.union.name
        who = f"{self.union.name}{STAGE_ROLES[stage.role]}"
        return who + _(" %(n)s 人同意") % {"n": stage.deciders} if stage.deciders > 1 else who

    @property
    def note(self) -> str:
        """“崇川区总工会审核人，2 人”, “南通市总工会审批人，没有人”."""
        stage = self.station.stage
        if stage.kind == NOTICE:
            return _("%(union)s公示") % {"union": self.union.name}
        said = f"{self.union.name}{STAGE_ROLES[stage.role]}"
        if stage.outside:
            said = _("系统外办理，%(who)s登记") % {"who": said}
        return f"{said}，{self._count()}"

    def _count(self) -> str:
        needed = self.station.stage.deciders
        if self.is_short and self.people:
            return _("要 %(needed)s 人，只有 %(n)s 人") % {"needed": needed, "n": self.people}
        return _("%(n)s 人") % {"n": self.people} if self.people else _("没有人")


@dataclass(frozen=True)
class Tried:
    """A route as it would go for the workers of one union."""

    union: Union
    stages: list[Held]

    @property
    def is_endless(self) -> bool:
        """Whether nobody decides at its end: the tree has none of the levels that it names."""
        return not self.stages or self.stages[-1].station.stage.kind != DECIDE

    @property
    def is_wrong(self) -> bool:
        return self.is_endless or any(one.is_short for one in self.stages)


def list_unions_of(policy: Policy, user: User) -> list[Union]:
    """The working unions of the person's scope that the policy is for, in tree order."""
    rows = Union.objects.visible_to(user).filter(path__startswith=policy.union.path)
    return list(rows.open().order_by("path"))


def try_route(route: Route, unions: Iterable[Union]) -> list[Tried]:
    """Every stage of the route, whatever its condition, for the workers of each of these unions."""
    placed = [(union, list(place_stages(union, route.stages))) for union in unions]
    keys = {one.union_id for _union, stations in placed for one in stations}
    known, posts = Union.objects.in_bulk(keys), _count_posts(keys)
    return [
        Tried(union, [_held(one, known[one.union_id], posts) for one in stations])
        for union, stations in placed
    ]


def _held(station: Station, union: Union, posts: Posts) -> Held:
    return Held(station, union, posts.get((union.pk, station.stage.role), 0))


def _count_posts(keys: Iterable[int]) -> Posts:
    """How many hold each post of these unions today."""
    rows = Appointment.objects.in_force(timezone.localdate()).filter(union__in=keys, user__is_active=True)
    counted = rows.order_by().values_list("union_id", "role").annotate(people=Count("user", distinct=True))
    return {(union_id, role): people for union_id, role, people in counted}
