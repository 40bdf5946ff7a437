"""Rosters as offices have them: units in headers, note marks, placeholders, months, names from a PDF."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from cases.rosters.resources import read_entries
from cases.rosters.rules.persons import is_by_person
from cases.rosters.services.reading import RosterRefused, open_roster
from hardship.kernel.documents import make_id_number
from hardship.kernel.sheets import SheetError, reader
from hardship.kernel.sheets.container import open_container
from hardship.kernel.sheets.tables import in_excel
from tests.cases.rosters.roster_files import DATA

NUMBER = make_id_number("320613", date(1976, 2, 14), 401)
BASE = {"姓名": "陈大年", "身份证号": NUMBER, "家庭住址": "甲路1号", "手机号码": "13800138000"}

PASSED: list[int] = []


def book(*rows, above=()):
    made = Workbook()
    for row in (*above, *rows):
        made.active.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def read(*rows, above=()):
    file = open_roster(book(*rows, above=above))
    by_person = is_by_person(file.fields)
    return list(read_entries(file.cells(), family=file.family(), by_person=by_person, passed=PASSED))


def read_one(above=(), **cells):
    row = {**BASE, **cells}
    return read(row.keys(), row.values(), above=above)[0]


def said(entry):
    return [(issue.key, issue.level, issue.code) for issue in entry.issues]


@pytest.mark.parametrize(
    ("header", "cell", "key", "value"),
    [
        ("家庭年收入（万元）", 2.4, "annual_income", "24000.00"),
        ("家庭年收入（单位：万元）", "2.4", "annual_income", "24000.00"),
        ("家庭年收入(万)", "2.4567", "annual_income", "24567.00"),
        ("家庭年收入【人民币万元】", 1, "annual_income", "10000.00"),
        ("家庭年收入[千元]", "1,024.5", "annual_income", "1024500.00"),
        ("本人月收入（百元）", 20, "monthly_income", "2000.00"),
        ("家庭年收入（元/月）", 2000, "annual_income", "24000.00"),
        ("月收入（元／年）", 24000, "monthly_income", "2000.00"),
        ("建筑面积(亩)", 60, "floor_area", "40000.00"),
    ],
)
def test_a_unit_in_the_header_is_converted_with_a_remark(header, cell, key, value):
    entry = read_one(**{header: cell})
    assert entry.head.values[key] == Decimal(value)
    assert said(entry) == [(key, "warning", "unit")]


@pytest.mark.parametrize(
    ("header", "cell", "key", "value"),
    [
        ("家庭年收入（元）", 24000, "annual_income", "24000.00"),
        ("家庭年收入（元/年）", 24000, "annual_income", "24000.00"),
        ("月收入（元/月）", "2000", "monthly_income", "2000.00"),
        ("家庭年收入（万元）", "24000元", "annual_income", "24000.00"),
        ("家庭年收入（万元）", "2.4万", "annual_income", "24000.00"),
        ("家庭年收入（万元）", 0, "annual_income", "0.00"),
        ("家庭年收入（万元）", "无", "annual_income", "0.00"),
        ("建筑面积（㎡）", 62.5, "floor_area", "62.50"),
        ("建筑面积(平方米)", "62.5m²", "floor_area", "62.50"),
    ],
)
def test_what_is_in_yuan_or_metres_already_stays(header, cell, key, value):
    entry = read_one(**{header: cell})
    assert (entry.head.values[key], said(entry)) == (Decimal(value), [])


def test_a_unit_above_the_table_is_that_of_its_amounts():
    entry = read_one(above=[("困难职工汇总表",), ("", "单位：万元")], 家庭年收入=2.4, 建筑面积=60)
    assert entry.head.values["annual_income"] == 24000
    assert entry.head.values["floor_area"] == 60
    plain = read_one(above=[("填报单位：万元镇总工会",)], 家庭年收入=24000)
    assert (plain.head.values["annual_income"], plain.issues) == (24000, [])


def test_a_unit_that_does_not_fit_is_refused():
    assert said(read_one(**{"家庭年收入（亩）": 2})) == [("annual_income", "error", "unit")]
    assert said(read_one(**{"建筑面积（万元）": 2})) == [("floor_area", "error", "unit")]


@pytest.mark.parametrize("mark", ["①", "²", "₂", "⑴", "❶", "½", "㈠"])
@pytest.mark.parametrize(
    ("header", "cell", "key"),
    [
        ("月收入", "1200", "monthly_income"),
        ("家庭年收入（万元）", "1", "annual_income"),
        ("家庭人口", "1", "persons"),
        ("建筑面积", "62", "floor_area"),
        ("银行卡号", "622202110000000123", "bank_card"),
        ("参加工作时间", "1995-8-1", "working_since"),
        ("身份证号", NUMBER[:17], "id_number"),
    ],
)
def test_a_note_mark_is_no_digit(header, cell, key, mark):
    entry = read_one(**{header: cell + mark})
    assert key not in entry.head.values
    assert [issue.why for issue in entry.issues if issue.key == key and mark in issue.why]


def test_full_width_digits_are_digits():
    entry = read_one(月收入="１２００", 家庭人口="１")
    assert (entry.head.values["monthly_income"], entry.head.values["persons"]) == (1200, 1)


@pytest.mark.parametrize("name", ["-", "—", "——", "/", "无", "暂无", "／", "…", "?", "1"])
def test_a_placeholder_is_no_name(name):
    assert said(read_one(姓名=name)) == [("name", "error", "missing")]
    member = {"家庭成员1姓名": name, "家庭成员1关系": "妻子", "家庭成员1身份证号": NUMBER[:-1]}
    assert ("member1.name", "error", "missing") in said(read_one(**member))


def test_a_stroke_through_the_columns_of_nobody_is_nobody():
    entry = read_one(家庭成员1姓名="/", 家庭成员1关系="—", 家庭成员1身份证号="无")
    assert (len(entry.people), entry.issues) == (1, [])


@pytest.mark.parametrize(
    "cell",
    ["1976.02", "1976-02", "1976年2月", "1976年02月", "197602", 197602, 1976.02, "1976", 1976, "76.2.14"],
)
def test_a_month_of_birth_takes_its_day_from_the_number(cell):
    entry = read_one(出生年月=cell)
    assert (entry.head.values["birth_on"], entry.issues) == (date(1976, 2, 14), [])


def test_a_month_that_lost_its_zero_is_read_either_way():
    october = make_id_number("320613", date(1976, 10, 4), 401)
    assert read_one(身份证号=october, 出生年月=1976.1).issues == []
    assert said(read_one(身份证号=october, 出生年月="1976.1")) == [
        ("birth_on", "warning", "birth_contradicts")
    ]


@pytest.mark.parametrize("cell", ["1976.03", 1977.02, "1977年2月"])
def test_another_month_than_the_number_says_is_told(cell):
    entry = read_one(出生年月=cell)
    assert said(entry) == [("birth_on", "warning", "birth_contradicts")]
    assert entry.head.values["birth_on"] == date(1976, 2, 14)


@pytest.mark.parametrize("cell", ["1995", 1995, "1995年", "1995年8月", 199508])
def test_a_year_of_starting_work_is_left_open(cell):
    assert said(read_one(参加工作时间=cell)) == [("working_since", "warning", "incomplete")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("⼩明⽂", "小明文"),
        ("José  García Márquez", "José García Márquez"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("王 小 明", "王小明"),
        ("王　明", "王明"),
    ],
)
def test_a_name_has_one_spelling(written, name):
    assert read_one(姓名=written).head.values["name"] == name


def test_an_unclosed_quotation_mark_is_told_with_its_line():
    lines = ["姓名,身份证号,家庭住址,手机号码", f'"陈大年,{NUMBER},甲路1号,13800138000']
    lines += [f"陈{number},{NUMBER},甲路1号,13800138000" for number in range(4500)]
    with pytest.raises(SheetError, match="第 2 行"):
        in_excel("\n".join(lines).encode("gb18030"))


HEAD, WIFE, SON, OTHER, GIRL = (
    make_id_number("320613", date(*born), number)
    for born, number in (
        ((1970, 1, 1), 201), ((1972, 2, 2), 202), ((2010, 3, 3), 203),
        ((1965, 4, 4), 205), ((2005, 5, 5), 204),
    )
)  # fmt: skip
CHEN = [("陈大年", "户主", HEAD), ("周小琴", "妻子", WIFE), ("陈小年", "儿子", SON)]
WU = [("吴长根", "户主", OTHER), ("吴小妹", "女儿", GIRL)]


def families(entries):
    return [
        [person.values.get("name") for person in entry.people] for entry in entries if not entry.is_refused
    ]


BOTH = [["陈大年", "周小琴", "陈小年"], ["吴长根", "吴小妹"]]


@pytest.mark.parametrize("relation", ["与户主关系", "关系", "与本人关系", "与户主的关系", "称谓"])
@pytest.mark.parametrize("word", ["户主", "本人", "户主本人", "本人（户主）", "职工本人"])
def test_rows_of_persons_are_joined_in_their_order(relation, word):
    rows = [(name, word if said == "户主" else said, number, "甲路") for name, said, number in CHEN + WU]
    entries = read(("姓名", relation, "身份证号", "家庭住址", "手机"), *rows)
    assert families(entries) == BOTH
    assert [person.values.get("relation") for person in entries[0].people] == [None, "wife", "son"]
    assert [person.row for person in entries[1].people] == [5, 6]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 1, 3, 0, 2), (1, 2, 0, 4, 3)])
@pytest.mark.parametrize("said", ["name", "number", "file"])
def test_a_row_that_says_whose_it_is_may_stand_anywhere(order, said):
    header = {"name": "户主姓名", "number": "户主身份证号", "file": "编号"}[said]
    told = {"name": ("陈大年", "吴长根"), "number": (HEAD, OTHER), "file": ("A1", "A2")}[said]
    rows = [(told[0], *row, "甲路") for row in CHEN] + [(told[1], *row, "甲路") for row in WU]
    columns = (header, "姓名", "与户主关系", "身份证号", "家庭住址")
    found = families(read(columns, *(rows[place] for place in order)))
    assert sorted(sorted(family) for family in found) == sorted(sorted(family) for family in BOTH)
    assert {family[0] for family in found} == {"陈大年", "吴长根"}


def test_a_head_without_a_row_is_made_of_the_columns():
    rows = [("陈大年", HEAD, name, said, number) for name, said, number in CHEN[1:]]
    assert families(read(("户主姓名", "户主身份证号", "姓名", "与户主关系", "身份证号"), *rows)) == BOTH[:1]


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([CHEN[1], CHEN[0]], [2]),
        ([CHEN[0], ("周小琴", None, WIFE)], [3]),
        ([("周小琴", "妻子", WIFE)], [2]),
    ],
)
def test_who_belongs_to_nobody_is_refused_with_a_sentence(rows, refused):
    rows = [(*row, "甲路", "13800138000") for row in rows]
    entries = read(("姓名", "与户主关系", "身份证号", "家庭住址", "手机号码"), *rows)
    wrong = [entry for entry in entries if entry.is_refused]
    assert [entry.row for entry in wrong] == refused
    assert {issue.code for entry in wrong for issue in entry.issues if issue.level == "error"} == {"homeless"}


def test_two_heads_of_one_name_are_told_apart_or_refused():
    rows = [
        ("陈大年", "陈大年", "户主", HEAD),
        ("陈大年", "陈大年", "户主", OTHER),
        ("陈大年", "吴小妹", "女儿", GIRL),
    ]
    columns = ("户主姓名", "姓名", "与户主关系", "身份证号")
    assert families(read(columns, *rows)) == [["陈大年"], ["陈大年", "吴小妹"]]
    apart = [rows[2], *rows[:2]]
    assert families(read(columns, *apart)) == [["陈大年"], ["陈大年"]]


def test_the_relation_of_who_stands_in_for_the_family_is_no_row_of_a_person():
    row = {"代领人姓名": "李四", "与本人关系": "儿子"}
    entry = read_one(**row)
    assert (len(entry.people), entry.head.values["name"]) == (1, "陈大年")


@pytest.mark.parametrize(
    "below",
    [
        ("合计", "1户", None, None, None),
        ("合计：", None, None, None, 24000),
        ("总计", "3人", None, None, 24000),
        (None, "合计", None, None, None),
        (None, "审核人（签字）：", None, "填报单位（章）：某工会", None),
        (None, "制表人：李某", None, "2024年3月5日", None),
        (None, "以上人员情况属实，特此证明。", None, None, None),
        (None, "说明：本表一式三份", None, None, None),
        ("注：本表一式三份。", None, None, None, None),
    ],
)
def test_what_stands_below_the_table_is_no_household(below):
    PASSED.clear()
    header = ("序号", "姓名", "身份证号", "手机号码", "家庭年收入")
    entries = read(header, (1, "陈大年", NUMBER, "13800138000", 24000), below)
    assert ([entry.row for entry in entries], PASSED) == ([2], [3])


def test_a_household_without_its_number_is_still_missed():
    header = ("序号", "姓名", "身份证号", "手机号码", "家庭年收入")
    entries = read(header, (1, "陈大年", None, "13800138000", 24000), ("二", "吴长根", None, None, None))
    assert [entry.row for entry in entries] == [2, 3]
    assert all(entry.is_refused for entry in entries)


def sheets(*pages):
    made = Workbook()
    made.remove(made.active)
    for name, rows, state in pages:
        page = made.create_sheet(name)
        page.sheet_state = state
        for row in rows:
            page.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_other_sheets_with_a_roster_are_named():
    rows = [list(BASE), list(BASE.values())]
    content = sheets(
        ("说明", [["请按要求填写"]], "visible"),
        ("学田", rows, "visible"),
        ("先锋", [*rows, list(BASE.values())], "visible"),
        ("旧表", rows, "hidden"),
        ("空表", rows[:1], "visible"),
    )
    file = open_roster(content)
    assert (file.sheet, file.others) == ("学田", {"先锋": 2})
    other = open_roster(content, sheet="先锋")
    assert (other.sheet, other.others) == ("先锋", {"学田": 1})
    with pytest.raises(RosterRefused):
        open_roster(content, sheet="说明")


def test_a_workbook_of_many_sheets_is_opened_once(monkeypatch):
    rows = [list(BASE), list(BASE.values())]
    content = sheets(*((f"第{place}街道", rows, "visible") for place in range(6)))
    opened = []
    monkeypatch.setattr(reader, "open_container", lambda source: opened.append(1) or open_container(source))
    file = open_roster(content)
    assert (len(file.others), len(opened)) == (5, 1)


def test_the_sheet_of_members_comes_along_from_behind_a_cover():
    family = [["户主身份证号", "姓名", "与户主关系"], [NUMBER, "陈小年", "儿子"]]
    content = sheets(
        ("说明", [["请按要求填写"]], "visible"),
        ("名册", [list(BASE), list(BASE.values())], "visible"),
        ("家庭成员", family, "visible"),
    )
    file = open_roster(content)
    assert (file.sheet, len(file.second)) == ("名册", 2)


@pytest.mark.parametrize("cell", [24_000, "24,000", 1000])
def test_a_unit_that_the_figures_contradict_is_refused(cell):
    entries = read(("姓名", "身份证号", "手机号码", "家庭年收入（万元）"), ("陈大年", NUMBER, None, cell))
    issues = [(issue.key, issue.level, issue.code) for issue in entries[0].issues]
    assert ("annual_income", "error", "unit_contradicts") in issues


def test_just_below_ten_millions_is_taken_with_a_remark():
    entries = read(("姓名", "身份证号", "手机号码", "家庭年收入（万元）"), ("陈大年", NUMBER, None, 999.99))
    assert entries[0].head.values["annual_income"] == Decimal("9999900.00")


def test_a_row_of_groups_above_the_names_takes_no_column_for_another():
    """A cover and a summary before the table, groups above the names, members in groups."""
    file = open_roster((DATA / "two_row_header_groups.xlsx").read_bytes())
    named = {file.texts[column]: key for key, column in file.fields.items()}
    assert (file.header_row, len(named), len(file.texts)) == (6, 37, 37)
    assert {
        header: named[header] for header in ("编号", "工作状态", "开户银行", "困难类别", "本人月平均收入")
    } == {
        "编号": "former_no",
        "工作状态": "status",
        "开户银行": "bank_name",
        "困难类别": "category",
        "本人月平均收入": "monthly_income",
    }
    assert named["家庭成员2月收入"] == "member2.monthly_income"
    assert "difficulty" not in file.fields
    assert len(list(read_entries(file.cells(), family=file.family()))) == 30


def test_what_a_wife_earns_is_not_what_her_husband_earns():
    file = open_roster((DATA / "two_row_header_members.xlsx").read_bytes())
    (entry,) = read_entries(file.cells(), family=file.family())
    assert [(key, file.texts[column]) for key, column in file.fields.items() if "income" in key] == [
        ("member1.monthly_income", "家庭成员1月收入")
    ]
    assert [(one.values["name"], one.values["relation"]) for one in entry.people[1:]] == [("李四", "wife")]
