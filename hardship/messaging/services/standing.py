"""A stand-in (代办) that begins or was ended early: told to both."""

from hardship.accounts.models import StandIn, User
from hardship.accounts.services.stand_ins import TOLD
from hardship.messaging.services.sending import send


@TOLD.add("appoint")
def tell_of_stand_in(row: StandIn, by: User) -> None:
    """The holder and the one who stands in; who arranged it knows."""
    _tell("accounts.stand_in", row, by)


@TOLD.add("end")
def tell_of_end(row: StandIn, by: User) -> None:
    _tell("accounts.stand_in_end", row, by)


def _tell(kind: str, row: StandIn, by: User) -> None:
    for person in (row.user, row.appointment.user):
        send(
            kind, about=row, union=row.appointment.union, by=by, to=person, number=f"{row.until_on:%Y-%m-%d}"
        )
