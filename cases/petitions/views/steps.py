"""What somebody does with a petition: a step, a helper more, a lead or an application that comes of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.archives.services.entry.lookups import note_holder
from cases.archives.services.refusals import HeldElsewhere
from cases.petitions import services
from cases.petitions.forms import AidForm, HelperForm, StepForm
from cases.petitions.models import Petition
from cases.petitions.selectors import petitions as selectors
from cases.petitions.states import HANDLERS, WRITERS
from cases.petitions.views.pages import get_petition, page, programmes_of, receivers
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.workflow import Refused


@require_POST
@require_role(*HANDLERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """受理、交办、答复、办结、转办、接收、退回、收回、并入、重新办理."""
    row = get_petition(request, uid)
    form = StepForm(request.POST, unions=receivers(request, row), people=selectors.list_handlers(row))
    done = attempt(
        form,
        lambda: services.take_step(
            petition_id=row.pk, action=form.cleaned_data["action"], by=request.user,
            comment=form.cleaned_data["comment"], said=form.said(),
        ),
    )  # fmt: skip
    if done.made is None:
        return page(request, get_petition(request, uid), done.status, form=form)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    if not Petition.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return redirect("petitions:petitions")
    return redirect("petitions:petition", uid=uid)


@require_POST
@require_role(*HANDLERS)
def helper(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """加协办人."""
    row = get_petition(request, uid)
    form = HelperForm(request.POST, people=selectors.list_handlers(row), auto_id="id_helper_%s")
    done = attempt(
        form,
        lambda: services.add_helper(petition_id=row.pk, helper=form.cleaned_data["helper"], by=request.user),
    )
    if done.made is None:
        return page(request, row, done.status, helper_form=form)
    messages.success(request, _("已请“%(name)s”协办。") % {"name": done.made.user.name})
    return redirect("petitions:petition", uid=uid)


@require_POST
@require_role(*WRITERS)
def lead(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """A lead with what was written down."""
    row = get_petition(request, uid)
    try:
        made = services.open_lead(petition_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return page(request, row, refusal.status)
    messages.success(request, _("已登记线索，信访件里能看到办理结果。"))
    return redirect("leads:lead", uid=made.uid)


@require_POST
@require_role(Role.CLERK)
def aid(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """A draft of an application with what was written down; whoever stands in another file is told so."""
    row = get_petition(request, uid)
    form = AidForm(request.POST, programmes=programmes_of(row, request.user), auto_id="id_aid_%s")
    done = attempt(form, lambda: _begin(row, form, request))
    if done.made is None:
        return page(request, row, done.status, aid_form=form)
    messages.success(request, _("已发起申请，内容已带入。请补全金额、材料，再核对提交。"))
    return redirect("applications:edit", pk=done.made.pk)


def _begin(row: Petition, form: AidForm, request: AuthenticatedRequest) -> Any:
    programme = form.cleaned_data["programme"]
    try:
        return services.begin_aid(petition_id=row.pk, programme_id=programme, by=request.user)
    except HeldElsewhere as held:
        note_holder(held.holder, row.id_number_index, by=request.user)
        raise
