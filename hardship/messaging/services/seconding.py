"""An appointment that waits for a second person: told to who can confirm it, the answer to its maker."""

from hardship.accounts.models import Appointment, User
from hardship.accounts.selectors import get_seconding_union
from hardship.accounts.services.seconds import SECONDING
from hardship.accounts.states import Role
from hardship.messaging.services.sending import send


@SECONDING.add("ask")
def tell_of_waiting(row: Appointment, by: User) -> None:
    """The administrators of the union, or of the nearest above where somebody can confirm it: once for all
    that waits, while the message is unread."""
    union = get_seconding_union(row)
    if union is not None:
        send("accounts.second_wanted", about=union, union=union, by=by, role=Role.ADMINISTRATOR)


@SECONDING.add("answer")
def tell_of_answer(row: Appointment, by: User) -> None:
    kind = "accounts.second_refused" if row.is_refused else "accounts.second_given"
    send(kind, about=row, union=row.union, by=by, to=row.appointed_by)
