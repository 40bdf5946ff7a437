"""审计包: what was handed out, a new one, and whether one that somebody brought is as it was."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.answers import script
from hardship.kernel.attempts import attempt
from hardship.kernel.rows import Rows
from hardship.packages import services
from hardship.packages.columns import PACKAGES
from hardship.packages.forms import CheckForm, PackageForm
from hardship.packages.models import AuditPackage
from hardship.packages.selectors import list_packages
from hardship.packages.states import MAKERS

READERS = (*MAKERS, Role.ADMINISTRATOR)
EXPORT = ListExport("audit_packages", gettext_lazy("审计包"), PACKAGES, "packages:packages")


@require_GET
@require_role(*READERS)
def packages(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the newest first."""
    return _page(request, CheckForm())


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as a workbook."""
    return EXPORT.answer(request, list_packages(user=request.user))


@require_http_methods(["GET", "POST"])
@require_role(*MAKERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Of what; then the page of the job that makes it."""
    form = PackageForm(request.POST or None, user=request.user)
    done = attempt(
        form, lambda: services.ask(form.wanted(), by=request.user, key=f"package:{form.cleaned_data['key']}")
    )
    if done.made is not None:
        return redirect("jobs:detail", uid=done.made.uid)
    return render(request, "packages/new.html", {"form": form}, status=done.status)


@require_POST
@require_role(*READERS)
def check(request: AuthenticatedRequest) -> HttpResponse:
    """What the script would say of the file; it is kept nowhere."""
    form = CheckForm(request.POST, request.FILES)
    done = attempt(form, lambda: services.check(form.cleaned_data["file"].file, by=request.user))
    if done.made is None:
        return _page(request, form, status=done.status)
    if not done.made.verdict.faults:
        messages.success(request, _("审计包完好。"))
    return _page(request, CheckForm(), checked=done.made)


@require_GET
@require_role(*READERS)
def verifier(request: AuthenticatedRequest) -> HttpResponse:
    """The script that checks a package without this program."""
    return script(services.SCRIPT.read_text(encoding="utf-8"), "verify.py")


def _page(request: AuthenticatedRequest, form: CheckForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        **Rows[AuditPackage](PACKAGES).page(list_packages(user=request.user), request.GET),
        "form": form,
        "may_make": request.user.has_role(*MAKERS),
        **more,
    }
    return render(request, "packages/packages.html", context, status=status)
