"""Pages of lists: each row is on one page, whichever way one goes, and odd places do no harm."""

import pytest

from hardship.jobs.models import Job
from hardship.kernel.pages import Window, numbered, window
from tests.factories import UserFactory


@pytest.fixture
def jobs(db):
    owner = UserFactory()
    home = owner.union
    made = [Job.objects.create(kind="t", requested_by=owner, requested_in=home, union=home) for _ in range(5)]
    return [job.pk for job in reversed(made)]


def keys(page):
    return [row.pk for row in page.rows]


def test_windows_follow_one_another_down_and_up_again(jobs):
    down, up, place = [], [], {}
    while place is not None:
        page = window(Job.objects.all(), place, size=2)
        down.append(keys(page))
        place = {"after": str(page.after)} if page.after else None
    assert down == [jobs[:2], jobs[2:4], jobs[4:]]
    place = {"before": str(page.before)}
    while place is not None:
        page = window(Job.objects.all(), place, size=2)
        up.append(keys(page))
        place = {"before": str(page.before)} if page.before else None
    assert up == [jobs[2:4], jobs[:2]]


@pytest.mark.parametrize(
    "query", [{}, {"after": "x"}, {"after": "-1"}, {"before": "9" * 40}, {"before": "0"}]
)
def test_a_place_that_is_none_means_the_newest(jobs, query):
    page = window(Job.objects.all(), query, size=2)
    assert keys(page) == jobs[:2]
    assert (page.before, page.after) == (0, jobs[1])


def test_beyond_the_last_row_there_is_nothing_and_no_way_on(jobs):
    assert window(Job.objects.all(), {"after": str(jobs[-1])}, size=2) == Window([])


def test_a_window_lies_beside_another_key_than_its_own(jobs):
    page = window(Job.objects.all(), {"after": "1"}, key="requested_by_id", size=2)
    assert page.rows == []
    page = window(Job.objects.all(), {"before": "0"}, key="union_id", size=9)
    assert len(page.rows) == len(jobs)


def test_links_lead_only_where_there_is_a_page(jobs):
    first = window(Job.objects.all(), {}, size=2).links(lambda **place: f"?{place}")
    assert (first.previous_url, first.next_url) == ("", f"?{{'after': {jobs[1]}}}")
    assert Window([]).links(lambda **place: "?").next_url == ""


@pytest.mark.parametrize(
    ("number", "rows"), [(None, [0, 1]), ("2", [2, 3]), ("x", [0, 1]), ("99", [4]), ("0", [4]), ("-1", [4])]
)
def test_a_number_that_is_none_is_the_first_page_and_one_too_many_the_last(number, rows):
    page = numbered(range(5), {"page": number} if number else {}, size=2)
    assert list(page) == rows


def test_a_count_that_is_known_is_not_asked_for(jobs, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = numbered(Job.objects.order_by("-pk"), {"change": "2"}, size=2, name="change", count=5)
        assert [job.pk for job in page] == jobs[2:4]
