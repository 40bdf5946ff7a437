"""The roster as a workbook: what the list shows, all of it, inert, masked, and on record."""

import hashlib
import re
import shutil
import subprocess
import threading
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.db import connection
from django.urls import reverse

from cases.archives.models import Household
from cases.archives.services.edits import record_start
from cases.lists.columns import COLUMNS
from cases.lists.selectors import lists
from cases.rosters.reports import roster as reports
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from hardship.kernel.columns import values
from tests.cases.lists.test_list import draft
from tests.factories import HouseholdFactory
from tests.worlds import world

EXPORT = reverse("rosters:export")
NUMBER = "320602198003070028"
FORMULA = '=HYPERLINK("http://x")'


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰", number=NUMBER
    )


def opened(content):
    from openpyxl import load_workbook

    return load_workbook(BytesIO(content)).active


def take(client, query="", **data):
    return client.post(f"{EXPORT}?{query}", data)


def table(response):
    """Header lines, headings and rows of the downloaded workbook."""
    sheet = opened(response.content)
    rows = list(sheet.iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == "序号")
    return [row[0] for row in rows[:start]], list(rows[start]), [r for r in rows[start + 1 :] if r[0]], sheet


@pytest.mark.requirement("F6")
def test_the_workbook_holds_what_the_list_shows(as_user, cast, filed):
    head, headings, rows, _sheet = table(take(as_user(cast.clerk), "state=filed"))
    assert head[0] == "困难职工档案花名册"
    assert cast.union.name in head[1]
    assert cast.clerk.name in head[1]
    assert head[2] == "筛选条件：状态：在档"
    assert head[3].startswith("户数：1")
    assert headings == ["序号", "姓名", "身份证号", "申报工会", "档案号", "困难类别", "状态", "主要致困原因",
                        "家庭人口", "净人均月收入（元）", "建档日期"]  # fmt: skip
    row = dict(zip(headings, rows[0], strict=True))
    assert row["姓名"] == "王秀兰"
    assert row["身份证号"] == "320602********0028"
    assert row["困难类别"] == "深度困难"
    assert row["家庭人口"] == 3
    assert Decimal(str(row["净人均月收入（元）"])) == Decimal("819.97")
    assert row["建档日期"] in (filed.filed_on, datetime.combine(filed.filed_on, datetime.min.time()))


def test_chosen_columns_and_order_are_kept(as_user, cast):
    for name in ("赵平", "曾明", "李伟"):
        draft(cast.union, cast.clerk, name)
    client = as_user(cast.clerk)
    client.get(f"{reverse('lists:files')}?columns=state")
    _head, headings, rows, _sheet = table(take(client, "sort=name"))
    assert headings == ["序号", "姓名", "状态"]
    assert rows == [(1, "李伟", "草稿"), (2, "曾明", "草稿"), (3, "赵平", "草稿")]


@pytest.mark.requirement("F1")
def test_no_canary_of_a_stranger_leaves(as_user, cast, filed):
    draft(cast.elsewhere, cast.stranger, "金丝雀")
    for person in (cast.clerk, cast.reviewer, cast.auditor):
        assert "金丝雀" not in str(table(take(as_user(person)))[2])
    rows = table(take(as_user(cast.auditor), f"union={cast.elsewhere.pk}"))[2]
    assert [row[1] for row in rows] == ["王秀兰"]


def test_what_was_searched_for_narrows_the_workbook_and_is_not_kept(as_user, cast, filed):
    draft(cast.union, cast.clerk, "李伟")
    client = as_user(cast.clerk)
    answer = client.post(reverse("lists:find"), {"text": "王秀"})
    response = take(client, answer.url.partition("?")[2])
    assert [row[1] for row in table(response)[2]] == ["王秀兰"]
    assert AuditRecord.objects.get(action="export.archive_roster").data["filters"] == {"search": "name"}


@pytest.mark.parametrize("revealed", [(), ("phone",), ("id_number", "phone")])
def test_rows_read_as_values_say_what_the_objects_say(cast, filed, revealed):
    draft(cast.union, cast.clerk, "")
    Household.objects.filter(pk=filed.pk).update(
        state="lifted", left_on=date(2026, 3, 5), is_on_dibao=True, category="deep", former_no="旧-7"
    )
    record_start([Household.objects.create(union=cast.union)], by=None)  # nothing filled in
    rows = lists.in_order(lists.list_households(user=cast.clerk))
    objects = [
        SimpleNamespace(
            household=row,
            persons=row.persons,
            net=row.net,
            never_helped=row.never_helped,
            grace_until=row.grace_until,
            found=lists._found(row.found),
        )
        for row in lists.with_figures(rows)
    ]
    expected = [
        [values([column], row, reveal=column.key in revealed)[0] for column in COLUMNS] for row in objects
    ]
    found = list(lists.list_values(rows, COLUMNS, revealed=revealed))
    assert found == expected
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]
    assert len(found) == 3
    assert date(2036, 3, 5) in found[2]


def test_names_like_formulas_stay_text(as_user, cast):
    draft(cast.union, cast.clerk, FORMULA)
    draft(cast.union, cast.clerk, "+1-1")
    response = take(as_user(cast.clerk))
    sheet = table(response)[3]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in (FORMULA, "+1-1")}
    assert {cell.data_type for cell in cells.values()} == {"s"} or {c.data_type for c in cells.values()} == {
        "inlineStr"
    }
    assert len(cells) == 2


@pytest.mark.parametrize("person", ["reviewer", "finance", "auditor"])
def test_full_numbers_are_an_explicit_choice_on_record(as_user, cast, filed, person):
    user = getattr(cast, person)
    response = take(as_user(user), numbers="full", reason="年度审计核对")
    row = table(response)[2][0]
    assert row[2] == NUMBER
    record = AuditRecord.objects.get(action="export.archive_roster")
    assert record.by == user
    assert record.data["masked"] is False
    reason = AuditRecord.objects.get(action="roster.ask_full")
    assert (reason.data, record.data["filters"]["asked"]) == ({"reason": "年度审计核对"}, str(reason.pk))


@pytest.mark.parametrize("person", ["clerk", "approver"])
def test_who_may_not_gets_no_full_numbers(as_user, cast, filed, person):
    assert take(as_user(getattr(cast, person)), numbers="full", reason="年度审计核对").status_code == 403
    assert not AuditRecord.objects.filter(kind="export").exists()


def test_an_administrator_exports_no_files(as_user, cast, filed):
    assert take(as_user(cast.administrator)).status_code == 403
    assert as_user(cast.clerk).get(EXPORT).status_code == 302


def test_an_export_is_on_record_with_its_fingerprint(as_user, cast, filed):
    response = take(as_user(cast.auditor), "category=deep")
    record = AuditRecord.objects.get(action="export.archive_roster")
    assert (record.by, record.kind) == (cast.auditor, "export")
    assert record.data["rows"] == 1
    assert record.data["masked"] is True
    assert record.data["filters"] == {"category": "deep"}
    assert record.data["sha256"] == hashlib.sha256(response.content).hexdigest()


def test_the_file_says_what_it_is(as_user, cast, filed):
    name = unquote(take(as_user(cast.clerk))["Content-Disposition"])
    assert f"困难职工花名册_{cast.union.short_name}_" in name
    assert re.search(r"_\d{4}-\d\d-\d\d_1户\.xlsx", name)


def test_a_long_list_becomes_a_job(as_user, cast, filed, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(reports, "DIRECT_ROWS", 0)
    client = as_user(cast.auditor)
    answer = take(client, "state=filed&sort=name", numbers="full", reason="年度审计核对")
    job = Job.objects.get(kind="archive_roster")
    assert answer.url == reverse("jobs:detail", args=[job.uid])
    assert "王秀兰" not in str(job.params)
    assert NUMBER not in str(job.params)


@pytest.mark.django_db(transaction=True)
def test_the_job_writes_the_same_workbook(as_user, cast, filed, monkeypatch):
    monkeypatch.setattr(reports, "DIRECT_ROWS", 0)
    client = as_user(cast.auditor)
    take(client, "state=filed", numbers="full", reason="年度审计核对")
    run_pending()
    job = Job.objects.get(kind="archive_roster")
    assert job.state == "done", job.message
    response = client.get(reverse("jobs:file", args=[job.uid]))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = opened(content)
    assert NUMBER in [cell.value for row in sheet.iter_rows() for cell in row]
    record = AuditRecord.objects.get(action="export.archive_roster")
    assert record.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert record.data["masked"] is False
    reason = AuditRecord.objects.get(action="roster.ask_full")
    assert (reason.data, record.data["filters"]["asked"]) == ({"reason": "年度审计核对"}, str(reason.pk))


def test_a_long_result_of_a_search_is_not_given_to_a_job(as_user, cast, filed, monkeypatch):
    monkeypatch.setattr(reports, "DIRECT_ROWS", 0)
    client = as_user(cast.clerk)
    answer = client.post(reverse("lists:find"), {"text": "王秀"})
    page = client.post(f"{EXPORT}?{answer.url.partition('?')[2]}", follow=True)
    assert "请先用筛选条件缩小范围再导出" in page.content.decode()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_all_rows_are_of_one_moment(cast):
    """Somebody renames and adds a file while the workbook is being written."""
    for number in range(3):
        draft(cast.union, cast.clerk, f"张{number}")
    request = reports.RosterRequest(user=User.objects.get(pk=cast.clerk.pk), filters={}, columns=["name"])

    def meanwhile():
        draft(cast.union, cast.clerk, "后来的")
        connection.close()

    original = reports._head_lines

    def head_lines(*arguments):
        lines = original(*arguments)
        worker = threading.Thread(target=meanwhile)
        worker.start()
        worker.join()
        return lines

    reports._head_lines, kept = head_lines, reports._head_lines
    try:
        content, written = reports.roster_bytes(request)
    finally:
        reports._head_lines = kept
    assert written.rows == 3
    assert Household.objects.count() == 4
    sheet = opened(content)
    assert "户数：3" in str([row[0] for row in sheet.iter_rows(values_only=True)])


@pytest.mark.requirement("F6")
def test_libreoffice_opens_the_roster(as_user, cast, filed, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    draft(cast.union, cast.clerk, FORMULA)
    book = tmp_path / "roster.xlsx"
    book.write_bytes(take(as_user(cast.reviewer), numbers="full", reason="年度审计核对").content)
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", as_csv, "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    [csv] = tmp_path.glob("*.csv")
    text = csv.read_text(encoding="utf-8")
    assert NUMBER in text
    assert "819.97" in text
    assert "HYPERLINK" in text
    assert date.today().isoformat() in text
