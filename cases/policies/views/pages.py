"""政策与标准: what is in force, published to everybody who works by it (制度公示, requirement F5)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.policies import selectors, services
from cases.policies.forms import DayForm, StandardForm
from cases.policies.rules import describe
from hardship.accounts.access import require_role
from hardship.accounts.states import Level, Role
from hardship.kernel.calendar import DateError, parse_date
from hardship.kernel.documents import normalise

SIZE = 50
FIRST_YEAR = 2000


@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """The programmes in force for the person's union."""
    today = timezone.localdate()
    programmes = selectors.list_visible_programmes(user=request.user, on=today)
    rows = [(row, describe(row.amount_kind, row.amount_rule)) for row in programmes]
    context = {"rows": rows, "tabs": _tabs("policies"), "warning": _calendar_gap(request)}
    return render(request, "policies/list.html", context)


@require_GET
def standards(request: HttpRequest) -> HttpResponse:
    """The living standards, found by region or code."""
    text = normalise(request.GET.get("q", "")[:20])
    page = Paginator(selectors.search_standards(text), SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": text,
        "tabs": _tabs("standards"),
        "today": timezone.localdate(),
        "may_edit": _may_edit(request),
    }
    return render(request, "policies/standards.html", context)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def standard_new(request: HttpRequest) -> HttpResponse:
    form = StandardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_standard(by=request.user, **form.cleaned_data)
        except services.PolicyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("已录入%(region)s的标准 %(monthly)s 元，自 %(day)s 起执行。")
                % {
                    "region": row.region,
                    "monthly": f"{row.monthly:,.2f}",
                    "day": row.effective_from.isoformat(),
                },
            )
            return redirect("policies:standards")
    status = 422 if form.is_bound else 200
    return render(request, "policies/standard_form.html", {"form": form}, status=status)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Holidays and make-up workdays of one year."""
    return _calendar_page(request, DayForm(), _year(request))


@require_POST
@require_role(Role.ADMINISTRATOR)
def day_set(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, form, _year(request), status=422)
    try:
        day = services.set_day(by=request.user, **form.cleaned_data)
    except services.PolicyRefused as refusal:
        form.add_error(None, str(refusal))
        return _calendar_page(request, form, _year(request), status=409)
    messages.success(request, _("已保存 %(day)s。") % {"day": day.on.isoformat()})
    return redirect(f"{reverse('policies:calendar')}?year={day.on.year}")


@require_POST
@require_role(Role.ADMINISTRATOR)
def day_remove(request: HttpRequest) -> HttpResponse:
    try:
        on = parse_date(request.POST.get("on", ""))
        services.remove_day(on=on, by=request.user)
    except (DateError, services.PolicyRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("policies:calendar")
    messages.success(request, _("已删除 %(day)s，按星期判断。") % {"day": on.isoformat()})
    return redirect(f"{reverse('policies:calendar')}?year={on.year}")


def _calendar_page(request: HttpRequest, form: DayForm, year: int, status: int = 200) -> HttpResponse:
    known = selectors.list_calendar_years()
    this_year = timezone.localdate().year
    years = sorted({*known, this_year, this_year + 1})
    context = {
        "form": form,
        "year": year,
        "days": selectors.list_days(year),
        "chips": [
            {"label": str(y), "url": f"?year={y}", "current": y == year, "count": known.get(y, 0)}
            for y in years
        ],
        "tabs": _tabs("calendar"),
        "may_edit": _may_edit(request),
        "warning": _calendar_gap(request),
    }
    return render(request, "policies/calendar.html", context, status=status)


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    this_year = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return year if FIRST_YEAR <= year <= this_year + 2 else this_year


def _calendar_gap(request: HttpRequest) -> str:
    """To whoever can mend it: the year whose holidays are not entered although its days are counted."""
    if not _may_edit(request):
        return ""
    year = selectors.missing_calendar_year(timezone.localdate())
    if year is None:
        return ""
    return _(
        "%(year)d 年的放假安排还没有录入，办理时限和公示期会按星期计算。请在国务院办公厅公布后录入。"
    ) % {"year": year}


def _may_edit(request: HttpRequest) -> bool:
    user = request.user
    return user.has_role(Role.ADMINISTRATOR) and user.union.level in (Level.PROVINCE, Level.CITY)


def _tabs(current: str) -> list[dict[str, Any]]:
    pages = (
        ("policies", _("帮扶政策"), "policies:list"),
        ("standards", _("低保标准"), "policies:standards"),
        ("calendar", _("放假与调休"), "policies:calendar"),
    )
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in pages]
