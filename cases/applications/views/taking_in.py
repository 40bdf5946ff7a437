"""New documents of the form of an application."""

from collections.abc import Collection

from django.contrib import messages

from cases.applications import services
from cases.applications.forms import FILE, ApplicationForm
from cases.applications.models import Application
from cases.applications.selectors.scans import find_reused, say_reused
from cases.archives.models import Evidence
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.workflow import Refused


def take_in(request: AuthenticatedRequest, application: Application, form: ApplicationForm) -> set[int]:
    """Keeps new documents with the file; returns their keys, and warns of a scan that is somewhere else."""
    taken: dict[int, Evidence] = {}
    whose = form.cleaned_data.get("member", "") if application.programme.is_for_students else ""
    for kind, accepted in form.uploads():
        try:
            evidence = services.upload(
                application_id=application.pk, kind=kind, accepted=accepted, by=request.user, member_uid=whose
            )
        except Refused as refusal:
            form.add_error(FILE + kind, str(refusal))
        else:
            taken[evidence.pk] = evidence
    _warn(request, application, taken)
    return set(taken)


def _warn(request: AuthenticatedRequest, application: Application, taken: Collection[int]) -> None:
    if not taken:
        return
    for reused in find_reused([application])[application.pk]:
        if reused.document.pk in taken:
            messages.warning(request, say_reused(reused, request.user))
