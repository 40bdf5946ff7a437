"""Pages of campaigns: drawn up with a table, shared out with a grid, opened, read below, as a workbook."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.campaigns.models import Campaign
from cases.campaigns.states import State
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from tests.books import make_line
from tests.cases.intakes.lists import picture

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C1")]
HEAD = {
    "kind": "summer", "name": "夏送清凉", "from_on": "2026-06-15", "until_on": "2026-08-31",
    "document_no": "通工发〔2026〕30号", "document_on": "2026-06-01", "approved_by": "own", "twice": "refuse",
}  # fmt: skip


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def text_of(response):
    return response.content.decode()


def data(*groups, **more):
    told = {**HEAD, "group-TOTAL_FORMS": str(len(groups)), "group-INITIAL_FORMS": "0", **more}
    for number, row in enumerate(groups):
        told |= {f"group-{number}-{name}": value for name, value in row.items()}
    return told


def test_from_the_form_to_the_open_campaign(cast, writer, as_user):
    fund = make_line(cast.finance, use="warmth").fund
    client = as_user(writer)
    assert "还没有慰问活动" in text_of(client.get(url("list")))
    scan = SimpleUploadedFile("通知.png", picture(), "image/png")
    sent = data(
        {"name": "环卫工人", "goods": "８０.5", "by_heads": "on"}, {"name": ""}, funds=[fund.pk], scan=scan
    )
    made = client.post(url("new"), sent)
    row = Campaign.objects.get()
    assert made["Location"] == url("quotas", row.pk)
    assert (row.groups.get().goods, row.groups.get().by_heads) == (Decimal("80.50"), True)
    assert list(row.funds.all()) == [fund]
    grid = {
        f"people-{cast.county.pk}": "60",
        f"yuan-{cast.county.pk}": "4,830",
        f"households-{cast.union.pk}": "",
    }
    client.post(url("quotas", row.pk), grid)
    page = text_of(client.get(url("campaign", row.pk)))
    for part in ("80.50", "只登记人数", "4,830.00", "人民币肆仟捌佰叁拾元整", "当地没有录入", "看扫描件"):
        assert part in page
    assert client.get(url("scan", row.pk)).status_code == 200
    opened = as_user(cast.approver).post(url("step", row.pk), {"action": "open"})
    assert opened.status_code == 302
    row.refresh_from_db()
    assert row.state == State.OPEN
    assert "夏送清凉" in text_of(as_user(cast.clerk).get(url("list")))
    assert as_user(cast.clerk).get(url("edit", row.pk)).status_code == 404
    book = as_user(writer).post(url("sheet", row.pk))
    cells = [cell for line in read_sheet(book.content).rows for cell in line.values]
    assert 60 in cells
    assert AuditRecord.objects.filter(action="export.campaign_quotas").count() == 1


def test_theme_joint_organisers_and_the_occasion_are_told(cast, writer, as_user):
    client = as_user(writer)
    more = {"kind": "mid_autumn", "theme": "月圆人团圆", "organisers": "市民政局、市慈善总会"}
    client.post(url("new"), data({"name": "环卫工人", "cash": "80"}, **more))
    row = Campaign.objects.get()
    page = text_of(client.get(url("campaign", row.pk)))
    for part in ("中秋慰问", "月圆人团圆", "市民政局、市慈善总会"):
        assert part in page
    form = text_of(client.get(url("edit", row.pk)))
    assert 'value="月圆人团圆"' in form
    changed = {**more, "theme": "情暖中秋"}
    client.post(url("edit", row.pk), data({"name": "环卫工人", "cash": "80"}, **changed))
    row.refresh_from_db()
    assert (row.theme, row.organisers) == ("情暖中秋", "市民政局、市慈善总会")
    too_long = data({"name": "环卫工人", "cash": "80"}, **more | {"theme": "长" * 61})
    assert "最多填写 60 个字" in text_of(client.post(url("edit", row.pk), too_long))


@pytest.mark.parametrize(
    ("groups", "more", "why"),
    [
        ([{"name": "环卫工人"}], {}, "请填写现金或物资标准"),
        ([{"cash": "5"}], {}, "请填写慰问对象"),
        ([{"name": "环卫工人", "cash": "1.005"}], {}, "最多两位小数"),
        ([{"name": "环卫工人", "cash": "-5"}], {}, "不能"),
        ([{"name": "环卫工人", "cash": "5"}], {"kind": "gold"}, "选项"),
        ([{"name": "环卫工人", "cash": "5"}], {"until_on": "2026-06-01"}, "结束日期不能早于"),
        ([], {}, "至少填写一类"),
    ],
)
def test_what_is_wrong_is_told_on_the_form(writer, as_user, groups, more, why):
    answer = as_user(writer).post(url("new"), data(*groups, **more))
    assert answer.status_code in (409, 422)
    assert why in text_of(answer)
    assert not Campaign.objects.exists()


def test_a_bad_cell_of_the_grid_is_told_beside_it(cast, writer, as_user, draft):
    row = draft()
    answer = as_user(writer).post(url("quotas", row.pk), {f"people-{cast.county.pk}": "六十"})
    assert answer.status_code == 422
    assert "请只填整数" in text_of(answer)
    assert not row.quotas.exists()


def test_what_was_opened_is_not_edited(writer, as_user, shared, take):
    row = take(shared(), "open", "submit_lists")
    client = as_user(writer)
    assert client.get(url("edit", row.pk))["Location"] == url("campaign", row.pk)
    assert client.get(url("quotas", row.pk))["Location"] == url("campaign", row.pk)
    assert client.post(url("edit", row.pk), data({"name": "x", "cash": "5"})).status_code == 409


def test_who_looks_from_below_sees_what_falls_to_theirs(cast, as_user, shared, take):
    row = take(shared(), "open")
    client = as_user(cast.clerk)
    page, book = text_of(client.get(url("campaign", row.pk))), client.post(url("sheet", row.pk))
    assert "12,000.50" not in page
    assert "可用资金" not in page
    cells = [cell for line in read_sheet(book.content).rows for cell in line.values]
    assert (cast.union.name in cells, cast.county.name in cells) == (True, False)
    assert client.post(url("step", row.pk), {"action": "submit_lists"}).status_code == 404
    assert "12,000.50" in text_of(as_user(cast.approver).get(url("campaign", row.pk)))


def test_caps_are_entered_and_found_by_region(cast, as_user):
    client = as_user(cast.administrator)
    sent = {
        "region_code": cast.city.region_code, "region": "南通市", "each": "3000", "yearly": "6000",
        "starts_on": "2026-01-01", "document": "通工发〔2025〕1号",
    }  # fmt: skip
    assert client.post(reverse("policies:gift_cap_new"), sent)["Location"] == reverse("policies:gift_caps")
    page = text_of(as_user(cast.clerk).get(reverse("policies:gift_caps")))
    assert ("3,000.00" in page, "6,000.00" in page, "通工发〔2025〕1号" in page) == (True, True, True)
    again = as_user(cast.administrator).post(reverse("policies:gift_cap_new"), sent)
    assert again.status_code == 409
    assert "新限额应晚于它" in text_of(again)


def test_a_list_asks_no_more_for_ten(writer, as_user, shared):
    client = as_user(writer)
    shared()
    client.get(url("list"))
    with CaptureQueriesContext(connection) as one:
        client.get(url("list"))
    for number in range(9):
        shared(name=f"第 {number} 项")
    with CaptureQueriesContext(connection) as many:
        client.get(url("list"))
    assert len(many) <= len(one)
