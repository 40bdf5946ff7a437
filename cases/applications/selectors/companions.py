"""What a file that is to move has under way here: told on the pages of the transfer, before it is tried.

An application that somebody reviews holds the file up, because whoever decides on it needs the file and its
documents in sight; it is decided or withdrawn first. One that is still being written goes along.
"""

from django.urls import reverse

from cases.applications.models import Application
from cases.applications.states import EDITABLE_STATES, OPEN_STATES
from cases.transfers.services import COMPANIONS, Companion


@COMPANIONS.add("applications")
def list_companions(household_id: int) -> list[Companion]:
    """The open applications of a household."""
    rows = Application.objects.filter(household=household_id, state__in=OPEN_STATES)
    return [
        Companion(
            number=str(row),
            title=row.programme.name,
            state=str(row.get_state_display()),
            url=reverse("applications:detail", args=[row.pk]),
            holds_up=row.state not in EDITABLE_STATES,
        )
        for row in rows.select_related("programme").order_by("pk")
    ]
