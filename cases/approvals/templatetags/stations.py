"""The route of an application as a picture: who signed at each station and when, who is next, until when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import as_stages, count_signed, get_stage, is_void, list_stages
from cases.approvals.selectors.planning import plan
from cases.approvals.selectors.posts import Holders, name_holders
from cases.approvals.states import EXTEND, SEND_BACK, SIGNING
from cases.policies.rules.document.routes import NOTICE
from cases.policies.selectors import get_calendar
from hardship.kernel.calendar import UnknownYear
from hardship.kernel.templatetags.ui import day

ENDED = (State.REJECTED, State.WITHDRAWN, State.REVOKED, State.LAPSED)
MOST_NAMED = 3
Shown = dict[str, str]


def list_stations(application: Application) -> list[Shown]:
    """Applying and each stage of the route: of one that was not submitted the route that it would take."""
    if not application.round:
        return list_planned(application)
    steps = list(
        application.steps.filter(round=application.round).select_related("by", "stood_in_for").order_by("pk")
    )
    stages = list_stages(application)
    return [_first(application, steps[0] if steps else None), *_gone(application, stages, steps)]


def list_planned(application: Application) -> list[Shown]:
    """The way that it takes if it is submitted now, also of one that came back: its last round may have gone
    another way."""
    return _planned(application, as_stages(application, plan(application).stations))


def list_planned_until(application: Application) -> list[Shown]:
    """The same with the day by which it is decided at the latest; without where a year is not filled in."""
    stages = as_stages(application, plan(application).stations)
    rows, last = _planned(application, stages), _latest(application, stages)
    if last is None:
        return rows
    note = _("%(day)s 前作出决定；退回补正、挂起、异议的时间另计") % {"day": day(last)}
    return [*rows, {"label": _("最迟"), "note": note, "state": "ahead"}]


def _planned(application: Application, stages: Sequence[RouteStage]) -> list[Shown]:
    holders = name_holders(stages)
    ahead = [{"label": one.label, "note": _within(one, holders), "state": "ahead"} for one in stages]
    return [_first(application, None), *ahead]


def _latest(application: Application, stages: Sequence[RouteStage]) -> date | None:
    """The last day of the last stage, each taking all of its days from today on."""
    calendar, notice, last = get_calendar(), application.programme.rule.notice, timezone.localdate()
    try:
        for stage in stages:
            if stage.kind != NOTICE:
                last = calendar.fix_workday(last, stage.workdays)
            elif notice.kind == "workdays":
                last = calendar.fix_workday(last, notice.days)
            else:
                last += timedelta(days=notice.days)
    except UnknownYear:
        return None
    return last


def say_place(application: Application) -> str:
    """Where it stands now: “区县审核”，崇川区总工会，已签 1/2; of one that is decided its state."""
    stage = get_stage(application) if application.stage_no is not None else None
    if stage is None:
        return str(application.get_state_display())
    said = [_("“%(stage)s”") % {"stage": stage.label}, stage.union_name]
    if stage.deciders > 1:
        said.append(_("已签 %(n)s/%(of)s") % {"n": count_signed(application), "of": stage.deciders})
    return "，".join(said)


def _first(application: Application, step: ApprovalStep | None) -> Shown:
    returned = application.state == State.RETURNED
    is_here = application.state in (State.DRAFT, State.RETURNED) or step is None
    return {
        "label": _("补正") if returned else _("申报"),
        "note": f"{day(step.at)[5:]} {step.who}".strip() if step and not is_here else "",
        "state": "current" if is_here else "done",
    }


def _within(stage: RouteStage, holders: Holders) -> str:
    if stage.kind == NOTICE:
        return ""
    return _("%(who)s，%(n)s 个工作日内") % {"who": _who(stage, holders), "n": stage.workdays}


def _who(stage: RouteStage, holders: Holders) -> str:
    """“南通市总工会审批人：王五、赵六”."""
    if stage.kind == NOTICE:
        return ""
    if stage.is_outside:
        return _("%(union)s登记") % {"union": stage.union_name}
    names = holders.get((stage.union_id, stage.role), [])
    said = "、".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        said = _("%(names)s等 %(n)s 人") % {"names": said, "n": len(names)}
    return _post(stage, said)


def _post(stage: RouteStage, names: str) -> str:
    post = f"{stage.union_name}{stage.get_role_display()}"
    return f"{post}：{names}" if names else post


def _gone(
    application: Application, stages: Sequence[RouteStage], steps: Sequence[ApprovalStep]
) -> list[Shown]:
    by_stage: dict[int | None, list[ApprovalStep]] = defaultdict(list)
    for step in steps:
        if not is_void(step, steps):
            by_stage[step.stage_no].append(step)
    reached = _reached(application, stages, steps)
    holders = name_holders([stage for stage in stages if stage.position >= reached])
    back = next((step.next_no for step in steps[-1:] if step.action == SEND_BACK), None)
    return [
        _shown(application, stage, by_stage[stage.position], reached, holders, is_back=stage.position == back)
        for stage in stages
    ]


def _reached(application: Application, stages: Sequence[RouteStage], steps: Sequence[ApprovalStep]) -> int:
    """The stage where it stands; behind the last one where it was approved, before the first where it is
    being mended."""
    if application.stage_no is not None:
        return application.stage_no
    if application.state == State.APPROVED:
        return len(stages)
    if application.state in (State.REVOKED, State.LAPSED):
        return len(stages) - 1
    if application.state == State.REJECTED:
        return next((step.stage_no for step in reversed(steps) if step.stage_no is not None), 0)
    return -1


def _shown(
    application: Application,
    stage: RouteStage,
    steps: Sequence[ApprovalStep],
    reached: int,
    holders: Holders,
    *,
    is_back: bool,
) -> Shown:
    signed = [step for step in steps if step.action in SIGNING and step.is_decision]
    shown = {"label": stage.label, "note": "", "state": "done" if stage.position < reached else "ahead"}
    if stage.position < reached and steps:
        who = "、".join(dict.fromkeys(step.who for step in steps if step.action in SIGNING))
        said = (day(steps[-1].at)[5:], who, steps[-1].outside_number, _sum_of(steps))
        shown["note"] = " ".join(part for part in (*said, _put_off(steps)) if part)
    elif stage.position == reached:
        is_over = application.state in ENDED
        shown["state"] = "stopped" if is_over else "current"
        waits = "，".join(filter(None, (_waits(application, stage, signed, holders), _put_off(steps))))
        shown["note"] = str(application.get_state_display()) if is_over else waits
        if is_back:
            shown["note"] = _("退回重办，%(waits)s") % {"waits": waits}
    elif stage.kind != NOTICE:
        shown["note"] = _who(stage, holders)
    elif steps:
        shown["note"] = _("已公示，不再公示")
    return shown


def _put_off(steps: Sequence[ApprovalStep]) -> str:
    """Until when it was due before somebody above put that off."""
    found = next((step for step in reversed(steps) if step.action == EXTEND and step.due_was), None)
    return _("原时限 %(day)s，上级延长") % {"day": day(found.due_was)} if found else ""


def _sum_of(steps: Sequence[ApprovalStep]) -> str:
    """The sum that was agreed to there, where it is another than before."""
    named = [step for step in steps if step.proposed is not None]
    return _("同意 %(yuan)s 元") % {"yuan": f"{named[-1].proposed:,.2f}"} if named else ""


def _waits(
    application: Application, stage: RouteStage, signed: Sequence[ApprovalStep], holders: Holders
) -> str:
    """“南通市总工会审批人：王五，已签 1/2，12-07 到期，剩 3 个工作日”."""
    if stage.kind == NOTICE:
        return ""
    holder = application.holder
    said = [_post(stage, holder.name) if holder else _who(stage, holders)]
    if stage.deciders > 1:
        said.append(_("已签 %(n)s/%(of)s") % {"n": len(signed), "of": stage.deciders})
    if application.state == State.SUSPENDED:
        said.append(_("挂起，等申请人"))
    if application.due_on:
        left = get_calendar().days_left(application.due_on, timezone.localdate())
        said.append(_("%(day)s 到期") % {"day": day(application.due_on)[5:]})
        late = _("超期 %(n)s 个工作日") % {"n": -left}
        said.append(_("剩 %(n)s 个工作日") % {"n": left} if left >= 0 else late)
    return "，".join(said)
