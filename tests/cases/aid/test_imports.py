"""Records of aid out of a workbook: plainly by the library, and on the pages."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from cases.aid.models import ExternalAid
from cases.aid.resources import AidResource, guess_kind
from cases.aid.services import Given, record_aid
from cases.archives.selectors.aid import list_records
from hardship.audit.models import AuditRecord
from hardship.imports.models import ListImport
from hardship.jobs.services import run_pending
from tests.factories import HouseholdFactory, UnionFactory, id_number
from tests.imports.sheets import bring_in
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G7")]
HEADERS = [
    "身份证号",
    "姓名",
    "项目",
    "金额（元）",
    "发放日期",
    "资金来源",
    "发放工会",
    "来源类别",
    "帮扶种类",
]
KNOWN = id_number(born=date(1970, 1, 1))
ELSEWHERE, NOBODY = id_number(born=date(1971, 1, 1)), id_number(born=date(1972, 1, 1))
NOT_HERE = "本工会范围内没有此人的档案，记录按身份证号保存，建档后自动归入。"


def line(number=KNOWN, name="王秀兰", programme="金秋助学", value=3000, on="2024-09-01", *more):
    return [number, name, programme, value, on, *more][: len(HEADERS)] + [None] * (4 - len(more))


def dataset(*rows):
    return tablib.Dataset(*rows, headers=HEADERS)


def workbook(*rows, headers=HEADERS):
    book = openpyxl.Workbook()
    for row in (["某市历年帮扶台账"], headers, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def household(cast):
    made = HouseholdFactory(union=cast.union, until="complete", number=KNOWN, name="王秀兰")
    HouseholdFactory(union=UnionFactory(), until="complete", number=ELSEWHERE, name="李四方")
    given = Given("union", "schooling", Decimal(500), date(2023, 9, 1), cast.union.name, "金秋助学")
    record_aid(union=cast.union, name="王秀兰", id_number=KNOWN, given=given, by=cast.clerk)
    return made


def test_somebody_who_knows_the_library_uses_the_resource(cast, household):
    resource = AidResource(union=cast.union, by=cast.clerk)
    rows = [line(), line(value="1,200元", on="2024.9.2", programme="大病救助"), line(value=-1)]
    result = resource.import_data(dataset(*rows), dry_run=True)
    assert (result.totals["new"], result.totals["invalid"], result.has_errors()) == (2, 1, False)
    assert ExternalAid.objects.count() == 1
    result = AidResource(union=cast.union, by=cast.clerk).import_data(dataset(*rows))
    assert result.totals["new"] == 2
    records = list_records(household)
    assert [(row.value, row.kind, row.on) for row in records[:2]] == [
        (Decimal(1200), "medical", date(2024, 9, 2)), (Decimal(3000), "schooling", date(2024, 9, 1)),
    ]  # fmt: skip
    assert {row.giver for row in records} == {cast.union.name}
    exported = AidResource(union=cast.union, by=cast.clerk).export(ExternalAid.objects.order_by("pk"))
    assert exported["金额（元）"] == [Decimal(500), Decimal(3000), Decimal(1200)]
    assert exported["帮扶种类"] == ["助学", "助学", "医疗救助"]
    assert KNOWN not in str(exported)


BAD = [
    ("wrong check digit", line(KNOWN[:-1] + ("0" if KNOWN[-1] != "0" else "1")), "第 18 位校验码不对"),
    ("no number", line(None), "请填写身份证号"),
    ("a number that Excel rounded", line(3.2060219700101e17), "身份证号"),
    ("another name", line(name="王秀英"), "姓名和档案中这个身份证号的姓名不一致"),
    ("no name", line(name=None), "请填写此项"),
    ("negative", line(value=-5), "不能是负数"),
    ("negative text", line(value="-5"), "不能是负数"),
    ("zero", line(value=0), "不能少于 0.01 元"),
    ("three decimals", line(value="3.125"), "两位小数"),
    ("words", line(value="三千"), "金额"),
    ("future", line(on="2100-01-01"), "不能晚于今天"),
    ("before birth", line(on="1969-12-31"), "早于本人出生日期"),
    ("no day", line(on=None), "请填写日期"),
    ("no real day", line(on="2024-02-30"), "日期"),
    ("unknown giver", line(KNOWN, "王秀兰", "慰问", 1, "2024-01-01", None, None, "天使"), "请填其中之一"),
    ("unknown kind", line(KNOWN, "王秀兰", "慰问", 1, "2024-01-01", *[None] * 3, "红包"), "请填其中之一"),
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_what_somebody_records_while_a_part_is_written_is_a_remark(cast, household):
    """Both have read that nothing is on record; the later one waits at the constraint."""
    given = Given("union", "schooling", Decimal(3000), date(2024, 9, 1), cast.union.name, "金秋助学")
    rows = dataset(line(value=1), line(), line(value=2))

    def work():
        made = AidResource(union=cast.union, by=cast.clerk)
        return made.import_data(rows, use_transactions=False)

    with after_this(lambda: _whole(work)) as results:
        record_aid(union=cast.union, name="王秀兰", id_number=KNOWN, given=given, by=cast.clerk)
    assert not results[0].has_errors()
    assert [row.import_type for row in results[0].rows] == ["new", "skip", "new"]
    worth = sorted(ExternalAid.objects.exclude(value=500).values_list("value", flat=True))
    assert worth == [1, 2, 3000]


def _whole(work):
    with transaction.atomic():
        return work()


@pytest.fixture
def judged(cast, household):
    """All bad rows in one dry run: what is said of each."""
    rows = [row for _name, row, _words in BAD]
    result = AidResource(union=cast.union, by=cast.clerk).import_data(dataset(*rows), dry_run=True)
    assert not result.has_errors(), [str(error.error) for row in result.rows for error in row.errors]
    return [str(row.validation_error) if row.validation_error else "" for row in result.rows]


def test_each_bad_row_is_told_what_is_wrong(judged):
    missed = [
        (name, words, told)
        for (name, _row, words), told in zip(BAD, judged, strict=True) if words not in told
    ]  # fmt: skip
    assert missed == []


def test_good_spellings_and_remarks(cast, household):
    rows = [
        line(value="１，２００．５０元"), line(value="0.5万", on="2024年9月3日"),
        line(value=0.01, on="2024-09-04"),
        line(ELSEWHERE, "李四方"), line(NOBODY, "赵六"), line(NOBODY, "赵六"),
        line(KNOWN, "王 秀兰", "低保", 900, datetime(2024, 1, 5), "财政", "崇川区民政局", "民政"),
    ]  # fmt: skip
    result = AidResource(union=cast.union, by=cast.clerk).import_data(dataset(*rows), dry_run=True)
    remarks = [list(row.remarks.values()) for row in result.rows]
    assert remarks[:5] == [[], [], [], [NOT_HERE], [NOT_HERE]]
    assert "和第 6 行重复" in str(result.rows[5].validation_error)
    assert [row.import_type for row in result.rows].count("new") == 6
    AidResource(union=cast.union, by=cast.clerk).import_data(dataset(*rows))
    worth = {row.value for row in list_records(household)}
    assert worth == {Decimal("1200.50"), Decimal(5000), Decimal("0.01"), Decimal(900), Decimal(500)}
    later = HouseholdFactory(union=cast.union, until="complete", number=NOBODY, name="赵六")
    assert [row.value for row in list_records(later)] == [Decimal(3000)]


def test_kinds_are_told_by_names():
    told = {"金秋助学": "schooling", "大病救助": "medical", "春节送温暖": "consolation", "其他": "other"}
    assert {name: guess_kind(name) for name in told} == told


def upload(client, content, union):
    file = SimpleUploadedFile("台账.xlsx", content)
    return client.post(reverse("imports:new", args=["external-aid"]), {"file": file, "union": union.pk})


def test_a_workbook_is_checked_imported_and_taken_back(cast, household, as_user, monkeypatch):
    monkeypatch.setattr(AidResource, "part", 2)
    client = as_user(cast.clerk)
    headers = ["身份证号码*", "姓名", "帮扶项目", "发放金额", "日期"]
    rows = [line(on=f"2024-09-0{day}")[:5] for day in range(1, 5)] + [
        line(value="很多")[:5],
        line(NOBODY)[:5],
    ]
    assert "没有找到表头" in upload(client, workbook(headers=["甲", "乙"]), cast.union).content.decode()
    answer = upload(client, workbook(*rows, headers=headers), cast.union)
    source = ListImport.objects.get()
    url = reverse("imports:columns", args=[source.uid])
    assert answer.url == url
    page = client.get(url)
    chosen = {field.name: field.value() for field in page.context["form"]}
    assert {key: place for key, place in chosen.items() if place} == {
        "id_number": "0", "name": "1", "programme": "2", "value": "3", "given_on": "4",
    }  # fmt: skip
    assert client.post(url, {**chosen, "value": ""}).status_code == 422
    assert client.post(url, {**chosen, "value": "1"}).status_code == 422
    assert client.post(url, chosen).status_code == 302
    run_pending()
    detail = reverse("imports:detail", args=[source.uid])
    text = client.get(detail).content.decode()
    assert "导入 5 行" in text
    assert "D7" in text
    source.refresh_from_db()
    assert (source.state, source.rows_good, source.rows_rejected) == ("checked", 5, 1)
    assert KNOWN not in str(source.issues)
    marked = client.get(reverse("imports:errors_file", args=[source.uid]))
    page = openpyxl.load_workbook(BytesIO(marked.content)).active
    assert page["D7"].fill.fgColor.rgb == "FFFFC7CE"
    assert client.post(reverse("imports:confirm", args=[source.uid])).status_code == 302
    run_pending()
    source.refresh_from_db()
    assert (source.state, source.rows_good) == ("done", 5)
    made = ExternalAid.objects.filter(source=source)
    assert made.count() == 5
    assert len(list_records(household)) == 5
    assert client.post(reverse("imports:confirm", args=[source.uid])).status_code == 409
    assert "撤销这次导入" in client.get(detail).content.decode()
    assert client.post(reverse("imports:undo", args=[source.uid])).status_code == 302
    run_pending()
    source.refresh_from_db()
    assert (source.state, source.rows_undone) == ("undone", 5)
    assert set(made.values_list("state", "ended_why")) == {("cancelled", "撤销导入")}
    actions = AuditRecord.objects.filter(target_type="imports.listimport").values_list("action", flat=True)
    assert {
        "list.upload",
        "list.check",
        "list.report",
        "list.import",
        "aid.import",
        "list.finish",
        "list.undo",
    } <= set(actions)
    assert "台账.xlsx" in client.get(reverse("imports:list")).content.decode()
    assert client.get(reverse("imports:new", args=["nothing"])).status_code == 404
    for name in ("detail", "columns", "progress"):
        assert as_user(cast.stranger).get(reverse(f"imports:{name}", args=[source.uid])).status_code in (
            403,
            404,
        )


def test_the_same_row_is_not_imported_twice_though_it_was_good_when_checked(cast, household, as_user):
    client = as_user(cast.clerk)
    upload(client, workbook(line()), cast.union)
    source = ListImport.objects.get()
    page = client.get(reverse("imports:columns", args=[source.uid]))
    client.post(page.request["PATH_INFO"], {field.name: field.value() for field in page.context["form"]})
    run_pending()
    given = Given("union", "schooling", Decimal(3000), date(2024, 9, 1), cast.union.name, "金秋助学")
    record_aid(union=cast.union, name="王秀兰", id_number=KNOWN, given=given, by=cast.clerk)
    client.post(reverse("imports:confirm", args=[source.uid]))
    run_pending()
    source.refresh_from_db()
    assert (source.state, source.rows_good, source.rows_same) == ("done", 0, 1)
    assert "系统里已有同样的记录" in str(source.issues)


IN_UNITS = ["身份证号", "姓名", "项目", "金额（万元）", "发放日期", "资金来源", "发放工会"]


def test_a_unit_in_the_header_is_converted_with_a_remark(cast, household, as_user):
    content = workbook(line(value=0.3)[:7], line(NOBODY, value="5000元", name="某人")[:7], headers=IN_UNITS)
    made = bring_in(as_user(cast.clerk), "external-aid", content, cast.union)
    values = ExternalAid.objects.filter(source=made).order_by("pk").values_list("value", flat=True)
    assert list(values) == [Decimal(3000), Decimal(5000)]
    assert [(issue["cell"], issue["why"]) for issue in made.issues if issue["column"] == "金额（万元）"] == [
        ("D3", "表头的单位是“万元”，已换算成元，请核对。")
    ]


def test_a_unit_that_the_figures_contradict_is_refused_at_its_cell(cast, household, as_user):
    content = workbook(line(value=3000)[:7], headers=IN_UNITS)
    made = bring_in(as_user(cast.clerk), "external-aid", content, cast.union, confirm=False)
    assert (made.rows_good, made.rows_rejected) == (0, 1)
    assert ("D3", "表头的单位多半不对" in made.issues[0]["why"]) == (made.issues[0]["cell"], True)


def test_a_period_that_the_column_does_not_have_is_refused(cast, household, as_user):
    headers = ["金额（元/月）" if text == "金额（万元）" else text for text in IN_UNITS]
    made = bring_in(
        as_user(cast.clerk), "external-aid", workbook(line()[:7], headers=headers), cast.union, confirm=False
    )
    assert "与这一项不符" in made.issues[0]["why"]


def test_the_page_of_columns_names_other_sheets_and_units(cast, household, as_user):
    book = openpyxl.load_workbook(BytesIO(workbook(line(value=0.3)[:7], headers=IN_UNITS)))
    book.active.title = "2023"
    for row in (HEADERS, line(), line(on="2024-10-01")):
        more = book["2024"] if "2024" in book.sheetnames else book.create_sheet("2024")
        more.append(row)
    out = BytesIO()
    book.save(out)
    client = as_user(cast.clerk)
    file = SimpleUploadedFile("台账.xlsx", out.getvalue())
    client.post(reverse("imports:new", args=["external-aid"]), {"file": file, "union": cast.union.pk})
    made = ListImport.objects.latest("pk")
    url, choose = (reverse(f"imports:{name}", args=[made.uid]) for name in ("columns", "sheet"))
    shown = client.get(url).text
    assert "2024（2 行）" in shown
    assert "D 金额（万元）" in shown
    client.post(choose, {"sheet": "没有这张"})
    made.refresh_from_db()
    assert made.sheet == "2023"
    client.post(choose, {"sheet": "2024"})
    made.refresh_from_db()
    assert (made.sheet, made.header_row, made.mapping["others"]) == ("2024", 1, {"2023": 1})
    assert "换算" not in client.get(url).text
    client.post(url, made.mapping["fields"])
    run_pending()
    made.refresh_from_db()
    assert made.rows_total == 2
    assert client.post(choose, {"sheet": "2023"}).status_code == 302
    made.refresh_from_db()
    assert made.sheet == "2024"


def test_a_header_of_two_rows_is_read(cast, household, as_user):
    groups = ["受助人", None, "帮扶", None, None, None, None]
    rows = [["某市台账"], groups, HEADERS[:7], line()[:7]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active["A2"], book.active["A3"] = "身份证号", None
    out = BytesIO()
    book.save(out)
    made = bring_in(as_user(cast.clerk), "external-aid", out.getvalue(), cast.union)
    assert (made.header_row, made.rows_good, made.rows_rejected) == (3, 1, 0)
