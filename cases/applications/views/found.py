"""One application out of an address, within the person's scope."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.applications.models import Application

RELATED = (
    "household__head", "household__union", "programme__policy", "union", "member", "created_by",
    "desk", "contact", "offered", "batch", "copied_from",
)  # fmt: skip


def get_application(request: HttpRequest, pk: int) -> Application:
    """The application with everything that its pages show; 404 outside the person's scope."""
    rows = Application.objects.visible_to(request.user).select_related(*RELATED)
    application: Application = get_object_or_404(rows, pk=pk)
    return application
