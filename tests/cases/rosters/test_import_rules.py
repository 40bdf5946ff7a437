"""What a roster says, cell by cell: pure rules and the cleaning of cells, no database."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.archives.forms.catalogue import form_field
from cases.archives.rules.fields import FIELDS
from cases.archives.states import Category, Cause, Health, Relation, Status
from cases.rosters.resources import HeadResource, MemberResource, read_entries
from cases.rosters.resources.fields import widget_of
from cases.rosters.resources.widgets import Unclear
from cases.rosters.rules import labels, layout
from cases.rosters.rules.headers import find_header
from cases.rosters.rules.labels import CauseLabel, DisabilityLabel, HealthLabel, StatusLabel
from cases.rosters.rules.rows import gather
from cases.rosters.services import open_roster
from hardship.kernel.documents import make_id_number
from hardship.kernel.sheets import CellError
from hardship.kernel.sheets.memory import line_of
from tests.cases.rosters.roster_files import EXPECTED, SAMPLE, member, person, roster

HEAD, MEMBER = HeadResource(), MemberResource()


def entries_of(*rows, **options):
    file = open_roster(roster(*rows, **options))
    return list(read_entries(file.cells()))


def found(*rows, **options):
    """(row, key, level, code) of every remark."""
    return [
        (issue.row, issue.key, issue.level, issue.code)
        for entry in entries_of(*rows, **options)
        for issue in entry.issues
    ]


def clean(key, cell, resource=HEAD, **context):
    values, issues = resource.clean_cells({key: cell}, row=1, **context)
    return issues[0].code if issues and key not in values else values[key]


@pytest.mark.requirement("A3")
def test_the_sample_says_what_was_expected_and_nothing_else():
    file = open_roster(SAMPLE.read_bytes())
    entries = list(read_entries(file.cells()))
    remarks = {
        (issue.row, file.texts[file.fields[issue.key]], issue.level)
        for entry in entries
        for issue in entry.issues
    }
    assert file.header_row == EXPECTED["header_row"]
    assert len(entries) == EXPECTED["households"]
    assert sum(entry.is_refused for entry in entries) == EXPECTED["rejected"]
    assert remarks == {(i["row"], i["column"], i["level"]) for i in EXPECTED["issues"]}


def test_the_resources_declare_the_layout_and_nothing_else():
    kept = [column.key for column in (*layout.HEAD, *layout.EXTRA) if column.kept]
    assert set(HEAD.fields) == set(kept)
    assert set(MEMBER.fields) == {column.key for column in (*layout.MEMBER, *layout.MEMBER_MORE)}
    assert len(layout.layout_keys()) == 87


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("身份证号", "id_number"),
        ("身份证号\n码", "id_number"),
        (" 姓　名 ", "name"),
        ("*姓名（必填）", "name"),
        ("建筑面积（㎡）", "floor_area"),
        ("婚姻状况", "marriage"),
        ("婚姻状态", "marriage"),
        ("企业状况", "employer_state"),
        ("家庭地址", "address"),
        ("联系电话", "phone"),
        ("家庭成员２身份证号", "member2.id_number"),
        ("家庭成员(3)\n姓名", "member3.name"),
        ("成员一关系", "member1.relation"),
        ("家庭成员十二身份", "member12.status"),
        ("家庭成员99姓名", "member99.name"),
        ("家庭成员3民族", "member3.ethnicity"),
        ("家庭成员100姓名", ""),
        ("序号", ""),
        ("天气", ""),
    ],
)
def test_headers_are_recognised_by_name(header, key):
    assert layout.recognise(header) == key


def test_the_header_is_found_below_titles_and_in_two_rows():
    above = [(1, ["汇总表"]), (2, ["填报单位：某工会", None, "日期"])]
    single = [*above, (3, ["编号", "姓名", "身份证号", "困难类别", "性别"])]
    assert find_header(single).row == 3
    double = [
        (1, ["编号", "姓名", "身份证号", "困难类别", "家庭成员1", None, "家庭成员2", None]),
        (2, [None, None, None, None, "姓名", "关系", "姓名", "关系"]),
    ]
    header = find_header(double)
    assert header.row == 2
    assert header.fields["member1.relation"] == 5
    assert header.fields["member2.name"] == 6
    assert find_header([(1, ["姓名", "身份证号"])]) is None


GROUPS = [
    (1, ["困难职工花名册"]),
    (2, ["基本情况", None, None, "困难情况", None, "家庭成员1", None, None, None]),
    (3, ["编号", "姓名", "身份证号", "困难类别", "主要致困原因", "姓名", "关系", "身份证号", "月收入"]),
]


def test_below_a_group_a_column_has_its_lowest_name_and_the_group_says_whose_it_is():
    header = find_header([*GROUPS, (4, ["A1", "周二平", "x", "深度", "患病", "李四", "妻子", "y", 0])])
    assert header.row == 3
    assert dict(header.fields) == {
        "former_no": 0, "name": 1, "id_number": 2, "category": 3, "main_cause": 4,
        "member1.name": 5, "member1.relation": 6, "member1.id_number": 7, "member1.monthly_income": 8,
    }  # fmt: skip
    assert header.texts[5] == "家庭成员1姓名"


@pytest.mark.parametrize("group", ["配偶", "妻子情况", "子女", "法定监护人"])
def test_what_stands_under_somebody_else_is_never_the_workers(group):
    """Not taken at all rather than taken for another: the page of columns shows it as not recognised."""
    upper = ["基本情况", None, None, None, None, group, None]
    lower = ["编号", "姓名", "身份证号", "性别", "困难类别", "月收入", "手机号码"]
    fields = find_header([(1, upper), (2, lower)]).fields
    assert {"monthly_income", "own_income", "phone"}.isdisjoint(fields)
    assert set(fields.values()) == {0, 1, 2, 3, 4}


def test_three_rows_and_groups_without_numbers():
    top = ["职工情况", None, None, None, None, "家庭情况", None, None, None]
    middle = ["基本情况", None, None, "困难情况", None, "家庭成员", None, "家庭成员", None]
    lower = ["编号", "姓名", "身份证号", "困难类别", "主要致困原因", "姓名", "关系", "姓名", "关系"]
    header = find_header([(1, ["附件3"]), (3, top), (4, middle), (5, lower)])
    assert header.row == 5
    assert [header.fields[f"member{n}.{key}"] for n in (1, 2) for key in ("name", "relation")] == [5, 6, 7, 8]


def test_a_line_above_the_header_gives_no_names_to_columns_without_one():
    rows = [(1, ["填报单位：某工会", None, None, None, None, "联系电话：1", None]),
            (2, ["编号", "姓名", "身份证号", "困难类别", "性别", None, "备注"])]  # fmt: skip
    header = find_header(rows)
    assert (header.row, header.texts[5]) == (2, "")


def test_what_a_union_chose_before_decides():
    row = [(1, ["编号", "姓名", "身份证号", "联络号", "性别", "备注"])]
    header = find_header(row, {line_of(row[0][1]): {3: "phone", 5: ""}})
    assert header.fields["phone"] == 3
    assert "cause_note" not in header.fields


@pytest.mark.parametrize(
    ("word", "category", "original"),
    [
        ("深度困难职工", Category.DEEP, ""),
        ("相对困难 ", Category.RELATIVE, ""),
        ("意外致困户", Category.ACCIDENT, "意外致困户"),
        ("低保边缘户 ", "", "低保边缘户"),
        ("特困", "", "特困"),
    ],
)
def test_categories_of_every_generation(word, category, original):
    label = labels.read_category(word)
    assert (label.category, label.original) == (category, original)


def test_earlier_categories_tell_of_dibao():
    assert labels.read_category("低保户").is_on_dibao is True
    assert labels.read_category("未享受低保").is_on_dibao is False
    assert labels.read_category("低保边缘户").is_on_dibao is None


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("health", "恶性肿瘤", HealthLabel(Health.CANCER, "")),
        ("health", "癌症", HealthLabel(Health.CANCER, "癌症")),
        ("health", "尿毒症", HealthLabel(Health.RENAL, "尿毒症")),
        ("status", "下（待）岗", StatusLabel(Status.OFF_POST, False)),
        ("status", "农民工", StatusLabel(Status.ON_POST, True)),
        ("disability", "肢体三级", DisabilityLabel("limb", "3")),
        ("disability", "视力残疾一级（极重度）", DisabilityLabel("sight", "1")),
        ("disability", "无", DisabilityLabel("", "")),
        ("main_cause", "患重特大疾病", CauseLabel(Cause.ILLNESS, "")),
        ("main_cause", "残疾", CauseLabel(Cause.DISABILITY)),
        ("main_cause", "其他（残疾）", CauseLabel(Cause.DISABILITY)),
        ("main_cause", "供养直系亲属负担", CauseLabel(Cause.OTHER, "供养直系亲属负担")),
        ("secondary_causes", "子女上学、下岗失业", ["schooling", "laid_off"]),
        ("insurance", "是", ""),
        ("insurance", "否", "none"),
        ("has_self_help", True, True),
        ("annual_income", "3.6万", Decimal("36000.00")),
        ("annual_income", "９,600元", Decimal("9600.00")),
        ("monthly_per_capita", 266.6666666666667, Decimal("266.67")),
        ("monthly_income", "无", Decimal(0)),
        ("monthly_income", "—", None),
        ("floor_area", "85.5㎡", Decimal("85.50")),
        ("floor_area", 46.333333333333336, Decimal("46.33")),
        ("floor_area", "/", None),
        ("postcode", "２２６００１", "226001"),
        ("postcode", 0.0, ""),
        ("persons", "3人", 3),
        ("persons", 4.0, 4),
        ("postcode", 226001.0, "226001"),
        ("birth_on", "1993年1月19日", date(1993, 1, 19)),
        ("phone", "+86 185-3154-2784", "18531542784"),
        ("former_no", 12.0, "12"),
        ("name", " 吴 涵浩　", "吴涵浩"),
        ("filed_on", "/", None),
        ("contract_months", "三年", 36),
        ("contract_months", "无固定期限", 999),
        ("contract_months", "五年以上", None),
        ("education", "中专", "vocational"),
        ("education", "研究生", ""),
        ("employment", "合同工", "contract"),
        ("employment", "农民工", ""),
        ("wants", "医疗、助学", ["medical", "tuition"]),
        ("stock_kind", "返困", "relapsed"),
        ("facilities", "煤卫公用", "shared"),
        ("homes", "1套", 1),
        ("homes", "无", 0),
        ("vehicles", "两辆", "not_whole"),
        ("is_union_member", "√", True),
        ("document_number", "h12345678", "H12345678"),
        ("remark", "见说明", "见说明"),
    ],
)
def test_cells_are_read_as_people_write_them(key, cell, value):
    assert clean(key, cell) == value


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("floor_area", "８5.5 ㎡", Decimal("85.50")),
        ("floor_area", "1,085平方", Decimal("1085.00")),
        ("school_years", "2.5年制", Decimal("2.5")),
    ],
)
def test_a_form_and_a_cell_read_alike(key, text, value):
    field = next(row for row in FIELDS if row.key == key)
    assert widget_of(field).clean(text) == form_field(field).clean(text) == value


@pytest.mark.parametrize(
    ("key", "text"), [("floor_area", "-5"), ("floor_area", "大"), ("school_years", "11")]
)
def test_a_form_and_a_cell_refuse_with_the_same_sentence(key, text):
    field = next(row for row in FIELDS if row.key == key)
    with pytest.raises(ValidationError) as of_form:
        form_field(field).clean(text)
    with pytest.raises(Unclear) as of_cell:
        widget_of(field).clean(text)
    assert of_form.value.messages == [str(of_cell.value)]


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("category", 1.0, "unknown_label"),
        ("category", "一般", "unknown_label"),
        ("sex", "M", "unknown_label"),
        ("monthly_income", -100.0, "negative"),
        ("monthly_income", "不详", "not_amount"),
        ("monthly_income", 10.0**11, "too_large"),
        ("id_number", 3.302811988012255e17, "not_text"),
        ("bank_card", 6.228483260657976e18, "not_text"),
        ("filed_on", "2025-02-30", "no_such_date"),
        ("filed_on", 45000.0, "serial"),
        ("filed_on", "2099-01-01", "future"),
        ("persons", "三口", "not_a_count"),
        ("persons", 0.0, "not_a_count"),
        ("address", "长" * 121, "too_long"),
        ("name", CellError("#REF!"), "formula_error"),
        ("has_self_help", "也许", "unknown_label"),
    ],
)
def test_what_cannot_be_read_is_an_error(key, cell, code):
    assert clean(key, cell) == code


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("phone", "12345", ""),
        ("postcode", "22600", ""),
        ("status", "学生", ""),
        ("working_since", "1993年5月", None),
        ("bank_card", "6228483260657976211", "6228483260657976211"),
    ],
)
def test_small_things_are_remarked_on_and_let_in(key, cell, value):
    values, issues = HEAD.clean_cells({key: cell}, row=1)
    assert [issue.level for issue in issues] == ["warning"]
    assert values[key] == value


def test_a_sentence_never_repeats_the_number():
    wrong = ["320611185005054252", "320611199513320446", "320602199112178327", "13800"]
    for number in wrong:
        for key in ("id_number", "phone"):
            _values, issues = HEAD.clean_cells({key: number}, row=1)
            assert not any(number[6:14] in issue.why for issue in issues if number[6:14])


def test_a_spouse_is_husband_or_wife_by_the_head():
    assert clean("relation", "配偶", MEMBER, head_sex="female") == Relation.HUSBAND
    assert clean("relation", "配偶", MEMBER, head_sex="male") == Relation.WIFE


def test_an_unclear_cell_knows_its_level():
    assert Unclear("code", "为什么").level == "error"


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        ({"name": None}, ("name", "error", "missing")),
        ({"id_number": None}, ("id_number", "error", "missing")),
        ({"sex": "男"}, ("sex", "error", "sex_contradicts")),
        ({"birth_on": "1980-05-18"}, ("birth_on", "error", "birth_contradicts")),
        ({"monthly_per_capita": 1002}, ("monthly_per_capita", "warning", "per_capita_disagrees")),
        ({"persons": 2, "monthly_per_capita": 500}, ("persons", "warning", "persons_disagree")),
        ({"monthly_income": 2000}, ("annual_income", "warning", "parts_exceed_total")),
        ({"member1.name": "季小童"}, None),
        ({**member(1, 1, relation="本人"), "persons": None}, ("member1.relation", "error", "second_head")),
        ({**member(1, 1, name=None), "persons": None}, ("member1.name", "error", "missing")),
        ({**member(1, 1, sex="女"), "persons": None}, ("member1.sex", "error", "sex_contradicts")),
    ],
)
def test_cells_of_a_household_are_held_against_each_other(cells, remark):
    remarks = found(person(1, **cells))
    if remark is None:
        assert {level for _row, _key, level, _code in remarks} == {"warning"}
    else:
        assert remarks == [(4, *remark)]


def test_a_rounded_per_capita_income_is_fine():
    assert not found(person(1, annual_income=12005, monthly_per_capita=1000))
    assert not found(person(1, annual_income=12005, monthly_per_capita="1,000.42元"))


def test_a_person_stands_in_a_roster_once():
    twin = make_id_number("320602", date(1980, 5, 17), 2)
    assert found(person(1), person(2, id_number=twin)) == [(5, "id_number", "error", "in_file")]
    family = person(3, persons=None, **member(2, 1, id_number=twin, sex=None, relation="妹妹"))
    assert found(person(1), family) == [(5, "member2.id_number", "error", "in_file")]
    alone = person(1, persons=None, **member(1, 1, id_number=twin, sex=None, relation="妹妹"))
    assert found(alone) == [(4, "member1.id_number", "error", "twice_in_row")]


def test_a_sixth_member_goes_on_below():
    family = person(1, persons=7, monthly_per_capita=None)
    for place in range(1, 6):
        family |= member(place, place)
    rest = {"former_no": "N0001", **member(1, 6)}
    entries = entries_of(family, rest, person(2))
    assert [(entry.row, len(entry.people)) for entry in entries] == [(4, 7), (6, 1)]
    assert not [issue for entry in entries for issue in entry.issues]
    wrong = {**member(1, 6, sex="女")}
    assert found(family, wrong, person(2)) == [(5, "member1.sex", "error", "sex_contradicts")]


def test_members_under_another_number_belong_to_nobody():
    lost = {"former_no": "N0099", **member(1, 6)}
    assert (5, "name", "error", "missing") in found(person(1), lost)


def test_notes_sums_and_blank_forms_are_no_households():
    below = (
        (),
        ("合计", "3户"),
        ("填表人：季经办", "审核人：陆审核"),
        ("注：以上人员均已公示。",),
        ("以上情况属实",),
    )
    entries = entries_of(
        person(1), {"former_no": "小计"}, {}, person(2), {"former_no": "N0003"}, person(4), below=below
    )
    assert [entry.row for entry in entries] == [4, 7, 9]


def test_a_household_below_the_sum_is_not_lost():
    below = (("合计",), tuple(person(9).get(key) for key in layout.layout_keys()))
    assert [entry.row for entry in entries_of(person(1), below=below)] == [4, 6]


def test_a_header_repeated_on_each_page_is_passed_over():
    header = {key: layout.label_of(key) for key in layout.layout_keys()}
    assert len(entries_of(person(1), header, person(2))) == 2


def test_rows_are_gathered_without_looking_at_places():
    rows = [(7, {"id_number": "x" * 18, "name": "甲", "member1.name": "乙"})]
    (raw,) = gather(rows)
    assert raw.row == 7
    assert raw.members == [(7, 1, {"name": "乙"})]
