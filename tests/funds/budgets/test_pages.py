"""Pages of plans: written as a table, handed on, compared, printed, as a workbook that comes back."""

import re
import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tablib import Dataset

from funds.budgets import selectors, services
from funds.budgets.models import Budget
from funds.budgets.resources import PlanResource
from funds.budgets.states import State
from funds.ledgers import services as ledger
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.kernel.sheets import read_sheet
from tests.books import make_line
from tests.funds.budgets.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def text_of(response):
    return response.content.decode()


def data(*rows, **more):
    """What the table sends: a mapping for each row."""
    told = {"plan-TOTAL_FORMS": str(len(rows) + 1), "plan-INITIAL_FORMS": "0", "strictness": "block", **more}
    for number, row in enumerate(rows):
        told |= {f"plan-{number}-{name}": value for name, value in row.items()}
    return told


def test_two_who_write_one_draft_lose_nothing(cast, as_user, draft):
    plan = draft(planned(first="100"), planned("medical", "200"))
    client = as_user(cast.finance)
    begun = re.search(r'name="seen" value="(\w+)"', text_of(client.get(url("edit", plan.pk))))[1]
    rows = [{"use": "living", "yuan_1": "150"}, {"use": "medical", "yuan_1": "200"}]
    assert client.post(url("edit", plan.pk), data(*rows, seen=begun)).status_code == 302
    mine = {"use": "living", "yuan_1": "170", "heads_1": "9"}
    late = client.post(url("edit", plan.pk), data(mine, seen=begun))
    page = text_of(late)
    assert late.status_code == 409
    for said in (
        "一季度金额：您填的是 170.00，别人保存的是 150.00",
        "医疗救助",
        'value="170"',
        "保存后它会移除",
    ):
        assert said in page
    assert [row.yuan_1 for row in selectors.get_rows(plan)] == [150, 200]
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert client.post(url("edit", plan.pk), data(mine, seen=seen)).status_code == 302
    assert [row.yuan_1 for row in selectors.get_rows(plan)] == [170]


def test_from_the_draft_to_the_paper(cast, as_user, year):
    client = as_user(cast.finance)
    made = client.post(url("new"), {"year": year + 1})
    plan = Budget.objects.get()
    assert made["Location"] == url("edit", plan.pk)
    row = {"use": "living", "kind": "临时救助", "heads_1": "１２", "yuan_1": "1.2万", "yuan_3": "3,000.50"}
    saved = client.post(url("edit", plan.pk), data(row, {"use": "", "remove": "on", "yuan_1": "x"}))
    assert saved["Location"] == url("budget", plan.pk)
    assert selectors.get_rows(plan)[0].yuan == Decimal("15000.50")
    client.post(url("step", plan.pk), {"action": "submit"})
    as_user(cast.city_reviewer).post(url("step", plan.pk), {"action": "check"})
    client = as_user(cast.approver)
    assert "批准文号或会议纪要" in text_of(client.get(url("budget", plan.pk)))
    refused = client.post(url("step", plan.pk), {"action": "approve"})
    assert refused.status_code == 409
    assert "请填写批准文号或会议纪要" in text_of(refused)
    client.post(url("step", plan.pk), {"action": "approve", "approval_no": "办公会纪要 3 号"})
    plan.refresh_from_db()
    assert plan.state == State.IN_FORCE
    paper = client.get(url("paper", plan.pk))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    for part in (
        "人民币壹万伍仟元零伍角",
        "15,000.50",
        "办公会纪要 3 号",
        cast.city_reviewer.name,
        "临时救助",
    ):
        assert part in text
    assert AuditRecord.objects.filter(action="export.budget_paper").count() == 1


def test_a_row_that_nobody_touched_stays(cast, as_user, draft):
    plan = draft(planned(first="1000", kind="临时救助"), planned(first="2000", use="medical"))
    client = as_user(cast.finance)
    table = client.get(url("edit", plan.pk)).context["form"].table
    sent = {field.html_name: field.value() or "" for row in table for field in row if field.name != "remove"}
    sent |= {field.html_name: field.value() for field in table.management_form}
    client.post(url("edit", plan.pk), {**sent, "plan-1-yuan_1": "2500", "strictness": "warn"})
    assert [(row.use_id, row.kind, row.yuan) for row in selectors.get_rows(plan)] == [
        ("living", "临时救助", 1000),
        ("medical", "", 2500),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"yuan_1": "5"}, "请选择用途"),
        ({"use": "living", "heads_1": "3"}, "请填写至少一个季度的金额"),
        ({"use": "living", "yuan_1": "-5"}, "金额不能是负数"),
        ({"use": "living", "yuan_1": "1.005"}, "最多两位小数"),
        ({"use": "gold", "yuan_1": "1"}, "选项"),
        ({"use": "living", "yuan_1": "1", "heads_1": "三"}, "请只填整数"),
    ],
)
def test_a_bad_cell_is_told_beside_it(cast, as_user, draft, row, why):
    plan = draft()
    answer = as_user(cast.finance).post(url("edit", plan.pk), data(row))
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert plan.rows.count() == 1


def test_a_draft_is_printed_with_room_for_signatures(cast, as_user, draft):
    paper = as_user(cast.auditor).get(url("paper", draft().pk))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "编制" in text
    assert "None" not in text


def test_what_was_handed_in_is_not_edited(cast, as_user, draft, take):
    plan = take(draft(), "submit")
    client = as_user(cast.finance)
    assert client.get(url("edit", plan.pk)).status_code == 302
    answer = client.post(url("edit", plan.pk), data({"use": "living", "yuan_1": "1"}))
    assert answer.status_code == 409
    assert "已经提交" in text_of(answer)


def test_an_adjustment_says_why(cast, as_user, in_force):
    plan = in_force()
    client = as_user(cast.finance)
    assert "起草调整" in text_of(client.get(url("budget", plan.pk)))
    client.post(url("adjust", plan.pk), {"reason": ""})
    assert Budget.objects.count() == 1
    client.post(url("adjust", plan.pk), {"reason": "上级追加"})
    page = text_of(client.get(url("budget", Budget.objects.latest("pk").pk)))
    assert "第 1 次调整" in page
    assert "上级追加" in page


def test_the_list_names_who_has_no_plan(cast, as_user):
    make_line(cast.finance)
    with clock.at(date(2026, 11, 3)):
        page = text_of(as_user(cast.finance).get(url("list")))
        assert "2027 年还没有使用计划的有 1 个工会" in page
        assert cast.city.name in page
        assert list(selectors.list_own_missing(cast.finance)) == [cast.city]
        services.draft(year=2026, by=cast.finance)
        services.draft(year=2027, by=cast.finance)
        assert not selectors.list_own_missing(cast.finance)
    with clock.at(date(2026, 10, 3)):
        assert "2027 年还没有使用计划" not in text_of(as_user(cast.finance).get(url("list")))


def test_the_comparison_shows_what_goes_beyond(cast, as_user, in_force):
    line = make_line(cast.finance)
    in_force(planned(first="100"), of=2026)
    ledger.commit(
        line_id=line.pk, use="living", amount=Decimal(150), source="tests.business:1", by=cast.approver,
        key=uuid.uuid4(), on=date(2026, 5, 4),
    )  # fmt: skip
    client = as_user(cast.auditor)
    page = text_of(client.get(url("compare"), {"year": 2026, "reach": "own"}))
    assert "150%" in page
    assert "-50.00" in page
    book = client.post(url("compare_export") + "?year=2026")
    cells = [str(cell) for row in read_sheet(book.content).rows for cell in row.values]
    assert "生活救助" in cells
    assert AuditRecord.objects.filter(action="export.budget_comparison").count() == 1
    assert client.get(url("compare"), {"year": "x", "union": "99"}).status_code == 200
    assert client.get(url("compare"), {"year": 2026, "sort": "-planned"}).status_code == 200


def dataset(*rows):
    heads = [column.label for column in PlanResource.layout]
    return Dataset(*[[row.get(head, "") for head in heads] for row in rows], headers=heads)


def test_rows_come_in_from_a_workbook(cast, draft, year):
    plan = draft(planned(first="1", kind="临时救助"))
    told = [
        {"年度": year, "用途": "生活救助", "帮扶项目": "临时救助", "一季度金额（元）": "2000"},
        {"年度": year, "用途": "医疗救助", "二季度人次": "4", "二季度金额（元）": "１.２万"},
        {"年度": year, "用途": "买楼", "二季度金额（元）": "1"},
        {"年度": year + 5, "用途": "生活救助", "二季度金额（元）": "1"},
    ]
    resource = PlanResource(union=cast.city, by=cast.finance)
    checked = resource.import_data(dataset(*told), dry_run=True)
    said = [sentence for row in checked.invalid_rows for sentence in row.error.messages]
    assert ["没有这种用途" in said[0], "没有这一年正在起草" in said[1]] == [True, True]
    PlanResource(union=cast.city, by=cast.finance).import_data(dataset(*told[:2]), dry_run=False)
    rows = selectors.get_rows(plan)
    assert [(row.use_id, row.yuan) for row in rows] == [("living", 2000), ("medical", 12000)]


def test_a_list_asks_no_more_for_twenty(cast, as_user, draft):
    client = as_user(cast.finance)
    draft(of=2030)
    client.get(url("list"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url("list"))
    for year in range(2031, 2050):
        draft(of=year)
    with CaptureQueriesContext(connection) as many:
        client.get(url("list"))
    assert len(many) <= len(one)
