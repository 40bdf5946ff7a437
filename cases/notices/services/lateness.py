"""Objections that nobody answered in time: told once to the union that has to, and to the one above."""

from django.db import models, transaction

from cases.notices.models import Objection
from cases.notices.selectors.objections import ABOVE, list_late_objections
from hardship.accounts.models import Union
from hardship.accounts.selectors import nearest_above
from hardship.accounts.states import Role
from hardship.messaging import services as messaging
from hardship.messaging.selectors import list_messages_about

LATE, LATE_BELOW = "notices.objection_late", "notices.objection_late_below"


def tell_of_late_objections() -> int:
    """Tells each union once of an objection that is late there, and the nearest one above with somebody in
    office; how many messages went."""
    rows = list_late_objections(Objection.objects.select_related("entry__notice__union"))
    return sum(_tell_both(row) for row in rows.order_by("pk"))


def _tell_both(row: Objection) -> int:
    union = row.entry.notice.union
    above = nearest_above(union, *ABOVE)
    return _tell(LATE, row, union, Role.REVIEWER) + (_tell(LATE_BELOW, row, above, *ABOVE) if above else 0)


@transaction.atomic
def _tell(kind: str, row: models.Model, union: Union, *roles: str) -> int:
    if list_messages_about(kind, row).exists():
        return 0
    sent = [messaging.send(kind, about=row, union=union, role=role, by=None) for role in roles]
    return sum(message is not None for message in sent)
