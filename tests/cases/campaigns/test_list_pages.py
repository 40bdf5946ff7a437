"""Pages of lists: begun, filled by form, choice and workbook, handed in, approved, paid, told in the file."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household, NumberLookup
from cases.archives.selectors.aid import list_records, never_helped
from cases.campaigns import selectors, services
from cases.campaigns.models import Beneficiary, CampaignList
from cases.campaigns.resources import BeneficiaryResource
from cases.campaigns.states import ListState
from cases.policies import services as policies
from funds.payments import services as payments
from funds.payments.models import Payable
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.kernel.sheets import read_sheet
from tests.books import assert_books_balance
from tests.cases.people.test_people import listed
from tests.factories import HouseholdFactory, close_file, id_number
from tests.funds.payments.conftest import carry, paid
from tests.imports.sheets import bring_in, faults, figures, run, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2")]
HEADER = [
    "姓名或单位",
    "身份证号",
    "慰问对象",
    "人数",
    "现金（元）",
    "物资折价（元）",
    "慰问活动",
    "银行卡号",
]
CARD = "6222021001122330018"


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def home(cast, reference):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


def test_from_the_campaign_to_the_approved_list(cast, winter, as_user, home):
    client = as_user(cast.clerk)
    assert "编制本工会的名单" in text_of(client.get(url("campaign", winter.campaign.pk)))
    client.post(url("begin", winter.campaign.pk))
    row = CampaignList.objects.get()
    assert "名单上还没有人" in text_of(client.get(url("people", row.pk)))
    sent = {
        "group": winter.models.pk,
        "name": "顾永兴",
        "id_number": id_number(),
        "cash": "2,500.5",
        "more": "1",
        "bank_card": CARD,
    }
    assert client.post(url("add", row.pk), sent)["Location"] == url("add", row.pk)
    assert home.head.name in text_of(client.get(url("files", row.pk), {"who": "heads", "aided": "never"}))
    told = {"group": winter.poor.pk, "pk": [home.head_id]}
    assert client.post(url("add_files", row.pk), told)["Location"] == url("people", row.pk)
    page = text_of(client.get(url("people", row.pk)))
    for part in ("顾永兴", home.head.name, "3,700.50", "人民币叁仟柒佰元", "名额 9,000.00 元"):
        assert part in page
    client.post(url("list_step", row.pk), {"action": "submit"})
    above = as_user(cast.approver)
    page = text_of(above.get(url("people", row.pk)))
    assert "批准名单" in page
    row.refresh_from_db()
    sent = {"action": "approve", "line": winter.line.pk, "seen": row.digest}
    assert above.post(url("list_step", row.pk), sent).status_code == 302
    assert Payable.objects.count() == 2
    page = text_of(above.get(url("people", row.pk)))
    assert ("待发放" in page, "批准名单" in page) == (True, False)
    assert "3,700.50" in text_of(above.get(url("campaign", winter.campaign.pk)))
    book = above.post(url("people_sheet", row.pk))
    cells = [cell for line in read_sheet(book.content).rows for cell in line.values]
    assert "顾永兴" in cells
    assert AuditRecord.objects.filter(action="export.campaign_list").count() == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"cash": "0", "goods": "0"}, "大于零"),
        ({"cash": "-5"}, "不能"),
        ({"cash": "1.005"}, "最多两位小数"),
        ({"cash": "3000.01"}, "超过“困难劳模”的标准"),
        ({"id_number": "320602196001011234"}, "身份证号"),
        ({"name": ""}, "请填写此项"),
        ({"bank_card": ""}, "请填银行卡号"),
        ({"group": "99999999"}, "选项"),
    ],
)
def test_what_is_wrong_is_told_on_the_form(cast, winter, begin, as_user, more, why):
    row = begin()
    sent = {"group": winter.models.pk, "name": "顾永兴", "bank_card": CARD, "id_number": id_number(), **more}
    answer = as_user(cast.clerk).post(url("add", row.pk), sent)
    assert answer.status_code in (409, 422)
    assert why in text_of(answer)
    assert not row.rows.exists()


def test_the_same_form_sent_twice_lists_once(cast, winter, begin, as_user):
    row, client = begin(), as_user(cast.clerk)
    sent = {"group": winter.models.pk, "name": "顾永兴", "bank_card": CARD, "id_number": id_number()}
    assert [client.post(url("add", row.pk), sent).status_code for _time in range(2)] == [302, 409]
    assert row.rows.count() == 1


def test_a_number_on_the_list_of_others_is_counted_as_a_look_up(cast, winter, begin, person, as_user):
    number, mine = id_number(), begin()
    services.add(list_id=mine.pk, entry=person(number), by=cast.clerk)
    row = begin(winter.other)
    sent = {"group": winter.models.pk, "name": "顾永兴", "bank_card": CARD, "id_number": number}
    answer = as_user(winter.other).post(url("add", row.pk), sent)
    assert (answer.status_code, cast.union.name in text_of(answer)) == (409, False)
    assert NumberLookup.objects.filter(by=winter.other).count() == 1


def test_a_row_is_changed_removed_and_looked_at(cast, winter, begin, person, as_user):
    row = begin()
    one = services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    client = as_user(cast.clerk)
    assert "顾永兴" in text_of(client.get(url("beneficiary_edit", one.pk)))
    sent = {"group": winter.models.pk, "name": "顾永星", "id_number": one.id_number.reveal(), "cash": "9"}
    sent |= {"bank_card": CARD}
    assert client.post(url("beneficiary_edit", one.pk), sent)["Location"] == url("people", row.pk)
    now = row.rows.get(removed_at=None)
    assert (now.name, now.cash) == ("顾永星", Decimal(9))
    assert "已移出名单或改过" in text_of(client.get(url("beneficiary", one.pk)))
    assert client.post(url("lead", now.pk))["Location"].startswith("/leads/")
    client.post(url("remove", row.pk), {"pk": [now.pk]})
    assert not row.rows.filter(removed_at=None).exists()
    for name in ("people", "people_sheet"):
        method = as_user(winter.other).get if name == "people" else as_user(winter.other).post
        assert method(url(name, row.pk)).status_code == 404


def test_people_off_file_are_chosen_by_group(cast, winter, begin, as_user):
    row, found = begin(), listed(cast.clerk)
    client = as_user(cast.clerk)
    assert found.name in text_of(client.get(url("off_file", row.pk), {"group": "model_worker"}))
    assert found.name not in text_of(client.get(url("off_file", row.pk), {"group": "injured"}))
    client.post(url("add_off_file", row.pk), {"group": winter.models.pk, "all": "1"})
    assert row.rows.get().person == found


def test_a_workbook_is_read_checked_brought_in_and_taken_back(cast, winter, begin, as_user):
    row, number = begin(), id_number()
    rows = [
        ["顾永兴", number, "困难劳模", None, 2000, None, None, CARD],
        ["城东环卫所", None, "一线职工", 5, None, 450, winter.campaign.name],
    ]
    client = as_user(cast.clerk)
    made = bring_in(client, "campaign-lists", workbook([HEADER, *rows]), cast.union)
    assert (made.rows_good, made.rows_rejected) == (2, 0)
    told = {one.name: (one.cash, one.goods, one.heads) for one in row.rows.all()}
    assert told == {
        "顾永兴": (Decimal(2000), Decimal(0), 1),
        "城东环卫所": (Decimal(0), Decimal(450), 5),
    }
    client.post(reverse("imports:undo", args=[made.uid]))
    run_pending()
    assert not row.rows.filter(removed_at=None).exists()


def test_an_import_that_begins_again_lists_nobody_twice(cast, winter, begin, as_user):
    row, number = begin(), id_number()
    rows = [
        ["顾永兴", number, "困难劳模", None, 2000, None, None, CARD],
        ["城东环卫所", None, "一线职工", 5, None, 450, None],
    ]
    made = bring_in(as_user(cast.clerk), "campaign-lists", workbook([HEADER, *rows]), cast.union)
    resource = BeneficiaryResource(union=cast.union, by=cast.clerk, source=made)
    assert figures(run(resource, HEADER, *rows, dry_run=False))[:2] == (0, 0)
    assert row.rows.count() == 2
    one = row.rows.get(id_number_index=None)
    one.pk, one.uid = None, uuid.uuid4()
    with pytest.raises(IntegrityError, match="beneficiary_imported_once"), transaction.atomic():
        one.save(force_insert=True)


def test_what_is_wrong_in_a_workbook_is_told_at_its_cell(cast, winter, begin, person):
    policies.add_gift_cap(
        region_code=cast.city.region_code, region="南通市", each=Decimal(2000), yearly=Decimal(2000),
        starts_on=date(2025, 1, 1), by=cast.administrator,
    )  # fmt: skip
    number, taken = id_number(), id_number()
    begin()
    services.add(list_id=begin(winter.other).pk, entry=person(taken, cash=Decimal(1)), by=winter.other)
    rows = [
        ["甲一", number, "困难劳模", None, 100, None, None, CARD],
        ["甲一", number, "困难劳模", None, 100, None, None, CARD],
        ["乙二", taken, "困难劳模", None, 100, None, None, CARD],
        ["丙三", id_number(), "困难劳模", None, "2000.01", None, None, CARD],
        ["丁四", id_number(), "不知道", None, 100, None, None, CARD],
        ["戊五", None, "困难劳模", None, 100, None, None, CARD],
        ["己六", id_number(), "困难劳模", None, 100, None, "没有这项", CARD],
        ["辛八", id_number(), "困难劳模", None, 100],
        ["庚七", id_number(), "困难劳模", None, "381 9张", None, None, CARD],
    ]
    resource = BeneficiaryResource(union=cast.union, by=cast.clerk)
    result = run(resource, HEADER, *rows, dry_run=True)
    assert figures(result) == (1, 0, 0, 8)
    wrong = faults(result)
    assert set(wrong) == {
        (2, "id_number"), (3, "id_number"), (4, "cash"), (5, "group_name"), (6, "id_number"),
        (7, "campaign_name"), (8, "bank_card"), (9, "cash"),
    }  # fmt: skip
    assert "第 2 行" in wrong[2, "id_number"]
    assert winter.neighbour.name not in wrong[3, "id_number"]
    resource.note_check()
    assert NumberLookup.objects.filter(by=cast.clerk).count() == 1


def test_what_was_paid_is_told_in_the_file_and_on_the_list(cast, winter, begin, approve, as_user, home):
    row = begin()
    heads = selectors.list_files(row).filter(pk=home.head_id)
    services.choose_files(list_id=row.pk, group_id=winter.poor.pk, members=heads, by=cast.clerk)
    approve(services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk))
    assert not list_records(home)
    batch = carry([Payable.objects.get()], cast, "sent")
    sent = {"action": "revoke", "comment": "错"}
    assert "已经送银行" in text_of(as_user(cast.approver).post(url("list_step", row.pk), sent))
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    record = list_records(home)[0]
    assert (record.value, record.title, record.on) == (Decimal(1000), "元旦春节送温暖", timezone.localdate())
    assert not Household.objects.filter(never_helped(), pk=home.pk).exists()
    assert "已发放" in text_of(as_user(cast.clerk).get(url("people", row.pk)))
    aid = text_of(as_user(cast.clerk).get(reverse("aid:list")))
    assert url("beneficiary", row.rows.get().pk) in aid
    answer = as_user(cast.approver).post(url("list_step", row.pk), {"action": "revoke", "comment": "错"})
    assert (answer.status_code, "已经发放" in text_of(answer)) == (409, True)
    assert CampaignList.objects.get().state == ListState.APPROVED
    assert_books_balance()


def test_nobody_off_file_any_more_is_paid(cast, winter, begin, approve, home):
    row = begin()
    heads = selectors.list_files(row).filter(pk=home.head_id)
    services.choose_files(list_id=row.pk, group_id=winter.poor.pk, members=heads, by=cast.clerk)
    approve(services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk))
    close_file(home)
    with pytest.raises(payments.PaymentRefused, match="档案已不在档"):
        carry([Payable.objects.get()], cast)


def test_the_list_of_lists_asks_no_more_for_many(cast, winter, begin, as_user):
    begin()
    client = as_user(cast.approver)
    client.get(url("lists"))
    with CaptureQueriesContext(connection) as one:
        assert cast.union.name in text_of(client.get(url("lists")))
    begin(winter.other)
    with CaptureQueriesContext(connection) as two:
        client.get(url("lists"))
    assert len(two) <= len(one)


def test_a_list_asks_no_more_for_twenty_people(cast, begin, person, as_user):
    row, client = begin(), as_user(cast.clerk)
    services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    client.get(url("people", row.pk))
    with CaptureQueriesContext(connection) as one:
        client.get(url("people", row.pk))
    for _time in range(19):
        services.add(list_id=row.pk, entry=person(cash=Decimal(1)), by=cast.clerk)
    with CaptureQueriesContext(connection) as many:
        client.get(url("people", row.pk))
    assert len(many) <= len(one)
    assert Beneficiary.objects.count() == 20
