"""社会捐赠: the list, one that is entered, one with its steps, its receipt."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.donations import reports, selectors, services
from funds.donations.columns import DONATIONS
from funds.donations.filters import DonationFilter
from funds.donations.forms import FORMS, DonationForm, StepForm
from funds.donations.models import Donation, Donor, Drive
from funds.donations.selectors.reading import RELATED
from funds.donations.states import READERS, SECOND, TRANSITIONS, Form, State
from funds.donations.views.pages import tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("donations", gettext_lazy("社会捐赠"), DONATIONS, "donations:list", totals=["amount"])


@require_GET
@require_role(*READERS)
def donation_list(request: AuthenticatedRequest) -> HttpResponse:
    """The donations of the scope as they are narrowed."""
    found = _filter(request)
    rows = Rows[Any](DONATIONS, url=link_to("donations:donation"))
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *State.choices]),
        "tabs": tabs("list"),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "donations/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> DonationFilter:
    return DonationFilter(
        request.GET, queryset=selectors.list_donations(user=request.user), user=request.user
    )


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def new(request: AuthenticatedRequest, form: str) -> HttpResponse:
    """Enter money or goods that somebody gave."""
    known, drive = _known(request), _drive(request) if form == Form.MONEY else None
    filled: DonationForm = FORMS[form](request.POST or None, known=known, drive=drive)
    done = attempt(
        filled,
        lambda: services.enter(
            gift=filled.gift(), donor=filled.donor(), by=request.user, key=filled.cleaned_data["key"]
        ),
    )
    if done.made is not None:
        messages.success(request, _("已登记，由另一位财务或审批人确认以后开收据。"))
        return redirect("donations:donation", pk=done.made.pk)
    context = {"form": filled, "is_money": form == Form.MONEY, "known": known, "drive": drive}
    return render(request, "donations/form.html", context, status=done.status)


def _known(request: AuthenticatedRequest) -> Donor | None:
    """The donor of the own union that the address names, if any."""
    if not request.GET.get("donor"):
        return None
    own = Donor.objects.visible_to(request.user).filter(union=request.user.union)
    return get_object_or_404(own, pk=read_key(request.GET["donor"]))


def _drive(request: AuthenticatedRequest) -> Drive | None:
    """The drive of the own union that the address names, if any."""
    if not request.GET.get("drive"):
        return None
    own = Drive.objects.visible_to(request.user).filter(union=request.user.union).select_related("use")
    return get_object_or_404(own, pk=read_key(request.GET["drive"]))


@require_GET
@require_role(*READERS)
def donation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*SECOND)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """确认、退回、撤回、作废."""
    row = _get(request, pk)
    form = StepForm(request.POST)
    done = attempt(form, lambda: services.take_step(donation_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _said(done.made))
    return redirect("donations:donation", pk=pk)


@require_GET
@require_role(*READERS)
def receipt(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """捐赠收据 of a donation that was confirmed; the print is on record."""
    rows = Donation.objects.visible_to(request.user).exclude(number="").select_related(*RELATED)
    row: Donation = get_object_or_404(rows, pk=pk)
    content = reports.receipt(row)
    audit.record_export("donation_receipt", by=request.user, content=content, rows=1, target=row)
    return paper(content, _("捐赠收据_%(number)s.pdf") % {"number": row.number})


def _get(request: AuthenticatedRequest, pk: int) -> Donation:
    rows = selectors.list_donations(user=request.user).select_related(*RELATED)
    row: Donation = get_object_or_404(rows, pk=pk)
    return row


def _page(request: AuthenticatedRequest, row: Donation, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.step_blocker
    context = {
        "donation": row,
        "form": form,
        "buttons": workflow.buttons(TRANSITIONS, row, by=request.user, blocker=blocker),
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "hands": [(label, row.hand(name)) for name, label in _HANDS if row.hand(name)],
    }
    return render(request, "donations/donation.html", context, status=status)


DECISIONS = [row for row in TRANSITIONS if row.is_decision]
_HANDS = (
    ("entered", gettext_lazy("登记")),
    ("confirmed", gettext_lazy("确认")),
    ("void_asked", gettext_lazy("申请作废")),
    ("void", gettext_lazy("同意作废")),
)


def _said(row: Donation) -> str:
    words = {
        State.CONFIRMED: _("收据 %(number)s 有效，可以打印。"),
        State.VOID_ASKED: _("已申请作废，由另一位财务或审批人同意。"),
        State.VOID: _("收据 %(number)s 已作废，账上同时冲销；号码不再使用。"),
        State.DROPPED: _("已退回，没有开收据，也没有入账。"),
    }
    return words[State(row.state)] % {"number": row.number}
