"""入户调查 on paper, and the checklist that pages and paper follow."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.archives.views.entered import get_household
from cases.visits import reports, selectors, services
from cases.visits.forms.checklists import ChecklistForm
from cases.visits.states import CheckGroup
from cases.visits.views.visits import READERS, get_visit
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_choosable_unions
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.services import enqueue
from hardship.kernel.answers import paper
from hardship.kernel.keys import read_keys
from hardship.kernel.workflow import Refused

KEEPERS = (*READERS, Role.ADMINISTRATOR)
MOST_FORMS = 500


@require_GET
@require_role(*READERS)
def visit_pdf(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The filled form of one visit; printing it is on record."""
    row = get_visit(request, uid)
    content = reports.visit_form(row, on=timezone.localdate())
    audit.record_export("visit_form", by=request.user, content=content, rows=1, target=row.household)
    number = row.household.file_no or row.household_id
    return paper(content, _("入户调查表_%(number)s.pdf") % {"number": number})


@require_GET
@require_role(*READERS)
def visit_blank(request: AuthenticatedRequest) -> HttpResponse:
    """A form with nothing on it but the checklist."""
    content = reports.blank_forms([], union=request.user.union, on=timezone.localdate())
    return paper(content, _("入户调查表_空白.pdf"))


@require_GET
@require_role(*READERS)
def visit_blank_of(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A form to take along to one household, with what its file knows."""
    household = get_household(request, pk)
    content = reports.blank_forms([household], union=household.union, on=timezone.localdate())
    audit.record_export("visit_blank", by=request.user, content=content, rows=1, target=household)
    number = household.file_no or household.pk
    return paper(content, _("入户调查表_%(number)s.pdf") % {"number": number})


@require_POST
@require_role(*READERS)
def visit_blanks(request: AuthenticatedRequest) -> HttpResponse:
    """Forms for the ticked files, or for all that nobody visited; many of them by a job."""
    chosen = _chosen(request)
    back = f"{reverse('visits:visit_list')}?tab={request.POST.get('tab') or 'never'}"
    if not chosen:
        messages.error(request, _("请先勾选要打印的户。"))
        return redirect(back)
    if len(chosen) > reports.DIRECT_FORMS:
        job = enqueue("visit_blanks", by=request.user, params={"households": chosen}, total=len(chosen))
        messages.success(request, _("正在打印 %(count)s 户，可以离开本页。") % {"count": len(chosen)})
        return redirect("jobs:detail", uid=job.uid)
    rows = Household.objects.visible_to(request.user).filter(pk__in=chosen).select_related("union", "head")
    content = reports.blank_forms(
        rows.order_by("union", "pk"), union=request.user.union, on=timezone.localdate()
    )
    audit.record_export("visit_blank", by=request.user, content=content, rows=len(chosen))
    return paper(content, _("入户调查表_%(count)s户.pdf") % {"count": len(chosen)})


@require_http_methods(["GET", "POST"])
@require_role(*KEEPERS)
def visit_checklist(request: AuthenticatedRequest) -> HttpResponse:
    """The checklist in force, and for the administrator the form that writes the union's own."""
    checklist = selectors.get_checklist(union=request.user.union, on=timezone.localdate())
    may_edit = request.user.has_role(Role.ADMINISTRATOR)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = ChecklistForm(request.POST if request.method == "POST" else None, checklist=checklist)
    if request.method == "POST" and _saved(request, form):
        return redirect("visits:visit_checklist")
    context = {
        "checklist": checklist,
        "form": form,
        "may_edit": may_edit,
        "own": selectors.list_checklists(request.user.union),
        "is_own": checklist.row is not None and checklist.row.union_id == request.user.union_id,
        "shown": [{"text": one.text, "group": CheckGroup(one.group).label} for one in checklist.items],
    }
    return render(request, "visits/visit_checklist.html", context, status=422 if form.is_bound else 200)


def _saved(request: AuthenticatedRequest, form: ChecklistForm) -> bool:
    try:
        if "end" in request.POST:
            services.end_checklist(by=request.user)
            messages.success(request, _("已停用本工会的清单。"))
            return True
        if not form.is_valid():
            return False
        row = services.save_checklist(
            name=form.cleaned_data["name"], items=form.chosen(), by=request.user,
            starts_on=form.cleaned_data["starts_on"],
        )  # fmt: skip
    except Refused as refusal:
        form.is_valid()
        form.add_error(None, str(refusal))
        return False
    day = row.effective.lower.isoformat()
    messages.success(request, _("清单已保存，%(day)s 起使用。") % {"day": day})
    return True


def _chosen(request: AuthenticatedRequest) -> list[int]:
    """The keys of the files asked for, all of them in the person's scope."""
    if "all" in request.POST:
        unions = {
            str(one.pk): one for one in list_choosable_unions(request.user, request.POST.get("union", ""))
        }
        since = timezone.localdate().replace(month=1, day=1) if request.POST.get("tab") == "year" else None
        union = unions.get(request.POST.get("union", ""))
        rows = selectors.list_unvisited(user=request.user, since=since, union=union)
        return list(rows.values_list("pk", flat=True)[:MOST_FORMS])
    asked = read_keys(request.POST.getlist("pk"), most=MOST_FORMS)
    rows = Household.objects.visible_to(request.user).filter(pk__in=asked)
    return list(rows.order_by("union", "pk").values_list("pk", flat=True))
