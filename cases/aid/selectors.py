"""Records of aid that others gave, as the read model and the lists want them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, BooleanField, CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from cases.aid.models import ONCE_BY, ExternalAid
from cases.aid.states import RecordState
from cases.archives.models import Household, Member
from cases.archives.rules.subjects import person_of, subject_of
from cases.archives.selectors.aid import AID_SOURCES, AidRecord, AidSource, get_family, has_somebody
from funds.payments.selectors.statements import StatementRow, get_statement
from hardship.accounts.models import Union, User
from hardship.kernel.statements import BYTES, IsAnyOf

SOURCE = "aid.external"


def list_current() -> QuerySet[ExternalAid]:
    """The records that hold: neither replaced nor cancelled."""
    rows: QuerySet[ExternalAid] = ExternalAid.objects.filter(state=RecordState.CURRENT)
    return rows


def list_of_people(household: Household) -> QuerySet[ExternalAid]:
    """The records that hold of the people who live in a household, whoever recorded them."""
    people = Member.objects.filter(
        household=household, removed_at__isnull=True, id_number_index__isnull=False
    )
    return list_current().filter(person_index__in=people.values("id_number_index"))


def list_names(union: Union, indexes: Collection[bytes]) -> dict[bytes, str]:
    """The names under which people stand in files of a union and those below, by blind index."""
    column = f"household__{union.scope_column}"
    rows: Any = Member.objects.filter(**{column: union}, id_number_index__in=indexes, removed_at__isnull=True)
    found = rows.order_by("pk").values_list("id_number_index", "name")
    return {bytes(index): name for index, name in found}


def find_on_record(indexes: Collection[bytes]) -> set[tuple[Any, ...]]:
    """What makes each record of these people one, as the constraint compares it."""
    rows = list_current().filter(person_index__in=indexes).order_by()
    return {(bytes(index), str(on), *rest) for index, on, *rest in rows.values_list(*ONCE_BY).iterator()}


def get_uids(records: Collection[AidRecord], user: User) -> dict[int, UUID]:
    """The names in addresses of the records of others that this person may open, by their keys."""
    keys = [row.key for row in records if row.source == SOURCE]
    rows = ExternalAid.objects.visible_to(user).filter(pk__in=keys) if keys else ExternalAid.objects.none()
    return dict(rows.values_list("pk", "uid"))


def _given() -> QuerySet[Any]:
    text, none = CharField(), Value(None, output_field=BigIntegerField())
    return list_current().annotate(
        aid_source=Value(SOURCE, output_field=text),
        aid_key=F("pk"),
        aid_person=F("person_index"),
        aid_file=none,
        aid_name=F("name"),
        aid_giver_kind=Cast("giver_kind", text),
        aid_giver=F("giver"),
        aid_kind=Cast("kind", text),
        aid_programme=F("programme_code"),
        aid_title=F("programme"),
        aid_item=F("item"),
        aid_value=F("value"),
        aid_on=F("given_on"),
        aid_is_own=Value(False, output_field=BooleanField()),
        aid_is_won=F("is_won"),
        aid_union=F("union__name"),
    )


def _of(rows: QuerySet[Any], _files: Collection[int], people: Collection[bytes]) -> QuerySet[Any]:
    return rows.filter(IsAnyOf("person_index", people, BYTES))


def _helped() -> Q:
    return has_somebody(Q(Exists(list_current().filter(person_index=OuterRef("id_number_index")))))


AID_SOURCES.add(SOURCE)(AidSource(_given, _of, _helped))


def get_family_statement(household: Household, member: Member | None = None) -> list[StatementRow]:
    """资金往来 of a family with its earlier files, or of one of its people alone: what is paid to them."""
    if member is not None:
        index = bytes(member.id_number_index or b"")
        return get_person_statement(index) if index else []
    family = get_family(household)
    subjects = {*map(subject_of, family.files), *map(person_of, family.people)}
    return get_statement(subjects=subjects, people=set(family.people))


def get_person_statement(index: bytes) -> list[StatementRow]:
    """The same of one person, in whichever file or none, by the blind index of the ID number."""
    return get_statement(subjects={person_of(index)}, people={index})
