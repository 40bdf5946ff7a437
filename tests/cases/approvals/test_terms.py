"""发放期限、领取期限 on the monthly page of deadlines: each once, by union and person, with its cases."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.applications.states import State
from cases.approvals.selectors.deadlines import month_end
from cases.approvals.selectors.terms import get_terms
from cases.outcomes.services.lapsing import lapse_uncollected
from funds.payments import services as payments
from funds.payments.models import Payable
from tests.factories import payable_of, take, tell_long_ago, unguarded
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B7")]


def figures(tally):
    return (tally.in_time, tally.late, tally.open_late, tally.open)


def of(user, key, month=None, **more):
    found = get_terms(user=user, month=(month or timezone.localdate()).replace(day=1), **more)
    return next((one for one in found if one.key == key), None)


def pay(application, cast):
    batch = carry([payable_of(application)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)


def due(application, on):
    with unguarded():
        Payable.objects.filter(pk=payable_of(application).pk).update(due_on=on)
    return application


@pytest.fixture
def approved(make, line):
    return lambda: make(State.APPROVED, line=line, amount=1000)


@pytest.fixture
def today():
    return timezone.localdate()


def in_this_month(today):
    """A day of this month that is past, if there is one, else of the month before, with its month."""
    return today - timedelta(days=1)


def test_what_was_to_be_paid_stands_once_in_its_month(cast, approved, today):
    last, past = month_end(today.replace(day=1)), in_this_month(today)
    pay(due(approved(), last), cast)
    waiting = due(approved(), last)
    pay(due(approved(), past), cast)
    due(approved(), past)
    approved()  # nothing is laid down
    take(due(approved(), last), "revoke", by=cast.approver)
    now = of(cast.city_reviewer, "pay")
    same = past.month == today.month
    assert figures(now.total) == ((1, 1, 1, 1) if same else (1, 0, 0, 1))
    before = of(cast.city_reviewer, "pay", past)
    assert figures(before.total) == ((1, 1, 1, 1) if same else (0, 1, 1, 0))
    assert [line.label for line in now.unions] == [cast.city.name], "whose money it is"
    assert [line.label for line in now.people] == [cast.finance.name, "还没有人办"]
    carry([payable_of(waiting)], cast)
    assert [line.label for line in of(cast.city_reviewer, "pay").people] == [cast.finance.name]


def test_what_was_to_be_collected_stands_once_in_its_month(cast, approved, today):
    past = in_this_month(today)
    tell_long_ago(approved(), 61)  # until yesterday
    assert lapse_uncollected() == 1
    held = approved()
    tell_long_ago(held, 61, has_card=True)
    carry([payable_of(held)], cast)
    got = approved()
    tell_long_ago(got, 61, has_card=True)
    pay(got, cast)
    found = of(cast.city_reviewer, "collect", past)
    assert (found.total.late, found.total.open_late) == (2, 1), "what was paid after the last day is late"
    in_time = approved()
    tell_long_ago(in_time, 60, has_card=True)
    pay(in_time, cast)
    assert of(cast.city_reviewer, "collect").total.in_time == 1
    assert [line.label for line in found.unions] == [cast.union.name], "who applied"
    assert [line.label for line in found.people] == [cast.clerk.name], "who told"


def test_to_lapse_this_month_is_told_before_it_does(cast, approved, today):
    tell_long_ago(approved(), 0, (month_end(today.replace(day=1)) - today).days)
    assert figures(of(cast.reviewer, "collect").total) == (0, 0, 0, 1)


def test_a_union_sees_itself_and_what_is_below_it(cast, approved, today):
    tell_long_ago(due(approved(), today), 0, 0)
    for user in (cast.stranger,):
        assert get_terms(user=user, month=today.replace(day=1)) == []
    assert of(cast.reviewer, "pay") is None, "the city pays"
    assert of(cast.city_reviewer, "pay", union=cast.county) is None
    assert figures(of(cast.city_reviewer, "collect", union=cast.county).total) == (0, 0, 0, 1)


def test_every_figure_leads_to_its_cases_and_the_workbook_has_them(cast, approved, as_user, today):
    application = due(approved(), today)
    tell_long_ago(application, 0, 0)
    client = as_user(cast.city_reviewer)
    page = client.get(reverse("approvals:deadlines")).text
    for words in ("发放期限：按工会", "发放期限：按人员", "领取期限：按工会", "按期发放", "逾期领取或失效"):
        assert words in page
    month = f"{today:%Y-%m}"
    for term, title in (("pay", "发放期限：未到期"), ("collect", "领取期限：未到期")):
        asked = {"month": month, "term": term, "result": "open"}
        cases = client.get(reverse("approvals:handled"), asked).text
        assert "共 <b>1</b> 件" in cases
        assert title in cases
        assert reverse("applications:detail", args=[application.pk]) in cases
        other = client.get(reverse("approvals:handled"), asked | {"result": "late"}).text
        assert "没有这样的申请" in other
        assert "没有这样的申请" in client.get(reverse("approvals:handled"), asked | {"by": 999999}).text
        answer = client.post(f"{reverse('approvals:handled_export')}?month={month}&term={term}&result=open")
        sheet = load_workbook(BytesIO(answer.content)).active
        assert any(application.number in row for row in sheet.iter_rows(values_only=True))
    answer = client.post(reverse("approvals:deadlines_export"))
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[2:7] for row in rows if row[0] == "发放期限：按工会"] == [(1, 0, 0, 0, 1)] * 2
    assert any("超期办＝逾期领取或失效" in str(row[0]) for row in rows)


def test_many_cost_as_many_queries_as_one(cast, approved, as_user, today):
    client, url = as_user(cast.city_reviewer), reverse("approvals:deadlines")
    tell_long_ago(due(approved(), today), 0, 0)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(3):
        tell_long_ago(due(approved(), today), 0, 0)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one) <= 36
