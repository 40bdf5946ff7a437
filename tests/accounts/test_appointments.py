"""Who may do what, where and for how long follows from appointments alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.bodies.models import Body
from cases.bodies.selectors import list_seatable
from cases.visits.selectors import list_colleagues
from hardship.accounts import services
from hardship.accounts.models import Appointment, RoleExclusion, User
from hardship.accounts.selectors import person_mark, place_of
from hardship.accounts.services import appointments
from hardship.accounts.states import EXCLUSIONS, Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import PASSWORD, UnionFactory, UserFactory
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]
PLACE = "accounts:place"


def days(count):
    return timezone.localdate() + timedelta(days=count)


def anew(user):
    return User.objects.get(pk=user.pk)


def appoint(cast, user, union, role, from_on=None, until_on=None):
    return services.appoint(
        user=user, union=union, role=role, from_on=from_on or days(0), until_on=until_on,
        by=cast.administrator,
    )  # fmt: skip


@pytest.fixture
def two(cast):
    """The clerk of the grassroots union, who reviews at the county too."""
    appoint(cast, cast.clerk, cast.county, Role.REVIEWER)
    return anew(cast.clerk)


@pytest.mark.parametrize(
    ("begins", "ends", "is_held"),
    [(0, None, True), (0, 0, True), (-5, 0, True), (-5, -1, False), (1, None, False), (1, 9, False)],
)
def test_a_role_is_held_from_the_first_day_to_the_last(cast, begins, ends, is_held):
    person = UserFactory(union=cast.union, roles=[])
    row = appoint(cast, person, cast.union, Role.CLERK, days(begins), None if ends is None else days(ends))
    assert anew(person).has_role(Role.CLERK) is is_held
    assert row.is_in_force(timezone.localdate()) is is_held
    assert User.objects.holding(Role.CLERK, union=cast.union).filter(pk=person.pk).exists() is is_held


@pytest.mark.parametrize(
    ("here", "there", "given"),
    [
        ((0, None), (0, 7), [(8, None)]),
        ((0, None), (30, None), [(0, 29)]),
        ((0, None), (10, 20), [(0, 9), (21, None)]),
        ((0, 15), (10, 20), [(0, 9)]),
        ((0, 7), (0, None), []),
        ((5, 9), (1, 9), []),
        ((0, 7), (30, None), [(0, 7)]),
    ],
)
def test_who_goes_to_another_union_holds_there_what_they_held_here(cast, here, there, given):
    def rows(union):
        found = Appointment.objects.filter(user=person, union=union, revoked_at__isnull=True)
        return sorted((row.from_on, row.until_on) for row in found)

    def dated(first, last):
        return days(first), None if last is None else days(last)

    person, target = UserFactory(union=cast.union, roles=[]), UnionFactory(parent=cast.county)
    appoint(cast, person, cast.union, Role.CLERK, *dated(*here))
    appoint(cast, person, target, Role.CLERK, *dated(*there))
    services.carry_over(
        user=person, source=cast.union, target=target, document="x", by=cast.administrator
    )  # fmt: skip
    assert rows(cast.union) == []
    assert rows(target) == sorted(dated(*pair) for pair in (there, *given))


@pytest.mark.parametrize("role", Role.values)
def test_a_role_is_held_at_its_union_and_nowhere_else(cast, role):
    person = UserFactory(union=cast.union, roles=[])
    appoint(cast, person, cast.county, role)
    here, there = anew(person), anew(person).at(cast.county)
    assert (here.roles, there.roles) == (frozenset(), {role})
    assert [other for other in Role.values if there.has_role(other)] == [role]
    assert (place_of(here), there.covers([cast.county]), here.covers([cast.county])) == (
        cast.county, True, False,
    )  # fmt: skip


def test_whoever_holds_a_post_at_a_union_is_a_colleague_there(cast, two):
    body = Body(union=cast.county)
    assert two in list_seatable(body)
    assert two.name in list_colleagues(cast.reviewer)
    Appointment.objects.filter(user=two, union=cast.county).update(until_on=days(0))
    with freeze_time(timezone.now() + timedelta(days=1)):
        assert two not in list_seatable(body)
        assert two.name not in list_colleagues(cast.reviewer)


def test_an_open_session_loses_what_ended_yesterday_and_what_was_revoked(cast, as_user, two):
    client = as_user(cast.clerk)
    assert client.get(reverse("leads:calls")).status_code == 200
    Appointment.objects.filter(user=two, union=cast.union).update(until_on=days(-1))
    client.post(reverse(PLACE), {"union": cast.county.pk})
    assert cast.county.name in client.get("/").content.decode()
    row = Appointment.objects.get(user=two, union=cast.county)
    services.revoke(appointment_id=row.pk, by=cast.administrator)
    assert client.get(reverse("leads:calls")).status_code == 403


def test_a_switch_changes_scope_and_roles_and_the_home_stays(cast, as_user, two):
    client = as_user(two)
    assert client.post(reverse(PLACE), {"union": cast.county.pk}).status_code == 302
    user = client.get(reverse("desk:home")).wsgi_request.user
    assert (user.union, user.roles) == (cast.county, {Role.REVIEWER})
    assert AuditRecord.objects.get(action="user.place").union == cast.county
    client.post(reverse("accounts:large_type"), {"large": "1"})
    two.refresh_from_db()
    assert (two.union, two.large_type) == (cast.union, True)


@pytest.mark.parametrize("where", ["city", "elsewhere", "nowhere"])
def test_nobody_switches_to_where_they_hold_nothing(cast, as_user, two, where):
    client = as_user(two)
    key = {"city": cast.city.pk, "elsewhere": cast.elsewhere.pk}.get(where, "x")
    client.post(reverse(PLACE), {"union": key})
    assert client.get("/").wsgi_request.user.union == cast.union


def test_a_page_of_one_union_does_nothing_while_another_tab_works_at_another(cast, as_user, two):
    client, mark = as_user(two), person_mark(two)
    client.post(reverse(PLACE), {"union": cast.county.pk})
    for sent in ({"data": {"person_mark": mark}}, {"headers": {"X-Page-Person": mark}}):
        answer = client.post(reverse("accounts:password"), **sent)
        assert answer.status_code == 409
        assert f"现在的工会是“{cast.county.name}”" in answer.content.decode()
    own = {"person_mark": person_mark(two.at(cast.county))}
    assert client.post(reverse("accounts:password"), own).status_code == 422


def test_whoever_logs_in_again_over_a_page_stays_at_its_union(cast, client, two):
    mark = person_mark(two.at(cast.county))
    sent = {"username": two.username, "password": PASSWORD}
    answer = client.post(reverse("accounts:login"), sent, headers={"X-Over-Page": "1", "X-Page-Person": mark})
    assert answer.json()["person"] == mark
    assert client.get("/").wsgi_request.user.union == cast.county


def test_whoever_has_nothing_at_home_begins_where_they_have(cast, client):
    person = UserFactory(union=cast.union, roles=[])
    appoint(cast, person, cast.county, Role.REVIEWER)
    client.post(reverse("accounts:login"), {"username": person.username, "password": PASSWORD})
    assert client.get("/").wsgi_request.user.union == cast.county


def test_the_table_of_the_database_is_that_of_the_code():
    rows = RoleExclusion.objects.values_list("one", "other", "is_everywhere")
    assert set(rows) == {(row.one, row.other, row.is_everywhere) for row in EXCLUSIONS}


EACH = [pytest.param(row, id=f"{row.one}-{row.other}") for row in EXCLUSIONS]


@pytest.mark.parametrize("row", EACH)
def test_roles_that_exclude_each_other_are_refused_in_words(cast, row):
    person = UserFactory(union=cast.union, role=row.one)
    held = f"“{person.name}”这段时间在“{cast.union.name}”任（或代办）“{Role(row.one).label}”"
    with pytest.raises(Refused, match=str(row.why)[:8]) as refusal:
        appoint(cast, person, cast.union, row.other)
    assert held in str(refusal.value)
    if row.is_everywhere:
        with pytest.raises(Refused, match="不能由同一人担任") as elsewhere:
            appoint(cast, person, cast.county, row.other)
        assert held in str(elsewhere.value)
    else:
        assert appoint(cast, person, cast.county, row.other)


@pytest.mark.parametrize("row", EACH)
def test_the_database_alone_refuses_them(cast, row):
    person = UserFactory(union=cast.union, role=row.other)
    with pytest.raises(IntegrityError, match="excludes"), transaction.atomic():
        Appointment.objects.create(user=person, union=cast.union, role=row.one)


def test_one_after_the_other_is_no_exclusion(cast):
    person = UserFactory(union=cast.union, roles=[])
    appoint(cast, person, cast.union, Role.FINANCE, days(-9), days(3))
    with pytest.raises(Refused, match="不能由同一人担任"):
        appoint(cast, person, cast.union, Role.REVIEWER, days(3))
    appoint(cast, person, cast.union, Role.REVIEWER, days(4))
    first = Appointment.objects.get(user=person, role=Role.FINANCE)
    with pytest.raises(Refused, match="不能由同一人担任"):
        services.set_end(appointment_id=first.pk, until_on=days(4), by=cast.administrator)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_appointment SET role = 'approver' WHERE user_id = %s",
        "UPDATE accounts_appointment SET from_on = '2020-01-01' WHERE user_id = %s",
        "DELETE FROM accounts_appointment WHERE user_id = %s",
        "UPDATE accounts_appointment SET until_on = from_on - 1 WHERE user_id = %s",
    ],
)
def test_what_was_held_is_history(cast, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [cast.clerk.pk])


def test_what_was_taken_back_comes_back_by_no_update(cast):
    row = Appointment.objects.get(user=cast.clerk)
    services.revoke(appointment_id=row.pk, by=cast.administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(revoked_at=None)
    with pytest.raises(Refused, match="已经免去"):
        services.revoke(appointment_id=row.pk, by=cast.administrator)


def test_the_same_post_twice_in_one_time_is_refused(cast):
    with pytest.raises(Refused, match="已经任这个岗位"):
        appoint(cast, cast.clerk, cast.union, Role.CLERK)


def test_who_appoints_administers_both_unions_and_is_somebody_else(cast):
    local = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
    more = {"from_on": days(0), "by": local}
    for user, union in ((cast.clerk, cast.city), (cast.approver, cast.county), (cast.stranger, cast.county)):
        with pytest.raises(Refused, match="只能管理本工会及下级"):
            services.appoint(user=user, union=union, role=Role.CLERK, **more)
    with pytest.raises(Refused, match="自己的任职"):
        services.appoint(user=local, union=cast.county, role=Role.ADMINISTRATOR, **more)
    with pytest.raises(Refused, match="早于起始日期"):
        services.appoint(
            user=cast.clerk, union=cast.county, role=Role.CLERK, until_on=date(2020, 1, 1), **more
        )


def test_nobody_is_appointed_with_a_closed_account_or_at_a_closed_union(cast):
    person = UserFactory(union=cast.union, roles=[])
    services.set_active(user=person, active=False, by=cast.administrator)
    with pytest.raises(Refused, match="账号已停用"):
        appoint(cast, anew(person), cast.union, Role.CLERK)
    closed = UnionFactory(parent=cast.county, closed_on=days(-1))
    with pytest.raises(Refused, match="已撤销"):
        appoint(cast, UserFactory(union=cast.union, roles=[]), closed, Role.CLERK)


@pytest.mark.django_db(transaction=True)
def test_of_two_appointments_at_once_the_second_sees_the_first(cast):
    """The lock on the person: without it both would look, find nothing, and write."""
    person = UserFactory(union=cast.union, roles=[])
    with after_this(lambda: appoint(cast, anew(person), cast.union, Role.REVIEWER)) as late:
        appoint(cast, person, cast.union, Role.FINANCE)
    assert "不能由同一人担任" in str(late[0])
    assert appointments.list_lasting(person, cast.union).get().role == Role.FINANCE


def test_a_password_is_reset_by_who_administers_all_that_the_person_may_do(cast):
    """One-time slips are read by who makes them: nobody of the county becomes a clerk of the city so."""
    local = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
    person = UserFactory(union=cast.union, role=Role.CLERK)
    assert services.reset_password(user=person, by=local)
    appoint(cast, person, cast.city, Role.FINANCE, days(5))
    for refused in (
        lambda: services.reset_password(user=anew(person), by=local),
        lambda: services.set_active(user=anew(person), active=False, by=local),
    ):
        with pytest.raises(Refused, match="只能管理本工会及下级"):
            refused()
    assert services.reset_password(user=anew(person), by=cast.administrator)


def test_a_role_that_is_taken_off_is_taken_off_for_all_days_to_come(cast):
    person = UserFactory(union=cast.union, roles=[])
    appoint(cast, person, cast.union, Role.CLERK, days(-9), days(3))
    appoint(cast, person, cast.union, Role.CLERK, days(4))
    with transaction.atomic():
        appointments.set_roles(anew(person), [], cast.administrator)
    assert not anew(person).places
    assert not appointments.list_lasting(person, cast.union).exists()


def test_the_register_of_the_past_stays(cast):
    person = UserFactory(union=cast.union, roles=[])
    ended = appoint(cast, person, cast.union, Role.CLERK, days(-90), days(-30))
    running = appoint(cast, person, cast.union, Role.FINANCE, days(-20))
    with pytest.raises(Refused, match="已经到期"):
        services.set_end(appointment_id=ended.pk, until_on=days(30), by=cast.administrator)
    with pytest.raises(Refused, match="不能早于昨天"):
        services.set_end(appointment_id=running.pk, until_on=days(-2), by=cast.administrator)
    assert services.set_end(appointment_id=running.pk, until_on=days(-1), by=cast.administrator)
    assert not anew(person).places


@pytest.mark.parametrize("address", ["lists:files", "applications:list", "desk:log"])
def test_whoever_holds_no_post_any_more_sees_no_file(address, as_user, cast):
    person = UserFactory(union=cast.union, roles=[])
    appoint(cast, person, cast.union, Role.CLERK, days(-9), days(-1))
    client = as_user(anew(person))
    answer = client.get(reverse(address))
    assert (answer.status_code, "您现在没有任何岗位" in answer.text) == (403, True)
    assert client.get(reverse("desk:home")).url == reverse("desk:post")
    assert client.get(reverse("desk:post")).status_code == 200
    assert client.get(reverse("accounts:password")).status_code == 200


def test_a_new_password_leaves_one_at_the_union_of_the_page(cast, as_user, two):
    client = as_user(two)
    client.post(reverse(PLACE), {"union": cast.county.pk})
    typed = {"old_password": PASSWORD, "new_password1": "Xin-mima-2026", "new_password2": "Xin-mima-2026"}
    assert client.post(reverse("accounts:password"), typed).status_code == 302
    assert client.get(reverse("desk:post")).context["user"].union == cast.county
