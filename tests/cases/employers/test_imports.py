"""Employers out of a workbook: by code or name, all or nothing, each wrong cell with its line."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from cases.employers.models import Employer
from cases.employers.resources import MOST_ROWS, import_employers
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.employers.test_employers import CODE, OTHER_CODE, employ, happen, register
from tests.factories import UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G1")]
HEADER = ["单位名称*", "统一社会信用代码", "工会编码", "企业状况", "状况自", "成立日期", "职工人数",
          "欠发工资（月）", "欠缴社会保险费（元）", "困难原因", "单位性质"]  # fmt: skip


def workbook(*rows, header=HEADER):
    book = openpyxl.Workbook()
    book.active.append(["用人单位"])
    for row in (header, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_registers_and_corrects(cast):
    old = register(cast.clerk, name="机床厂", uscc=CODE)
    below = UnionFactory(parent=cast.county)
    outcome = import_employers(
        workbook(
            ["第二棉纺织厂", OTHER_CODE, below.code, "停产半停产", datetime(2026, 1, 5), "1958.5.1", 320, 4.0,
             12000.5, "市场萎缩、订单不足、搬迁", "国有企业"],
            ["南通机床厂", CODE, cast.union.code, "亏损", None, None, None, None, None, None, None],
            ["水泵厂"],
        ),
        by=cast.reviewer,
    )  # fmt: skip
    assert (outcome.problems, outcome.new, outcome.changed, outcome.same) == ([], 2, 1, 0)
    mill = Employer.objects.get(uscc=OTHER_CODE)
    assert (mill.union, mill.standing, mill.standing_on) == (below, "halted", date(2026, 1, 5))
    assert (mill.founded_on, mill.kind, mill.unpaid_months) == (date(1958, 5, 1), "state_owned", 4)
    assert (mill.insurance_arrears, mill.troubles) == (Decimal("12000.50"), ["market", "move"])
    assert mill.years.get().headcount == 320
    old.refresh_from_db()
    assert (old.name, old.standing) == ("南通机床厂", "loss")
    assert Employer.objects.get(name="水泵厂").union == cast.county


def test_one_wrong_row_and_nothing_is_written(cast):
    mill = register(cast.clerk, name="老厂", founded_on=date(1958, 5, 1))
    employ(mill, cast.clerk, 320)
    happen(mill, cast.clerk, kind="layoff", persons=300)
    row = [None] * 8
    outcome = import_employers(
        workbook(
            ["好厂", *row],
            ["错码厂", CODE[:-1] + "B", *row],
            ["远方厂", None, "没有这个", *row],
            ["怪厂", None, None, "红火", *row],
            ["怪因厂", None, None, None, None, None, None, None, None, "天气"],
            ["早厂", None, None, "亏损", "2019-12-31", "2020-05-01"],
            ["老厂", None, None, None, None, None, 299],
            ["老厂", None, None, None, None, None, "许多"],
        ),
        by=cast.clerk,
    )
    problems = {(problem.row, problem.column): problem.message for problem in outcome.problems}
    assert problems[4, "统一社会信用代码"] == "统一社会信用代码第 18 位校验码不对，请对照证照逐位核对。"
    assert problems[5, "工会编码"] == "本工会及下级没有“没有这个”，请填工会编码或全称。"
    assert problems[6, "企业状况"] == "没有这个选项，请从列表中选择。"
    assert problems[7, "困难原因"] == "没有这个选项，请从列表中选择。"
    assert problems[8, "状况自"] == "状况日期 2019-12-31 早于成立日期 2020-05-01，请核对。"
    year = timezone.localdate().year
    assert problems[9, "职工人数"] == f"{year} 年已登记裁员 300 人，职工人数不能只有 299 人，请核对。"
    assert problems[10, "职工人数"] == "职工人数请只填整数，例如 320。"
    assert len(problems) == 7
    assert [row.name for row in Employer.objects.all()] == ["老厂"]
    assert not AuditRecord.objects.filter(action="employer.register").exclude(target_id=mill.pk).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件"),
        (workbook(["甲", "乙"], header=["别的", "东西"]), "前 10 行里没有表头"),
        (workbook(*[["厂"]] * (MOST_ROWS + 1)), "超过 2,000 行"),
    ],
    ids=["empty", "no header", "too long"],
)
def test_what_is_not_read(cast, content, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        import_employers(content, by=cast.clerk)
    assert refusal.value.field == "file"


def test_the_page_tells_each_cell_and_then_what_was_written(cast, as_user):
    client = as_user(cast.clerk)
    at = reverse("employers:employer_import")

    def send(content):
        file = BytesIO(content)
        file.name = "单位.xlsx"
        return client.post(at, {"file": file})

    wrong = send(workbook(["错码厂", CODE[:-1] + "B"]))
    assert wrong.status_code == 422
    assert "第 3 行“统一社会信用代码”：统一社会信用代码第 18 位校验码不对" in wrong.content.decode()
    good = send(workbook(["好厂", CODE]))
    assert "新增 1，更新 0，没有变化 0" in good.content.decode()
    assert "新增 0，更新 0，没有变化 1" in send(workbook(["好厂", CODE])).content.decode()
    assert "没有表头" in send(workbook(["a"], header=["x", "y"])).content.decode()


def test_what_is_exported_comes_back_unchanged(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE, troubles=["market", "move"], kind="private",
                    insurance_arrears=Decimal("12000.50"), telephone="0513-85512345")  # fmt: skip
    employ(mill, cast.clerk, 320)
    happen(mill, cast.clerk, kind="standing", standing="loss", on=date(2026, 1, 5))
    client = as_user(cast.clerk)
    content = client.post(reverse("employers:export")).content
    outcome = import_employers(content, by=cast.clerk)
    assert (outcome.problems, outcome.new, outcome.changed, outcome.same) == ([], 0, 0, 1)
    assert AuditRecord.objects.get(action="export.employers").data["rows"] == 1
    template = client.get(reverse("employers:employer_template")).content
    names = [cell.value for cell in openpyxl.load_workbook(BytesIO(template)).worksheets[0][3]]
    assert names[:2] == ["单位名称", "统一社会信用代码"]


def test_a_blank_cell_leaves_what_is_on_record(cast):
    told = {"founded_on": date(1958, 5, 1), "insurance_arrears": Decimal(12000), "address": "人民中路 1 号"}
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE, unpaid_months=4, troubles=["market"], **told)
    before = Employer.objects.filter(pk=mill.pk).values().get()
    sheet = workbook(["第二棉纺织厂", None, None, None, None, "  ", 320])
    assert import_employers(sheet, by=cast.clerk).problems == []
    assert Employer.objects.filter(pk=mill.pk).values().get() == before
    assert mill.years.get().headcount == 320


def test_a_headcount_comes_back_for_its_own_year_and_another_one_is_a_change(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE)
    last = timezone.localdate().year - 1
    employ(mill, cast.clerk, 320, last)
    content = as_user(cast.clerk).post(reverse("employers:export")).content
    assert import_employers(content, by=cast.clerk).same == 1
    assert list(mill.years.values_list("year", "headcount")) == [(last, 320)]
    header = ["单位名称", "职工人数", "人数年度"]
    outcome = import_employers(workbook(["第二棉纺织厂", 300, last], header=header), by=cast.clerk)
    assert (outcome.changed, outcome.same, mill.years.get().headcount) == (1, 0, 300)
    [problem] = import_employers(
        workbook(["第二棉纺织厂", 1, last + 2], header=header), by=cast.clerk
    ).problems
    assert (problem.column, problem.message) == (
        "人数年度", f"人数年度请填 1990 到 {last + 1} 之间的年份，例如 {last + 1}。"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("standing_on", "sentence"),
    [("去年冬天", "这不是日期，请按"), ("2100-01-01", "日期不能晚于今天，请核对。")],
)
def test_a_wrong_day_of_a_standing_is_told_and_not_taken_for_today(cast, standing_on, sentence):
    mill = register(cast.clerk, name="第二棉纺织厂")
    [problem] = import_employers(
        workbook(["第二棉纺织厂", None, None, "亏损", standing_on]), by=cast.clerk
    ).problems
    assert (problem.row, problem.column) == (3, "状况自")
    assert sentence in problem.message
    assert not mill.events.exists()


def test_a_cell_that_shows_an_error_is_refused(cast):
    sheet = workbook(["#N/A", None, cast.union.code], ["第二棉纺织厂", None, "#REF!"])
    problems = [(one.row, one.column, one.message) for one in import_employers(sheet, by=cast.clerk).problems]
    assert problems == [
        (3, "单位名称", "单元格是错误值 #N/A，请改正后重新上传。"),
        (4, "工会编码", "单元格是错误值 #REF!，请改正后重新上传。"),
    ]
    assert not Employer.objects.exists()


def test_a_name_of_punctuation_is_told_at_its_cell(cast):
    outcome = import_employers(workbook(["（）", CODE], ["——", None], ["㍿" * 41, None]), by=cast.clerk)
    assert [(one.row, one.column) for one in outcome.problems] == [(row, "单位名称") for row in (3, 4, 5)]
    assert "要有文字" in outcome.problems[0].message
