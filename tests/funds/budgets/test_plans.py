"""Plans of use: who takes which step, versions that stay, the plan that counted on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from funds.budgets import selectors, services
from funds.budgets.models import Budget
from funds.budgets.states import State
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory
from tests.funds.budgets.conftest import get_version, planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


def test_a_plan_is_written_checked_and_approved_by_others(cast, draft, take, year):
    plan = draft(planned(), planned("medical", "500.50", "大病救助"))
    assert get_version(cast.city, year) is None
    plan = take(plan, "submit")
    assert list(selectors.list_to_check(cast.city_reviewer)) == [plan]
    plan = take(plan, "check")
    assert list(selectors.list_to_approve(cast.approver)) == [plan]
    plan = take(plan, "approve")
    assert get_version(cast.city, year) == plan
    assert plan.from_on == timezone.localdate()
    assert plan.approved_at_union_id == cast.city.pk
    assert AuditRecord.objects.filter(action="budget.approve").count() == 1
    row = selectors.list_budgets(user=cast.finance).get()
    assert (row.heads, row.yuan) == (6, Decimal("6500.50"))


def test_nobody_checks_what_they_wrote(cast, year):
    both = UserFactory(union=cast.city, roles=[Role.CLERK, Role.REVIEWER])
    plan = services.draft(year=year, by=both, rows=[planned()])
    plan = services.take_step(budget_id=plan.pk, action="submit", by=both)
    assert not selectors.list_to_check(both)
    with pytest.raises(Refused, match="另一个人"):
        services.take_step(budget_id=plan.pk, action="check", by=both)


def test_finance_does_not_check_its_own_plan(cast, draft, take):
    with pytest.raises(Refused, match="另一个人"):
        services.take_step(budget_id=take(draft(), "submit").pk, action="check", by=cast.finance)


def test_an_approval_says_by_which_document(draft, take):
    plan = take(draft(), "submit", "check")
    with pytest.raises(Refused, match="会议纪要") as refused:
        take(plan, "approve", approval_no=" ")
    assert refused.value.field == "approval_no"


def test_what_was_sent_back_is_mended_and_checked_again(cast, draft, take):
    plan = take(draft(), "submit", "check")
    with pytest.raises(Refused, match="意见"):
        services.take_step(budget_id=plan.pk, action="return", by=cast.approver)
    plan = services.take_step(budget_id=plan.pk, action="return", by=cast.approver, comment="四季度太少")
    assert (plan.state, plan.note, plan.checked_by) == (State.RETURNED, "四季度太少", None)
    services.save(budget_id=plan.pk, rows=[planned(first="7000")], strictness="block", by=cast.finance)
    assert take(plan, "submit", "check", "approve").strictness == "block"


def test_a_year_has_one_plan_until_it_is_dropped(cast, draft, year):
    plan = draft()
    with pytest.raises(Refused, match="已经有使用计划"):
        services.draft(year=year, by=cast.finance)
    services.take_step(budget_id=plan.pk, action="drop", by=cast.finance, comment="重来")
    assert services.draft(year=year, by=cast.finance).number == 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([planned(), planned()], "只能有一行"),
        ([planned(first="0")], "至少填一个季度"),
        ([planned(first="-5")], "不能是负数"),
        ([planned(first="1.005")], "两位小数"),
        ([planned("pool")], "请选择用途"),
        ([planned(source="gold")], "请选择用途"),
        ([planned(heads=-1)], "人次不能是负数"),
        ([planned(kind=str(n)) for n in range(81)], "最多 80 行"),
    ],
)
def test_bad_rows_are_refused_in_words(cast, draft, rows, why):
    plan = draft()
    with pytest.raises(Refused, match=why):
        services.save(budget_id=plan.pk, rows=rows, strictness="warn", by=cast.finance)
    assert plan.rows.count() == 1


def test_an_empty_plan_is_not_handed_in(cast, year):
    plan = services.draft(year=year, by=cast.finance)
    with pytest.raises(Refused, match="还没有内容"):
        services.take_step(budget_id=plan.pk, action="submit", by=cast.finance)


def test_an_adjustment_takes_over_and_the_old_version_stays(cast, in_force, adjusted, take, year):
    old = in_force(planned(first="6000"))
    plan = adjusted(old, planned(first="8000"))
    assert get_version(cast.city, year) == old
    plan = take(plan, "approve")
    old.refresh_from_db()
    assert (old.state, plan.number) == (State.ADJUSTED, 2)
    assert [row.yuan for row in selectors.get_rows(old)] == [Decimal(6000)]
    today = timezone.localdate()
    assert old.until_on == today
    assert get_version(cast.city, year, today) == plan
    assert get_version(cast.city, year, today - timedelta(days=1)) is None


def test_the_plan_of_a_day_is_the_version_of_that_day(cast, in_force, adjusted, take, year):
    old = in_force()
    plan = take(adjusted(old), "approve")
    day = timezone.localdate()
    # as if the first had been in force for a month
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE budgets_budget DISABLE TRIGGER budgets_budget_keeps")
        cursor.execute(
            "UPDATE budgets_budget SET from_on = %s WHERE id = %s", [day - timedelta(days=30), old.pk]
        )
        cursor.execute("ALTER TABLE budgets_budget ENABLE TRIGGER budgets_budget_keeps")
    then = [get_version(cast.city, year, day - timedelta(days=n)) for n in (31, 30, 1, 0)]
    assert [found.pk if found else None for found in then] == [None, old.pk, old.pk, plan.pk]


def test_a_second_adjustment_is_approved_above(cast, in_force, adjusted, take):
    plan = take(adjusted(in_force()), "approve")
    second = adjusted(plan)
    above = UserFactory(union=cast.province, role=Role.APPROVER)
    assert not selectors.list_to_approve(cast.approver)
    assert list(selectors.list_to_approve(above)) == [second]
    with pytest.raises(Refused, match="上级工会批准"):
        take(second, "approve")
    done = services.take_step(budget_id=second.pk, action="approve", by=above, approval_no="苏工办 3 号")
    assert (done.state, done.approved_at_union_id) == (State.IN_FORCE, cast.province.pk)


def test_a_plan_ends_with_its_year_and_no_draft_of_it_waits(cast, in_force, adjusted, year):
    plan = in_force()
    with clock.at(date(year, 12, 30)), pytest.raises(Refused, match="以后才能结束"):
        services.take_step(budget_id=plan.pk, action="close", by=cast.finance)
    waiting = adjusted(plan)
    with clock.at(date(year + 1, 1, 5)):
        with pytest.raises(Refused, match="还没有批准"):
            services.take_step(budget_id=plan.pk, action="close", by=cast.finance)
        services.take_step(budget_id=waiting.pk, action="return", by=cast.approver, comment="不用调了")
        services.take_step(budget_id=waiting.pk, action="drop", by=cast.finance, comment="不用调了")
        plan = services.take_step(budget_id=plan.pk, action="close", by=cast.finance)
        assert (plan.state, plan.until_on) == (State.CLOSED, date(year + 1, 1, 5))
        with pytest.raises(Refused, match="已经有使用计划"):
            services.draft(year=year, by=cast.finance)


def test_only_the_unions_own_people_write_and_nobody_of_elsewhere_sees(cast, year, draft):
    for by in (cast.approver, cast.auditor):
        with pytest.raises(Refused, match="经办人或财务"):
            services.draft(year=year, by=by)
    plan = draft()
    with pytest.raises(Refused, match="经办人或财务"):
        services.save(budget_id=plan.pk, rows=[planned()], strictness="off", by=UserFactory(
            union=cast.province, role=Role.FINANCE))  # fmt: skip
    with pytest.raises(Budget.DoesNotExist):
        services.take_step(budget_id=plan.pk, action="submit", by=cast.stranger)
