"""受理: how an application came in, who has it in hand (首问负责), the receipt of the family."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications import services
from cases.applications.models import Application, Receipt
from cases.applications.rules import Received
from cases.applications.selectors import content_hash, list_gaps
from cases.applications.states import Channel, State
from hardship.accounts.models import Appointment
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.factories import UserFactory, promote, take

pytestmark = pytest.mark.django_db


def save(application, by, **figures):
    told = {"reason": application.reason, "member": application.member, **figures}
    return services.save(application_id=application.pk, version=application.version, by=by, **told)


@pytest.fixture
def colleague(cast):
    return UserFactory(union=cast.union, role=Role.CLERK)


class TestReceived:
    def test_a_draft_notes_who_received_it_today(self, cast, make):
        application = make()
        assert (application.channel, application.received_on) == (Channel.IN_PERSON, timezone.localdate())
        assert (application.contact, application.desk) == (cast.clerk, cast.union)
        assert [(row.act, row.to) for row in application.contact_steps.all()] == [("received", cast.clerk)]

    def test_how_it_came_in_is_part_of_what_is_submitted(self, cast, make):
        application = make()
        before = content_hash(application)
        told = Received(Channel.AGENT, application.received_on, "王工", "单位工会")
        assert content_hash(save(application, cast.clerk, received=told)) != before

    def test_who_came_for_the_family_is_asked(self, cast, make):
        application = save(make(), cast.clerk, received=Received(Channel.AGENT, None, " ", ""))
        assert {gap.field for gap in list_gaps(application)} == {
            "received_on", "agent_name", "agent_relation",
        }  # fmt: skip

    def test_of_one_who_came_themselves_no_agent_is_kept(self, cast, make):
        today = timezone.localdate()
        application = save(make(), cast.clerk, received=Received(Channel.PHONE, today, "王工", "单位工会"))
        assert (application.agent_name, application.agent_relation) == ("", "")

    @pytest.mark.parametrize("days", [1, -366])
    def test_a_day_to_come_or_of_long_ago_is_refused(self, days, cast, make):
        day = timezone.localdate() + timedelta(days=days)
        with pytest.raises(Refused, match="一年之内") as caught:
            save(make(), cast.clerk, received=Received(Channel.PAPER, day))
        assert caught.value.field == "received_on"

    def test_the_database_keeps_no_agent_of_one_who_came_themselves(self, make):
        with pytest.raises(DatabaseError, match="application_agent_of_agents"), transaction.atomic():
            Application.objects.filter(pk=make().pk).update(agent_name="王工")

    def test_the_database_keeps_it_as_it_was_submitted(self, make):
        application = make(state=State.REVIEW)
        with pytest.raises(DatabaseError, match="stays as it was submitted"), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(channel=Channel.PHONE)

    def test_the_form_keeps_what_was_typed(self, as_user, cast, make):
        application = make()
        url = f"/applications/{application.pk}/edit/"
        typed = {
            "version": application.version, "reason": "长期透析", "channel": "agent",
            "agent_name": "王工", "agent_relation": "单位工会",
            "evidence": [str(pk) for pk in application.evidence.values_list("pk", flat=True)],
        }  # fmt: skip
        day = timezone.localdate() - timedelta(days=2)
        assert as_user(cast.clerk).post(url, {**typed, "received_on": f"{day:%Y.%m.%d}"}).status_code == 302
        application.refresh_from_db()
        assert (application.channel, application.received_on) == ("agent", day)
        page = as_user(cast.clerk).get(f"/applications/{application.pk}/").content.decode()
        assert "代办（王工，单位工会）" in page
        late = {**typed, "version": application.version, "received_on": f"{day + timedelta(days=3):%Y-%m-%d}"}
        answer = as_user(cast.clerk).post(url, late)
        assert (answer.status_code, "一年之内" in answer.content.decode()) == (409, True)


class TestContact:
    def test_it_stays_until_the_colleague_takes_it(self, cast, make, colleague):
        application = make(state=State.REVIEW)
        services.offer(application_id=application.pk, to_id=colleague.pk, by=cast.clerk, note="下周休假")
        application.refresh_from_db()
        assert (application.contact, application.offered) == (cast.clerk, colleague)
        assert Message.objects.get(kind="applications.offer").receipts.get().to == colleague
        services.take(application_id=application.pk, by=colleague)
        application.refresh_from_db()
        assert (application.contact, application.offered) == (colleague, None)
        acts = list(application.contact_steps.order_by("pk").values_list("act", flat=True))
        assert acts == ["received", "offered", "taken"]

    def test_nobody_takes_what_was_not_offered(self, make, colleague):
        with pytest.raises(Refused, match="还没有把这份申请移交给您"):
            services.take(application_id=make().pk, by=colleague)

    def test_only_who_has_it_offers_it_and_only_to_a_clerk_here(self, cast, make, colleague):
        application = make()
        with pytest.raises(Refused, match="只有首问责任人可以移交"):
            services.offer(application_id=application.pk, to_id=cast.clerk.pk, by=colleague)
        for person in (cast.clerk, cast.reviewer, cast.stranger):
            with pytest.raises(Refused, match="另一位经办人"):
                services.offer(application_id=application.pk, to_id=person.pk, by=cast.clerk)

    def test_an_offer_is_ended_by_either(self, cast, make, colleague):
        application = make()
        for person in (cast.clerk, colleague):
            services.offer(application_id=application.pk, to_id=colleague.pk, by=cast.clerk)
            services.keep(application_id=application.pk, by=person)
            application.refresh_from_db()
            assert (application.contact, application.offered) == (cast.clerk, None)
        with pytest.raises(Refused, match="没有等您答复"):
            services.keep(application_id=application.pk, by=colleague)

    def test_what_somebody_left_behind_is_taken_by_a_colleague(self, cast, make, colleague):
        application = make()
        type(cast.clerk).objects.filter(pk=cast.clerk.pk).update(is_active=False)
        services.take(application_id=application.pk, by=colleague)
        application.refresh_from_db()
        assert application.contact == colleague

    def test_what_is_over_is_not_handed_over(self, cast, make, colleague):
        application = make(state=State.WITHDRAWN)
        with pytest.raises(Refused, match="已经了结"):
            services.offer(application_id=application.pk, to_id=colleague.pk, by=cast.clerk)

    def test_the_database_makes_nobody_responsible_who_did_not_take_it(self, make, colleague):
        application = make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="in the hands of who took it"), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(contact=colleague)

    def test_a_clerk_sent_to_another_desk_goes_on_with_what_they_began_there(self, cast, make, reference):
        """Where somebody is at home does not matter, but at which desk it was begun."""
        sent = UserFactory(union=cast.elsewhere, role=Role.CLERK)
        promote(sent, Role.CLERK, cast.county)
        there = type(sent).objects.get(pk=sent.pk)
        there.union = cast.county
        household = make().household
        application = services.start(household_id=household.pk, programme_id=reference.medical.pk, by=there)
        assert application.desk == cast.county
        assert save(application, there).version == 2

    def test_who_works_elsewhere_now_is_told_to_switch(self, as_user, cast, make):
        two = UserFactory(union=cast.county, role=Role.CLERK)
        Appointment.objects.create(user=two, union=cast.union, role=Role.CLERK)
        application = make()
        services.offer(application_id=application.pk, to_id=two.pk, by=cast.clerk)
        with pytest.raises(Refused, match="请先在页首切换到"):
            services.take(application_id=application.pk, by=type(two).objects.get(pk=two.pk))
        page = as_user(two).get(f"/applications/{application.pk}/").content.decode()
        assert "请先在页首切换到" in page
        assert "接手，由我负责" not in page

    def test_pages_offer_it_and_take_it(self, as_user, cast, make, colleague):
        application = make(state=State.REVIEW)
        url = f"/applications/{application.pk}"
        empty = as_user(cast.clerk).post(f"{url}/offer/", {"to": ""})
        assert empty.status_code == 422
        assert as_user(cast.clerk).post(f"{url}/offer/", {"to": colleague.pk}).status_code == 302
        page = as_user(colleague).get("/applications/?contact=offered").content.decode()
        assert str(application.household) in page
        assert "接手，由我负责" in as_user(colleague).get(f"{url}/").content.decode()
        assert as_user(colleague).post(f"{url}/take/").status_code == 302
        again = as_user(colleague).post(f"{url}/take/")
        assert (again.status_code, "已经由您负责" in again.content.decode()) == (409, True)
        assert as_user(cast.stranger).post(f"{url}/keep/").status_code == 404


class TestReceipt:
    def test_it_says_what_came_in_what_is_missing_and_by_when(self, cast, make):
        application = make(programme="medical")
        lacking = application.evidence.filter(kind="fee_list").first()
        services.detach(application_id=application.pk, evidence_id=lacking.pk, by=cast.clerk)
        receipt = services.issue_receipt(application_id=application.pk, by=cast.clerk)
        year = timezone.localdate().year
        assert receipt.number == f"受-{cast.union.code}-{year}-0001"
        assert receipt.due_on > receipt.received_on
        assert any("费用清单" in label for label in receipt.missing)
        assert receipt.contact == cast.clerk

    def test_a_second_press_gives_the_same_one_and_a_new_document_another(self, cast, make):
        application = make(programme="medical")
        first = services.issue_receipt(application_id=application.pk, by=cast.clerk)
        assert services.issue_receipt(application_id=application.pk, by=cast.clerk) == first
        gone = application.evidence.first()
        services.detach(application_id=application.pk, evidence_id=gone.pk, by=cast.clerk)
        second = services.issue_receipt(application_id=application.pk, by=cast.clerk)
        assert second.number.endswith("0002")

    def test_without_a_day_of_receipt_there_is_none(self, cast, make):
        application = save(make(), cast.clerk, received=Received(Channel.PAPER, None))
        with pytest.raises(Refused, match="先填写收到日期"):
            services.issue_receipt(application_id=application.pk, by=cast.clerk)

    def test_what_is_closed_and_others_get_none(self, cast, make, household):
        withdrawn = make(state=State.WITHDRAWN, household=household)
        with pytest.raises(Refused, match="已经办结"):
            services.issue_receipt(application_id=withdrawn.pk, by=cast.clerk)
        with pytest.raises(Refused, match="经办人可以修改"):
            services.issue_receipt(application_id=make().pk, by=cast.reviewer)

    def test_it_is_printed_as_it_was_given(self, as_user, cast, make):
        application, client = make(), as_user(cast.clerk)
        answer = client.post(f"/applications/{application.pk}/receipt/")
        receipt = Receipt.objects.get()
        assert answer.url == f"/applications/{application.pk}/receipts/{receipt.pk}/"
        take(application, "submit", by=cast.clerk)
        printed = client.get(answer.url)
        assert printed["Content-Type"] == "application/pdf"
        other = make()
        assert client.get(f"/applications/{other.pk}/receipts/{receipt.pk}/").status_code == 404
        assert as_user(cast.stranger).get(answer.url).status_code == 404
