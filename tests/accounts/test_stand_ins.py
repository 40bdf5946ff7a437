"""代办: who does the work of a post for its holder, on which days, and who may not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from hardship.accounts import services
from hardship.accounts.middleware import PAGE
from hardship.accounts.models import Appointment, StandIn, standing_in
from hardship.accounts.selectors import person_mark
from hardship.accounts.sessions import STANDING
from hardship.accounts.states import Role, StandInState
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.factories import PASSWORD, UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]


def days(count):
    return timezone.localdate() + timedelta(days=count)


@world
def substitute(cast):
    """Somebody of the city without a post there."""
    return UserFactory(union=cast.city, roles=[], name="李代办")


def post_of(person):
    return person.appointments.get()


def arrange(person, user, *, by=None, begins=0, ends=5, reason="年休假"):
    return services.stand_in(
        appointment_id=post_of(person).pk, user=user, from_on=days(begins), until_on=days(ends),
        reason=reason, by=by or person,
    )  # fmt: skip


class TestArranging:
    def test_the_holder_asks_a_colleague_and_both_know(self, cast, substitute):
        row = arrange(cast.approver, substitute)
        acting = standing_in(substitute, row)
        assert (row.state, acting.roles, acting.union) == (StandInState.RUNNING, {Role.APPROVER}, cast.city)
        assert (acting.stands_for, substitute.roles, substitute.stands_for) == (cast.approver, set(), None)
        assert acting.at(cast.county).stands_for is None
        assert {receipt.to for receipt in Receipt.objects.all()} == {substitute}
        said = AuditRecord.objects.get(action="user.stand_in")
        assert (said.target_id, said.data["of"]) == (str(substitute.pk), cast.approver.pk)

    def test_an_administrator_arranges_it_and_tells_both(self, cast, substitute):
        arrange(cast.approver, substitute, by=cast.administrator)
        assert {receipt.to for receipt in Receipt.objects.all()} == {substitute, cast.approver}

    def test_nobody_else_arranges_it(self, cast, substitute):
        outside = UserFactory(union=cast.elsewhere.city, role=Role.ADMINISTRATOR)
        for who in (cast.reviewer, cast.finance, substitute, outside):
            with pytest.raises(Refused, match="只有任职的本人"):
                arrange(cast.approver, substitute, by=who)
        row = arrange(cast.approver, substitute)
        third = UserFactory(union=cast.city, roles=[])
        with pytest.raises(Refused, match="代办期间不能再安排代办"):
            arrange(cast.approver, third, by=standing_in(substitute, row), begins=6, ends=7)

    @pytest.mark.parametrize(
        ("begins", "ends", "why"),
        [(-1, 3, "不能从过去的日子起"), (3, 2, "早于起始日期"), (0, 183, "最多 183 天")],
    )
    def test_days_that_are_past_wrong_or_too_many_are_refused(self, cast, substitute, begins, ends, why):
        with pytest.raises(Refused, match=why):
            arrange(cast.approver, substitute, begins=begins, ends=ends)
        assert not StandIn.objects.exists()

    def test_it_ends_with_the_post_at_the_latest(self, cast, substitute):
        services.set_end(appointment_id=post_of(cast.approver).pk, until_on=days(3), by=cast.administrator)
        with pytest.raises(Refused, match="代办不能更久"):
            arrange(cast.approver, substitute, ends=4)
        row = arrange(cast.approver, substitute, ends=3)
        services.revoke(appointment_id=post_of(cast.approver).pk, by=cast.administrator)
        row = StandIn.objects.get(pk=row.pk)
        assert (row.state, StandIn.objects.in_force(days(0)).exists()) == (StandInState.ENDED, False)

    def test_who_may_not_stand_in(self, cast, substitute):
        idle = UserFactory(union=cast.city, roles=[], is_active=False)
        second = UserFactory(union=cast.city, role=Role.APPROVER)
        for who, why in (
            (cast.approver, "不能是本人"), (idle, "已停用"), (second, "不用代办"),
            (cast.finance, "管钱的不审核"), (cast.auditor, "审计的不办业务"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=why):
                arrange(cast.approver, who)
        own_clerk = UserFactory(union=cast.city, role=Role.CLERK)
        with pytest.raises(Refused, match="经办的不审批同一工会"):
            arrange(cast.approver, own_clerk)
        arrange(cast.approver, substitute)
        with pytest.raises(Refused, match="已经有人代办"):
            arrange(cast.approver, UserFactory(union=cast.city, roles=[]), begins=5, ends=6)

    def test_what_somebody_does_for_others_excludes_as_what_they_hold(self, cast, substitute):
        arrange(cast.approver, substitute)
        with pytest.raises(Refused, match="管钱的不审核"):
            arrange(cast.finance, substitute, begins=5, ends=9)
        with pytest.raises(Refused, match="经办的不审批"):
            services.appoint(
                user=substitute, union=cast.city, role=Role.CLERK, from_on=days(0), by=cast.administrator
            )
        arrange(cast.finance, substitute, begins=6, ends=9)

    def test_it_is_ended_early_by_each_of_three_and_once(self, cast, substitute):
        for who in (substitute, cast.approver, cast.administrator):
            row = arrange(cast.approver, substitute)
            services.end_stand_in(stand_in_id=row.pk, by=who)
            row.refresh_from_db()
            assert (row.state, row.ended_by) == (StandInState.ENDED, who)
            with pytest.raises(Refused, match="已经结束"):
                services.end_stand_in(stand_in_id=row.pk, by=who)
        row = arrange(cast.approver, substitute)
        with pytest.raises(Refused, match="只有任职的本人"):
            services.end_stand_in(stand_in_id=row.pk, by=cast.reviewer)


class TestAfterwards:
    def test_nobody_changes_their_own_post_by_way_of_another(self, cast, substitute):
        own = post_of(cast.administrator)
        acting = standing_in(substitute, arrange(cast.administrator, substitute))
        with pytest.raises(Refused, match="不能修改自己的任职"):
            services.set_end(appointment_id=own.pk, until_on=days(900), by=acting)
        with pytest.raises(Refused, match="不能修改自己的任职"):
            services.confirm(user=cast.administrator, by=acting)
        with pytest.raises(Refused, match="不能停用自己的账号"):
            services.set_active(user=cast.administrator, active=False, by=acting)

    def test_whoever_stood_in_may_take_over_a_post_that_was_taken_back(self, cast, substitute):
        arrange(cast.approver, substitute)
        services.revoke(appointment_id=post_of(cast.approver).pk, by=cast.administrator)
        row = services.appoint(
            user=substitute, union=cast.city, role=Role.APPROVER, from_on=days(0), by=cast.administrator
        )
        assert row.user == substitute

    def test_a_login_over_a_page_goes_on_standing_in(self, cast, substitute, client):
        row = arrange(cast.approver, substitute)
        told = {"username": substitute.username, "password": PASSWORD}
        mark = {PAGE: person_mark(standing_in(substitute, row))}
        client.post(reverse("accounts:login"), told, headers=mark)
        assert client.session[STANDING] == row.pk


class TestDatabase:
    def row(self, person, user, begins=0, ends=5):
        return StandIn(
            appointment=post_of(person), user=user, from_on=days(begins), until_on=days(ends),
            reason="年休假", made_by=person,
        )  # fmt: skip

    def refuses(self, row, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            row.save()

    def test_it_refuses_who_holds_what_excludes_the_post(self, cast, substitute):
        self.refuses(self.row(cast.approver, cast.finance), "standing in as approver excludes finance")
        self.refuses(self.row(cast.approver, cast.auditor), "excludes auditor")
        self.row(cast.approver, substitute).save()
        self.refuses(self.row(cast.finance, substitute, 5, 9), "excludes approver")
        with pytest.raises(IntegrityError, match="excludes"), transaction.atomic():
            Appointment.objects.create(user=substitute, union=cast.city, role=Role.FINANCE)

    def test_it_refuses_the_holder_two_at_a_time_and_too_long(self, cast, substitute):
        self.refuses(self.row(cast.approver, cast.approver), "somebody else")
        self.refuses(self.row(cast.approver, substitute, 0, 183), "stand_in_not_for_long")
        self.refuses(self.row(cast.approver, substitute, 1, 0), "stand_in_ends_after_it_begins")
        self.row(cast.approver, substitute).save()
        self.refuses(
            self.row(cast.approver, UserFactory(union=cast.city, roles=[])), "stand_in_one_at_a_time"
        )

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM accounts_standin", "UPDATE accounts_standin SET until_on = until_on + 9",
            "UPDATE accounts_standin SET user_id = made_by_id",
        ],
    )  # fmt: skip
    def test_it_lets_nobody_rewrite_one(self, cast, substitute, sql):
        self.row(cast.approver, substitute).save()
        with (
            pytest.raises(DatabaseError, match="history"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


class TestPages:
    def form(self, user, ends=5):
        return {"user": user.pk, "from_on": days(0), "until_on": days(ends), "reason": "外出培训"}

    def test_from_the_own_post_to_acting_and_back(self, cast, substitute, as_user):
        client, key = as_user(cast.approver), post_of(cast.approver).pk
        url = reverse("accounts:stand_in_new", args=[key])
        assert url in client.get(reverse("desk:post")).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url, self.form(substitute, ends=-1)).status_code == 409
        assert client.post(url, {"user": ""}).status_code == 422
        assert client.post(url, {**self.form(substitute), "user": cast.stranger.pk}).status_code == 422
        assert client.post(url, self.form(substitute)).status_code == 302
        row = StandIn.objects.get()
        client = as_user(substitute)
        assert client.get(reverse("approvals:inbox")).status_code == 403
        assert cast.approver.name in client.get(reverse("accounts:place")).content.decode()
        client.post(reverse("accounts:stand_in_act", args=[row.pk]))
        page = client.get(reverse("approvals:inbox")).content.decode()
        assert f"您正在代“{cast.approver.name}”办理（审批人）" in page
        assert client.get(reverse("accounts:stand_in_new", args=[key])).status_code == 404
        said = AuditRecord.objects.filter(action="user.place").latest("pk")
        assert (said.by, said.stood_in_for) == (substitute, cast.approver)
        services.end_stand_in(stand_in_id=row.pk, by=cast.approver)
        assert client.get(reverse("approvals:inbox")).status_code == 403
        again = client.post(reverse("accounts:stand_in_act", args=[row.pk]), follow=True)
        assert "不在期限内" in again.content.decode()

    def test_somebody_with_a_post_of_their_own_goes_there_and_back(self, cast, as_user):
        row, client = arrange(cast.approver, cast.city_reviewer), as_user(cast.city_reviewer)
        assert "有 0 件事在等" in client.get(reverse("desk:home")).content.decode()
        client.post(reverse("accounts:stand_in_act", args=[row.pk]))
        assert client.get(reverse("approvals:inbox")).status_code == 200
        client.post(reverse("accounts:place"), {"union": cast.city.pk})
        assert "您正在代" not in client.get(reverse("desk:home")).content.decode()

    def test_what_ended_yesterday_is_refused_in_words(self, cast, substitute, as_user):
        row = arrange(cast.approver, substitute, ends=1)
        client = as_user(substitute)
        client.post(reverse("accounts:stand_in_act", args=[row.pk]))
        mark = person_mark(standing_in(substitute, row))
        with freeze_time(timezone.now() + timedelta(days=2)):
            client.force_login(substitute, backend="django.contrib.auth.backends.ModelBackend")
            session = client.session
            session["stand_in"] = row.pk
            session.save()
            answer = client.post(reverse("accounts:stand_in_new", args=[1]), {"person_mark": mark})
            assert answer.status_code == 409
            assert "期限" in answer.content.decode()
            page = client.get(reverse("accounts:place")).content.decode()
            assert "期限已过或已提前结束" in page

    def test_others_do_not_find_it(self, cast, substitute, as_user):
        row = arrange(cast.approver, substitute)
        for who in (cast.reviewer, cast.stranger, UserFactory(union=cast.county, role=Role.ADMINISTRATOR)):
            client = as_user(who)
            for name in ("stand_in_end", "stand_in"):
                asked = client.post if name == "stand_in_end" else client.get
                assert asked(reverse(f"accounts:{name}", args=[row.pk])).status_code == 404
            assert client.get(reverse("accounts:stand_in_new", args=[row.appointment_id])).status_code == 404
            assert client.post(reverse("accounts:stand_in_act", args=[row.pk])).status_code == 404

    def test_the_list_of_the_union_is_narrowed(self, cast, substitute, as_user):
        arrange(cast.approver, substitute)
        planned = arrange(cast.reviewer, substitute, begins=3, ends=4)
        client, url = as_user(cast.administrator), reverse("accounts:stand_ins")
        for state, there, absent in (
            ("running", cast.approver, cast.reviewer), ("planned", cast.reviewer, cast.approver),
        ):  # fmt: skip
            page = client.get(url, {"state": state}).content.decode()
            assert there.name in page
            assert absent.name not in page
        services.end_stand_in(stand_in_id=planned.pk, by=cast.reviewer)
        assert cast.reviewer.name in client.get(url, {"state": "ended"}).content.decode()
        assert client.get(url, {"state": "\x00", "union": "-1"}).status_code == 200
        assert cast.approver.name not in as_user(cast.reviewer).get(url, follow=True).content.decode()
