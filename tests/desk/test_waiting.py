"""The statement that counts what waits says the same as the query sets of the duties, for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from hardship.accounts.states import Role
from hardship.desk.selectors import count_each, count_todo
from hardship.desk.selectors.waiting import SHOWN, list_urgent
from hardship.kernel.desk import DUTIES
from tests.factories import UnionFactory, UserFactory

pytestmark = pytest.mark.django_db
KINDS = [*((role,) for role in Role.values), (Role.CLERK, Role.REVIEWER), tuple(Role.values)]


@pytest.fixture
def world(one_of_each):
    return one_of_each


def people(world):
    """One with each kind of roles at each level of the tree, two of them in the same union, and the cast."""
    township = UnionFactory(parent=world.county, level="township")
    unions = (world.province, world.city, world.county, township, world.union, world.elsewhere)
    strangers = [
        UserFactory(union=union, roles=roles, everything=True) for union in unions for roles in KINDS
    ]
    return [*strangers, world.clerk, world.reviewer, world.approver, world.finance, world.colleague]


def differences(everybody):
    """Each duty of each person that is counted otherwise than its rows; and the duties that had any."""
    wrong, seen = [], set()
    for person in everybody:
        for duty, count in count_each(person):
            rows = duty.rows(person).count()
            if count != rows:
                wrong.append(
                    f"{duty.label} of {sorted(person.roles)} at {person.union.level}: {count}, {rows}"
                )
            if count:
                seen.add(duty)
    return wrong, seen


def test_what_waits_is_counted_as_the_rows_say_for_every_role_and_level(world):
    everybody = people(world)
    wrong, seen = differences(everybody)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 14  # the world holds most kinds of work


def test_the_most_urgent_rows_read_as_those_of_the_duties(world):
    seen = set()
    for person in people(world):
        duties = [duty for duty, count in count_each(person) if count]
        for duty, items in zip(duties, list_urgent(person, duties), strict=True):
            rows = duty.rows(person).order_by(*duty.urgent_first)[:SHOWN]
            assert items == [duty.item(row) for row in rows], duty.label
            seen.add(duty)
    assert len(seen) >= 14


def test_the_rows_of_all_duties_are_one_query(world, django_assert_num_queries):
    for person in (world.clerk, world.reviewer):
        duties = [duty for duty, count in count_each(person) if count]
        assert len(duties) > 1
        list_urgent(person, duties)  # compiled, and prepared in this connection
        with django_assert_num_queries(1):
            list_urgent(person, duties)


def test_tomorrow_is_counted_anew(world):
    everybody = [world.clerk, world.reviewer, world.approver, world.finance]
    differences(everybody)
    with freeze_time(timezone.now() + timedelta(days=400)):
        wrong, seen = differences(everybody)
    assert not wrong, "\n".join(wrong)
    assert DUTIES["archives.due"] in seen


def test_it_is_one_query_for_whoever_has_no_duties_as_well(cast, django_assert_num_queries):
    for person, queries in ((cast.clerk, 1), (cast.reviewer, 1), (cast.finance, 1), (cast.auditor, 1)):
        count_todo(person)  # compiled, and prepared in this connection
        with django_assert_num_queries(queries):
            count_todo(person)
