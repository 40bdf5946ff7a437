"""From one case of the inbox to the next."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from cases.applications.models import Application
from cases.approvals.selectors.inbox import asks
from cases.approvals.selectors.permits import barred_for
from hardship.accounts.models import User

# What stands for nothing in the order of a field: PostgreSQL has it behind every value.
BEHIND: dict[str, Any] = {
    "due_on": date.max,
    "submitted_at": datetime(9000, 1, 1, tzinfo=UTC),
    "amount": Decimal("9999999999.99"),
}


@dataclass(frozen=True)
class Turns:
    """What waits before and after a case, the nearest first, and all of it in its order; keys, None for
    nothing."""

    rows_before: QuerySet[Application]
    rows_after: QuerySet[Application]
    rows: QuerySet[Application]

    @property
    def before(self) -> int | None:
        return self.rows_before.values_list("pk", flat=True).first()

    @property
    def after(self) -> int | None:
        return self.rows_after.values_list("pk", flat=True).first()

    @property
    def following(self) -> int | None:
        """What to go on with: what comes after, behind the last one the first."""
        return self.after or self.rows.values_list("pk", flat=True).first()


def find_turns(rows: QuerySet[Application], application: Application, user: User, order: str) -> Turns:
    """The way through these rows, in the order of one field and the key, without those that the person is
    barred from; the application may have left them since it was decided."""
    name, here = order.removeprefix("-"), application.pk
    mine = rows.filter(~barred_for(user) | asks(user)).exclude(pk=here)
    mine = mine.annotate(place=Coalesce(F(name), Value(BEHIND[name])))
    place = getattr(application, name)
    place = BEHIND[name] if place is None else place
    less, more = Q(place__lt=place), Q(place__gt=place)
    ahead, behind = ("place", "pk"), ("-place", "-pk")
    if order != name:
        less, more, ahead, behind = more, less, ("-place", "pk"), ("place", "-pk")
    return Turns(
        mine.filter(less | Q(place=place, pk__lt=here)).order_by(*behind),
        mine.filter(more | Q(place=place, pk__gt=here)).order_by(*ahead),
        mine.order_by(*ahead),
    )
