"""慰问名单: the lists, one list with its people, sums and steps, its workbook."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.campaigns import selectors, services
from cases.campaigns.columns import BENEFICIARIES, LISTS
from cases.campaigns.filters import BeneficiaryFilter, ListFilter
from cases.campaigns.forms import IssueForm, ListStepForm
from cases.campaigns.models import CampaignList
from cases.campaigns.rules import Tally, find_overruns
from cases.campaigns.selectors.gifts import find_remarks
from cases.campaigns.states import LIST_TRANSITIONS, READERS, WRITERS, Kind, ListState
from cases.giving.forms import ReturnForm
from funds.goods.selectors import list_ready
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.keys import read_keys
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused

EXPORT = ListExport(
    "campaign_lists", gettext_lazy("慰问名单台账"), LISTS, "campaigns:lists",
    totals=["people", "households", "cash", "goods", "yuan"],
)  # fmt: skip
SHEET = ListExport(
    "campaign_list", gettext_lazy("慰问名单"), BENEFICIARIES, "campaigns:lists",
    totals=["heads", "cash", "goods", "yuan"],
)  # fmt: skip
DECISIONS = [row for row in LIST_TRANSITIONS if row.is_decision]
STEPS = (
    ("made", gettext_lazy("编制")),
    ("submitted", gettext_lazy("上报")),
    ("decided", gettext_lazy("批准或退回")),
)
MOST_TICKED = 500


@require_GET
@require_role(*READERS)
def lists(request: AuthenticatedRequest) -> HttpResponse:
    """The lists of the scope as they are narrowed."""
    found = _filter(request)
    context = {
        **Rows[Any](choose(LISTS, ()), url=link_to("campaigns:people")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *ListState.choices]),
    }
    return render(request, "campaigns/lists.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The lists as they are narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> ListFilter:
    return ListFilter(request.GET, queryset=selectors.list_lists(user=request.user), user=request.user)


@require_POST
@require_role(*WRITERS)
def begin(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """An empty list of the person's own union in a campaign."""
    row = get_object_or_404(selectors.list_campaigns(user=request.user), pk=pk)
    if not row.quotas.filter(union=request.user.union_id).exists():
        raise Http404
    try:
        made = services.begin_list(campaign_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:campaign", pk=pk)
    messages.success(request, _("已建立名单，请列入慰问对象。"))
    return redirect("campaigns:people", pk=made.pk)


@require_GET
@require_role(*READERS)
def people(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = get_list(request, pk)
    return _page(request, row, _form(row))


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """上报、撤回、批准、退回、撤销批准."""
    row = get_list(request, pk)
    form = _form(row, request.POST)
    done = attempt(form, lambda: services.take_list_step(list_id=pk, by=request.user, **form.told()))
    if done.made is None:
        return _page(request, get_list(request, pk), form, status=done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("campaigns:people", pk=pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def issue(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What of the union's stores was handed out for the list."""
    row = get_list(request, pk)
    form = IssueForm(request.POST or None, ready=list_ready(row.union))
    done = attempt(form, lambda: services.issue_goods(list_id=pk, by=request.user, **form.issued()))
    if done.made is None:
        context = {"form": form, "list": row, "tally": selectors.add_up_list(row)}
        return render(request, "campaigns/issue.html", context, status=done.status)
    messages.success(request, _("%(slip)s 已保存，等另一位核对签名、复核。") % {"slip": done.made})
    return redirect("campaigns:people", pk=pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def give_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What nobody of the list got comes back to the store."""
    row = get_list(request, pk)
    form = ReturnForm(request.POST or None, out=selectors.list_out_goods(row))
    done = attempt(form, lambda: services.return_list_goods(
        list_id=pk, by=request.user, key=form.cleaned_data["key"], **vars(form.told())
    ))  # fmt: skip
    if done.made is None:
        context = {"form": form, "list": row}
        return render(request, "campaigns/give_back.html", context, status=done.status)
    messages.success(request, _("%(slip)s 已保存，等另一位点收、复核。") % {"slip": done.made})
    return redirect("campaigns:people", pk=pk)


@require_POST
@require_role(*WRITERS)
def remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes the ticked people off."""
    row, keys = get_list(request, pk), read_keys(request.POST.getlist("pk"), most=MOST_TICKED)
    try:
        count = services.remove(list_id=row.pk, keys=keys, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已移出 %(n)s 行。") % {"n": count})
    return redirect("campaigns:people", pk=pk)


@require_POST
@require_role(*READERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The people of a list as they are narrowed; the download is on record."""
    row = get_list(request, pk)
    found = BeneficiaryFilter(request.GET, queryset=selectors.list_beneficiaries(row), of=row)
    return SHEET.answer(
        request, found.chosen, found, conditions=[row.campaign.name, row.union.name],
        filters={"list": row.pk}, make=lambda rows: _with_remarks(row, rows),
    )  # fmt: skip


def get_list(request: AuthenticatedRequest, pk: int) -> Any:
    """A list of the person's scope; else 404."""
    rows = CampaignList.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("campaign__union", "line", *selectors.LIST_HANDS, "union"), pk=pk
    )


def may_write(request: AuthenticatedRequest, row: CampaignList) -> bool:
    """Whether this person puts people on the list now."""
    return _is_own(request, row) and row.is_open and row.campaign.takes_lists


def _is_own(request: AuthenticatedRequest, row: CampaignList) -> bool:
    return bool(request.user.union_id == row.union_id and request.user.has_role(*WRITERS))


def _may_issue(request: AuthenticatedRequest, row: CampaignList, tally: Tally) -> bool:
    return _is_own(request, row) and row.is_approved and bool(tally.goods) and not selectors.has_goods(row)


def _form(row: CampaignList, data: Any = None) -> ListStepForm:
    lines = selectors.list_lines(row.campaign, timezone.localdate()) if row.is_submitted else ()
    return ListStepForm(data, lines=lines, seen=row.digest)


def _with_remarks(row: CampaignList, rows: Any) -> list[Any]:
    """These rows with what is to be known of each (`remark`)."""
    kept = list(rows)
    told = find_remarks(row, kept)
    for one in kept:
        one.remark = told.get(one.pk, "")
    return kept


def _page(request: AuthenticatedRequest, row: Any, form: ListStepForm, status: int = 200) -> HttpResponse:
    found = BeneficiaryFilter(request.GET, queryset=selectors.list_beneficiaries(row), of=row)
    is_writer = may_write(request, row)
    blocker = services.list_blocker
    buttons = workflow.buttons(LIST_TRANSITIONS, row, by=request.user, blocker=blocker)
    tally = selectors.add_up_list(row)
    drawn = Rows[Any](
        choose(BENEFICIARIES, ()),
        url=link_to("campaigns:beneficiary"),
        tick=(lambda one: Tick(one.pk, one, one.yuan)) if is_writer else None,
    )
    sums: dict[str, Any] = {
        "heads": tally.people,
        "cash": tally.cash,
        "goods": tally.goods,
        "yuan": tally.yuan,
    }
    listed = drawn.page(
        found.chosen, request.GET, make=lambda page: _with_remarks(row, page),
        sums=None if found.values else {key: Decimal(value) for key, value in sums.items()},
    )  # fmt: skip
    share = selectors.get_share(row)
    context = {
        **listed,
        "list": row,
        "filter": found,
        "is_narrowed": bool(found.values),
        "form": form,
        "approves": any(button.action == "approve" for button in buttons),
        "buttons": [button for button in buttons if button.action != "approve"],
        "obstacle": "" if buttons else workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "hands": [(label, who) for name, label in STEPS if (who := row.hand(name))],
        "tally": tally,
        "share": share,
        "overruns": list(find_overruns(tally, share)) if row.is_open or row.is_submitted else [],
        "approver": services.approver_of(row),
        "may_write": is_writer,
        "may_renew": is_writer and row.campaign.kind == Kind.TUITION,
        "slips": selectors.list_slips(row),
        "may_issue": _may_issue(request, row, tally),
        "may_return": _is_own(request, row) and selectors.find_out(row) is not None,
    }
    return render(request, "campaigns/people.html", context, status=status)
