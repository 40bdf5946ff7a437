"""Somebody is put on a list, corrected, chosen from the archive or the people off file, becomes a lead."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.campaigns import selectors, services
from cases.campaigns.columns import FILES, PEOPLE
from cases.campaigns.filters import FileFilter, PeopleFilter
from cases.campaigns.forms import BeneficiaryForm, EndForm, GroupForm, ProofForm
from cases.campaigns.models import Beneficiary, CampaignList, Renewal
from cases.campaigns.selectors.gifts import find_remarks
from cases.campaigns.selectors.renewals import list_proofs
from cases.campaigns.selectors.visits import list_visits_of
from cases.campaigns.states import READERS, WRITERS
from cases.campaigns.views.lists import get_list, may_write
from cases.people.services import note_lookup
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS
from hardship.accounts.views.ticked import put_ticked
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of somebody new on a list."""
    row = get_list(request, pk)
    if request.method == "GET" and not may_write(request, row):
        return redirect("campaigns:people", pk=pk)
    form = BeneficiaryForm(request.POST or None, groups=_groups(row))
    done = attempt(form, lambda: _counted(request, lambda: services.add(
        list_id=pk, entry=form.entry(), by=request.user
    )))  # fmt: skip
    if done.made is None:
        context = {"form": form, "list": row}
        return render(request, "campaigns/beneficiary_form.html", context, status=done.status)
    messages.success(request, _("已列入%(name)s。") % {"name": done.made.name})
    return redirect("campaigns:add" if "more" in request.POST else "campaigns:people", pk=pk)


@require_GET
@require_role(*READERS)
def beneficiary(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Somebody on a list: what they get, whether it arrived, whether they are on file."""
    return _look(request, _get(request, pk), EndForm(label_suffix=""))


@require_POST
@require_role(*READERS)
def end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """停发 of somebody on an approved list."""
    row, form = _get(request, pk), EndForm(request.POST, label_suffix="")
    done = attempt(form, lambda: services.end_row(
        beneficiary_id=pk, by=request.user, **form.cleaned_data
    ))  # fmt: skip
    if done.made is None:
        return _look(request, row, form, status=done.status)
    messages.success(request, _("已停发%(name)s，占用的资金已释放。") % {"name": row.name})
    return redirect("campaigns:beneficiary", pk=pk)


def _look(request: AuthenticatedRequest, row: Any, form: EndForm, status: int = 200) -> HttpResponse:
    of = get_list(request, row.list_id)
    row.paid_state = (
        selectors.list_beneficiaries(of).filter(pk=row.pk).values_list("paid_state", flat=True).first()
    )
    context = {
        "row": row,
        "list": of,
        "remark": find_remarks(of, [row]).get(row.pk, ""),
        "may_edit": may_write(request, of) and row.removed_at is None,
        "may_lead": _may_lead(request, row),
        "may_open": request.user.has_role(*CASE_WORKERS),
        "visits": list(list_visits_of(row)),
        "team": row.allotment.team if hasattr(row, "allotment") else None,
        "may_visit": not services.visit_blocker(row, request.user),
        "form": form,
        "may_end": form.is_bound or not services.end_blocker(of, row, request.user),
        **_renewal(row, is_open=may_write(request, of) and row.removed_at is None),
    }
    return render(request, "campaigns/beneficiary.html", context, status=status)


def _renewal(row: Any, *, is_open: bool) -> dict[str, Any]:
    """Of somebody who was aided last year too: what shows that they still study, or may show it."""
    found = Renewal.objects.filter(row=row).select_related(
        "row__campaign", "proof", "proved_by", "proved_for"
    )
    renewal = found.first()
    proofs = list(list_proofs(renewal)) if renewal and is_open else []
    return {"renewal": renewal, "proof_form": ProofForm(proofs=proofs) if proofs else None}


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of somebody on an open list."""
    row = _get(request, pk)
    of = get_list(request, row.list_id)
    if request.method == "GET" and not may_write(request, of):
        return redirect("campaigns:beneficiary", pk=pk)
    form = BeneficiaryForm(request.POST or None, groups=_groups(of), row=row)
    done = attempt(form, lambda: _counted(request, lambda: services.change(
        beneficiary_id=pk, entry=form.entry(), by=request.user
    )))  # fmt: skip
    if done.made is None:
        context = {"form": form, "list": of, "row": row}
        return render(request, "campaigns/beneficiary_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("campaigns:people", pk=of.pk)


@require_POST
@require_role(*WRITERS)
def lead(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Somebody who is not on file and seems in hardship becomes a lead."""
    row = _get(request, pk)
    try:
        made = _counted(request, lambda: services.make_lead(beneficiary_id=row.pk, by=request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:beneficiary", pk=pk)
    messages.success(request, _("已登记线索，请联系本人了解情况。"))
    return redirect("leads:lead", uid=made.uid)


@require_GET
@require_role(*WRITERS)
def files(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever of the archive may be put on the list."""
    row = get_list(request, pk)
    found = _file_filter(request, row)
    return _choice(request, row, found, FILES, "files")


@require_POST
@require_role(*WRITERS)
def add_files(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Puts the ticked, or all that the filters leave, on the list."""
    row = get_list(request, pk)
    found = _file_filter(request, row)
    return _chosen(request, row, found, "files", lambda rows, group: services.choose_files(
        list_id=pk, group_id=group, members=rows, by=request.user
    ))  # fmt: skip


@require_GET
@require_role(*WRITERS)
def off_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever of the people off file may be put on the list."""
    row = get_list(request, pk)
    return _choice(request, row, _people_filter(request, row), PEOPLE, "off_file")


@require_POST
@require_role(*WRITERS)
def add_off_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Puts the ticked, or all that the filters leave, on the list."""
    row = get_list(request, pk)
    found = _people_filter(request, row)
    return _chosen(request, row, found, "off_file", lambda rows, group: services.choose_people(
        list_id=pk, group_id=group, people=rows, by=request.user
    ))  # fmt: skip


def _file_filter(request: AuthenticatedRequest, row: CampaignList) -> FileFilter:
    rows = selectors.list_files(row)
    return FileFilter(request.GET, queryset=rows, user=request.user)


def _people_filter(request: AuthenticatedRequest, row: CampaignList) -> PeopleFilter:
    rows = selectors.list_people(row, request.user)
    return PeopleFilter(request.GET, queryset=rows, user=request.user)


def _choice(request: AuthenticatedRequest, row: Any, found: Any, columns: Any, page: str) -> HttpResponse:
    if not may_write(request, row):
        return redirect("campaigns:people", pk=row.pk)
    url = link_to("archives:case", "household_id") if page == "files" else link_to("people:person", "uid")
    context = {
        **Rows[Any](columns, url=url, tick=lambda one: Tick(one.pk, one)).page(found.chosen, request.GET),
        "list": row,
        "filter": found,
        "is_narrowed": bool(found.values),
        "query": urlencode(found.values),
        "form": GroupForm(groups=[group for group in _groups(row) if not group.by_heads]),
        "page_name": page,
        "add_url": reverse(f"campaigns:add_{page}", args=[row.pk]),
    }
    return render(request, "campaigns/choose.html", context)


def _chosen(request: AuthenticatedRequest, row: Any, found: Any, page: str, put: Any) -> HttpResponse:
    form = GroupForm(request.POST, groups=_groups(row))
    back = f"{reverse(f'campaigns:{page}', args=[row.pk])}?{urlencode(found.values)}"
    if not form.is_valid():
        messages.error(request, _("请选择慰问对象。"))
        return redirect(back)
    group, said = form.cleaned_data["group"], _("已列入 %(n)s 人。")
    if put_ticked(request, found.chosen, lambda rows: put(rows, group), said=said, takes_all=True):
        return redirect("campaigns:people", pk=row.pk)
    return redirect(back)


def _counted(request: AuthenticatedRequest, call: Any) -> Any:
    """A refusal that tells of a union beyond the scope is counted, outside the transaction that it undid."""
    try:
        return call()
    except services.ListedElsewhere:
        note_lookup(by=request.user)
        raise


def _groups(row: CampaignList) -> list[Any]:
    return list(row.campaign.groups.order_by("position"))


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    rows = Beneficiary.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related(
            "group", "household__head", "person", "added_by", "removed_by", "removed_for", "campaign",
            "list", "allotment__team",
        ),
        pk=pk,
    )  # fmt: skip


def _may_lead(request: AuthenticatedRequest, row: Beneficiary) -> bool:
    is_own = row.union_id == request.user.union_id and request.user.has_role(*WRITERS)
    is_on_it = row.removed_at is None
    return is_own and is_on_it and row.household_id is None and row.id_number_index is not None
