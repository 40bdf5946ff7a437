"""Where an application stands on its route, who is next, and whether enough have signed."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.planning import plan
from cases.approvals.selectors.written import steps_of, steps_of_round
from cases.approvals.states import CONCLUDE, OF_CLERKS, RETRACT, SEND_BACK, SIGNING, TAKE_OVER
from cases.policies.rules.document.routes import DECIDE, NOTICE
from cases.policies.selectors.placing import Station
from hardship.accounts.models import Union
from hardship.kernel.together import read


@dataclass(frozen=True)
class Ahead:
    """What one more signature leads to: the state, and the stage (None: it is decided)."""

    state: State
    stage: RouteStage | None


def list_stages(application: Application) -> list[RouteStage]:
    """The route of the present round, in its order; where a union above took over the stage at which it
    stands (接办), that stage is the union's."""
    return [_as_it_waits(application, stage) for stage in _list_frozen(application)]


def _list_frozen(application: Application) -> list[RouteStage]:
    """As it was frozen with its round; read once."""
    kept: dict[int, list[RouteStage]] = application.__dict__.setdefault("_routes", {})
    if not kept.get(application.round):
        kept[application.round] = read(application, _routes)[application.pk]
    return list(kept[application.round])


def _routes(applications: Sequence[Application]) -> dict[int, list[RouteStage]]:
    found: dict[int, list[RouteStage]] = {row.pk: [] for row in applications}
    rounds = {row.pk: row.round for row in applications}
    rows = RouteStage.objects.filter(application__in=found, round__in=set(rounds.values()))
    for stage in rows.select_related("union").order_by("position"):
        if stage.round == rounds[stage.application_id]:
            found[stage.application_id].append(stage)
    return found


def _as_it_waits(application: Application, stage: RouteStage) -> RouteStage:
    """Whose step it is stands on the application: another post than the frozen one took it over."""
    if application.stage_no != stage.position or application.awaits_id is None or stage.kind == NOTICE:
        return stage
    if (application.awaits_id, application.awaits_role) == (stage.union_id, stage.role):
        return stage
    return taken_to(stage, Union.objects.get(pk=application.awaits_id), application.awaits_role)


def taken_to(stage: RouteStage, union: Union, role: str) -> RouteStage:
    """The stage as another post's; not saved."""
    found = copy(stage)
    found.union, found.union_name, found.role = union, union.name, role
    return found


def as_taken(
    stage: RouteStage | None, step: ApprovalStep, steps: Sequence[ApprovalStep]
) -> RouteStage | None:
    """The stage of a step as whose it was then: of these steps one may have taken it over."""
    stay = (step.application_id, step.round, step.lap, step.stage_no)
    found = [
        one for one in steps
        if one.action == TAKE_OVER and one.pk < step.pk
        and (one.application_id, one.round, one.lap, one.stage_no) == stay
    ]  # fmt: skip
    if stage is None or not found or found[-1].taken_to is None:
        return stage
    return taken_to(stage, found[-1].taken_to, found[-1].taken_role)


def list_stages_to_come(application: Application) -> list[RouteStage]:
    """The route of the present round; of one that was not submitted the one that it would take, not saved."""
    return list_stages(application) or as_stages(application, plan(application).stations)


def as_stages(application: Application, stations: Sequence[Station]) -> list[RouteStage]:
    """The stations as rows of the present round."""
    unions = Union.objects.in_bulk({one.union_id for one in stations})
    return [
        RouteStage(
            application=application, round=application.round, position=position, kind=one.stage.kind,
            label=one.label, union=unions[one.union_id], union_name=unions[one.union_id].name,
            role=one.stage.role, deciders=one.stage.deciders, workdays=one.stage.workdays,
            is_outside=one.stage.outside,
        )
        for position, one in enumerate(stations)
    ]  # fmt: skip


def get_stage(application: Application) -> RouteStage | None:
    """Where it stands now; of one that was decided the last stage, whose staff may take it back."""
    stages = list_stages(application)
    if application.stage_no is not None:
        return next((one for one in stages if one.position == application.stage_no), None)
    return stages[-1] if stages and application.state == State.APPROVED else None


def count_laps(application: Application) -> int:
    """How often it was sent back in its round: tells one stay at a stage from another."""
    return sum(step.action == SEND_BACK for step in steps_of_round(application))


def stage_of(step: ApprovalStep) -> RouteStage | None:
    """The stage at which a step was taken; of one that took an approval back the last one, of one before the
    route began none."""
    rows = RouteStage.objects.filter(application=step.application_id, round=step.round)
    rows = rows.select_related("union")
    if step.stage_no is not None:
        taken = ApprovalStep.objects.filter(application=step.application_id, action=TAKE_OVER)
        found = rows.filter(position=step.stage_no).first()
        return as_taken(found, step, list(taken.select_related("taken_to").order_by("pk")))
    return None if step.action in OF_CLERKS else rows.order_by("-position").first()


def get_ahead(application: Application) -> Ahead | None:
    """What the next signature, or the end of the notice, leads to; None for one that is not under way."""
    if application.stage_no is None:
        return None
    stages = list_stages(application)
    here = stages[application.stage_no]
    if count_signed(application) + 1 < here.deciders:
        return Ahead(here.state, here)
    to_come = stages[application.stage_no + 1 :]
    if to_come and to_come[0].kind == NOTICE and _was_shown(application):
        del to_come[0]
    return Ahead(to_come[0].state, to_come[0]) if to_come else Ahead(State.APPROVED, None)


def _was_shown(application: Application) -> bool:
    """Whether the notice of this round is over: it showed what was submitted, and is not shown twice."""
    return any(step.action == CONCLUDE for step in steps_of_round(application))


def list_earlier(application: Application) -> list[RouteStage]:
    """The stages that it has passed and may be sent back to: not while its notice runs, and not to one that
    was decided outside."""
    here = get_stage(application) if application.stage_no is not None else None
    if here is None or here.kind == NOTICE:
        return []
    stages = list_stages(application)[: here.position]
    return [one for one in stages if one.kind != NOTICE and not one.is_outside]


def standing(steps: "QuerySet[ApprovalStep]") -> "QuerySet[ApprovalStep]":
    """Without those that are void: taken back, or taken at or after a stage to which the case was sent back
    since. The notice was shown all the same. The database has the same rule (function approvals_stands)."""
    back = ApprovalStep.objects.filter(
        application=OuterRef("application"), round=OuterRef("round"), action=SEND_BACK,
        pk__gte=OuterRef("pk"), next_no__lte=OuterRef("stage_no"),
    )  # fmt: skip
    return steps.filter(taken_back__isnull=True).exclude(Exists(back) & ~Q(action=CONCLUDE))


def is_void(step: ApprovalStep, steps: Sequence[ApprovalStep]) -> bool:
    """The same of one among the steps of its application, without a query."""
    return step.stage_no is not None and step.action != CONCLUDE and any(
        one.takes_back_id == step.pk
        or (one.action == SEND_BACK and one.round == step.round and one.pk >= step.pk
        and (one.next_no or 0) <= step.stage_no)
        for one in steps
    )  # fmt: skip


def count_retracted(application: Application) -> int:
    """How many signatures were taken back in its round: tells one approval of a round from the next."""
    return sum(step.action == RETRACT for step in steps_of_round(application))


def is_last(application: Application) -> bool:
    """Whether the next signature approves it, and money is needed."""
    ahead = get_ahead(application)
    return ahead is not None and ahead.state == State.APPROVED


def count_signed(application: Application) -> int:
    """How many have agreed at the stage where it stands."""
    steps, here = steps_of(application), (application.round, application.stage_no)
    return sum(
        step.action in SIGNING and step.is_decision and (step.round, step.stage_no) == here
        and not is_void(step, steps)
        for step in steps
    )  # fmt: skip


def list_payers(application: Application) -> set[int]:
    """The unions whose money may pay: those that decide."""
    return {stage.union_id for stage in _list_frozen(application) if stage.kind == DECIDE}
