"""The documents of an application beside its facts, for whoever decides on it: {% load viewing %}."""

from typing import Any

from django import template
from django.template.context import Context

from cases.applications.models import Application
from cases.applications.selectors import list_attached
from cases.applications.selectors.scans import find_reused, say_reused
from cases.approvals.selectors.looking import may_judge_documents
from cases.archives.forms.verdicts import VerdictForm
from cases.archives.rules.proofs import SMALL
from cases.archives.selectors.proofs import count_findings, with_findings
from cases.archives.views.looking import must_say_why
from cases.archives.views.viewer import pages_of

register = template.Library()


@register.simple_tag(takes_context=True)
def documents_of(context: Context, application: Application) -> dict[str, Any] | None:
    """The one that is looked at, with its neighbours; None for whoever does not decide now, and where there
    is none. The address names it (`document`); it begins with the first that nobody has judged."""
    request = context["request"]
    if not may_judge_documents(application, request.user):
        return None
    documents = with_findings(list_attached(application))
    if not documents:
        return None
    reused = {row.document.pk: row for row in find_reused([application])[application.pk]}
    for row in documents:
        again = say_reused(reused[row.pk], request.user) if row.pk in reused else ""
        row.reused = again  # type: ignore[attr-defined]
    asked = request.GET.get("document", "")
    open_ones = [row for row in documents if row.finding is None]  # type: ignore[attr-defined]
    named = [row for row in documents if str(row.uid) == asked]
    document = next(iter([*named, *open_ones, *documents]))
    unseen = must_say_why(request, document)
    return {
        "documents": documents,
        "document": document,
        "must_say_why": unseen,
        "pages": pages_of(document) if document.is_pdf and not unseen else None,
        "is_small": document.kind in SMALL,
        "counts": count_findings(documents),
        "form": VerdictForm(auto_id="verdict_%s"),
        "list": request.GET.get("list", ""),
    }
