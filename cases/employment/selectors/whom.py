"""Who may be put on a course or sent to an opening of a union."""

from typing import Any

from django.db.models import QuerySet

from cases.archives.models import Household, Member
from cases.archives.states import IN_FORCE_STATES
from cases.people.models import Person
from cases.people.states import State as PersonState
from cases.registers.selectors import list_seekers
from hardship.accounts.models import Union, User


def seekers_below(union: Union, user: User) -> QuerySet[Any]:
    """Of the register of those who look for work or training: whoever has an ID number, below this union."""
    rows: QuerySet[Any] = list_seekers(user)
    return rows.filter(id_number_index__isnull=False, **{f"household__{union.scope_column}_id": union.pk})


def members_below(union: Union, user: User) -> QuerySet[Any]:
    """Whoever has an ID number in the files in force below this union, whatever they look for."""
    files = Household.objects.visible_to(user).filter(
        state__in=IN_FORCE_STATES, **{f"{union.scope_column}_id": union.pk}
    )
    rows: QuerySet[Any] = Member.objects.filter(
        household__in=files, removed_at__isnull=True, id_number_index__isnull=False
    )
    return rows.select_related("household__union")


def off_file_below(union: Union, user: User) -> QuerySet[Any]:
    """The people off file below this union."""
    rows: QuerySet[Any] = Person.objects.visible_to(user).filter(
        state=PersonState.LISTED, **{f"{union.scope_column}_id": union.pk}
    )
    found: QuerySet[Any] = rows.select_related("union").order_by("union__path", "name_pinyin", "pk")
    return found
