"""The route of an application as a picture: who was at each station when, who is next, how long is left."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import is_void, list_stages, list_stages_to_come
from cases.approvals.states import SEND_BACK, SIGNING
from cases.policies.rules.document.routes import NOTICE
from cases.policies.selectors import get_calendar
from hardship.kernel.templatetags.ui import day

ENDED = (State.REJECTED, State.WITHDRAWN, State.REVOKED)
Shown = dict[str, str]


def list_stations(application: Application) -> list[Shown]:
    """Applying and each stage of the route: of one that was not submitted the route that it would take."""
    if not application.round:
        return [_first(application, None), *_planned(application)]
    steps = list(application.steps.filter(round=application.round).select_related("by").order_by("pk"))
    stages = list_stages(application)
    return [_first(application, steps[0] if steps else None), *_gone(application, stages, steps)]


def _first(application: Application, step: ApprovalStep | None) -> Shown:
    returned = application.state == State.RETURNED
    is_here = application.state in (State.DRAFT, State.RETURNED) or step is None
    return {
        "label": _("补正") if returned else _("申报"),
        "note": day(step.at)[5:] if step and not is_here else "",
        "state": "current" if is_here else "done",
    }


def _planned(application: Application) -> list[Shown]:
    stages = list_stages_to_come(application)
    return [{"label": one.label, "note": _who(one), "state": "ahead"} for one in stages]


def _who(stage: RouteStage) -> str:
    return "" if stage.kind == NOTICE else f"{stage.union_name}{stage.get_role_display()}"


def _gone(
    application: Application, stages: Sequence[RouteStage], steps: Sequence[ApprovalStep]
) -> list[Shown]:
    by_stage: dict[int | None, list[ApprovalStep]] = defaultdict(list)
    for step in steps:
        if not is_void(step, steps):
            by_stage[step.stage_no].append(step)
    reached = _reached(application, stages, steps)
    back = next((step.next_no for step in steps[-1:] if step.action == SEND_BACK), None)
    return [
        _shown(application, stage, by_stage[stage.position], reached, is_back=stage.position == back)
        for stage in stages
    ]


def _reached(application: Application, stages: Sequence[RouteStage], steps: Sequence[ApprovalStep]) -> int:
    """The stage where it stands; behind the last one where it was approved, before the first where it is
    being mended."""
    if application.stage_no is not None:
        return application.stage_no
    if application.state == State.APPROVED:
        return len(stages)
    if application.state == State.REVOKED:
        return len(stages) - 1
    if application.state == State.REJECTED:
        return next((step.stage_no for step in reversed(steps) if step.stage_no is not None), 0)
    return -1


def _shown(
    application: Application,
    stage: RouteStage,
    steps: Sequence[ApprovalStep],
    reached: int,
    *,
    is_back: bool,
) -> Shown:
    signed = [step for step in steps if step.action in SIGNING and step.is_decision]
    shown = {"label": stage.label, "note": "", "state": "done" if stage.position < reached else "ahead"}
    if stage.position < reached and steps:
        shown["note"] = " ".join(part for part in (day(steps[-1].at)[5:], steps[-1].outside_number) if part)
    elif stage.position == reached:
        is_over = application.state in ENDED
        shown["state"] = "stopped" if is_over else "current"
        waits = _waits(application, stage, signed)
        shown["note"] = str(application.get_state_display()) if is_over else waits
        if is_back:
            shown["note"] = _("退回重办，%(waits)s") % {"waits": waits}
    elif stage.kind != NOTICE:
        shown["note"] = stage.union_name
    elif steps:
        shown["note"] = _("已公示，不再公示")
    return shown


def _waits(application: Application, stage: RouteStage, signed: Sequence[ApprovalStep]) -> str:
    """“南通市总工会，已签 1/2，剩 3 个工作日”."""
    if stage.kind == NOTICE:
        return ""
    said = [_("%(union)s登记") % {"union": stage.union_name} if stage.is_outside else stage.union_name]
    if stage.deciders > 1:
        said.append(_("已签 %(n)s/%(of)s") % {"n": len(signed), "of": stage.deciders})
    if application.state == State.SUSPENDED:
        said.append(_("挂起，等申请人"))
    if application.due_on:
        left = get_calendar().days_left(application.due_on, timezone.localdate())
        said.append(_("剩 %(n)s 天") % {"n": left} if left >= 0 else _("超期 %(n)s 天") % {"n": -left})
    return "，".join(said)
