"""Plans of the year: each household leaves in a year or is in regular aid; the task of a third; progress."""

from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import FileStep, Household
from cases.archives.services.steps import take_step
from cases.plans import services
from cases.plans.models import ExitPlan, YearTask
from cases.plans.selectors.years import list_exits, list_late, list_year, target, total
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, reached_standard
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G4")]
YEAR = timezone.localdate().year


def home(cast, **more):
    return HouseholdFactory(filed=True, **{
        "union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer, **more
    })  # fmt: skip


def plan(by, *households, kind="leave", year=YEAR, note=""):
    rows = Household.objects.filter(pk__in=[row.pk for row in households])
    return services.plan_exits(households=rows, kind=kind, year=year, note=note, by=by)


def task(union, by, numerator=1, denominator=2, **more):
    return services.set_task(
        union=union, numerator=numerator, denominator=denominator, by=by,
        **{"year": YEAR, "document": "通工办〔2026〕12号", **more},
    )  # fmt: skip


def relieve(cast, household):
    reached_standard(household)
    take_step(household_id=household.pk, action="relieve", by=cast.reviewer, comment="低保后达标")


def row_of(cast, by=None, union=None, year=YEAR):
    by = by or cast.reviewer
    rows = list_year(by, union=union or by.union, year=year)
    return {row.union: row for row in rows}[cast.union]


def test_what_a_household_is_planned_for_changes_and_stays_on_record(cast, reference):
    one, two = home(cast), home(cast)
    assert plan(cast.clerk, one, two) == 2
    assert plan(cast.clerk, one) == 0
    assert plan(cast.reviewer, one, kind="regular", note="长期透析") == 1
    kept = [str(row) for row in one.exit_plans.order_by("pk")]
    assert kept == [f"{YEAR} 年脱困", "常态化帮扶"]
    shown = {row.pk: (row.exit_kind, row.exit_year) for row in list_exits(cast.clerk)}
    assert shown == {one.pk: ("regular", None), two.pk: ("leave", YEAR)}
    assert AuditRecord.objects.about(one).filter(action="exit_plan.set").count() == 1


def test_progress_counts_each_household_by_its_way(cast, reference):
    homes = [home(cast) for _n in range(7)]
    plan(cast.clerk, *homes[1:4])
    plan(cast.clerk, homes[4], kind="regular")
    relieve(cast, homes[0])
    Household.objects.filter(pk=homes[1].pk).update(
        state="lifted", left_on=timezone.localdate(), lifted_at=timezone.now()
    )
    step = {"household": homes[1], "source": "filed", "target": "lifted", "is_decision": True}
    FileStep.objects.create(action="lift", content_hash="0" * 64, by=cast.reviewer, **step)
    row = row_of(cast)
    assert (row.base, row.planned, row.regular, row.unplanned) == (7, 3, 2, 2)
    assert (row.lifted, row.relieved, row.done) == (1, 1, 2)
    assert (row.target, row.short, str(row.percent)) == (3, 1, "28.5")
    group = list_year(cast.approver, union=cast.city, year=YEAR)
    assert [(one.union, one.is_group, one.done) for one in group] == [(cast.county, True, 2)]
    assert total(group, cast.city, YEAR).target == 3
    assert not list_year(cast.stranger, union=cast.elsewhere, year=YEAR)


def test_whoever_is_relieved_and_taken_back_does_not_count(cast, reference):
    one = home(cast)
    relieve(cast, one)
    take_step(household_id=one.pk, action="resume", by=cast.reviewer, comment="收入下降")
    assert (row_of(cast).relieved, row_of(cast).unplanned) == (0, 1)


@pytest.mark.parametrize(
    ("base", "told", "wanted"),
    [
        (30000, None, 10000),
        (10, None, 4),
        (10, ("county", 1, 2, None), 5),
        (10, ("city", 2, 5, None), 4),
        (10, ("county", 1, 2, 9), 5),  # a number is the county's own, not that of a union below
        (10, ("union", 1, 2, 9), 9),
        (0, None, 0),
    ],
)
def test_the_target_is_a_third_unless_a_union_above_says_otherwise(cast, base, told, wanted):
    tasks = {}
    if told is not None:
        of, numerator, denominator, households = told
        union = getattr(cast, of)
        tasks[union.pk] = YearTask(union=union, year=YEAR, numerator=numerator, denominator=denominator,
                                   households=households)  # fmt: skip
    assert target(cast.union, base, YEAR, tasks) == wanted


def test_a_task_holds_from_its_year_on(cast, reference):
    home(cast)
    by = UserFactory(union=cast.city, role=Role.REVIEWER)
    task(cast.county, by, 1, 1, year=YEAR - 1, households=50)
    assert row_of(cast).target == 1
    assert total([], cast.county, YEAR - 1).target == 50
    assert total([], cast.county, YEAR).target == 0
    task(cast.county, by, 1, 1, year=YEAR - 1, households=60)
    assert YearTask.objects.get().households == 60


def test_late_is_who_was_planned_for_a_year_that_is_over(cast, reference):
    one, two = home(cast), home(cast)
    plan(cast.clerk, one, two)
    ExitPlan.objects.update(year=YEAR - 1)
    relieve(cast, two)
    assert [row.pk for row in list_late(cast.clerk)] == [one.pk]
    assert row_of(cast).late == 1


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda cast, one: plan(cast.auditor, one), "由经办人或审核人安排"),
        (lambda cast, one: plan(cast.clerk, one, year=None), "请填写脱困年度，今年或以后"),
        (lambda cast, one: plan(cast.clerk, one, year=YEAR - 1), "请填写脱困年度，今年或以后"),
        (lambda cast, one: task(cast.county, cast.reviewer), "由上级工会的审核人设定"),
        (lambda cast, one: task(cast.union, cast.clerk), "由上级工会的审核人设定"),
        (lambda cast, one: task(cast.elsewhere, cast.reviewer), "由上级工会的审核人设定"),
        (lambda cast, one: task(cast.union, cast.reviewer, 3, 2), "比例要大于零、不超过全部"),
    ],
)
def test_what_is_refused(cast, reference, work, message):
    one = home(cast)
    with pytest.raises(Refused, match=message):
        work(cast, one)


def test_nobody_plans_for_another_union(cast, reference):
    one = home(cast)
    assert plan(cast.stranger, one) == 0
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    assert plan(cast.clerk, draft) == 0


def test_pages(cast, reference, as_user):
    one, two = home(cast), home(cast)
    client = as_user(cast.clerk)
    at, plan_at = reverse("plans:exits"), reverse("plans:exits_plan")
    assert "请先勾选家庭" in client.post(plan_at, {"kind": "leave", "year": YEAR}).content.decode()
    refused = client.post(plan_at, {"kind": "leave", "year": "", "pk": one.pk, "note": "明年毕业"})
    assert refused.status_code == 409
    assert "明年毕业" in refused.content.decode()
    assert client.post(plan_at, {"kind": "leave", "year": YEAR, "pk": one.pk}).status_code == 302
    assert client.get(f"{at}?show=unplanned").content.decode().count('name="pk"') == 1
    client.post(f"{plan_at}?show=unplanned", {"kind": "regular", "all": "1"})
    assert ExitPlan.objects.get(household=two).kind == "regular"
    content = client.post(reverse("plans:exits_export")).content
    cells = [cell for row in openpyxl.load_workbook(BytesIO(content)).active.values for cell in row]
    assert {f"{YEAR} 年脱困", "常态化帮扶"} <= set(cells)
    own = reverse("plans:exit_plan", args=[one.pk])
    assert client.post(own, {"kind": "regular", "note": "长期透析"}).status_code == 302
    assert "长期透析" in client.get(f"{reverse('archives:case', args=[one.pk])}?tab=plans").content.decode()
    assert as_user(cast.stranger).get(own).status_code == 404


def test_the_page_of_the_year(cast, reference, as_user):
    home(cast)
    client = as_user(cast.reviewer)
    at = reverse("plans:year")
    page = client.get(at).content.decode()
    set_at = reverse("plans:task", args=[cast.union.pk])
    assert set_at in page
    assert reverse("plans:task", args=[cast.county.pk]) not in page
    told = {"year": YEAR, "numerator": 1, "denominator": 1, "document": "崇工〔2026〕5号"}
    assert client.post(set_at, {**told, "document": ""}).status_code == 422
    assert client.post(set_at, told).status_code == 302
    assert row_of(cast).target == 1
    assert client.get(reverse("plans:task", args=[cast.county.pk])).status_code == 403
    assert client.get(reverse("plans:task", args=[cast.elsewhere.pk])).status_code == 404
    assert client.get(f"{at}?union={cast.elsewhere.pk}").status_code == 404
    assert client.post(reverse("plans:year_export")).content.startswith(b"PK")


@pytest.mark.parametrize("rows", [1, 20])
def test_twenty_ask_as_much_as_one(cast, reference, as_user, django_assert_max_num_queries, rows):
    for _n in range(rows):
        home(cast)
    client = as_user(cast.clerk)
    for at in (reverse("plans:exits"), reverse("plans:year")):
        client.get(at)
        with django_assert_max_num_queries(11):
            client.get(at)


def test_without_python_one_plan_holds(cast, reference):
    one = home(cast)
    plan(cast.clerk, one)
    for values, why in (
        ({"kind": "regular"}, "exit_plan_one_holds"),
        ({"kind": "leave", "replaced_at": timezone.now()}, "exit_plan_leaves_in_a_year"),
        ({"kind": "regular", "year": 2026, "replaced_at": timezone.now()}, "exit_plan_leaves_in_a_year"),
    ):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            ExitPlan.objects.create(household=one, **values)
    with pytest.raises(IntegrityError, match="year_task_is_a_share"), transaction.atomic():
        YearTask.objects.create(union=cast.union, year=YEAR, numerator=2, denominator=1, document="x")


@pytest.mark.django_db(transaction=True)
def test_two_plan_a_household_at_once(cast):
    one = home(cast)
    with after_this(lambda: plan(cast.reviewer, one, kind="regular")) as second:
        plan(cast.clerk, one)
    assert second == [1]
    assert one.exit_plans.get(replaced_at__isnull=True).kind == "regular"
    assert one.exit_plans.count() == 2
