"""Publications of a scope, what waits for whom, what is due, and the one that anybody may read."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from funds.ledgers.models import Posting
from funds.ledgers.states import CASH_BUCKETS
from funds.publications.models import Publication
from funds.publications.rules import days_of
from funds.publications.states import OPEN, State
from hardship.accounts.models import Union, User, people_of
from hardship.kernel.scope import Part, hands_of

HANDS = (
    *(f"{step}_{hand}" for step in ("made", "checked", "published") for hand in ("by", "for")),
    "ended_by",
)


def list_publications(*, user: User) -> QuerySet[Publication]:
    """The versions of the scope, the latest period first, then by union; their figures unread."""
    rows: QuerySet[Publication] = Publication.objects.visible_to(user)
    return rows.select_related("union").defer("figures").order_by(
        "-year", "-quarter", "union__path", "-version", "-pk"
    )  # fmt: skip


def get_public(token: str) -> Publication | None:
    """The version of a public address that stands now; None when none does."""
    rows = Publication.objects.filter(token=token, state=State.PUBLISHED)
    return rows.select_related("union").first()


def list_to_check(user: User) -> QuerySet[Publication]:
    """Figures that somebody else took, of the own union or those that it reviews."""
    mine = Q(union=user.union) | hands_of(user, Part.REVIEW)
    return _waiting(user, State.DRAFT).filter(mine)


def list_to_publish(user: User) -> QuerySet[Publication]:
    """Checked figures of the own union or those that it decides for."""
    mine = Q(union=user.union) | hands_of(user, Part.DECIDE)
    return _waiting(user, State.CHECKED).filter(mine)


def _waiting(user: User, state: str) -> QuerySet[Publication]:
    rows: QuerySet[Publication] = Publication.objects.visible_to(user).filter(state=state)
    people = sorted(people_of(user))
    for hand in ("made_by", "made_for"):
        rows = rows.filter(~Q(**{f"{hand}__in": people}))
    return rows.select_related("union").defer("figures").order_by("pk")


def last_quarter(today: date) -> tuple[int, int]:
    """Year and number of the last quarter that is over."""
    this = (today.month + 2) // 3
    return (today.year - 1, 4) if this == 1 else (today.year, this - 1)


def list_own_missing(user: User) -> QuerySet[Union]:
    """The person's own union, where money moved in the last quarter and nothing of it is published or on its
    way."""
    year, quarter = last_quarter(timezone.localdate())
    first, last = days_of(year, quarter)
    moved = Posting.objects.filter(
        account__line__union=OuterRef("pk"), account__bucket__in=CASH_BUCKETS, journal__on__gte=first,
        journal__on__lte=last,
    )  # fmt: skip
    told = Publication.objects.filter(
        union=OuterRef("pk"), year=year, quarter=quarter, state__in=(*OPEN, State.PUBLISHED)
    )
    rows: QuerySet[Union] = Union.objects.filter(pk=user.union_id)
    return rows.filter(Exists(moved)).exclude(Exists(told)).order_by("pk")
