"""A student's aid of a year is given once, in whichever file the student stands."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from cases.applications.models import Application
from cases.applications.states import HOLDING_STATES, State
from cases.archives.models import Member


def is_second(application: Application, states: Collection[str] = HOLDING_STATES) -> bool:
    """Whether this student has another application of the programme and year in such a state, in any file."""
    member, programme = application.member, application.programme
    if member is None or not programme.is_by_stage:
        return False
    twins = Application.objects.filter(
        member__in=_same(member), programme__code=programme.code, year=application.year, state__in=states
    )
    return twins.exclude(pk=application.pk).exists()


def is_second_approved(application: Application) -> bool:
    """The same of approved ones, with every row of the student locked until the transaction ends: of two who
    approve in two files at once, the second waits and sees what the first did."""
    member = application.member
    if member is not None and application.programme.is_by_stage:
        list(_same(member).order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    return is_second(application, (State.APPROVED,))


def _same(member: Member) -> QuerySet[Member]:
    """Every row of this person, in whichever file."""
    index = member.id_number_index
    same = Q(pk=member.pk) | Q(id_number_index=index) if index else Q(pk=member.pk)
    rows: QuerySet[Member] = Member.objects.filter(same)
    return rows
