"""慰问活动: the list, one campaign with its groups, quotas and steps, its document."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.campaigns import selectors, services
from cases.campaigns.columns import CAMPAIGNS, GROUPS, LISTS, QUOTAS
from cases.campaigns.filters import CampaignFilter
from cases.campaigns.forms import StepForm
from cases.campaigns.rules import add_up
from cases.campaigns.states import READERS, TRANSITIONS, WRITERS, State
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose, without
from hardship.kernel.files import contents_of
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("campaigns", gettext_lazy("慰问活动"), CAMPAIGNS, "campaigns:list")
SHEET = ListExport(
    "campaign_quotas", gettext_lazy("慰问名额"), QUOTAS, "campaigns:list",
    totals=["households", "people", "yuan"],
)  # fmt: skip
SUMMED = ("people", "households", "cash", "goods", "yuan")
DECISIONS = [row for row in TRANSITIONS if row.is_decision]
STEPS = (("made", gettext_lazy("起草")), ("opened", gettext_lazy("批准")), ("closed", gettext_lazy("结束")))


@require_GET
@require_role(*READERS)
def campaigns(request: AuthenticatedRequest) -> HttpResponse:
    """The campaigns of the scope and of the unions above as they are narrowed."""
    found = _filter(request)
    shown = choose(CAMPAIGNS, ())
    context = {
        **Rows[Any](shown, url=link_to("campaigns:campaign")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *State.choices]),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "campaigns/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> CampaignFilter:
    rows = selectors.list_campaigns(user=request.user)
    return CampaignFilter(request.GET, queryset=rows, user=request.user)


@require_GET
@require_role(*READERS)
def campaign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """批准、收齐、批准名单、退回、开始慰问、总结、结束、取消、作废."""
    row, form = _get(request, pk), StepForm(request.POST)
    if selectors.looks_from_below(row, request.user):
        raise Http404
    done = attempt(form, lambda: services.take_step(campaign_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("campaigns:campaign", pk=pk)


@require_GET
@require_role(*READERS)
def scan(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The document that the campaign rests on; who read it is on record."""
    row = _get(request, pk)
    if not row.scan:
        raise Http404
    content = contents_of(row.scan)
    audit.record_export("campaign_scan", by=request.user, content=content, rows=1, target=row)
    name = f"{row.document_no}.{row.scan_type.rpartition('/')[2]}"
    return stored_file(File(BytesIO(content)), name=name, media_type=row.scan_type)


@require_POST
@require_role(*READERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The quotas as a workbook; the download is on record."""
    row = _get(request, pk)
    rows = selectors.list_quotas(row, request.user)
    return SHEET.answer(request, rows, conditions=[str(row)], filters={"campaign": row.pk})


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    rows = selectors.list_campaigns(user=request.user).select_related("union", *selectors.HANDS)
    return get_object_or_404(rows, pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.step_blocker
    buttons = workflow.buttons(TRANSITIONS, row, by=request.user, blocker=blocker)
    quotas = list(selectors.list_quotas(row, request.user))
    is_below = selectors.looks_from_below(row, request.user)
    total = add_up(quota.share for quota in quotas)
    is_writer = request.user.union_id == row.union_id and request.user.has_role(*WRITERS)
    lists = list(selectors.list_lists(user=request.user).filter(campaign=row))
    own = next((one for one in lists if one.union_id == request.user.union_id), None)
    context = {
        "campaign": row,
        "groups": Rows[Any](GROUPS).context(row.groups.order_by("position")),
        "quotas": Rows[Any](QUOTAS).context(quotas, {key: Decimal(n) for key, n in vars(total).items()}),
        "has_quotas": bool(quotas),
        "total": total,
        "caps": selectors.get_caps(row.union, row.from_on),
        "funds": [] if is_below else row.funds.order_by("pk"),
        "is_below": is_below,
        "lists": _lists(lists),
        "has_lists": bool(lists),
        "own_list": own,
        "missing": _missing(row, request) if row.gathers else [],
        "may_begin": _may_begin(row, request, own),
        "form": form,
        "buttons": buttons,
        "obstacle": "" if buttons else workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "hands": [(label, who) for name, label in STEPS if (who := row.hand(name))],
        "has_teams": row.is_visiting or row.teams.exists(),
        "may_edit": is_writer and row.is_writable,
        "may_share": is_writer and row.is_shared_out,
    }
    return render(request, "campaigns/campaign.html", context, status=status)


def _lists(rows: list[Any]) -> dict[str, Any]:
    """The lists of a campaign with their sums."""
    shown = without(LISTS, "campaign")
    sums = {name: Decimal(sum(getattr(one, name) for one in rows)) for name in SUMMED}
    return Rows[Any](shown, url=link_to("campaigns:people")).context(rows, sums if rows else None)


def _missing(row: Any, request: AuthenticatedRequest) -> list[Any]:
    """The quotas of the scope for which no list was handed in."""
    rows = selectors.list_missing(row)
    return list(rows.filter(union__path__startswith=request.user.union.path))


def _may_begin(row: Any, request: AuthenticatedRequest, own: Any) -> bool:
    if own or not row.takes_lists or not request.user.has_role(*WRITERS):
        return False
    return bool(row.quotas.filter(union=request.user.union_id).exists())
