"""Review periods are dated rows: the nearest union that laid one down wins, the table is what is left."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import ReviewPeriod
from cases.archives.rules.reviews import months_after
from cases.archives.selectors.reviews import get_review_months, list_holdings
from cases.archives.services.steps import take_step
from cases.archives.states import REVIEW_PERIODS, ReviewKind
from cases.surveys.services.periods import PeriodRefused, set_period
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]
LIST = reverse("surveys:periods")
NEW = reverse("surveys:period_new")


def lay_down(by, months, *, from_on=None, kind=ReviewKind.UNSTABLE):
    return set_period(
        kind=kind,
        months=months,
        from_on=from_on or timezone.localdate(),
        document="通工发〔2026〕12号",
        by=by,
    )


def months(union, *, on=None, kind=ReviewKind.UNSTABLE):
    return get_review_months(union=union, kind=kind, on=on or timezone.localdate())


def head(union):
    return UserFactory(union=union, role=Role.ADMINISTRATOR)


def test_without_a_row_the_table_holds(cast):
    assert {row.kind: months(cast.union, kind=row.kind) for row in REVIEW_PERIODS} == {
        "stable": 12, "unstable": 6, "accident": 3
    }  # fmt: skip
    assert all(row.source and row.row is None for row in list_holdings(union=cast.union, on=date(2026, 5, 1)))


def test_the_nearest_union_above_wins_from_its_day_on(cast):
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=30)
    lay_down(cast.administrator, 5)
    lay_down(head(cast.county), 4, from_on=later)
    assert (months(cast.union), months(cast.union, on=later)) == (5, 4)
    assert (months(cast.union, on=today - timedelta(days=1)), months(cast.elsewhere)) == (6, 6)
    assert months(cast.city, on=later) == 5
    assert months(cast.union, kind=ReviewKind.STABLE) == 12


def test_a_new_period_ends_the_old_one_and_one_of_the_same_day_replaces_it(cast):
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=10)
    first = lay_down(cast.administrator, 5)
    lay_down(cast.administrator, 9, from_on=later)
    lay_down(cast.administrator, 4, from_on=later)
    first.refresh_from_db()
    assert first.effective == DateRange(today, later)
    assert [months(cast.union, on=day) for day in (today, later)] == [5, 4]
    assert ReviewPeriod.objects.count() == 2
    assert AuditRecord.objects.filter(action="review_period.set").count() == 3


def test_the_past_stays_and_so_does_what_others_laid_down(cast):
    today = timezone.localdate()
    with pytest.raises(PeriodRefused, match="早于今天"):
        lay_down(cast.administrator, 4, from_on=today - timedelta(days=1))
    lay_down(cast.administrator, 4, from_on=today + timedelta(days=9))
    with pytest.raises(PeriodRefused, match="已有自"):
        lay_down(cast.administrator, 4)
    for by in (cast.reviewer, head(cast.union)):
        with pytest.raises(PeriodRefused, match="管理员"):
            lay_down(by, 4)


def test_a_verification_dates_the_next_one_by_the_period_that_holds(cast):
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    before = filed.review_due_on
    lay_down(cast.administrator, 2, kind=filed.review_kind)
    filed.refresh_from_db()
    assert filed.review_due_on == before, "what is dated stays"
    take_step(household_id=filed.pk, action="verify", by=cast.clerk)
    filed.refresh_from_db()
    assert filed.review_due_on == months_after(timezone.localdate(), 2)


def test_the_administrator_sets_one_on_the_page(as_user, cast):
    client = as_user(cast.administrator)
    data = {
        "kind": "accident",
        "months": "4",
        "from_on": timezone.localdate().isoformat(),
        "document": "县工发三号",
    }
    assert client.post(NEW, data | {"months": "0"}).status_code == 422
    assert client.post(NEW, data | {"from_on": "2020-01-01"}).status_code == 409
    page = client.post(NEW, data, follow=True).content.decode()
    assert "每 4 个月核查一次" in page
    page = as_user(cast.clerk).get(LIST).content.decode()
    assert "县工发三号" in page
    assert "系统缺省" in page
    assert as_user(UserFactory(union=cast.elsewhere)).get(LIST).content.decode().count("县工发三号") == 0
    assert as_user(cast.clerk).get(NEW).status_code == 403
    assert as_user(head(cast.union)).get(NEW).status_code == 403


def test_the_list_asks_as_often_for_many(as_user, cast):
    client = as_user(cast.administrator)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    lay_down(cast.administrator, 4)
    client.get(LIST)
    few = count()
    for days in range(1, 20):
        lay_down(cast.administrator, 5, from_on=timezone.localdate() + timedelta(days=days))
    assert count() == few


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("review_period_months", {"months": 0}),
        ("review_period_kind_known", {"kind": "rare"}),
        ("review_period_founded", {"document": ""}),
        ("review_period_dated", {"effective": DateRange(None, None)}),
    ],
)
def test_the_database_keeps_periods_sane(cast, constraint, broken):
    row = lay_down(cast.administrator, 4)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReviewPeriod.objects.filter(pk=row.pk).update(**broken)


def test_the_database_keeps_periods_apart(cast):
    row = lay_down(cast.administrator, 4)
    with pytest.raises(IntegrityError, match="review_period_no_overlap"), transaction.atomic():
        ReviewPeriod.objects.create(
            union=row.union,
            kind=row.kind,
            months=3,
            document="另一份",
            effective=DateRange(date(2020, 1, 1), None),
        )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_the_same_time_leave_one_period(cast):
    by = [cast.administrator, head(cast.city)]
    results = at_once(lambda user: lay_down(user, 4), by)
    assert not [result for result in results if isinstance(result, Exception)]
    assert ReviewPeriod.objects.count() == 1
