"""Visits of campaigns and wishes heard there."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.campaigns.models import Beneficiary, CampaignVisit, Wish
from cases.campaigns.rules.visits import Span
from cases.campaigns.selectors.lists import has_goods
from cases.campaigns.states import HEARERS, Handed
from cases.visits.models import HomeVisit
from cases.visits.selectors import standing
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.models import User, people_of

VISIT_HANDS = ("recorded_by", "recorded_for")


def with_outcome(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of lists with what became of the gift, by the last visit (`handed`, None where nobody went), and
    where that was (`seen_as`)."""
    seen = CampaignVisit.objects.filter(beneficiary=OuterRef("pk")).order_by("-visited_on", "-pk")
    told: QuerySet[Any] = rows.annotate(
        handed=Subquery(seen.values("handed")[:1]), seen_as=Subquery(seen.values("kind")[:1])
    )
    return told


def list_visits_of(row: Beneficiary) -> QuerySet[CampaignVisit]:
    """Every try to see somebody, the latest first."""
    rows: QuerySet[CampaignVisit] = CampaignVisit.objects.filter(beneficiary=row)
    rows = rows.select_related("team", "home_visit", *VISIT_HANDS)
    return rows.prefetch_related("photos", "wishes__owner").order_by("-visited_on", "-pk")


def get_span(row: Beneficiary) -> Span:
    """From when to when somebody on an approved list may be visited."""
    campaign, decided = row.campaign, row.list.decided_at
    start = campaign.from_on if decided is None else max(campaign.from_on, timezone.localdate(decided))
    return Span(start, min(campaign.until_on, timezone.localdate()))


def find_home_visit(row: Beneficiary, until: date) -> HomeVisit | None:
    """The last home visit of the family within the campaign that no later one corrects."""
    if row.household_id is None:
        return None
    found: HomeVisit | None = (
        standing()
        .filter(household=row.household_id, visited_on__range=(row.campaign.from_on, until))
        .order_by("-visited_on", "-pk")
        .first()
    )
    return found


def has_left(row: Beneficiary) -> bool:
    """Whether what somebody is to get left: the goods a store by a slip of the list, the cash the bank."""
    if row.goods:
        return has_goods(row.list)
    return Payable.objects.filter(source=row.code, state=PayableState.PAID).exists()


def not_given() -> Q:
    """Of rows of lists: what they were to get was refused, or not brought to them."""
    visits = CampaignVisit.objects.filter(beneficiary=OuterRef("pk"))
    return Q(Exists(visits)) & ~Q(Exists(visits.filter(handed=Handed.ISSUED)))


def list_wishes(*, user: User) -> QuerySet[Any]:
    """The wishes of the scope and one's own, open ones first by their day."""
    own = Q(owner__in=people_of(user))
    scope = Wish.objects.visible_to(user).values("pk")
    rows: QuerySet[Any] = Wish.objects.filter(own | Q(pk__in=scope))
    return rows.select_related(
        "union", "owner", "visit__beneficiary__campaign", "answered_by", "answered_for"
    ).order_by("answered_at", "due_on", "pk")


def list_own_wishes(user: User) -> QuerySet[Any]:
    """The open wishes that are this person's task, or that of whom they stand in for."""
    return list_wishes(user=user).filter(owner__in=people_of(user), answered_at__isnull=True)


def list_owners(row: Beneficiary, user: User) -> QuerySet[User]:
    """Whose task a wish can be: whoever may open it of the person's own union and of that of the row."""
    own, theirs = (User.objects.holding(*HEARERS, union=key) for key in (user.union_id, row.union_id))
    return (own | theirs).order_by("union__path", "name", "pk")
