"""Rosters that leave by a layout: ready-made, saved, masked; and the national one that comes back in."""

from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.archives.models import Household
from cases.archives.states import State
from cases.rosters import services as imports
from cases.rosters.models import RosterLayout
from cases.rosters.reports import roster as reports
from cases.rosters.services.layouts import LayoutRefused, save_layout
from cases.rosters.states import ImportMode
from hardship.accounts.models import Appointment
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from hardship.kernel.sheets import read_sheet
from tests.cases.rosters.roster_files import member, person
from tests.cases.rosters.test_export import NUMBER, table, take
from tests.cases.rosters.test_import import bring_in, upload
from tests.factories import HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db
REASON = "上级审计核对"


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰", number=NUMBER
    )


@pytest.mark.requirement("F6")
@pytest.mark.parametrize(("layout", "second"), [("city", "姓名"), ("audit", "档案号"), ("list", "姓名")])
def test_a_ready_made_layout_has_its_columns(as_user, cast, filed, layout, second):
    response = take(as_user(cast.auditor), layout=layout)
    _head, headings, rows, _sheet = table(response)
    assert headings[:2] == ["序号", second]
    assert NUMBER not in str(rows)
    data = AuditRecord.objects.get(action="export.archive_roster").data
    assert data["filters"].get("layout", "list") == layout


@pytest.mark.requirement("A1", "F6")
def test_the_national_roster_comes_back_as_the_same_households(as_user, cast):
    family = {k: v for n in range(1, 6) for k, v in member(n, n, name=f"季成员{n}").items()}
    big = person(
        1,
        category="低保户",
        status="退休",
        persons=8,
        annual_income=40000,
        monthly_per_capita=None,
        phone="13800138000",
        bank_card="6228482052032513466",
        housing_type="租房",
        main_cause="残疾",
        disability="肢体三级",
        filed_on="2019-03-05",
        secondary_causes="子女上学",
        **family,
    )
    more = {"former_no": "N0001"} | {k: v for n in (1, 2) for k, v in member(n, 10 + n).items()}
    rows = [big, more, person(2, category="意外致困户"), person(3, category="深度困难职工", floor_area=60)]
    bring_in(upload(cast, *rows), cast.clerk)
    content = take(as_user(cast.auditor), layout="national", numbers="full", reason=REASON).content
    assert [row.values[0] for row in read_sheet(content).rows][-4:] == [1.0, 2.0, 3.0, None]
    assert AuditRecord.objects.get(action="export.archive_roster").data["rows"] == 3
    first = described(cast.union)

    Household.objects.filter(union=cast.union).update(state=State.DISCARDED)
    made = bring_in(upload(cast, content=content, by=cast.stranger, union=cast.elsewhere), cast.stranger)
    assert (made.rows_total, made.rows_rejected) == (3, 0)
    assert described(cast.elsewhere) == first


def described(union):
    """What the files of a union say, without keys and times."""
    skipped = (
        "id", "uid", "household", "head", "version", "state", "union", "county", "city", "province", "town",
        "created", "updated", "in_active", "_", "id_number", "phone", "bank_card", "document",
    )  # fmt: skip

    def of(row):
        return {key: value for key, value in vars(row).items() if not key.startswith(skipped)}

    found = []
    for file in Household.objects.filter(union=union).order_by("former_no"):
        people = [
            of(one) | {name: getattr(one, name).reveal() for name in ("id_number", "phone", "bank_card")}
            for one in file.members.order_by("position")
        ]
        incomes = list(file.incomes.order_by("pk").values_list("member__position", "kind", "annual_amount"))
        found.append((of(file), people, incomes))
    return found


def test_an_exported_roster_changes_nothing_when_it_comes_back(as_user, cast, filed):
    content = take(as_user(cast.auditor), layout="national", numbers="full", reason=REASON).content
    made = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="a.xlsx", content=content, mode=ImportMode.UPDATE
    )
    imports.ask_for_check(roster_id=made.pk, fields=None, by=cast.clerk)
    run_pending()
    made.refresh_from_db()
    assert (made.rows_unchanged, made.rows_changed, made.rows_rejected) == (1, 0, 0), made.changes.values(
        "shown"
    )


def test_a_saved_layout_keeps_order_and_masks(as_user, cast, filed):
    client = as_user(cast.auditor)
    data = {"name": "审计用", "columns": ["name", "id_number", "phone", "state"], "first": "状态、手机号码",
            "masked": ["phone"], "is_shared": "on"}  # fmt: skip
    assert client.post(reverse("rosters:layout_new"), data).status_code == 302
    layout = RosterLayout.objects.get()
    assert layout.columns == ["state", "phone", "name", "id_number"]
    response = take(client, layout=str(layout.uid), numbers="full", reason=REASON)
    head, headings, rows, _sheet = table(response)
    assert headings == ["序号", "状态", "手机号码", "姓名", "身份证号"]
    assert rows[0][4] == NUMBER
    assert "****" in rows[0][2]
    assert "部分证件号、电话完整" in head[3]
    assert "审计用" in client.get(reverse("rosters:layout_list")).content.decode()
    wrong = client.post(reverse("rosters:layout_new"), {**data, "first": "没有这列"})
    assert (wrong.status_code, "没有这一列" in wrong.content.decode()) == (422, True)
    twice = client.post(reverse("rosters:layout_new"), data)
    assert "已有同名的版式" in twice.content.decode()
    assert client.post(reverse("rosters:layout_remove", args=[layout.uid])).status_code == 302
    assert not RosterLayout.objects.exists()


def test_a_layout_is_ones_own_until_it_is_shared(as_user, cast):
    layout = save_layout(by=cast.clerk, name="甲", columns=["name"], masked=[], is_shared=False)
    other = UserFactory(union=cast.union, role=Role.CLERK)
    client = as_user(other)
    assert "甲" not in client.get(reverse("rosters:layout_list")).content.decode()
    save_layout(by=cast.clerk, name="甲", columns=["name"], masked=[], is_shared=True, uid=layout.uid)
    assert "甲" in client.get(reverse("rosters:layout_list")).content.decode()
    for address in ("layout_edit", "layout_remove"):
        assert client.post(reverse(f"rosters:{address}", args=[layout.uid])).status_code == 404
    assert "甲" not in as_user(cast.stranger).get(reverse("rosters:layout_list")).content.decode()
    with pytest.raises(LayoutRefused):
        save_layout(by=cast.clerk, name="乙", columns=[], masked=[], is_shared=False)


def test_full_numbers_need_a_reason_without_numbers(as_user, cast, filed):
    client = as_user(cast.auditor)
    for reason in ("", "看看", f"核对 {NUMBER}"):
        response = take(client, numbers="full", reason=reason)
        assert response.status_code == 302
    assert not AuditRecord.objects.filter(action="roster.ask_full").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("late", [False, True], ids=["before the job runs", "before the file is fetched"])
def test_the_right_to_full_numbers_is_asked_again(as_user, cast, filed, monkeypatch, late):
    monkeypatch.setattr(reports, "DIRECT_ROWS", 0)
    client = as_user(cast.auditor)
    take(client, numbers="full", reason=REASON)
    if late:
        run_pending()
    now = timezone.now()
    Appointment.objects.filter(user=cast.auditor).update(revoked_at=now, revoked_by=cast.administrator)
    run_pending()
    job = Job.objects.get(kind="archive_roster")
    assert job.state == ("done" if late else "failed")
    if late:
        assert client.get(reverse("jobs:file", args=[job.uid])).status_code == 403


@pytest.mark.parametrize("sql", ["UPDATE rosters_rosterlayout SET columns = '{}'"])
def test_a_layout_without_columns_is_refused_by_the_database(cast, sql):
    save_layout(by=cast.clerk, name="甲", columns=["name"], masked=[], is_shared=False)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_workbook_opens_elsewhere(as_user, cast, filed):
    content = take(as_user(cast.auditor), layout="national").content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet.max_column == 225
