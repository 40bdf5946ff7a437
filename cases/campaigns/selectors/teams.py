"""Teams of a campaign and whom they see; those whom no team sees yet, spread over the teams at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cases.archives.selectors.aid import AidRecord, get_records
from cases.archives.states import Cause
from cases.campaigns.models import Beneficiary, Campaign, VisitTeam
from cases.campaigns.rules import ZERO
from cases.campaigns.rules.teams import digest_of, spread_rows, spread_unions
from cases.campaigns.selectors.lists import named_code
from cases.campaigns.selectors.visits import with_outcome
from cases.campaigns.states import ListState, Spread
from hardship.accounts.models import User

SEEN = Q(allotments__beneficiary__removed_at__isnull=True)


def list_teams(campaign: Campaign, user: User) -> QuerySet[Any]:
    """The teams of the scope, each with whom it sees: `stops`, `people`, `households`, `cash`, `goods`,
    `yuan`."""
    rows: QuerySet[Any] = VisitTeam.objects.visible_to(user).filter(campaign=campaign)
    told: QuerySet[Any] = rows.select_related("union").annotate(
        stops=Count("allotments", filter=SEEN),
        people=Coalesce(Sum("allotments__beneficiary__heads", filter=SEEN), 0),
        households=Count("allotments__beneficiary__household", filter=SEEN, distinct=True),
        cash=_sum("cash"),
        goods=_sum("goods"),
    )
    told = told.annotate(yuan=F("cash") + F("goods"))
    return told.order_by("union__path", "position")


def _sum(name: str) -> Coalesce:
    of = f"allotments__beneficiary__{name}"
    return Coalesce(Sum(of, filter=SEEN), ZERO, output_field=DecimalField())


def list_to_see(campaign: Campaign, user: User) -> QuerySet[Any]:
    """Whoever of approved lists of the scope is to be seen, in the order of the districts, with their team
    (`allotment`), `yuan` and `code_of`."""
    rows: QuerySet[Any] = Beneficiary.objects.visible_to(user).filter(
        campaign=campaign, list__state=ListState.APPROVED, removed_at__isnull=True
    )
    told: QuerySet[Any] = rows.annotate(code_of=named_code(), yuan=F("cash") + F("goods"))
    told = told.select_related(
        "union", "group", "household__head", "person", "allotment__team__union", "list__union"
    )
    return with_outcome(told).order_by("union__path", "group__position", "name", "pk")


def list_seen_by(team: VisitTeam) -> QuerySet[Any]:
    """Whom a team sees, in the order of the districts."""
    rows: QuerySet[Any] = Beneficiary.objects.filter(allotment__team=team, removed_at__isnull=True)
    told: QuerySet[Any] = rows.annotate(code_of=named_code(), yuan=F("cash") + F("goods"))
    told = told.select_related("union", "group", "household__head", "person")
    return with_outcome(told).order_by("union__path", "group__position", "name", "pk")


def list_own_teams(campaign: Campaign, user: User) -> QuerySet[Any]:
    """The teams that the person's own union sends out."""
    return list_teams(campaign, user).filter(union=user.union_id)


@dataclass(frozen=True)
class Part:
    """What one team has and would get, of which unions."""

    team: Any
    has: int
    gets: int
    unions: str


@dataclass(frozen=True)
class Proposal:
    """Who would go to see whom: rows by the key of their team, and the fingerprint of it."""

    teams: Sequence[Any]
    rows: dict[int, list[Beneficiary]]
    spread: dict[int, int]

    @property
    def digest(self) -> str:
        return digest_of(self.spread)

    @property
    def parts(self) -> list[Part]:
        """For each team how many it has, how many it gets, and of which unions."""
        told = []
        for team in self.teams:
            rows = self.rows.get(team.pk, [])
            unions = dict.fromkeys(row.union.short_name or row.union.name for row in rows)
            told.append(Part(team, team.stops, len(rows), "、".join(unions)))
        return told


def propose(campaign: Campaign, user: User, way: str) -> Proposal:
    """Those of the scope whom no team sees yet, spread evenly over the teams of the person's own union."""
    teams = list(list_own_teams(campaign, user))
    loads = {team.pk: team.stops for team in teams}
    waiting = list(list_to_see(campaign, user).filter(allotment__isnull=True))
    if not teams:
        return Proposal(teams, {}, {})
    if way == Spread.UNIONS:
        spread = spread_unions([(row.pk, row.union_id) for row in waiting], loads)
    else:
        spread = spread_rows([row.pk for row in waiting], loads)
    rows: dict[int, list[Beneficiary]] = {}
    for row in waiting:
        rows.setdefault(spread[row.pk], []).append(row)
    return Proposal(teams, rows, spread)


@dataclass(frozen=True)
class Talk:
    """What a leader should know of somebody: why they have it hard, and what they were given last."""

    row: Beneficiary
    causes: str
    last: AidRecord | None


def get_talks(rows: Sequence[Beneficiary]) -> list[Talk]:
    """The same of many, with few queries."""
    files = [row.household_id for row in rows if row.household_id]
    records = get_records(files) if files else {}
    return [Talk(row, _causes(row), next(iter(records.get(row.household_id or 0, ())), None)) for row in rows]


def _causes(row: Beneficiary) -> str:
    file = row.household
    causes = [file.main_cause, *file.secondary_causes] if file is not None else []
    return "、".join(str(Cause(cause).label) for cause in causes if cause)
