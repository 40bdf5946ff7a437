"""失效: what nobody collects until the last day lapses; what is on its way, or was never told, does not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors import list_options
from cases.approvals.services.drawing import Drawn
from cases.approvals.states import RETRACT
from cases.giving import services as giving
from cases.giving.models import FollowUp
from cases.outcomes.reports.dossier import dossier_pdf
from cases.outcomes.services import answer_appeal, appeal
from cases.outcomes.services.lapsing import lapse_one, lapse_uncollected
from cases.policies.services import load_policy
from funds.ledgers.models import CapUsage, Commitment, Journal
from funds.payments import services as payments
from funds.payments.models import Payable
from funds.payments.selectors.reading import list_unpaid
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.books import assert_books_balance, available, make_line
from tests.cases.archives.test_archive_pdf import read
from tests.cases.giving.test_goods import shelf  # noqa: F401 - a world
from tests.cases.intakes.lists import scan
from tests.cases.policies.texts import PARCELS, SERVICES
from tests.factories import (
    ApplicationFactory,
    UserFactory,
    begin_off_file,
    lose_card,
    payable_of,
    take,
    tell_long_ago,
    unguarded,
)
from tests.funds.ledgers.beans import assert_bean_agrees
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.test_others import WIFE
from tests.threads import after_this, impatient

TODAY = timezone.localdate


def state(application):
    return Application.objects.get(pk=application.pk).state


def told_in(application, days, last_day=60, **more):
    tell_long_ago(application, days, last_day, **more)
    return application


def in_batch(application, cast, state_of_batch):
    return carry([payable_of(application)], cast, state_of_batch)


def sent(application, cast, *rows):
    batch = in_batch(application, cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=list(rows), by=cast.finance)


def set_off(application, cast):
    held = payable_of(application).commitment
    with unguarded():
        Commitment.objects.filter(pk=held.pk).update(set_off=100, paid=100, committed=held.committed - 100)


def cancelled(application, cast):
    batch = in_batch(application, cast, "made")
    payments.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="编错了")


def asks_for_review(application, cast):
    appeal(
        application_id=application.pk, step_id=application.steps.latest("pk").pk, received_on=TODAY(),
        way="oral", reason="少算了一个月。", by=cast.clerk,
    )  # fmt: skip


# By its name: what happens after the telling, and whether it lapses after the last day.
CASES = {
    "nothing": (lambda one, cast: None, True),
    "a batch that was cancelled": (cancelled, True),
    "in a batch that waits to be checked": (lambda one, cast: in_batch(one, cast, "made"), False),
    "in a batch that was released": (lambda one, cast: in_batch(one, cast, "released"), False),
    "at the bank": (lambda one, cast: in_batch(one, cast, "sent"), False),
    "arrived": (lambda one, cast: sent(one, cast, paid(1)), False),
    "came back from the bank": (lambda one, cast: sent(one, cast, failed(1)), False),
    "set off in part": (set_off, False),
    "somebody else is to be paid": (
        lambda one, cast: payments.ask_other(
            payable_id=payable_of(one).pk, other=WIFE, proof=scan(), by=cast.clerk
        ),
        False,
    ),
    "a review is asked for": (asks_for_review, False),
    "revoked before": (
        lambda one, cast: take(one, "revoke", by=cast.approver, comment="重复帮扶"),
        False,
    ),
}


@pytest.fixture
def approved(make, line):
    return make(State.APPROVED, line=line)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_only_what_is_nowhere_lapses(name, cast, approved):
    happens, lapses = CASES[name]
    told_in(approved, 5, 4, has_card=True)
    happens(approved, cast)
    lose_card(approved)
    before = state(approved)
    assert lapse_uncollected() == lapses
    assert state(approved) == (State.LAPSED if lapses else before)


@pytest.mark.django_db
def test_where_there_is_an_account_finance_is_late_and_nothing_lapses(approved):
    told_in(approved, 61, has_card=True)
    assert (lapse_uncollected(), state(approved)) == (0, State.APPROVED)
    with unguarded():  # as the hourly check found it before the card was entered
        Payable.objects.filter(pk=payable_of(approved).pk).update(codes=["no_card"])
    assert (lapse_uncollected(), state(approved)) == (0, State.APPROVED)


@pytest.mark.django_db
@pytest.mark.requirement("B3")
@pytest.mark.parametrize(("days", "lapses"), [(0, False), (59, False), (60, False), (61, True)])
def test_the_last_day_is_a_day_to_come_and_runs_from_the_telling(days, lapses, approved):
    told_in(approved, days)
    assert lapse_uncollected() == lapses
    assert (state(approved) == State.LAPSED) is lapses


@pytest.mark.django_db
def test_who_was_never_told_or_without_a_day_loses_nothing(make, line, spare):
    untold = make(State.APPROVED, line=line)
    assert lapse_uncollected() == 0
    assert state(untold) == State.APPROVED


@pytest.mark.django_db
def test_told_again_by_letter_has_no_longer_and_lapses_once(cast, approved):
    told_in(approved, 70)
    tell_long_ago(approved, 20, 10)  # the second telling has the day of the first
    assert (lapse_uncollected(), lapse_uncollected()) == (1, 0)
    assert approved.steps.filter(action="lapse").count() == 1


@pytest.mark.django_db
@pytest.mark.requirement("E3")
def test_what_it_held_is_free_and_the_books_say_who_did_it(cast, approved, line, as_user):
    held = available(line)
    assert CapUsage.objects.filter(used__gt=0).exists()
    told_in(approved, 61)
    assert lapse_uncollected() == 1
    assert available(line) == held + approved.amount
    assert not CapUsage.objects.filter(used__gt=0).exists()
    payable = payable_of(approved)
    assert (payable.state, payable.voided_by, list(list_unpaid(user=cast.finance))) == ("void", None, [])
    assert_books_balance()
    journal = Journal.objects.get(event="release")
    assert (journal.made_by, journal.made_for, journal.maker) == (None, None, "系统（到期未领）")
    client = as_user(cast.finance)
    assert "系统（到期未领）" in client.get(reverse("ledgers:journal", args=[journal.pk])).content.decode()
    assert "系统（到期未领）" in client.get(reverse("ledgers:journals")).content.decode()
    assert_bean_agrees(Union.objects.all())
    row = AuditRecord.objects.get(action="ledger.release")
    assert (row.by, row.data["number"]) == (None, str(journal))
    assert AuditRecord.objects.get(action="application.lapse").by is None


@pytest.mark.django_db
def test_the_case_says_when_and_why_and_its_clerk_is_told(cast, approved, as_user):
    told_in(approved, 61)
    lapse_uncollected()
    step = approved.steps.latest("pk")
    yesterday = (TODAY() - timedelta(days=1)).isoformat()
    why = f"告知时定的最迟领取日期是 {yesterday}，到期没有领取，批准自动失效。"
    assert (step.who, step.label, step.comment) == ("", "到期未领，批准失效", why)
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[approved.pk])).content.decode()
    for words in ("已失效", "系统到期办理", why):
        assert words in page
    now = Application.objects.get(pk=approved.pk)
    dossier, _pages = dossier_pdf(now, by=cast.clerk, tell=lambda _n: None)
    told = "".join("".join("".join(read(dossier)[1]).split()))
    assert "".join(why.split()) in told, told[told.find("失效") - 200 :][:600]
    assert Message.objects.filter(kind="approvals.lapse", about_id=str(approved.pk)).exists()
    assert not list_options(now, cast.approver).buttons


@pytest.mark.django_db
def test_of_a_sum_on_several_lines_each_gets_its_own_back(cast, make):
    lines = [make_line(cast.finance, "3000"), make_line(cast.finance, "50000", source="dues")]
    waiting = make(State.APPROVAL, amount=3800)
    drawn = Drawn([(lines[0].pk, Decimal(3000)), (lines[1].pk, Decimal(800))])
    told_in(take(waiting, "approve", by=cast.approver, drawn=drawn), 61)
    assert lapse_uncollected() == 1
    assert [available(line) for line in lines] == [3000, 50000]
    assert_books_balance()


@pytest.mark.django_db
def test_follow_ups_end_and_the_family_may_apply_again(cast, reference, line):
    asked = "    follow_up: [{after_days: 30, what: 电话回访, event: approval}]\n"
    text = SERVICES.replace("    cap: 3000\n", "    cap: 3000\n" + asked)
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
    made = begin_off_file(cast.clerk)
    for action, by in (("submit", cast.clerk), ("pass", cast.reviewer), ("approve", cast.approver)):
        made = take(made, action, by=by, line=line)
    told_in(made, 61)
    assert lapse_uncollected() == 1
    row = FollowUp.objects.get(application=made)
    assert (row.state, row.signer) == ("ended", "系统（到期未领）")
    number = made.household.head.id_number.reveal()
    again = begin_off_file(cast.clerk, number=number)
    assert take(again, "submit", by=cast.clerk).state == State.REVIEW
    assert_books_balance()


def of_services(cast, programme, text=SERVICES + ""):
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
    made = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.APPROVED, programme=programme,
    )  # fmt: skip
    return told_in(made, 61)


WITH_GOODS = SERVICES.replace("examples:\n", PARCELS + "examples:\n")


@pytest.mark.django_db
def test_a_service_that_is_no_goods_is_for_the_union_to_arrange(cast, reference):
    application = of_services(cast, "legal")
    assert (lapse_uncollected(), state(application)) == (0, State.APPROVED)


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "lapses"), [("waits", True), ("roster", False), ("given", False)])
def test_goods_that_nobody_fetched_lapse(how, lapses, cast, reference, shelf):  # noqa: F811
    application = of_services(cast, "supplies", WITH_GOODS)
    row, units = application.fulfilment, {shelf.rice.pk: 1}
    if how == "roster":
        plan = giving.RosterPlan(store_id=shelf.store.pk, on=TODAY(), place="一楼", units={row.pk: units})
        giving.make_roster(plan=plan, by=cast.clerk)
    if how == "given":
        given = giving.HandOut(shelf.store.pk, units, TODAY())
        giving.hand_out(fulfilment_id=row.pk, given=given, by=cast.clerk)
    assert lapse_uncollected() == lapses
    row.refresh_from_db()
    assert (state(application) == State.LAPSED) is lapses
    assert (row.state, row.signer) == ("ended", "系统（到期未领）") or not lapses
    assert_books_balance()


@pytest.mark.django_db
def test_one_that_a_guard_refuses_keeps_no_other_waiting(cast, make, line, caplog):
    stuck = told_in(make(State.APPROVED, line=line, amount=1000), 62)
    free = told_in(make(State.APPROVED, line=line, amount=1000), 61)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION 'stuck' USING ERRCODE = 'restrict_violation'; END $$;"
            " CREATE TRIGGER stuck BEFORE UPDATE ON applications_application FOR EACH ROW"
            f" WHEN (NEW.id = {stuck.pk}) EXECUTE FUNCTION stuck()"
        )
    assert lapse_uncollected() == 1
    assert (state(stuck), state(free)) == (State.APPROVED, State.LAPSED)
    assert f"application {stuck.pk} does not lapse" in caplog.text


@pytest.mark.django_db
def test_what_a_signature_taken_back_voided_keeps_nothing(cast, approved, line):
    again = take(approved, RETRACT, by=cast.approver, comment="还没有核对票据")
    again = take(again, "approve", by=cast.approver, line=line)
    told_in(again, 61)
    assert lapse_uncollected() == 1
    assert sorted(row.voided_by_id is None for row in Payable.objects.all()) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_one_that_somebody_works_on_keeps_no_other_waiting(make, line, caplog):
    locked = told_in(make(State.APPROVED, line=line, amount=1000), 62)
    free = told_in(make(State.APPROVED, line=line, amount=1000), 61)
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=locked.pk)
        assert impatient(lapse_uncollected) == 1
    assert (state(locked), state(free)) == (State.APPROVED, State.LAPSED)
    assert f"application {locked.pk} is locked" in caplog.text
    assert lapse_uncollected() == 1


@pytest.mark.django_db
def test_nobody_makes_it_lapse_by_hand(cast, approved):
    told_in(approved, 61)
    for by in (cast.approver, cast.reviewer, cast.clerk, cast.finance):
        with pytest.raises(Refused):
            take(approved, "lapse", by=by, comment="没有来领")


@pytest.mark.django_db
def test_what_was_reviewed_is_for_a_person_to_end(cast, approved):
    """The family waited for the answer, and may hear of it after the last day."""
    told_in(approved, 5, 4)
    asks_for_review(approved, cast)
    other = UserFactory(union=cast.city, role=Role.APPROVER)
    row = approved.steps.latest("pk").appeal
    answer_appeal(appeal_id=row.pk, is_changed=False, answer="维持。", by=other)
    assert (lapse_uncollected(), state(approved)) == (0, State.APPROVED)


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_the_batch_that_pays_it(cast, make, line):
    application = told_in(make(State.APPROVED, line=line), 61)
    payable = payable_of(application)
    with transaction.atomic():
        payments.make_batch(payable_ids=[payable.pk], title="", by=cast.finance, method="cash")
        assert impatient(lambda: lapse_one(application.pk, TODAY())) == "waits"
    assert (lapse_uncollected(), state(application)) == (0, State.APPROVED)


@pytest.mark.django_db(transaction=True)
def test_it_asks_again_once_the_batch_is_made(cast, make, line):
    application = told_in(make(State.APPROVED, line=line), 61)
    payable = payable_of(application)
    with after_this(lapse_uncollected) as results:
        payments.make_batch(payable_ids=[payable.pk], title="", by=cast.finance, method="cash")
    assert (results, state(application)) == ([0], State.APPROVED)


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_comes_second_finds_nothing_to_pay(cast, make, line):
    application = told_in(make(State.APPROVED, line=line), 61)
    key = payable_of(application).pk

    def pay():
        by = User.objects.select_related("union").get(pk=cast.finance.pk)
        return payments.make_batch(payable_ids=[key], title="", by=by, method="cash")

    with after_this(pay) as results:
        assert lapse_uncollected() == 1
    assert isinstance(results[0], Refused)
    assert_books_balance()
