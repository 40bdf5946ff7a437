"""学生与求职: who goes to school, who looks for work or training, over the households of one's scope."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from cases.archives.models import Member
from cases.archives.selectors.stock import UNKNOWN
from cases.registers.rules import graduates_in
from cases.registers.selectors import list_seekers, list_students, make_people
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, MemberFactory
from tests.worlds import world

pytestmark = [pytest.mark.requirement("A11")]
db = pytest.mark.django_db


@world
def home(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    Member.objects.filter(household=household).update(stage="", seeks_work=None)
    return household


def student(home, name="张雨桐", **more):
    born = date(timezone.localdate().year - 16, 1, 1)
    values = {"stage": "senior", "status": "senior", "employer": "南通一中", "entry_year": 2024,
              "school_years": Decimal(3), "birth_on": born, **more}  # fmt: skip
    made = MemberFactory(household=home, position=9)
    Member.objects.filter(pk=made.pk).update(name=name, **values)
    return Member.objects.get(pk=made.pk)


@given(some.integers(1990, 2040), some.sampled_from(["0.5", "1", "2.5", "3", "4", "5"]))
def test_a_course_ends_in_the_year_that_it_fills(entry, years):
    ends = graduates_in(entry, Decimal(years))
    assert entry + Decimal(years) <= ends < entry + Decimal(years) + 1
    assert graduates_in(None, Decimal(years)) is graduates_in(entry, None) is None


@db
def test_the_database_and_the_rule_agree_on_it(cast, home):
    for entry, years in ((2024, "3"), (2023, "2.5"), (2022, None), (None, "4")):
        student(home, entry_year=entry, school_years=years and Decimal(years))
    rows = list(list_students(cast.clerk))
    assert [row.graduates_in for row in rows] == [2027, 2026, None, None]
    assert [graduates_in(row.entry_year, row.school_years) for row in rows] == [2027, 2026, None, None]


@db
def test_children_are_masked_and_the_grown_up_are_not(cast, home):
    student(home, "张雨桐")
    student(home, "李大学", birth_on=date(1999, 1, 1), stage="college")
    student(home, "王不详", birth_on=None)
    assert [row.name for row in make_people(list_students(cast.clerk))] == ["张*桐", "李大学", "王*详"]


@db
def test_the_page_narrows_and_leads_to_the_household(cast, home, as_user):
    year = timezone.localdate().year
    student(home, "张雨桐", entry_year=year - 3)
    student(home, "李小明", stage="primary", employer="实验小学", entry_year=None)
    client = as_user(cast.clerk)

    def names(**query):
        page = client.get(reverse("registers:students"), query).content.decode()
        return {name for name in ("张*桐", "李*明") if name in page}

    assert names() == {"张*桐", "李*明"}
    assert names(stage="primary") == names(school="实验") == names(ends=UNKNOWN) == {"李*明"}
    assert names(ends=str(year)) == {"张*桐"}
    assert names(stage="nonsense") == {"张*桐", "李*明"}
    page = client.get(reverse("registers:students")).content.decode()
    assert reverse("archives:case", args=[home.pk]) in page
    assert "张雨桐" not in page
    assert "没有符合条件" in client.get(reverse("registers:students"), {"school": "火星"}).content.decode()


@db
def test_job_seekers_by_what_they_want_and_can(cast, home, as_user):
    cook = MemberFactory(household=home, position=8)
    Member.objects.filter(pk=cook.pk).update(
        seeks_work=True, skills="厨师", stage="", status="unemployed", birth_on=date(1980, 1, 1)
    )
    learner = MemberFactory(household=home, position=9)
    Member.objects.filter(pk=learner.pk).update(training_wishes="月嫂", stage="", birth_on=date(1980, 1, 1))
    assert list(list_seekers(cast.clerk)) == [cook, learner]
    client = as_user(cast.clerk)

    def found(**query):
        page = client.get(reverse("registers:seekers"), query).content.decode()
        return [row.name for row in (cook, learner) if row.name in page]

    assert found(wants="work") == found(words="厨") == [cook.name]
    assert found(wants="training") == found(words="月嫂") == [learner.name]


@db
def test_the_workbook_holds_what_the_page_shows_and_leaves_a_trace(cast, home, as_user):
    student(home, "张雨桐")
    client = as_user(cast.clerk)
    answer = client.post(reverse("registers:students_export") + "?stage=senior")
    cells = [
        str(cell) for row in openpyxl.load_workbook(BytesIO(answer.content)).active.values for cell in row
    ]
    assert {"张*桐", "南通一中", "2027"} <= set(cells)
    assert not any("张雨桐" in cell for cell in cells)
    row = AuditRecord.objects.get(action="export.students")
    assert row.data["rows"] == 1


@db
def test_nobody_beyond_the_scope_and_no_draft_is_listed(cast, home):
    student(home)
    student(HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True))
    assert (list_students(cast.clerk).count(), list_students(cast.reviewer).count()) == (1, 1)
    assert list_students(cast.stranger).count() == 0


@db
@pytest.mark.parametrize("name", ["students", "seekers"])
def test_the_list_asks_no_more_for_twenty_than_for_one(
    cast, home, as_user, django_assert_max_num_queries, name
):
    student(home, seeks_work=True)
    client = as_user(cast.clerk)
    for count in (0, 20):
        for _turn in range(count):
            student(home, seeks_work=True)
        with django_assert_max_num_queries(12):
            client.get(reverse(f"registers:{name}"))


@db
def test_a_name_is_in_full_from_the_day_of_the_eighteenth_birthday(cast, home):
    today = timezone.localdate()
    birthday = today.replace(year=today.year - 18)
    student(home, "张成年", birth_on=birthday)
    student(home, "李明日", birth_on=birthday + timedelta(days=1))
    assert {row.name for row in make_people(list_students(cast.clerk))} == {"张成年", "李*日"}


@db
def test_who_left_the_household_is_listed_no_more(cast, home):
    gone = student(home)
    assert list_students(cast.clerk).get() == gone
    Member.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    assert not list_students(cast.clerk).exists()
