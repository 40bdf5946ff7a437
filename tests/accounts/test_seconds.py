"""第二人确认: a post that gives power counts once a second administrator has confirmed it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hardship.accounts import selectors, services
from hardship.accounts.models import Appointment, StandIn, User, standing_in
from hardship.accounts.states import POWER, Role, Second, Standing
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.accounts.test_user_lists import bring
from tests.factories import UserFactory, unguarded
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]


def days(count):
    return timezone.localdate() + timedelta(days=count)


def anew(row):
    return type(row).objects.get(pk=row.pk)


def propose(cast, role=Role.REVIEWER, *, person=None, by=None, **more):
    given = {"union": cast.county, "from_on": days(0)} | more
    person = person or UserFactory(union=cast.union, roles=[])
    return services.appoint(user=person, role=role, by=by or cast.administrator, **given)


@pytest.fixture
def other(cast):
    """A second administrator, of the union above that of the first."""
    return UserFactory(union=cast.province, role=Role.ADMINISTRATOR)


class TestAPostThatGivesPower:
    @pytest.mark.parametrize("role", Role.values)
    def test_it_waits_and_gives_nothing_before_it_is_confirmed(self, cast, other, role):
        row = propose(cast, role)
        holds = User.objects.holding(role, union=cast.county).filter(pk=row.user_id)
        assert (row.is_waiting, holds.exists()) == ((True, False) if role in POWER else (False, True))
        if row.is_waiting:
            assert not anew(row.user).places
            assert row.standing == Standing.WAITING
            services.give_second(appointment_id=row.pk, by=other)
            assert holds.exists()
            assert anew(row.user).places == {cast.county.pk: {role}}

    def test_a_new_person_and_one_whose_roles_change_wait_alike(self, cast, other):
        person, _password = services.create_user(
            username="wang.xm", name="王小梅", union=cast.union, roles=[Role.CLERK, Role.REVIEWER],
            by=cast.administrator,
        )  # fmt: skip
        assert anew(person).roles == {Role.CLERK}
        assert AuditRecord.objects.get(action="user.create").data["waiting"] == [Role.REVIEWER]
        clerk = UserFactory(union=cast.county, role=Role.CLERK)
        services.change_user(
            user=clerk, name=clerk.name, roles=[Role.CLERK, Role.FINANCE], by=cast.administrator
        )
        assert anew(clerk).roles == {Role.CLERK}
        assert selectors.list_to_second(other).count() == 2

    def test_those_of_a_list_wait_and_a_second_list_changes_nothing(self, cast, other):
        rows = [
            ["王小梅", "wang.xm", cast.union.name, None, "审核人"],
            ["李明", "li.ming", cast.union.name, None, "经办人、财务"],
        ]
        for _turn in range(2):
            bring(cast, *rows, dry_run=False)
        waiting = list(selectors.list_to_second(other))
        assert [(row.user.username, row.role) for row in waiting] == [
            ("li.ming", Role.FINANCE), ("wang.xm", Role.REVIEWER),
        ]  # fmt: skip
        assert not User.objects.get(username="wang.xm").places
        done = services.give_seconds(ids=[row.pk for row in waiting], by=other).done
        assert len(done) == 2
        assert User.objects.get(username="wang.xm").roles == {Role.REVIEWER}

    def test_what_waits_already_is_not_proposed_twice(self, cast, other):
        row = propose(cast)
        with pytest.raises(Refused, match="已经任这个岗位"):
            propose(cast, person=row.user)

    def test_what_excludes_one_that_waits_is_refused(self, cast, other):
        row = propose(cast)
        with pytest.raises(Refused, match="不能由同一人担任"):
            propose(cast, Role.FINANCE, person=row.user)

    def test_nobody_stands_in_for_a_post_that_waits(self, cast, other):
        row, substitute = propose(cast), UserFactory(union=cast.county, roles=[])
        asked = {"user": substitute, "from_on": days(0), "until_on": days(3), "reason": "年休假"}
        with pytest.raises(Refused, match="无人在任"):
            services.stand_in(appointment_id=row.pk, by=cast.administrator, **asked)
        with pytest.raises(IntegrityError, match="within the days"), transaction.atomic():
            StandIn.objects.create(appointment=row, made_by=cast.administrator, **asked)


class TestTheSecondPerson:
    def test_is_of_the_union_or_of_one_above(self, cast, other):
        row = propose(cast)
        below = UserFactory(union=cast.union, role=Role.ADMINISTRATOR)
        beside = UserFactory(union=cast.elsewhere, role=Role.ADMINISTRATOR)
        assert list(selectors.list_seconders(row)) == [other]
        for person in (below, beside):
            with pytest.raises(Appointment.DoesNotExist):
                services.give_second(appointment_id=row.pk, by=person)
        with pytest.raises(Refused, match="只能管理"):
            services.give_second(appointment_id=row.pk, by=cast.city_reviewer)

    def test_is_neither_the_maker_nor_the_person(self, cast, other):
        person = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        row = propose(cast, Role.ADMINISTRATOR, person=person, by=other)
        for hand in (other, person):
            assert row not in selectors.list_to_second(hand)
            with pytest.raises(Refused, match="不能作第二人"):
                services.give_second(appointment_id=row.pk, by=hand)
        assert list(selectors.list_seconders(row)) == [cast.administrator]

    def test_is_no_stand_in_of_either(self, cast, other):
        row, substitute = propose(cast), UserFactory(union=cast.city, role=Role.ADMINISTRATOR)
        standing = StandIn.objects.create(
            appointment=cast.administrator.appointments.get(), user=substitute, from_on=days(0),
            until_on=days(3), reason="病假", made_by=other,
        )  # fmt: skip
        for acting in (substitute, standing_in(substitute, standing)):
            with pytest.raises(Refused, match="代办人"):
                services.give_second(appointment_id=row.pk, by=acting)
        assert list(selectors.list_seconders(row)) == [other]

    def test_of_what_a_stand_in_made_is_not_the_holder(self, cast, other):
        substitute = UserFactory(union=cast.city, roles=[])
        standing = services.stand_in(
            appointment_id=cast.administrator.appointments.get().pk, user=substitute, from_on=days(0),
            until_on=days(3), reason="病假", by=cast.administrator,
        )  # fmt: skip
        row = propose(cast, by=standing_in(substitute, standing))
        assert (row.appointed_by, row.appointed_for) == (substitute, cast.administrator)
        with pytest.raises(Refused, match="不能作第二人"):
            services.give_second(appointment_id=row.pk, by=cast.administrator)

    def test_confirms_once_and_nothing_that_is_over(self, cast, other):
        row = propose(cast)
        services.give_second(appointment_id=row.pk, by=other)
        with pytest.raises(Refused, match="不等确认"):
            services.give_second(appointment_id=row.pk, by=other)
        late = propose(cast, from_on=days(-9), until_on=days(-1))
        with pytest.raises(Refused, match="期限已过"):
            services.give_second(appointment_id=late.pk, by=other)
        gone = propose(cast)
        services.set_active(user=gone.user, active=False, by=cast.administrator)
        with pytest.raises(Refused, match="已停用"):
            services.give_second(appointment_id=gone.pk, by=other)

    def test_refuses_for_a_reason_and_the_maker_reads_it(self, cast, other, as_user):
        row = propose(cast)
        with pytest.raises(Refused, match="原因"):
            services.refuse_second(appointment_id=row.pk, reason="　 ", by=other)
        services.refuse_second(appointment_id=row.pk, reason="文号不对", by=other)
        assert anew(row).standing == Standing.REFUSED
        assert Receipt.objects.get(message__kind="accounts.second_refused").to == cast.administrator
        page = as_user(cast.administrator).get(reverse("accounts:appointment", args=[row.pk]))
        assert "文号不对" in page.content.decode()
        assert propose(cast, person=anew(row.user)).is_waiting

    def test_takes_nothing_that_was_taken_back(self, cast, other):
        row = propose(cast)
        services.revoke(appointment_id=row.pk, by=cast.administrator)
        assert anew(row).standing == Standing.WITHDRAWN
        assert AuditRecord.objects.filter(action="user.withdraw").exists()
        with pytest.raises(Refused, match="不等确认"):
            services.give_second(appointment_id=row.pk, by=other)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_confirms(cast):
    two = [UserFactory(union=cast.province, role=Role.ADMINISTRATOR) for _turn in range(2)]
    row = propose(cast)
    with after_this(lambda: services.give_second(appointment_id=row.pk, by=two[1])) as late:
        services.give_second(appointment_id=row.pk, by=two[0])
    assert "不等确认" in str(late[0])
    assert anew(row).seconded_by == two[0]


class TestWhereThereIsNobodyElse:
    def test_it_counts_with_a_mark_on_list_and_in_the_log(self, cast, as_user):
        row = propose(cast)
        assert (row.second, row.is_in_force(days(0))) == (Second.ALONE, True)
        assert AuditRecord.objects.get(action="user.appoint").data["second"] == "alone"
        page = as_user(cast.administrator).get(reverse("accounts:appointments")).content.decode()
        assert "未经第二人确认" in page

    def test_the_log_of_a_new_person_says_so_too(self, cast):
        services.create_user(
            username="wang.xm", name="王", union=cast.union, roles=[Role.FINANCE], by=cast.administrator
        )
        assert AuditRecord.objects.get(action="user.create").data["alone"] == [Role.FINANCE]

    def test_one_without_a_working_account_is_nobody(self, cast, other):
        twin = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        User.objects.filter(pk=twin.pk).update(is_active=False)
        assert propose(cast, by=other, union=cast.province).second == Second.ALONE

    def test_what_waits_when_the_other_goes_is_taken_back_and_made_anew(self, cast, other, as_user):
        row = propose(cast)
        Appointment.objects.filter(user=other).update(revoked_at=timezone.now())
        page = as_user(cast.administrator).get(reverse("accounts:appointment", args=[row.pk]))
        assert "请撤回，重新登记" in page.content.decode()
        services.revoke(appointment_id=row.pk, by=cast.administrator)
        assert propose(cast, person=anew(row.user)).second == Second.ALONE

    def test_the_first_of_a_house_needs_none(self, cast):
        person, _password = services.create_user(
            username="first", name="王", union=cast.province, roles=[Role.ADMINISTRATOR], by=None
        )
        assert anew(person).has_role(Role.ADMINISTRATOR)
        assert person.appointments.get().second == Second.NOT_NEEDED


class TestItsDays:
    def test_one_shortens_and_two_prolong(self, cast, other):
        row = propose(cast, until_on=days(30))
        services.give_second(appointment_id=row.pk, by=other)
        assert services.set_end(appointment_id=row.pk, until_on=days(9), by=cast.administrator) == row
        more = services.set_end(appointment_id=row.pk, until_on=days(60), by=cast.administrator)
        assert (more.from_on, more.until_on, more.is_waiting) == (days(10), days(60), True)
        assert anew(row).until_on == days(9)

    def test_a_clerk_is_prolonged_by_one(self, cast, other):
        row = propose(cast, Role.CLERK, until_on=days(30))
        assert services.set_end(appointment_id=row.pk, until_on=None, by=cast.administrator).pk == row.pk

    def test_of_what_waits_they_do_not_change(self, cast, other):
        row = propose(cast, until_on=days(30))
        with pytest.raises(Refused, match="等第二人确认"):
            services.set_end(appointment_id=row.pk, until_on=days(9), by=cast.administrator)

    def test_to_end_it_takes_nobody_else(self, cast, other):
        row = propose(cast)
        services.give_second(appointment_id=row.pk, by=other)
        services.revoke(appointment_id=row.pk, by=cast.administrator)
        assert anew(row).standing == Standing.REVOKED


def change_row(change, asked):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_appointment SET {change} WHERE id = %(pk)s", asked)


SIGNED = "second = 'given', seconded_at = now(), seconded_by_id ="


class TestAroundPython:
    @pytest.mark.parametrize(
        ("change", "guard"),
        [
            ("second = 'given'", "second_on_record"),
            (f"{SIGNED} appointed_by_id", "seconded_by_another"),
            (f"{SIGNED} user_id", "seconded_by_another"),
            (f"{SIGNED} %(other)s, seconded_for_id = appointed_by_id", "seconded_by_another"),
            ("second = 'not_needed'", "stays"),
            ("second = 'alone'", "stays"),
            (
                "second = 'refused', seconded_at = now(), seconded_by_id = %(other)s, revoked_at = now()",
                "refused_for_a_reason",
            ),
            ("role = 'approver'", "is history"),
            ("union_id = %(city)s", "is history"),
            ("from_on = from_on - 1", "is history"),
            ("until_on = until_on + 1", "prolonged by a new one"),
            ("until_on = NULL", "prolonged by a new one"),
            ("appointed_by_id = %(other)s", "is history"),
            ("appointed_for_id = %(other)s", "is history"),
        ],
    )
    def test_nothing_changes_but_by_another_hand(self, cast, other, change, guard):
        row = propose(cast, until_on=days(30))
        asked = {"other": other.pk, "city": cast.city.pk, "pk": row.pk}
        with pytest.raises(IntegrityError, match=guard):
            change_row(change, asked)

    @pytest.mark.parametrize(
        "change",
        ["second = 'waiting', seconded_at = NULL, seconded_by_id = NULL", "seconded_by_id = %(person)s"],
    )
    def test_what_was_confirmed_stays(self, cast, other, change):
        row = propose(cast)
        services.give_second(appointment_id=row.pk, by=other)
        asked = {"person": cast.approver.pk, "pk": row.pk}
        with pytest.raises(IntegrityError, match="stays"):
            change_row(change, asked)

    @pytest.mark.parametrize(
        ("second", "guard"), [(Second.NOT_NEEDED, "of_power_has_a_second"), (Second.GIVEN, "begins as")]
    )
    def test_no_post_of_power_begins_without_another(self, cast, other, second, guard):
        signed = {"seconded_at": timezone.now(), "seconded_by": other} if second == Second.GIVEN else {}
        with pytest.raises(IntegrityError, match=guard), transaction.atomic():
            Appointment.objects.create(
                user=cast.clerk, union=cast.county, role=Role.REVIEWER, second=second,
                appointed_by=cast.administrator, **signed,
            )  # fmt: skip

    def test_the_holder_confirms_nothing_of_their_stand_in(self, cast, other):
        row = propose(cast)
        with unguarded():
            Appointment.objects.filter(pk=row.pk).update(appointed_for=other)
        with pytest.raises(IntegrityError, match="seconded_by_another"), transaction.atomic():
            Appointment.objects.filter(pk=row.pk).update(
                second=Second.GIVEN, seconded_at=timezone.now(), seconded_by=other
            )


class TestAUnionThatIsMoved:
    def test_what_counts_goes_on_and_what_waits_waits_on(self, cast, other):
        given, waiting = propose(cast, union=cast.union), propose(cast, union=cast.union)
        services.give_second(appointment_id=given.pk, by=other)
        for row in (given, waiting):
            services.carry_over(
                user=anew(row.user), source=cast.union, target=cast.county, document="x", by=other
            )
        there = {row.user_id: row for row in Appointment.objects.filter(union=cast.county, document="x")}
        goes_on, waits_on = there[given.user_id], there[waiting.user_id]
        assert (goes_on.second, goes_on.is_in_force(days(0))) == (Second.CARRIED, True)
        assert (waits_on.second, waits_on.appointed_by) == (Second.WAITING, cast.administrator)

    @pytest.mark.parametrize(("given", "waiting"), [("union", "county"), ("county", "union")])
    def test_what_counts_goes_before_what_waits_at_either(self, cast, other, given, waiting):
        row = propose(cast, union=getattr(cast, given), until_on=days(30))
        services.give_second(appointment_id=row.pk, by=other)
        waits = propose(cast, person=row.user, union=getattr(cast, waiting))
        services.carry_over(
            user=anew(row.user), source=cast.union, target=cast.county, document="x", by=other
        )
        assert (anew(waits).standing, anew(waits).revoked_by) == (Standing.WITHDRAWN, other)
        there = Appointment.objects.filter(user=row.user, union=cast.county, revoked_at=None)
        assert [(one.from_on, one.until_on, one.is_waiting) for one in there.order_by("from_on")] == [
            (days(0), days(30), False), (days(31), None, True),
        ]  # fmt: skip
        assert anew(row.user).places == {cast.county.pk: {Role.REVIEWER}}
        logged = AuditRecord.objects.filter(action="user.withdraw", data__at_union=cast.county.code)
        assert logged.count() == (1 if waiting == "county" else 0)

    def test_what_waits_on_other_days_or_for_another_post_stays(self, cast, other):
        row = propose(cast, union=cast.union, until_on=days(9))
        services.give_second(appointment_id=row.pk, by=other)
        later = propose(cast, person=row.user, from_on=days(10))
        another = propose(cast, Role.APPROVER, person=row.user)
        services.carry_over(
            user=anew(row.user), source=cast.union, target=cast.county, document="x", by=other
        )
        assert [anew(one).is_waiting and not anew(one).revoked_at for one in (later, another)] == [True, True]


class TestThePages:
    def test_many_are_ticked_and_those_of_ones_own_are_not(self, cast, other, as_user):
        rows = [propose(cast) for _turn in range(3)]
        own = propose(cast, by=other, union=cast.city)
        page = as_user(other).get(reverse("accounts:seconds")).content.decode()
        assert "您可以确认 <b>3</b> 条" in page
        sent = {"pk": [row.pk for row in (*rows, own)]}
        answer = as_user(other).post(reverse("accounts:seconds_give"), sent, follow=True).content.decode()
        assert "已确认 3 个任职" in answer
        assert "1 个没有确认" in answer
        assert not any(anew(row).is_waiting for row in rows)
        assert anew(own).is_waiting

    def test_a_reason_that_is_missing_is_asked_for(self, cast, other, as_user):
        row, client = propose(cast), as_user(other)
        url = reverse("accounts:second_refuse", args=[row.pk])
        assert client.post(url, {"reason": ""}).status_code == 422
        assert as_user(cast.administrator).post(url, {"reason": "x"}).status_code == 409
        client = as_user(other)
        assert client.post(url, {"reason": "文号不对"}).status_code == 302
        assert client.post(url, {"reason": "文号不对"}).status_code == 409

    def test_odd_keys_confirm_nothing(self, cast, other, as_user):
        propose(cast)
        for sent in ({}, {"pk": "x"}, {"pk": ["0", "-1", "\x00"]}):
            assert as_user(other).post(reverse("accounts:seconds_give"), sent).status_code in (302, 400)
        assert selectors.list_to_second(other).count() == 1

    def test_who_may_confirm_is_told_once_and_finds_it_on_the_desk(self, cast, other, as_user):
        for _turn in range(3):
            propose(cast)
        told = Receipt.objects.filter(message__kind="accounts.second_wanted")
        assert list(told.values_list("to", flat=True)) == [other.pk]
        assert "待您确认的任职" in as_user(other).get(reverse("desk:home")).content.decode()

    def test_the_maker_reads_for_whom_it_waits_and_takes_it_back(self, cast, other, as_user):
        row, client = propose(cast), as_user(cast.administrator)
        page = client.get(reverse("accounts:appointment", args=[row.pk])).content.decode()
        assert f"可以确认的：{other.name}（{cast.province.name}）" in page
        assert "保存期限" not in page
        client.post(reverse("accounts:appointment_revoke", args=[row.pk]))
        assert anew(row).standing == Standing.WITHDRAWN

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_page_asks_as_much_for_one_as_for_twenty(
        self, cast, other, as_user, count, django_assert_max_num_queries
    ):
        for _turn in range(count):
            propose(cast)
        client = as_user(other)
        client.get(reverse("accounts:seconds"))
        with django_assert_max_num_queries(14):
            client.get(reverse("accounts:seconds"))
