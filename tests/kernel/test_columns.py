from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column, cells, choose, headers, resolve, values
from hardship.kernel.fields import Secret

NUMBER, CARD = "110101199001011464", "6228480402564890018"

COLUMNS = (
    Column("name", _("姓名"), "head.name", kind="name"),
    Column("id_number", _("身份证号"), "head.id_number", kind="id_number", width=21),
    Column("card", _("银行卡号"), "card", kind="bank_card", default=False),
    Column("illness", _("病种"), "illness", personal=True, default=False),
    Column("amount", _("金额（元）"), "amount", kind="money"),
    Column("filed_on", _("建档日期"), "filed_on", kind="date"),
    Column("state", _("状态"), "state", kind="badge"),
    Column("label", _("状态"), "get_state_display", kind="badge", default=False),
    Column("count", _("人口"), "count", kind="number"),
    Column("dibao", _("低保"), "is_on_dibao", kind="boolean"),
    Column("changed", _("更新"), "changed", kind="datetime", default=False),
    Column("causes", _("原因"), "causes", default=False),
)


def household(**changes):
    head = SimpleNamespace(name="王小梅", id_number=Secret("id_number", NUMBER))
    return SimpleNamespace(
        **{
            "head": head,
            "card": CARD,
            "illness": "肺癌",
            "amount": Decimal("1234.5"),
            "filed_on": date(2026, 3, 5),
            "state": "filed",
            "get_state_display": lambda: "在档",
            "count": lambda: 3,
            "is_on_dibao": False,
            "changed": datetime(2026, 3, 4, 16, 30, tzinfo=UTC),
            "causes": ["疾病", "残疾"],
            **changes,
        }
    )


def by_key(row):
    return {cell.key: cell for cell in row}


def test_a_row_is_typed_for_the_workbook_and_worded_for_the_page():
    row = by_key(cells(COLUMNS, household()))
    assert row["amount"].value == Decimal("1234.5")
    assert row["amount"].text == "1,234.50"
    assert (row["filed_on"].value, row["filed_on"].text) == (date(2026, 3, 5), "2026-03-05")
    assert (row["count"].value, row["count"].text) == (3, "3")
    assert row["dibao"].text == "否"
    assert (row["changed"].value, row["changed"].text) == (datetime(2026, 3, 5, 0, 30), "2026-03-05 00:30")
    assert row["causes"].text == "疾病、残疾"


@pytest.mark.parametrize("key", ["state", "label"])
def test_a_badge_has_its_label_and_the_code_behind_it(key):
    cell = by_key(cells(COLUMNS, household()))[key]
    assert (cell.value, cell.tone) == ("在档", "filed")


def test_numbers_are_masked_until_somebody_reveals_them():
    row = by_key(cells(COLUMNS, household()))
    assert (row["id_number"].text, row["card"].text) == ("110101********1464", "**** **** **** 0018")
    assert row["name"].text == "王小梅"
    row = by_key(cells(COLUMNS, household(), reveal=True))
    assert (row["id_number"].value, row["card"].value) == (NUMBER, CARD)


def test_a_secret_in_an_ordinary_column_is_masked_all_the_same():
    columns = [Column("number", "号码", "head.id_number")]
    assert values(columns, household()) == ["110101********1464"]


def test_a_public_row_masks_names_and_refuses_the_rest():
    public = [column for column in COLUMNS if not column.is_personal or column.kind == "name"]
    assert by_key(cells(public, household(), public=True))["name"].text == "王*梅"
    for key in ("id_number", "card", "illness"):
        with pytest.raises(ValueError, match="not for the public"):
            cells(choose(COLUMNS, [key]), household(), public=True)


def test_a_cell_does_not_print_its_value():
    assert NUMBER not in repr(cells(COLUMNS, household(), reveal=True))


def test_nothing_is_shown_as_nothing():
    empty = household(
        head=None,
        card="",
        illness=None,
        amount=None,
        filed_on=None,
        state="",
        get_state_display=lambda: "",
        causes=[],
    )
    row = by_key(cells(COLUMNS, empty))
    for key in ("name", "id_number", "card", "amount", "filed_on", "state", "causes"):
        assert row[key].text == ""


def test_columns_are_chosen_from_the_list_and_keep_its_order():
    assert [column.key for column in choose(COLUMNS, ["amount", "name", "__class__"])] == ["name", "amount"]
    assert [column.key for column in choose(COLUMNS, [])] == [c.key for c in COLUMNS if c.default]
    assert [column.key for column in choose(COLUMNS, ["nonsense"])] == [c.key for c in COLUMNS if c.default]
    assert headers(COLUMNS[:2]) == ["姓名", "身份证号"]


def test_a_path_goes_through_keys_relations_and_methods():
    assert resolve({"a": SimpleNamespace(b=lambda: {"c": 1})}, "a.b.c") == 1
    assert resolve({"a": None}, "a.b.c") is None

    class Lonely:
        @property
        def twin(self):
            raise ObjectDoesNotExist

    assert resolve(Lonely(), "twin.name") is None
    with pytest.raises(AttributeError):
        resolve(Lonely(), "misspelt")


def test_a_path_never_calls_what_changes_or_reveals():
    with pytest.raises(ValueError, match="only read"):
        resolve(household(), "head.id_number.reveal")


def test_a_date_column_shows_the_local_day_of_a_moment():
    columns = [Column("changed", "更新", "changed", kind="date")]
    assert values(columns, household()) == [date(2026, 3, 5)]


@pytest.mark.parametrize("code", ["female", "", "neither"])
def test_the_label_of_a_choice_is_what_the_model_says(code):
    from cases.archives.models import Member

    member = Member(sex=code)
    assert resolve(member, "get_sex_display") == member.get_sex_display()
    columns = (Column("sex", "x", "sex", kind="badge"), Column("too", "x", "get_sex_display", kind="badge"))
    assert [(cell.text, cell.tone) for cell in cells(columns, member)] == [
        (member.get_sex_display(), code)
    ] * 2


def test_a_day_of_birth_shows_its_year_until_it_is_revealed():
    column = [Column("born", "出生日期", "on", kind="birth")]
    assert values(column, {"on": date(1987, 7, 23)}) == ["1987-**-**"]
    assert values(column, {"on": date(1987, 7, 23)}, reveal=True) == ["1987-07-23"]
    assert values(column, {"on": None}) == [""]
    with pytest.raises(ValueError, match="not for the public"):
        cells(column, {"on": date(1987, 7, 23)}, public=True)
