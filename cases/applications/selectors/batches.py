"""Reads of 批量申请: the batches, whom one may hold, what its applications still lack."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from cases.applications.models import Application, Batch
from cases.applications.rules import Offer
from cases.applications.selectors.content import Gap, list_gaps
from cases.applications.selectors.lists import list_applications
from cases.applications.selectors.offers import get_offer
from cases.applications.states import EDITABLE_STATES, HOLDING_STATES, OPEN_STATES, State
from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from hardship.accounts.models import User


@dataclass(frozen=True)
class BatchRow:
    """One application of a batch with what it may get and what it lacks; neither of one handed in."""

    application: Application
    offer: Offer | None
    gaps: list[Gap]


def list_batches(user: User) -> QuerySet[Batch]:
    """The batches of the scope, newest first, each with how many applications it has, how many are handed in,
    and their sum in yuan."""
    sent = Q(application__state__in=HOLDING_STATES)
    rows: QuerySet[Batch] = Batch.objects.visible_to(user).annotate(
        many=Count("application", filter=~Q(application__state=State.WITHDRAWN)),
        sent=Count("application", filter=sent),
        total=Sum("application__amount", filter=~Q(application__state=State.WITHDRAWN)),
    )
    return rows.select_related("programme", "union", "created_by").order_by("-pk")


def list_candidates(batch: Batch, user: User) -> QuerySet[Household]:
    """The households in force of the batch's union that have no open application of its programme this
    year, each told whether it was approved one (`is_aided`)."""
    mine = Application.objects.filter(
        household=OuterRef("pk"), programme__code=batch.programme.code, year=batch.year
    )
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(
        state__in=IN_FORCE_STATES, **{f"{batch.union.scope_column}_id": batch.union_id}
    )
    rows = rows.filter(~Exists(mine.filter(state__in=OPEN_STATES)))
    rows = rows.annotate(is_aided=Exists(mine.filter(state=State.APPROVED)))
    return rows.select_related("head", "union").order_by("union__path", "head__name_pinyin", "pk")


def list_of_batch(batch: Batch, user: User) -> QuerySet[Application]:
    """The applications of a batch, but for those that were withdrawn."""
    rows = list_applications(user=user).filter(batch=batch).exclude(state=State.WITHDRAWN)
    return rows.select_related(
        "household__head", "household__union", "programme__policy", "union", "member"
    ).order_by("union__path", "household__head__name_pinyin", "pk")


def read_row(application: Application, by: User) -> BatchRow:
    """What one application may get and what it lacks, as this person may hear it."""
    if application.state not in EDITABLE_STATES:
        return BatchRow(application, None, [])
    offer = get_offer(application)
    return BatchRow(application, offer, list_gaps(application, offer, by))
