"""年度脱困任务: how far the unions are, and what each is to reach."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.plans import reports, services
from cases.plans.columns import YEAR_COLUMNS
from cases.plans.forms import TaskForm
from cases.plans.selectors import years as selectors
from cases.plans.selectors.years import YearRow
from cases.plans.views.plans import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.keys import read_key
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import number
from hardship.kernel.workflow import Refused

UNIONS = 100
FIRST_YEAR = 2016


@require_GET
@require_role(*READERS)
def year(request: AuthenticatedRequest) -> HttpResponse:
    """Progress by union, whoever lacks most first; a group of unions leads on to its own."""
    union, chosen = _union(request), _year(request)
    rows = selectors.list_year(request.user, union=union, year=chosen)
    this_year = timezone.localdate().year
    context = {
        "union": union,
        "is_part": union.pk != request.user.union_id,
        "year": chosen,
        "total": selectors.total(rows, union, chosen),
        **_rows(request, chosen).page(rows, request.GET, size=UNIONS),
        "chips": [
            {"label": _("%(year)s 年") % {"year": one}, "count": None, "current": one == chosen,
             "url": f"?{urlencode({'union': union.pk, 'year': one})}"}
            for one in range(this_year - 1, this_year + 3)
        ],
        "query": urlencode({"union": union.pk, "year": chosen}),
        "task": selectors.get_task(union, chosen),
        "may_set": services.may_set_task(union, request.user),
    }  # fmt: skip
    return render(request, "plans/year.html", context)


@require_POST
@require_role(*READERS)
def year_export(request: AuthenticatedRequest) -> HttpResponse:
    """The table of progress as a workbook."""
    union, chosen = _union(request), _year(request)
    rows = selectors.list_year(request.user, union=union, year=chosen)
    title = _("%(union)s %(year)s 年脱困解困进度") % {"union": union.name, "year": chosen}
    content = reports.year_workbook(rows, title=title, by=request.user)
    audit.record_export("year_progress", by=request.user, content=content, rows=len(rows))
    return workbook(content, f"{title}.xlsx")


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def task(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What a union is to reach, as the union above sets it."""
    union: Union = get_object_or_404(Union.objects.visible_to(request.user), pk=pk)
    if not services.may_set_task(union, request.user):
        raise PermissionDenied
    chosen = _year(request)
    form = TaskForm(request.POST or None, year=chosen, task=selectors.get_task(union, chosen))
    status = 422 if request.method == "POST" else 200
    back = f"{reverse('plans:year')}?{urlencode({'year': chosen})}"
    if request.method == "POST" and form.is_valid():
        try:
            services.set_task(union=union, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已设定“%(union)s”的年度任务。") % {"union": union.name})
            return redirect(f"{reverse('plans:year')}?{urlencode({'year': form.cleaned_data['year']})}")
    context = {"form": form, "union": union, "back": back}
    return render(request, "plans/task.html", context, status=status)


def _union(request: AuthenticatedRequest) -> Union:
    """The union that `?union=` names, or the person's own; 404 outside the scope."""
    wanted = read_key(request.GET.get("union", ""))
    if not wanted:
        own: Union = request.user.union
        return own
    found: Union = get_object_or_404(Union.objects.visible_to(request.user), pk=wanted)
    return found


def _year(request: HttpRequest) -> int:
    """The year that `?year=` names, or this one."""
    wanted, this_year = read_key(request.GET.get("year", "")), timezone.localdate().year
    return wanted if FIRST_YEAR <= wanted <= this_year + 10 else this_year


def _rows(request: AuthenticatedRequest, chosen: int) -> Rows[YearRow]:
    def link(row: YearRow) -> str:
        query = urlencode({"union": row.union.pk, **({"year": chosen} if row.is_group else {})})
        return f"{reverse('plans:year') if row.is_group else reverse('plans:exits')}?{query}"

    def aim(row: YearRow) -> object:
        if not services.may_set_task(row.union, request.user):
            return row.target
        url = f"{reverse('plans:task', args=[row.union.pk])}?{urlencode({'year': chosen})}"
        return format_html('<a href="{}" aria-label="{}">{}</a>', url, _("设定任务"), number(row.target))

    def short(row: YearRow) -> object:
        return format_html("<b>{}</b>", number(row.short)) if row.short else 0

    drawn: dict[str, Any] = {"target": aim, "short": short}
    return Rows(YEAR_COLUMNS, url=link, drawn=drawn)
