"""The questionnaire at its public address: no login, nothing of the house but the union and whom to ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.leads import services
from cases.leads.forms import AnswerSheet
from cases.leads.models import Questionnaire
from cases.leads.models.questionnaires import CONSENT_TEXT
from cases.leads.selectors.questionnaires import get_running
from cases.leads.services.sendings import is_too_long
from cases.leads.states import CONTACT_DAYS
from hardship.accounts.views.public import public_page
from hardship.audit.middleware import client_address

MOST_BYTES = 32 * 1024  # of one answer; all fields full are about 10 KB
View = Callable[[HttpRequest, Questionnaire], HttpResponse]


def _public(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view for anybody: found by its token, one and the same page for every other one."""

    @public_page
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        row = get_running(token)
        return view(request, row) if row is not None else _over(request)

    return opened


@require_http_methods(["GET", "POST"])
@_public
def fill(request: HttpRequest, row: Questionnaire) -> HttpResponse:
    """The form; what is wrong is said at its field, and everything typed stays."""
    if is_too_long(request.META.get("CONTENT_LENGTH"), MOST_BYTES):
        return _page(request, row, AnswerSheet(), _("填写的内容太长，没有提交。请写短一些。"), 413)
    form = AnswerSheet(request.POST or None)
    if request.method != "POST":
        return _page(request, row, form)
    if form.is_of_machine:
        return redirect("leads:filled", token=row.token)
    if not services.may_send(token=row.token, client=client_address(request) or ""):
        busy = _("这会儿提交的次数太多，没有收下。填写的内容还在下面，请过一小时再提交，或打电话告诉我们。")
        return _page(request, row, form, busy, 429)
    return _answer(request, row, form)


@require_GET
@_public
def filled(request: HttpRequest, row: Questionnaire) -> HttpResponse:
    """What happens next; nothing of what was answered."""
    context = {"questionnaire": row, "days": CONTACT_DAYS}
    return render(request, "leads/public_filled.html", context)


def _answer(request: HttpRequest, row: Questionnaire, form: AnswerSheet) -> HttpResponse:
    if not form.is_valid():
        return _page(request, row, form, status=422)
    said = {"filled_by": form.cleaned_data["filled_by"], "told": form.told()}
    try:
        services.answer_questionnaire(token=row.token, **said)
    except services.QuestionnaireOver:
        return _over(request)
    return redirect("leads:filled", token=row.token)


def _over(request: HttpRequest) -> HttpResponse:
    """The same for an address that ended, was closed or never was."""
    return render(request, "leads/public_over.html", status=404)


def _page(
    request: HttpRequest, row: Questionnaire, form: AnswerSheet, trouble: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "questionnaire": row, "form": form, "trouble": trouble, "consent_text": CONSENT_TEXT,
    }  # fmt: skip
    answer = render(request, "leads/public_fill.html", context, status=status)
    if status == 429:
        answer["Retry-After"] = "3600"
    return answer
