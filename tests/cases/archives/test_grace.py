"""渐退期: aid goes on for some months after a family has left hardship, and then ends by itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from freezegun import freeze_time

from cases.applications.selectors.offers import file_obstacle
from cases.archives.models import Household
from cases.archives.rules.reviews import months_after
from cases.archives.selectors.grace import get_grace, in_grace, list_aided, list_graces
from cases.lists.columns import COLUMNS
from cases.lists.selectors import lists
from cases.policies import services as policies
from cases.policies.models import Policy
from cases.policies.rules import PolicyInvalid, parse_policy
from cases.policies.services.loading import default_text
from hardship.kernel.sheets import read_sheet
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]
LEFT_ON = date(2026, 1, 31)


def text(months, code):
    return f"grace_months: {months}\n" + default_text().replace("code: default", f"code: {code}")


@world
def left(cast):
    """A family that left on the last of January under a policy with one month of grace."""
    policies.load_policy(union=cast.county, text=text(1, "one"), in_force_from=date(2025, 1, 1))
    policies.load_policy(union=cast.county, text=text(12, "twelve"), in_force_from=date(2026, 2, 1))
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    return moved(household, "lifted")


def moved(household, state, *, on=LEFT_ON):
    reason = "moved" if state == "closed" else ""
    Household.objects.filter(pk=household.pk).update(state=state, left_on=on, close_reason=reason)
    household.refresh_from_db()
    return household


@pytest.mark.parametrize(("day", "is_aided"), [("2026-02-28", True), ("2026-03-01", False)])
def test_aid_goes_on_to_the_last_day_by_the_policy_of_the_day_of_leaving(left, day, is_aided):
    with freeze_time(f"{day} 10:00+08:00"):
        assert get_grace(left).until == date(2026, 2, 28)
        assert (file_obstacle(left) == "") is is_aided
        assert (left.pk in list_aided([left])) is is_aided


@pytest.mark.parametrize("state", ["closed", "relapsed"])
def test_only_a_family_that_left_hardship_and_did_not_fall_back_has_one(left, state):
    moved(left, state)
    assert get_grace(left) is None
    assert list_aided([left], on=LEFT_ON) == set()


def test_without_a_word_in_the_policy_there_is_none(cast, left):
    Household.objects.filter(pk=left.pk).update(left_on=date(2024, 5, 6))
    left.refresh_from_db()
    assert get_grace(left) is None
    assert file_obstacle(left)


def test_many_files_need_one_query_and_those_in_force_none(cast, left, django_assert_num_queries):
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    with django_assert_num_queries(0):
        assert list_aided([other]) == {other.pk}
    moved(other, "lifted", on=date(2026, 2, 5))
    with django_assert_num_queries(1):
        until = list_graces([other, left])
    assert until == {other.pk: date(2027, 2, 5), left.pk: date(2026, 2, 28)}


@pytest.mark.parametrize(
    ("day", "words", "may_apply"),
    [("2026-02-28", "渐退期到 2026-02-28", True), ("2026-03-01", "渐退期已于 2026-02-28 结束", False)],
)
def test_the_file_says_its_last_day(cast, client, left, day, words, may_apply):
    with freeze_time(f"{day} 10:00+08:00"):
        client.force_login(cast.clerk)
        page = client.get(reverse("archives:case", args=[left.pk])).content.decode()
    assert words in page
    assert ("申请帮扶" in page) is may_apply


@pytest.mark.parametrize("months", ["0", "37", "true", "1.5"])
def test_months_that_are_none(months):
    with pytest.raises(PolicyInvalid):
        parse_policy(text(months, "bad"))


def until_of(household):
    shown = [column for column in COLUMNS if column.key == "grace_until"]
    [row] = lists.read_rows([household.pk], COLUMNS, shown=shown)
    return row.cells["grace_until"].value


@pytest.mark.parametrize(("left_on", "months"), [
    (date(2026, 1, 31), 1), (date(2025, 12, 31), 2), (date(2026, 1, 30), 1), (date(2024, 2, 29), 12),
    (date(2025, 3, 31), 36),
])  # fmt: skip
def test_the_last_day_in_sql_is_that_of_the_rule(cast, left_on, months):
    policies.load_policy(union=cast.county, text=text(months, "any"), in_force_from=date(2020, 1, 1))
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    moved(household, "lifted", on=left_on)
    last = months_after(left_on, months)
    assert list_graces([household]) == {household.pk: last}
    assert until_of(household) == last
    for on, is_in in ((last, True), (date.fromordinal(last.toordinal() + 1), False)):
        assert Household.objects.filter(in_grace(on)).exists() is is_in


def test_the_nearest_policy_counts_and_one_of_others_does_not(cast, left):
    policies.load_policy(union=cast.city, text=text(24, "above"), in_force_from=date(2025, 1, 1))
    policies.load_policy(union=cast.elsewhere, text=text(30, "other"), in_force_from=date(2025, 1, 1))
    assert until_of(left) == date(2026, 2, 28)  # the county's month, not the city's two years
    policies.load_policy(union=cast.union, text=default_text(), in_force_from=date(2025, 6, 1))
    assert until_of(left) is None  # the union's own policy knows no grace period
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(union=cast.union).update(grace_months=9)


@pytest.mark.parametrize("state", ["closed", "relapsed", "filed"])
def test_the_list_of_grace_holds_nobody_else(left, state):
    with freeze_time("2026-02-10 10:00+08:00"):
        assert list(Household.objects.filter(in_grace())) == [left]
        moved(left, state)
        assert not Household.objects.filter(in_grace()).exists()
    assert until_of(left) is None


def test_the_list_shows_the_last_day_to_whoever_asks_for_it(cast, as_user, left):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="在档人")
    url = reverse("lists:files")
    with freeze_time("2026-02-28 10:00+08:00"):
        client = as_user(cast.clerk)
        page = client.get(url, {"view": "grace"}).content.decode()
        plain = client.get(url).content.decode()
        book = client.post(f"{reverse('rosters:export')}?view=grace", {"layout": "list"})
        alien = as_user(cast.stranger).get(url, {"view": "grace"}).content.decode()
    assert left.head.name in page
    assert "在档人" not in page
    assert ("渐退期至" in page, "2026-02-28" in page) == (True, True)
    assert "渐退期至" not in plain
    assert left.head.name not in alien
    rows = [row.values for row in read_sheet(book.content).rows]
    assert [rows[-1][-1], sum("渐退期至" in row for row in rows)] == [date(2026, 2, 28), 1]
    with freeze_time("2026-03-01 10:00+08:00"):
        assert left.head.name not in as_user(cast.clerk).get(url, {"view": "grace"}).content.decode()


def test_the_chip_counts_the_files_within_their_grace_period_until_the_last_day(cast, as_user, left):
    counts = []
    for day in ("2026-02-28", "2026-03-01"):
        with freeze_time(f"{day} 10:00+08:00"):
            chips = as_user(cast.clerk).get(reverse("lists:panel_chips")).context["view_chips"]
        counts.append(next(chip["count"] for chip in chips if chip["label"] == "渐退期"))
    assert counts == ["1", "0"]
