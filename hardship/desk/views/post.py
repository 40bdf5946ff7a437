"""我的岗位: what a role may do, what it may not and why; and what the person holds, until when."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.columns import POSTS, STAND_IN_COLUMNS
from hardship.accounts.models import Appointment, StandIn
from hardship.accounts.selectors import list_own_appointments, list_own_stand_ins
from hardship.accounts.states import STAND_IN_TONES, STANDING_TONES, Role
from hardship.desk.selectors import post as selectors
from hardship.kernel.links import link_to, make_chips
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
    standing = Rows[StandIn](
        STAND_IN_COLUMNS,
        url=link_to("accounts:stand_in"),
        drawn={"state": lambda row: badge(STAND_IN_TONES[row.state], row.state.label)},
    )
    held = list(list_own_appointments(request.user))
    context = {
        "role": role,
        "is_own": role in own,
        "chips": make_chips({"role": role}, "role", Role.choices),
        "pages": selectors.list_pages(role, is_open=True),
        "closed": selectors.list_pages(role, is_open=False),
        "waiting": selectors.list_waiting_for(role),
        "steps": selectors.list_steps(role),
        "barred": selectors.list_barred(role),
        "stand_ins": standing.context(list_own_stand_ins(request.user)),
        "own_posts": [row for row in held if row.is_in_force(timezone.localdate())],
        **rows.context(held),
    }
    return render(request, "desk/post.html", context)
