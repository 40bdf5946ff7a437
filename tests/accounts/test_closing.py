"""A union is closed when everything is settled, and gets nothing new afterwards."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from hardship.accounts.models import Appointment, Union, User
from hardship.accounts.selectors import list_unsettled
from hardship.accounts.services import close_union, set_active
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import ApplicationFactory, HouseholdFactory, UnionFactory, UserFactory
from tests.threads import after_this, impatient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


def close(union, by):
    return close_union(union=union, on=timezone.localdate(), by=by)


def test_what_is_not_settled_is_named_and_keeps_it_open(cast, reference):
    ApplicationFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    HouseholdFactory(union=cast.union, clerk=cast.clerk)
    with pytest.raises(Refused) as refusal:
        close(cast.union, cast.administrator)
    said = str(refusal.value)
    for what in ("启用的人员 1 名", "在任、将任的岗位 1 个", "在册和在办的档案 2 份", "没有办结的申请 1 份"):
        assert what in said
    assert Union.objects.get(pk=cast.union.pk).closed_on is None


def test_every_room_says_what_it_still_has(cast, one_of_each):
    said = "；".join(line for union in Union.objects.all() for line in list_unsettled(union))
    for what in ("下级工会", "人员", "岗位", "档案", "申请", "公示", "线索", "款项", "批次", "资金"):
        assert re.search(rf"{what} [0-9]", said) or f"{what} " in said, what


def test_an_empty_union_is_closed_once(cast):
    union = UnionFactory(parent=cast.county)
    assert list_unsettled(union) == []
    close(union, cast.administrator)
    with pytest.raises(Refused, match="已经撤销"):
        close(union, cast.administrator)


def test_the_page_lists_what_is_to_be_settled_in_place_of_the_button(cast, as_user):
    client = as_user(cast.administrator)
    text = client.get(reverse("accounts:union_edit", args=[cast.county.pk])).content.decode()
    assert "未撤销的下级工会 1 个" in text
    assert reverse("accounts:union_close", args=[cast.county.pk]) in text
    assert ">撤销工会<" not in text
    empty = UnionFactory(parent=cast.county)
    assert ">撤销工会<" in client.get(reverse("accounts:union_edit", args=[empty.pk])).content.decode()


@pytest.mark.parametrize("what", ["user", "appointment", "file", "union", "moved_user", "moved_union"])
def test_the_database_lets_nothing_new_into_a_closed_union(cast, reference, what):
    closed = UnionFactory(parent=cast.county, closed_on=timezone.localdate())
    doings = {
        "user": lambda: UserFactory(union=closed, roles=[]),
        "appointment": lambda: Appointment.objects.create(user=cast.clerk, union=closed, role=Role.CLERK),
        "file": lambda: HouseholdFactory(union=closed, clerk=cast.clerk),
        "union": lambda: UnionFactory(parent=closed),
        "moved_user": lambda: User.objects.filter(pk=cast.clerk.pk).update(union=closed),
        "moved_union": lambda: Union.objects.filter(pk=cast.union.pk).update(parent=closed),
    }
    with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        doings[what]()


@pytest.mark.parametrize("when", [None, timedelta(days=-1)])
def test_what_was_closed_stays_closed_from_that_day(cast, when):
    closed = UnionFactory(parent=cast.county, closed_on=timezone.localdate())
    with pytest.raises(DatabaseError, match="stays closed"), transaction.atomic():
        Union.objects.filter(pk=closed.pk).update(closed_on=when and timezone.localdate() + when)


def test_what_a_closed_union_has_moves_with_its_county_and_stays_readable(cast, reference):
    file = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    Union.objects.filter(pk=cast.union.pk).update(closed_on=timezone.localdate())
    other = UnionFactory(city_level=True, parent=cast.province)
    Union.objects.filter(pk=cast.county.pk).update(parent=other)
    file.refresh_from_db()
    assert (file.union_id, file.city_id) == (cast.union.pk, other.pk)


def test_nobody_is_let_in_again_where_the_union_is_closed(cast):
    home = UnionFactory(parent=cast.county)
    person = UserFactory(union=home, roles=[], is_active=False)
    close(home, cast.administrator)
    with pytest.raises(Refused, match="已撤销，不能启用"):
        set_active(user=person, active=True, by=cast.administrator)
    assert not User.objects.get(pk=person.pk).is_active
    set_active(user=UserFactory(union=cast.union, is_active=False), active=True, by=cast.administrator)


def refused(work):
    """The name of the constraint that refuses it, or what it gave."""
    try:
        with transaction.atomic():
            return work()
    except DatabaseError as refusal:
        return refusal.__cause__.diag.constraint_name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["user", "appointment", "union"])
def test_what_begins_during_the_close_waits_and_finds_it_closed(cast, what):
    closing = UnionFactory(parent=cast.county)
    doings = {
        "user": lambda: UserFactory(union=closing, roles=[]),
        "appointment": lambda: Appointment.objects.create(user=cast.clerk, union=closing, role=Role.CLERK),
        "union": lambda: UnionFactory(parent=closing),
    }
    with after_this(lambda: refused(doings[what])) as results:
        close(closing, cast.administrator)
    assert results == ["union_is_closed"]


@pytest.mark.django_db(transaction=True)
def test_whoever_closes_waits_for_what_has_begun(cast):
    closing = UnionFactory(parent=cast.county)
    with transaction.atomic():
        UserFactory(union=closing, roles=[])
        rows = Union.objects.filter(pk=closing.pk)
        assert impatient(lambda: rows.update(closed_on=timezone.localdate())) == "waits"
        assert impatient(lambda: close(closing, cast.administrator)) == "waits"
    with pytest.raises(Refused, match="启用的人员 1 名"):
        close(closing, cast.administrator)


@pytest.mark.django_db(transaction=True)
def test_whoever_closes_waits_for_who_is_let_in_again(cast):
    home = UnionFactory(parent=cast.county)
    person = UserFactory(union=home, roles=[], is_active=False)
    with transaction.atomic():
        set_active(user=person, active=True, by=cast.administrator)
        assert impatient(lambda: close(home, cast.administrator)) == "waits"
