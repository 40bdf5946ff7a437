"""The operation log in words: numbers that people know, fields by name, what was edited from what to what."""

import uuid
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from cases.applications.states import State as ApplicationState
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.life import changes
from cases.archives.states import Section
from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.desk.selectors.log import describe
from hardship.kernel.qr import write_code
from tests.factories import ApplicationFactory, HouseholdFactory
from tests.worlds import world

LOG = reverse("desk:log")
pytestmark = pytest.mark.django_db


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰"
    )


@world
def draft(cast):
    return HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, name="王秀兰")


def save(household, section, by, **data):
    household.refresh_from_db()
    return save_section(
        household_id=household.pk, section=section, data=data, version=household.version, by=by
    )


def last(action):
    return AuditRecord.objects.filter(action=action).order_by("-pk").first()


def told(record, **how):
    return describe([record], **how)[0]


def test_an_edit_tells_from_what_to_what(cast, draft):
    before = draft.head.get_health_display()
    save(draft, Section.WORKER, cast.clerk, health="cancer", monthly_income=Decimal("12345.6"))
    line = told(last("household.save"))
    assert line.target == "档案 王*兰"
    assert f"王*兰 健康状况：{before} → 恶性肿瘤" in line.detail
    assert "→ 12,345.60" in line.detail
    assert "项目" not in line.detail


def test_nothing_that_names_somebody_is_told_outside_the_file(cast, draft):
    save(
        draft, Section.WORKER, cast.clerk, name="王秀莲", phone="13911112222", employer="机床厂",
        bank_card="6217001210024455667",
    )  # fmt: skip
    record = last("household.save")
    masked, whole = told(record).detail, told(record, is_masked=False).detail
    for secret in ("王秀莲", "王秀兰", "机床厂", "13911112222", "6217001210024455667"):
        assert secret not in masked
    assert "姓名：原内容 → 已变更" in masked
    assert "姓名：王秀兰 → 王秀莲" in whole
    for secret in ("13911112222", "6217001210024455667"):
        assert secret not in whole


def test_what_was_changed_is_encrypted_at_rest(cast, draft):
    save(draft, Section.WORKER, cast.clerk, name="王秀莲")
    record = last("household.save")
    assert "王秀莲" not in str(record.data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM audit_auditrecord WHERE id = %s", [record.pk])
        sealed = bytes(cursor.fetchone()[0])
    assert "王秀莲".encode() not in sealed
    assert b"name" not in sealed
    head = str(draft.head.uid)
    assert ["members", "王秀莲", "name", "王秀兰", "王秀莲", head] in audit.read_changes(record)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditrecord SET changes = NULL WHERE id = %s", [record.pk])


def test_a_save_that_changes_nothing_keeps_nothing(cast, draft):
    count = AuditRecord.objects.count()
    save(draft, Section.WORKER, cast.clerk, name="王秀兰")
    assert AuditRecord.objects.count() == count


def test_an_accepted_change_tells_it_too(cast, filed):
    asked = changes.save_change(
        household_id=filed.pk, section=Section.WORKER, data={"health": "cancer"}, version=filed.version,
        by=cast.clerk,
    )  # fmt: skip
    assert "项目 健康状况" in told(last("change.ask")).detail
    changes.decide(change_id=asked.pk, action="accept", by=cast.reviewer)
    assert "→ 恶性肿瘤" in told(last("household.save")).detail


def test_rows_of_before_read_as_the_names_of_fields(cast, filed):
    record = audit.record(
        "household.save", target=filed, by=cast.clerk, section="members", fields=["member.health", "member"]
    )
    line = told(record)
    assert line.target == f"档案 {filed.file_no}（王*兰）"
    assert line.detail == "部分 家庭成员；项目 健康状况、家庭成员"


def test_amounts_have_separators_and_nonsense_stays(cast, filed):
    assert told(audit.record("x", target=filed, by=cast.clerk, amount="8200.00")).detail == "金额 8,200.00 元"
    assert told(audit.record("x", target=filed, by=cast.clerk, amount="?")).detail == "金额 ?"


def test_what_is_gone_or_unknown_keeps_its_key(cast):
    record = audit.record("x", target=None, by=cast.clerk)
    for kind, key, shown in (
        ("ledgers.journal", str(uuid.UUID(int=7)), "凭证 00000000"),
        ("archives.household", "999999", "档案 999999"),
        ("nobody.knows", "5", "nobody.knows 5"),
    ):
        record.target_type, record.target_id = kind, key
        assert told(record).target == shown


def test_a_long_edit_is_cut_on_the_page_and_whole_in_the_workbook(as_user, cast, draft):
    rows = [["household", "", "floor_area", f"{n}.00", f"{n + 1}.00"] for n in range(9)]
    audit.record("household.save", target=draft, by=cast.clerk, changes=rows)
    client = as_user(cast.auditor)
    assert "另有 3 项" in client.get(LOG).content.decode()
    response = client.post(f"{reverse('desk:log_export')}?action=household.save")
    text = str(list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)))
    assert text.count(" → ") >= 9
    assert "另有" not in text


def test_a_field_that_is_no_more_does_not_break_the_log(cast, draft):
    record = audit.record("x", target=draft, by=cast.clerk, changes=[["household", "", "gone", "甲", "乙"]])
    assert told(record).detail == "gone：原内容 → 已变更"


def test_the_log_asks_as_much_for_fifty_kinds_of_edits_as_for_one(as_user, cast, draft, filed):
    client = as_user(cast.auditor)
    client.get(LOG)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(LOG)
        return len([row for row in queries if "accounts_session" not in row["sql"]])

    save(draft, Section.WORKER, cast.clerk, health="cancer")
    audit.record("evidence.read", target=filed.head, by=cast.clerk)
    few = count()
    for turn in range(50):
        audit.record(
            "household.save", target=(draft, filed)[turn % 2], by=cast.clerk,
            changes=[["members", "王秀兰", "health", "good", "cancer"]],
        )  # fmt: skip
    assert count() <= few


def test_the_file_tells_its_own_changes_in_full(as_user, cast, draft):
    save(draft, Section.WORKER, cast.clerk, employer="机床厂")
    tab = f"{reverse('desk:case', args=[draft.pk])}?tab=log"
    assert "→ 机床厂" in as_user(cast.clerk).get(tab).content.decode()


class TestSearch:
    FIND = reverse("desk:log_find")

    def look(self, client, text, **query):
        response = client.post(self.FIND, {"text": text}, query_params=query)
        return client.get(response["Location"]), response["Location"]

    def test_by_id_number_name_and_file_number(self, as_user, cast, filed, draft):
        client = as_user(cast.auditor)
        audit.record("login", target=cast.clerk, by=cast.clerk)
        for text in (filed.head.id_number.reveal(), filed.file_no):
            page, url = self.look(client, text)
            content = page.content.decode()
            assert f"档案 {filed.file_no}" in strip_tags(content)
            assert "登录" not in content.split("<tbody")[1].split("</tbody")[0]
            assert text not in url
        page, url = self.look(client, "王秀兰")
        assert "王秀兰" not in url
        assert f"档案 {filed.file_no}" in strip_tags(page.content.decode())

    def test_by_what_a_scanner_reads_off_a_paper(self, as_user, cast, reference):
        """The code of an application has its number in letters that a scanner types."""
        application = ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, state=ApplicationState.REVIEW
        )
        page, _url = self.look(as_user(cast.auditor), write_code(application.number))
        assert write_code(application.number) != application.number
        assert application.number in strip_tags(page.content.decode().split("<tbody")[1])

    def test_the_search_is_on_record_without_the_number(self, as_user, cast, filed):
        number = filed.head.id_number.reveal()
        self.look(as_user(cast.auditor), number)
        record = AuditRecord.objects.get(action="log.search")
        assert (record.target_id, record.by, record.data["search"]) == (
            str(filed.pk), cast.auditor, "id_number",
        )  # fmt: skip
        assert number not in str(record.data)
        assert "查找 证件号" in told(record).detail

    def test_what_nobody_knows_finds_nothing_and_nothing_typed_shows_all(self, as_user, cast, filed):
        client = as_user(cast.auditor)
        page, _url = self.look(client, "没有这个人")
        assert "没有符合条件的记录" in page.content.decode()
        page, _url = self.look(client, "\x00")
        assert page.status_code == 200
        page, _url = self.look(client, "   ")
        assert f"档案 {filed.file_no}" in strip_tags(page.content.decode())

    def test_another_union_s_file_is_not_found(self, as_user, cast):
        far = HouseholdFactory(complete=True, union=cast.elsewhere, clerk=cast.stranger, name="欧阳远")
        page, _url = self.look(as_user(cast.auditor), far.head.id_number.reveal())
        assert "没有符合条件的记录" in page.content.decode()

    def test_an_old_token_says_so_and_narrows_nothing(self, as_user, cast, filed):
        page = as_user(cast.auditor).get(f"{LOG}?q=nonsense").content.decode()
        assert "刚才的查找已过期" in page
        assert f"档案 {filed.file_no}" in strip_tags(page)

    def test_filters_go_along(self, as_user, cast, filed):
        client = as_user(cast.auditor)
        _page, url = self.look(client, filed.file_no, kind="write")
        assert "kind=write" in url
        assert '<input type="hidden" name="q"' in client.get(url).content.decode()

    @pytest.mark.parametrize("person", ["clerk", "reviewer", "finance"])
    def test_others_may_not(self, as_user, cast, person):
        assert as_user(getattr(cast, person)).post(self.FIND, {"text": "王"}).status_code == 403


def test_a_room_narrows_and_offers_its_own_acts(as_user, cast, filed):
    client = as_user(cast.auditor)
    audit.record("login", target=cast.clerk, by=cast.clerk)
    page = client.get(f"{LOG}?room=accounts").content.decode()
    table = page.split("<tbody")[1].split("</tbody")[0]
    assert "登录" in table
    assert "提交审核" not in table
    assert "<optgroup" not in page
    assert '<optgroup label="困难职工档案">' in client.get(LOG).content.decode()
    assert "业务：" in page


def test_pages_are_numbered(as_user, cast):
    for turn in range(120):
        audit.record("login", target=cast.clerk, by=cast.clerk, rows=turn)
    client = as_user(cast.auditor)
    page = client.get(LOG)
    assert "第 1 / 3 页" in page.content.decode()
    page = client.get(f"{LOG}{page.context['next_url']}")
    assert "第 2 / 3 页" in page.content.decode()
    page = client.get(f"{LOG}{page.context['previous_url']}")
    assert "第 1 / 3 页" in page.content.decode()
