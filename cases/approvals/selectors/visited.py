"""实地核查: a stage of this kind is passed once the family was visited since it applied.

Recorded by somebody who did not make the application nor write on it; a visit that another one puts right
counts no more, one of before it came back for mending still does. By telephone or video it is one too, with
its reason, as the visits ask. The database has the same rule (function approvals_was_visited).
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.approvals.models import RouteStage
from cases.approvals.selectors.written import steps_of, writers_of
from cases.approvals.states import RECALL
from cases.policies.rules.stages import FIELD_CHECK
from cases.visits.models import HomeVisit

UNVISITED = _("提交以后还没有入户调查，不能通过：请先登记一次（申请的经办人、提交人、修改人登记的不算）。")


def lacks_visit(application: Application, stage: RouteStage | None) -> bool:
    """Whether it stands at a stage that waits for a visit."""
    if stage is None or stage.kind != FIELD_CHECK:
        return False
    since = _first_submitted(application)
    if since is None:
        return False
    makers = {application.created_by_id, application.submitted_by_id, *writers_of(application)} - {None}
    visits = HomeVisit.objects.filter(
        household=application.household_id, created_at__gte=since, correction=None,
        visited_on__gte=timezone.localdate(since),
    )  # fmt: skip
    return not visits.exclude(created_by__in=makers).exists()


def _first_submitted(application: Application) -> datetime | None:
    """When it was first submitted; what was recalled before anybody read it does not count."""
    steps = steps_of(application)
    recalled = {step.round for step in steps if step.action == RECALL}
    return next((row.at for row in steps if row.action == "submit" and row.round not in recalled), None)
