"""创业项目: whose, what was given, what it turned over; what cannot be is refused twice."""

from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.urls import reverse

from cases.employment.models import StartUp
from cases.employment.selectors.start_ups import last_quarter, list_start_ups, list_unentered
from cases.employment.services.start_ups import (
    Business,
    change_start_up,
    end_start_up,
    make_start_up,
    note_turnover,
)
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.employment.conftest import today
from tests.funds.budgets.test_around_python import run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D1")]


def business(**more):
    return Business(**{"project": "早点铺", "place": "菜场", "began_on": today(-300), **more})


@pytest.mark.parametrize(
    ("day", "quarter"), [((2026, 1, 1), (2025, 4)), ((2026, 3, 31), (2025, 4)), ((2026, 4, 1), (2026, 1))]
)
def test_the_quarter_before_this_one(day, quarter):
    assert last_quarter(today().replace(*day)) == quarter


def test_a_start_up_from_opening_to_end(cast, county_clerk, seekers):
    row = make_start_up(
        whose=seekers.members[0], business=business(means="蒸箱", means_worth=Decimal(800)), by=county_clerk
    )
    other = make_start_up(whose=seekers.off_file, business=business(began_on=today()), by=county_clerk)
    assert (other.from_where, row.household_id) == ("未建档", seekers.home.pk)
    assert [one.pk for one in list_unentered(county_clerk)] == [row.pk]
    year, quarter = last_quarter(today())
    for yuan in (900, 950):
        note_turnover(start_up_id=row.pk, year=year, quarter=quarter, yuan=Decimal(yuan), by=county_clerk)
    assert not list_unentered(county_clerk)
    note_turnover(start_up_id=other.pk, year=today().year, quarter=(today().month + 2) // 3,
                  yuan=Decimal(50), by=county_clerk)  # fmt: skip
    assert {one.pk: one.turnover for one in list_start_ups(county_clerk)} == {
        row.pk: Decimal(950 if year == today().year else 0), other.pk: Decimal(50)
    }  # fmt: skip
    change_start_up(start_up_id=row.pk, business=business(jobs=2), by=county_clerk)
    ended = end_start_up(start_up_id=row.pk, comment="拆迁", by=county_clerk)
    assert (ended.is_running, ended.said, ended.jobs) == (False, "拆迁", 2)
    with pytest.raises(Refused, match="项目已停业"):
        note_turnover(start_up_id=row.pk, year=year, quarter=quarter, yuan=Decimal(1), by=county_clerk)
    actions = AuditRecord.objects.about(row).order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "start_up.make", "start_up.turnover", "start_up.turnover", "start_up.change", "start_up.end"
    ]  # fmt: skip


def test_what_may_not_be_is_refused(cast, county_clerk, seekers):
    row = make_start_up(whose=seekers.members[0], business=business(), by=county_clerk)
    deeds = {
        "的经办人、审核人办理": lambda: make_start_up(
            whose=seekers.members[0], business=business(), by=cast.stranger
        ),
        "请写明是什么生产资料": lambda: make_start_up(
            whose=seekers.members[0], business=business(means_worth=Decimal(1)), by=county_clerk
        ),
        "必须填写意见": lambda: end_start_up(start_up_id=row.pk, by=county_clerk),
        "在开业之前": lambda: note_turnover(
            start_up_id=row.pk, year=today().year - 2, quarter=1, yuan=Decimal(1), by=county_clerk
        ),
        "这个季度还没有到": lambda: note_turnover(
            start_up_id=row.pk, year=today().year + 1, quarter=1, yuan=Decimal(1), by=county_clerk
        ),
    }
    for said, deed in deeds.items():
        with pytest.raises(Refused, match=said):
            deed()
    with pytest.raises(StartUp.DoesNotExist):
        end_start_up(start_up_id=row.pk, comment="x", by=cast.stranger)
    assert (StartUp.objects.count(), row.turnovers.count()) == (1, 0)


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        (
            "trigger employment_startup employment_startup_guard",
            "UPDATE employment_startup SET made_by_id = NULL",
        ),
        (
            "trigger employment_startup employment_startup_guard",
            "UPDATE employment_startup SET id_number_index = '\\x00'::bytea",
        ),
        ("constraint employment_startup start_up_sums", "UPDATE employment_startup SET allowance = -1"),
        (
            "constraint employment_startup start_up_means_named",
            "UPDATE employment_startup SET means_worth = 1",
        ),
        (
            "constraint employment_startup start_up_ended_by_somebody",
            "UPDATE employment_startup SET state = 'ended', said = 'x'",
        ),
        (
            "trigger employment_turnover employment_turnover_guard",
            "UPDATE employment_turnover SET year = 2099",
        ),
        ("constraint employment_turnover turnover_quarter", "UPDATE employment_turnover SET quarter = 5"),
        ("constraint employment_turnover turnover_not_negative", "UPDATE employment_turnover SET yuan = -1"),
        ("trigger employment_turnover employment_turnover_kept", "DELETE FROM employment_turnover"),
    ],
)
def test_the_database_refuses(county_clerk, seekers, guard, statement):
    row = make_start_up(whose=seekers.members[0], business=business(), by=county_clerk)
    year, quarter = last_quarter(today())
    note_turnover(start_up_id=row.pk, year=year, quarter=quarter, yuan=Decimal(1), by=county_clerk)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    take_away(guard)
    run_and_undo(statement)


def test_the_pages(cast, county_clerk, seekers, client):
    client.force_login(county_clerk)
    page = client.get(reverse("employment:start_up_new")).content.decode()
    new = reverse("employment:start_up_of_member", args=[seekers.members[0].pk])
    assert new in page
    told = {"project": "早点铺", "place": "菜场", "began_on": str(today(-9)), "allowance": "3000"}
    for field, value in {"began_on": str(today(1)), "allowance": "-1", "jobs": "x", "project": ""}.items():
        answer = client.post(new, {**told, field: value})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    url = client.post(new, told).url
    row = StartUp.objects.get()
    assert url == reverse("employment:start_up", args=[row.pk])
    turnover = reverse("employment:turnover", args=[row.pk])
    told = {"year": str(today().year + 1), "quarter": "1", "yuan": "5"}
    answer = client.post(turnover, told)
    assert (answer.status_code, "quarter" in answer.context["turnover_form"].errors) == (409, True)
    told = {"year": str(today().year), "quarter": str((today().month + 2) // 3), "yuan": "5.5"}
    assert client.post(turnover, told).url == url
    case = client.get(reverse("archives:case", args=[seekers.home.pk]), {"tab": "employment"}, follow=True)
    assert "早点铺" in case.content.decode()
    assert client.get(reverse("employment:start_up_of_person", args=[seekers.off_file.pk])).status_code == 200
    client.force_login(cast.stranger)
    assert client.get(url).status_code == 404
    assert client.get(new).status_code == 404
