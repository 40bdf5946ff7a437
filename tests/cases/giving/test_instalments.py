"""Instalments from the decision to the bank: looked at again, suspended, ended."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models.expressions import RawSQL
from django.utils import timezone

from cases.applications.models import ApplicationEdit
from cases.applications.rules import source_of
from cases.applications.selectors.beside import get_beside
from cases.applications.selectors.entitling import get_basis
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household, Member
from cases.archives.selectors.aid import list_records
from cases.archives.services import steps
from cases.giving import services
from cases.giving.models import Instalment
from cases.giving.selectors.looking import look_at
from cases.giving.selectors.plans import list_due
from cases.giving.states import State
from cases.policies.models import LivingStandard
from funds.ledgers import services as ledger
from funds.ledgers.models import CapUsage, Commitment
from funds.payments import selectors as payments
from funds.payments.models import Payable
from funds.payments.services import PaymentRefused, make_batch, record_results
from funds.payments.services import take_step as take_batch_step
from hardship.accounts.selectors import list_unsettled
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available
from tests.factories import UserFactory, take, unguarded
from tests.funds.payments.conftest import carry, failed, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1", "E4")]


def confirm(row, by, comment=""):
    return services.take_step(instalment_id=row.pk, action="confirm", by=by, comment=comment)


def payable(row):
    return Payable.objects.get(source=row.source, state="open")


def held(rows):
    sources = [row.source for row in rows]
    return sum(row.committed for row in Commitment.objects.filter(source__in=sources))


def test_the_decision_makes_a_plan_that_holds_the_whole_sum(cast, line, make):
    before = available(line)
    application = make()
    rows = list(application.instalments.order_by("number"))
    assert [row.state for row in rows] == [State.CONFIRMED, State.PLANNED, State.PLANNED]
    assert sum(row.amount for row in rows) == application.amount == before - available(line) == held(rows)
    assert rows[0].due_on == timezone.localdate()
    assert rows[0].looked_by == cast.approver
    assert [row.checker for row in rows] == [cast.county] * 3
    assert list(Payable.objects.values_list("source", "amount")) == [(rows[0].source, rows[0].amount)]
    assert not Commitment.objects.filter(source=source_of(application.pk)).exists()
    usage = CapUsage.objects.filter(subject=f"household:{application.household_id}")
    assert {row.used for row in usage} == {application.amount}
    assert AuditRecord.objects.filter(action="instalment.plan").count() == 1
    assert_books_balance()


def test_each_is_paid_by_itself_and_counts_as_aid(cast, plan):
    first, second, _third = plan
    confirm(second, cast.reviewer)
    batch = carry([payable(first), payable(second)], cast, "sent")
    record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cast.finance)
    records = list_records(first.application.household)
    assert [(row.value, row.is_own, row.source, row.key) for row in records] == [
        (first.amount, True, "giving.instalment", first.application_id)
    ]
    beside = get_beside(first.application, cast.reviewer)
    assert beside.rows == [], "its own instalments are no other aid"
    basis = get_basis(first.application.household, year=timezone.localdate().year)
    assert [row.amount for row in (*basis.held, *basis.outside)] == [first.application.amount]
    assert [row.payable for row in payments.list_choices(user=cast.finance)] == [payable(second)]
    assert_books_balance()


def test_none_is_looked_at_before_its_day(cast, make):
    row = make().instalments.get(number=2)
    with pytest.raises(Refused, match="到期前不能复核"):
        confirm(row, cast.reviewer)
    assert not list_due(user=cast.reviewer).exists()


def test_what_is_due_waits_for_the_union_that_reviews(cast, plan):
    assert set(list_due(user=cast.reviewer)) == set(plan[1:])
    assert not list_due(user=cast.city_reviewer).exists()
    with pytest.raises(Refused, match="复核"):
        confirm(plan[1], cast.city_reviewer)
    with pytest.raises(Instalment.DoesNotExist):
        confirm(plan[1], cast.stranger)
    with pytest.raises(Refused, match="权限"):
        confirm(plan[1], cast.clerk)


def test_it_is_confirmed_once(cast, plan):
    confirm(plan[1], cast.reviewer)
    with pytest.raises(Refused, match="可能已被他人处理"):
        confirm(plan[1], cast.reviewer)
    assert Payable.objects.filter(source=plan[1].source).count() == 1
    assert AuditRecord.objects.filter(action="instalment.confirm").count() == 1


def test_a_file_that_was_written_on_waits_for_a_word(cast, plan):
    household = plan[0].application.household
    with unguarded():
        Member.objects.filter(household=household, relation="head").update(employer="另一家单位")
    assert "家庭成员" in look_at(plan[1]).doubts[0]
    with pytest.raises(Refused, match="档案有变动：家庭成员"):
        confirm(plan[1], cast.reviewer)
    row = confirm(plan[1], cast.reviewer, "已核实，只是换了单位。")
    assert row.why == "已核实，只是换了单位。"
    assert look_at(plan[2]).is_clean, "what was looked at is not asked again"


def test_another_category_waits_for_a_word_and_one_that_gets_nothing_for_the_end(cast, plan):
    household = plan[0].application.household
    other = "relative" if household.category != "relative" else "deep"
    with unguarded():
        Household.objects.filter(pk=household.pk).update(category=other)
    row = Instalment.objects.get(pk=plan[1].pk)
    assert "困难类别由" in look_at(row).doubts[0]
    with unguarded():
        Household.objects.filter(pk=household.pk).update(category="own", own_category="x", own_label="自定")
    row = Instalment.objects.get(pk=plan[1].pk)
    assert "不能享受" in look_at(row).obstacle
    with pytest.raises(Refused, match="请停发"):
        confirm(row, cast.reviewer, "仍然发")


def test_suspended_it_holds_nothing_until_it_goes_on(cast, line, plan):
    before = available(line)
    row = services.take_step(
        instalment_id=plan[1].pk, action="suspend", by=cast.reviewer, comment="家庭情况待核实"
    )
    assert (row.state, held([row])) == (State.SUSPENDED, 0)
    assert available(line) == before + row.amount
    with pytest.raises(Refused, match="必须填写意见"):
        confirm(plan[1], cast.reviewer)
    confirm(plan[1], cast.reviewer, "已核实")
    assert available(line) == before
    assert payable(row).amount == row.amount
    assert_books_balance()


def test_one_that_was_suspended_goes_on_only_while_there_is_money(cast, line, plan, make):
    services.take_step(instalment_id=plan[1].pk, action="suspend", by=cast.reviewer, comment="待核实")

    ledger.commit(
        line_id=line.pk, use="living", amount=available(line), source="x.y:1", by=cast.approver,
        key=plan[2].uid, on=timezone.localdate(),
    )  # fmt: skip
    with pytest.raises(Refused, match="不足"):
        confirm(plan[1], cast.reviewer, "已核实")
    assert Instalment.objects.get(pk=plan[1].pk).state == State.SUSPENDED


def test_ended_from_one_on_releases_what_is_left(cast, line, plan):
    application = plan[0].application
    batch = carry([payable(plan[0])], cast, "sent")
    record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    services.take_step(instalment_id=plan[1].pk, action="end", by=cast.reviewer, comment="本人已就业")
    assert [row.state for row in application.instalments.order_by("number")] == [
        State.CONFIRMED, State.ENDED, State.ENDED,
    ]  # fmt: skip
    assert held(plan[1:]) == 0
    usage = CapUsage.objects.filter(subject=f"household:{application.household_id}")
    assert {row.used for row in usage} == {plan[0].amount}
    basis = get_basis(application.household, year=timezone.localdate().year)
    assert [row.amount for row in basis.held] == [plan[0].amount], "what was given up is no aid"
    with pytest.raises(Refused, match="可能已被他人处理"):
        confirm(plan[2], cast.reviewer, "又要发")
    assert_books_balance()


def test_what_is_at_the_bank_is_not_ended(cast, plan):
    carry([payable(plan[0])], cast, "sent")
    with pytest.raises(Refused, match="已经送银行"):
        services.take_step(instalment_id=plan[0].pk, action="end", by=cast.reviewer, comment="晚了")


def test_the_file_that_is_closed_ends_the_plan(cast, line, plan):
    application, before = plan[0].application, available(line)
    steps.take_step(
        household_id=application.household_id, action="close", by=cast.reviewer, comment="已调离",
        close_reason="moved",
    )  # fmt: skip
    rows = application.instalments.order_by("number")
    assert {row.state for row in rows} == {State.ENDED}
    assert {row.why for row in rows} == {"档案已退出，停发。"}
    assert available(line) == before + application.amount
    assert not Payable.objects.filter(state="open").exists()
    assert_books_balance()


def test_a_confirmed_one_is_not_paid_once_it_is_ended(cast, plan):
    confirm(plan[1], cast.reviewer)
    owed = payable(plan[1])
    batch = carry([owed], cast, "checked")
    services.take_step(instalment_id=plan[1].pk, action="end", by=cast.reviewer, comment="本人已就业")

    with pytest.raises(PaymentRefused, match="没有复核通过，或已停发"):
        take_batch_step(batch_id=batch.pk, action="release", by=cast.approver)


def test_a_family_that_left_hardship_is_not_paid_without_a_grace_period(cast, plan):
    household = plan[0].application.household
    with unguarded():
        Household.objects.filter(pk=household.pk).update(
            state="lifted", left_on=timezone.localdate() - timedelta(days=1)
        )
    with pytest.raises(PaymentRefused, match="已不在档"):
        make_batch(payable_ids=[payable(plan[0]).pk], title="", by=cast.finance)
    with pytest.raises(Refused, match="请停发"):
        confirm(plan[1], cast.reviewer, "仍然发")


def test_revoking_ends_the_plan_while_nothing_has_left(cast, line, make):
    before = available(line)
    application = take(make(), "revoke", by=cast.approver, comment="重复帮扶")
    assert application.state == ApplicationState.REVOKED
    assert {row.state for row in application.instalments.all()} == {State.ENDED}
    assert available(line) == before
    assert_books_balance()


def test_an_approval_of_which_a_part_has_left_is_not_revoked(cast, make):
    application = make()
    carry([payable(application.instalments.get(number=1))], cast, "sent")
    with pytest.raises(Refused, match="不能撤销批准"):
        take(application, "revoke", by=cast.approver, comment="晚了")
    assert_books_balance()


def test_a_sum_beyond_the_line_makes_no_plan_at_all(cast, line, make):
    application = make(ApplicationState.APPROVAL)

    most = available(line) - application.amount + Decimal("0.01")
    ledger.commit(
        line_id=line.pk, use="living", amount=most, source="x.y:1", by=cast.approver,
        key=application.uid, on=timezone.localdate(),
    )  # fmt: skip
    with pytest.raises(Refused, match="不足"):
        take(application, "approve", by=cast.approver, line=line)
    assert not Instalment.objects.exists()
    assert available(line) == application.amount - Decimal("0.01")


def test_many_are_confirmed_and_those_with_a_doubt_left(cast, plan):
    with unguarded():
        Member.objects.filter(household=plan[0].application.household, relation="head").update(
            employer="别家"
        )
    services.take_step(instalment_id=plan[1].pk, action="confirm", by=cast.reviewer, comment="已核实")
    outcome = services.confirm_many(ids=[row.pk for row in plan], by=cast.reviewer)
    assert [row.pk for row in outcome.done] == [plan[2].pk]
    assert [row.pk for row, _why in outcome.refused] == [plan[0].pk, plan[1].pk]


def test_nobody_looks_again_at_what_they_wrote(cast, plan):
    both = UserFactory(union=cast.county, role=Role.REVIEWER)
    application = plan[0].application
    ApplicationEdit.objects.create(application=application, version=9, by=both)
    with pytest.raises(Refused, match="由其他人员办理"):
        confirm(plan[1], both)
    assert not list_due(user=both).exists()


def test_what_cannot_be_worked_out_today_waits_for_a_word(cast, plan):
    with unguarded():
        long_ago = (
            "daterange(date '1900-01-01' + id::int, date '1900-01-02' + id::int)"  # each a day of its own
        )
        LivingStandard.objects.update(effective=RawSQL(long_ago, ()))
    row = Instalment.objects.get(pk=plan[1].pk)
    assert look_at(row).doubts == ("按今天的情况还算不出可享受多少：缺当地低保标准。",)
    with pytest.raises(Refused, match="还算不出可享受多少"):
        confirm(row, cast.reviewer)
    assert confirm(row, cast.reviewer, "低保标准待公布，按原标准发。").state == State.CONFIRMED


def test_a_union_with_open_instalments_is_not_closed(cast, plan):
    said = "没有办结的分期 2 期"
    for union in (cast.union, cast.county):
        assert said in list_unsettled(union)
    assert said not in list_unsettled(cast.city)
    services.take_step(instalment_id=plan[1].pk, action="suspend", by=cast.reviewer, comment="待核实")
    assert said in list_unsettled(cast.county), "what stands still is not settled"
    services.take_step(instalment_id=plan[1].pk, action="end", by=cast.reviewer, comment="已就业")
    assert not any("分期" in line for line in list_unsettled(cast.county))
