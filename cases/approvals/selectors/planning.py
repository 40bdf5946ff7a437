"""Which way an application goes: the stages of its route with the union that each falls to.

The route is of the programme's own policy where that names one, else of the nearest union whose policy has
one that fits, else the usual one. What the programme says of sums above which another level must agree comes
on top, whoever wrote the route.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors.entitling import case_of, category_in, get_basis
from cases.applications.selectors.offers import asked_by
from cases.applications.selectors.urgent import get_urgent_route
from cases.applications.states import State
from cases.approvals.selectors.paying import find_paying_source
from cases.approvals.states import STATE_AT
from cases.policies.rules import Case, PolicyDocument, compile_policy
from cases.policies.rules.document.routes import (
    DECIDE,
    MEETING,
    NOTICE,
    USUAL,
    Copy,
    Route,
    Stage,
    Urgent,
    Whole,
)
from cases.policies.rules.routing import stage_name
from cases.policies.rules.vocabulary import label_of
from cases.policies.selectors import list_routing
from cases.policies.selectors.placing import RANKS, Station, place_stages, union_of
from hardship.accounts.models import Union
from hardship.accounts.states import Level

# Which level a policy's approver is, from below; whoever else it names is a body that meets.
LEVELS = {
    "grassroots": Level.GRASSROOTS, "county": Level.COUNTY, "city": Level.CITY, "provincial": Level.PROVINCE,
    "national": "national",
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Which way an application goes as it is now.

    `stations` are without one that decides where nobody is found for it. `copies` say who gets one: the key
    of the union with what the route says of its post; one at a level that the tree does not have is nobody.
    `urgent` are the terms of one that is decided and paid first. `bars` name by source of money the stage
    that is passed over because other money is to pay. `whole` is what the route says of the whole time.
    """

    stations: list[Station]
    copies: list[tuple[int, Copy]]
    urgent: Urgent | None
    bars: Mapping[str, str] = field(default_factory=dict)
    whole: Whole | None = None


def plan(application: Application) -> Plan:
    """The whole of it, worked out once: the family's figures are added up for it."""
    basis = get_basis(application.household, year=application.year, without=application.pk)
    case = case_of(basis, application.programme, asked_by(application))
    route, found, bars = _route(application, case)
    stages = [stage for stage in found if _is_wanted(application, stage)]
    stations = _agreed_above(application, case, list(place_stages(application, stages)))
    placed = [(union_of(application, one.at), one) for one in route.copy_to]
    copies = [(union_id, one) for union_id, one in placed if union_id is not None]
    return Plan(stations, copies, route.urgent, bars, route.whole)


def get_first_state(application: Application) -> State:
    """Where it stands once it is submitted: in review, but what is urgent may be decided on at once."""
    found = get_urgent_route(application) if application.is_urgent else None
    return STATE_AT[found[1][0].kind] if found and found[1] else State.REVIEW


def _route(application: Application, case: Case) -> tuple[Route, Sequence[Stage], Mapping[str, str]]:
    if application.is_urgent:
        return *(get_urgent_route(application, case) or (Route(label="", stages=()), ())), {}
    code = application.programme.code
    for document in _documents(application):
        household = application.household
        category = category_in(document, household) if document.categories else household.category
        machine = compile_policy(document)
        found = machine.route(case, code, category)
        if found is None:
            continue
        route, stages = found
        if not any(stage.funds for stage in stages):
            return route, stages, {}
        fund = find_paying_source(application, stages)
        taken = [stage for stage in stages if not stage.funds or fund in ("", *stage.funds)]
        return route, taken, _bars(stages, taken)
    return USUAL, USUAL.stages, {}


def _bars(stages: Sequence[Stage], taken: Sequence[Stage]) -> dict[str, str]:
    """By source the first stage that is passed over, which money of that source would have gone through."""
    passed = [stage for stage in stages if stage not in taken]
    return {source: stage_name(stage) for stage in reversed(passed) for source in stage.funds}


def _documents(application: Application) -> Iterator[PolicyDocument]:
    programme = application.programme
    if programme.rule.route is not None:
        yield programme.document
        return
    yield from list_routing(union=application.union, on=timezone.localdate())


def _is_wanted(application: Application, stage: Stage) -> bool:
    return stage.kind != NOTICE or application.programme.notice_days > 0


def _agreed_above(application: Application, case: Case, stations: list[Station]) -> list[Station]:
    """With whoever the programme asks to agree to a sum as large as this one."""
    programme, amount = application.programme, application.amount
    if amount is None or not stations or not programme.rule.approval:
        return stations
    category = category_in(programme.document, application.household)
    approver = compile_policy(programme.document).approver(case, programme.code, category, amount)
    if not approver:
        return stations
    name = _("%(who)s审批") % {"who": label_of("approvers", approver)}
    if approver not in LEVELS:
        return _with_meeting(stations, label_of("approvers", approver))
    level = str(LEVELS[approver])
    last = Union.objects.get(pk=stations[-1].union_id)
    if RANKS.index(level) <= RANKS.index(last.level):
        return stations
    above = Stage(DECIDE, name, at=level, role="approver", outside=level == "national")
    added = list(place_stages(application, [*(one.stage for one in stations), above]))
    return [*stations, *added[len(stations) :]]


def _with_meeting(stations: list[Station], body: str) -> list[Station]:
    """The body meets before the first decision, unless the route has it meet already."""
    if any(one.stage.kind == MEETING for one in stations):
        return stations
    place = next((n for n, one in enumerate(stations) if one.stage.kind == DECIDE), len(stations))
    union_id = stations[place].union_id if place < len(stations) else stations[-1].union_id
    meets = Stage(MEETING, _("%(body)s研究") % {"body": body}, role="reviewer")
    return [*stations[:place], Station(meets, union_id), *stations[place:]]
