"""The demo's hand-overs: one that was received, one that waits for the colleague."""

from hardship.accounts.models import Union, User
from hardship.handovers.selectors import list_held
from hardship.handovers.services import hand_over, receive

RECEIVED, OFFERED = "leads.leads", "plans.measures"


def build_handovers(*, giver: User, to: User, union: Union) -> int:
    """A clerk gives the leads to the colleague who helps out, who took them, and offers the measures; how
    many hand-overs."""
    held = {one.kind for one in list_held(giver, union)}
    wanted = [kind for kind in (RECEIVED, OFFERED) if kind in held]
    for kind in wanted:
        made = hand_over(giver=giver, union=union, to=to, kinds=[kind], reason="调整分工", by=giver)
        if kind == RECEIVED:
            receive(handover_id=made.pk, by=to)
    return len(wanted)
