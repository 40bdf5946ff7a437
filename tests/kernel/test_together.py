"""What is asked of one record among many is read for all of them, once, until it has changed."""

import pytest

from hardship.accounts.models import Union
from hardship.kernel.together import apart, read, shared, taken_back, together

ASKED = []


@pytest.fixture(autouse=True)
def _nothing_asked():
    ASKED.clear()


def names(unions):
    ASKED.append([union.pk for union in unions])
    return {union.pk: union.name for union in unions}


def some():
    return [Union(pk=key, name=f"工会{key}") for key in (1, 2, 3)]


def test_one_by_itself_is_read_by_itself_and_each_time_anew():
    row = some()[0]
    assert read(row, names)[1] == read(row, names)[1] == "工会1"
    assert ASKED == [[1], [1]]


def test_of_several_together_all_are_read_once():
    rows = together(some())
    assert [read(row, names)[row.pk] for row in rows] == ["工会1", "工会2", "工会3"]
    assert ASKED == [[1, 2, 3]]
    together(rows[1:])
    assert read(rows[2], names)[3] == "工会3"
    assert ASKED == [[1, 2, 3], [2, 3]]


def test_what_has_changed_is_read_anew_and_the_others_are_not():
    first, second, _third = together(some())
    read(first, names)
    apart(first)
    first.name = "改名"
    assert (read(first, names)[1], read(second, names)[2]) == ("改名", "工会2")
    assert ASKED == [[1, 2, 3], [1]]


def test_a_shared_call_is_made_once_for_its_values_until_it_is_taken_back():
    made = []

    def call(value):
        made.append(value)
        return value

    alone, (row, other) = some()[0], together(some()[1:])
    assert [shared(one, call, 7) for one in (alone, row, other, row)] == [7, 7, 7, 7]
    assert shared(row, call, 8) == 8
    read(row, names)
    taken_back(row)
    assert (shared(other, call, 7), read(other, names)[3]) == (7, "工会3")
    assert (made, ASKED) == ([7, 7, 8, 7], [[2, 3]])
