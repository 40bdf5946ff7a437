"""Derived labels: computed from what a file says, kept by the database, shown with their rule."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household, Member, StatusPeriod
from cases.archives.rules.ages import years_before
from cases.archives.rules.labels import labels_on
from cases.archives.selectors.cases import get_case
from cases.archives.selectors.stock import labelled
from cases.archives.services.edits import record_edit
from cases.archives.states import LABEL_RULES, Label
from cases.rosters.reports.national import national_columns, national_rows
from hardship.statistics.selectors.statistics import get_statistics
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A6", "G6")]


@pytest.fixture
def household(cast):
    made = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    change(made, "head", sex="male", marriage="married", status="on_post", birth_on=date(1990, 1, 1))
    return made


def change(household, who, **columns):
    """Around Python: what a hand on the database would do."""
    record_edit(household=household, sections=["members"], by=None)
    Member.objects.filter(household=household, relation=who).update(**columns)


def kept(household):
    return set(Household.objects.values_list("labels", flat=True).get(pk=household.pk))


CASES = [
    ({"head": {"status": "off_post"}, "husband": {"status": "unemployed"}},
     {"double_laid_off", "zero_employment"}),
    ({"head": {"status": "off_post"}, "husband": {"status": "on_post"}}, set()),
    ({"head": {"status": "retired"}, "husband": {"status": "unemployed"}}, {"zero_employment"}),
    ({"head": {"status": "unemployed"}, "husband": {"status": "sick_leave"}}, set()),
    ({"head": {"status": "retired"}, "husband": {"status": "retired"}}, set()),
    ({"head": {"marriage": "divorced"}, "husband": {"relation": "other"}}, {"single_parent"}),
    ({"head": {"marriage": "divorced"}}, set()),  # a husband lives here
    ({"head": {"marriage": "widowed"}, "husband": {"relation": "other"},
      "daughter": {"stage": "", "status": "on_post"}}, set()),
    ({"head": {"marriage": "single"}, "husband": {"relation": "other"},
      "daughter": {"stage": "", "status": "minor"}}, {"single_parent"}),
    ({"head": {"sex": "female"}}, {"woman"}),
    ({"head": {"employment": "bought_out"}}, {"bought_out"}),
    ({"head": {"disability_kind": "limb", "disability_grade": "2"}}, {"no_ability"}),
    ({"head": {"disability_kind": "limb", "disability_grade": "3"}}, set()),
    ({"head": {"disability_kind": "mental", "disability_grade": "3"}}, {"no_ability"}),
    ({"head": {"disability_kind": "sight", "disability_grade": "2"}}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("people", "labels"), CASES)
def test_labels_follow_the_people(household, people, labels):
    change(household, "husband", status="on_post")
    for relation, columns in people.items():
        change(household, relation, **columns)
    assert kept(household) == labels


def test_nobody_types_a_label(household):
    Household.objects.filter(pk=household.pk).update(labels=["woman", "no_ability"])
    assert kept(household) == set()


@pytest.mark.parametrize(
    ("sex", "age", "status", "is_one"),
    [
        ("female", 40, "unemployed", True), ("female", 39, "unemployed", False),
        ("male", 50, "off_post", True),
        ("male", 49, "off_post", False), ("male", 60, "on_post", False), ("", 60, "off_post", False),
    ],
)  # fmt: skip
def test_4050_comes_with_age_on_the_day_itself(household, sex, age, status, is_one):
    today = timezone.localdate()
    change(household, "head", sex=sex, birth_on=years_before(today, age), status=status)
    found = labels_on([], sex=sex, birth_on=years_before(today, age), status=status, on=today)
    assert (Label.FORTY_FIFTY in found) is is_one
    assert Household.objects.filter(labelled("forty_fifty", today), pk=household.pk).exists() is is_one
    assert StatusPeriod.objects.filter(labelled("forty_fifty", today, head="")).exists() is is_one


def test_the_case_says_the_label_with_its_rule(cast, household, as_user):
    change(household, "head", status="unemployed", birth_on=date(1960, 1, 1))
    change(household, "husband", status="off_post")
    text = as_user(cast.reviewer).get(reverse("archives:case", args=[household.pk])).content.decode()
    for label in (Label.DOUBLE_LAID_OFF, Label.ZERO_EMPLOYMENT, Label.FORTY_FIFTY):
        assert str(LABEL_RULES[label]) in text
    assert str(LABEL_RULES[Label.WOMAN]) not in text


def test_the_list_the_roster_and_the_statistics_know_the_label(cast, household, as_user):
    change(household, "head", status="unemployed", birth_on=date(1960, 1, 1))
    change(household, "husband", status="off_post")
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    client = as_user(cast.reviewer)
    for label, number in (("double_laid_off", 1), ("forty_fifty", 1), ("no_ability", 0)):
        page = client.get(reverse("lists:files"), {"label": label})
        assert page.content.decode().count("data-href") == number, label
    columns = [column.key for column in national_columns()]
    row = next(national_rows(Household.objects.filter(pk=household.pk), full=False))
    assert row[1:][columns.index("labels")] == "双下岗、零就业、4050"
    found = get_statistics(user=cast.reviewer, on=timezone.localdate())
    counted = {line.key: line.figures.households for line in found.labels.lines}
    assert (counted["double_laid_off"], counted["forty_fifty"], counted["no_ability"]) == (1, 1, 0)
    past = client.get(reverse("statistics:files"), {"label": "double_laid_off", "on": timezone.localdate()})
    assert past.status_code == 200


def test_a_policy_asks_the_file_whether_the_family_is_one_of_a_single_parent(household):
    assert get_case(household).traits["is_single_parent"] is False
    change(household, "head", marriage="divorced")
    change(household, "husband", relation="other")
    assert get_case(Household.objects.get(pk=household.pk)).traits["is_single_parent"] is True


def test_the_list_of_a_label_uses_the_index(household):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Household.objects.filter(labelled("double_laid_off", timezone.localdate())).explain()
    assert "household_labels" in plan


@pytest.mark.parametrize(
    ("kind", "days", "is_told"), [("migrant", 300, True), ("migrant", 400, False), ("urban", 300, False)]
)
def test_a_migrant_of_less_than_a_year_is_remarked_on_at_filing(cast, as_user, kind, days, is_told):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    change(household, "head", contract_on=timezone.localdate() - timedelta(days=days), contract_months=24)
    Household.objects.filter(pk=household.pk).update(worker_type=kind)
    text = as_user(cast.reviewer).get(reverse("archives:review", args=[household.pk])).content.decode()
    assert ("到今天不满一年" in text) is is_told
