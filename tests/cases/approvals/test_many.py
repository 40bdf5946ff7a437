"""One decision on many: each by itself, in few queries, with one effect whoever else decides meanwhile."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.applications.models import Application
from cases.applications.services import attach, detach
from cases.applications.states import State
from cases.approvals.forms import read_items
from cases.approvals.models import ApprovalStep, FundChoice
from cases.approvals.services import StepRefused, many, take_many
from funds.ledgers.models import CapUsage, Commitment
from funds.payments.models import Payable
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.books import assert_books_balance, available, make_line
from tests.factories import (
    HouseholdFactory,
    MemberFactory,
    UserFactory,
    end_notices,
    give_elsewhere,
    make_evidence,
    take,
    written_on,
)
from tests.threads import after_this, at_once

pytestmark = pytest.mark.django_db
FOR_EACH = 3  # queries: a savepoint, its end, the line of the notice
AMOUNT = 9840


def items_of(rows):
    return [(row.pk, row.content_hash) for row in rows]


def approve(rows, line, *, by, **more):
    return take_many(items=items_of(rows), action="approve", by=by, lines={"living": line.pk}, **more)


def again(user):
    """The person as another connection reads them."""
    return User.objects.select_related("union").get(pk=user.pk)


def whys(outcome):
    return {row.pk: why for row, why in outcome.refused}


def detach_invoice(application, *, by):
    """Gives it an invoice of its own instead of the family's."""
    old = application.evidence.get(kind="tuition_invoice")
    new = make_evidence(application.household, kind="tuition_invoice", by=by)
    attach(application_id=application.pk, evidence_id=new.pk, by=by)
    detach(application_id=application.pk, evidence_id=old.pk, by=by)


class TestEach:
    @pytest.mark.requirement("B3")
    def test_leaves_what_a_single_decision_leaves(self, cast, make, line):
        single, *rows = [make(State.APPROVAL) for _n in range(3)]
        take(single, "approve", by=cast.approver, line=line, comment="同意")
        approve(rows, line, by=cast.approver, comment="同意")

        def left_by(row):
            row = Application.objects.get(pk=row.pk)
            step = row.steps.get(action="approve")
            payable = Payable.objects.get(source=f"applications.application:{row.pk}")
            trail = AuditRecord.objects.filter(target_type="applications.application", target_id=str(row.pk))
            return (
                row.state, row.version, row.decided_by, row.awaits, row.due_on, row.stage_no,
                step.comment, step.by, step.maker, step.content_hash == row.content_hash, step.next_no,
                payable.amount, payable.commitment.amount, payable.created_by, bool(payable.payee),
                trail.filter(action="application.approve").count(), trail.latest("pk").data["state"],
                Receipt.objects.filter(to=cast.clerk, message__about_id=str(row.pk)).count(),
                CapUsage.objects.filter(commitments=payable.commitment).count(),
            )  # fmt: skip

        assert left_by(rows[0]) == left_by(rows[1]) == left_by(single)
        assert available(line) == 50000 - 3 * AMOUNT
        assert_books_balance()

    def test_goes_on_where_the_money_ends_in_the_middle(self, cast, make, reference):
        short = make_line(cast.finance, "15000")
        rows = [make(State.APPROVAL), make(State.APPROVAL), make(State.APPROVAL, amount=5000)]
        outcome = approve(rows, short, by=cast.approver)
        assert outcome.done == [rows[0], rows[2]]
        assert "余额不足" in whys(outcome)[rows[1].pk]
        rows[1].refresh_from_db()
        assert (rows[1].state, rows[1].steps.filter(action="approve").exists()) == (State.APPROVAL, False)
        assert available(short) == 160
        assert_books_balance()

    def test_counts_against_one_cap_what_the_one_before_took(self, cast, make, reference):
        household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
        with written_on(household, "members", by=cast.clerk):
            sister = MemberFactory(household=household, relation="daughter", position=3)
        sisters = [household.members.get(stage="senior", position=2), sister]
        line = make_line(cast.finance, "50000", use="tuition")
        both = [make(household=household, programme="tuition", member=member) for member in sisters]
        detach_invoice(both[1], by=cast.clerk)  # one for both would be decided by itself
        for row in both:
            take(row, "submit", by=cast.clerk)
            take(row, "pass", by=cast.reviewer)
            end_notices(row)
            take(row, "conclude", by=cast.reviewer)
        both = [Application.objects.get(pk=row.pk) for row in both]
        give_elsewhere(household, 11000, "tuition", by=cast.clerk)  # 15,000 a year, 3,000 each: one fits
        outcome = take_many(
            items=items_of(both), action="approve", by=cast.approver, lines={"tuition": line.pk}
        )
        assert outcome.done == both[:1]
        assert "超过" in whys(outcome)[both[1].pk]
        assert (Commitment.objects.count(), available(line)) == (1, 47000)

    def test_nobody_decides_on_what_they_made_among_others(self, cast, make, line, monkeypatch):
        """Flagged; and where nothing in Python notices, the database refuses that one alone."""
        rows = [make(State.APPROVAL), make(State.APPROVAL), make(State.APPROVAL)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE applications_application SET created_by_id = %s WHERE id = %s",
                [cast.approver.pk, rows[1].pk],
            )
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        outcome = approve(rows, line, by=cast.approver)
        assert whys(outcome) == {rows[1].pk: "本人经办的申请"}
        later = [make(State.APPROVAL), make(State.APPROVAL)]
        monkeypatch.setattr(many, "list_flags", lambda rows, _by: {row.pk: () for row in rows})
        monkeypatch.setattr("cases.approvals.services.executing.blocker", lambda *_args: "")
        outcome = approve([later[0], rows[1], later[1]], line, by=cast.approver)
        assert outcome.done == later
        assert "与已有的记录冲突" in whys(outcome)[rows[1].pk]
        assert available(line) == 50000 - 4 * AMOUNT
        assert_books_balance()

    def test_is_asked_again_under_the_lock(self, cast, make, line):
        """What was decided or changed since the page was shown is refused by itself."""
        rows = [make(State.APPROVAL) for _n in range(3)]
        take(rows[0], "return", by=cast.approver)
        stale = [(rows[1].pk, "0" * 64), *items_of([rows[0], rows[2]])]
        outcome = take_many(items=stale, action="approve", by=cast.approver, lines={"living": line.pk})
        assert outcome.done == [rows[2]]
        assert "内容与您看到的不同" in whys(outcome)[rows[1].pk]

    def test_in_several_transactions_is_told_once_and_in_order(self, cast, make, line, monkeypatch):
        monkeypatch.setattr(many, "LOCKED_TOGETHER", 2)
        rows = [make(State.APPROVAL) for _n in range(5)]
        assert approve(reversed(rows), line, by=cast.approver).done == rows
        assert available(line) == 50000 - 5 * AMOUNT

    def test_takes_all_turns_before_the_first(self, cast, make, line):
        """Caps before the union that pays, for all: in this order a single decision takes its own."""
        rows = [make(State.APPROVAL) for _n in range(2)]
        with CaptureQueriesContext(connection) as captured:
            approve(rows, line, by=cast.approver)
        said = [query["sql"] for query in captured]
        [turns], [held] = (
            [place for place, sql in enumerate(said) if f"{name}(" in sql]
            for name in ("ledger_line_up", "ledger_commit_each")
        )
        assert turns < held
        subjects = [f"household:{row.household_id}" for row in rows]
        assert all(subject in said[turns] for subject in subjects)

    @pytest.mark.parametrize("action", ["pass", "approve"])
    def test_costs_few_queries_more(self, action, cast, make, line):
        state = {"pass": State.REVIEW, "approve": State.APPROVAL}[action]
        by = {"pass": cast.reviewer, "approve": cast.approver}[action]
        big = make_line(cast.finance, "900000", name="足够的资金")

        def count(number):
            rows = [make(state) for _n in range(number)]
            with CaptureQueriesContext(connection) as captured:
                outcome = take_many(
                    items=items_of(rows), action=action, by=by, lines={"living": big.pk}, reason="另有安排"
                )
            assert len(outcome.done) == number
            return len(captured)

        count(2)
        few, more = count(5), count(15)
        assert more - few <= 10 * FOR_EACH
        assert few <= 90


class TestFunds:
    @pytest.fixture
    def dues(self, cast, line):
        """Money that the rule takes after the line's."""
        return make_line(cast.finance, "90000", source="dues")

    def test_another_line_than_that_of_the_rule_needs_a_reason(self, cast, make, line, dues):
        rows = [make(State.APPROVAL) for _n in range(3)]
        with pytest.raises(StepRefused, match="请写明原因") as refusal:
            approve(rows, dues, by=cast.approver)
        assert refusal.value.field == "line_reason"
        assert available(dues) == 90000
        assert approve(rows, dues, by=cast.approver, reason=" 留作年底慰问 ").done == rows
        kept = FundChoice.objects.order_by("application")
        assert [(row.application, row.reason, row.by) for row in kept] == [
            (row, "留作年底慰问", cast.approver) for row in rows
        ]
        assert kept[0].chosen == [[dues.pk, f"{AMOUNT}.00"]]
        assert kept[0].proposed == [[line.pk, f"{AMOUNT}.00"]]

    def test_that_of_the_rule_is_kept_without_one(self, cast, make, line, dues):
        rows = [make(State.APPROVAL), make(State.APPROVAL)]
        assert approve(rows, line, by=cast.approver, reason="多写的").done == rows
        assert {row.reason for row in FundChoice.objects.all()} == {""}
        assert FundChoice.objects.count() == 2

    def test_the_first_that_holds_enough_for_all_is_that_of_the_rule(self, cast, make, line, dues):
        rows = [make(State.APPROVAL) for _n in range(6)]  # 59,040 yuan, and the line has 50,000
        assert approve(rows, dues, by=cast.approver).done == rows

    def test_whoever_is_refused_has_no_choice(self, cast, make, reference):
        short = make_line(cast.finance, "15000")
        rows = [make(State.APPROVAL), make(State.APPROVAL)]
        assert approve(rows, short, by=cast.approver).done == rows[:1]
        assert [row.application for row in FundChoice.objects.all()] == rows[:1]

    def test_the_page_begins_with_it_and_asks_for_the_reason(self, cast, make, as_user, line, dues):
        rows = [make(State.APPROVAL), make(State.APPROVAL)]
        client = as_user(cast.approver)
        page = client.post("/approvals/confirm/", {"pk": [row.pk for row in rows]}).text
        assert f'<option value="{line.pk}" selected>' in page
        assert "（建议）" in page
        data = {"item": [f"{row.pk}:{row.content_hash}" for row in rows], "action": "approve"}
        data |= {"line_living": dues.pk, "comment": "写了很久的意见"}
        silent = client.post("/approvals/decide/", data)
        assert (silent.status_code, "写了很久的意见" in silent.text) == (409, True)
        done = client.post("/approvals/decide/", {**data, "line_reason": "留作慰问"}, follow=True)
        assert "办成 2 件" in done.text


class TestPage:
    def test_more_than_can_be_decided_at_once_is_refused_in_words(self, cast, make, as_user, monkeypatch):
        rows = [make(State.REVIEW) for _n in range(3)]
        for module in ("services.many", "forms.deciding", "views.many", "views.inbox"):
            monkeypatch.setattr(f"cases.approvals.{module}.MOST_AT_ONCE", 2)
        client, said = as_user(cast.reviewer), "一次最多办理 2 件，您选了 3 件"
        items = [f"{row.pk}:{row.content_hash}" for row in rows]
        data = {"item": items, "action": "pass", "comment": "写了很久的意见"}
        answer = client.post("/approvals/decide/", data)
        assert (answer.status_code, said in answer.text, "写了很久的意见" in answer.text) == (422, True, True)
        chosen = client.post("/approvals/confirm/", {"pk": [row.pk for row in rows]}, follow=True)
        assert said in chosen.text
        with pytest.raises(StepRefused, match="一次最多办理 2 件"):
            take_many(items=items_of(rows), action="pass", by=cast.reviewer)
        assert not ApprovalStep.objects.filter(action="pass").exists()

    def test_five_hundred_are_read_from_the_page(self):
        assert len(read_items([f"{key}:{'0' * 64}" for key in range(1, 501)])) == many.MOST_AT_ONCE

    def test_all_that_the_list_finds_are_confirmed(self, cast, make, as_user, monkeypatch):
        rows = [make(State.REVIEW) for _n in range(3)]
        monkeypatch.setattr("hardship.kernel.pages.SIZE", 2)
        monkeypatch.setattr("cases.approvals.views.inbox.numbered.__kwdefaults__", {
            "size": 2, "name": "page", "count": None,
        })  # fmt: skip
        client = as_user(cast.reviewer)
        assert "核对筛选出的全部 3 件" in client.get("/approvals/").text
        page = client.post("/approvals/confirm/?tab=todo", {"all": "1", "pk": [rows[0].pk]}).text
        assert "3 件" in page
        assert all(row.number in page for row in rows)
        none = client.post("/approvals/confirm/?tab=todo&programme=tuition", {"all": "1"})
        assert none.url == "/approvals/"

    def test_those_at_another_step_are_named(self, cast, make, as_user):
        both = UserFactory(union=cast.city, roles=[Role.REVIEWER, Role.APPROVER])
        rows = [make(State.APPROVAL), make(State.REVIEW)]
        page = as_user(both).post("/approvals/confirm/", {"pk": [row.pk for row in rows]}).text
        assert "另有 1 件等的是别的环节" in page


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_who_decide_on_the_same_have_one_effect_on_each(self, cast, make, line):
        rows = [make(State.APPROVAL) for _n in range(4)]
        people = [UserFactory(union=cast.city, role=Role.APPROVER) for _n in range(2)]
        found = at_once(lambda one: approve(rows, line, by=again(one)), people)
        done = [row.pk for outcome in found for row in outcome.done]
        assert sorted(done) == [row.pk for row in rows]
        assert all("已被他人处理" in why for outcome in found for _row, why in outcome.refused)
        assert ApprovalStep.objects.filter(action="approve").count() == Commitment.objects.count() == 4
        assert available(line) == 50000 - 4 * AMOUNT
        assert_books_balance()

    def test_a_single_decision_meanwhile_is_not_taken_twice(self, cast, make, line):
        rows = [make(State.APPROVAL) for _n in range(4)]
        other = UserFactory(union=cast.city, role=Role.APPROVER)
        work = [
            lambda: approve(rows, line, by=again(cast.approver)),
            lambda: take(rows[2], "approve", by=again(other), line=line),
        ]
        outcome, single = at_once(lambda act: act(), work)
        assert isinstance(single, Refused) != (rows[2].pk in whys(outcome))
        assert ApprovalStep.objects.filter(action="approve").count() == Commitment.objects.count() == 4
        assert_books_balance()

    def test_what_is_withdrawn_meanwhile_is_not_passed(self, cast, make):
        rows = [make(State.REVIEW) for _n in range(4)]
        work = [
            lambda: take_many(items=items_of(rows), action="pass", by=again(cast.reviewer)),
            lambda: take(rows[1], "withdraw", by=again(cast.clerk)),
        ]
        outcome, withdrawn = at_once(lambda act: act(), work)
        state = Application.objects.get(pk=rows[1].pk).state
        expected = State.PUBLIC_NOTICE if isinstance(withdrawn, Refused) else State.WITHDRAWN
        assert state == expected
        assert (rows[1].pk in whys(outcome)) == (state == State.WITHDRAWN)
        assert len(outcome.done) + len(outcome.refused) == 4

    def test_all_rows_are_locked_until_all_are_decided(self, cast, make, line):
        rows = [make(State.APPROVAL) for _n in range(2)]
        other = UserFactory(union=cast.city, role=Role.APPROVER)

        def decide():
            return take(rows[1], "approve", by=again(other), line=line)

        with after_this(decide) as results:
            approve(rows, line, by=cast.approver)
        assert "已被他人处理" in str(results[0])
