"""接办: who of a union above may take over a stage that is late below (work order 2.4).

The taker signs that stage, so it is nobody who had a hand in the case, in whichever round, and nobody whose
turn comes later on the route; the same of whom they stand in for. The database has the same rules
(migrations/sql/taking_over.sql).
"""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import RouteStage
from cases.approvals.selectors.along import get_stage, list_stages
from cases.approvals.selectors.hands import find_actors
from cases.approvals.selectors.overdue import list_overdue
from cases.archives.selectors.recusals import recusal_blocker
from cases.policies.rules.document.routes import MEETING, NOTICE
from hardship.accounts.models import Appointment, User
from hardship.kernel import workflow


def off_their_list(application: Application, by: User | None) -> str:
    """Why a stage is none that this person could take over: it is not below them, or not late; or ''."""
    stage = get_stage(application)
    if by is None or stage is None or not _is_below(stage, by):
        return _("由上级工会的审核人、审批人接办。")
    if stage.deciders > 1 or stage.kind == MEETING or stage.is_outside:
        return _("这个环节要几人同意、集体研究或者在系统外办理，不能由一人接办，请督办。")
    if not list_overdue(Application.objects.filter(pk=application.pk), by.union).exists():
        return _("这份申请没有在下级工会超期，不用接办。请重新打开，看最新状态。")
    return ""


def take_over_blocker(application: Application, by: User) -> str:
    """What keeps this person, or whom they stand in for, from it; or ''."""
    return workflow.of_both(partial(_hand_blocker, application), by)


def _is_below(stage: RouteStage, by: User) -> bool:
    return stage.union_id != by.union_id and stage.union.path.startswith(by.union.path)


def _hand_blocker(application: Application, by: User) -> str:
    if by.pk in find_actors(application):
        return _("您经手过这份申请，不能接办，请由其他人员接办。")
    if _signs_later(application, by):
        return _("后面的环节轮到您签，现在接办以后就不能再签，请由其他人员接办。")
    return recusal_blocker(application.household, by)


def _signs_later(application: Application, by: User) -> bool:
    """Whether they hold the post of a stage to come, on this day."""
    to_come = {
        (stage.union_id, stage.role)
        for stage in list_stages(application)
        if stage.position > (application.stage_no or 0) and stage.kind != NOTICE
    }
    posts = Appointment.objects.in_force(timezone.localdate()).filter(user=by.pk)
    return not to_come.isdisjoint(posts.values_list("union", "role"))
