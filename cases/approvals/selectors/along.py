"""Where an application stands on its route, who is next, and whether enough have signed."""

from dataclasses import dataclass

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import RouteStage
from cases.approvals.states import SIGNING
from cases.policies.rules.document.routes import DECIDE


@dataclass(frozen=True)
class Ahead:
    """What one more signature leads to: the state, and the stage (None: it is decided)."""

    state: State
    stage: RouteStage | None


def list_stages(application: Application) -> list[RouteStage]:
    """The route of the present round, in its order."""
    rows = application.stages.filter(round=application.round).select_related("union")
    return list(rows.order_by("position"))


def get_stage(application: Application) -> RouteStage | None:
    """Where it stands now; of one that was decided the last stage, whose staff may take it back."""
    rows = application.stages.filter(round=application.round).select_related("union")
    if application.stage_no is not None:
        return rows.filter(position=application.stage_no).first()
    return rows.order_by("-position").first() if application.state == State.APPROVED else None


def get_ahead(application: Application) -> Ahead | None:
    """What the next signature, or the end of the notice, leads to; None for one that is not under way."""
    if application.stage_no is None:
        return None
    stages = list_stages(application)
    here = stages[application.stage_no]
    if count_signed(application) + 1 < here.deciders:
        return Ahead(here.state, here)
    if application.stage_no + 1 == len(stages):
        return Ahead(State.APPROVED, None)
    following = stages[application.stage_no + 1]
    return Ahead(following.state, following)


def count_signed(application: Application) -> int:
    """How many have agreed at the stage where it stands."""
    return application.steps.filter(
        round=application.round, stage_no=application.stage_no, action__in=SIGNING, is_decision=True
    ).count()


def list_payers(application: Application) -> set[int]:
    """The unions whose money may pay: those that decide."""
    rows = application.stages.filter(round=application.round, kind=DECIDE)
    return set(rows.values_list("union_id", flat=True))
