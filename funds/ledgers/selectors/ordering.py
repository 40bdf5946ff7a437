"""用款次序 of unions: all of them, and the one that holds on a day."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from funds.ledgers.models import FundOrder
from funds.ledgers.states import OrderState
from hardship.accounts.models import Union, User, people_of

HANDS = ("entered_by", "entered_for", "decided_by", "decided_for")


def list_orders(*, user: User) -> QuerySet[FundOrder]:
    """Those of the user's own union, the newest first."""
    rows = FundOrder.objects.visible_to(user).filter(union=user.union_id)
    found: QuerySet[FundOrder] = rows.select_related("union", *HANDS).order_by("-from_on", "-pk")
    return found


def list_orders_to_decide(*, user: User) -> QuerySet[FundOrder]:
    """What waits for this approver of the union, in no order: nothing that they drew up."""
    people = sorted(people_of(user))
    rows = FundOrder.objects.visible_to(user).filter(union=user.union_id, state=OrderState.ENTERED)
    rows = rows.exclude(entered_by__in=people).exclude(entered_for__in=people)
    found: QuerySet[FundOrder] = rows.select_related("union", "entered_by", "entered_for")
    return found


def get_order(union: Union, on: date) -> FundOrder | None:
    """The one that holds on a day; None where the rule alone does."""
    rows = FundOrder.objects.filter(union=union, state=OrderState.IN_FORCE, from_on__lte=on)
    found: FundOrder | None = rows.order_by("-from_on").first()
    return found


def get_orders(unions: Collection[int], on: date) -> dict[int, list[str]]:
    """By the key of a union the sources that it draws on first on a day; only unions with an order."""
    rows = FundOrder.objects.filter(union__in=unions, state=OrderState.IN_FORCE, from_on__lte=on)
    return dict(rows.order_by("union", "from_on").values_list("union", "sources"))
