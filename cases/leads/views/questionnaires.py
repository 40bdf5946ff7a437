"""公开问卷 of the scope: opened, looked at with its code, printed as a poster, closed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.leads import reports, services
from cases.leads.columns import QUESTIONNAIRE_COLUMNS
from cases.leads.forms import CallStepForm, QuestionnaireForm
from cases.leads.models import Questionnaire
from cases.leads.selectors import questionnaires as selectors
from cases.leads.states import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.qr import make_qr
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge


@require_GET
@require_role(*READERS)
def questionnaire_list(request: AuthenticatedRequest) -> HttpResponse:
    rows: Rows[Questionnaire] = Rows(
        QUESTIONNAIRE_COLUMNS,
        url=lambda row: reverse("leads:questionnaire_detail", args=[row.uid]),
        notes={"state": _over},
    )
    context = {
        **rows.page(selectors.list_questionnaires(request.user), request.GET),
        "may_open": request.user.has_role(Role.CLERK),
    }
    return render(request, "leads/questionnaires.html", context)


EXPORT = ListExport("questionnaires", gettext_lazy("公开问卷"), QUESTIONNAIRE_COLUMNS, "leads:questionnaires")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as a workbook."""
    return EXPORT.answer(request, selectors.list_questionnaires(request.user))


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def questionnaire_new(request: AuthenticatedRequest) -> HttpResponse:
    """Open a public address, for a call where `call` says so."""
    calls = selectors.list_running_calls(request.user)
    form = QuestionnaireForm(
        request.POST or None, calls=calls, chosen=request.GET.get("call", ""),
        last=selectors.get_last(request.user.union),
    )  # fmt: skip
    done = attempt(form, lambda: services.open_questionnaire(by=request.user, **form.cleaned_data))
    if done.made is None:
        return render(request, "leads/questionnaire_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已开通。打印海报张贴，或把地址发到工友群里。"))
    return redirect("leads:questionnaire_detail", uid=done.made.uid)


@require_GET
@require_role(*READERS)
def questionnaire_detail(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.CLERK)
def questionnaire_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Close it."""
    row, form = _get(request, uid), CallStepForm(request.POST)
    done = attempt(
        form,
        lambda: services.take_questionnaire_step(
            questionnaire_id=row.pk, action=form.cleaned_data["action"], by=request.user
        ),
    )
    if done.made is None:
        return _page(request, _get(request, uid), form, status=done.status)
    messages.success(request, _("已关闭，原来的地址和二维码不能再填写。墙上的海报请取下。"))
    return redirect("leads:questionnaire_detail", uid=uid)


@require_GET
@require_role(*READERS)
def poster(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One sheet of A4 for the wall; none of an address that takes no answers."""
    row = _get(request, uid)
    if not row.is_running:
        messages.error(request, _("这份问卷已经不能填写，不用再印海报。要继续收集，请开通一份新的。"))
        return redirect("leads:questionnaire_detail", uid=uid)
    return paper(reports.poster(row, _address(request, row)), _("困难职工摸底问卷海报.pdf"))


def _over(row: Questionnaire) -> object:
    return badge("warning", _("已到期")) if row.is_open and not row.is_running else ""


def _address(request: AuthenticatedRequest, row: Questionnaire) -> str:
    return request.build_absolute_uri(reverse("leads:fill", args=[row.token]))


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Questionnaire:
    return get_object_or_404(selectors.list_questionnaires(request.user), uid=uid)


def _page(
    request: AuthenticatedRequest,
    row: Questionnaire,
    refused: CallStepForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    address = _address(request, row)
    context = {
        "questionnaire": row,
        "address": address,
        "code": make_qr(address),
        "buttons": services.list_questionnaire_buttons(row, request.user),
        "refused": refused,
    }
    return render(request, "leads/questionnaire.html", context, status=status)
