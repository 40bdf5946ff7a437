"""慰问走访: a visit is recorded on a telephone, with photos; wishes, one of them answered or passed on."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.campaigns import services
from cases.campaigns.columns import WISHES
from cases.campaigns.filters import WISHES_SHOWN, WishFilter
from cases.campaigns.forms import AnswerForm, PassForm, VisitForm
from cases.campaigns.models import Beneficiary, CampaignPhoto, CampaignVisit
from cases.campaigns.selectors.visits import find_home_visit, get_span, has_left, list_owners, list_wishes
from cases.campaigns.states import HEARERS, WRITERS
from cases.visits.states import RECORDERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import people_of
from hardship.accounts.views.exports import ListExport
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("wishes", gettext_lazy("慰问中听到的愿望"), WISHES, "campaigns:wishes")


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def visit_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of a visit to somebody of a list."""
    rows = Beneficiary.objects.visible_to(request.user)
    row = get_object_or_404(
        rows.select_related(
            "campaign", "list__union", "group", "household__head", "person", "union", "allotment__team"
        ),
        pk=pk,
    )
    if request.method == "GET" and (why := services.visit_blocker(row, request.user)):
        messages.error(request, why)
        return redirect("campaigns:beneficiary", pk=pk)
    team = row.allotment.team if hasattr(row, "allotment") else None
    form = VisitForm(
        request.POST or None, request.FILES or None, of=row, team=team, has_left=has_left(row),
        owners=list_owners(row, request.user), by=request.user,
    )  # fmt: skip
    done = attempt(form, lambda: services.record_visit(
        beneficiary_id=pk, told=form.told(), photos=form.cleaned_data["photos"], by=request.user
    ))  # fmt: skip
    if done.made is None:
        return render(
            request, "campaigns/visit_form.html", _told(request, row, form, team), status=done.status
        )
    messages.success(request, _("已登记%(name)s的走访。") % {"name": row.name})
    back = (
        reverse("campaigns:team", args=[team.pk]) if team and team.union_id == request.user.union_id else ""
    )
    return redirect(back or reverse("campaigns:beneficiary", args=[pk]))


def _told(request: AuthenticatedRequest, row: Any, form: VisitForm, team: Any) -> dict[str, Any]:
    span = get_span(row)
    return {
        "form": form,
        "row": row,
        "team": team,
        "has_left": has_left(row),
        "home_visit": find_home_visit(row, span.until_on),
        "may_survey": row.household_id is not None and request.user.has_role(*RECORDERS),
    }


@require_GET
@require_role(*HEARERS)
def photo(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """A picture of a visit; who sees the visit sees it."""
    seen = CampaignVisit.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(CampaignPhoto.objects.filter(visit__in=seen), pk=pk)
    return stored_file(row.file.open("rb"), name=row.original_name, media_type=row.media_type)


@require_GET
@require_role(*HEARERS)
def wishes(request: AuthenticatedRequest) -> HttpResponse:
    """The wishes of the scope and one's own as they are narrowed."""
    found = _filter(request)
    context = {
        **Rows[Any](WISHES, url=link_to("campaigns:wish")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *WISHES_SHOWN]),
    }
    return render(request, "campaigns/wishes.html", context)


@require_POST
@require_role(*HEARERS)
def wishes_export(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_GET
@require_role(*HEARERS)
def wish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    return _page(request, row)


@require_POST
@require_role(*HEARERS)
def wish_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What became of a wish."""
    row, form = _get(request, pk), AnswerForm(request.POST, label_suffix="")
    done = attempt(form, lambda: services.answer_wish(wish_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, answer=form, status=done.status)
    messages.success(request, _("已办结。"))
    return redirect("campaigns:wish", pk=pk)


@require_POST
@require_role(*HEARERS)
def wish_pass(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Makes it somebody else's task."""
    row = _get(request, pk)
    form = PassForm(request.POST, owners=list_owners(row.visit.beneficiary, request.user))
    done = attempt(
        form, lambda: services.pass_wish(wish_id=pk, owner_id=form.cleaned_data["owner"], by=request.user)
    )
    if done.made is None:
        return _page(request, row, passing=form, status=done.status)
    messages.success(request, _("已转给%(name)s。") % {"name": done.made.owner})
    return redirect("campaigns:wishes")


def _filter(request: AuthenticatedRequest) -> WishFilter:
    return WishFilter(request.GET, queryset=list_wishes(user=request.user), user=request.user)


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    return get_object_or_404(list_wishes(user=request.user), pk=pk)


def _page(
    request: AuthenticatedRequest,
    row: Any,
    *,
    answer: AnswerForm | None = None,
    passing: PassForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open, is_own = row.answered_at is None, row.owner_id in people_of(request.user)
    context = {
        "row": row,
        "visit": row.visit,
        "beneficiary": row.visit.beneficiary,
        "may_open": row.visit.beneficiary.union.path.startswith(request.user.union.path),
        "answered_by": row.hand("answered"),
        "answer": (answer or AnswerForm(label_suffix="")) if is_open and is_own else None,
        "passing": None,
    }
    if is_open and (is_own or request.user.has_role(*WRITERS)):
        owners = list_owners(row.visit.beneficiary, request.user)
        context["passing"] = passing or PassForm(owners=owners)
    return render(request, "campaigns/wish.html", context, status=status)
