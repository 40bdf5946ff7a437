"""加签: who may be asked for an opinion, whose is awaited, and what that keeps anybody from.

The step waits and its deadline goes on. An opinion decides nothing and counts as none of those who must
agree; the database has the same rules (migrations/sql/consulting.sql).
"""

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import get_stage
from cases.approvals.selectors.file_makers import list_file_makers
from cases.approvals.states import CONSULT, OPINE, SIGNERS, TAKE_BACK
from cases.archives.selectors.recusals import recusal_blocker
from hardship.accounts.models import User, people_of
from hardship.kernel.workflow import Transition


def list_consultants(application: Application, by: User) -> list[User]:
    """Whom this person may ask: colleagues of the union of the stage in one of the posts that sign, who
    neither made it nor stay out of it."""
    stage = get_stage(application)
    if stage is None or application.stage_no is None:
        return []
    out = {application.created_by_id, application.submitted_by_id} | people_of(by)
    out |= list_file_makers(application)
    out.update(pk for pair in application.edits.values_list("by", "stood_in_for") for pk in pair)
    found = User.objects.none()
    for role in SIGNERS:
        found = found | User.objects.holding(role, union=stage.union_id)
    rows = found.distinct().exclude(pk__in=[pk for pk in out if pk]).order_by("name", "pk")
    return [one for one in rows if not recusal_blocker(application.household, one)]


def get_question(application: Application) -> ApprovalStep | None:
    """The step by which somebody was asked whose opinion is still awaited."""
    if application.asked_id is None:
        return None
    rows = application.steps.filter(action=CONSULT).select_related("by", "stood_in_for", "handed_to")
    found: ApprovalStep | None = rows.order_by("-pk").first()
    return found


def consulting_blocker(application: Application, stage: RouteStage, row: Transition, by: User) -> str:
    """What an opinion that is awaited, or none, keeps this person from; or ''."""
    if row.action == OPINE:
        is_asked = application.asked_id is not None and application.asked_id in people_of(by)
        return "" if is_asked else _("没有请您对这份申请出意见。")
    question = get_question(application)
    if row.action == TAKE_BACK:
        return _taking_back_blocker(question, stage, by)
    if question is None or question.handed_to is None:
        return ""
    name = question.handed_to.name
    return _("已请“%(name)s”出意见，收到意见以后再办；等不及的，由请他的人撤回加签。") % {"name": name}


def _taking_back_blocker(question: ApprovalStep | None, stage: RouteStage, by: User) -> str:
    """Whoever asked takes it back, and once they hold the post no more anybody who does."""
    if question is None:
        return _("没有请人出意见，不用撤回。")
    askers = {question.by_id, question.stood_in_for_id}
    if not askers.isdisjoint(people_of(by)):
        return ""
    in_office = User.objects.holding(stage.role, union=stage.union_id).filter(
        pk__in=[pk for pk in askers if pk]
    )
    return _("由请他出意见的“%(name)s”撤回。") % {"name": question.who} if in_office.exists() else ""
