"""Pages of publications: taken, checked, published, put up, read by anybody, as a workbook."""

from datetime import date
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from funds.publications import services
from funds.publications.forms import MakeForm
from funds.publications.models import Publication
from funds.publications.selectors import NAMED, Named
from funds.publications.services import making
from funds.publications.states import State
from hardship.audit.models import AuditRecord
from hardship.demo import clock

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E5")]


def url(name, *args):
    return reverse(f"publications:{name}", args=args)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def paid(money, pay):
    """Six households of one kind; the biggest sum is that of the first."""
    return [pay(money, amount, source=f"toys.family:{n}") for n, amount in enumerate(
        ("900", "100", "100", "100", "100", "234.50"), 1
    )]  # fmt: skip


def test_a_quarter_is_published_from_the_pages(cast, paid, as_user, after):
    client = as_user(cast.finance)
    assert "还没有公开过" in text_of(client.get(url("list")))
    made = client.post(url("new"), {"period": "2026-1", "note": "春节前集中发放"})
    row = Publication.objects.get()
    assert made["Location"] == url("publication", row.pk)
    as_user(cast.city_reviewer).post(url("step", row.pk), {"action": "check"})
    client = as_user(cast.approver)
    refused = client.post(url("step", row.pk), {"action": "publish"})
    assert refused.status_code == 409
    assert "请填写批准文号或会议纪要" in text_of(refused)
    client.post(url("step", row.pk), {"action": "publish", "decision_no": "办公会纪要 3 号"})
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    page = text_of(client.get(url("publication", row.pk)))
    for part in ("1,534.50", "8,465.50", "办公会纪要 3 号", "900.00", row.code, "春节前集中发放"):
        assert part in page


def test_bad_input_is_told_beside_it(cast, money, as_user, after):
    answer = as_user(cast.finance).post(url("new"), {"period": "2026-2"})
    assert answer.status_code == 422
    assert "选项" in text_of(answer)
    as_user(cast.finance).post(url("new"), {"period": "2026-1"})
    again = as_user(cast.finance).post(url("new"), {"period": "2026-1"})
    assert again.status_code == 409
    assert "正在编制" in text_of(again)


def test_the_poster_leads_to_the_page_that_anybody_may_read(cast, paid, as_user, published):
    row = published()
    client = as_user(cast.finance)
    for paper in ("", "a3"):
        pdf = client.get(url("poster", row.pk), {"paper": paper}).content
        address = zxingcpp.read_barcode(pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()).text
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        for part in ("1,534.50", "8,465.50", row.code, cast.finance.name, cast.city_reviewer.name):
            assert part in text
    assert address == f"http://testserver{url('public', row.token, row.code)}"
    answer = Client().get(address.removeprefix("http://testserver"))
    page = text_of(answer)
    assert ("您扫的是现行的公开" in page, "1,534.50" in page) == (True, True)
    for private in (cast.finance.name, cast.approver.name, "纪要 1 号", "toys.family"):
        assert private not in page
    assert not answer.cookies
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert AuditRecord.objects.filter(action="export.publication_poster").count() == 2


def test_an_old_poster_is_recognised_and_a_draft_is_read_by_nobody(cast, money, pay, published, draft, take):
    old = published()
    pay(money, "800")
    row = draft(reason="漏了一笔")
    assert "您扫的是现行的公开" in text_of(Client().get(url("public", old.token, old.code)))
    row = take(row, "check", "publish")
    page = text_of(Client().get(url("public", old.token, old.code)))
    assert ("已经更正" in page, "漏了一笔" in page, "第 1 次更正" in page) == (True, True, True)
    services.take_step(publication_id=row.pk, action="take_down", by=cast.approver, comment="印错")
    gone, never = (Client().get(url("public", token, row.code)) for token in (row.token, "never-was"))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.content == never.content
    assert not gone.cookies


def test_few_households_are_words_everywhere(cast, money, pay, as_user, published):
    for number in range(3):
        pay(money, "100", source=f"toys.family:{number}")
    row = published()
    book = openpyxl.load_workbook(BytesIO(as_user(cast.finance).post(url("sheet", row.pk)).content))
    cells = [str(cell.value) for sheet in book for line in sheet for cell in line]
    pages = [
        text_of(as_user(cast.finance).get(url("publication", row.pk))),
        text_of(Client().get(url("public", row.token, row.code))),
        " ".join(cells),
    ]
    for page in pages:
        assert "少于 5" in page
        assert "单笔最高" not in page


def test_the_workbook_has_the_same_figures(cast, paid, as_user, published, monkeypatch):
    monkeypatch.setitem(NAMED._values, "toys.family", lambda keys: {1: Named("王*梅", "棉纺厂")})
    row = published(names_people=True)
    book = openpyxl.load_workbook(BytesIO(as_user(cast.finance).post(url("sheet", row.pk)).content))
    assert [sheet.title for sheet in book][1:] == ["帮扶支出", "帮扶支出（按资金来源）", "受助人员名单"]
    cells = [cell.value for sheet in book for line in sheet for cell in line]
    assert {10000, 1534.5, 8465.5, "王*梅", 900} <= set(cells)
    assert any(row.number in str(cell) and row.code in str(cell) for cell in cells)
    assert "另有 5 人次没有同意公开姓名" in text_of(Client().get(url("public", row.token, row.code)))


def test_a_change_of_the_books_is_said_on_the_page(cast, money, pay, as_user, published):
    row = published()
    pay(money, "800")
    assert "请编制更正" in text_of(as_user(cast.finance).get(url("publication", row.pk)))
    form = text_of(as_user(cast.finance).get(url("new"), {"of": row.pk}))
    assert "更正原因" in form


def test_a_correction_is_of_the_period_that_it_corrects(money, published):
    row = published()
    with clock.at(date(2028, 2, 1)):
        form = MakeForm({"period": "2027-1", "reason": "错"}, old=row)
        assert form.fields["period"].choices == [("2026-1", "2026 年一季度")]
        assert "period" in form.errors


def test_a_list_asks_no_more_for_fourteen(cast, money, draft, as_user):
    client = as_user(cast.finance)
    draft()
    client.get(url("list"))
    with CaptureQueriesContext(connection) as one:
        client.get(url("list"))
    for year in range(2027, 2040):
        Publication.objects.create(
            union=cast.city, number=f"x-{year}", token=f"x-{year}", year=year, quarter=1, version=1,
            figures="x", sha256=making.hash_of("x"), made_by=cast.finance,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(url("list"))
    assert len(many) <= len(one)
