"""第二人确认: one administrator does not become both persons, nor make the other one vanish."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from hardship.accounts import selectors, services
from hardship.accounts.models import Appointment, StandIn, User, standing_in
from hardship.accounts.states import AWAY_DAYS, Role, Second
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_each
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]


def days(count):
    return timezone.localdate() + timedelta(days=count)


def anew(row):
    return type(row).objects.get(pk=row.pk)


def propose(by, union, *, person=None, role=Role.REVIEWER):
    person = person or UserFactory(union=union, roles=[])
    return services.appoint(user=person, union=union, role=role, from_on=days(0), by=by)


def post_of(person):
    return person.appointments.get(role=Role.ADMINISTRATOR, revoked_at=None)


def arrange(post, user, by):
    return services.stand_in(
        appointment_id=post.pk, user=user, from_on=days(0), until_on=days(9), reason="年休假", by=by
    )


@pytest.fixture
def fellow(cast):
    """Another administrator of the union of the first, which has one above."""
    return UserFactory(union=cast.city, role=Role.ADMINISTRATOR)


@pytest.fixture
def two(cast):
    """The two administrators of the top of the tree."""
    return [UserFactory(union=cast.province, role=Role.ADMINISTRATOR) for _turn in range(2)]


class TestTheLoginOfAFellow:
    def test_is_opened_from_above_and_not_from_beside(self, cast, fellow, two):
        with pytest.raises(Refused, match="由上级工会的管理员重设"):
            services.reset_password(user=fellow, by=cast.administrator)
        for active in (False, True):
            with pytest.raises(Refused, match="由上级工会的管理员停用、启用"):
                services.set_active(user=fellow, active=active, by=cast.administrator)
        assert anew(fellow).is_active
        assert not AuditRecord.objects.filter(action__startswith="user.").exists()
        assert services.reset_password(user=fellow, by=two[0])
        services.set_active(user=fellow, active=False, by=two[0])

    def test_one_that_waits_or_is_to_come_is_a_fellow_too(self, cast, fellow):
        waiting = propose(cast.administrator, cast.city, role=Role.ADMINISTRATOR).user
        coming = UserFactory(union=cast.city, roles=[])
        Appointment.objects.create(user=coming, union=cast.city, role=Role.ADMINISTRATOR, from_on=days(9))
        for person in (waiting, coming):
            with pytest.raises(Refused, match="同级管理员"):
                services.reset_password(user=person, by=cast.administrator)

    def test_whose_post_is_over_is_none_and_neither_is_one_below(self, cast, fellow):
        services.revoke(appointment_id=post_of(fellow).pk, by=cast.administrator)
        services.set_active(user=fellow, active=False, by=cast.administrator)
        below = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        assert services.reset_password(user=below, by=cast.administrator)

    def test_a_stand_in_does_not_open_the_one_of_the_holder(self, cast, fellow):
        substitute = UserFactory(union=cast.city, roles=[])
        row = arrange(post_of(fellow), substitute, fellow)
        with pytest.raises(Refused, match="同级管理员"):
            services.reset_password(user=fellow, by=standing_in(substitute, row))

    def test_no_slip_is_made_for_it(self, cast, fellow, as_user):
        asked = {"union": cast.city, "by": fellow}
        services.enrol_user(username="wang.xm", name="王", roles=[Role.ADMINISTRATOR], **asked)
        services.enrol_user(username="li.ming", name="李", roles=[Role.CLERK], **asked)
        issued = services.issue_passwords(by=cast.administrator)
        assert [user.username for user, _password in issued] == ["li.ming"]
        assert "还没有登录单" not in as_user(cast.administrator).get(reverse("accounts:users")).text

    def test_its_page_says_who_does_it(self, cast, fellow, as_user):
        url, client = reverse("accounts:user_edit", args=[fellow.pk]), as_user(cast.administrator)
        page = client.get(url).text
        assert "同级管理员的密码、账号" in page
        assert "停用账号" not in page
        answer = client.post(reverse("accounts:user_reset", args=[fellow.pk]), follow=True).text
        assert "由上级工会的管理员重设" in answer
        assert "停用账号" in client.get(reverse("accounts:user_edit", args=[cast.clerk.pk])).text

    def test_the_machine_opens_one_at_the_top(self, two, capsys):
        call_command("reset_password", two[0].username)
        password = capsys.readouterr().out.split(" logs in with ")[1].split()[0]
        assert anew(two[0]).check_password(password)
        assert anew(two[0]).must_change_password
        assert AuditRecord.objects.get(action="user.reset_password").by is None
        for nobody in ("nobody", "\x00"):
            with pytest.raises(CommandError, match="nobody has"):
                call_command("reset_password", nobody)


class TestAHandOfTheMaker:
    def test_whose_password_the_maker_reset_confirms_nothing_of_theirs(self, cast, two):
        """One of a union below, whom the maker may give a new password."""
        below = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        row, others = propose(cast.administrator, cast.county), propose(two[0], cast.county)
        assert below in selectors.list_seconders(row)
        services.reset_password(user=below, by=cast.administrator)
        assert below not in selectors.list_seconders(row)
        assert list(selectors.list_to_second(below)) == [others]
        with pytest.raises(Refused, match="重设过密码"):
            services.give_second(appointment_id=row.pk, by=below)
        with freeze_time(timezone.now() + timedelta(days=AWAY_DAYS + 1)):
            services.give_second(appointment_id=row.pk, by=below)

    def test_whose_account_the_maker_made_confirms_nothing_of_theirs(self, cast, two):
        """The page showed the maker the password, so the maker could be both."""
        made, _password = services.create_user(
            username="puppet", name="新管理员", union=cast.county, roles=[Role.ADMINISTRATOR], by=two[0]
        )
        services.give_second(appointment_id=made.appointments.get().pk, by=two[1])
        row = propose(two[0], cast.county)
        assert made not in selectors.list_seconders(row)
        with pytest.raises(Refused, match="密码"):
            services.give_second(appointment_id=row.pk, by=made)

    def test_another_day_for_a_clerk_takes_no_administrator_away(self, cast, two):
        clerk = UserFactory(union=cast.county, role=Role.CLERK)
        services.set_end(appointment_id=clerk.appointments.get().pk, until_on=days(30), by=two[0])
        clerk.refresh_from_db()
        assert clerk.cut_off_by is None

    def test_a_password_that_was_reset_while_standing_in_counts_as_well(self, cast, two):
        below = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        substitute = UserFactory(union=cast.city, roles=[])
        acting = standing_in(substitute, arrange(post_of(cast.administrator), substitute, cast.administrator))
        services.reset_password(user=below, by=acting)
        row = propose(acting, cast.county)
        assert list(selectors.list_seconders(row)) == two
        assert not selectors.list_to_second(below).exists()

    def test_whom_the_maker_put_in_the_others_place_confirms_nothing_of_theirs(self, cast, two):
        puppet = UserFactory(union=cast.province, roles=[])
        row = propose(two[0], cast.city)
        acting = standing_in(puppet, arrange(post_of(two[1]), puppet, two[0]))
        assert not selectors.list_to_second(acting).exists()
        with pytest.raises(Refused, match="安排来代办"):
            services.give_second(appointment_id=row.pk, by=acting)

    def test_whom_the_other_asked_themselves_confirms(self, cast, two):
        substitute, row = UserFactory(union=cast.province, roles=[]), propose(two[0], cast.city)
        acting = standing_in(substitute, arrange(post_of(two[1]), substitute, two[1]))
        services.give_second(appointment_id=row.pk, by=acting)
        assert (anew(row).seconded_by, anew(row).seconded_for) == (substitute, two[1])


def revoke(one, other):
    services.revoke(appointment_id=post_of(other).pk, by=one)


def shorten(one, other):
    services.set_end(appointment_id=post_of(other).pk, until_on=days(-1), by=one)


def take_off(one, other):
    services.change_user(user=other, name=other.name, roles=[], by=one)


def revoke_and_close(one, other):
    revoke(one, other)
    services.set_active(user=other, active=False, by=one)


class TestTheOtherWhoWasMadeToVanish:
    @pytest.mark.parametrize("vanish", [revoke, shorten, take_off, revoke_and_close])
    def test_is_waited_for_a_month(self, cast, two, as_user, vanish):
        one, other = two
        with unguarded():
            Appointment.objects.filter(user=other).update(from_on=days(-60))
        vanish(one, anew(other))
        row = propose(one, cast.province)
        assert (row.second, selectors.list_seconders(row).exists()) == (Second.WAITING, False)
        page = as_user(one).get(reverse("accounts:appointment", args=[row.pk])).text
        assert f"能确认的（{other.name}）在 {AWAY_DAYS} 天内被办理人免去" in page
        assert "重新登记的直接生效" not in page
        with freeze_time(timezone.now() + timedelta(days=AWAY_DAYS + 2)):
            assert propose(one, cast.province).second == Second.ALONE

    def test_by_another_hand_is_not_waited_for(self, cast, two):
        third = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        revoke(third, two[1])
        Appointment.objects.filter(user=third).update(revoked_at=timezone.now(), revoked_by=two[1])
        assert propose(two[0], cast.province).second == Second.ALONE

    def test_does_not_come_back_as_a_puppet(self, cast, two):
        one, other = two
        revoke(one, other)
        services.reset_password(user=anew(other), by=one)
        row = propose(one, cast.province, person=anew(other), role=Role.ADMINISTRATOR)
        assert row.is_waiting
        assert not anew(other).places

    def test_below_is_waited_for_when_the_account_was_closed(self, cast):
        below = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        services.set_active(user=below, active=False, by=cast.administrator)
        assert propose(cast.administrator, cast.county).is_waiting
        assert propose(cast.administrator, cast.city).second == Second.ALONE

    def test_as_a_stand_in_of_the_person_is_waited_for(self, cast, two):
        one, other = two
        person = UserFactory(union=cast.city, role=Role.ADMINISTRATOR)
        row = arrange(post_of(person), other, one)
        waiting = propose(one, cast.province, person=person, role=Role.ADMINISTRATOR)
        assert (waiting.second, selectors.list_seconders(waiting).exists()) == (Second.WAITING, False)
        services.end_stand_in(stand_in_id=row.pk, by=other)
        services.give_second(appointment_id=waiting.pk, by=other)

    def test_one_who_only_waited_could_not_have_confirmed(self, cast, two):
        one, other = two
        waiting = propose(one, cast.province, role=Role.ADMINISTRATOR)
        services.revoke(appointment_id=waiting.pk, by=one)
        Appointment.objects.filter(user=other).update(revoked_at=timezone.now())
        assert propose(one, cast.province).second == Second.ALONE


class TestTheDesk:
    def counted(self, person):
        return dict(count_each(person))[DUTIES["accounts.seconds"]]

    def test_counts_what_each_may_confirm_and_no_more(self, cast, two):
        """One statement, compiled for whoever asks first, serves all, each kept from something else."""
        one, other = two
        third = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        maker = UserFactory(union=cast.city, role=Role.ADMINISTRATOR)
        below = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        propose(maker, cast.county)
        propose(one, cast.county)
        StandIn.objects.create(
            appointment=post_of(maker), user=third, from_on=days(0), until_on=days(9), reason="病假",
            made_by=maker,
        )  # fmt: skip
        services.reset_password(user=below, by=one)
        found = [other, one, third, maker, below, cast.administrator]
        assert [self.counted(anew(person)) for person in found] == [2, 1, 1, 1, 1, 2]
        for person in found:
            assert self.counted(person) == selectors.list_to_second(person).count()

    def test_counts_for_whoever_stands_in_as_well(self, cast, two):
        one, other = two
        propose(one, cast.county)
        acting = []
        for by in (one, other):
            person = UserFactory(union=cast.province, roles=[])
            row = arrange(post_of(other), person, by)
            acting.append(standing_in(User.objects.get(pk=person.pk), row))
            assert self.counted(acting[-1]) == (0 if by == one else 1)
            services.end_stand_in(stand_in_id=row.pk, by=other)
