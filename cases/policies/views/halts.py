"""停办 of a programme: since when, why and by whom; asked for, agreed to, lifted again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.policies.forms import HaltForm, StepForm
from cases.policies.models import Halt, Programme
from cases.policies.selectors.halts import get_halt, get_last, list_past, say_halt
from cases.policies.selectors.programmes import list_readable_programmes
from cases.policies.services.halts import (
    ask_halt,
    asking_blocker,
    halt_obstacle,
    list_halt_buttons,
    take_halt_step,
)
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_GET
def halt(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everybody reads since when, why and by whom a programme is stopped."""
    return _page(request, _get(request, pk), HaltForm())


@require_POST
@require_role(Role.ADMINISTRATOR)
def halt_ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """申请停办."""
    programme, form = _get(request, pk), HaltForm(request.POST)
    done = attempt(form, lambda: ask_halt(programme=programme, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, programme, form, status=done.status)
    messages.success(request, _("已申请停办，另一人同意以后不再受理新的申请。"))
    return redirect("policies:halt", pk=pk)


@require_POST
@require_role(Role.ADMINISTRATOR, Role.REVIEWER)
def halt_step(request: AuthenticatedRequest, pk: int, halt_pk: int) -> HttpResponse:
    """同意、不同意、申请恢复."""
    programme, form = _get(request, pk), StepForm(request.POST)
    rows = Halt.objects.visible_to(request.user)
    row = get_object_or_404(rows, pk=halt_pk, union=programme.union_id, code=programme.code)

    def take() -> Halt:
        said = form.cleaned_data
        return take_halt_step(
            halt_id=row.pk, action=said["action"], by=request.user, comment=said["comment"],
            seen=said["version"],
        )  # fmt: skip

    done = attempt(form, take)
    if done.made is None:
        return _page(request, programme, form, status=done.status)
    messages.success(request, _("已办理，现在是“%(state)s”。") % {"state": done.made.get_state_display()})
    return redirect("policies:halt", pk=pk)


def _page(
    request: AuthenticatedRequest, programme: Programme, form: HaltForm | StepForm, status: int = 200
) -> HttpResponse:
    row = get_halt(programme)
    buttons = list_halt_buttons(row, request.user) if row else []
    context = {
        "programme": programme,
        "halt": row,
        "last": get_last(row) if row else None,
        "said": say_halt(row) if row and row.is_halted else "",
        "form": form,
        "halt_form": form if isinstance(form, HaltForm) else HaltForm(),
        "may_ask": row is None and not asking_blocker(programme, request.user),
        "buttons": buttons,
        "why": halt_obstacle(row, request.user) if row and not buttons else "",
        "events": [_event(one) for one in list_past(programme)],
    }
    return render(request, "policies/halt.html", context, status=status)


def _event(one: Any) -> dict[str, Any]:
    return {"text": one.label, "at": one.at, "by": one.who, "comment": one.comment}


def _get(request: AuthenticatedRequest, pk: int) -> Programme:
    found: Programme = get_object_or_404(list_readable_programmes(request.user), pk=pk)
    return found
