"""Whom a document lets its money help, how much of it one of them gets, and the document itself."""

import uuid
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from funds.ledgers import services
from funds.ledgers.models import Fund
from funds.ledgers.rules import helps
from funds.ledgers.services import CapExceeded, Draw, LedgerRefused, Order, Whom
from funds.ledgers.states import BeneficiaryClass
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import accept_upload
from tests.books import ON, assert_books_balance, available, make_fund, make_line
from tests.cases.intakes.lists import picture
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E1")]
CAPS = {"household_cap": Decimal(1000), "person_cap": Decimal(600)}


def whom(household, person, *kin):
    return Whom(f"household:{household}", f"person:{person}", tuple(f"household:{one}" for one in kin))


def hold(line, amount, source, by, **more):
    return services.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(amount), source=f"a:{source}", by=by,
        key=uuid.uuid4(), on=ON, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "of", "is_for"),
    [
        ([], {"deep"}, True), (["deep", "model"], {"deep"}, True), (["model"], {"other", "model"}, True),
        (["deep"], {"relative"}, False), (["deep"], set(), False),
    ],
)  # fmt: skip
def test_a_document_names_whom_it_helps_or_helps_everybody(classes, of, is_for):
    assert helps(classes, of) == is_for


def test_one_household_and_one_person_get_so_much_of_a_document_from_all_books_together(cast, finance):
    line = make_line(finance, **CAPS)
    made = services.allocate(
        line_id=line.pk, union_id=cast.county.pk, amount=Decimal(3000), document_no="通工〔2026〕8号",
        document_on=ON, by=finance, key=uuid.uuid4(), on=ON,
    )  # fmt: skip
    below, county = made.lower_line, UserFactory(union=cast.county, role=Role.FINANCE)
    assert (below.fund.household_cap, below.fund.person_cap) == (1000, 600)
    hold(line, "500", 1, finance, whom=whom(1, 1))
    with pytest.raises(CapExceeded, match=r"每人限额：上限 600\.00 元，已用 500\.00 元，还可帮扶 100\.00"):
        hold(below, "100.01", 2, county, whom=whom(2, 1))
    hold(line, "400", 3, finance, whom=whom(1, 2))
    with pytest.raises(CapExceeded, match=r"通工〔2026〕8号规定的每户限额：.*还可帮扶 100\.00 元"):
        hold(below, "100.01", 4, county, whom=whom(1, 3))
    with pytest.raises(CapExceeded, match="每户限额"):
        hold(below, "100.01", 4, county, whom=whom(9, 3, 1))
    hold(below, "100", 4, county, whom=whom(1, 3))
    hold(make_line(finance), "5000", 5, finance, whom=whom(1, 1))
    assert_books_balance()


def test_nobody_gets_it_without_a_name_and_of_many_each_is_refused_by_itself(finance):
    line = make_line(finance, **CAPS)
    with pytest.raises(LedgerRefused, match="没有写明给谁"):
        hold(line, "1", 1, finance)
    draws = [Draw(line.pk, line.use_id, Decimal(500))]
    found = services.commit_each(
        [
            Order(draws, f"a:{n}", uuid.uuid4(), ON, whom=one)
            for n, one in enumerate([None, whom(1, 1), whom(1, 1), whom(1, 2)])
        ],
        by=finance,
    )
    assert [isinstance(one, LedgerRefused) for one in found] == [True, False, True, False]
    assert available(line) == 10000 - 1000


def test_what_comes_back_may_be_given_again(finance):
    line = make_line(finance, person_cap=Decimal(600))
    held = hold(line, "600", 1, finance, whom=whom(1, 1))
    services.release(commitment_id=held.pk, by=finance, key=uuid.uuid4(), on=ON, reason="撤销")
    hold(line, "600", 2, finance, whom=whom(1, 1))


@pytest.mark.parametrize("more", [{"household_cap": Decimal(0)}, {"person_cap": Decimal("1.001")}])
def test_a_cap_is_an_amount(more, finance):
    with pytest.raises(LedgerRefused, match="金额必须大于零"):
        make_fund(finance, **more)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"household_cap": 2000}, "fund_within_origin"),
        ({"classes": ["deep"]}, "fund_within_origin"),
        ({"origin": None, "classes": ["nobles"]}, "fund_classes_known"),
        ({"origin": None, "person_cap": Decimal(-1)}, "fund_person_cap_positive"),
        ({"origin": None, "household_cap": 0}, "fund_household_cap_positive"),
        ({"scan": "x"}, "fund_scan_whole"),
    ],
)
def test_around_python_what_the_document_says_goes_down_with_it(change, constraint, finance):
    upper = make_fund(finance, source="central", **CAPS)
    lower = Fund(
        union=upper.union, origin=upper, source="central", name="x", document_no="又一号", document_on=ON,
        total=1, created_by=finance, **CAPS,
    )  # fmt: skip
    for name, value in change.items():
        setattr(lower, name, value)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        lower.save(force_insert=True)
    assert caught.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize(
    "change",
    [
        "classes = '{deep}'",
        "household_cap = 5000",
        "person_cap = NULL",
        "scan = '', scan_type = '', scan_sha256 = ''",
    ],
)
def test_around_python_what_the_document_says_stays(change, finance):
    make_fund(finance, scan=accept_upload(ContentFile(picture(), name="文件.jpg")), **CAPS)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE ledgers_fund SET {change}")


def test_around_python_money_of_a_capped_document_counts_against_it(finance, monkeypatch):
    line = make_line(finance, **CAPS)
    monkeypatch.setattr(services.FundCaps, "claims", lambda caps, whom: [])
    with transaction.atomic():
        hold(line, "1", 1, finance, whom=whom(1, 1))
        with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    assert caught.value.__cause__.diag.constraint_name == "commitment_counted"


def test_the_pages_take_it_show_it_and_keep_the_scan(client, finance):
    client.force_login(finance)
    told = {
        "source": "fiscal", "name": "专项", "document_no": "财社〔2026〕7号", "document_on": "2026-03-05",
        "total": "5000", "leftover": "carry", "uses": ["living"], "classes": ["deep", "model"],
        "household_cap": "3000",
    }  # fmt: skip
    assert client.post(reverse("ledgers:fund_new"), {**told, "classes": ["nobles"]}).status_code == 422
    assert client.post(reverse("ledgers:fund_new"), told).status_code == 302
    fund = Fund.objects.get(document_no="财社〔2026〕7号")
    assert (fund.classes, fund.household_cap, fund.person_cap) == (["deep", "model"], 3000, None)
    page = client.get(reverse("ledgers:fund", args=[fund.pk])).content.decode()
    assert "深度困难职工、劳动模范" in page
    assert "3,000.00" in page
    assert client.get(reverse("ledgers:fund_scan", args=[fund.pk])).status_code == 404
    attach = reverse("ledgers:fund_attach", args=[fund.pk])
    bad = SimpleUploadedFile("a.exe", b"MZ")
    assert client.post(attach, {"scan": bad}).status_code == 422
    assert client.post(attach, {"scan": SimpleUploadedFile("文件.jpg", picture())}).status_code == 302
    shown = client.get(reverse("ledgers:fund_scan", args=[fund.pk]))
    assert shown.getvalue().startswith(b"\xff\xd8")
    assert AuditRecord.objects.filter(action__in=["ledger.fund_scan", "export.fund_scan"]).count() == 2
    assert client.get(attach).status_code == 404
    with pytest.raises(LedgerRefused, match="不能换"):
        services.attach_scan(
            fund_id=fund.pk, scan=accept_upload(ContentFile(picture(), name="文件.jpg")), by=finance
        )


def test_the_classes_are_those_of_the_files():
    from cases.policies.states import Category

    assert set(Category.values) < set(BeneficiaryClass.values)
