"""Appointments that wait for a second person (第二人): the list, many confirmed at once, one refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hardship.accounts import selectors, services
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.columns import SECOND_COLUMNS
from hardship.accounts.forms import RefuseSecondForm
from hardship.accounts.models import Appointment
from hardship.accounts.states import Role
from hardship.accounts.views.appointments import PAGES, appointment_page, get_appointment
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_keys
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows, Tick

MOST_AT_ONCE, NAMED = 200, 5


@require_role(Role.ADMINISTRATOR)
@require_GET
def seconds(request: AuthenticatedRequest) -> HttpResponse:
    """What waits in the scope; what this person may confirm can be ticked."""
    mine = set(selectors.list_to_second(request.user).values_list("pk", flat=True))
    rows = Rows[Appointment](
        SECOND_COLUMNS,
        url=link_to("accounts:appointment"),
        tick=(lambda row: _tick(row, mine)) if mine else None,
    )
    context = {
        "tabs": make_tabs(PAGES, "accounts:seconds"),
        "mine": len(mine),
        **rows.page(selectors.list_unseconded(user=request.user), request.GET),
    }
    return render(request, "accounts/seconds.html", context)


@require_role(Role.ADMINISTRATOR)
@require_POST
def give(request: AuthenticatedRequest) -> HttpResponse:
    """Confirms the chosen ones; those that cannot be are named with the reason."""
    keys = read_keys(request.POST.getlist("pk"), most=MOST_AT_ONCE)
    outcome = services.give_seconds(ids=keys, by=request.user)
    if outcome.done:
        messages.success(request, _("已确认 %(n)s 个任职，立即生效。") % {"n": len(outcome.done)})
    for row, why in outcome.refused[:NAMED]:
        messages.warning(request, f"{row.user.name}（{row.get_role_display()}）：{why}")
    if left := len(set(keys)) - len(outcome.done) - len(outcome.refused):
        words = _("%(n)s 个没有确认：已经不等确认，或者您是办理人、任职的本人或其代办人。")
        messages.warning(request, words % {"n": left})
    return redirect("accounts:seconds")


@require_role(Role.ADMINISTRATOR)
@require_POST
def refuse(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row, form = get_appointment(request, pk), RefuseSecondForm(request.POST)
    done = attempt(
        form, lambda: services.refuse_second(appointment_id=pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return appointment_page(request, row, refuse_form=form, status=done.status)
    messages.success(request, _("已记下不同意，这个任职不生效，办理人会收到消息。"))
    return redirect("accounts:seconds")


def _tick(row: Appointment, mine: set[int]) -> Tick:
    return Tick(row.pk, f"{row.user.name} {row.get_role_display()}", is_open=row.pk in mine)
