"""承诺与授权 of a filed household: what the family signed, a fresh signature, its withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.archives.forms.consents import SignForm, TakeBackForm
from cases.archives.models import Consent, Household
from cases.archives.models.events import CONSENT_TEXT, CONSENT_VERSION
from cases.archives.selectors.entry import list_consents
from cases.archives.services.entry import consents as services
from cases.archives.states import CASE_ROLES, ConsentKind
from cases.archives.views.entered import get_household
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(*CASE_ROLES)
def consent(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was signed, and the form for a new signature."""
    household = get_household(request, pk)
    if request.method == "GET":
        return _page(request, household)
    form = SignForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, household, sign=form, status=422)
    try:
        services.sign(household_id=pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, sign=form, status=409)
    messages.success(request, _("已登记签字，这户重新参加信息核对。") if form.cleaned_data["allows_check"]
                     else _("已登记签字。"))  # fmt: skip
    return redirect("archives:consent", pk=pk)


@require_POST
@require_role(Role.CLERK)
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The family takes its signature back."""
    household = get_household(request, pk)
    form = TakeBackForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, household, take_back=form, status=422)
    try:
        services.take_back(household_id=pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, take_back=form, status=409)
    messages.success(request, _("已登记撤回，从现在起不再核对，也不能公示。"))
    return redirect("archives:consent", pk=pk)


def _page(
    request: AuthenticatedRequest,
    household: Household,
    *,
    sign: SignForm | None = None,
    take_back: TakeBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = list_consents(household)
    signer = household.head.name if household.head else ""
    context: dict[str, Any] = {
        "household": household,
        "rows": rows,
        "current": rows[0] if rows else None,
        "standing": _standing(rows[0] if rows else None),
        "may_record": services.may_record(household, request.user),
        "may_print": request.user.has_role(Role.CLERK, Role.REVIEWER),
        "sign": sign or SignForm(signer=signer),
        "take_back": take_back or TakeBackForm(signer=signer),
        "text": CONSENT_TEXT,
        "version": CONSENT_VERSION,
    }
    return render(request, "archives/consent.html", context, status=status)


def _standing(current: Consent | None) -> dict[str, str]:
    """How it stands in a word and a colour."""
    if current is None:
        return {"kind": "danger", "text": _("没有签过")}
    if current.kind == ConsentKind.WITHDRAWN:
        return {"kind": "danger", "text": _("已撤回")}
    if not current.allows_check:
        return {"kind": "warning", "text": _("不同意核对")}
    if not current.allows_check_on(timezone.localdate()):
        return {"kind": "warning", "text": _("已到期")}
    return {"kind": "success", "text": _("有效")}
