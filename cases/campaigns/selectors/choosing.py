"""Who may still be put on a list: people of the archive, students among them, and people off file."""

from datetime import timedelta
from functools import reduce
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.archives.models import Member
from cases.archives.selectors.aid import AID_SOURCES
from cases.archives.states import IN_FORCE_STATES, Relation
from cases.campaigns.models import Beneficiary, CampaignList
from cases.people.models import Person
from cases.people.states import State as PersonState
from hardship.accounts.models import User


def list_files(row: CampaignList) -> QuerySet[Any]:
    """Of the files in force of the list's union the heads and the students with an ID number who stand on no
    list of the campaign, those of other unions included."""
    rows: QuerySet[Any] = Member.objects.filter(
        Q(relation=Relation.HEAD) | ~Q(stage=""),
        removed_at__isnull=True,
        id_number_index__isnull=False,
        household__state__in=IN_FORCE_STATES,
        **{f"household__{row.union.scope_column}_id": row.union_id},
    )
    rows = rows.filter(~Exists(_listed(row))).select_related("household__head", "household__union")
    found: QuerySet[Any] = rows.order_by("household__union__path", "name_pinyin", "pk")
    return found


def list_people(row: CampaignList, user: User) -> QuerySet[Any]:
    """The people off file of the list's union who stand on no list of the campaign."""
    rows: QuerySet[Any] = Person.objects.visible_to(user).filter(
        state=PersonState.LISTED, **{f"{row.union.scope_column}_id": row.union_id}
    )
    rows = rows.filter(~Exists(_listed(row))).select_related("union")
    found: QuerySet[Any] = rows.order_by("union__path", "name_pinyin", "pk")
    return found


def _listed(row: CampaignList) -> QuerySet[Any]:
    return Beneficiary.objects.filter(
        campaign=row.campaign_id, id_number_index=OuterRef("id_number_index"), removed_at__isnull=True
    )


def given_in(*, within_a_year: bool) -> Q:
    """Of members of files: something was given to the file or the person, within the last year or ever."""
    since = timezone.localdate() - timedelta(days=365)
    parts = []
    for source in AID_SOURCES:
        rows = source.given()
        if within_a_year:
            rows = rows.filter(aid_on__gte=since)
        parts.append(Q(Exists(rows.filter(aid_file=OuterRef("household_id")))))
        parts.append(Q(Exists(rows.filter(aid_person=OuterRef("id_number_index")))))
    return reduce(Q.__or__, parts, Q(pk__in=()))
