"""集中发放: the rosters, one that is drawn up, one of them with who signed and its pages."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.states import CASE_ROLES
from cases.giving import services
from cases.giving.columns import ROSTER_LINES, ROSTERS
from cases.giving.filters import ROSTERS_SHOWN, RosterFilter
from cases.giving.forms import CancelForm, EnterForm, RosterForm, RosterPhotoForm
from cases.giving.models import Roster, RosterPhoto
from cases.giving.reports import roster_pdf as make_pdf
from cases.giving.selectors.rosters import (
    find_sent,
    find_slips,
    list_lines,
    list_rosters,
    list_waiting,
    offer_goods,
    sum_goods,
)
from cases.giving.states import MOST_ON_ROSTER
from funds.goods.selectors import list_ready, list_stores
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import answers
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("rosters", gettext_lazy("集中发放"), ROSTERS, "giving:rosters")


@require_GET
@require_role(*CASE_ROLES)
def rosters(request: AuthenticatedRequest) -> HttpResponse:
    """The rosters of the scope, newest first."""
    found = _filter(request)
    context = {
        **Rows[Any](ROSTERS, url=link_to("giving:roster")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *ROSTERS_SHOWN]),
        "waiting": list_waiting(request.user.union).count() if request.user.has_role(Role.CLERK) else 0,
        "may_write": request.user.has_role(Role.CLERK),
    }
    return render(request, "giving/rosters.html", context)


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def roster_new(request: AuthenticatedRequest) -> HttpResponse:
    """Who of those that wait gets what out of one store."""
    union = request.user.union
    if there := find_sent(request.user, request.POST.get("uid", "")):
        messages.info(request, _("这张表已经提交过，这是当时制成的花名册。"))
        return redirect("giving:roster", pk=there.pk)
    stores = list(list_stores(user=request.user).filter(union=union))
    asked = read_key(request.GET.get("store", ""))
    store = next((one for one in stores if one.pk == asked), stores[0] if stores else None)
    rows = list(list_waiting(union)[:MOST_ON_ROSTER])
    if store is None or not rows:
        return render(request, "giving/roster_new.html", {"store": store, "waiting": len(rows)})
    ready = [one for one in list_ready(union) if one.store.pk == store.pk]
    items, offered = offer_goods(rows, ready)
    form = RosterForm(request.POST or None, store=store, items=items, offered=offered)
    done = attempt(form, lambda: services.make_roster(plan=form.plan(), by=request.user))
    if done.made is not None:
        messages.success(request, _("%(roster)s 已制表，请打印花名册去发放。") % {"roster": done.made})
        return redirect("giving:roster", pk=done.made.pk)
    chosen = [(str(one.pk), one.name) for one in stores]
    context = {
        "store": store, "form": form, "ready": ready, "waiting": len(rows),
        "chips": make_chips({"store": str(store.pk)}, "store", chosen) if len(stores) > 1 else None,
    }  # fmt: skip
    return render(request, "giving/roster_new.html", context, status=done.status)


@require_GET
@require_role(*CASE_ROLES)
def roster(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    return _page(request, found)


@require_POST
@require_role(Role.CLERK)
def enter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记签领."""
    found = _get(request, pk)
    form = EnterForm(request.POST, roster=found)
    done = attempt(
        form,
        lambda: services.enter_roster(
            roster_id=pk, on=form.cleaned_data["on"], signed=form.signed(), by=request.user
        ),
    )
    if done.made is None:
        return _page(request, found, form=form, status=done.status)
    messages.success(request, _("已登记签领，等另一位核对签名、复核物资单据。"))
    return redirect("giving:roster", pk=pk)


@require_POST
@require_role(Role.CLERK)
def cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """作废, with the reason."""
    found, form = _get(request, pk), CancelForm(request.POST)
    done = attempt(form, lambda: services.cancel_roster(roster_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, found, cancel_form=form, status=done.status)
    messages.success(request, _("已作废，这些家庭可以另外发放。"))
    return redirect("giving:roster", pk=pk)


@require_POST
@require_role(Role.CLERK)
def photos(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Pages of the roster that was signed."""
    found, form = _get(request, pk), RosterPhotoForm(request.POST, request.FILES)
    done = attempt(
        form,
        lambda: services.add_photos(roster_id=pk, photos=form.cleaned_data["photos"], by=request.user),
    )
    if done.made is None:
        return _page(request, found, photo_form=form, status=done.status)
    messages.success(request, _("签了字的花名册已上传。"))
    return redirect("giving:roster", pk=pk)


@require_GET
@require_role(*CASE_ROLES)
def photo(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """A page that was signed; who sees the roster sees it."""
    rows = RosterPhoto.objects.filter(roster__in=Roster.objects.visible_to(request.user).values("pk"))
    row = get_object_or_404(rows, pk=pk)
    return answers.stored_file(row.file.open("rb"), name=row.original_name, media_type=row.media_type)


@require_GET
@require_role(*CASE_ROLES)
def roster_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """签领花名册 to be signed; the download is on record."""
    found = _get(request, pk)
    lines = list(list_lines(found))
    content = make_pdf(found, lines)
    audit.record_export("roster", by=request.user, content=content, rows=len(lines), target=found)
    return answers.paper(content, _("物资签领花名册_%(number)s.pdf") % {"number": found.number})


def _page(
    request: AuthenticatedRequest,
    found: Roster,
    *,
    form: EnterForm | None = None,
    photo_form: RosterPhotoForm | None = None,
    cancel_form: CancelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = {row.action: row for row in services.list_roster_steps(found, request.user)}
    lines = list(list_lines(found))
    is_own = request.user.has_role(Role.CLERK) and request.user.union_id == found.union_id
    context = {
        "roster": found,
        "steps": steps,
        "form": form or photo_form or cancel_form,  # whose errors stand above the page
        "entry": form or EnterForm(roster=found) if "enter" in steps else None,
        **Rows[Any](ROSTER_LINES, url=link_to("giving:fulfilment", "fulfilment_id")).context(lines),
        "totals": sum_goods(lines),
        "slips": find_slips(found),
        "photos": found.photos.order_by("pk"),
        "photo_form": photo_form or (RosterPhotoForm() if is_own and found.is_signed else None),
        "cancel_form": (cancel_form or CancelForm()) if "cancel" in steps else None,
    }
    return render(request, "giving/roster.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> Roster:
    row: Roster = get_object_or_404(list_rosters(user=request.user), pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> RosterFilter:
    return RosterFilter(request.GET, queryset=list_rosters(user=request.user), user=request.user)
