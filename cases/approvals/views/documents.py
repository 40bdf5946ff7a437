"""一致、存疑: what whoever decides found about one document, on the page of the application."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.selectors import list_attached
from cases.applications.views.found import get_application
from cases.approvals.states import SIGNERS
from cases.archives.forms.verdicts import VerdictForm
from cases.archives.selectors.proofs import next_unseen, with_findings
from cases.archives.services.entry.verdicts import check_evidence
from cases.archives.views.looking import ask_why, must_say_why
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.workflow import Refused


@require_POST
@require_role(*SIGNERS)
def judge(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    """Keeps the verdict and goes on to the next document that nobody has judged."""
    application = get_application(request, pk)
    document = get_object_or_404(application.evidence.filter(removed_at__isnull=True), uid=uid)
    if must_say_why(request, document):
        return ask_why(document)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择“一致”或“存疑”；存疑的写明疑点，最多 200 字。"))
        return redirect(_page(request, pk, uid))
    try:
        check_evidence(uid=uid, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_page(request, pk, uid))
    following = next_unseen(with_findings(list_attached(application)), uid)
    if following is None:
        messages.success(request, _("材料已看完，请作出意见。"))
    return redirect(_page(request, pk, following.uid if following else uid))


def _page(request: AuthenticatedRequest, pk: int, uid: uuid.UUID) -> str:
    """The document on the page of its application, which still knows from which list it was opened."""
    kept = request.GET.get("list", "")
    more = f"&{urlencode({'list': kept})}" if kept else ""
    return f"{reverse('applications:detail', args=[pk])}?document={uid}{more}#documents"
