"""政策与标准: what is in force, published to everybody who works by it (制度公示, requirement F5)."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.policies import selectors, services
from cases.policies.forms import DayForm
from cases.policies.models import Halt, Programme
from cases.policies.rules import describe_programme, kinds_words, make_leaflet
from cases.policies.selectors.halts import list_halts, list_to_look_at
from cases.policies.views.tabs import may_keep_standards, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.calendar import DateError, parse_date
from hardship.kernel.workflow import Refused

FIRST_YEAR = 2000


@require_GET
def policies(request: AuthenticatedRequest) -> HttpResponse:
    """The programmes in force for the person's union."""
    today = timezone.localdate()
    programmes = selectors.list_visible_programmes(user=request.user, on=today)
    halts = list_halts(programmes)
    routing = selectors.list_routing(union=request.user.union, on=today)
    rows = [
        (
            row,
            describe_programme(row.document, row.code),
            [kinds_words(paper) for paper in row.rule.papers],
            make_leaflet(row.document, row.code, routing).ways,
            halts.get(row.pk),
        )
        for row in programmes
    ]
    context = {
        "rows": rows,
        "tabs": tabs("policies"),
        "warning": _calendar_gap(request),
        "may_halt": request.user.has_role(Role.ADMINISTRATOR),
        "waiting": _waiting(request, programmes),
    }
    return render(request, "policies/list.html", context)


def _waiting(request: AuthenticatedRequest, shown: Sequence[Programme]) -> list[Halt]:
    """The stops of programmes of unions below that wait for this person: they stand on no page of theirs."""
    if not request.user.has_role(Role.ADMINISTRATOR, Role.REVIEWER):
        return []
    codes = {(row.union_id, row.code) for row in shown}
    rows = list_to_look_at(request.user).order_by("pk")
    return [row for row in rows if (row.union_id, row.code) not in codes]


@require_GET
def calendar(request: AuthenticatedRequest) -> HttpResponse:
    """Holidays and make-up workdays of one year."""
    return _calendar_page(request, DayForm(), _year(request))


@require_POST
@require_role(Role.ADMINISTRATOR)
def day_set(request: AuthenticatedRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, form, _year(request), status=422)
    try:
        day = services.set_day(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _calendar_page(request, form, _year(request), status=409)
    messages.success(request, _("已保存 %(day)s。") % {"day": day.on.isoformat()})
    return redirect(f"{reverse('policies:calendar')}?year={day.on.year}")


@require_POST
@require_role(Role.ADMINISTRATOR)
def day_remove(request: AuthenticatedRequest) -> HttpResponse:
    try:
        on = parse_date(request.POST.get("on", ""))
        services.remove_day(on=on, by=request.user)
    except (DateError, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("policies:calendar")
    messages.success(request, _("已删除 %(day)s，按星期判断。") % {"day": on.isoformat()})
    return redirect(f"{reverse('policies:calendar')}?year={on.year}")


def _calendar_page(
    request: AuthenticatedRequest, form: DayForm, year: int, status: int = 200
) -> HttpResponse:
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
        "tabs": tabs("calendar"),
        "may_edit": may_keep_standards(request),
        "warning": _calendar_gap(request),
    }
    return render(request, "policies/calendar.html", context, status=status)


def _year(request: AuthenticatedRequest) -> int:
    text = request.GET.get("year", "")
    this_year = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return year if FIRST_YEAR <= year <= this_year + 2 else this_year


def _calendar_gap(request: AuthenticatedRequest) -> str:
    """To whoever can mend it: the year whose holidays are not entered although its days are counted."""
    if not may_keep_standards(request):
        return ""
    year = selectors.missing_calendar_year(timezone.localdate())
    if year is None:
        return ""
    return _(
        "%(year)d 年的放假安排还没有录入：期限或公示期算到这一年的，录入以前不能提交、审批、公示。"
        "请在国务院办公厅公布后录入。"
    ) % {"year": year}
