"""What is wrong with a table of figures is named; what was rounded as it should be is not."""

from decimal import Decimal

import pytest

from hardship.kernel.lint import Figure, Figures, check_table

HEADS = Figure("heads", "人次", unit="人", places=0)
YUAN = Figure("yuan", "金额", each="heads")
WAN = Figure("wan", "金额（万元）", unit="万元", in_yuan="yuan")
SHARE = Figure("share", "占比", unit="%", places=1)
COLUMNS = (HEADS, YUAN, WAN, SHARE)
# 三都 2013: 146 households 11.17, 21 3.15, 9 1.90 万元; 176 and 16.22 together.
GIVEN = (
    ("生活", {"heads": 146, "yuan": 111_700, "wan": Decimal("11.17"), "share": Decimal("68.9")}),
    ("医疗", {"heads": 21, "yuan": 31_500, "wan": Decimal("3.15"), "share": Decimal("19.4")}),
    ("助学", {"heads": 9, "yuan": 19_000, "wan": Decimal("1.90"), "share": Decimal("11.7")}),
)
TOTALS = {"heads": 176, "yuan": 162_200, "wan": Decimal("16.22"), "share": 100}


def found(row=None, totals=None, columns=COLUMNS, **more):
    rows = [(label, {**cells, **(more if label == row else {})}) for label, cells in GIVEN]
    return check_table(Figures(columns, rows, {**TOTALS, **(totals or {})}))


def test_a_table_that_is_right_has_nothing():
    assert found() == []


def test_what_was_rounded_row_by_row_may_be_off_by_that():
    assert found(totals={"wan": Decimal("16.23")}, columns=(HEADS, Figure("wan", "万元", unit="万元"))) == []
    assert found(totals={"share": Decimal("100.1")}, columns=(SHARE,)) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"totals": {"heads": 177}}, "“人次”合计写的是 177人，各行加起来是 176人。"),
        ({"totals": {"yuan": Decimal("162200.01")}}, "合计写的是 162,200.01元，各行加起来是 162,200.00元"),
        (
            {"row": "医疗", "wan": Decimal("31.50")},
            "医疗：“金额（万元）”是 31.50万元，按元折算是 3.15 万元。",
        ),
        ({"row": "生活", "yuan": Decimal("11.17")}, "生活：“金额”平均每人 0.08 元，请核对单位是不是元。"),
        ({"row": "助学", "heads": 0}, "助学：“金额”有金额，没有人数。"),
        ({"row": "助学", "share": Decimal("17.1")}, "“占比”各行加起来是 105.4%，不是 100%。"),
        ({"row": "助学", "share": Decimal("-11.7")}, "小于 0 或大于 100"),
    ],
)
def test_what_is_wrong_is_named(wrong, said):
    assert any(said in text for text in found(**wrong))


def test_parts_come_to_what_they_are_parts_of():
    columns = (Figure("before", "期初"), Figure("in", "收入"), Figure("out", "支出"),
               Figure("after", "期末", parts=("before", "in", "-out")))  # fmt: skip
    rows = [("甲", {"before": 5, "in": 7, "out": 2, "after": 10}), ("乙", {"before": 1, "after": 2})]
    assert check_table(Figures(columns, rows)) == ["乙：“期末”是 2.00元，各部分加起来是 1.00元。"]
