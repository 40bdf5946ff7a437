"""年度工作安排: the list of a year, one matter, what is put down and what came of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.desk import PLACES
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows
from hardship.yearplans import selectors, services
from hardship.yearplans.columns import ENTRIES
from hardship.yearplans.filters import SHOWN, YearFilter
from hardship.yearplans.forms import EndForm, EntryForm, YearForm
from hardship.yearplans.models import YearEntry
from hardship.yearplans.states import WRITERS

EXPORT = ListExport("year_plan", gettext_lazy("年度工作安排"), ENTRIES, "yearplans:entries")


@require_GET
def entries(request: AuthenticatedRequest) -> HttpResponse:
    """The matters of the scope as they are narrowed, in the order of their days."""
    found, year = _filter(request), timezone.localdate().year
    context = {
        **Rows[YearEntry](without(ENTRIES, "note"), url=link_to("yearplans:entry", "uid")).page(
            found.chosen, request.GET
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "may_write": request.user.has_role(*WRITERS),
        "year": year,
        "years": (year, year + 1),
    }
    return render(request, "yearplans/entries.html", context)


@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def entry_new(request: AuthenticatedRequest) -> HttpResponse:
    form = EntryForm(request.POST or None, union=request.user.union)
    made = attempt(form, lambda: services.add_entry(by=request.user, **form.cleaned_data))
    if made.made is None:
        return render(request, "yearplans/entry_form.html", {"form": form}, status=made.status)
    messages.success(request, _("已列入 %(year)s 年的安排。") % {"year": made.made.year})
    return redirect("yearplans:entry", uid=made.made.uid)


@require_GET
def entry(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid), EndForm())


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def entry_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = EntryForm(request.POST or None, union=row.union, entry=row)
    made = attempt(form, lambda: services.change_entry(entry_id=row.pk, by=request.user, **_told(form)))
    if made.made is None:
        context = {"form": form, "entry": row}
        return render(request, "yearplans/entry_form.html", context, status=made.status)
    messages.success(request, _("已保存。"))
    return redirect("yearplans:entry", uid=uid)


@require_POST
def entry_end(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """办完了, or 不办了 with the reason."""
    row, form = _get(request, uid), EndForm(request.POST)
    is_done = "drop" not in request.POST
    made = attempt(
        form,
        lambda: services.end_entry(entry_id=row.pk, is_done=is_done, by=request.user, **form.cleaned_data),
    )
    if made.made is None:
        return _page(request, row, form, made.status)
    messages.success(request, _("已登记。"))
    return redirect("yearplans:entry", uid=uid)


@require_POST
@require_role(*WRITERS)
def take_guide(request: AuthenticatedRequest) -> HttpResponse:
    """What the guide says of a year, all at once."""
    said = _("列入了 %(n)s 项，请定责任人、改日期。")
    return _all_at_once(request, services.take_guide, said, step=0)


@require_POST
@require_role(*WRITERS)
def copy_year(request: AuthenticatedRequest) -> HttpResponse:
    """What was put down for a year, once more for the next one."""
    return _all_at_once(request, services.copy_year, _("复制了 %(n)s 项，请核对责任人和日期。"), step=1)


def _all_at_once(
    request: AuthenticatedRequest, service: Callable[..., int], said: str, *, step: int
) -> HttpResponse:
    """`step` is by how many years later than asked the new matters are."""
    form, back = YearForm(request.POST), reverse("yearplans:entries")
    made = attempt(form, lambda: service(year=form.cleaned_data["year"], by=request.user))
    if made.made is None:
        messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
        return redirect(back)
    year = form.cleaned_data["year"] + step
    if made.made:
        messages.success(request, said % {"n": made.made})
    else:
        messages.info(request, _("没有新的要列入，%(year)s 年已经有了。") % {"year": year})
    return redirect(f"{back}?year={year}")


def _told(form: EntryForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "uid"}


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> YearEntry:
    rows = selectors.list_entries(request.user).select_related("made_by", "ended_by", "ended_for")
    return get_object_or_404(rows, uid=uid)


def _page(request: AuthenticatedRequest, row: YearEntry, form: EndForm, status: int = 200) -> HttpResponse:
    user, place = request.user, PLACES.get(row.place)
    context: dict[str, Any] = {
        "entry": row,
        "form": form,
        "place": place,
        "may_open": place is not None and (not place.roles or bool(place.roles & user.roles)),
        "may_end": not services.end_blocker(row, user),
        "may_change": row.is_open and not services.write_blocker(row.union, user),
    }
    return render(request, "yearplans/entry.html", context, status=status)


def _filter(request: AuthenticatedRequest) -> YearFilter:
    return YearFilter(request.GET, queryset=selectors.list_entries(request.user), user=request.user)
