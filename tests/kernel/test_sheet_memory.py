"""What is remembered of the columns of a sheet: what a person changed, for the same header line."""

import pytest

from cases.rosters.rules.layout import match_headers
from hardship.kernel.sheets.memory import applied, line_of, match_columns, recall, with_choices

HEADERS = ["姓名", "身份证号", "家庭住址", "手机", "联系电话"]
FIELDS = {"name": 0, "id_number": 1, "address": 2, "phone": 3}


@pytest.mark.parametrize(
    ("after", "chosen"),
    [
        (FIELDS, None),
        ({**FIELDS, "phone": 4}, {"3": "", "4": "phone"}),
        ({**FIELDS, "remark": 4}, {"4": "remark"}),
        ({"name": 0, "id_number": 1, "address": 2}, {"3": ""}),
    ],
)
def test_only_what_was_changed_is_kept(after, chosen):
    assert with_choices({"headers": HEADERS, "fields": FIELDS}, after).get("chosen") == chosen


def test_what_was_recalled_goes_on_and_a_change_of_mind_counts():
    mapping = {"headers": HEADERS, "fields": {**FIELDS, "remark": 4}, "recalled": {"4": "remark"}}
    assert with_choices(mapping, mapping["fields"])["chosen"] == {"4": "remark"}
    assert with_choices(mapping, FIELDS)["chosen"] == {"4": ""}


def test_a_choice_holds_for_its_header_line_alone_and_the_newest_counts():
    old = {"headers": HEADERS, "chosen": {"3": "", "4": "phone"}}
    new = {"headers": ["姓名 ", "身份证号*", "家庭住址", "手机", "联系电话", ""], "chosen": {"4": "remark"}}
    other = {"headers": HEADERS[:4], "chosen": {}}
    memory = recall([new, other, old])
    assert memory == {line_of(HEADERS): {3: "", 4: "remark"}}
    assert applied(memory, HEADERS, {"name": 0, "remark": 4}) == {"3": "", "4": "remark"}
    assert applied(memory, HEADERS[:4], FIELDS) == {}


def test_a_chosen_column_goes_before_one_that_only_looks_like_it():
    assert match_columns(["name", "phone", ""], {2: "phone"}) == {"name": 0, "phone": 2}
    assert match_columns(["name"], {7: "phone"}) == {"name": 0}


def test_a_choice_that_loses_a_required_column_does_not_count():
    assert match_headers(HEADERS, {0: ""}) == FIELDS
    assert match_headers(HEADERS, {1: "remark"}) == FIELDS
    assert match_headers(HEADERS, {3: ""})["phone"] == 4
