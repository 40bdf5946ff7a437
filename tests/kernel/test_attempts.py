"""A service called for a form; tabs and chips of a list."""

import pytest
from django import forms

from hardship.kernel.attempts import attempt, set_changed
from hardship.kernel.links import make_chips, make_tabs
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory


class NameForm(forms.Form):
    name = forms.CharField()


def refuse(field):
    def call():
        raise Refused("不行，请改。", field)

    return call


@pytest.mark.parametrize(
    ("data", "call", "expected"),
    [
        (None, lambda: "made", (None, 200, {})),
        ({}, lambda: "made", (None, 422, {"name"})),
        ({"name": "x"}, lambda: "made", ("made", 200, {})),
        ({"name": "x"}, refuse("name"), (None, 409, {"name"})),
        ({"name": "x"}, refuse("elsewhere"), (None, 409, {"__all__"})),
        ({"name": "x"}, refuse(None), (None, 409, {"__all__"})),
    ],
)
def test_what_a_call_comes_to(data, call, expected):
    form = NameForm(data)
    done = attempt(form, call)
    made, status, fields = expected
    assert (done.made, done.status, set(form.errors)) == (made, status, set(fields))


def test_what_is_no_refusal_is_not_swallowed():
    def fail():
        raise KeyError("a fault of the program")

    with pytest.raises(KeyError):
        attempt(NameForm({"name": "x"}), fail)


@pytest.mark.django_db
def test_only_what_differs_is_set():
    union = UnionFactory(name="甲工会", short_name="甲")
    assert set_changed(union, {"name": "甲工会", "short_name": "乙"}) == ["short_name"]
    assert union.short_name == "乙"


def test_tabs_and_chips_know_where_one_is_and_keep_the_rest():
    tabs = make_tabs([("accounts:unions", "工会"), ("accounts:users", "人员")], "accounts:users")
    assert [(tab["url"], tab["current"]) for tab in tabs] == [
        ("/accounts/unions/", False), ("/accounts/users/", True),
    ]  # fmt: skip
    chips = make_chips({"show": "left", "union": 3}, "show", [("", "全部"), ("left", "已离册")])
    assert [(chip["url"], chip["current"]) for chip in chips] == [
        ("?union=3", False), ("?union=3&show=left", True),
    ]  # fmt: skip
