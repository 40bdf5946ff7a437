"""回访: begun by the approval and the payment, due on a day, closed by a visit or in words."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.models import Application
from cases.applications.states import State
from cases.giving.models import FollowUp
from cases.giving.selectors.follow_ups import list_follow_steps, list_to_follow
from cases.giving.services import begin_follow_ups, take_follow_step
from cases.giving.services.follow_ups import close_by_visit
from cases.giving.states import FollowUpState
from cases.outcomes.selectors.dossier import list_visits
from cases.policies.services import load_policy
from cases.transfers import services as transfers
from funds.payments import services as payments
from funds.payments.models import Payable
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.cases.outcomes.test_dossier import bound
from tests.factories import ApplicationFactory, UserFactory, make_visit, payable_of, take
from tests.funds.payments.conftest import carry, paid
from tests.funds.payments.test_recoveries import ask
from tests.funds.payments.test_set_offs import ask_off, step
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D3")]
BY_A_VISIT = "follow_up_done_by_a_visit"
FOLLOWED = """code: followed_aid
title: 生活救助回访办法
source: 市总工会
document_no: 市工发〔2026〕11号
programmes:
  living:
    label: 生活救助
    kind: living
    uses: living
    amount: 1000
    follow_up:
      - {after_days: 10, what: 建立困难职工档案, event: approval}
      - {after_days: 30, what: 电话回访，核对到账, kind: call}
      - {after_days: 90, what: 入户看用途和效果, kind: visit}
examples:
  - name: 每户一千元
    given: {on: "2026-03-05", region_code: "320600", persons: 3}
    expect: {amounts: {living: 1000}}
"""


@world
def line(cast, reference):
    load_policy(union=cast.city, text=FOLLOWED, in_force_from=date(2020, 1, 1))
    return make_line(cast.finance, "50000")


@pytest.fixture
def approved(cast, line):
    return make(cast, line)


def make(cast, line):
    return ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.APPROVED, line=line,
    )  # fmt: skip


def pay(application, cast):
    batch = carry([payable_of(application)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    return {row.kind: row for row in FollowUp.objects.filter(application=application)}


def today():
    return timezone.localdate()


def later(days):
    return freeze_time(timezone.now() + timedelta(days=days))


def test_each_begins_with_its_event_and_is_due_so_many_days_later(approved, cast):
    (first,) = FollowUp.objects.all()
    assert (first.kind, first.what) == ("other", "建立困难职工档案")
    assert (first.from_on, first.due_on) == (today(), today() + timedelta(days=10))
    rows = pay(approved, cast)
    assert {kind: row.due_on - today() for kind, row in rows.items()} == {
        "other": timedelta(days=10), "call": timedelta(days=30), "visit": timedelta(days=90),
    }  # fmt: skip
    begin_follow_ups(approved, "payment", on=today(), by=cast.finance)  # as with the next instalment
    assert FollowUp.objects.count() == 3


@pytest.mark.parametrize("parts", ["", "    instalments: {times: 2, every: month}\n"])
def test_all_of_it_kept_back_is_paid_as_well(cast, line, parts):
    text = FOLLOWED.replace("    amount: 1000\n", f"    amount: 1000\n{parts}").replace("followed", "kept")
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
    before, now = make(cast, line), make(cast, line)
    first, second = (Payable.objects.get(subject=f"household:{row.household_id}") for row in (before, now))
    batch = carry([first], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    debt = ask(batch.payments.get(), cast.finance, str(first.amount))
    Payable.objects.filter(pk=second.pk).update(id_number_index=first.id_number_index)
    part = step(ask_off(debt, second, cast.finance, "100.00"), "approve", cast.approver)
    assert [row.kind for row in now.follow_ups.all()] == ["other"]
    rest = str(second.amount - part.amount)
    whole = step(ask_off(debt, second, cast.finance, rest), "approve", cast.approver)
    begun = now.follow_ups.order_by("position").values_list("kind", "from_on")
    assert list(begun) == [("other", today()), ("call", today()), ("visit", today())]
    step(step(whole, "ask_undo", cast.finance, "抵错了人"), "undo", cast.approver)
    assert dict(now.follow_ups.values_list("kind", "state")) == {
        "other": "open", "call": "ended", "visit": "ended"
    }  # fmt: skip
    step(ask_off(debt, second, cast.finance, rest), "approve", cast.approver)
    assert now.follow_ups.filter(state="open").count() == 3


def move(application, cast):
    """The file goes to another union."""
    offer = transfers.offer(
        household_id=application.household_id, target=cast.elsewhere, note="调往新单位", by=cast.clerk
    )
    transfers.decide(transfer_id=offer.pk, action="accept", by=cast.stranger, comment="同意")


def test_where_the_file_went_it_is_the_duty_of_the_clerks_there(approved, cast):
    move(approved, cast)
    pay(approved, cast)
    assert set(approved.follow_ups.values_list("union", flat=True)) == {cast.elsewhere.pk}
    with later(90):
        assert list_to_follow(cast.stranger).count() == 3
        assert not list_to_follow(cast.clerk).exists()


def test_of_who_left_it_is_the_duty_of_the_other_clerks(approved, cast):
    pay(approved, cast)
    other = UserFactory(union=cast.union, role=Role.CLERK)
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    with later(24):
        assert list_to_follow(other).count() == 2


def test_it_is_the_duty_of_who_has_the_case_in_hand_from_a_week_before(approved, cast):
    pay(approved, cast)
    other = UserFactory(union=cast.union, role=Role.CLERK)
    assert approved.contact == cast.clerk
    assert not list_to_follow(cast.clerk).exists()
    with later(24):
        assert {row.kind for row in list_to_follow(cast.clerk)} == {"other", "call"}
        assert not list_to_follow(other).exists()
        with transaction.atomic():
            Application.objects.filter(pk=approved.pk).update(contact=None)
            assert list_to_follow(other).count() == 2
            assert not list_to_follow(cast.stranger).exists()
            transaction.set_rollback(True)


def test_a_call_closes_the_call_and_only_who_was_there_the_visit(approved, cast):
    rows = pay(approved, cast)
    early = make_visit(approved.household, by=cast.clerk)
    assert not FollowUp.objects.exclude(state=FollowUpState.OPEN).exists()  # three weeks before its day
    with later(30):
        call = make_visit(approved.household, by=cast.clerk, mode="phone", mode_reason="人在外地", place="")
    rows["call"].refresh_from_db()
    assert (rows["call"].state, rows["call"].visit, rows["call"].signed_by) == ("done", call, cast.clerk)
    with later(90):
        make_visit(approved.household, by=cast.clerk, mode="phone", mode_reason="人在外地", place="")
        rows["visit"].refresh_from_db()
        assert rows["visit"].is_open
        seen = make_visit(approved.household, by=cast.clerk)
    rows["visit"].refresh_from_db()
    rows["other"].refresh_from_db()
    assert (rows["visit"].state, rows["visit"].visit) == ("done", seen)
    assert rows["other"].is_open
    assert early.follow_ups.count() == 0
    assert AuditRecord.objects.filter(action="follow_up.visited").count() == 2


def test_anything_else_is_closed_in_words_by_a_clerk_of_its_union(approved, cast):
    row = FollowUp.objects.get()
    with pytest.raises(Refused):
        take_follow_step(follow_up_id=row.pk, action="finish", by=cast.clerk, comment=" ")
    with pytest.raises(Refused):
        take_follow_step(follow_up_id=row.pk, action="finish", by=cast.reviewer, comment="已建档。")
    row = take_follow_step(follow_up_id=row.pk, action="finish", by=cast.clerk, comment="已建档。")
    assert (row.state, row.said, row.signer) == ("done", "已建档。", cast.clerk.name)
    assert list_follow_steps(row, cast.clerk) == []


def test_a_call_is_not_closed_in_words_but_can_be_given_up(approved, cast):
    call = pay(approved, cast)["call"]
    with pytest.raises(Refused, match="自动办结"):
        take_follow_step(follow_up_id=call.pk, action="finish", by=cast.clerk, comment="打过了。")
    row = take_follow_step(follow_up_id=call.pk, action="give_up", by=cast.clerk, comment="本人去世。")
    assert (row.state, row.said) == ("ended", "本人去世。")


def test_what_is_taken_back_is_not_followed_up(approved, cast):
    take(approved, "revoke", by=cast.approver, comment="账户有误。")
    row = FollowUp.objects.get()
    assert (row.state, row.said) == ("ended", "账户有误。")


def test_the_case_shows_it_and_the_list_is_exported(approved, cast, as_user):
    client = as_user(cast.clerk)
    page = client.get(reverse("applications:detail", args=[approved.pk])).text
    row = FollowUp.objects.get()
    assert reverse("giving:follow_up", args=[row.pk]) in page
    assert f"{row.due_on:%Y-%m-%d}" in page
    pay(approved, cast)
    for show, count in (("open", 3), ("done", 0), ("late", 0), ("soon", 0)):
        page = client.get(reverse("giving:follow_ups"), {"show": show}).text
        assert (f"共 <b>{count}</b> 项" in page) == bool(count) or "没有符合条件" in page
    answer = client.post(reverse("giving:export_follow_ups"))
    rows = read_sheet(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    assert any("电话回访，核对到账" in map(str, one.values) for one in rows.rows)


def test_the_dossier_holds_the_visit_that_followed(approved, cast):
    pay(approved, cast)
    with later(90):
        seen = make_visit(approved.household, by=cast.clerk)
    make_visit(approved.household, by=cast.clerk, visited_on=today())  # of no case
    application = Application.objects.get(pk=approved.pk)
    assert list_visits(application) == [seen]
    text = "".join(bound(application, cast.reviewer))
    assert "入户看用途和效果：已回访" in text


def test_a_clerk_closes_one_on_its_page(approved, cast, as_user):
    row = FollowUp.objects.get()
    url = reverse("giving:follow_up_step", args=[row.pk])
    client = as_user(cast.clerk)
    assert client.post(url, {"action": "finish", "comment": ""}).status_code in (409, 422)
    assert client.post(url, {"action": "finish", "comment": "已建档。"}).status_code == 302
    assert "已建档。" in client.get(reverse("giving:follow_up", args=[row.pk])).text
    assert as_user(cast.stranger).get(reverse("giving:follow_up", args=[row.pk])).status_code == 404


class TestTheDatabase:
    def refused(self, constraint, change):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            change()
        assert caught.value.__cause__.diag.constraint_name == constraint

    def rows(self, row):
        return FollowUp.objects.filter(pk=row.pk)

    def done(self, visit, cast):
        return {"state": "done", "visit": visit, "signed_at": timezone.now(), "signed_by": cast.clerk}

    def test_a_visit_of_another_family_or_before_the_event_closes_nothing(self, approved, cast):
        call = pay(approved, cast)["call"]
        other = ApplicationFactory(union=cast.union, clerk=cast.clerk).household
        foreign = make_visit(other, by=cast.clerk)
        before = make_visit(approved.household, by=cast.clerk, visited_on=today() - timedelta(days=5))
        for visit in (foreign, before):
            self.refused(
                "follow_up_done_by_a_visit",
                lambda visit=visit: self.rows(call).update(**self.done(visit, cast)),
            )

    def test_a_visit_asks_for_somebody_at_the_door_and_words_for_nothing_else(self, approved, cast):
        rows = pay(approved, cast)
        called = make_visit(approved.household, by=cast.clerk, mode="phone", mode_reason="外地", place="")
        for kind, change in (
            ("visit", self.done(called, cast)),
            ("other", self.done(called, cast)),
            ("call", self.done(None, cast) | {"said": "打过了"}),
        ):
            self.refused(
                "follow_up_done_by_a_visit",
                lambda kind=kind, change=change: self.rows(rows[kind]).update(**change),
            )

    def test_what_was_closed_or_asked_for_stays(self, approved, cast):
        row = FollowUp.objects.get()
        self.refused("follow_up_stays", lambda: self.rows(row).update(due_on=today() + timedelta(days=99)))
        self.refused("follow_up_stays", lambda: self.rows(row).delete())
        take_follow_step(follow_up_id=row.pk, action="finish", by=cast.clerk, comment="已建档。")
        self.refused("follow_up_stays", lambda: self.rows(row).update(said="没有建档"))

    def test_it_begins_open_and_in_its_union(self, approved, cast):
        told = {
            "application": approved, "position": 9, "kind": "call", "what": "回访", "from_on": today(),
            "due_on": today() + timedelta(days=1),
        }  # fmt: skip
        begun = "follow_up_begins_open"
        self.refused(begun, lambda: FollowUp.objects.create(union=cast.county, **told))
        ended = {"state": "ended", "said": "不回访", "signed_at": timezone.now(), "signed_by": cast.clerk}
        self.refused(begun, lambda: FollowUp.objects.create(union=cast.union, **told, **ended))

    def test_none_is_there_twice(self, approved, cast):
        row = FollowUp.objects.get()
        told = {"kind": "other", "what": "x", "from_on": today(), "due_on": today() + timedelta(days=1)}
        self.refused("follow_up_once", lambda: FollowUp.objects.create(
            application=approved, union=cast.union, position=row.position, **told
        ))  # fmt: skip

    def test_without_the_database_python_closes_nothing_by_another_visit_either(self, approved, cast):
        pay(approved, cast)
        other = ApplicationFactory(union=cast.union, clerk=cast.clerk).household
        close_by_visit(make_visit(other, by=cast.clerk), cast.clerk)
        assert not FollowUp.objects.exclude(state=FollowUpState.OPEN).exists()
