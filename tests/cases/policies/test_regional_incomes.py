"""人均可支配收入: one figure for a region and a year, asked for a year later; such policies can tell then."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.cases import get_case
from cases.policies import services
from cases.policies.models import RegionalIncome
from cases.policies.rules import Case, assess, parse_policy
from cases.policies.rules.case import Expense, Income
from cases.policies.selectors import get_regional_income, list_case_standards
from cases.policies.services.loading import POLICIES
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, UserFactory, living_standard

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A2", "F5")]


def income(code="320600", area="all", year=2025, yearly="51000", region="某地"):
    return RegionalIncome.objects.create(
        region_code=code, region=region, area=area, year=year, yearly=Decimal(yearly)
    )


def shipped(name):
    return parse_policy((Path(POLICIES) / f"{name}.yaml").read_text(encoding="utf-8"))


def test_what_is_published_is_loaded_once_as_published():
    assert services.load_regional_incomes() == 1
    assert services.load_regional_incomes() == 0
    row = get_regional_income(region_code="440307", year=2020)
    assert (row.region, row.area, row.yearly) == ("深圳市", "all", Decimal("64878.00"))
    assert get_regional_income(region_code="440307", year=2021) is None


def test_the_nearest_region_then_the_people_asked_for():
    province, city = income("320000", yearly="1"), income("320600", yearly="2")
    town = income("320600", "urban", yearly="3")
    own = income("320602", yearly="4")

    def found(code, **more):
        return get_regional_income(region_code=code, year=2025, **more)

    assert (found("320602"), found("320612"), found("320612", area="rural")) == (own, town, city)
    assert (found("320602", level="city"), found("320602", level="province")) == (town, province)
    assert (found("320101"), found("330100")) == (province, None)


@pytest.mark.parametrize(("income_of_worker", "category"), [("64877.99", "eligible"), ("64878.00", "")])
def test_shenzhen_asks_for_the_city_s_figure_of_the_year_before(income_of_worker, category):
    services.load_regional_incomes()
    case = Case(
        on=date(2021, 8, 2), region_code="440307", persons=2, assets={"commercial_homes": Decimal(1)},
        traits={"worker_income": Decimal(income_of_worker), "spouse_income": Decimal(0)},
        need={"diagnosed_on": date(2021, 1, 1), "person": "p1", "pool_used": Decimal(0)},
        standards=list_case_standards(["440307"]),
    )  # fmt: skip
    outcome = assess(shipped("shenzhen_2021"), case)
    assert (outcome.undecided, outcome.category) == (False, category)
    later = assess(shipped("shenzhen_2021"), replace(case, on=date(2022, 8, 2)))
    assert (later.undecided, "当地上年度居民人均可支配收入" in later.missing) == (True, True)


@pytest.mark.parametrize(
    ("policy", "region", "outlay"),
    [
        ("pingshan_2025", "440310", 60000),
        ("liaoning_2025", "210100", 80000),
        ("anqing_2025", "340802", 60000),
    ],
)
def test_with_last_year_s_figure_policies_that_could_not_tell_say_yes_or_no(policy, region, outlay):
    living_standard(region[:4] + "00", "2000.00")
    case = Case(
        on=date(2026, 3, 5), region_code=region, persons=2, incomes=(Income("wage", Decimal(100000)),),
        expenses=(Expense("medical", Decimal(outlay)),),
        traits={"is_on_dibao": False, "is_special_support": False, "is_dibao_marginal": False},
    )  # fmt: skip
    document = shipped(policy)

    def judged():
        return assess(document, replace(case, standards=list_case_standards([region])))

    assert judged().undecided
    row = income(region[:2] + "0000", yearly="50000.01")
    assert (judged().undecided, bool(judged().category)) == (False, True)
    RegionalIncome.objects.filter(pk=row.pk).update(yearly="50000.00")
    assert (judged().undecided, judged().category) == (False, "")


def test_a_household_of_the_region_is_judged_with_it(cast):
    home = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    row = income(home.union.region_code, year=2025)
    found = [s for s in get_case(home, on=date(2026, 3, 5)).standards if s.kind == "regional_income"]
    assert [(s.value, s.from_on, s.to_on) for s in found] == [
        (row.yearly, date(2025, 1, 1), date(2025, 12, 31))
    ]


def test_an_administrator_enters_a_year_once_and_finds_it(cast, as_user):
    client = as_user(cast.administrator)
    data = {"region_code": "320600", "region": "南通市", "area": "all", "year": "2024", "yearly": "5.1万",
            "name": "居民人均可支配收入", "document": "统计公报"}  # fmt: skip
    address = reverse("policies:income_new")
    assert client.post(address, data).status_code == 302
    again = client.post(address, data)
    assert (again.status_code, "已经录入 51,000.00 元" in again.content.decode()) == (422, True)
    for more, said in (
        ({"region_code": "440300"}, "以 3206 开头"),
        ({"year": "2099"}, "还没有结束"),
        ({"year": str(timezone.localdate().year)}, "还没有结束"),
        ({"yearly": "0"}, "不能少于"),
        ({"region_code": "32"}, "六位数字"),
    ):
        refused = client.post(address, {**data, **more})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    page = client.get(reverse("policies:incomes"), {"q": "南通"}).content.decode()
    assert "51,000.00" in page
    assert "没有找到" in client.get(reverse("policies:incomes"), {"q": "火星"}).content.decode()
    assert AuditRecord.objects.filter(action="policies.add_regional_income").count() == 1
    county = UserFactory(union=cast.county, role="administrator")
    assert as_user(county).post(address, {**data, "year": "2023"}).status_code == 422
    assert as_user(cast.clerk).get(address).status_code == 403


@pytest.mark.parametrize("values", [{"year": 2025}, {"yearly": 0, "year": 2024}, {"year": 25}])
def test_the_database_keeps_one_positive_figure_a_year(values):
    income()
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionalIncome.objects.create(
            **{"region_code": "320600", "region": "南通市", "area": "all", "yearly": 1, **values}
        )


def test_the_list_asks_no_more_for_twenty_than_for_one(cast, as_user, django_assert_max_num_queries):
    income()
    client = as_user(cast.clerk)
    for count in (0, 20):
        for n in range(count):
            income(f"{320700 + n}")
        with django_assert_max_num_queries(12):
            client.get(reverse("policies:incomes"))
