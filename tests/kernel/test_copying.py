"""Rows written by COPY are the rows that an INSERT would have written."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.archives.models import Household, Member
from cases.archives.services.edits import record_start
from cases.archives.services.entry import people
from cases.archives.states import Relation, Status
from cases.policies.models import CalendarDay
from cases.rosters.models import ImportRow
from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.kernel.copying import copy_rows, copy_values, draw_keys
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def made(household, **more):
    member = Member(
        household=household, relation=Relation.OTHER, status=Status.RETIRED, skills='a\t"b"\n\\N\\', **more
    )
    people.set_name(member, "单小梅")
    people.set_phone(member, "13800138000")
    return member


def test_a_copied_row_reads_as_an_inserted_one(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    inserted, copied = made(household), made(household)
    inserted.save()
    [kept] = copy_rows([copied])
    assert (kept, kept._state.adding, kept.pk > inserted.pk) == (copied, False, True)
    one, other = (Member.objects.get(pk=row.pk) for row in (inserted, copied))
    skipped = {"_state", "id", "uid", "phone"}
    assert {k: v for k, v in vars(one).items() if k not in skipped} == {
        k: v for k, v in vars(other).items() if k not in skipped
    }
    assert other.phone.reveal() == "13800138000"
    assert type(other.status) is str


def test_triggers_and_constraints_see_copied_rows(cast):
    home = Household(union=cast.union, created_by=cast.clerk)
    copy_rows([home])
    record_start([home], by=cast.clerk)
    home.refresh_from_db()
    assert home.county == cast.county
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([Household(union=cast.union, state="nonsense")])
    assert Household.objects.count() == 1
    assert copy_rows([]) == []


def test_keys_are_drawn_once(cast):
    first, second = draw_keys(ImportRow, 3), draw_keys(ImportRow, 2)
    assert len({*first, *second}) == 5


def test_audit_rows_of_many_targets_are_complete(cast):
    homes = [HouseholdFactory(union=cast.union, clerk=cast.clerk) for _n in range(2)]
    audit.record_each("household.import", [(home, {"row": n}) for n, home in enumerate(homes)], by=cast.clerk)
    rows = AuditRecord.objects.filter(action="household.import").order_by("pk")
    assert [(row.target_id, row.data, row.by, row.county) for row in rows] == [
        (str(home.pk), {"row": n}, cast.clerk, cast.county) for n, home in enumerate(homes)
    ]


def test_plain_values_are_copied_under_the_names_of_their_fields():
    copy_values(CalendarDay, ("on", "is_workday", "name"), [(date(2031, 5, 1), False, "劳动节")])
    assert CalendarDay.objects.filter(on__year=2031).values_list("is_workday", "name").get() == (
        False,
        "劳动节",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_values(CalendarDay, ("on", "is_workday"), [(date(2031, 5, 2), False)])
