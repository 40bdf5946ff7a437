"""Medical bills: what was charged, what was reimbursed, what is left to the family; by form and by roster."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cases.archives.models import ChangeRequest, RigidExpense
from cases.archives.rules.bills import bill_faults, describe_bill
from cases.archives.selectors.cases import get_case
from cases.archives.services.life import changes
from cases.archives.states import Section
from cases.rosters.models import RosterImport
from tests.cases.archives.typed import filled, page, rows, section
from tests.cases.rosters.roster_files import person
from tests.cases.rosters.test_import import bring_in, upload
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
MONEY = Section.MONEY
BILL = {
    "disease": "尿毒症", "hospital": "通大附院", "is_designated": "1", "billed": "52000",
    "paid_basic": "28000",
    "paid_serious": "6000", "paid_assistance": "3000", "paid_mutual": "500", "outside_catalogue": "4000",
    "months": "2026.3-2026.8", "note": "",
}  # fmt: skip
D = Decimal


@pytest.mark.requirement("A3")
@pytest.mark.parametrize(
    ("figures", "told", "field", "says"),
    [
        ({}, None, "", ""),
        ({"billed": "100", "paid_basic": "70"}, "30", "", ""),
        ({"billed": "100", "paid_basic": "70"}, "31", "self_paid",
         "自付 31.00 元与总费用 100.00 元减报销 70.00 元不符，应为 30.00 元"),
        ({"billed": "100"}, "0", "self_paid",
         "自付 0.00 元与总费用 100.00 元减报销 0.00 元不符，应为 100.00 元"),
        ({"billed": "100", "paid_basic": "70", "paid_mutual": "31"}, None, "billed",
         "报销合计 101.00 元超过了总费用 100.00 元"),
        ({"billed": "100", "outside_catalogue": "101"}, None, "outside_catalogue",
         "目录外费用 101.00 元超过了总费用 100.00 元"),
        ({"paid_commercial": "1"}, None, "billed", "请填写医疗总费用"),
    ],
)  # fmt: skip
def test_a_bill_must_add_up(figures, told, field, says):
    found = bill_faults({name: D(value) for name, value in figures.items()}, D(told) if told else None)
    assert list(found) == ([field] if field else [])
    assert says in "".join(found.values())


def test_a_bill_in_one_line():
    figures = {"billed": D(52000), "paid_basic": D(28000), "outside_catalogue": D(0)}
    line = describe_bill(figures, hospital="通大附院", is_designated=True)
    assert line == "通大附院（定点），总费用 52,000.00，基本医保 28,000.00"
    assert describe_bill({}, hospital="通大附院", is_designated=None) == ""


@pytest.fixture
def household(cast):
    made = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    made.expenses.all().delete()
    return made


def send(client, household, *lines, initial=0):
    typed = rows("incomes") | rows("expenses") | rows("bills", *lines, initial=initial)
    return client.post(section(household, MONEY), filled(household, reviewed="on", **typed))


@pytest.mark.requirement("A3")
def test_the_form_works_out_what_the_family_paid(cast, household, as_user):
    client = as_user(cast.clerk)
    refused = send(client, household, {**BILL, "self_paid": "20000"})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "自付 20,000.00 元与总费用 52,000.00 元减报销 37,500.00 元不符，应为 14,500.00 元" in text
    assert 'value="20000"' in text
    assert send(client, household, BILL).status_code == 302
    item = household.expenses.get()
    assert (item.kind, item.annual_amount, item.is_designated) == ("medical", D("14500.00"), True)
    assert [one.amount for one in get_case(household).expenses] == [D("14500.00")]
    household.refresh_from_db()
    row = {"pk": item.pk, **BILL, "paid_commercial": "4500"}
    assert send(client, household, row, initial=1).status_code == 302
    item.refresh_from_db()
    assert item.annual_amount == D("10000.00")
    assert "通大附院（定点），总费用 52,000.00" in client.get(page("check", household)).content.decode()


def test_a_page_without_the_table_leaves_the_bills(cast, household, as_user):
    send(as_user(cast.clerk), household, BILL)
    household.refresh_from_db()
    typed = rows("incomes") | rows("expenses")
    answer = as_user(cast.clerk).post(section(household, MONEY), filled(household, reviewed="on", **typed))
    assert (answer.status_code, household.expenses.count()) == (302, 1)


@pytest.mark.requirement("A3")
@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"annual_amount": 20}, "expense_bill_adds_up"),
        ({"kind": "schooling"}, "expense_bill_adds_up"),
        ({"billed": None, "annual_amount": 30}, "expense_bill_adds_up"),
        ({"outside_catalogue": 101}, "expense_bill_sensible"),
        ({"paid_mutual": -1, "annual_amount": 31}, "expense_bill_sensible"),
    ],
)
def test_the_database_refuses_a_bill_that_does_not_add_up(household, columns, constraint):
    item = household.expenses.create(kind="medical", annual_amount=30, billed=100, paid_basic=70)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RigidExpense.objects.filter(pk=item.pk).update(**columns)


@pytest.mark.requirement("A7")
def test_a_filed_households_bill_is_checked_by_another(cast, as_user):
    made = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    assert send(as_user(cast.clerk), made, BILL).status_code == 302
    request = ChangeRequest.objects.get(household=made)
    shown = as_user(cast.reviewer).get(page("changes", made)).content.decode()
    assert "医疗总费用（元）" in shown
    assert "52,000.00" in shown
    changes.decide(change_id=request.pk, action="accept", comment="", by=cast.reviewer)
    assert made.expenses.get(billed=52000).annual_amount == D("14500.00")


@pytest.mark.requirement("A3")
def test_a_roster_brings_the_bill_of_the_year(cast):
    cells = {
        "bill_billed": 52000, "bill_paid_basic": 28000, "bill_paid_serious": "6000元",
        "bill_hospital": "通大附院", "bill_is_designated": "是", "bill_disease": "尿毒症",
        "bill_patient": "季小梅", "bill_months": "2026.3-2026.8",
    }  # fmt: skip
    made = bring_in(
        upload(
            cast,
            person(1, **cells),
            person(2, **cells, expense_medical=18001),
            person(3, **cells | {"bill_patient": "无此人"}),
            person(4, bill_paid_basic=100),
            person(5, **cells, expense_medical=18000, expense_schooling=500),
        ),
        cast.clerk,
    )
    told = {
        (issue["row"], issue["column"]): issue["why"] for issue in RosterImport.objects.get(pk=made.pk).issues
    }
    assert "自付 18,001.00 元与总费用 52,000.00 元减报销 34,000.00 元不符" in told[5, "医疗自付支出"]
    assert "没有这个姓名的人" in told[6, "患者姓名"]
    assert "请填写医疗总费用" in told[7, "医疗总费用"]
    found = RigidExpense.objects.filter(household__import_row__roster=made, kind="medical").order_by("pk")
    assert [(one.annual_amount, one.member.name, one.disease) for one in found] == [
        (18000, "季小梅", "尿毒症")
    ] * 2
    assert found[0].bill == "通大附院（定点），总费用 52,000.00，基本医保 28,000.00，大病保险 6,000.00"
