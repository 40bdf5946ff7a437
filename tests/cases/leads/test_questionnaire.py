"""摸底问卷 for workers who are not on file: on paper, and as a workbook of which each row becomes a lead."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.leads.models import Lead
from cases.leads.resources import import_leads
from hardship.kernel.documents import make_id_number
from tests.factories import UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2")]
HEADER = ["姓名", "手机号码", "身份证号", "单位", "困难原因", "困难情况", "办理工会", "获知日期"]
NUMBER = make_id_number("320602", date(1978, 3, 12), 662)
ROW = ["程秀兰", "13912345678", NUMBER, "宏达印染厂", "患重特大疾病", "丈夫住院", None, None]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (["摸底问卷"], HEADER, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_each_row_becomes_a_lead_of_the_union_that_it_names(cast, reference):
    below = UnionFactory(parent=cast.county, name="文峰街道总工会")
    second = ["姜伟民", None, None, "永昌机械厂", None, "停产，四个月没发工资", below.name, date(2026, 3, 2)]
    outcome = import_leads(workbook(ROW, second), by=cast.reviewer)
    assert (outcome.problems, outcome.new) == ([], 2)
    own, theirs = Lead.objects.order_by("pk")
    assert (own.union, own.channel, own.cause, own.phone.reveal()) == (
        cast.county, "questionnaire", "illness", "13912345678",
    )  # fmt: skip
    assert (theirs.union, theirs.heard_on, theirs.state) == (below, date(2026, 3, 2), "new")
    again = import_leads(workbook(ROW), by=cast.reviewer)
    assert (again.new, again.same) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({0: None}, "姓名", "请填写此项"),
        ({5: None}, "困难情况", "请填写此项"),
        ({1: "139123"}, "手机号码", ""),
        ({2: NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "身份证号", ""),
        ({4: "穷"}, "困难原因", ""),
        ({6: "没有的工会"}, "办理工会", "本工会及下级没有“没有的工会”"),
    ],
)
def test_one_wrong_cell_and_nothing_is_written(cast, reference, changes, column, message):
    wrong = [changes.get(place, value) for place, value in enumerate(ROW)]
    outcome = import_leads(
        workbook(["王建国", None, None, None, None, "停产", None, None], wrong), by=cast.clerk
    )
    problem = outcome.problems[0]
    assert (problem.row, problem.column) == (4, column)
    assert message in problem.message
    assert not Lead.objects.exists()


def test_somebody_whom_another_union_is_looking_after_is_told(cast, reference):
    import_leads(workbook(ROW), by=cast.stranger)
    outcome = import_leads(workbook(ROW), by=cast.clerk)
    assert f"由“{cast.elsewhere.name}”办理" in outcome.problems[0].message


def test_paper_template_and_page(cast, reference, as_user):
    client = as_user(cast.clerk)
    assert client.get(reverse("leads:questionnaire")).content.startswith(b"%PDF")
    sheet = openpyxl.load_workbook(BytesIO(client.get(reverse("leads:template")).content)).worksheets[0]
    labels = [str(cell.value) for row in sheet.iter_rows(min_row=3, max_row=3) for cell in row]
    assert [label.strip(" *") for label in labels][:2] == ["姓名", "单位"]
    at = reverse("leads:lead_import")
    told = client.post(at, {"file": SimpleUploadedFile("问卷.xlsx", workbook(ROW))}).content.decode()
    assert "已导入：新增 1" in told
    broken = client.post(at, {"file": SimpleUploadedFile("问卷.xlsx", b"x")})
    assert broken.status_code == 422
