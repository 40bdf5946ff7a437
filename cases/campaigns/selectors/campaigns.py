"""Campaigns of a scope, and those of the unions above that one's own has a part in; what waits."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from cases.campaigns.models import Campaign, Quota, ReportPart
from cases.campaigns.states import LIVE, USES, State, use_of
from cases.policies.selectors import get_gift_cap
from funds.donations.selectors import list_held_for_others
from funds.ledgers.models import Fund, FundUse
from hardship.accounts.models import Union, User, people_of

HANDS = ("made_by", "made_for", "opened_by", "opened_for", "closed_by")


def list_campaigns(*, user: User) -> QuerySet[Any]:
    """Those of the scope, and those of unions above once they are open: `people` and `yuan` of the quotas."""
    scope = Campaign.objects.visible_to(user).values("pk")
    above = Q(union__in=[int(pk) for pk in user.union.path.split("/") if pk], state__in=(*LIVE, State.CLOSED))
    rows: QuerySet[Any] = Campaign.objects.filter(Q(pk__in=scope) | above)
    told: QuerySet[Any] = rows.select_related("union").annotate(
        people=Sum("quotas__people"), yuan=Sum("quotas__yuan")
    )
    return told.order_by("-from_on", "union__path", "-pk")


def reach_parts(user: User) -> QuerySet[Any]:
    """The parts of the scope, and those of the own union's campaigns, wherever their unions are by now."""
    scope = ReportPart.objects.visible_to(user).values("pk")
    return ReportPart.objects.filter(Q(pk__in=scope) | Q(campaign__union=user.union_id))


def list_to_open(user: User) -> QuerySet[Campaign]:
    """Drafts and reports of the own union that wait for its approver."""
    people = sorted(people_of(user))
    rows: QuerySet[Campaign] = Campaign.objects.filter(
        union=user.union, state__in=(State.DRAFT, State.SUBMITTED, State.REPORTED)
    )
    for hand in ("made_by", "made_for"):
        rows = rows.filter(~Q(**{f"{hand}__in": people}))
    return rows.select_related("union").order_by("pk")


def list_quotas(campaign: Campaign, user: User) -> QuerySet[Quota]:
    """What falls to which union, in the order of the tree; who looks from below sees what falls to theirs."""
    rows: QuerySet[Quota] = campaign.quotas.select_related("union").order_by("union__path")
    return rows.filter(union__path__startswith=user.union.path)


def looks_from_below(campaign: Campaign, user: User) -> bool:
    """Whether the campaign is one of a union above this person's own."""
    return campaign.union_id != user.union_id and user.union.path.startswith(campaign.union.path)


def list_takers(campaign: Campaign) -> list[Union]:
    """The unions that may get a quota: the campaign's own and those one or two levels below."""
    own = campaign.union_id
    rows = Union.objects.open().filter(Q(pk=own) | Q(parent=own) | Q(parent__parent=own))
    return list(rows.order_by("path"))


def list_funds(union: Union) -> QuerySet[Fund]:
    """The funds of a union that may be for campaigns, the newest document first; none that was collected for
    somebody."""
    permitted = FundUse.objects.filter(use__in=USES).values("fund")
    rows: QuerySet[Fund] = Fund.objects.filter(union=union, pk__in=permitted)
    return rows.exclude(pk__in=list_held_for_others("")).order_by("-document_on", "-pk")


def has_money(campaign: Campaign) -> bool:
    """Whether a campaign gives no cash, or a fund for the use of its kind may pay it."""
    permitted = FundUse.objects.filter(use=use_of(campaign.kind), fund__campaigns=campaign)
    return not campaign.groups.filter(cash__gt=0).exists() or permitted.exists()


def get_caps(union: Union, on: date) -> Any:
    """The caps of gifts that hold for a union on a day, or None where no document says."""
    return get_gift_cap(region_code=union.region_code, on=on)
