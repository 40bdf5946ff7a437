"""The questionnaire for workers who are not on file, on paper."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.leads import reports
from cases.leads.states import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.answers import paper


@require_GET
@require_role(*READERS)
def questionnaire(request: AuthenticatedRequest) -> HttpResponse:
    """One sheet to fill in by hand, with the union's name."""
    return paper(reports.questionnaire(request.user.union), _("困难情况摸底问卷.pdf"))
