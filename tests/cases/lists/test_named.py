"""The lists known by name of social insurance, housing fund, deposits and 低保边缘: who is in them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.archives.models import Household, Member
from cases.lists.selectors import named
from hardship.kernel.sheets import read_sheet
from tests.cases.lists.test_list import LIST, count_queries, names
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


def make(cast, name, *, union=None, head=None, **facts):
    clerk = cast.stranger if union else cast.clerk
    household = HouseholdFactory(filed=True, union=union or cast.union, clerk=clerk, name=name)
    Household.objects.filter(pk=household.pk).update(**facts)
    Member.objects.filter(pk=household.head_id).update(**(head or {}))
    return household


@world
def homes(cast):
    """Who has everything and who has nothing, one who owes, and one of another union like them."""
    insured = dict.fromkeys(
        ("pension_insurance", "medical_insurance", "unemployment_insurance", "injury_insurance"), "insured"
    )
    make(cast, "全参保", head=insured | {"insurance": "worker"}, deposits=0, housing_fund=0)
    make(cast, "断养老", head=insured | {"pension_insurance": "interrupted", "pension_arrears": 8},
         deposits=Decimal("3000.50"), housing_fund=Decimal("1200.00"))  # fmt: skip
    make(cast, "无医保", head={"insurance": "none"}, deposits=None, is_dibao_marginal=True)
    make(cast, "外地人", union=cast.elsewhere, head={"insurance": "none"}, deposits=1, housing_fund=1,
         is_dibao_marginal=True)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("view=insurance", {"断养老", "无医保"}),
        ("view=marginal", {"无医保"}),
        ("view=deposits", {"断养老"}),
        ("view=housing_fund", {"断养老"}),
        ("insurance=any", {"断养老", "无医保"}),
        ("insurance=pension", {"断养老"}),
        ("insurance=medical", {"无医保"}),
        ("insurance=injury", set()),
        ("insurance=none", {"无医保"}),
        ("insurance=nonsense", {"全参保", "断养老", "无医保"}),
        ("deposits=1", {"断养老"}),
        ("deposits=0", {"全参保"}),
        ("deposits=none", {"无医保"}),
        ("housing_fund=0", {"全参保"}),
        ("is_dibao_marginal=1", {"无医保"}),
        ("is_dibao_marginal=none", {"全参保", "断养老"}),
    ],
)
def test_who_is_in_a_list(as_user, cast, homes, query, found):
    assert set(names(as_user(cast.clerk).get(f"{LIST}?{query}"))) == found


def test_a_family_that_left_is_in_none_of_them(as_user, cast, homes):
    left = Household.objects.filter(head__name="断养老")
    left.update(state="closed", close_reason="moved", left_on=date(2026, 1, 5))
    assert names(as_user(cast.clerk).get(f"{LIST}?view=deposits")) == []
    assert names(as_user(cast.clerk).get(f"{LIST}?deposits=1")) == ["断养老"]


def test_a_list_shows_why_and_so_does_its_workbook(as_user, cast, homes):
    client = as_user(cast.clerk)
    assert "养老断缴 8 个月；医疗、失业、工伤参保" in client.get(f"{LIST}?view=insurance").content.decode()
    assert "3,000.50" in client.get(f"{LIST}?view=deposits").content.decode()
    assert "1,200.00" in client.get(f"{LIST}?view=housing_fund").content.decode()
    plain = client.get(LIST).content.decode()
    assert "养老断缴" not in plain
    book = client.post(f"{reverse('rosters:export')}?view=insurance", {"layout": "list"})
    cells = [cell for row in read_sheet(book.content).rows for cell in row.values]
    assert any("养老断缴 8 个月" in str(cell) for cell in cells)


def test_the_counts_that_take_longer_come_after_the_page_and_are_those_of_the_lists(as_user, cast, homes):
    client = as_user(cast.clerk)
    page = client.get(LIST)
    later = {str(view.label) for view in named.LATER}
    assert {chip["label"] for chip in page.context["view_chips"] if chip["count"] is None} == later
    address = reverse("lists:panel_chips")
    assert f'data-hx-get="{address}?"' in page.content.decode()
    chips = client.get(address, {"view": "grace"}).context["view_chips"]
    counts = {chip["label"]: chip["count"] for chip in chips}
    assert (counts["社保未落实"], counts["低保边缘"], counts["有存款"]) == ("2", "1", "1")
    assert [chip["label"] for chip in chips if chip["current"]] == ["渐退期"]
    for person in (cast.clerk, cast.reviewer, cast.city_reviewer, cast.stranger):
        scope = Household.objects.visible_to(person)
        told = {view: scope.filter(named.VIEWS[view]()).count() for view in named.LATER}
        assert named.count_later(person) == told


def test_the_later_counts_cost_the_same_for_any_number_of_files(as_user, cast, homes):
    client, address = as_user(cast.clerk), reverse("lists:panel_chips")
    client.get(address)
    few = count_queries(client, address)
    for number in range(8):
        make(cast, f"户{number}", deposits=5)
    assert count_queries(client, address) == few
