"""信息核对: what a list and a file say differently, who may be asked about, and what stays of the list."""

from datetime import date
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import ChangeRequest, Consent, Household
from cases.archives.models.events import consent_hash
from cases.crosschecks import services as crosschecks
from cases.crosschecks.models import CrossCheck, CrossCheckHit, CrossCheckRow, CrossCheckStep
from cases.crosschecks.rules import describe, find_list_header, read_facts
from cases.crosschecks.services import take_hit_step
from cases.crosschecks.states import HIT_TRANSITIONS, CheckKind, HitState
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.kernel.sheets import SheetError, read_delimited, read_sheet
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, id_number, written_on
from tests.kernel.workbooks import rows, workbook
from tests.worlds import world

pytestmark = [pytest.mark.requirement("A9")]
db = pytest.mark.django_db


def csv(*lines):
    return "\n".join(",".join(line) for line in lines).encode()


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


def upload(cast, content, *, kind="dibao", by=None, **more):
    return crosschecks.upload_list(
        kind=kind, department="民政局", as_of=date(2026, 1, 31), original_name="名单.csv", content=content,
        by=by or cast.reviewer, **more,
    )  # fmt: skip


def match(cast, content, *, kind="dibao", by=None, **more):
    made = upload(cast, content, kind=kind, by=by, **more)
    crosschecks.ask_for_match(crosscheck_id=made.pk, fields=None, by=by or cast.reviewer)
    run_pending()
    return CrossCheck.objects.get(pk=made.pk)


def number_of(household):
    return household.head.id_number.reveal()


@db
def test_somebody_on_the_dibao_list_whose_file_says_no_is_a_difference(cast, home):
    made = match(cast, csv(("姓名", "证件号码", "保障金额"), (home.head.name, number_of(home), "640元")))
    hit = made.hits.get()
    assert (hit.household, hit.member, hit.difference) == (home, home.head, "on_dibao")
    assert describe(made.kind, hit.listed) == ["月保障金额 640.00"]
    assert hit.filed == "享受低保：否"
    assert (made.rows_total, made.rows_matched, made.people_checked) == (1, 1, 3)


@db
def test_who_agrees_is_no_difference_but_was_checked(cast, home):
    Household.objects.filter(pk=home.pk).update(is_on_dibao=True)
    made = match(cast, csv(("姓名", "身份证号"), (home.head.name, number_of(home))))
    assert (made.hits.count(), made.rows.get().member) == (0, home.head)


@db
def test_a_complete_dibao_list_names_those_who_are_missing_from_it(cast, home):
    Household.objects.filter(pk=home.pk).update(is_on_dibao=True)
    stranger = csv(("姓名", "身份证号"), ("某人", id_number()))
    assert match(cast, stranger).hits.count() == 0
    assert match(cast, stranger, is_complete=True).hits.get().difference == "not_on_dibao"


@db
@pytest.mark.parametrize(
    ("kind", "header", "cell", "difference"),
    [
        ("vehicle", "号牌种类", "小型汽车", "vehicles"),
        ("business", "企业名称", "某某商行", "business"),
        ("property", "套数", "2", "homes"),
        ("death", "死亡日期", "2026-01-02", "deceased"),
    ],
)
def test_each_kind_of_list_has_its_own_difference(cast, home, kind, header, cell, difference):
    made = match(cast, csv(("姓名", "身份证号", header), ("", number_of(home), cell)), kind=kind)
    assert made.hits.get().difference == difference
    assert cell in describe(kind, made.hits.get().listed)[0]


@db
def test_as_many_homes_as_the_file_says_are_no_difference(cast, home):
    assert match(cast, csv(("身份证号", "套数"), (number_of(home), "1")), kind="property").hits.count() == 0


@db
def test_another_name_under_the_same_number_is_told(cast, home):
    Household.objects.filter(pk=home.pk).update(is_on_dibao=True)
    made = match(cast, csv(("姓名", "身份证号"), ("李四光", number_of(home))))
    hit = made.hits.get()
    assert (hit.difference, hit.filed, hit.listed) == ("name", home.head.name, [{"name": "李四光"}])


@db
def test_without_consent_nobody_is_matched_but_the_household_is_listed(cast, home, as_user):
    Consent.objects.create(
        household=home, signed_on=date(2026, 2, 1), signer="户主", allows_check=False, allows_notice=True,
        text_version="2026.1", text_hash=consent_hash(), recorded_by=cast.clerk,
    )  # fmt: skip
    made = match(cast, csv(("姓名", "身份证号"), ("", number_of(home))))
    assert (made.rows.count(), made.hits.count(), made.households_unauthorised) == (0, 0, 1)
    page = as_user(cast.clerk).get(reverse("crosschecks:crosscheck_unauthorised")).content.decode()
    assert home.head.name in page
    assert reverse("archives:authorisation", args=[home.pk]) in page
    assert as_user(cast.reviewer).get(reverse("archives:authorisation", args=[home.pk])).status_code == 200


@db
def test_somebody_who_left_the_household_is_not_looked_up(cast, home):
    gone = home.members.get(relation="husband")
    number = gone.id_number.reveal()
    with written_on(home, "members", by=cast.clerk):
        home.members.filter(pk=gone.pk).update(removed_at=timezone.now(), removed_by=cast.clerk)
    made = match(cast, csv(("姓名", "身份证号"), (gone.name, number)))
    assert (made.rows.count(), made.hits.count(), made.people_checked) == (0, 0, 2)


@db
def test_of_the_list_nothing_stays_but_what_meets_a_file(cast, home):
    number, stranger = number_of(home), id_number()
    made = upload(cast, csv(("姓名", "身份证号"), ("", number), ("某人", stranger)))
    stored, storage = made.file.name, made.file.storage
    with transaction.atomic():
        crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=cast.reviewer)
        crosschecks.match_list(crosscheck_id=made.pk, by=cast.reviewer)
    made.refresh_from_db()
    assert (CrossCheckRow.objects.count(), made.file.name) == (1, "")
    for table in ("crosschecks_crosscheck", "crosschecks_crosscheckrow", "crosschecks_crosscheckhit"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {table}::text FROM {table}")
            text = str(cursor.fetchall())
        assert number not in text
        assert stranger not in text
    assert storage.exists(stored)  # removed when the outer transaction of this test would commit


@pytest.mark.django_db(transaction=True)
def test_the_file_is_gone_once_it_was_matched(cast):
    made = upload(cast, csv(("姓名", "身份证号"), ("某人", id_number())))
    stored, storage = made.file.name, made.file.storage
    crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=cast.reviewer)
    crosschecks.match_list(crosscheck_id=made.pk, by=cast.reviewer)
    assert not storage.exists(stored)
    with pytest.raises(Refused):
        crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=cast.reviewer)


@db
def test_numbers_that_cannot_be_right_are_counted_with_their_row(cast, home):
    book = workbook(
        rows(["姓名", "身份证号"], ["甲", 320602196001010000.0], ["乙", "123"], [None, number_of(home)])
    )
    made = match(cast, book)
    assert (made.rows_total, made.rows_unreadable, made.rows_matched) == (3, 2, 1)
    assert [issue["row"] for issue in made.issues] == [2, 3]


@db
def test_people_of_another_county_are_not_matched(cast, home):
    far = HouseholdFactory(union=cast.elsewhere, filed=True)
    assert match(cast, csv(("身份证号", "姓名"), (number_of(far), ""))).rows.count() == 0


@db
def test_columns_are_remembered_for_the_kind_and_the_union(cast, home, as_user):
    content = csv(("对象", "号码"), (home.head.name, number_of(home)))
    made = upload(cast, content)
    assert made.mapping["fields"] == {}
    client, url = as_user(cast.reviewer), reverse("crosschecks:crosscheck_columns", args=[made.uid])
    assert client.post(url, {"column-0": "name"}).status_code == 422
    assert client.post(url, {"column-0": "name", "column-1": "id_number"}).status_code == 302
    run_pending()
    assert CrossCheckHit.objects.count() == 1
    assert upload(cast, content).mapping["fields"] == {"name": 0, "id_number": 1}
    assert upload(cast, content, kind="death").mapping["fields"] == {}
    again = upload(cast, content)
    page = client.get(reverse("crosschecks:crosscheck_columns", args=[again.uid])).text
    assert "B 号码 → " in page
    assert client.post(reverse("crosschecks:crosscheck_forget", args=[again.uid])).status_code == 302
    assert upload(cast, content).mapping["fields"] == {}


@world
def hit(cast, home):
    return match(cast, csv(("身份证号", "姓名"), (number_of(home), ""))).hits.get()


@db
def test_a_finding_is_what_the_table_says_and_nothing_else(cast, hit):
    change = ChangeRequest.objects.create(household=hit.household, union=cast.union, section="causes")
    explained = {
        "note": "说明", "state_by": cast.clerk, "state_at": hit.crosscheck.matched_at, "change": change,
    }  # fmt: skip
    actions = sorted({row.action for row in HIT_TRANSITIONS})
    for action, state, actor in product(actions, HitState.values, (cast.clerk, cast.reviewer, cast.auditor)):
        with transaction.atomic():
            CrossCheckHit.objects.filter(pk=hit.pk).update(
                state=state, **({} if state == "open" else explained)
            )
            _try(hit, action, state, actor)
            transaction.set_rollback(True)


def _try(hit, action, state, actor):
    legal = [
        row.target
        for row in HIT_TRANSITIONS
        if row.action == action and state in row.source and row.role in actor.roles
    ]
    if not legal:
        with pytest.raises(Refused):
            take_hit_step(hit_id=hit.pk, action=action, by=actor, comment="核实过")
        assert hit.steps.count() == 0
        return
    take_hit_step(hit_id=hit.pk, action=action, by=actor, comment="核实过")
    hit.refresh_from_db()
    assert (hit.state, hit.steps.get().target) == (legal[0], legal[0])
    assert AuditRecord.objects.filter(action=f"crosscheck_hit.{action}").count() == 1


@db
def test_a_finding_needs_its_explanation(cast, hit):
    with pytest.raises(Refused, match="必须填写意见"):
        take_hit_step(hit_id=hit.pk, action="refute", by=cast.clerk, comment=" ")


@db
def test_the_clerk_works_a_difference_of_the_countys_list(cast, hit, as_user):
    client, url = as_user(cast.clerk), reverse("crosschecks:hit", args=[hit.uid])
    assert hit.member.name in client.get(reverse("crosschecks:hit_list")).content.decode()
    step = reverse("crosschecks:hit_step", args=[hit.uid])
    assert client.post(step, {"action": "confirm", "comment": ""}).status_code == 409
    assert client.post(step, {"action": "confirm", "comment": "2025 年起享受。"}).status_code == 302
    assert "2025 年起享受。" in client.get(url).content.decode()
    case = client.get(reverse("desk:case", args=[hit.household_id])).content.decode()
    assert url in case
    assert client.get(reverse("crosschecks:crosscheck", args=[hit.crosscheck.uid])).status_code == 404
    assert as_user(cast.stranger).get(url).status_code == 404


@db
def test_the_list_for_a_department_names_only_who_allowed_it(cast, home, as_user):
    silent = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    Consent.objects.create(
        household=silent, signed_on=date(2026, 2, 1), signer="户主", allows_check=False, allows_notice=True,
        text_version="2026.1", text_hash=consent_hash(), recorded_by=cast.clerk,
    )  # fmt: skip
    client, url = as_user(cast.reviewer), reverse("crosschecks:crosscheck_people")
    assert client.post(url, {"kind": "dibao", "numbers": "full", "reason": ""}).status_code == 422
    masked = client.post(url, {"kind": "dibao", "numbers": "masked"})
    full = client.post(url, {"kind": "dibao", "numbers": "full", "reason": "依 3 号函"})
    number = number_of(home)
    texts = ["\n".join(str(row.values) for row in read_sheet(one.content).rows) for one in (masked, full)]
    assert number not in texts[0]
    assert number in texts[1]
    assert not any(number_of(silent) in text or silent.head.name in text for text in texts)
    kept = AuditRecord.objects.filter(action="export.crosscheck_people").order_by("pk")
    assert [row.data["masked"] for row in kept] == [True, False]
    assert kept[1].data["filters"]["reason"] == "依 3 号函"


@db
def test_the_pages_from_upload_to_result(cast, home, as_user):
    client = as_user(cast.reviewer)
    bad = client.post(reverse("crosschecks:crosscheck_new"), {"kind": "dibao"})
    assert bad.status_code == 422
    content = csv(("姓名", "身份证号"), ("", number_of(home)))
    answer = client.post(
        reverse("crosschecks:crosscheck_new"),
        {
            "kind": "dibao",
            "department": "民政局",
            "as_of": "2026-01-31",
            "file": SimpleUploadedFile("a.csv", content),
        },
    )
    made = CrossCheck.objects.get()
    assert answer.url == reverse("crosschecks:crosscheck_columns", args=[made.uid])
    client.post(answer.url, {"column-0": "name", "column-1": "id_number"})
    run_pending()
    page = client.get(reverse("crosschecks:crosscheck", args=[made.uid])).content.decode()
    assert "名单上享受低保，档案未填" in page
    assert client.post(reverse("crosschecks:crosscheck_discard", args=[made.uid])).status_code == 409


@db
def test_the_work_list_asks_the_same_queries_for_one_and_for_many(
    cast, home, as_user, django_assert_max_num_queries
):
    numbers = [member.id_number.reveal() for member in home.members.all()]
    match(cast, csv(("身份证号", "姓名"), *((number, "") for number in numbers)), kind="death")
    client = as_user(cast.clerk)
    with django_assert_max_num_queries(12):
        client.get(reverse("crosschecks:hit_list"))
    client = as_user(cast.reviewer)
    with django_assert_max_num_queries(12):
        client.get(reverse("crosschecks:crosscheck_list"))


# --- around Python


@db
def test_the_database_keeps_what_python_promises(cast, hit):
    wrong = [
        CrossCheckHit.objects.filter(pk=hit.pk),
        CrossCheck.objects.filter(pk=hit.crosscheck_id),
    ]
    broken = [
        (wrong[0], {"state": "settled"}), (wrong[0], {"state": "nothing"}), (wrong[1], {"state": "nothing"}),
        (wrong[1], {"kind": "nothing"}), (wrong[1], {"file": "crosschecks/x"}),
    ]  # fmt: skip
    for found, values in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**values)
    twin = {"crosscheck": hit.crosscheck, "household": hit.household, "member": hit.member}
    with pytest.raises(IntegrityError), transaction.atomic():
        CrossCheckHit.objects.create(**twin, difference=hit.difference)
    row = CrossCheckRow.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CrossCheckRow.objects.create(
            crosscheck=hit.crosscheck, row=row.row, member=row.member, id_number_index=row.id_number_index
        )


@db
def test_the_steps_of_a_difference_are_only_added(cast, hit):
    take_hit_step(hit_id=hit.pk, action="refute", by=cast.clerk, comment="同名他人。")
    with pytest.raises(DatabaseError), transaction.atomic():
        CrossCheckStep.objects.update(comment="")


@db
def test_a_list_moves_with_its_union(cast, hit):
    assert hit.crosscheck.county_id == cast.county.pk


# --- pure


def test_facts_are_kept_as_they_read():
    cells = {"amount": "１，２００元", "since": "2025.3.5", "type": "城市低保"}
    assert read_facts(CheckKind.DIBAO, cells) == {
        "amount": "1,200.00", "since": "2025-03-05", "type": "城市低保"
    }  # fmt: skip
    assert read_facts(CheckKind.DEATH, {"on": "年初"}) == {"on": "年初"}


def test_the_header_is_found_below_a_title():
    lines = [(1, ["二〇二六年低保名单"]), (3, ["序号", "姓名", "公民身份号码"]), (4, ["1", "甲", "x"])]
    header = find_list_header(CheckKind.DIBAO, lines)
    assert (header.row, dict(header.fields)) == (3, {"name": 1, "id_number": 2})
    assert find_list_header(CheckKind.DIBAO, [(1, [None])]) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_lists_come_in_both_encodings(encoding, separator):
    sheet = read_delimited(f"姓名{separator}号码\n\n王{separator}1\n".encode(encoding))
    assert [(row.number, row.values) for row in sheet.rows] == [(1, ["姓名", "号码"]), (3, ["王", "1"])]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xff\xff"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(SheetError):
        read_delimited(content)
