"""摸底问卷 for workers who are not on file: on paper, and as a workbook of which each row becomes a lead."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from cases.leads.models import Lead
from cases.leads.resources import LeadResource
from hardship.kernel.documents import make_id_number
from tests.factories import UnionFactory
from tests.imports.sheets import bring_in, faults, figures, run, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2")]
HEADER = ["姓名", "手机号码", "身份证号", "单位", "困难原因", "困难情况", "办理工会", "获知日期"]
NUMBER = make_id_number("320602", date(1978, 3, 12), 662)
ROW = ["程秀兰", "13912345678", NUMBER, "宏达印染厂", "患重特大疾病", "丈夫住院", None, None]


def bring(by, *rows, **more):
    return run(LeadResource(union=by.union, by=by), HEADER, *rows, **more)


def test_each_row_becomes_a_lead_of_the_union_that_it_names(cast, reference):
    below = UnionFactory(parent=cast.county, name="文峰街道总工会")
    second = ["姜伟民", None, None, "永昌机械厂", None, "停产，四个月没发工资", below.name, date(2026, 3, 2)]
    assert figures(bring(cast.reviewer, ROW, second, dry_run=True)) == (2, 0, 0, 0)
    assert not Lead.objects.exists()
    assert figures(bring(cast.reviewer, ROW, second)) == (2, 0, 0, 0)
    own, theirs = Lead.objects.order_by("pk")
    assert (own.union, own.channel, own.cause, own.phone.reveal()) == (
        cast.county, "questionnaire", "illness", "13912345678",
    )  # fmt: skip
    assert (theirs.union, theirs.heard_on, theirs.state) == (below, date(2026, 3, 2), "new")
    assert figures(bring(cast.reviewer, ROW, second)) == (0, 0, 2, 0)


def test_an_export_tells_no_number_and_comes_in_again_as_it_is(cast, reference):
    bring(
        cast.clerk, ROW, ["姜伟民", None, None, None, None, "停产"], ["姜伟民", None, None, None, None, "病"]
    )
    exported = LeadResource(union=cast.union, by=cast.clerk).export()
    assert NUMBER not in str(exported)
    again = LeadResource(union=cast.union, by=cast.clerk)
    assert figures(again.import_data(exported, dry_run=True)) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({0: None}, "name", "请填写此项"),
        ({5: None}, "hardship", "请填写此项"),
        ({1: "139123"}, "phone", ""),
        ({2: NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "id_number", ""),
        ({2: NUMBER[:6] + "********" + NUMBER[-4:]}, "id_number", ""),
        ({4: "穷"}, "cause", "请填其中之一"),
        ({6: "没有的工会"}, "union", "本工会及下级没有这个工会"),
        ({7: "2100-01-01"}, "heard_on", "不能晚于今天"),
    ],
)
def test_a_wrong_cell_is_told(cast, reference, changes, key, message):
    wrong = [changes.get(place, value) for place, value in enumerate(ROW)]
    found = faults(bring(cast.clerk, ["王建国", None, None, None, None, "停产"], wrong))
    assert list(found) == [(2, key)]
    assert message in found[2, key]
    assert Lead.objects.get().name == "王建国"


def test_somebody_whom_another_union_is_looking_after_or_twice_in_the_list_is_told(cast, reference):
    bring(cast.stranger, ROW)
    assert f"由“{cast.elsewhere.name}”办理" in faults(bring(cast.clerk, ROW))[1, "id_number"]
    twice = ["姜伟民", None, None, None, None, "停产"]
    assert "和第 2 行说的是同一个" in faults(bring(cast.clerk, twice, twice))[2, "__all__"]


def test_paper_template_and_page(cast, reference, as_user):
    client = as_user(cast.clerk)
    assert client.get(reverse("leads:questionnaire")).content.startswith(b"%PDF")
    template = client.get(reverse("imports:template", args=["leads"])).content
    sheet = openpyxl.load_workbook(BytesIO(template)).worksheets[0]
    labels = [str(cell.value) for row in sheet.iter_rows(min_row=3, max_row=3) for cell in row]
    assert labels[:2] == ["姓名", "单位"]
    made = bring_in(client, "leads", workbook([["摸底问卷"], HEADER, ROW]), cast.union)
    assert (made.state, made.rows_good, Lead.objects.get().name) == ("done", 1, "程秀兰")
    assert bring_in(client, "leads", workbook([HEADER, ROW]), cast.union, confirm=False).rows_same == 1
