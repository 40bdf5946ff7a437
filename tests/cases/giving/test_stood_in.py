"""An instalment looked at by somebody who stands in (代办), and by whoever stays out of the family (回避)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import ApplicationEdit
from cases.archives.services.recusals import declare_recusal
from cases.giving import services
from cases.giving.models import Instalment
from cases.giving.selectors.permits import list_buttons
from cases.giving.selectors.plans import list_due
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1", "E4")]


@pytest.fixture
def substitute(cast):
    return UserFactory(union=cast.county, roles=[], name="李代办")


@pytest.fixture
def acting(cast, substitute):
    """The substitute in the post of the county's reviewer."""
    day, post = timezone.localdate(), cast.reviewer.appointments.get()
    row = accounts.stand_in(
        appointment_id=post.pk, user=substitute, from_on=day, until_on=day + timedelta(days=1), reason="开会",
        by=cast.reviewer,
    )  # fmt: skip
    return standing_in(substitute, row)


def write(row, by, holder=None):
    ApplicationEdit.objects.create(application=row.application, version=9, by=by, stood_in_for=holder)


def confirm(row, by):
    return services.take_step(instalment_id=row.pk, action="confirm", by=by)


def force(row, by, holder=None):
    """The confirmation by the database alone."""
    with transaction.atomic():
        Instalment.objects.filter(pk=row.pk).update(
            state="confirmed", looked_at=timezone.now(), looked_by=by, looked_for=holder
        )


def refused_by(constraint, row, by, holder=None):
    with pytest.raises(DatabaseError) as caught:
        force(row, by, holder)
    return caught.value.__cause__.diag.constraint_name == constraint


def test_both_names_are_kept_and_shown(cast, plan, acting, substitute, as_user):
    row = confirm(plan[1], acting)
    assert (row.looked_by, row.looked_for) == (substitute, cast.reviewer)
    page = as_user(cast.reviewer).get(reverse("giving:instalment", args=[row.pk])).content.decode()
    assert f"李代办（代 {cast.reviewer.name}）" in page


def test_the_substitute_does_not_look_at_what_they_wrote(cast, plan, acting, substitute):
    write(plan[1], substitute)
    assert not list_due(user=acting).exists()
    assert not list_buttons(plan[1], acting)
    with pytest.raises(Refused, match="不能复核自己填写"):
        confirm(plan[1], acting)
    assert refused_by("instalment_looked_at_by_another", plan[1], substitute, cast.reviewer)


def test_nor_at_what_the_holder_wrote(cast, plan, acting, substitute):
    write(plan[1], cast.reviewer)
    assert not list_due(user=acting).exists()
    with pytest.raises(Refused, match="本人不能办：不能复核自己填写"):
        confirm(plan[1], acting)
    assert refused_by("instalment_looked_at_by_another", plan[1], substitute, cast.reviewer)


def test_whoever_was_stood_in_for_does_not_look_at_what_was_written_in_their_name(cast, plan, substitute):
    write(plan[1], substitute, cast.reviewer)
    assert not list_due(user=cast.reviewer).exists()
    with pytest.raises(Refused, match="不能复核自己填写"):
        confirm(plan[1], cast.reviewer)
    assert refused_by("instalment_looked_at_by_another", plan[1], cast.reviewer)


def test_whoever_stays_out_of_the_family_does_not_look(cast, plan):
    declare(plan[1], cast.reviewer)
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    assert not list_due(user=cast.reviewer).exists()
    assert set(list_due(user=other)) == set(plan[1:])
    with pytest.raises(Refused, match="回避"):
        confirm(plan[1], cast.reviewer)
    assert refused_by("instalment_by_who_stays_out", plan[1], cast.reviewer)


def test_nor_whoever_stands_in_for_them(cast, plan, acting, substitute):
    declare(plan[1], cast.reviewer)
    assert not list_due(user=acting).exists()
    with pytest.raises(Refused, match="本人不能办：您已申请回避"):
        confirm(plan[1], acting)
    assert refused_by("instalment_by_who_stays_out", plan[1], substitute, cast.reviewer)


@pytest.mark.usefixtures("acting")
def test_nobody_stands_in_without_being_asked_to(cast, plan, substitute):
    stranger = UserFactory(union=cast.county, role=Role.REVIEWER)
    assert refused_by("instalment_by_who_stands_in", plan[1], stranger, cast.reviewer)
    assert refused_by("instalment_by_who_stands_in", plan[1], substitute, stranger)
    force(plan[1], substitute, cast.reviewer)
    assert refused_by("instalment_by_who_stands_in", plan[1], cast.reviewer, stranger)


def declare(row, by):
    household = row.application.household
    declare_recusal(household_id=household.pk, cause="relative", reason="户主是我表弟", by=by)
