"""Dated income and expenses on their way from the file to the assessment and to the preview."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives import reports
from cases.archives.models import Assessment
from cases.archives.reports.items import item_tables
from cases.archives.rules.periods import write_months
from cases.archives.selectors.cases import get_case, read_rules
from cases.archives.services.assessments import assess_household, is_reproduced
from cases.archives.views.figures import current_verdict
from cases.policies.rules import assess, read_case
from cases.policies.services import default_text
from tests.cases.archives.typed import filled, page, rows
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


def first_of(back, day=None):
    """The first day of the month so many months back."""
    day = day or timezone.localdate()
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def span(first, last):
    """Months counted back from this one, as the file keeps them: 1 is the month before."""
    return {"from_on": first_of(first), "to_on": first_of(last - 1) - timedelta(days=1)}


@world
def household(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)


@pytest.fixture
def half_year():
    """The reference policy with a window of six months."""
    return read_rules("window: 6\n" + default_text()).document


@pytest.mark.requirement("A2")
def test_what_was_earned_before_the_window_does_not_count(household, half_year):
    household.incomes.all().delete()
    household.expenses.all().delete()
    household.incomes.create(kind="wage", annual_amount=7200, **span(12, 7))
    household.incomes.create(kind="pension", annual_amount=1800, **span(6, 1))
    outcome = assess(half_year, get_case(household))
    assert outcome.figures["net"].total == 1800
    household.incomes.create(kind="other", annual_amount=99_999, **span(40, 13))
    assert current_verdict(household).net == Decimal("250.00")
    assert current_verdict(household).gross == Decimal("250.00")


@pytest.mark.requirement("A2")
def test_a_file_without_months_comes_to_what_it_came_to(household):
    case = get_case(household)
    assert not any(item.is_total for item in (*case.incomes, *case.expenses))
    assert current_verdict(household).net == Decimal("819.97")


@pytest.mark.requirement("A2")
def test_the_preview_says_what_the_assessment_will_say(cast, household, as_user):
    head = household.head
    lines = (
        {"kind": "wage", "annual_amount": "54000", "member": str(head.uid), **_typed(20, 3)},
        {"kind": "pension", "annual_amount": "15000", **_typed(5, 1)},
    )
    expenses = ({"kind": "medical", "annual_amount": "4200", "member": str(head.uid), **_typed(15, 9)},)
    typed = rows("incomes", *lines) | rows("expenses", *expenses)
    answer = as_user(cast.clerk).post(page("preview", household), filled(household, **typed))
    household.incomes.all().delete()
    household.expenses.all().delete()
    household.incomes.create(kind="wage", annual_amount=54000, member=head, **span(20, 3))
    household.incomes.create(kind="pension", annual_amount=15000, **span(5, 1))
    household.expenses.create(kind="medical", annual_amount=4200, member=head, **span(15, 9))
    stored = assess_household(household, by=cast.clerk)
    assert stored.net == Decimal("1183.33")
    assert stored.result["formula"] in answer.text
    assert is_reproduced(Assessment.objects.get(pk=stored.pk))


@pytest.mark.requirement("A2")
def test_an_assessment_from_before_dates_counted_is_reproduced(household):
    """Its inputs do not say that an amount is of its months only; so it stays a year's amount."""
    stored = assess_household(household, by=None)
    assert "is_total" not in str(stored.inputs)
    assert is_reproduced(Assessment.objects.get(pk=stored.pk))


def _typed(first, last):
    return {"months": write_months(*span(first, last).values())}


@pytest.mark.requirement("A2", "A3")
def test_sheet_and_case_page_list_items_with_months_proof_and_reason(cast, household, as_user):
    proof = household.evidence.get(kind="income")
    household.incomes.create(kind="business", annual_amount=77_700, evidence=proof, **span(20, 13))
    stored = assess_household(household, by=cast.clerk)
    document, case = read_rules(stored.rules.text).document, read_case(stored.inputs)
    line = item_tables(document, case)[0].lines[-1]
    assert (line.who, line.counted) == ("全家", 0)
    assert line.months == write_months(*span(20, 13).values())
    assert line.proof == proof.get_kind_display()
    assert proof.sha256.startswith(line.mark)
    assert "以前" in line.reason
    assert reports.assessment_sheet(stored, on=timezone.localdate()).startswith(b"%PDF")
    text = as_user(cast.reviewer).get(reverse("archives:case", args=[household.pk]) + "?tab=money").text
    for words in (line.months, line.reason, "77,700.00", proof.get_kind_display()):
        assert words in text


def test_the_preview_names_what_does_not_count(cast, household, as_user):
    line = {"kind": "wage", "annual_amount": "500", **_typed(30, 20)}
    answer = as_user(cast.clerk).post(
        page("preview", household), filled(household, **rows("incomes", line), **rows("expenses"))
    )
    assert "不计：在统计期" in answer.text
