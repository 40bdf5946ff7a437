"""Pages of donations: who may, what they say, what a bad entry is answered with, the receipt on paper."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from funds.donations.models import Donation, Donor
from funds.donations.services import DonorTold
from funds.ledgers import services as ledger
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from tests.factories import UserFactory, id_number
from tests.funds.donations.conftest import COMPANY, USCC, goods, money

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]


def url(name, *args):
    return reverse(f"donations:{name}", args=args)


def text_of(response):
    return response.content.decode()


def paper_of(response):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def data(**changes):
    """What finance types of a gift of money."""
    return {
        "key": str(uuid.uuid4()),
        "kind": "company",
        "number": USCC,
        "name": COMPANY.name,
        "amount": "１２３４.５",
        "use": "living",
        "method": "bank",
        "given_on": timezone.localdate().isoformat(),
        **changes,
    }


def test_from_the_entry_to_the_receipt(cast, second, as_user):
    made = as_user(cast.finance).post(url("new_money"), data(phone="13800138000"))
    donation = Donation.objects.get()
    assert made["Location"] == url("donation", donation.pk)
    assert "要由另一位财务或审批人确认" in text_of(as_user(cast.finance).get(made["Location"]))
    client = as_user(second)
    assert client.get(url("receipt", donation.pk)).status_code == 404
    client.post(url("step", donation.pk), {"action": "confirm"})
    paper = paper_of(client.get(url("receipt", donation.pk)))
    donation.refresh_from_db()
    for part in (donation.number, COMPANY.name, "1,234.50", "人民币壹仟贰佰叁拾肆元伍角", "生活"):
        assert part in paper
    assert "【作废】" not in paper
    assert AuditRecord.objects.filter(action="export.donation_receipt").count() == 1
    page = text_of(client.get(url("donation", donation.pk)))
    assert donation.number in page
    assert "13800138000" not in page + text_of(client.get(url("donor", donation.donor_id)))


def test_a_void_receipt_says_so_on_paper(voided, cast, as_user):
    donation = voided()
    client = as_user(cast.auditor)
    assert "【作废】" in paper_of(client.get(url("receipt", donation.pk)))
    assert "号码不再使用" in text_of(client.get(url("donation", donation.pk)))


def test_a_receipt_of_goods_says_who_valued_them(given, cast, as_user):
    paper = paper_of(as_user(cast.finance).get(url("receipt", given(goods()).pk)))
    for part in ("大米 10 千克装 50 袋", "发票 02134", "500.00"):
        assert part in paper


BAD = [
    ({"amount": "0"}, "金额不能少于 0.01 元"),
    ({"amount": "-5"}, "金额不能是负数"),
    ({"amount": "1.005"}, "最多两位小数"),
    ({"amount": "1000000000000"}, "金额太大"),
    ({"amount": "100000000"}, "金额不能超过"),
    ({"amount": "1e3"}, "科学计数法"),
    ({"amount": "1234500"}, "是不是把分当成了元"),
    ({"amount": ""}, "请填写金额"),
    ({"given_on": "2099-12-31"}, "日期不能晚于今天"),
    ({"kind": "person", "number": "320602198001011234"}, "校验"),
    ({"number": "91350100M000100Y44"}, "第 18 位校验码不对"),
    ({"kind": "anonymous"}, "选了“不留名”"),
    ({"name": ""}, "请填写捐赠人"),
    ({"publishes": "on"}, "请填写捐赠人同意公示的日期"),
    ({"use": "pool"}, ""),
    ({"method": "cash", "bank_serial": "T1"}, "现金没有银行流水号"),
    ({"name": "<script>" + "x" * 90}, ""),
    ({"key": "x"}, ""),
]


@pytest.mark.parametrize(("changes", "sentence"), BAD)
def test_a_bad_entry_is_answered_with_what_is_wrong(cast, as_user, changes, sentence):
    response = as_user(cast.finance).post(url("new_money"), data(**changes))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Donation.objects.exists()
    assert not Donor.objects.exists()


def test_what_the_service_refuses_stands_at_its_field(cast, as_user):
    client = as_user(cast.finance)
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    ledger.close_period(union=cast.city, month=last, by=cast.finance)
    refused = client.post(url("new_money"), data(given_on=last.isoformat()))
    assert refused.status_code == 409
    assert "已经结账" in text_of(refused)
    client.post(url("new_money"), data())
    assert "已登记为" in text_of(client.post(url("new_money"), data(name="另一家公司")))
    assert Donor.objects.count() == 1


def test_a_million_that_somebody_is_sure_of_is_entered(cast, as_user):
    as_user(cast.finance).post(url("new_money"), data(amount="120万", sure="on"))
    assert Donation.objects.get().amount == 1_200_000


def test_who_leaves_no_name_has_no_donor(cast, second, as_user):
    as_user(cast.finance).post(url("new_money"), data(kind="anonymous", name="", number=""))
    donation = Donation.objects.get()
    assert donation.donor is None
    as_user(second).post(url("step", donation.pk), {"action": "confirm"})
    assert "不留名" in paper_of(as_user(second).get(url("receipt", donation.pk)))


def test_whoever_has_a_number_is_found_while_it_is_typed(cast, enter, as_user):
    enter()
    client = as_user(cast.finance)
    assert COMPANY.name in text_of(client.post(url("number_check"), {"id_number": USCC}))
    assert COMPANY.name not in text_of(client.post(url("number_check"), {"id_number": id_number()}))
    assert client.post(url("number_check"), {"id_number": "　"}).status_code == 200
    other = UserFactory(union=cast.county, role=Role.FINANCE)
    assert COMPANY.name not in text_of(as_user(other).post(url("number_check"), {"id_number": USCC}))


def test_consent_is_given_and_taken_back(cast, enter, as_user):
    donor = enter().donor
    client = as_user(cast.finance)
    told = {"kind": donor.kind, "name": donor.name, "number": str(donor.number)}
    client.post(url("donor_edit", donor.pk), {**told, "publishes": "on", "consent_on": "2026-03-05"})
    assert Donor.objects.get().published_name == COMPANY.name
    client.post(url("donor_edit", donor.pk), told)
    donor = Donor.objects.get()
    assert (donor.published_name, donor.consent_on) == ("爱心人士", None)
    assert donor.number == USCC


def test_lists_are_narrowed_and_taken_along_without_numbers(cast, enter, given, as_user):
    enter(money("77"))
    given(goods())
    client = as_user(cast.auditor)
    assert "大米" not in text_of(client.get(url("list"), {"state": "entered"}))
    assert "没有符合条件的捐赠" in text_of(client.get(url("list"), {"year": "2019"}))
    assert "没有符合条件的捐赠人" in text_of(client.get(url("donors"), {"consent": "1"}))
    for name in ("export", "donors_export"):
        content = client.post(url(name)).content
        cells = [str(cell) for row in read_sheet(content).rows for cell in row.values]
        assert any(COMPANY.name in cell for cell in cells)
        assert not any(USCC in cell for cell in cells)


@pytest.mark.parametrize("name", ["list", "donors"])
def test_a_list_takes_the_same_few_queries_whatever_its_length(cast, enter, as_user, name):
    client = as_user(cast.finance)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url(name))
        return len(found)

    enter()
    queries()  # the session learns its last use
    few = queries()
    for _n in range(10):
        enter(donor=None)
    assert queries() == few <= 12


@pytest.mark.parametrize("role", Role.values)
def test_each_page_opens_for_its_roles_and_for_nobody_else(cast, given, as_user, role):
    row = given()
    client = as_user(UserFactory(union=cast.city, role=role))
    readers = {Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.REVIEWER}
    for name, args, may in (
        ("list", (), readers),
        ("donors", (), readers),
        ("donation", (row.pk,), readers),
        ("donor", (row.donor_id,), readers),
        ("receipt", (row.pk,), readers),
        ("new_money", (), {Role.FINANCE}),
        ("new_goods", (), {Role.FINANCE}),
        ("donor_edit", (row.donor_id,), {Role.FINANCE}),
    ):
        assert client.get(url(name, *args)).status_code == (200 if role in may else 403), name


def test_outside_the_scope_there_is_nothing(cast, given, as_user):
    row = given()
    client = as_user(UserFactory(union=cast.county, role=Role.FINANCE))
    for name, key in (
        ("donation", row.pk),
        ("receipt", row.pk),
        ("donor", row.donor_id),
        ("donor_edit", row.donor_id),
    ):
        assert client.get(url(name, key)).status_code == 404, name
    assert client.post(url("step", row.pk), {"action": "ask_void", "comment": "x"}).status_code == 404
    assert "还没有捐赠" in text_of(client.get(url("list")))


def test_somebody_without_a_number_gives_again_from_their_page(cast, enter, as_user):
    donor = enter(donor=DonorTold("person", "王建国")).donor
    client = as_user(cast.finance)
    address = f"{url('new_money')}?donor={donor.pk}"
    assert address in text_of(client.get(url("donor", donor.pk)))
    assert "王建国" in text_of(client.get(address))
    told = {name: value for name, value in data().items() if name not in ("kind", "number", "name")}
    assert client.post(address, told).status_code == 302
    assert donor.donations.count() == 2
    for wrong in ("0", "x", "9" * 30, "１"):
        assert client.get(url("new_money"), {"donor": wrong}).status_code == 404
    elsewhere = UserFactory(union=cast.county, role=Role.FINANCE)
    assert as_user(elsewhere).get(address).status_code == 404
