"""The operation log: for auditors and administrators, of their subtree, nothing personal, all named."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.kernel.desk import ACTIONS
from tests.factories import HouseholdFactory
from tests.worlds import world

LOG = reverse("desk:log")
# Who did what, and what an event counted.
LINE = re.compile(r'data-label="操作人">([^<]*)</td><td role="cell" data-label="操作"><span>([^<]*)<')
COUNTED = re.compile(r'data-label="内容"><span>行数 (\d+)<')


@world
def records(cast):
    audit.record("household.save", target=None, by=cast.clerk, section="worker", fields=["name"])
    audit.record("household.save", target=None, by=cast.stranger, union=cast.elsewhere, section="causes")
    audit.record("login", target=cast.reviewer, by=cast.reviewer, kind=Kind.ACCESS)


def lines(response):
    return LINE.findall(response.content.decode())


def counted(response):
    return [int(number) for number in COUNTED.findall(response.content.decode())]


def test_an_auditor_reads_the_log_of_the_subtree(as_user, cast, records):
    page = as_user(cast.auditor).get(LOG)
    assert lines(page) == [(cast.reviewer.name, "登录"), (cast.clerk.name, "保存档案内容")]
    text = page.content.decode()
    assert cast.stranger.name not in text
    assert "部分 职工本人" in text


@pytest.mark.parametrize("person", ["auditor", "administrator"])
def test_auditors_and_administrators_may(as_user, cast, person):
    assert as_user(getattr(cast, person)).get(LOG).status_code == 200


@pytest.mark.parametrize("person", ["clerk", "reviewer", "approver", "finance", "stranger"])
def test_others_may_not(as_user, cast, person):
    client = as_user(getattr(cast, person))
    assert client.get(LOG).status_code == 403
    assert client.post(reverse("desk:log_export")).status_code == 403


def test_filters_narrow_the_log(as_user, cast, records):
    client = as_user(cast.auditor)
    today = timezone.localdate()
    assert len(lines(client.get(f"{LOG}?kind=access"))) == 1
    assert len(lines(client.get(f"{LOG}?action=household.save"))) == 1
    assert len(lines(client.get(f"{LOG}?by={cast.clerk.pk}"))) == 1
    assert len(lines(client.get(f"{LOG}?since={today:%Y.%m.%d}&until={today:%Y%m%d}"))) == 2
    assert lines(client.get(f"{LOG}?until=2020-01-01")) == []
    assert "没有符合条件的记录" in client.get(f"{LOG}?until=2020-01-01").content.decode()
    assert len(lines(client.get(f"{LOG}?since=nonsense&by=999999&kind=x"))) == 2


def test_pages_hold_every_record_once(as_user, cast):
    for turn in range(120):
        audit.record("login", target=cast.clerk, by=cast.clerk, kind=Kind.ACCESS, rows=turn)
    client, url, seen = as_user(cast.auditor), LOG, []
    while url:
        page = client.get(url)
        seen.append(counted(page))
        url = page.context["next_url"] and f"{LOG}{page.context['next_url']}"
    assert [len(part) for part in seen] == [50, 50, 20]
    assert [number for part in seen for number in part] == list(range(119, -1, -1))
    back = client.get(f"{LOG}{page.context['previous_url']}")
    assert counted(back) == seen[1]


def test_the_log_asks_as_much_for_fifty_rows_as_for_one(as_user, cast, records):
    client = as_user(cast.auditor)
    client.get(LOG)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(LOG)
        return len([row for row in queries if "accounts_session" not in row["sql"]])

    few = count()
    for _turn in range(50):
        audit.record("login", target=cast.clerk, by=cast.clerk, kind=Kind.ACCESS)
    assert count() == few <= 12


@pytest.mark.requirement("F6")
def test_the_log_is_exported_on_record(as_user, cast, records):
    from openpyxl import load_workbook

    response = as_user(cast.auditor).post(f"{reverse('desk:log_export')}?kind=access")
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "操作日志"
    assert "类型：登录与权限" in rows[2][0]
    assert [row[2] for row in rows if row[1] == cast.reviewer.name] == ["登录"]
    record = AuditRecord.objects.get(action="export.audit_log")
    assert record.data["rows"] == 1
    assert record.data["filters"] == {"kind": "access"}


def test_the_log_of_a_whole_case_tells_nothing_personal(as_user, cast):
    household = HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰"
    )
    number = household.head.id_number.reveal()
    text = as_user(cast.auditor).get(LOG).content.decode()
    assert "提交审核" in text
    assert "王秀兰" not in text
    assert number not in text
    assert reverse("desk:case", args=[household.pk]) in text


def spoken_actions():
    """Every action that some code records, as far as it stands there in full."""
    for room in ("hardship", "cases", "funds"):
        for path in Path(settings.BASE_DIR, room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(
                    getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", "")
                )
                if isinstance(node, ast.Call) and name in ("record", "record_export") and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield f"export.{first.value}" if name == "record_export" else first.value


def test_names_are_chinese():
    assert all(re.search(r"[\u4e00-\u9fff]", str(label)) for label in ACTIONS)
