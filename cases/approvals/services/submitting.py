"""An application is handed in: what is missing, its number, what papers of this round print, its route."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationCounter, Submission
from cases.applications.rules import digest
from cases.applications.selectors import get_content, get_offer, get_shown, list_gaps
from cases.applications.selectors.entitling import basis_of
from cases.applications.services import keep_entitlement
from cases.applications.states import State
from cases.approvals.services.moves import Move
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.routing import arrive, get_first, keep_route
from hardship.kernel.locks import hold
from hardship.kernel.numbers import next_number


def submit(move: Move) -> None:
    application = move.application
    basis = basis_of(application)
    for number in sorted(row["number"] for row in application.invoices):
        hold(f"invoice:{number}")  # of two with one number the second hears of the first
    gaps = list_gaps(application, get_offer(application, basis=basis), move.by)
    if gaps:
        raise StepRefused(
            _("还缺 %(count)s 项：%(first)s")
            % {"count": len(gaps), "first": "".join(g.text for g in gaps[:3])}
        )
    if application.number is None:
        _number(application)
    application.round += 1
    application.content_hash = digest(move.parts)
    _keep_content(application)
    keep_entitlement(application, basis)
    keep_route(application, State(move.row.target))
    application.submitted_at, application.submitted_by = timezone.now(), move.by
    arrive(application, get_first(application))


def _keep_content(application: Application) -> None:
    """What the papers of this round print, whatever becomes of the file. The file is locked, so that it is
    what was just hashed."""
    Submission.objects.create(
        application=application,
        round=application.round,
        content_hash=application.content_hash,
        content=get_content(application),
        shown=get_shown(application),
    )


def _number(application: Application) -> None:
    """The next number of this union and year."""
    year = timezone.localdate().year
    number = next_number(ApplicationCounter, union_id=application.union_id, year=year)
    application.number = f"申-{application.union.code}-{year}-{number:04d}"
