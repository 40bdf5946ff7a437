"""Categories of a union's own policy: kept under their own name, reported as the policy says."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.applications.selectors import list_choices
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household, RigidExpense, StatusPeriod
from cases.archives.selectors.status_periods import list_status_period_differences
from cases.archives.services.assessments import assess_household, decide_override, request_override
from cases.archives.services.steps import take_step
from cases.archives.states import Category, FilingLevel, State
from cases.lists.filters import HouseholdFilter
from cases.lists.views.listing import PARAMETERS
from cases.policies import rules, services
from cases.policies.models import Policy
from cases.policies.rules import parse_policy
from cases.rosters.reports.national import national_columns, national_rows
from cases.trials.models import WhatIfRow
from cases.trials.services import ask_what_if
from funds.payments.models import Payable
from hardship.jobs.services import run_pending
from hardship.kernel.workflow import Refused
from hardship.statistics.selectors.statistics import get_statistics
from tests.cases.policies.texts import SIMPLE
from tests.factories import ApplicationFactory, HouseholdFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A4", "G5")]
SHIPPED = sorted(Path(rules.__file__).parents[1].joinpath("data", "policies").glob("*.yaml"))


def own_policy(deep="national: deep", relative="national: none"):
    """SIMPLE with categories of a company's own; a complete household of the factories is 特困, one without
    rigid expenses 一般."""
    text = re.sub(r"\bdeep\b", "special", SIMPLE)
    text = re.sub(r"\brelative\b", "ordinary", text)
    text = text.replace("label: 深度困难\n", f"label: 特困职工\n    {deep}\n")
    return text.replace("label: 相对困难\n", f"label: 一般困难职工\n    {relative}\n")


def put_in_force(union, text):
    return services.load_policy(union=union, text=text, in_force_from=timezone.localdate().replace(day=1))


@world
def company(cast, reference):
    """The cast's union with a policy of its own."""
    put_in_force(cast.union, own_policy("national: deep\n    filing_level: grassroots"))
    return cast.union


def spend_little(household):
    """So much less that the family is 一般 and no longer 特困."""
    items = RigidExpense.objects.filter(household=household, kind__in=("medical", "schooling"))
    items.exclude(pk=items.first().pk).delete()
    items.update(annual_amount=2000)


def file_of(cast, *, spends=True, **more):
    household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, **more)
    if not spends:
        spend_little(household)
    take_step(household_id=household.pk, action="submit", by=cast.clerk)
    take_step(household_id=household.pk, action="file", by=cast.reviewer, skips_unseen=True)
    return Household.objects.select_related("head", "union").get(pk=household.pk)


def test_a_file_keeps_the_own_category_the_national_one_and_the_standard(cast, company):
    filed = file_of(cast)
    assert (filed.category, filed.own_category, filed.own_label) == ("deep", "special", "特困职工")
    assert (filed.get_category_display(), filed.filing_level) == ("特困职工", FilingLevel.GRASSROOTS)
    assert not list_status_period_differences()


def test_a_category_that_is_reported_as_none_is_filed_all_the_same(cast, company):
    filed = file_of(cast, spends=False)
    assert (filed.state, filed.category, filed.own_label) == (State.FILED, Category.OWN, "一般困难职工")
    assert filed.filing_level == FilingLevel.NATIONAL
    application = ApplicationFactory(
        household=filed, union=cast.union, clerk=cast.clerk, programme="medical", state=ApplicationState.DRAFT
    )
    assert application.get_category_display() == "一般困难职工"


def test_pages_lists_and_rosters_say_it(cast, company, as_user):
    filed = file_of(cast)
    client = as_user(cast.clerk)
    for address in (reverse("lists:files"), reverse("archives:case", args=[filed.pk])):
        page = client.get(address).content.decode()
        assert "特困职工" in page


def test_the_national_roster_has_the_national_word_and_the_own_one_beside_it(cast, company):
    filed, other = file_of(cast), file_of(cast, spends=False)
    names = [column.key for column in national_columns()]
    rows = national_rows(Household.objects.filter(pk__in=[filed.pk, other.pk]).order_by("pk"), full=False)
    told = [(row[1 + names.index("category")], row[1 + names.index("own_label")]) for row in rows]
    assert told == [("深度困难", "特困职工"), ("", "一般困难职工")]


def test_a_long_name_fits_wherever_it_is_kept():
    longest = Household._meta.get_field("own_label").max_length
    for model, name in ((Payable, "category"), (WhatIfRow, "after_label"), (StatusPeriod, "own_label")):
        assert model._meta.get_field(name).max_length >= longest, model


def test_statistics_count_by_either_and_lead_to_the_files(cast, company, as_user):
    special, ordinary = file_of(cast), file_of(cast, spends=False)
    found = get_statistics(user=cast.reviewer, on=timezone.localdate())
    tables = {
        table.key: {line.key: line.figures.households for line in table.lines} for table in found.tables
    }
    assert tables["category"] == {"deep": 1, "relative": 0, "accident": 0, "own": 1}
    assert tables["own"] == {"一般困难职工": 1, "特困职工": 1}
    assert (tables["filing_level"]["grassroots"], tables["filing_level"]["national"]) == (1, 1)
    narrowed = HouseholdFilter(
        {"own": "特困职工"}, queryset=Household.objects.visible_to(cast.reviewer), user=cast.reviewer
    )
    assert [row.own_label for row in narrowed.chosen] == ["特困职工"]
    page = as_user(cast.reviewer).get(
        reverse("statistics:files"), {"on": timezone.localdate().isoformat(), "own": "特困职工"}
    )
    told = page.content.decode()
    assert "本级类别：特困职工" in told
    assert special.file_no in told
    assert ordinary.file_no not in told


def test_every_condition_of_the_list_of_files_stays_on_its_next_page():
    assert set(HouseholdFilter.base_filters) <= set(PARAMETERS)


def test_what_no_programme_is_for_is_said_and_not_begun(cast, company):
    choices = {row.programme.code: row for row in list_choices(file_of(cast, spends=False))}
    assert choices["medical"].obstacle == "仅限深度困难、相对困难、意外致困。"
    assert choices["living"].obstacle == "仅限深度困难、相对困难、意外致困。"
    assert not list_choices(file_of(cast))[0].obstacle


def test_a_what_if_says_the_own_name(cast, company):
    filed = file_of(cast)
    asked = ask_what_if(policy_id=Policy.objects.get(union=company).pk, by=cast.administrator)
    run_pending()
    [row] = WhatIfRow.objects.filter(run=asked.pk)
    assert (row.household, row.before, row.before_label, row.after_label) == (
        filed, "special", "特困职工", "特困职工"
    )  # fmt: skip
    assert not row.is_changed


def test_where_all_judge_by_the_national_categories_there_is_no_own_table(cast, reference):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    found = get_statistics(user=cast.reviewer, on=timezone.localdate())
    assert "own" not in {table.key for table in found.tables}


def test_another_own_category_is_another_outcome_though_both_are_reported_alike(cast, reference):
    put_in_force(cast.union, own_policy(relative="national: deep\n    filing_level: city"))
    filed = file_of(cast)
    spend_little(filed)
    with pytest.raises(Refused, match="由“特困职工”变为“一般困难职工”"):
        take_step(household_id=filed.pk, action="verify", by=cast.clerk)
    take_step(household_id=filed.pk, action="reassess", by=cast.reviewer, comment="支出减少")
    filed.refresh_from_db()
    assert (filed.category, filed.own_label) == ("deep", "一般困难职工")
    assert filed.filing_level == FilingLevel.CITY
    assert not list_status_period_differences()


def test_an_override_chooses_among_the_categories_of_the_policy(cast, company, as_user):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    page = as_user(cast.reviewer).get(reverse("archives:override", args=[household.pk])).content.decode()
    assert "一般困难职工" in page
    assert "相对困难" not in page
    with pytest.raises(Refused, match="不同的"):
        request_override(household_id=household.pk, category="special", reason="重病", by=cast.reviewer)
    with pytest.raises(Refused, match="不同的"):
        request_override(household_id=household.pk, category="relative", reason="重病", by=cast.reviewer)
    asked = request_override(household_id=household.pk, category="ordinary", reason="存款", by=cast.reviewer)
    assert (asked.category, asked.own_label) == (Category.OWN, "一般困难职工")
    decide_override(override_id=asked.pk, action="approve", by=cast.approver)
    take_step(household_id=household.pk, action="file", by=cast.reviewer, skips_unseen=True)
    household.refresh_from_db()
    assert (household.category, household.own_label) == (Category.OWN, "一般困难职工")


def test_a_policy_that_says_of_a_category_nothing_national_is_not_checked(cast):
    text = own_policy(deep="")
    draft = services.save_draft(union=cast.city, text=text, by=cast.administrator)
    with pytest.raises(Refused) as refusal:
        services.check(policy_id=draft.pk, by=cast.city_reviewer)
    assert str(refusal.value) == (
        "类别“特困职工”（special）没有写明按全国口径算哪一类：请在该类别下写 national: deep（深度困难）、"
        "relative（相对困难）、accident（意外致困）或 none（不计入全国）。"
    )


def test_a_national_code_needs_no_word_and_a_wrong_word_is_refused():
    document = parse_policy(SIMPLE)
    assert [rule.reported_as for rule in document.categories] == ["deep", "relative"]
    with pytest.raises(rules.PolicyInvalid, match="只能写：deep、relative、accident、none"):
        parse_policy(own_policy(deep="national: special"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_policy_says_as_what_its_categories_are_reported(path):
    assert parse_policy(path.read_text("utf-8")).unmapped == ()


def test_the_national_word_stays_as_it_was(cast, reference):
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    assert (filed.category, filed.own_label, filed.get_category_display()) == ("deep", "", "深度困难")
    assert assess_household(filed, by=cast.reviewer).outcome == ("deep", "")
