import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.kernel.calendar import DateError, UnknownYear, WorkCalendar, parse_date

# The spring festival of 2026: nine days off, two weekend days made up for.
SPRING = {date(2026, 2, day): False for day in (15, 16, 17, 18, 19, 20, 21, 22, 23)} | {
    date(2026, 2, 14): True,
    date(2026, 2, 28): True,
}
DAYS = st.dates(date(1990, 1, 1), date(2050, 1, 1))


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 5),
        datetime(2026, 3, 5, 23, 59),
        datetime(2026, 3, 4, 16, 30, tzinfo=UTC),  # already the fifth in Shanghai
        "20260305",
        "2026.3.5",
        "2026-3-5",
        "2026-03-05",
        "2026/3/5",
        "2026年3月5日",
        "2026 年 3 月 5 号",
        "2026年3月5",
        "２０２６－０３－０５",
        "２０２６年３月５日",
        "2026—03—05",
        "2026。3。5",
        " 2026-03-05\n",
        "'2026-03-05",
        "2026-03-05 00:00:00",
        "2026-03-05T10:30",
        20260305,
        20260305.0,
    ],
)
def test_a_date_is_read_in_every_spelling(value):
    assert parse_date(value) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        ("\u3000", "missing"),
        ("2025-02-30", "no_such_date"),
        ("20250230", "no_such_date"),
        ("2025-13-01", "no_such_date"),
        ("2025年0月1日", "no_such_date"),
        ("0000-01-01", "no_such_date"),
        ("1899-12-31", "out_of_range"),
        ("9999-12-31", "out_of_range"),
        (date(1, 1, 1), "out_of_range"),
        ("2026年3月", "incomplete"),
        ("2026.3", "incomplete"),
        ("03/05/26", "short_year"),
        ("5/3/2026", "short_year"),
        ("26年3月5日", "short_year"),
        ("2026-3.5", "not_a_date"),
        ("去年", "not_a_date"),
        ("٢٠٢٦-٠٣-٠٥", "not_a_date"),
        ("2026-03-05x", "not_a_date"),
        (45000, "serial"),
        (45000.5, "serial"),
        (float("nan"), "serial"),
        (float("inf"), "serial"),
        (10**400, "serial"),
        (True, "not_a_date"),
        (b"2026-03-05", "not_a_date"),
    ],
)
def test_what_is_no_date_is_refused_for_its_own_reason(value, code):
    with pytest.raises(DateError) as refusal:
        parse_date(value)
    assert refusal.value.code == code


def test_the_message_says_what_the_month_lacks():
    with pytest.raises(DateError, match="2025 年 2 月没有 30 日"):
        parse_date("2025-02-30")


@given(st.text() | st.floats() | st.integers() | st.booleans())
def test_nothing_but_a_date_error_comes_out(value):
    with suppress(DateError):
        assert parse_date(value)


@pytest.mark.parametrize("text", ["1", "2026 ", "-", "ﷺ", " "])
def test_long_hostile_input_costs_nothing(text):
    start = time.process_time()
    with pytest.raises(DateError):
        parse_date(text * 50_000)
    assert time.process_time() - start < 0.05


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # a Saturday made up for
        (date(2026, 2, 17), False),
        (date(2026, 2, 24), True),
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
    ],
)
def test_the_table_decides_and_the_week_decides_the_rest(day, works):
    assert WorkCalendar(SPRING).is_workday(day) is works


def test_five_working_days_over_the_spring_festival():
    calendar = WorkCalendar(SPRING)
    assert calendar.add_workdays(date(2026, 2, 12), 5) == date(2026, 2, 26)
    assert calendar.add_workdays(date(2026, 2, 26), -5) == date(2026, 2, 12)
    assert calendar.add_workdays(date(2026, 2, 17), 0) == date(2026, 2, 17)
    assert calendar.workdays_between(date(2026, 2, 12), date(2026, 2, 26)) == 5
    assert calendar.workdays_between(date(2026, 2, 26), date(2026, 2, 12)) == -5
    assert calendar.known_years == {2026}


@given(DAYS, st.integers(1, 300), st.dictionaries(DAYS, st.booleans(), max_size=30))
def test_adding_and_counting_agree(start, count, days):
    calendar = WorkCalendar(days)
    end = calendar.add_workdays(start, count)
    assert calendar.is_workday(end)
    assert calendar.workdays_between(start, end) == count
    assert calendar.workdays_between(start, end - timedelta(days=1)) == count - 1


@pytest.mark.parametrize(
    ("due", "today", "left"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 21), -1),  # Saturday after a Friday: late, not due today
        (date(2026, 11, 20), date(2026, 11, 23), -1),
        (date(2026, 11, 20), date(2026, 11, 24), -2),
        (date(2026, 11, 23), date(2026, 11, 21), 1),
    ],
)
def test_a_weekend_does_not_make_what_is_late_due_today(due, today, left):
    assert WorkCalendar({}).days_left(due, today) == left


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 12, 25), 5, date(2027, 1, 4)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 4, 30), 1, date(2027, 5, 3)),
        (date(2027, 9, 30), 1, date(2027, 10, 4)),
        (date(2026, 9, 30), 1, date(2026, 10, 1)),
    ],
)
def test_holidays_of_a_fixed_date_are_known_of_a_year_without_a_list(start, count, end):
    """2026 has a list, which says all there is to say of it; 2027 has none."""
    calendar = WorkCalendar({date(2026, 1, 1): False})
    assert calendar.add_workdays(start, count) == end


def test_a_period_is_fixed_up_to_the_last_day_of_the_years_on_record_and_no_further():
    calendar = WorkCalendar({date(2026, 1, 1): False})
    assert calendar.fix_workday(date(2026, 12, 24), 5) == date(2026, 12, 31)
    with pytest.raises(UnknownYear, match="2027 年的放假安排还没有录入，期限算不出来"):
        calendar.fix_workday(date(2026, 12, 24), 6)
    assert WorkCalendar({date(2027, 1, 1): False}).fix_workday(date(2026, 12, 31), 1) == date(2027, 1, 4)
