"""实地核查: a stage of this kind is passed once the family was visited since it applied.

Recorded by somebody who did not make the application; a visit that another one puts right counts no more. By
telephone or video it is one too, with its reason, as the visits ask. The database has the same rule
(function approvals_was_visited).
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.approvals.models import RouteStage
from cases.policies.rules.stages import FIELD_CHECK
from cases.visits.models import HomeVisit

UNVISITED = _("提交以后还没有入户调查，不能通过：请先登记一次（申请的经办人、提交人登记的不算）。")


def lacks_visit(application: Application, stage: RouteStage | None) -> bool:
    """Whether it stands at a stage that waits for a visit."""
    if stage is None or stage.kind != FIELD_CHECK or application.submitted_at is None:
        return False
    makers = [key for key in (application.created_by_id, application.submitted_by_id) if key is not None]
    visits = HomeVisit.objects.filter(
        household=application.household_id, created_at__gte=application.submitted_at, correction=None
    )
    since = visits.filter(visited_on__gte=timezone.localdate(application.submitted_at))
    return not since.exclude(created_by__in=makers).exists()
