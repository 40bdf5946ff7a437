"""The route of a round: frozen when it is submitted, then gone along stage by stage."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteBar, RouteCopy, RouteStage
from cases.approvals.selectors.along import as_stages
from cases.approvals.selectors.planning import plan
from cases.approvals.selectors.retracting import holder_before, stage_where_signed
from cases.approvals.selectors.reviewed import find_reviewed
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.whole import begin_whole
from cases.approvals.states import RETURNED_DAYS, STATE_AT
from cases.bodies.selectors import has_agreed
from cases.completions.services import keep_terms
from cases.policies.rules.document.routes import DECIDE, MEETING, NOTICE, Copy
from cases.policies.rules.stages import STAGE_ROLES
from cases.policies.selectors import get_calendar
from cases.policies.selectors.placing import Station
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.together import apart, shared


def keep_route(application: Application, leads_to: State = State.REVIEW) -> None:
    """Writes the stages of this round, of which the first one `leads_to` this state. Raises StepRefused for
    one on which nobody decides, or of which a stage has fewer people than must agree."""
    planned = plan(application)
    stations = planned.stations
    kinds = [one.stage.kind for one in stations]
    if not kinds or STATE_AT[kinds[0]] != leads_to or kinds[-1] != DECIDE:
        raise StepRefused(_("按现行流程，这份申请没有工会审核或审批，请联系上级工会的管理员核对审批流程。"))
    if leads_to == State.APPROVAL and kinds[0] != DECIDE:
        raise StepRefused(_("这个金额要先集体研究，不能一步决定，请改低金额，或者取消“急难”。"))
    for station in stations:
        _require_people(application, station)
    keep_terms(application, planned.urgent)
    RouteStage.objects.bulk_create(as_stages(application, stations))
    apart(application)
    RouteCopy.objects.bulk_create(_as_copies(application, planned.copies))
    begin_whole(application, planned.whole)
    bars = sorted(planned.bars.items())
    RouteBar.objects.bulk_create(
        RouteBar(application=application, round=application.round, source=source, label=label)
        for source, label in bars
    )


def _as_copies(application: Application, copies: list[tuple[int, Copy]]) -> list[RouteCopy]:
    """Each post once for each moment, also where two places of the route are one union."""
    wanted = {(union_id, copy.role, moment) for union_id, copy in copies for moment in copy.on}
    return [
        RouteCopy(
            application=application, round=application.round, union_id=union_id, role=role, moment=moment
        )
        for union_id, role, moment in sorted(wanted)
    ]  # fmt: skip


def _require_people(application: Application, station: Station) -> None:
    stage = station.stage
    if stage.kind == NOTICE:
        return
    people = User.objects.holding(stage.role, union=station.union_id)
    reviewed = set() if stage.outside else find_reviewed(application)
    found = people.exclude(pk__in=reviewed).count()
    if found < stage.deciders:
        union = Union.objects.get(pk=station.union_id)
        said = {
            "stage": station.label, "n": stage.deciders, "role": STAGE_ROLES[stage.role],
            "union": union.name, "found": found,
        }  # fmt: skip
        text = _(
            "“%(stage)s”要由%(union)s的%(role)s %(n)s 人办理，现在只有 %(found)s 人，提交后没有人能办。"
            "请联系该工会的管理员任命。"
        )
        if people.filter(pk__in=reviewed).exists():
            text = _(
                "复核改变了原决定，“%(stage)s”要由原决定人以外的%(union)s%(role)s %(n)s 人办理，现在只有 "
                "%(found)s 人。请联系该工会的管理员任命。"
            )
        raise StepRefused(text % said)


def get_first(application: Application) -> RouteStage:
    found: RouteStage = application.stages.get(round=application.round, position=0)
    return found


def arrive(
    application: Application,
    stage: RouteStage | None,
    shown_until: date | None = None,
    *,
    by_clock: bool = False,
) -> None:
    """It stands at this stage from now on, and waits for its union, for so many working days. A notice waits
    for nobody, until the working day after it; when it is over is its own matter. Raises UnknownYear; the
    clock, whom nobody would hear, takes the days of a year without holidays as its weekdays say."""
    if stage is None:
        raise StepRefused(_("流程已经变化，请刷新页面后再办理。"))
    application.asked = None
    is_new = application.stage_no != stage.position
    if is_new:
        application.holder = None
    application.stage_no = stage.position
    if stage.kind == NOTICE:
        application.awaits, application.awaits_role = None, ""
        calendar = shared(application, get_calendar)
        application.due_on = calendar.add_workdays(shown_until, 1) if shown_until else None
        return
    application.awaits, application.awaits_role = stage.union, stage.role
    if is_new:
        application.due_on = _due_in(application, stage.workdays, by_clock=by_clock)


def _due_in(application: Application, workdays: int, *, by_clock: bool = False) -> date:
    calendar = shared(application, get_calendar)
    return calendar.fix_workday(timezone.localdate(), workdays, guesses=by_clock)


def send_back(application: Application, *, follows: bool = False) -> None:
    """It waits for whoever can mend it. Raises UnknownYear, unless it `follows` from something else, such as
    a consent that was taken back: that waits for no calendar."""
    application.stage_no, application.holder, application.asked = None, None, None
    application.awaits, application.awaits_role = application.union, Role.CLERK
    application.due_on = _due_in(application, RETURNED_DAYS, by_clock=follows)


def stand_again(application: Application, signed: ApprovalStep) -> None:
    """Where it stood before this signature, until when and in whose hands it was. Raises StepRefused."""
    stage = stage_where_signed(application, signed)
    if stage is None:
        raise StepRefused(_("流程已经变化，请刷新页面后再办理。"))
    application.stage_no, application.due_on = signed.stage_no, signed.due_on
    application.awaits, application.awaits_role = stage.union, stage.role
    application.holder, application.asked = holder_before(application, signed), None


def leave(application: Application) -> None:
    """It waits for nobody any more."""
    application.stage_no, application.awaits, application.awaits_role = None, None, ""
    application.due_on, application.holder, application.asked = None, None, None


def require_minuted(application: Application, stage: RouteStage) -> None:
    """集体研究: what a body was to decide stands in the minutes of a meeting. Raises StepRefused."""
    if stage.kind != MEETING:
        return
    since = timezone.localdate(application.submitted_at)
    version = (application.round, application.content_hash)
    if not has_agreed(SOURCE, str(application.pk), version, union_id=stage.union_id, since=since):
        raise StepRefused(
            _(
                "“%(stage)s”要有会议记录：请先把这份申请（现在的内容）列入议程，会议记录签字、决定“同意”以后再"
                "办理。"
            )
            % {"stage": stage.label}
        )
