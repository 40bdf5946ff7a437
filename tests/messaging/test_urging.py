"""催办 and what is told of an application: who may urge whom, once a working day; paid, objected to, due."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.approvals.services import urge_application
from cases.approvals.services.telling import DUE, DUE_TODAY, tell_due, tell_paid
from cases.archives.models import Household
from cases.archives.services.life.changes import save_change
from cases.archives.services.life.reminding import REVIEW_DUE, VERIFY_DUE
from cases.archives.services.life.reminding import tell_due as tell_due_files
from cases.archives.services.urging import get_awaited, get_urging, urge_changes, urge_file
from cases.archives.states import Section
from cases.notices.services import record_objection
from cases.policies.selectors import get_calendar
from cases.transfers import services as transfers
from funds.payments.models import Payment
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message, Receipt
from hardship.messaging.services import KINDS
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]


@pytest.fixture
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)


@pytest.fixture
def waiting(cast, reference):
    return ApplicationFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state="review")


def told(user, kind):
    return Receipt.objects.filter(to=user, message__kind=kind).count()


def test_a_clerk_urges_the_reviewer_once_a_working_day(cast, home, as_user):
    client, url = as_user(cast.clerk), reverse("archives:case", args=[home.pk])
    assert "催办" in client.get(url).text
    answer = client.post(reverse("archives:urge", args=[home.pk]), follow=True)
    assert f"已催办，{cast.county.name}会收到消息。" in answer.text
    assert f"{cast.clerk.name}催办过" in answer.text
    assert told(cast.reviewer, "archives.urge") == 1
    assert AuditRecord.objects.get(action="household.urge").target_id == str(home.pk)
    assert "今天已经催办过了" in client.post(reverse("archives:urge", args=[home.pk]), follow=True).text
    assert not get_urging(home, get_awaited(home), cast.clerk).is_open
    next_day = get_calendar().add_workdays(timezone.localdate(), 1)
    with freeze_time(
        timezone.make_aware(datetime.combine(next_day, datetime.min.time())) + timedelta(hours=9)
    ):
        urge_file(household_id=home.pk, by=cast.clerk)  # also while the first is unread
    assert told(cast.reviewer, "archives.urge") == 2


def test_no_second_time_on_a_weekend_after_a_friday(cast, home):
    friday = timezone.make_aware(datetime(2026, 3, 6, 15))
    with freeze_time(friday):
        urge_file(household_id=home.pk, by=cast.clerk)
    with freeze_time(friday + timedelta(days=1)), pytest.raises(Refused, match="下一个工作日"):
        urge_file(household_id=home.pk, by=cast.clerk)
    with freeze_time(friday + timedelta(days=3)):
        urge_file(household_id=home.pk, by=cast.clerk)


def test_nobody_urges_themselves_or_what_waits_for_nobody(cast, home):
    with pytest.raises(Refused, match="只有等对方办理的人"):
        urge_file(household_id=home.pk, by=cast.reviewer)
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    with pytest.raises(Refused, match="没有等别人办"):
        urge_file(household_id=draft.pk, by=cast.clerk)
    cast.reviewer.appointments.update(revoked_at=timezone.now(), revoked_by=cast.administrator)
    with pytest.raises(Refused, match="没有审核人"):
        urge_file(household_id=home.pk, by=cast.clerk)
    assert not Message.objects.filter(kind="archives.urge").exists()


def test_an_application_is_urged_at_the_post_that_it_waits_for(cast, waiting, as_user):
    page = reverse("applications:detail", args=[waiting.pk])
    assert reverse("approvals:urge", args=[waiting.pk]) in as_user(cast.clerk).get(page).text
    assert reverse("approvals:urge", args=[waiting.pk]) not in as_user(cast.reviewer).get(page).text
    answer = as_user(cast.clerk).post(reverse("approvals:urge", args=[waiting.pk]), follow=True)
    assert "催办过" in answer.text
    assert (told(cast.reviewer, "approvals.urge"), told(cast.approver, "approvals.urge")) == (1, 0)
    assert as_user(cast.stranger).post(reverse("approvals:urge", args=[waiting.pk])).status_code == 404
    with pytest.raises(Refused, match="只有等对方办理的人"):
        urge_application(application_id=waiting.pk, by=cast.reviewer)


def test_the_post_is_told_the_working_day_before(cast, waiting):
    tomorrow = get_calendar().add_workdays(timezone.localdate(), 1)
    assert tell_due() == 0
    type(waiting).objects.filter(pk=waiting.pk).update(due_on=tomorrow)
    assert (tell_due(), tell_due()) == (1, 0)
    message = Message.objects.get(kind=DUE)
    assert (message.role, message.union) == (Role.REVIEWER, cast.county)


@pytest.mark.parametrize(("day", "kinds"), [
    ("2026-03-05", set()), ("2026-03-06", {DUE}), ("2026-03-09", {DUE_TODAY}), ("2026-03-10", set()),
])  # fmt: skip
def test_the_post_is_told_on_the_day_itself_as_well(day, kinds, cast, waiting, as_user):
    Application.objects.filter(pk=waiting.pk).update(due_on="2026-03-09")  # a Monday
    with freeze_time(f"{day} 10:00"):
        assert (tell_due(), tell_due()) == (len(kinds), 0)
    assert set(Message.objects.filter(kind__startswith=DUE).values_list("kind", flat=True)) == kinds
    for kind in kinds:
        assert told(cast.reviewer, kind) == 1
        assert as_user(cast.reviewer).get(KINDS[kind].page("1")).status_code == 200


def test_an_objection_tells_the_clerk_and_the_other_reviewers(one_of_each):
    world = one_of_each
    entry = world.notice.entries.first()
    colleague = UserFactory(union=world.notice.union, role=Role.REVIEWER)
    Receipt.objects.filter(message__kind="notices.objected").update(read_at=timezone.now())
    before = told(world.reviewer, "notices.objected")
    record_objection(entry_id=entry.pk, text="收入不实", received_on=timezone.localdate(), by=world.reviewer)
    assert told(colleague, "notices.objected") == 1
    assert told(world.reviewer, "notices.objected") == before
    assert told(world.on_notice.submitted_by, "notices.objected") >= 1


def test_what_the_bank_answered_is_told(one_of_each):
    payments = list(Payment.objects.filter(payable__source__startswith=SOURCE).select_related("payable"))
    clerks = {Application.objects.get(pk=row.payable.source_key).submitted_by for row in payments}
    assert any(told(clerk, "approvals.unpaid") for clerk in clerks)  # by the result that the world recorded
    tell_paid(payments, by=one_of_each.finance)
    assert all(told(clerk, "approvals.paid") for clerk in clerks)


def test_the_database_keeps_one_urge_a_day(cast, home):
    message = urge_file(household_id=home.pk, by=cast.clerk)
    again = {"about_type": message.about_type, "about_id": message.about_id, "role": message.role}
    with pytest.raises(IntegrityError, match="message_urged_once_a_day"), transaction.atomic():
        Message.objects.create(union=cast.union, kind="archives.urge", **again)
    Message.objects.create(union=cast.union, kind="archives.return", **again)


# --- changes, transfers, and files that run out


@pytest.fixture
def changed(cast):
    """A file in force with a change that waits."""
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    save_change(
        household_id=household.pk, section=Section.WORKER, data={"bank_name": "中国银行"},
        version=household.version, by=cast.clerk,
    )  # fmt: skip
    return household


def test_a_change_is_urged_once_a_working_day(cast, changed, as_user):
    client, url = as_user(cast.clerk), reverse("archives:urge_changes", args=[changed.pk])
    assert url in client.get(reverse("archives:changes", args=[changed.pk])).text
    assert f"已催办，{cast.county.name}会收到消息。" in client.post(url, follow=True).text
    assert told(cast.reviewer, "archives.changes.urge") == 1
    again = client.post(url, follow=True).text
    assert "今天已经催办过了" in again
    assert url not in again
    changed.changes.update(state="withdrawn", decided_at=timezone.now())
    with pytest.raises(Refused, match="没有等别人办"):
        urge_changes(household_id=changed.pk, by=cast.clerk)
    assert as_user(cast.stranger).post(url).status_code == 404


def test_the_other_side_of_a_transfer_is_urged(cast, as_user):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    receiver = UserFactory(union=cast.elsewhere, role=Role.CLERK)
    made = transfers.offer(household_id=household.pk, target=cast.elsewhere, note="调动", by=cast.clerk)
    client, url = as_user(cast.clerk), reverse("transfers:urge", args=[made.uid])
    assert url in client.get(reverse("transfers:transfer", args=[made.uid])).text
    assert f"已催办，{cast.elsewhere.name}会收到消息。" in client.post(url, follow=True).text
    assert told(receiver, "transfers.urge") == 1
    assert "今天已经催办过了" in client.post(url, follow=True).text
    assert AuditRecord.objects.filter(action="transfer.urge", by=cast.clerk).count() == 1
    with pytest.raises(Refused, match="只有转出工会"):
        transfers.urge(transfer_id=made.pk, by=receiver)
    transfers.decide(transfer_id=made.pk, action="accept", by=receiver)
    with pytest.raises(Refused, match="对方答复以前"):
        transfers.urge(transfer_id=made.pk, by=cast.clerk)


@pytest.mark.parametrize(
    ("day", "sent"), [("2026-03-06", 0), ("2026-03-07", 1), ("2026-03-09", 1), ("2026-03-10", 0)]
)
def test_on_a_friday_what_ends_on_a_day_off_is_told_as_well(day, sent, cast, changed):
    with freeze_time("2026-03-06 10:00"):
        Household.objects.update(due_on=None, review_due_on=None)
        Household.objects.filter(pk=changed.pk).update(review_due_on=day)
        assert tell_due_files() == sent


def test_files_that_run_out_tomorrow_are_told_of_once_a_day(cast, home, changed, as_user):
    tomorrow = get_calendar().add_workdays(timezone.localdate(), 1)
    Household.objects.update(due_on=None, review_due_on=None)
    assert tell_due_files() == 0
    Household.objects.filter(pk=home.pk).update(due_on=tomorrow)
    Household.objects.filter(pk=changed.pk).update(review_due_on=tomorrow)
    assert tell_due_files() == 2
    assert told(cast.reviewer, REVIEW_DUE) == 1
    assert told(cast.clerk, VERIFY_DUE) == 1
    Receipt.objects.update(read_at=timezone.now())
    assert tell_due_files() == 0
    for kind, who in ((REVIEW_DUE, cast.reviewer), (VERIFY_DUE, cast.clerk)):
        assert as_user(who).get(KINDS[kind].page("1")).status_code == 200
