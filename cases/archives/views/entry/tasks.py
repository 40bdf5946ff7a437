"""The task list of one household: how far each section is, what came back, and the answer to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms.returns import ExplainForm
from cases.archives.models import Household
from cases.archives.rules import completeness
from cases.archives.selectors.entry import get_contents
from cases.archives.services.entry.returns import explain_return
from cases.archives.services.steps import list_buttons
from cases.archives.states import Section
from cases.archives.views.entered import for_entry
from cases.archives.views.entry.progress import make_progress, to_go_on_with
from cases.archives.views.entry.questions import count_open, wants_months
from cases.archives.views.entry.returned import describe_returned
from cases.archives.views.figures import current_verdict
from cases.archives.views.remarks import remarks_context
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.attempts import attempt


@require_GET
@for_entry
def tasks(request: AuthenticatedRequest, household: Household) -> HttpResponse:
    return tasks_page(request, household)


@require_POST
@for_entry
def answer_return(request: AuthenticatedRequest, household: Household, number: int) -> HttpResponse:
    """Why what came back stays as it is; back to the page on which that was written."""
    form = ExplainForm(request.POST)
    tried = attempt(
        form,
        lambda: explain_return(
            household_id=household.pk, reason_id=number, by=request.user, **form.cleaned_data
        ),
    )
    if tried.made is None:
        return tasks_page(request, household, form, status=tried.status)
    messages.success(request, _("已记下不改的原因，审核人会看到。"))
    return redirect(_page_of(household, request.POST.get("on", "")))


def tasks_page(
    request: AuthenticatedRequest, household: Household, form: ExplainForm | None = None, status: int = 200
) -> HttpResponse:
    """The sections in order, with the way on; `form` is an explanation that was refused."""
    contents = get_contents(household)
    states = completeness(contents)
    reasons = describe_returned(contents)
    progress = make_progress(household, states, reasons)
    steps = list_buttons(household, request.user)
    asked, still_open = count_open(household)
    context = {
        "form": form,
        "asked": asked,
        "still_open": still_open,
        "months": household.months.count() if wants_months(household) else None,
        **remarks_context(contents, request.user),
        "tasks": progress,
        "next_task": to_go_on_with(progress),
        "done": sum(task.is_done for task in progress),
        "missing": sum(len(state.missing) for state in states.values()),
        "unanswered": sum(reason.is_open for reason in reasons),
        "reasons": reasons,
        "verdict": current_verdict(household),
        "buttons": [step for step in steps if step.action != "submit"],
        "steps": household.steps.select_related("by").prefetch_related("reasons").order_by("-pk")[:10],
    }
    return render(request, "archives/tasks.html", context, status=status)


def _page_of(household: Household, name: str) -> str:
    """The page that a form says it stands on: a section, the check page, else the task list."""
    if name in Section.values:
        return reverse("archives:section", args=[household.pk, name])
    return reverse("archives:check" if name == "check" else "archives:tasks", args=[household.pk])
