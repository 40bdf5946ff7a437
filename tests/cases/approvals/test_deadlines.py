"""时限统计: in time, late, still open; by month, union and person; figures that add up, cases behind them."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.rules import Tally, median, summed
from cases.approvals.selectors.deadlines import get_deadlines, list_months, month_end
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.approvals.test_routes import people
from tests.factories import UserFactory, take, unguarded

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]
MOST_QUERIES = 30


@pytest.fixture(autouse=True)
def _in_march():
    """A day in the middle of a month, so that yesterday is of the same one."""
    with freeze_time("2026-03-18 10:00:00+08:00"):
        yield


def this_month():
    return timezone.localdate().replace(day=1)


def found_by(user, **more):
    return get_deadlines(user=user, month=more.pop("month", this_month()), **more)


def due(application, day):
    Application.objects.filter(pk=application.pk).update(due_on=day)
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def four(cast, make):
    """One of each kind, all due this month: on its last day, or yesterday."""
    late, last = timezone.localdate() - timedelta(days=1), month_end(this_month())
    taken_late = due(make(State.REVIEW), late)
    take(taken_late, "pass", by=cast.reviewer)
    take(due(make(State.REVIEW), last), "pass", by=cast.reviewer)
    open_late, still = due(make(State.REVIEW), late), due(make(State.REVIEW), last)
    return {"late": taken_late, "open_late": open_late, "open": still}


def figures(tally):
    return (tally.in_time, tally.late, tally.open_late, tally.open)


def test_each_decision_stands_once_in_its_month(cast, reference, four):
    found = found_by(cast.reviewer)
    assert figures(found.total) == (1, 1, 1, 1)
    assert [line.label for line in found.unions] == [cast.county.name]
    assert {line.label: figures(line.tally) for line in found.people} == {
        cast.reviewer.name: (1, 1, 0, 0),
        "还没有人办": (0, 0, 1, 1),
    }
    assert [line.key for line in found.months][:2] == ["2026-03", "2026-02"]
    assert figures(found.months[0].tally) == (1, 1, 1, 1)
    assert (found.total.share, found.total.median) == (Decimal("33.3"), 0)


def test_the_tables_add_up_to_the_total(cast, reference, four, make, line):
    due(make(State.APPROVAL), timezone.localdate())
    make(State.APPROVED, line=line)
    found = found_by(cast.city_reviewer)
    for lines in (found.unions, found.people):
        assert figures(summed(one.tally for one in lines)) == figures(found.total)
        assert summed(one.tally for one in lines).days == found.total.days
    assert {one.label for one in found.unions} == {cast.county.name, cast.city.name}


def test_a_union_sees_itself_and_what_is_below_it(cast, reference, make, four, line):
    make(State.APPROVED, line=line)
    assert {line.label for line in found_by(cast.reviewer).unions} == {cast.county.name}
    head = UserFactory(union=cast.province, role=Role.APPROVER)
    assert found_by(head).total.due == found_by(cast.city_reviewer).total.due
    assert found_by(cast.city_reviewer, union=cast.county).total.due < found_by(head).total.due
    assert found_by(cast.stranger).total.due == found_by(cast.clerk).total.due == 0


def test_the_days_of_a_return_are_nobody_s(cast, reference, make):
    with freeze_time("2026-03-02 10:00:00+08:00"):
        application = make(State.REVIEW)
    with freeze_time("2026-03-03 10:00:00+08:00"):
        take(application, "return", by=cast.reviewer)
    with freeze_time("2026-03-20 10:00:00+08:00"):
        take(application, "submit", by=cast.clerk)
    with freeze_time("2026-03-23 10:00:00+08:00"):
        take(application, "pass", by=UserFactory(union=cast.county, role=Role.REVIEWER))
        found = found_by(cast.reviewer)
        assert figures(found.total) == (2, 0, 0, 0)
        assert found.total.days == Counter({1: 2})


def test_a_stage_that_sends_a_case_back_late_was_late(cast, make, people):
    with freeze_time("2026-03-02 10:00:00+08:00"):
        application = take(make(State.REVIEW, amount=3000), "pass", by=people["own"])
    assert (application.stage_no, application.due_on.month) == (1, 3)
    with freeze_time("2026-03-20 10:00:00+08:00"):
        take(application, "send_back", by=people["county"], to_stage=0, comment="实地情况没有写清楚")
        found = found_by(cast.reviewer, union=cast.county)
    assert {line.label: figures(line.tally) for line in found.unions}[cast.county.name] == (0, 1, 0, 0)
    assert found.total.days[14] == 1


def test_every_figure_leads_to_its_cases(cast, reference, four, as_user):
    client = as_user(cast.reviewer)
    page = client.get(reverse("approvals:deadlines")).text
    assert "按人员" in page
    for result, application in four.items():
        cases = client.get(reverse("approvals:handled"), {"month": "2026-03", "result": result}).text
        assert "共 <b>1</b> 件" in cases
        assert reverse("applications:detail", args=[application.pk]) in cases
    for narrowed in ({"by": cast.reviewer.pk}, {"at": cast.county.pk}):
        cases = client.get(reverse("approvals:handled"), {"result": "in_time", **narrowed}).text
        assert "共 <b>1</b> 件" in cases
    assert "没有这样的申请" in client.get(reverse("approvals:handled"), {"result": "late", "by": 999999}).text


@pytest.mark.parametrize(
    "query", ["?month=abc&union=x", "?month=2026-13", "?result=no&at=-1&by=x", "?month="]
)
def test_an_address_that_says_nothing_opens_this_month(cast, as_user, query):
    client = as_user(cast.reviewer)
    for name in ("deadlines", "handled"):
        assert client.get(reverse(f"approvals:{name}") + query).status_code == 200
    assert "这个月没有到期的" in client.get(reverse("approvals:deadlines") + query).text


def test_the_workbook_has_the_figures_of_the_page(cast, reference, four, as_user):
    answer = as_user(cast.reviewer).post(reverse("approvals:deadlines_export"))
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] == "合计"]
    assert [row[2:7] for row in rows] == [(4, 1, 1, 1, 1)] * 2
    assert AuditRecord.objects.get(action="export.deadlines").data["filters"]["month"] == "2026-03"


def test_many_cost_as_many_queries_as_one(cast, make, as_user):
    client, url = as_user(cast.reviewer), reverse("approvals:deadlines")
    make(State.PUBLIC_NOTICE)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(5):
        make(State.PUBLIC_NOTICE, reviewer=UserFactory(union=cast.county, role=Role.REVIEWER))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one) <= MOST_QUERIES


def test_steps_of_a_time_before_deadlines_were_kept_are_not_counted(cast, make):
    application = make(State.PUBLIC_NOTICE)
    with unguarded():
        ApprovalStep.objects.filter(application=application).update(due_on=None)
    assert found_by(cast.reviewer).total.due == 0


def test_months_that_can_be_chosen_follow_each_other():
    with freeze_time("2026-01-31 23:59:00+08:00"):
        assert [f"{one:%Y-%m}" for one in list_months()[:3]] == ["2026-01", "2025-12", "2025-11"]
        assert month_end(list_months()[1]).isoformat() == "2025-12-31"


@given(some.lists(some.integers(0, 60)))
def test_the_median_is_the_middle(values):
    found, ordered = median(Counter(values)), sorted(values)
    if not values:
        assert found is None
    else:
        low, high = ordered[(len(values) - 1) // 2], ordered[len(values) // 2]
        assert found == Decimal(low + high) / 2


def test_nothing_has_no_share():
    assert (Tally().share, Tally(open=3).share, Tally(open_late=3).share) == (None, None, 0)
