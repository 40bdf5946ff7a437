"""What is counted without anybody's name: cases of a year, arrears of wages, advice in passing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.care import selectors, services
from cases.care.columns import ADVICE_COLUMNS, ARREARS_COLUMNS, FIGURE_COLUMNS
from cases.care.filters import AdviceFilter, FigureFilter
from cases.care.forms import AdviceForm
from cases.care.models import CareCase
from cases.care.states import READERS, WRITERS
from cases.care.views.cases import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import make_tabs
from hardship.kernel.rows import Rows

FIGURES = ListExport("care_figures", gettext_lazy("心理疏导和法律援助统计"), FIGURE_COLUMNS, "care:figures")
ARREARS = ListExport("care_arrears", gettext_lazy("欠薪案件统计"), ARREARS_COLUMNS, "care:arrears")
ADVICE = ListExport(
    "care_advice", gettext_lazy("咨询登记"), ADVICE_COLUMNS, "care:advice", totals=("persons",)
)
HIDDEN = gettext_lazy("不足 5 人的一组只列名称，不列数字。")


@require_GET
@require_role(*READERS)
def figures(request: AuthenticatedRequest) -> HttpResponse:
    """How many of a year by form, with sums."""
    found = _counted(request)
    rows = selectors.count_cases(found.chosen)
    context = {
        "tabs": make_tabs(PAGES, "care:figures"), **Rows[Any](FIGURE_COLUMNS).context(rows), "filter": found
    }  # fmt: skip
    return render(request, "care/figures.html", context)


@require_POST
@require_role(*READERS)
def figures_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The same figures as a workbook."""
    found = _counted(request)
    rows = selectors.count_cases(found.chosen)
    words = [text for _name, text in found.described()]
    return FIGURES.answer(request, rows, conditions=words, filters=found.recorded, lines=[str(HIDDEN)])


@require_GET
@require_role(*READERS)
def arrears(request: AuthenticatedRequest) -> HttpResponse:
    """欠薪: what is owed to workers and what was got back, by union."""
    rows = selectors.count_arrears(request.user)
    context = {"tabs": make_tabs(PAGES, "care:arrears"), **Rows[Any](ARREARS_COLUMNS).context(rows)}
    return render(request, "care/arrears.html", context)


@require_POST
@require_role(*READERS)
def arrears_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The same as a workbook."""
    return ARREARS.answer(request, selectors.count_arrears(request.user), lines=[str(HIDDEN)])


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def advice(request: AuthenticatedRequest) -> HttpResponse:
    """What was asked in passing, with the one line that enters it."""
    form = AdviceForm(request.POST or None)
    done = attempt(form, lambda: services.add_advice(by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已登记。"))
        return redirect("care:advice")
    found = _asked(request)
    context = {
        "tabs": make_tabs(PAGES, "care:advice"),
        **Rows[Any](ADVICE_COLUMNS).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "form": form if request.user.has_role(*WRITERS) else None,
    }
    return render(request, "care/advice.html", context, status=done.status)


@require_POST
@require_role(*READERS)
def advice_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed."""
    found = _asked(request)
    return ADVICE.answer(request, found.chosen, found)


def _asked(request: AuthenticatedRequest) -> AdviceFilter:
    return AdviceFilter(request.GET, queryset=selectors.list_advice(request.user), user=request.user)


def _counted(request: AuthenticatedRequest) -> FigureFilter:
    return FigureFilter(request.GET, queryset=CareCase.objects.visible_to(request.user))
