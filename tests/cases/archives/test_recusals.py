"""回避: who decides nothing of a case, by family or by declaration, in words and in the database."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.reports import approval_form
from cases.approvals.selectors.permits import barred_for, blocker
from cases.approvals.states import TRANSITIONS
from cases.archives.models import CaseRecusal, FileStep, Household
from cases.archives.selectors.recusals import kin_hint
from cases.archives.services.recusals import decide_recusal, declare_recusal
from cases.archives.services.steps import blocker as file_blocker
from cases.archives.services.steps import take_step
from cases.archives.services.taking_over import complete_blocker
from hardship.accounts import services as accounts
from hardship.accounts.models import Appointment, User, standing_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.fields import blind_index
from hardship.kernel.names import surname_of
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, unguarded
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


@world
def head(cast):
    """The head of the county's department."""
    return UserFactory(union=cast.county, role=Role.DEPARTMENT, name="倪部长")


@pytest.fixture
def household(cast, reference):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)


@pytest.fixture
def application(cast, reference):
    return ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver, state=State.REVIEW
    )


def declare(household, by, cause="relative"):
    return declare_recusal(household_id=household.pk, cause=cause, reason="户主是我表弟", by=by)


def make_kin(user, household):
    """The account of somebody who is in the file; the number is not kept."""
    number = household.head.id_number.reveal()
    User.objects.filter(pk=user.pk).update(id_number_index=blind_index(number, "id_number"))
    return User.objects.get(pk=user.pk)


def insert_file_step(household, by, holder=None):
    with transaction.atomic():
        FileStep.objects.create(
            household=household, action="return", source="under_review", target="returned", by=by,
            is_decision=True, content_hash="0" * 64, comment="材料不清", stood_in_for=holder,
        )  # fmt: skip


def insert_step(application, by):
    with transaction.atomic():
        ApprovalStep.objects.create(
            application=application, round=application.round, action="return", source=application.state,
            target=State.RETURNED, is_decision=True, content_hash=application.content_hash, by=by,
            maker=application.submitted_by, stage_no=application.stage_no,
        )  # fmt: skip


class TestFamily:
    def test_somebody_of_the_family_reviews_nothing_of_it(self, cast, household, application):
        kin = make_kin(cast.reviewer, household)
        with pytest.raises(Refused, match="您是这家的成员，应当回避"):
            take_step(household_id=household.pk, action="file", by=kin)
        with pytest.raises(DatabaseError, match="stays out"):
            insert_file_step(household, kin)
        kin = make_kin(cast.reviewer, application.household)
        row = next(row for row in TRANSITIONS if row.action == "return")
        assert "应当回避" in blocker(application, row, kin)
        with pytest.raises(DatabaseError, match="stays out"):
            insert_step(application, kin)

    def test_nor_do_they_confirm_that_a_file_taken_over_is_complete(self, cast, household):
        household.state, household.taken_over_at = "filed", timezone.now()
        assert "您是这家的成员" in complete_blocker(household, make_kin(cast.reviewer, household))
        assert complete_blocker(household, cast.reviewer) == ""

    def test_a_member_who_left_the_file_keeps_nobody_out(self, cast, household):
        kin = make_kin(cast.reviewer, household)
        household.members.filter(relation="head").update(removed_at=timezone.now())
        assert file_blocker(household, kin) == ""

    def test_the_fingerprint_is_kept_and_the_number_is_not(self, cast, household, as_user):
        number = household.head.id_number.reveal()
        client, url = as_user(cast.administrator), reverse("accounts:user_edit", args=[cast.reviewer.pk])
        assert client.post(url, {"name": cast.reviewer.name, "id_number": "123"}).status_code == 422
        assert client.post(url, {"name": cast.reviewer.name, "id_number": number}).status_code == 302
        assert file_blocker(household, User.objects.get(pk=cast.reviewer.pk)).startswith("您是这家的成员")
        assert number not in client.get(url).content.decode()
        assert not AuditRecord.objects.filter(data__contains={"id_number": number}).exists()
        other = reverse("accounts:user_edit", args=[cast.city_reviewer.pk])
        answer = client.post(other, {"name": "某人", "id_number": number})
        assert (answer.status_code, "另一个账号" in answer.content.decode()) == (409, True)
        client.post(url, {"name": "改了名"})  # without a number the one on record stays
        assert User.objects.get(pk=cast.reviewer.pk).id_number_index is not None

    def test_the_same_name_is_a_hint_and_no_more(self, cast, household, as_user):
        User.objects.filter(pk=cast.reviewer.pk).update(name=household.head.name)
        person = User.objects.get(pk=cast.reviewer.pk)
        assert "同名" in kin_hint(household, person)
        assert file_blocker(household, person) == ""
        page = as_user(person).get(reverse("archives:review", args=[household.pk])).content.decode()
        assert "这家有人与您同名" in page
        assert kin_hint(household, cast.approver) == ""


class TestDeclaration:
    def test_it_holds_from_the_first_minute_and_tells_the_leaders(self, cast, household, head):
        row = declare(household, cast.reviewer)
        assert {receipt.to for receipt in Receipt.objects.all()} == {head}
        with pytest.raises(Refused, match="您已申请回避这家"):
            take_step(household_id=household.pk, action="file", by=cast.reviewer)
        with pytest.raises(DatabaseError, match="stays out"):
            insert_file_step(household, cast.reviewer)
        with pytest.raises(Refused, match="已经申请回避"):
            declare(household, cast.reviewer)
        second = UserFactory(union=cast.county, role=Role.REVIEWER)
        take_step(household_id=household.pk, action="return", by=second, comment="不清")
        assert AuditRecord.objects.get(action="recusal.declare").data["recusal"] == row.pk

    def test_a_leader_declines_it_with_a_reason_and_the_person_decides_again(self, cast, household, head):
        row = declare(household, cast.reviewer, cause="other")
        with pytest.raises(Refused, match="必须填写意见"):
            decide_recusal(recusal_id=row.pk, action="decline", by=head)
        decide_recusal(recusal_id=row.pk, action="decline", by=head, comment="同村而已")
        assert file_blocker(household, cast.reviewer) == ""
        with pytest.raises(Refused, match="当前状态下不能"):
            decide_recusal(recusal_id=row.pk, action="accept", by=head)
        declare(household, cast.reviewer)

    def test_nobody_says_it_of_themselves(self, cast, household, head):
        row = declare(household, head)
        with pytest.raises(Refused, match="不能决定自己的回避"):
            decide_recusal(recusal_id=row.pk, action="decline", by=head, comment="不必")
        with pytest.raises(DatabaseError, match="case_recusal_by_somebody_else"), transaction.atomic():
            CaseRecusal.objects.filter(pk=row.pk).update(state="declined", decided_by=head)
        for who in (cast.reviewer, cast.clerk, cast.stranger):
            with pytest.raises((Refused, CaseRecusal.DoesNotExist)):
                decide_recusal(recusal_id=row.pk, action="accept", by=who)
        decide_recusal(recusal_id=row.pk, action="accept", by=cast.approver)
        with pytest.raises(DatabaseError, match="history"), transaction.atomic():
            CaseRecusal.objects.filter(pk=row.pk).update(state="declared")
        with pytest.raises(DatabaseError, match="history"), transaction.atomic():
            CaseRecusal.objects.all().delete()

    def test_whoever_stands_in_stays_out_as_well(self, cast, household):
        today = timezone.localdate()
        row = accounts.stand_in(
            appointment_id=cast.reviewer.appointments.get().pk, by=cast.reviewer, from_on=today,
            until_on=today + timedelta(days=1), reason="开会", user=UserFactory(union=cast.county, roles=[]),
        )  # fmt: skip
        declare(household, cast.reviewer)
        with pytest.raises(Refused, match="本人不能办：您已申请回避"):
            take_step(household_id=household.pk, action="file", by=standing_in(row.user, row))
        with pytest.raises(DatabaseError, match="stays out"):
            insert_file_step(household, row.user, cast.reviewer)
        with pytest.raises(Refused, match="由本人申请"):
            declare(household, standing_in(row.user, row))

    def test_an_application_waits_for_somebody_else_and_its_paper_says_so(self, cast, application, head):
        row = declare(application.household, cast.reviewer)
        rows = type(application).objects.filter(pk=application.pk)
        assert rows.filter(barred_for(cast.reviewer)).exists()
        assert not rows.filter(barred_for(UserFactory(union=cast.county, role=Role.REVIEWER))).exists()
        with pytest.raises(DatabaseError, match="stays out"):
            insert_step(application, cast.reviewer)
        decide_recusal(recusal_id=row.pk, action="accept", by=head)
        assert [one.decided_by for one in approval_form(application)["recusals"]] == [head]


class TestPages:
    def test_from_the_review_to_the_answer(self, cast, household, head, as_user):
        client, url = as_user(cast.reviewer), reverse("archives:recusal_new", args=[household.pk])
        assert url in client.get(reverse("archives:review", args=[household.pk])).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url, {"cause": "king", "reason": ""}).status_code == 422
        assert client.post(url, {"cause": "relative", "reason": "户主是我表弟"}).status_code == 302
        assert client.post(url, {"cause": "relative", "reason": "再来"}).status_code == 409
        row = CaseRecusal.objects.get()
        one = reverse("archives:recusal", args=[row.pk])
        assert "同意回避" not in client.get(one).content.decode()
        assert client.post(one, {"action": "accept"}).status_code == 409
        client = as_user(head)
        assert cast.reviewer.name in client.get(reverse("desk:home")).content.decode()
        assert "本工会同岗位没有别的人" in client.get(one).content.decode()
        assert client.post(one, {"action": "decline"}).status_code == 409
        assert client.post(one, {"action": "accept"}).status_code == 302
        page = client.get(reverse("archives:recusals"), {"state": "accepted"}).content.decode()
        assert cast.reviewer.name in page
        assert client.get(reverse("archives:recusals"), {"state": "\x00"}).status_code == 200

    def test_elsewhere_it_does_not_exist(self, cast, household, as_user):
        row = declare(household, cast.reviewer)
        for who in (UserFactory(union=cast.elsewhere.city, role=Role.APPROVER), cast.stranger):
            client = as_user(who)
            assert client.get(reverse("archives:recusal", args=[row.pk])).status_code == 404
            assert client.post(reverse("archives:recusal_new", args=[household.pk])).status_code == 404
        assert as_user(cast.finance).get(reverse("archives:recusals")).status_code == 403
        assert as_user(cast.clerk).get(reverse("archives:recusals")).status_code == 403


class TestKin:
    """同姓同住址, 本单位部门负责人: a hint to whoever decides, and nothing more."""

    @pytest.fixture
    def home(self, application):
        household = application.household
        with unguarded():
            Household.objects.filter(pk=household.pk).update(address="文峰路 8 号 2 幢 301 室")
        household.refresh_from_db()
        return household

    @pytest.fixture
    def neighbour(self, cast, home):
        """Whoever reviews at the county, of the family's surname, at its address."""
        surname = surname_of(home.head.name)
        person = accounts.rename_user(
            user=cast.reviewer, name=f"{surname}某某", address="文峰路8号2幢301室", by=cast.administrator
        )
        return User.objects.get(pk=person.pk)

    def test_the_same_surname_at_the_same_address(self, home, neighbour):
        assert "同姓，住址也相同" in kin_hint(home, neighbour)
        assert file_blocker(home, neighbour) == ""

    def test_neither_alone(self, cast, home, neighbour):
        User.objects.filter(pk=neighbour.pk).update(name="钱某某")
        assert kin_hint(home, User.objects.get(pk=neighbour.pk)) == ""
        User.objects.filter(pk=neighbour.pk).update(name=f"{surname_of(home.head.name)}某某", home_index=None)
        assert kin_hint(home, User.objects.get(pk=neighbour.pk)) == ""

    def test_the_head_of_the_workers_department(self, cast, home):
        Appointment.objects.create(
            user=cast.reviewer, union=home.union, role=Role.DEPARTMENT, from_on=date(2000, 1, 1)
        )
        assert "部门负责人" in kin_hint(home, User.objects.get(pk=cast.reviewer.pk))

    def test_the_address_is_not_kept(self, cast, neighbour, as_user):
        url = reverse("accounts:user_edit", args=[neighbour.pk])
        client = as_user(cast.administrator)
        assert client.post(url, {"name": neighbour.name, "address": "人民路 1 号"}).status_code == 302
        assert "人民路" not in client.get(url).text
        assert not AuditRecord.objects.filter(data__icontains="人民路").exists()

    def test_whoever_decides_is_one_click_from_staying_out(self, application, home, neighbour, as_user):
        page = as_user(neighbour).get(f"/applications/{application.pk}/").text
        assert "同姓，住址也相同" in page
        assert reverse("archives:recusal_new", args=[home.pk]) in page
        assert "审核通过" in page
