"""募捐活动: the list, a new one, one with what it raised, its steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.donations import selectors, services
from funds.donations.columns import DONATIONS, DRIVES
from funds.donations.filters import DriveFilter
from funds.donations.forms import DriveForm, DriveStepForm
from funds.donations.states import DRIVE_TRANSITIONS, READERS, SECOND, DriveState
from funds.donations.views.pages import tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("drives", gettext_lazy("募捐活动"), DRIVES, "donations:drives", totals=["raised"])
STEPS = (
    ("made", gettext_lazy("拟定")),
    ("opened", gettext_lazy("批准")),
    ("closed", gettext_lazy("结束")),
)
HANDS = (*(f"{name}_by" for name, _label in STEPS), "made_for", "opened_for", "dropped_by")


@require_GET
@require_role(*READERS)
def drives(request: AuthenticatedRequest) -> HttpResponse:
    """The drives of the scope as they are narrowed."""
    found = _filter(request)
    context = {
        **Rows[Any](DRIVES, url=link_to("donations:drive")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *DriveState.choices]),
        "tabs": tabs("drives"),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "donations/drives.html", context)


@require_POST
@require_role(*READERS)
def drives_export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> DriveFilter:
    return DriveFilter(request.GET, queryset=selectors.list_drives(user=request.user), user=request.user)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def drive_new(request: AuthenticatedRequest) -> HttpResponse:
    """Draw up a drive, which somebody else opens."""
    form = DriveForm(request.POST or None, user=request.user)
    done = attempt(form, lambda: services.draw_up(plan=form.plan(), by=request.user))
    if done.made is None:
        return render(request, "donations/drive_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已拟定，由另一位财务或审批人批准以后开始。"))
    return redirect("donations:drive", pk=done.made.pk)


@require_GET
@require_role(*READERS)
def drive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, pk, DriveStepForm())


@require_POST
@require_role(*SECOND)
def drive_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """批准开始、不办了、结束."""
    get_object_or_404(selectors.list_drives(user=request.user), pk=pk)
    form = DriveStepForm(request.POST)
    done = attempt(form, lambda: services.take_drive_step(drive_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, pk, form, status=done.status)
    messages.success(request, _("已办理。"))
    return redirect("donations:drive", pk=pk)


def _page(request: AuthenticatedRequest, pk: int, form: DriveStepForm, status: int = 200) -> HttpResponse:
    drives = selectors.list_drives(user=request.user).select_related(*HANDS)
    row = get_object_or_404(drives, pk=pk)
    gifts = selectors.list_donations(user=request.user).filter(drive=row)
    rows = Rows[Any](without(DONATIONS, "union", "what", "form"), url=link_to("donations:donation"))
    fund = selectors.list_given_funds(user=request.user).filter(pk=row.fund_id).first()
    is_own = row.union_id == request.user.union_id and request.user.has_role(Role.FINANCE)
    context = {
        "drive": row,
        "subject": selectors.name_subject(row.subject, request.user) if row.subject else "",
        "fund": fund,
        **rows.page(gifts, request.GET),
        "form": form,
        "hands": [(label, who) for name, label in STEPS if (who := row.hand(name))],
        "buttons": workflow.buttons(DRIVE_TRANSITIONS, row, by=request.user, blocker=services.drive_blocker),
        "may_enter": row.is_open and is_own,
    }
    return render(request, "donations/drive.html", context, status=status)
