"""消息: told to a person or a post, counted in the head, read, gathered once a day, nothing personal."""

import json
from datetime import datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep
from cases.archives.models import FileEdit
from cases.archives.services import steps
from cases.notices.services import tell_of_ending
from cases.transfers import services as transfers
from hardship.accounts import services as accounts
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_todo, count_waiting
from hardship.kernel.workflow import Refused
from hardship.messaging import services
from hardship.messaging.models import DigestAddress, Message, Receipt
from hardship.messaging.services import digests as sending
from tests.factories import ApplicationFactory, HouseholdFactory, UnionFactory, UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
MORNING = timezone.make_aware(datetime(2026, 3, 5, 8, 30))


def send(to=None, **more):
    values = {"about": more.pop("about", to), "union": more.pop("union", None) or to.union, "by": None}
    return services.send("archives.return", to=to, **{**values, **more})


def unread(user):
    return count_waiting(User.objects.get(pk=user.pk)).head["messages"]


def test_a_person_or_those_who_hold_a_post_are_told(cast):
    colleague = UserFactory(union=cast.union, role=Role.CLERK)
    UserFactory(union=cast.union, role=Role.CLERK, is_active=False)
    post = {"about": cast.union, "union": cast.union, "role": Role.CLERK}
    message = send(by=cast.clerk, **post)
    assert [receipt.to for receipt in message.receipts.all()] == [colleague]
    assert send(by=cast.clerk, **post) is None  # not twice while the first is unread
    assert [receipt.to for receipt in send(**post).receipts.all()] == [cast.clerk]
    services.mark_read(receipt_id=message.receipts.get().pk, by=colleague)
    assert send(by=cast.clerk, **post)
    record = AuditRecord.objects.filter(action="message.send").earliest("pk")
    assert record.data == {"message_kind": "archives.return", "people": 1}


def test_many_are_told_as_one_is(cast):
    """Not of what one did oneself, not twice while the first is unread, nothing personal."""

    household = HouseholdFactory(union=cast.union)

    def each(*numbers, by=cast.reviewer):
        told = [(household, cast.clerk, number) for number in numbers]
        return services.send_each("archives.return", told=told, by=by)

    assert each("档-1") == 1
    assert each("档-1") == 0
    services.mark_read(receipt_id=Receipt.objects.get(to=cast.clerk).pk, by=cast.clerk)
    assert each("档-1", by=cast.clerk) == 0
    assert each("档-1") == 1
    with pytest.raises(ValueError, match="personal"):
        each("档-2", "320602196001011234")


@pytest.mark.parametrize("number", ["320602196001011234", "6222021001122330018"])
def test_nothing_personal_is_sent(cast, number):
    with pytest.raises(ValueError, match="personal"):
        send(cast.clerk, number=number)
    with pytest.raises(ValueError, match="for nobody"):
        send(cast.clerk, role=Role.CLERK)
    with pytest.raises(LookupError):
        services.send("unknown", about=cast.clerk, union=cast.union, to=cast.clerk, by=None)


def test_a_returned_and_a_filed_file_tell_who_submitted_it(cast):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    steps.take_step(household_id=home.pk, action="return", by=cast.reviewer, comment="补材料")
    message = Receipt.objects.get(to=cast.clerk).message
    assert (message.kind, message.about_id) == ("archives.return", str(home.pk))
    filed = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    told = Receipt.objects.filter(to=cast.clerk).latest("pk").message
    assert (told.kind, told.number) == ("archives.file", filed.file_no)
    target = UnionFactory(parent=cast.county)
    receiver = UserFactory(union=target, role=Role.CLERK)
    transfers.offer(household_id=filed.pk, target=target, note="调动", by=cast.clerk)
    assert Receipt.objects.get(to=receiver).message.kind == "transfers.offer"
    everything = str(list(Message.objects.values()))
    assert home.head.name not in everything
    assert home.head.id_number.reveal() not in everything


def test_an_application_that_is_decided_and_a_notice_on_its_last_day(one_of_each):
    world = one_of_each
    kinds = set(Receipt.objects.filter(to=world.clerk).values_list("message__kind", flat=True))
    assert {"approvals.return", "approvals.approve", "rosters.checked"} <= kinds
    with freeze_time(timezone.make_aware(datetime.combine(world.notice.ends_on, datetime.min.time()))):
        assert (tell_of_ending(), tell_of_ending()) == (1, 0)
    told = Receipt.objects.get(to=world.reviewer, message__kind="notices.ends").message
    assert told.number == world.notice.number


def test_the_page_reads_opens_and_leaves_others_alone(cast, as_user):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    first = send(cast.clerk, about=home).receipts.get()
    second = send(cast.clerk, about=cast.clerk).receipts.get()
    other = send(cast.stranger).receipts.get()
    client, url = as_user(cast.clerk), reverse("messaging:messages")
    assert client.get(url).text.count("您提交的档案被退回补正") == 2
    opened = client.post(reverse("messaging:open", args=[first.pk]))
    assert opened.url == reverse("archives:case", args=[home.pk])
    assert unread(cast.clerk) == 1
    for name in ("open", "read"):
        assert client.post(reverse(f"messaging:{name}", args=[other.pk])).status_code == 404
    third = send(cast.clerk, about=cast.union).receipts.get()
    client.post(reverse("messaging:read_all"), {"until": second.pk})
    assert list(Receipt.objects.filter(to=cast.clerk, read_at__isnull=True)) == [third]
    assert unread(cast.stranger) == 1
    assert client.get(url, {"show": "all"}).text.count("您提交的档案被退回补正") == 3
    client.post(reverse("messaging:read", args=[third.pk]))
    assert "没有未读消息" in client.get(url).text


def test_messages_are_narrowed_by_kind_and_marked_with_what_was_shown(cast, as_user):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    send(cast.clerk, about=home)
    other = services.send(
        "archives.file", about=home, union=home.union, to=cast.clerk, by=None
    ).receipts.get()
    client, url = as_user(cast.clerk), reverse("messaging:messages")
    page = client.get(url, {"kind": "archives.file"}).text
    assert (page.count("您提交的档案已审核通过"), page.count("您提交的档案被退回补正")) == (
        2,
        1,
    )  # and the chips
    assert "没有未读消息" in client.get(url, {"kind": "nothing' OR 1"}).text
    client.post(reverse("messaging:read_all"), {"until": other.pk, "kind": "archives.file"})
    assert unread(cast.clerk) == 1


def test_all_marked_as_read_is_taken_back_for_a_while(cast, as_user):
    old = send(cast.clerk).receipts.get()
    services.mark_read(receipt_id=old.pk, by=cast.clerk)
    new = send(cast.clerk, about=cast.union).receipts.get()
    client = as_user(cast.clerk)
    client.post(reverse("messaging:read_all"), {"until": new.pk})
    assert "撤销“全部标为已读”" in client.get(reverse("messaging:messages")).text
    client.post(reverse("messaging:undo"))
    assert list(Receipt.objects.filter(to=cast.clerk, read_at=None)) == [new]
    assert "撤销“全部标为已读”" not in client.get(reverse("messaging:messages")).text
    answer = client.post(reverse("messaging:undo"), follow=True)
    assert "不能撤销了" in answer.text
    long_ago = timezone.now() - timedelta(minutes=services.UNDO_MINUTES + 1)
    services.mark_all_read(by=cast.clerk, until=new.pk, at=long_ago)
    assert services.mark_unread(by=cast.clerk, at=long_ago) == 0


def test_the_badge_is_part_of_the_one_statement(cast, django_assert_num_queries):
    send(cast.finance)
    count_waiting(cast.finance)
    with django_assert_num_queries(1):
        assert count_waiting(cast.finance).head == {"messages": 1}
    assert sum(count_todo(cast.finance).values()) == 0


@pytest.fixture
def mailed(settings):
    settings.EMAIL_HOST = "mail.example.org"


def test_one_digest_a_day_tells_how_many_and_of_whom_nothing(cast, mailed, as_user):
    answer = as_user(cast.clerk).post(
        reverse("messaging:digest"), {"channel": "email", "address": "clerk@example.org"}
    )
    assert answer.status_code == 302
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    with freeze_time(MORNING.replace(hour=7)):
        send(cast.clerk, about=home)
        assert services.send_digests() == 0
    with freeze_time(MORNING):
        assert (services.send_digests(), services.send_digests()) == (1, 0)
    [sent] = mail.outbox
    assert (sent.to, "您有 1 条新消息" in sent.body) == (["clerk@example.org"], True)
    assert home.head.name not in sent.body
    with freeze_time(MORNING.replace(day=6)):
        assert services.send_digests() == 0  # nothing new
        services.set_digest(channel="email", address="", by=cast.clerk)
        send(cast.clerk)
        assert services.send_digests() == 0
    with pytest.raises(Refused, match="邮箱地址不对"):
        services.set_digest(channel="email", address="clerk", by=cast.clerk)
    with pytest.raises(Refused, match="没有这种通知方式"):
        services.set_digest(channel="pigeon", address="1", by=cast.clerk)


def test_a_digest_says_what_waits_and_what_is_due_tomorrow_at_each_union(cast, mailed, reference):
    services.set_digest(channel="email", address="r@example.org", by=cast.reviewer)
    home = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    rows = [ApplicationFactory(**home, state="review") for _n in range(2)]
    Application.objects.filter(pk=rows[0].pk).update(due_on=timezone.localdate())
    accounts.appoint(
        user=cast.reviewer, union=cast.city, role=Role.DEPARTMENT, from_on=timezone.localdate(),
        by=cast.administrator,
    )  # fmt: skip
    with freeze_time(timezone.localtime().replace(hour=9)):
        assert (services.send_digests(), services.send_digests()) == (1, 0)
    [sent] = mail.outbox
    assert "等您办的：" in sent.body
    assert f"{cast.county.name} 待审核的申请　2（明天以前到期 1）" in sent.body
    assert rows[0].household.head.name not in sent.body


def test_nothing_is_sent_where_nothing_waits(cast, mailed):
    services.set_digest(channel="email", address="r@example.org", by=cast.reviewer)
    with freeze_time(timezone.localtime().replace(hour=9)):
        assert services.send_digests() == 0
    assert mail.outbox == []


def test_a_text_is_dropped_whole_for_the_gateway(cast, settings, tmp_path, as_user):
    settings.SMS_DROP = str(tmp_path)
    client, url = as_user(cast.clerk), reverse("messaging:digest")
    assert client.post(url, {"channel": "sms", "address": "1391234567"}).status_code == 422
    assert client.post(url, {"channel": "sms", "address": "13912345678"}).status_code == 302
    send(cast.clerk)
    with freeze_time(timezone.localtime().replace(hour=9)):
        assert services.send_digests() == 1
    [dropped] = tmp_path.iterdir()
    assert (dropped.suffix, dropped.stat().st_mode & 0o777) == (".json", 0o600)
    told = json.loads(dropped.read_text())
    assert told["to"] == "13912345678"
    assert "您有 1 条新消息" in told["text"]


def test_a_folder_that_is_gone_is_no_way(cast, settings, tmp_path):
    settings.SMS_DROP = str(tmp_path / "gone")
    DigestAddress.objects.create(user=cast.clerk, channel="sms", address="13912345678")
    send(cast.clerk)
    with freeze_time(timezone.localtime().replace(hour=9)):
        assert services.send_digests() == 0


def test_a_digest_that_cannot_be_sent_is_tried_again(cast, mailed, monkeypatch):
    services.set_digest(channel="email", address="clerk@example.org", by=cast.clerk)
    send(cast.clerk)

    def fail(*_args, **_more):
        raise SMTPException

    with freeze_time(MORNING):
        with monkeypatch.context() as broken:
            broken.setattr("hardship.messaging.tasks.send_mail", fail)
            assert services.send_digests() == 0
        assert services.send_digests() == 1


def test_what_fails_for_one_holds_up_nobody_else(cast, mailed, monkeypatch, caplog):
    for person in (cast.clerk, cast.reviewer):
        services.set_digest(channel="email", address=f"{person.username}@example.org", by=person)
        send(person)

    def fail(user):
        if user == cast.clerk:
            raise ValueError("张三 110101199001011237")
        return []

    with freeze_time(MORNING):
        with monkeypatch.context() as broken:
            broken.setattr(sending, "list_waiting_lines", fail)
            assert services.send_digests() == 1
        assert "ValueError" in caplog.text
        assert "张三" not in caplog.text
        assert services.send_digests() == 1
    assert {sent.to[0] for sent in mail.outbox} == {
        f"{person.username}@example.org" for person in (cast.clerk, cast.reviewer)
    }


def test_without_a_mail_server_nothing_is_offered_or_sent(cast, as_user):
    DigestAddress.objects.create(user=cast.clerk, channel="email", address="clerk@example.org")
    send(cast.clerk)
    assert "邮件和短信还没有接通" in as_user(cast.clerk).get(reverse("messaging:messages")).text
    with freeze_time(MORNING):
        assert services.send_digests() == 0


@pytest.mark.requirement("B7")
def test_the_desk_counts_only_what_this_person_can_do(cast):
    both = UserFactory(union=cast.county, roles=[Role.REVIEWER])
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    assert count_todo(both)["lists:files"] == 1
    FileEdit.objects.create(household=home, version=home.version + 1, sections=["money"], by=both)
    assert "lists:files" not in {place for place, number in count_todo(both).items() if number}
    assert count_todo(cast.reviewer)["lists:files"] == 1


def test_who_has_decided_in_this_round_is_not_asked_again(cast, reference):
    home = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    waiting = ApplicationFactory(**home, state="review")
    assert count_todo(cast.reviewer)["approvals:inbox"] == 1
    ApprovalStep.objects.create(
        application=waiting, round=waiting.round, action="return", source="review", target="returned",
        is_decision=True, content_hash=waiting.content_hash, maker=waiting.submitted_by, by=cast.reviewer,
        stage_no=waiting.stage_no,
    )  # fmt: skip
    assert count_todo(cast.reviewer).get("approvals:inbox", 0) == 0


class TestWithoutPython:
    def refused(self, do, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            do()

    def test_messages_stay_as_they_were_sent(self, cast):
        message = send(cast.clerk)
        rows = Receipt.objects.filter(message=message)
        self.refused(lambda: Message.objects.filter(pk=message.pk).update(number="1"), "append-only")
        self.refused(lambda: rows.update(to=cast.stranger), "only read")
        self.refused(rows.delete, "only read")
        now = timezone.now()
        rows.update(read_at=now)
        rows.update(read_at=None)  # within the hour, as whoever marked all as read may regret it
        rows.update(read_at=now - timedelta(hours=2))
        self.refused(lambda: rows.update(read_at=None), "only read")
        self.refused(lambda: rows.update(read_at=now), "only read")
        told = {"union": cast.union, "kind": "x", "about_type": "a", "about_id": "1"}
        create = Message.objects.create
        self.refused(lambda: create(**{**told, "number": "320602196001011234"}), "not_personal")
        self.refused(lambda: create(**{**told, "about_id": ""}), "message_about_something")
        self.refused(lambda: create(**{**told, "role": "odd"}), "message_role_known")
        self.refused(lambda: Receipt.objects.create(message=message, to=cast.clerk), "receipt_once_a_person")


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_digest(settings):
    settings.EMAIL_HOST = "mail.example.org"
    clerk = UserFactory()
    services.set_digest(channel="email", address="clerk@example.org", by=clerk)
    send(clerk)
    address = DigestAddress.objects.get()
    results = at_once(lambda _n: sending._send_digest(address.pk), range(2))
    assert sorted(results) == [False, True]
    assert len(mail.outbox) == 1
