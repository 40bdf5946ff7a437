"""岗位信息: the list, one opening with whoever was sent there, who fits it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.employers.selectors.employers import list_live
from cases.employment import services
from cases.employment.columns import MATCHES, OPENINGS, PEOPLE, REFERRALS
from cases.employment.filters import OPENINGS_SHOWN, OffFileFilter, OpeningFilter
from cases.employment.forms import CloseForm, OfferForm
from cases.employment.models import JobOpening
from cases.employment.selectors.openings import (
    get_wage_remark,
    list_fitting,
    list_fitting_off_file,
    list_openings,
    list_referrals,
    make_lines,
    make_matches,
)
from cases.employment.selectors.partners import list_bases
from cases.employment.states import READERS, WRITERS
from cases.registers.filters import SeekerFilter
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.accounts.views.ticked import put_ticked
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows, Tick

PAGES = (
    ("employment:openings", gettext_lazy("岗位信息")),
    ("employment:referrals", gettext_lazy("职业介绍")),
    ("employment:fairs", gettext_lazy("招聘会")),
    ("employment:start_ups", gettext_lazy("创业项目")),
)
EXPORT = ListExport("openings", gettext_lazy("岗位信息台账"), OPENINGS, "employment:openings")


@require_GET
@require_role(*READERS)
def openings(request: AuthenticatedRequest) -> HttpResponse:
    """The openings of the scope as they are narrowed, those that end last first."""
    found = _filter(request)
    rows = Rows[Any](choose(OPENINGS, ()), url=link_to("employment:opening", "opening.pk"))
    context = {
        "tabs": make_tabs(PAGES, "employment:openings"),
        **rows.page(found.chosen, request.GET, make=make_lines),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *OPENINGS_SHOWN]),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "employment/openings.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; it can be corrected and imported again."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found, make=make_lines)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    form = OfferForm(
        request.POST or None,
        employers=list_live(request.user).order_by("name", "pk"),
        bases=list_bases(request.user.union),
    )
    done = attempt(form, lambda: services.make_opening(
        employer=form.employers[form.cleaned_data["employer"]], offer=form.offer(), by=request.user
    ))  # fmt: skip
    if done.made is None:
        return render(request, "employment/opening_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已登记，可以选人介绍了。"))
    return redirect("employment:opening", pk=done.made.pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct an open one."""
    row = get_opening(request, pk)
    if request.method == "GET" and not _may_write(request, row):
        return redirect("employment:opening", pk=pk)
    bases = list_bases(row.union, row.base_id)
    form = OfferForm(request.POST or None, opening=row, bases=bases)
    done = attempt(form, lambda: services.change_opening(opening_id=pk, offer=form.offer(), by=request.user))
    if done.made is None:
        context = {"form": form, "opening": row}
        return render(request, "employment/opening_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("employment:opening", pk=pk)


@require_GET
@require_role(*READERS)
def opening(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One opening: what it offers, whoever was sent there and what came of it."""
    return _page(request, get_opening(request, pk), CloseForm())


@require_POST
@require_role(*WRITERS)
def close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """停招."""
    row, form = get_opening(request, pk), CloseForm(request.POST)
    done = attempt(
        form, lambda: services.close_opening(opening_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, get_opening(request, pk), form, status=done.status)
    messages.success(request, _("已停招。"))
    return redirect("employment:opening", pk=pk)


@require_GET
@require_role(*WRITERS)
def match(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who of the job seekers fits, the best first."""
    return _choice(request, pk, "match")


@require_POST
@require_role(*WRITERS)
def introduce(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Introduces the ticked."""
    return _chosen(request, pk, "match", lambda rows: services.introduce_members(
        opening_id=pk, members=rows, by=request.user
    ))  # fmt: skip


@require_GET
@require_role(*WRITERS)
def match_off_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever of the people off file may be sent there."""
    return _choice(request, pk, "match_off_file")


@require_POST
@require_role(*WRITERS)
def introduce_off_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Introduces the ticked."""
    return _chosen(request, pk, "match_off_file", lambda rows: services.introduce_people(
        opening_id=pk, people=rows, by=request.user
    ))  # fmt: skip


def get_opening(request: AuthenticatedRequest, pk: int) -> JobOpening:
    """The opening of the scope. Raises Http404 outside it."""
    rows = list_openings(request.user).select_related("made_by", "made_for", "closed_by", "closed_for")
    row: JobOpening = get_object_or_404(rows, pk=pk)
    return row


def _page(request: AuthenticatedRequest, row: JobOpening, form: CloseForm, status: int = 200) -> HttpResponse:
    columns = without(choose(REFERRALS, ()), "post", "employer")
    may_write = _may_write(request, row)
    context = {
        "opening": row,
        **Rows[Any](columns, url=link_to("employment:referral")).page(list_referrals(row), request.GET),
        "remark": get_wage_remark(row),
        "form": form,
        "may_write": may_write,
        "may_introduce": may_write and row.is_current,
    }
    return render(request, "employment/opening.html", context, status=status)


def _may_write(request: AuthenticatedRequest, row: JobOpening) -> bool:
    return row.is_open and not services.opening_blocker(row, request.user)


def _filter(request: AuthenticatedRequest) -> OpeningFilter:
    return OpeningFilter(request.GET, queryset=list_openings(request.user), user=request.user)


def _narrowed(request: AuthenticatedRequest, pk: int, page: str) -> tuple[JobOpening, Any]:
    row = get_opening(request, pk)
    if page == "match":
        return row, SeekerFilter(request.GET, queryset=list_fitting(row, request.user), user=request.user)
    rows = list_fitting_off_file(row, request.user)
    return row, OffFileFilter(request.GET, queryset=rows, user=request.user)


def _choice(request: AuthenticatedRequest, pk: int, page: str) -> HttpResponse:
    row, found = _narrowed(request, pk, page)
    if not (_may_write(request, row) and row.is_current):
        return redirect("employment:opening", pk=pk)
    if page == "match":
        url = link_to("archives:case", "member.household_id")
        rows = Rows[Any](MATCHES, url=url, tick=lambda one: Tick(one.member.pk, one.member))
        listed = rows.page(found.chosen, request.GET, make=make_matches)
    else:
        url = link_to("people:person", "uid")
        listed = Rows[Any](PEOPLE, url=url, tick=lambda one: Tick(one.pk, one)).page(
            found.chosen, request.GET
        )
    context = {
        **listed,
        "opening": row,
        "filter": found,
        "is_narrowed": bool(found.values),
        "of_files": page == "match",
        "add_url": reverse(f"employment:{_ADD[page]}", args=[pk]) + f"?{urlencode(found.values)}",
    }
    return render(request, "employment/match.html", context)


_ADD = {"match": "introduce", "match_off_file": "introduce_off_file"}


def _chosen(request: AuthenticatedRequest, pk: int, page: str, put: Callable[[Any], int]) -> HttpResponse:
    _row, found = _narrowed(request, pk, page)
    if put_ticked(request, found.chosen, put, said=_("已介绍 %(n)s 人，可以逐个打印介绍信。")):
        return redirect("employment:opening", pk=pk)
    return redirect(f"{reverse(f'employment:{page}', args=[pk])}?{urlencode(found.values)}")
