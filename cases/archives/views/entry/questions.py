"""政策核实事项: what the policy in force asks beyond the form, answered line by line."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.archives.forms.answers import AnswersForm, list_questions
from cases.archives.forms.granted import exceptional
from cases.archives.models import Household
from cases.archives.rules.answers import EXCEPTIONS, SUPPORTERS
from cases.archives.selectors import live_members
from cases.archives.selectors.answers import get_answers, list_answers
from cases.archives.selectors.cases import get_rules
from cases.archives.services.entry.answers import may_answer, record_answers
from cases.archives.states import CASE_ROLES, State
from cases.archives.views.entered import get_household
from cases.archives.views.figures import current_verdict
from cases.policies.rules.asked import asks_months
from cases.policies.rules.vocabulary import APPROVERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(*CASE_ROLES)
def questions(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever may see the file sees the answers; the clerk who enters it and its reviewer give them."""
    household = get_household(request, pk)
    form = _form(household, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, household, form)
    if not form.is_valid():
        return _page(request, household, form, status=422)
    try:
        written = record_answers(
            household_id=household.pk, answers=form.answers(), version=form.cleaned_data["version"],
            by=request.user,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, form, status=409)
    told = _("已登记 %(count)s 项。") % {"count": len(written)} if written else _("没有变化。")
    messages.success(request, told)
    return redirect("archives:questions", pk=pk)


def count_open(household: Household) -> tuple[int, int]:
    """How many questions the policy in force has for a file beyond the form, and how many of those that
    decide on the category stand open."""
    asked = _questions(household)
    return len(asked), sum(one.decides and (one.last is None or one.last.value is None) for one in asked)


def wants_months(household: Household) -> bool:
    """Whether the policy in force looks at several months in a row."""
    return asks_months(get_rules(union=household.union, on=timezone.localdate()).document)


def _questions(household: Household) -> list[Any]:
    document = get_rules(union=household.union, on=timezone.localdate()).document
    return list_questions(document, live_members(household), list_answers(household))


def _form(household: Household, data: Mapping[str, Any] | None) -> AnswersForm:
    document = get_rules(union=household.union, on=timezone.localdate()).document
    last = list_answers(household)
    return AnswersForm(
        data,
        document=document,
        questions=list_questions(document, live_members(household), last),
        papers=list(household.evidence.filter(removed_at__isnull=True).order_by("kind", "pk")),
        supporters=last.get((None, SUPPORTERS)),
        exceptions=last.get((None, EXCEPTIONS)),
        version=household.version,
    )


def _page(
    request: AuthenticatedRequest, household: Household, form: AnswersForm, status: int = 200
) -> HttpResponse:
    may = may_answer(household, request.user)
    if household.is_editable and may:
        back, label = "archives:tasks", _("任务清单")
    elif household.state == State.UNDER_REVIEW and may:
        back, label = "archives:review", _("审核档案")
    else:
        back, label = "archives:case", _("档案")
    context = {
        "household": household,
        "form": form,
        "lines": list(form.lines()),
        "may_answer": may,
        "exceptions": _exceptions(household, form),
        "verdict": current_verdict(household),
        "back": back,
        "back_label": label,
    }
    return render(request, "archives/questions.html", context, status=status)


def _exceptions(household: Household, form: AnswersForm) -> list[dict[str, str]]:
    """The exceptions on record in words, for whoever only reads them."""
    rules, granted = exceptional(form.document), get_answers(household).exceptions
    return [
        {
            "rule": rules.get(one.rule, one.rule),
            "by": str(APPROVERS[one.by]),
            "why": one.why,
            "on": one.on.isoformat() if one.on else "",
        }
        for one in granted
    ]
