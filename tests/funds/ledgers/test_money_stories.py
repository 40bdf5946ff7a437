"""Stories of money from the grant to the household, each ending with books that balance."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from funds.ledgers import services
from funds.ledgers.models import BudgetLine, CapShare, CapUsage, Commitment, Fund, Journal
from funds.ledgers.rules import Request, entry_lines
from funds.ledgers.selectors import line_buckets
from funds.ledgers.services.posting import accounts_of, post
from funds.ledgers.states import Event, Holding
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.books import ON, assert_books_balance, available, make_fund, make_line
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def key():
    return uuid.uuid4()


def hold(line, amount="150", source="applications.application:1", **more):
    more = {"use": line.use_id, "by": line.opened_by, "key": key(), "on": ON, **more}
    return services.commit(line_id=line.pk, amount=Decimal(amount), source=source, **more)


def buckets(line, **expected):
    found = {name: amount for name, amount in line_buckets(line.pk).items() if amount}
    return found == {name: Decimal(amount) for name, amount in expected.items()} or found


@pytest.mark.requirement("E1", "E2")
def test_money_is_received_into_the_pool_and_assigned_to_lines(finance):
    fund = make_fund(finance, "10000")
    line = services.open_line(fund_id=fund.pk, use="living", year=2026, by=finance)
    services.receive(fund_id=fund.pk, amount=Decimal("8000"), by=finance, key=key(), on=ON)
    services.assign(line_id=line.pk, amount=Decimal("5000.50"), by=finance, key=key(), on=ON)
    pool = BudgetLine.objects.get(fund=fund, use="pool")
    assert buckets(pool, source="2999.50", available="2999.50") is True
    assert buckets(line, source="5000.50", available="5000.50") is True
    assert_books_balance()


@pytest.mark.requirement("E3", "E4")
def test_money_is_committed_sent_fails_is_sent_again_and_settles(line, finance):
    first, second = hold(line, "150"), hold(line, "250.50", "applications.application:2")
    both = [first.pk, second.pk]
    assert buckets(line, source="10000", available="9599.50", committed="400.50") is True
    services.send(commitment_ids=both, source="payments.batch:1", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="9599.50", in_transit="400.50") is True
    services.settle(commitment_ids=[first.pk], source="payments.batch:1", by=finance, key=key(), on=ON)
    services.fail(commitment_ids=[second.pk], source="payments.batch:1", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="9599.50", committed="250.50", paid="150") is True
    services.send(commitment_ids=[second.pk], source="payments.batch:2", by=finance, key=key(), on=ON)
    services.settle(commitment_ids=[second.pk], source="payments.batch:2", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="9599.50", paid="400.50") is True
    assert [row.holding for row in Commitment.objects.all()] == [Holding.PAID, Holding.PAID]
    assert_books_balance()


def test_a_released_commitment_gives_back_money_and_cap(line, finance):
    cap = services.CapClaim("household:1", "living", 2026, Decimal("1000"))
    commitment = hold(line, "900", caps=[cap])
    assert CapUsage.objects.get().used == 900
    services.release(commitment_id=commitment.pk, by=finance, key=key(), on=ON, reason="申请人撤回")
    commitment.refresh_from_db()
    assert commitment.holding == Holding.RELEASED
    assert available(line) == 10000
    assert CapUsage.objects.get().used == 0
    assert (
        hold(line, "1000", caps=[cap]).holding == Holding.COMMITTED
    )  # the same source, for it holds nothing now
    assert_books_balance()


def test_money_the_bank_sent_back_later_is_committed_again(line, finance):
    commitment = hold(line)
    for step in (services.send, services.settle, services.bounce):
        step(commitment_ids=[commitment.pk], source="payments.batch:1", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="9850", committed="150") is True
    assert_books_balance()


def test_an_allocation_moves_money_on_both_books_and_back(line, cast, finance):
    made = services.allocate(
        line_id=line.pk,
        union_id=cast.county.pk,
        amount=Decimal("3000"),
        document_no="通工〔2026〕3号",
        document_on=ON,
        by=finance,
        key=key(),
        on=ON,
    )
    lower = made.lower_line
    assert (lower.union, lower.use_id, lower.year) == (cast.county, "living", 2026)
    assert buckets(line, source="10000", available="7000", allocated="3000") is True
    assert buckets(lower, source="3000", available="3000") is True
    assert lower.fund.origin == line.fund
    assert_books_balance()
    services.reverse(journal_id=made.upper_journal_id, reason="对象有误", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="10000") is True
    assert buckets(lower) is True
    assert Fund.objects.get(pk=lower.fund_id).total == 0
    assert_books_balance()


def test_two_allocations_under_one_document_share_the_lower_fund(line, cast, finance):
    given = {
        "line_id": line.pk,
        "union_id": cast.county.pk,
        "document_no": "通工〔2026〕3号",
        "document_on": ON,
    }
    for amount in ("1000", "500.50"):
        services.allocate(**given, amount=Decimal(amount), by=finance, key=key(), on=ON)
    fund = Fund.objects.get(union=cast.county)
    assert fund.total == Decimal("1500.50")
    assert list(fund.permits.order_by("use").values_list("use", flat=True)) == ["living", "pool"]
    assert_books_balance()


def test_what_was_allocated_cannot_be_taken_back_once_it_is_held_below(line, cast, finance):
    made = services.allocate(
        line_id=line.pk,
        union_id=cast.county.pk,
        amount=Decimal("3000"),
        document_no="通工〔2026〕3号",
        document_on=ON,
        by=finance,
        key=key(),
        on=ON,
    )
    hold(made.lower_line, "100")
    with pytest.raises(services.InsufficientBalance, match=r"还差 100\.00 元"):
        services.reverse(journal_id=made.upper_journal_id, reason="收回", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="7000", allocated="3000") is True
    assert_books_balance()


def test_a_reversal_mirrors_its_journal_and_names_it(finance):
    fund = make_fund(finance)
    journal = services.receive(fund_id=fund.pk, amount=Decimal("70"), by=finance, key=key(), on=ON)
    reversal = services.reverse(journal_id=journal.pk, reason="重复登记", by=finance, key=key(), on=ON)
    assert reversal.reverses == journal
    assert reversal.memo == "注销2026-03-05记-2026-00001号凭证：重复登记"
    assert [(p.side, p.amount) for p in reversal.postings.order_by("position")] == [("C", 70), ("D", 70)]
    assert AuditRecord.objects.about(reversal).get().action == "ledger.reverse"
    assert_books_balance()


def test_every_movement_leaves_an_audit_row_with_its_number_and_amount(line):
    commitment = hold(line)
    journal = Journal.objects.get(pk=commitment.pk)
    row = AuditRecord.objects.about(journal).get()
    assert (row.action, row.by, row.union) == ("ledger.commit", line.opened_by, line.union)
    assert row.data == {"number": str(journal), "amount": "150.00", "source": "applications.application:1"}


def test_the_same_key_with_the_same_content_has_one_effect(line, finance):
    once = key()
    assert hold(line, key=once) == hold(line, key=once)
    for _again in range(2):
        services.send(
            commitment_ids=[once], source="payments.batch:1", by=finance, key=uuid.UUID(int=7), on=ON
        )
    assert buckets(line, source="10000", available="9850", in_transit="150") is True
    assert_books_balance()


def test_the_same_key_with_other_content_is_refused(line):
    once = key()
    hold(line, "150", key=once)
    with pytest.raises(services.KeyReused):
        hold(line, "151", key=once)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000000000", "NaN", "Infinity"])
def test_an_amount_is_yuan_above_zero_with_two_places(line, amount):
    with pytest.raises(services.LedgerRefused, match="金额"):
        hold(line, amount)


def test_more_than_there_is_is_refused_with_what_is_missing(line):
    with pytest.raises(
        services.InsufficientBalance, match=r"现有 10,000\.00 元，需要 10,000\.01 元，还差 0\.01 元"
    ) as refused:
        hold(line, "10000.01")
    assert (refused.value.free, refused.value.missing) == (Decimal("10000"), Decimal("0.01"))
    assert not Commitment.objects.exists()
    assert_books_balance()


def test_money_goes_only_where_its_document_says(line, finance):
    with pytest.raises(services.UseNotPermitted):
        hold(line, use="medical")
    with pytest.raises(services.UseNotPermitted):
        services.open_line(fund_id=line.fund_id, use="medical", year=2026, by=finance)


def test_the_pool_pays_nobody(finance):
    fund = make_fund(finance)
    services.receive(fund_id=fund.pk, amount=Decimal("100"), by=finance, key=key(), on=ON)
    with pytest.raises(services.UseNotPermitted):
        hold(BudgetLine.objects.get(fund=fund, use="pool"), "50")


def test_one_source_holds_money_once(line):
    hold(line)
    with pytest.raises(services.AlreadyCommitted):
        hold(line)


def test_the_cap_of_a_household_counts_over_lines(line, finance):
    other = make_line(finance)
    cap = services.CapClaim("household:1", "living", 2026, Decimal("1000"))
    hold(line, "800", caps=[cap])
    with pytest.raises(services.CapExceeded, match=r"还可帮扶 200\.00 元") as refused:
        hold(other, "200.01", "applications.application:2", caps=[cap])
    assert refused.value.left == 200
    hold(other, "200", "applications.application:2", caps=[cap])
    assert_books_balance()


def claim(cap):
    return services.CapClaim("household:1", "living", 2026, Decimal(cap))


def test_a_cap_that_is_lowered_later_counts_what_was_used_before(line):
    hold(line, "800", caps=[claim("1000")])
    with pytest.raises(services.CapExceeded, match=r"上限 900\.00 元，已用 800\.00 元") as refused:
        hold(line, "100.01", "a:2", caps=[claim("900")])
    assert refused.value.left == 100
    assert CapUsage.objects.get().cap == 1000  # what is refused changes nothing
    hold(line, "100", "a:2", caps=[claim("900")])
    assert (CapUsage.objects.get().cap, CapUsage.objects.get().used) == (900, 900)
    with pytest.raises(services.CapExceeded) as refused:
        hold(line, "0.01", "a:3", caps=[claim("700")])
    assert refused.value.left == 0
    assert_books_balance()


def hold_without_looking(line, amount, usage):
    """What `commit` does, but for the look at what is left of the cap."""
    made = Commitment.objects.create(
        id=key(), line=line, use_id=line.use_id, source="a:9", amount=amount, created_by=line.opened_by
    )
    CapShare.objects.create(commitment=made, usage=usage, share=amount)
    lines = entry_lines(Event.COMMIT, accounts_of([line.pk])[line.pk], amount, made.pk)
    post(
        Request(made.pk, line.union_id, ON, Event.COMMIT, "a:9", "", line.opened_by_id, lines),
        by=line.opened_by,
    )


def test_the_database_holds_a_lowered_cap_when_nobody_looks_at_what_is_left(line):
    hold(line, "800", caps=[claim("1000")])
    hold(line, "10", "a:2", caps=[claim("850")])
    with pytest.raises(IntegrityError, match="cap_not_exceeded"), transaction.atomic():
        hold_without_looking(line, Decimal("40.01"), CapUsage.objects.get())
    hold(line, "40", "a:3", caps=[claim("850")])
    with pytest.raises(IntegrityError, match="cap_not_exceeded"), transaction.atomic():
        CapUsage.objects.update(cap=Decimal("849.99"))
    assert_books_balance()


def test_a_batch_moves_wholly_or_not_at_all(line, finance):
    held, gone = hold(line), hold(line, source="applications.application:2")
    services.release(commitment_id=gone.pk, by=finance, key=key(), on=ON, reason="撤回")
    with pytest.raises(services.NotHeld) as refused:
        services.send(commitment_ids=[held.pk, gone.pk], source="b:1", by=finance, key=key(), on=ON)
    assert refused.value.ids == [gone.pk]
    assert buckets(line, source="10000", available="9850", committed="150") is True


def test_no_more_arrives_than_the_document_grants(finance):
    fund = make_fund(finance, "100")
    services.receive(fund_id=fund.pk, amount=Decimal("60"), by=finance, key=key(), on=ON)
    with pytest.raises(services.LedgerRefused, match="累计到账"):
        services.receive(fund_id=fund.pk, amount=Decimal("40.01"), by=finance, key=key(), on=ON)
    services.receive(fund_id=fund.pk, amount=Decimal("40"), by=finance, key=key(), on=ON)


def test_money_does_not_leave_its_fund_by_assignment(line, finance):
    stranger = make_line(finance)
    with pytest.raises(services.LedgerRefused, match="同一资金"):
        services.assign(
            line_id=line.pk, from_line_id=stranger.pk, amount=Decimal("1"), by=finance, key=key(), on=ON
        )


def test_money_is_not_spent_after_its_last_day(finance):
    line = make_line(finance, use_by=date(2026, 6, 30))
    with pytest.raises(services.LedgerRefused, match="2026-06-30"):
        hold(line, on=date(2026, 7, 1))
    hold(line, on=date(2026, 6, 30))


def test_a_date_to_come_is_refused(line):
    with pytest.raises(services.LedgerRefused, match="不能晚于今天"):
        hold(line, on=date(2999, 1, 1))


def test_a_closed_month_accepts_nothing_and_months_close_in_order(line, finance):
    later = date(2026, 4, 1)
    hold(line, on=later)
    with pytest.raises(services.LedgerRefused, match="按月份顺序"):
        services.close_period(union=finance.union, month=later, by=finance)
    services.close_period(union=finance.union, month=ON, by=finance)
    with pytest.raises(services.PeriodClosed):
        hold(line, source="applications.application:2")
    with pytest.raises(services.PeriodClosed):
        hold(line, source="applications.application:2", on=date(2026, 2, 1))
    with pytest.raises(services.PeriodClosed):
        services.close_period(union=finance.union, month=ON, by=finance)
    assert_books_balance()


def test_a_month_that_has_not_ended_is_not_closed(finance):
    for to_come_or_running in (date(2999, 1, 1), date.today()):
        with pytest.raises(services.LedgerRefused, match="还没有结束"):
            services.close_period(union=finance.union, month=to_come_or_running, by=finance)


def test_a_journal_is_reversed_once_and_a_reversal_never(line, finance):
    journal = Journal.objects.get(event="assign")
    reversal = services.reverse(journal_id=journal.pk, reason="改", by=finance, key=key(), on=ON)
    for target, sentence in ((reversal.pk, "不能再冲销"), (journal.pk, "已经冲销")):
        with pytest.raises(services.LedgerRefused, match=sentence):
            services.reverse(journal_id=target, reason="改", by=finance, key=key(), on=ON)


def test_a_commitment_is_undone_by_the_business_that_made_it(line, finance):
    commitment = hold(line)
    with pytest.raises(services.LedgerRefused, match="请在审批或发放中办理"):
        services.reverse(journal_id=commitment.pk, reason="改", by=finance, key=key(), on=ON)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.FINANCE])
def test_only_finance_keeps_the_books(cast, role):
    with pytest.raises(services.LedgerRefused, match="财务人员"):
        make_fund(UserFactory(union=cast.city, role=role))


def test_the_books_of_a_union_are_kept_by_its_own_finance(line, cast):
    county_finance = UserFactory(union=cast.county, role=Role.FINANCE)
    with pytest.raises(services.LedgerRefused, match="财务人员"):
        services.receive(fund_id=line.fund_id, amount=Decimal("1"), by=county_finance, key=key(), on=ON)


def test_an_allocation_goes_down_the_tree(line, cast, finance):
    for union in (cast.province, cast.city, cast.elsewhere):
        with pytest.raises(services.LedgerRefused, match="下级工会"):
            services.allocate(
                line_id=line.pk,
                union_id=union.pk,
                amount=Decimal("1"),
                document_no="x",
                document_on=ON,
                by=finance,
                key=key(),
                on=ON,
            )


def test_many_payees_go_in_one_journal_by_as_few_statements_as_one(finance):
    line, statements = make_line(finance, "1000000"), []
    for batch, payees in enumerate((1, 200)):
        ids = [hold(line, "100", f"applications.application:{batch}-{n}").pk for n in range(payees)]
        with CaptureQueriesContext(connection) as captured:
            journal = services.send(
                commitment_ids=ids, source=f"payments.batch:{batch}", by=finance, key=key(), on=ON
            )
        assert journal.postings.count() == 2 * payees
        statements.append(len(captured))
    assert statements[0] == statements[1]
    assert_books_balance()


def handed_down(line, union, finance, amount="3000", **more):
    given = {"document_no": "通工〔2026〕3号", "document_on": ON, "key": key(), "on": ON, **more}
    return services.allocate(line_id=line.pk, union_id=union.pk, amount=Decimal(amount), by=finance, **given)


def test_what_was_handed_down_arrives_by_the_allocation_alone(line, cast, finance):
    """Neither received by hand below nor reversed there; taken back above, the grant below shrinks."""
    made = handed_down(line, cast.county, finance)
    below = UserFactory(union=cast.county, role=Role.FINANCE)
    fund_id = made.lower_line.fund_id
    with pytest.raises(services.LedgerRefused, match="自动到账"):
        services.receive(fund_id=fund_id, amount=Decimal("1"), by=below, key=key(), on=ON)
    with pytest.raises(services.LedgerRefused, match="由拨出的工会冲销"):
        services.reverse(journal_id=made.lower_journal_id, reason="改", by=below, key=key(), on=ON)
    services.reverse(journal_id=made.upper_journal_id, reason="改", by=finance, key=key(), on=ON)
    assert Fund.objects.get(pk=fund_id).total == 0
    assert (available(line), available(made.lower_line)) == (10000, 0)
    assert_books_balance()


def test_a_closed_union_is_given_nothing(line, cast, finance):
    type(cast.county).objects.filter(pk=cast.county.pk).update(closed_on=ON)
    with pytest.raises(services.LedgerRefused, match="下级工会"):
        handed_down(line, cast.county, finance)


def test_a_document_below_is_of_one_grant(line, cast, finance):
    handed_down(line, cast.county, finance)
    other = make_line(finance)
    with pytest.raises(services.LedgerRefused, match="已用于另一项资金"):
        handed_down(other, cast.county, finance)
    assert available(other) == 10000


def test_a_line_is_not_assigned_to_itself(line, finance):
    given = {"line_id": line.pk, "from_line_id": line.pk, "amount": Decimal("1")}
    with pytest.raises(services.LedgerRefused, match="不能是同一指标"):
        services.assign(**given, by=finance, key=key(), on=ON)


def test_one_journal_moves_known_money_of_one_union(line, cast, finance):
    held = hold(line)
    below = handed_down(line, cast.county, finance).lower_line
    county = UserFactory(union=cast.county, role=Role.FINANCE)
    other = hold(below, "100", "applications.application:2", by=county)
    for ids in ([held.pk, other.pk], [held.pk, uuid.uuid4()], []):
        with pytest.raises(services.LedgerRefused, match="同一工会已登记的占用"):
            services.send(commitment_ids=ids, source="b:1", by=finance, key=key(), on=ON)
    assert buckets(line, source="10000", available="6850", committed="150", allocated="3000") is True


def test_python_alone_keeps_the_use_of_a_line(line):
    """The line is for living aid: its own sentence, before the foreign key of the commitment is asked."""
    with pytest.raises(services.UseNotPermitted, match="不能用于所申请的用途"):
        hold(line, use="medical")
    assert not Commitment.objects.exists()


def test_python_alone_reverses_no_reversal(line, finance):
    """In its own words, not in those that the trigger's refusal is translated into."""
    journal = Journal.objects.get(event="assign")
    reversal = services.reverse(journal_id=journal.pk, reason="改", by=finance, key=key(), on=ON)
    with pytest.raises(services.LedgerRefused, match=r"^冲销凭证不能再冲销。$"):
        services.reverse(journal_id=reversal.pk, reason="改", by=finance, key=key(), on=ON)


def test_a_reversal_is_not_dated_before_its_journal(line, finance):
    journal = Journal.objects.get(event="assign")
    before = ON.replace(day=ON.day - 1)
    with pytest.raises(services.LedgerRefused, match="日期也不能早于原凭证"):
        services.reverse(journal_id=journal.pk, reason="改", by=finance, key=key(), on=before)


def test_a_part_of_a_commitment_is_never_sent(line, finance):
    """As if the books held less of it than its amount."""
    held = hold(line)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledgers_commitment SET committed = committed - 1")
        cursor.execute("SET session_replication_role = DEFAULT")
    with pytest.raises(services.NotHeld, match="可能已被他人办理"):
        services.send(commitment_ids=[held.pk], source="b:1", by=finance, key=key(), on=ON)


def times(most, subject="person:1"):
    return services.CapClaim(subject, "tuition", 2026, Decimal(most), is_times=True, label="每年每人次数")


def test_a_commitment_counts_against_several_caps_at_once(line):
    """A sum of the family and a number of times of the person: both hold it, both let it go."""
    held = hold(line, "800", caps=[claim("1000"), times("1")])
    assert dict(CapUsage.objects.values_list("scope", "used")) == {"living": 800, "tuition": 1}
    with pytest.raises(services.CapExceeded, match="超过每年每人次数：最多 1 次，已用 1 次"):
        hold(line, "100", "a:2", caps=[claim("1000"), times("1")])
    with pytest.raises(services.CapExceeded, match="还可帮扶 200"):
        hold(line, "200.01", "a:2", caps=[claim("1000"), times("2")])
    hold(line, "200", "a:2", caps=[claim("1000"), times("2")])
    services.release(commitment_id=held.pk, by=line.opened_by, key=key(), on=ON, reason="撤回")
    assert dict(CapUsage.objects.values_list("scope", "used")) == {"living": 200, "tuition": 1}
    assert_books_balance()


def test_of_two_claims_on_one_cap_the_stricter_holds(line):
    with pytest.raises(services.CapExceeded, match=r"上限 500\.00"):
        hold(line, "501", caps=[claim("1000"), claim("500")])
    hold(line, "500", caps=[claim("1000"), claim("500")])
    assert CapUsage.objects.get().used == 500


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("INSERT INTO ledgers_capshare (commitment_id, usage_id, share, is_times) SELECT %s, %s, 800, false",
         "before it holds money"),
        ("UPDATE ledgers_capshare SET share = 1", "append-only"),
        ("DELETE FROM ledgers_capshare", "append-only"),
    ],
)  # fmt: skip
def test_around_python_what_a_commitment_claims_stays(sql, constraint, line):
    held = hold(line, "800", caps=[claim("1000")])
    other = CapUsage.objects.create(subject="household:2", scope="living", year=2026, cap=1000)
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [held.pk, other.pk] if "%s" in sql else None)


@pytest.mark.parametrize(
    ("share", "is_times", "words"),
    [(799, False, "its amount or one time"), (1, False, "its amount or one time"),
     (800, True, "its amount or one time"), (1, True, "yuan or times, not both")],
)  # fmt: skip
def test_around_python_a_claim_is_the_amount_or_one_time(line, share, is_times, words):
    hold(line, "800", caps=[claim("1600")])
    made = key()
    usage = CapUsage.objects.get()
    Commitment.objects.create(
        id=made, line=line, use_id=line.use_id, source="a:9", amount=800, created_by=line.opened_by
    )
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        CapShare.objects.create(commitment_id=made, usage=usage, share=share, is_times=is_times)


def test_a_time_of_one_yuan_is_a_time(line):
    """Half of the one yuan came back: of the times it still counts as one."""
    held = hold(line, "1", caps=[times("2")])
    told = {"source": held.source, "by": line.opened_by, "on": ON}
    for step in (services.send, services.settle):
        step(commitment_ids=[held.pk], key=key(), **told)
    services.recover(commitment_id=held.pk, amount=Decimal("0.50"), key=key(), **told)
    assert CapUsage.objects.get().used == 1
    services.recover(commitment_id=held.pk, amount=Decimal("0.50"), key=key(), **told)
    assert CapUsage.objects.get().used == 0
