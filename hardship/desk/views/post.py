"""我的岗位: what a role may do, what it may not and why; and what the person holds, until when."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.columns import POSTS
from hardship.accounts.models import Appointment
from hardship.accounts.selectors import list_own_appointments
from hardship.accounts.states import STANDING_TONES, Role
from hardship.desk.selectors import post as selectors
from hardship.kernel.links import make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge


@require_GET
def post(request: AuthenticatedRequest) -> HttpResponse:
    """The first role that the person holds now, or the one that is asked for."""
    own = [role for role in Role.values if role in request.user.roles]
    chosen = request.GET.get("role", "")
    role = Role(chosen if chosen in Role.values else own[0] if own else Role.CLERK)
    rows = Rows[Appointment](
        POSTS, drawn={"standing": lambda row: badge(STANDING_TONES[row.standing], row.standing.label)}
    )
    context = {
        "role": role,
        "is_own": role in own,
        "chips": make_chips({"role": role}, "role", Role.choices),
        "pages": selectors.list_pages(role, is_open=True),
        "closed": selectors.list_pages(role, is_open=False),
        "waiting": selectors.list_waiting_for(role),
        "steps": selectors.list_steps(role),
        "barred": selectors.list_barred(role),
        **rows.context(list_own_appointments(request.user)),
    }
    return render(request, "desk/post.html", context)
