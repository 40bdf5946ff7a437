"""Employers as a list: by code or name, each wrong cell with its row, a blank cell says nothing."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from cases.employers.models import Employer, EmployerEvent
from cases.employers.resources import EmployerResource
from hardship.audit.models import AuditRecord
from tests.cases.employers.test_employers import CODE, OTHER_CODE, employ, happen, register
from tests.factories import UnionFactory
from tests.imports.sheets import bring_in, faults, figures, run, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G1")]
HEADER = ["单位名称", "统一社会信用代码", "工会编码", "企业状况", "状况自", "成立日期", "职工人数",
          "欠发工资（月）", "欠缴社会保险费（元）", "困难原因", "单位性质"]  # fmt: skip


def bring(by, *rows, header=HEADER, **more):
    return run(EmployerResource(union=by.union, by=by), header, *rows, **more)


def test_rows_register_and_correct(cast):
    old = register(cast.clerk, name="机床厂", uscc=CODE)
    below = UnionFactory(parent=cast.county)
    rows = [
        ["第二棉纺织厂", OTHER_CODE, below.code, "停产半停产", datetime(2026, 1, 5), "1958.5.1", 320, 4.0,
         12000.5, "市场萎缩、订单不足、搬迁", "国有企业"],
        ["南通机床厂", CODE, cast.union.code, "亏损"],
        ["水泵厂"],
    ]  # fmt: skip
    before = AuditRecord.objects.count()
    assert figures(bring(cast.reviewer, *rows, dry_run=True)) == (2, 1, 0, 0)
    assert (Employer.objects.count(), AuditRecord.objects.count()) == (1, before)
    result = bring(cast.reviewer, *rows)
    assert figures(result) == (2, 1, 0, 0)
    assert list(result.rows[1].remarks.values()) == ["系统里已登记，更新：单位名称、企业状况。"]
    mill = Employer.objects.get(uscc=OTHER_CODE)
    assert (mill.union, mill.standing, mill.standing_on) == (below, "halted", date(2026, 1, 5))
    assert (mill.founded_on, mill.kind, mill.unpaid_months) == (date(1958, 5, 1), "state_owned", 4)
    assert (mill.insurance_arrears, mill.troubles) == (Decimal("12000.50"), ["market", "move"])
    assert mill.years.get().headcount == 320
    old.refresh_from_db()
    assert (old.name, old.standing) == ("南通机床厂", "loss")
    assert Employer.objects.get(name="水泵厂").union == cast.county
    assert figures(bring(cast.reviewer, *rows)) == (0, 0, 3, 0)


BAD = [
    (["错码厂", CODE[:-1] + "B"], "uscc", "统一社会信用代码第 18 位校验码不对，请对照证照逐位核对。"),
    (["远方厂", None, "没有这个"], "union_code", "本工会及下级没有这个工会，请填工会编码或全称。"),
    (["怪厂", None, None, "红火"], "standing", "请填其中之一：正常、亏损"),
    (["怪因厂", *[None] * 8, "天气"], "troubles", "请填其中的一项或几项，用顿号隔开：市场萎缩、订单不足；"),
    (["早厂", None, None, "亏损", "2019-12-31", "2020-05-01"], "standing_on",
     "状况日期 2019-12-31 早于成立日期 2020-05-01，请核对。"),
    (["老厂", *[None] * 5, 299], "headcount", " 年已登记裁员 300 人，职工人数不能只有 299 人，请核对。"),
    (["新厂", *[None] * 5, "许多"], "headcount", "职工人数请只填整数，例如 320。"),
    (["新厂", *[None] * 5, -1], "headcount", "职工人数请只填整数，例如 320。"),
    (["老厂", None, None, "亏损", "去年冬天"], "standing_on", "这不是日期，请按"),
    (["老厂", None, None, "亏损", "2100-01-01"], "standing_on", "日期不能晚于今天，请核对。"),
    (["老厂", None, None, "亏损", "1958-04-30"], "standing_on", "早于单位成立日期 1958-05-01，请核对。"),
    (["老厂", None, None, None, None, "2100-01-01"], "founded_on", "日期不能晚于今天，请核对。"),
    (["（）", CODE], "name", "单位名称里要有文字"),
    (["——"], "name", "单位名称里要有文字"),
    (["㍿" * 41], "name", "合写字符"),
    (["他厂", OTHER_CODE], "uscc", "已用这个代码登记单位，不能重复登记。"),
    ([None, CODE], "name", "请填写此项。"),
]  # fmt: skip


def test_each_wrong_cell_is_told_and_no_other_row_suffers(cast):
    mill = register(cast.clerk, name="老厂", founded_on=date(1958, 5, 1))
    employ(mill, cast.clerk, 320)
    happen(mill, cast.clerk, kind="layoff", persons=300)
    register(cast.stranger, name="别处厂", uscc=OTHER_CODE)
    missed = []
    for row, key, sentence in BAD:
        result = bring(cast.clerk, row, dry_run=True)
        found = faults(result)
        if set(found) != {(1, key)} or sentence not in found[1, key]:
            missed.append((row, found))
    assert missed == []
    assert figures(bring(cast.clerk, ["好厂"], *[row for row, *_more in BAD[:3]])) == (1, 0, 0, 3)
    assert set(Employer.objects.values_list("name", flat=True)) == {"老厂", "别处厂", "好厂"}
    assert not EmployerEvent.objects.filter(kind="standing").exists()


def test_two_rows_about_one_employer_are_told(cast):
    register(cast.clerk, name="老厂")
    rows = [["新厂"], ["（新）厂"], ["甲厂", CODE], ["乙厂", CODE], ["老厂"], ["老厂", *[None] * 5, 3]]
    found = faults(bring(cast.clerk, *rows, dry_run=True))
    assert sorted(row for row, _key in found) == [2, 4, 6]
    assert found[2, "__all__"] == "和第 2 行说的是同一个，请合并成一行。"


def test_what_an_import_does_not_change_is_said(cast):
    below = UnionFactory(parent=cast.county)
    register(cast.clerk, name="老厂", uscc=CODE, standing="loss", standing_on=date(2026, 1, 5))
    [row] = bring(cast.reviewer, ["老厂", CODE, below.code, "亏损", date(2026, 2, 1)]).rows
    assert row.is_skip()
    assert "导入不改它的所属工会" in row.remarks["union_code"]
    assert "日期不改" in row.remarks["standing_on"]


def test_a_workbook_goes_over_the_pages_and_an_export_comes_back_unchanged(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE, troubles=["market", "move"], kind="private",
                    insurance_arrears=Decimal("12000.50"), telephone="0513-85512345")  # fmt: skip
    employ(mill, cast.clerk, 320)
    happen(mill, cast.clerk, kind="standing", standing="loss", on=date(2026, 1, 5))
    client = as_user(cast.reviewer)
    exported = client.post(reverse("employers:export")).content
    assert AuditRecord.objects.get(action="export.employers").data["rows"] == 1
    made = bring_in(client, "employers", exported, cast.union, confirm=False)
    assert (made.state, made.rows_same, made.rows_total) == ("checked", 1, 1)
    dataset = EmployerResource(union=cast.union, by=cast.clerk).export()
    assert dataset["困难原因"] == ["市场萎缩、订单不足、搬迁"]
    again = EmployerResource(union=cast.union, by=cast.clerk).import_data(dataset, dry_run=True)
    assert figures(again) == (0, 0, 1, 0)
    sheet = workbook(
        [
            ["用人单位"],
            HEADER,
            ["错码厂", CODE[:-1] + "B"],
            ["好厂"],
            ["第二棉纺织厂", CODE, *[None] * 4, 300],
        ]
    )
    made = bring_in(client, "employers", sheet, cast.union, confirm=False)
    page = client.get(reverse("imports:detail", args=[made.uid])).content.decode()
    for words in (
        "统一社会信用代码第 18 位校验码不对",
        "其中更新 1 行",
        "系统里已登记，更新：职工人数。",
        "B3",
    ):
        assert words in page
    client.post(reverse("imports:confirm", args=[made.uid]))
    made = bring_in(client, "employers", sheet, cast.union, confirm=False)
    assert (made.rows_good, made.rows_same, made.rows_rejected) == (0, 2, 1)
    template = client.get(reverse("imports:template", args=["employers"])).content
    names = [cell.value for cell in openpyxl.load_workbook(BytesIO(template)).worksheets[0][3]]
    assert names[:2] == ["单位名称", "统一社会信用代码"]


def test_a_blank_cell_leaves_what_is_on_record(cast):
    told = {"founded_on": date(1958, 5, 1), "insurance_arrears": Decimal(12000), "address": "人民中路 1 号"}
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE, unpaid_months=4, troubles=["market"], **told)
    before = Employer.objects.filter(pk=mill.pk).values().get()
    result = bring(cast.clerk, ["第二棉纺织厂", *[None] * 4, "  ", 320, *[None] * 3, "国有企业"])
    assert figures(result) == (0, 1, 0, 0)
    after = Employer.objects.filter(pk=mill.pk).values().get()
    changed = {name for name, value in after.items() if before[name] != value}
    assert changed == {"kind", "changed_at"}
    assert mill.years.get().headcount == 320


def test_a_headcount_comes_back_for_its_own_year_and_another_one_is_a_change(cast):
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE)
    last = timezone.localdate().year - 1
    employ(mill, cast.clerk, 320, last)
    exported = EmployerResource(union=cast.union, by=cast.clerk).export()
    resource = EmployerResource(union=cast.union, by=cast.clerk)
    assert figures(resource.import_data(exported)) == (0, 0, 1, 0)
    assert list(mill.years.values_list("year", "headcount")) == [(last, 320)]
    header = ["单位名称", "职工人数", "人数年度"]
    assert figures(bring(cast.clerk, ["第二棉纺织厂", 300, last], header=header)) == (0, 1, 0, 0)
    assert mill.years.get().headcount == 300
    assert faults(bring(cast.clerk, ["第二棉纺织厂", 1, last + 2], header=header)) == {
        (1, "headcount_year"): f"人数年度请填 1990 到 {last + 1} 之间的年份，例如 {last + 1}。"
    }


def test_a_cell_that_shows_an_error_is_refused(cast, as_user):
    register(cast.clerk, name="老厂", uscc=CODE)
    sheet = workbook([HEADER, ["#N/A", None, cast.union.code], ["老厂", CODE, "#REF!"]])
    made = bring_in(as_user(cast.clerk), "employers", sheet, cast.union, confirm=False)
    assert [(one["row"], one["cell"], one["why"][:12]) for one in made.issues] == [
        (2, "A2", "单元格是错误值 #N/A"), (3, "C3", "单元格是错误值 #REF"),
    ]  # fmt: skip


def test_an_employer_outside_the_scope_is_not_corrected(cast):
    register(cast.stranger, name="别处厂", uscc=CODE)
    assert faults(bring(cast.clerk, ["改名厂", CODE])) == {
        (1, "uscc"): f"“{cast.elsewhere.name}”已用这个代码登记单位，不能重复登记。"
    }
    assert not EmployerResource(union=cast.union, by=cast.clerk).export()
