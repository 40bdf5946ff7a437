"""One union's list in the year's verification: the clerk works it off, the county looks and sends back."""

import uuid
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.surveys.columns import UNIT_BADGES
from cases.surveys.forms.surveys import ReasonForm, SurveyStepForm
from cases.surveys.models import Survey, SurveyEntry, SurveyUnit
from cases.surveys.reports.surveys import PRINT_ROWS, files_workbook, visit_sheets
from cases.surveys.selectors import progress as survey_progress
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services import surveys as services
from cases.surveys.services.surveys import MOST_AT_ONCE
from cases.surveys.states import ADDED, EntryStatus
from cases.surveys.views.lists import file_rows, returned_rows
from cases.surveys.views.surveys import READERS, chosen_union, get_survey
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.states import CASE_REVIEWER, Level, Role
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, paper, workbook
from hardship.kernel.keys import read_keys
from hardship.kernel.pages import numbered
from hardship.kernel.scope import Part, competent_id, hands_of
from hardship.kernel.workflow import Refused

SIZE = 50


@require_GET
@require_role(*READERS)
def survey_files(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, get_survey(request, uid))


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def survey_unit_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    rows = SurveyUnit.objects.visible_to(request.user).select_related("survey__union", "union")
    unit = get_object_or_404(rows, uid=uid)
    form = SurveyStepForm(request.POST)
    survey = get_survey(request, unit.survey.uid)
    if not form.is_valid():
        return _page(request, survey, unit.union, form, status=422)
    try:
        done = services.take_unit_step(unit_id=unit.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, survey, unit.union, form, status=409)
    said = {"union": unit.union.short_name, "state": done.get_state_display()}
    messages.success(request, _("%(union)s的核查清单：%(state)s。") % said)
    return redirect(_url(survey, unit.union))


@require_POST
@require_role(Role.CLERK)
def survey_verify(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """核查无变化 for the chosen files, or for the one whose button was pressed."""
    survey = get_survey(request, uid)
    keys = _keys(request, "only") or _keys(request, "pk")
    if not keys:
        messages.info(request, _("请先勾选档案。"))
        return redirect(_url(survey, status=request.POST.get("status", "")))
    if not survey.is_open:
        messages.error(request, _("这次核查没有启动或已经结束。"))
        return redirect(_url(survey))
    outcome = services.verify_many(household_ids=keys, by=request.user)
    if outcome.done:
        told = outcome.done[0] if len(outcome.done) == 1 else len(outcome.done)
        words = (
            _("%(name)s：核查无变化，已完成。")
            if len(outcome.done) == 1
            else _("%(name)s 户核查无变化，已完成。")
        )
        messages.success(request, words % {"name": told})
    for household, why in outcome.refused:
        link = format_html('<a href="{}">{}</a>', reverse("archives:changes", args=[household.pk]), household)
        messages.error(request, format_html(_("{} 没有办成：{}"), link, why))
    return redirect(_url(survey, status=request.POST.get("status", "")))


@require_POST
@require_role(Role.REVIEWER)
def survey_return(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """批量退回: what was chosen once more, the reason, and back it goes."""
    survey = get_survey(request, uid)
    union, status = chosen_union(request, survey), _status(request.POST.get("status", ""))
    everything, keys = request.POST.get("all") == "1", _keys(request, "pk")
    rows = selectors.list_entries(survey, user=request.user, union=union)
    rows = rows.filter(hands_of(request.user, Part.REVIEW))
    chosen = _narrowed(rows, status) if everything else rows.filter(household__in=keys)
    form = ReasonForm(
        request.POST if "reason" in request.POST else None, label=_("退回原因"),
        hint=_("基层工会会在清单最前面看到这段话，例如：收入与社保数据不符，请上门再核"),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            count = services.return_entries(
                survey_id=survey.pk, entries=chosen, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已退回 %(count)s 户重查。") % {"count": count})
            return redirect(_url(survey, union))
    lines = list(selectors.describe(selectors.InOrder(chosen)[:SIZE]))
    context = {
        "survey": survey, "union": union, "status": status, "all": everything, "form": form,
        "listed": len(lines), **returned_rows().context(lines),
        "keys": [] if everything else keys, "count": chosen.count(), "back": _url(survey, union, status),
    }  # fmt: skip
    return render(request, "surveys/survey_return.html", context, status=_code(form))


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def survey_excuse(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """Why one file cannot be verified this time."""
    survey = get_survey(request, uid)
    own = Household.objects.visible_to(request.user).filter(union=request.user.union)
    household = get_object_or_404(own.select_related("head", "union"), pk=pk)
    entry = get_object_or_404(
        SurveyEntry.objects.visible_to(request.user), survey=survey, household=household
    )
    form = ReasonForm(
        request.POST or None, initial={"reason": entry.excuse}, label=_("未能核查的原因"),
        hint=_("例如：外出务工，两次上门和电话均联系不上"),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.excuse(
                survey_id=survey.pk, household_id=pk, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已说明 %(name)s 未能核查的原因。") % {"name": household})
            return redirect(_url(survey))
    context = {"survey": survey, "household": household, "form": form, "back": _url(survey)}
    return render(request, "surveys/survey_excuse.html", context, status=_code(form))


@require_GET
@require_role(*READERS)
def survey_files_export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    survey = get_survey(request, uid)
    union, status = chosen_union(request, survey), _status(request.GET.get("status", ""))
    entries = _narrowed(selectors.list_entries(survey, user=request.user, union=union), status)
    count = entries.order_by()[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        messages.error(request, _("超过 %(n)s 户，请选择下级工会或情况后再导出。") % {"n": f"{MOST_ROWS:,}"})
        return redirect(_url(survey, union, status))
    lines = selectors.describe(selectors.in_order(selectors.with_files(entries)).iterator(chunk_size=1000))
    if status == ADDED:
        lines = selectors.describe_added(selectors.list_added(survey, user=request.user, union=union), survey)
    shown = [*lines]
    content = files_workbook(
        survey, shown, union=union, user=request.user, count=len(shown), status=_word(status)
    )
    audit.record_export(
        "survey_files", by=request.user, content=content, rows=len(shown), target=survey,
        filters={"status": status, "union": union.pk},
    )  # fmt: skip
    name = _("年度核查清单_%(union)s_%(n)s户.xlsx") % {"union": union.short_name, "n": len(shown)}
    return workbook(content, name)


@require_GET
@require_role(*READERS)
def survey_sheets(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """入户核查登记表 of the list, to take along: what is on file, and room for what is found."""
    survey = get_survey(request, uid)
    union, status = chosen_union(request, survey), _status(request.GET.get("status", ""))
    entries = _narrowed(selectors.list_entries(survey, user=request.user, union=union), status)
    ordered = selectors.in_order(selectors.with_files(entries))[: PRINT_ROWS + 1]
    lines = list(selectors.describe(ordered))
    if not lines or len(lines) > PRINT_ROWS:
        many = _("超过 %(n)s 户，请按工会打印。") % {"n": PRINT_ROWS}
        messages.error(request, many if lines else _("没有要核查的家庭，不用打印。"))
        return redirect(_url(survey, union, status))
    # who goes there needs the number to call first
    full = request.user.has_role(Role.CLERK) and request.user.union_id == union.pk
    content = visit_sheets(survey, lines, union=union, full=full)
    audit.record_export(
        "survey_roster", by=request.user, content=content, rows=len(lines), masked=not full, target=survey
    )
    name = _("入户核查登记表_%(union)s.pdf") % {"union": union.short_name}
    return paper(content, name)


def _page(
    request: AuthenticatedRequest,
    survey: Survey,
    union: Union | None = None,
    form: SurveyStepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    union = union or chosen_union(request, survey)
    wanted = _status(request.GET.get("status", ""))
    entries = selectors.list_entries(survey, user=user, union=union)
    added = selectors.list_added(survey, user=user, union=union) if survey.opened_at else None
    counts = selectors.count_statuses(entries)
    fresh = added.count() if added is not None else 0
    if wanted == ADDED and added is not None:
        shown = numbered(list(selectors.describe_added(added, survey))[:500], request.GET)
    else:
        shown = numbered(selectors.InOrder(_narrowed(entries, wanted)), request.GET)
    lines = list(shown if wanted == ADDED else selectors.describe(shown))
    progress = survey_progress.Progress(
        union, counts=counts, added=fresh, visited=selectors.count_visited(entries)
    )
    unit = selectors.get_unit(survey, union)
    is_clerk = survey.is_open and user.has_role(Role.CLERK) and union.pk == user.union_id
    may_tick = is_clerk and any(line.is_undone for line in lines)
    may_return = survey.is_open and CASE_REVIEWER.is_held_by(user)
    may_return = may_return and competent_id(union, Part.REVIEW) == user.union_id
    rows = file_rows(
        survey,
        is_own=union.level == Level.GRASSROOTS,
        may_act=is_clerk and any(line.can_be_verified for line in lines),
        can_be_ticked=attrgetter("is_undone" if is_clerk else "can_be_returned")
        if may_tick or may_return
        else None,
    )
    context: dict[str, Any] = {
        "survey": survey,
        "union": union,
        "progress": progress,
        "unit": unit,
        "unit_badge": UNIT_BADGES[unit.state] if unit else "",
        "buttons": services.list_unit_buttons(unit, user) if unit else [],
        "page": shown,
        **rows.context(lines),
        "chips": _chips(survey, union, counts, fresh, wanted),
        "status": wanted,
        "query": urlencode({"union": str(union.pk), "status": wanted}),
        "is_clerk": is_clerk,
        "may_tick": may_tick,
        "may_return": may_return,
        "is_home": user.union.level == Level.GRASSROOTS,
        "form": form,
    }
    return render(request, "surveys/survey_files.html", context, status=status)


def _chips(
    survey: Survey, union: Union, counts: dict[str, int], fresh: int, wanted: str
) -> list[dict[str, Any]]:
    found = [("", _("全部"), sum(counts.values()))]
    found += [(value, str(label), counts[value]) for value, label in EntryStatus.choices]
    found.append((ADDED, _("新增"), fresh))
    return [
        {"label": label, "url": _url(survey, union, value), "current": value == wanted, "count": count}
        for value, label, count in found
        if count or value in ("", EntryStatus.OPEN, wanted)
    ]


def _narrowed(entries: Any, status: str) -> Any:
    return entries.filter(status=status) if status in EntryStatus.values else entries


def _status(text: str) -> str:
    return text if text in (*EntryStatus.values, ADDED) else ""


def _word(status: str) -> str:
    if status == ADDED:
        return _("新增")
    return str(EntryStatus(status).label) if status else _("全部")


def _keys(request: AuthenticatedRequest, name: str) -> list[int]:
    return read_keys(request.POST.getlist(name), most=MOST_AT_ONCE)


def _url(survey: Survey, union: Union | None = None, status: str = "") -> str:
    query = {"union": union.pk if union else "", "status": _status(status)}
    kept = urlencode({name: value for name, value in query.items() if value})
    address = reverse("surveys:survey_files", args=[survey.uid])
    return f"{address}?{kept}" if kept else address


def _code(form: ReasonForm) -> int:
    if not form.errors:
        return 200
    return 409 if form.non_field_errors() else 422
