"""Applications of a file that is handed to another union."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import EDITABLE_STATES, OPEN_STATES
from cases.archives.services.refusals import FileRefused
from cases.transfers.services import MOVERS
from hardship.accounts.models import Union


@MOVERS.add("applications")
def follow(household_id: int) -> Callable[[Union], None]:
    """Applications that are still being written go with a file that is handed to another union.

    One that somebody reviews is to be decided first: what was submitted stays as it was submitted. Closed
    ones keep the union that they were decided in, which spent the money and answers for it.
    """
    rows = Application.objects.filter(household=household_id, state__in=OPEN_STATES).select_related("union")
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    busy = [row for row in locked if row.state not in EDITABLE_STATES]
    if busy:
        raise FileRefused(
            _("这户有 %(count)s 份申请正在审核（%(first)s），请“%(union)s”办结或撤回后再接收。")
            % {"count": len(busy), "first": busy[0].number, "union": busy[0].union.name}
        )

    def move(target: Union) -> None:
        Application.objects.filter(household=household_id, state__in=EDITABLE_STATES).update(union=target)

    return move
