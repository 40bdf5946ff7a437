"""A roster changes files that are there: which, what of them, what is held, and how it is taken back."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.archives.models import ChangeRequest, Household, IncomeItem, Member
from cases.archives.services.life import changes
from cases.archives.states import ChangeState, Section, State
from cases.rosters import services as imports
from cases.rosters.models import ImportChange
from cases.rosters.states import ImportMode, ImportState, UpdateState
from cases.rosters.tasks import Alone, check_file, import_file
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.kernel.documents import make_id_number
from hardship.kernel.workflow import Refused
from tests.cases.rosters.roster_files import BORN, member, person, roster
from tests.cases.rosters.test_import import bring_in, check, confirm
from tests.cases.rosters.test_import import upload as upload_new
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db
CARD, OTHER_CARD = "6228482052032513466", "6222020200112233445"
FAMILY = member(1, 1, monthly_income=500)


def upload(cast, *rows, mode=ImportMode.UPDATE, content=None):
    return imports.upload_roster(
        union=cast.union,
        by=cast.clerk,
        original_name="更新.xlsx",
        content=content or roster(*rows),
        mode=mode,
    )


def only(number, **cells):
    """A row with the ID number and what is to change."""
    return {"id_number": make_id_number("320602", BORN, 2 * number), **cells}


def codes(made):
    return [(issue["column"], issue["level"], issue["code"]) for issue in made.issues]


@world
def draft(cast):
    row = person(1, phone="13800138000", bank_card=CARD, address="学田路 1 号", persons=2,
                 annual_income=18000, monthly_per_capita=None, health="良好", **FAMILY)  # fmt: skip
    bring_in(upload_new(cast, row), cast.clerk)
    return Household.objects.get(union=cast.union)


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def number_of(household):
    return household.head.id_number.reveal()


@pytest.mark.requirement("A7", "A8")
def test_only_filled_cells_change_and_an_undo_brings_everything_back(cast, draft):
    before = snapshot(draft)
    made = check(
        upload(cast, only(1, phone="13900139000", address="新地址 2 号", health="清空", monthly_income=1500,
                          bank_card="清空", **member(1, 1, name=None, status="初中"))), cast.clerk
    )  # fmt: skip
    assert (made.rows_importable, made.rows_changed, made.rows_unchanged, made.rows_rejected) == (1, 1, 0, 0)
    assert made.issues == []
    change = ImportChange.objects.get()
    shown = {(one["who"], one["label"]): (one["before"], one["after"]) for one in change.shown}
    assert shown == {
        ("", "手机号码"): ("138****8000", "139****9000"),
        ("", "家庭住址"): ("学田路 1 号", "新地址 2 号"),
        ("", "健康状况"): ("良好", ""),
        ("", "本人月平均收入"): ("1,000.00", "1,500.00"),
        ("", "银行卡号"): ("**** **** **** 3466", ""),
        ("季小童", "身份"): ("小学", "初中"),
    }
    assert CARD not in str(change.shown)
    assert snapshot(draft) == before  # a check writes nothing

    imports.ask_for_import(roster_id=made.pk, by=cast.clerk)
    run_pending()
    draft.refresh_from_db()
    head = draft.head
    assert (draft.address, draft.version, draft.updated_by) == ("新地址 2 号", 2, cast.clerk)
    assert (head.phone.reveal(), head.health, bool(head.bank_card)) == ("13900139000", "", False)
    assert IncomeItem.objects.get(member=head).annual_amount == Decimal(18000)
    record = AuditRecord.objects.get(action="household.import_update")
    assert "phone" in record.data["fields"]
    assert "13900139000" not in str(record.data) + str(ImportChange.objects.get().restore)

    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    made.refresh_from_db()
    assert made.state == ImportState.UNDONE
    assert snapshot(draft) == before
    assert ImportChange.objects.get().state == UpdateState.UNDONE


def snapshot(household):
    """Everything that the file says, its numbers in full."""
    household = Household.objects.get(pk=household.pk)
    skipped = ("version", "updated_at", "updated_by_id", "_state")
    rows = [household, *household.members.filter(removed_at=None).order_by("pk")]
    kept = [{k: v for k, v in vars(row).items() if k not in skipped} for row in rows]
    numbers = [(one.phone.reveal(), one.bank_card.reveal(), one.id_number.reveal()) for one in rows[1:]]
    for row in kept:
        for name in ("phone", "bank_card", "id_number", *(k for k in row if k.endswith("_index"))):
            row.pop(name, None)
    incomes = sorted(household.incomes.values_list("member", "kind", "annual_amount", "note"), key=str)
    return kept, numbers, incomes


def test_what_is_the_same_is_counted_and_not_written(cast, draft):
    made = check(upload(cast, only(1, phone="138 0013 8000", name="季小梅")), cast.clerk)
    assert (made.rows_changed, made.rows_unchanged) == (0, 1)
    with pytest.raises(Refused):
        imports.ask_for_import(roster_id=made.pk, by=cast.clerk)
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_file_is_found_by_its_number_or_its_head(cast, filed):
    made = check(upload(cast, {"former_no": filed.file_no, "address": "新地址"}), cast.clerk)
    assert made.rows_changed == 1
    made = check(upload(cast, {"id_number": number_of(filed), "address": "新地址"}), cast.clerk)
    assert made.rows_changed == 1
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    both = {"former_no": filed.file_no, "id_number": number_of(other)}
    assert codes(check(upload(cast, both), cast.clerk)) == [("编号", "error", "two_files")]
    twice = [{"former_no": filed.file_no, "address": "a"}, {"id_number": number_of(filed), "address": "b"}]
    assert codes(check(upload(cast, *twice), cast.clerk)) == [("编号", "error", "same_file")]


@pytest.mark.requirement("A8")
def test_what_a_filing_rests_on_is_asked_of_a_checker_and_the_rest_is_written(cast, filed):
    row = {"former_no": filed.file_no, "phone": "13900139000", "monthly_income": 9, "bank_card": OTHER_CARD}
    row |= {"category": "相对困难职工", "deposits": 500}
    before = filed.head.monthly_income
    made = check(upload(cast, {**row, **member(1, 7)}), cast.clerk)
    assert (made.rows_changed, made.items_asked) == (1, 4)
    assert [code for code in codes(made) if code[2] != "luhn"] == [("困难类别", "warning", "held")]
    assert ChangeRequest.objects.count() == 0  # a check asks for nothing

    made = confirm(made, cast.clerk)
    assert made.items_asked == 4
    head = Member.objects.get(pk=filed.head_id)
    assert (head.phone.reveal(), head.monthly_income) == ("13900139000", before)
    assert not Member.objects.filter(household=filed, name="季小童").exists()
    requests = {one.section: one for one in ChangeRequest.objects.all()}
    assert set(requests) == {Section.WORKER, Section.MEMBERS, Section.MONEY, Section.HOUSING}
    assert {one.asked_by for one in requests.values()} == {cast.clerk}
    card = requests[Section.WORKER].items.get(field="bank_card")
    assert (card.new, card.new_number.reveal()) == (None, OTHER_CARD)
    change = ImportChange.objects.get()
    assert OTHER_CARD not in str(change.shown) + str(change.restore)

    for request in sorted(requests.values(), key=lambda one: one.pk):
        changes.decide(change_id=request.pk, action="accept", by=cast.reviewer)
    filed.refresh_from_db()
    assert (filed.head.monthly_income, filed.head.bank_card.reveal()) == (Decimal(9), OTHER_CARD)
    assert filed.deposits == 500
    assert filed.incomes.get(member=filed.head).annual_amount == Decimal(108)
    added = Member.objects.get(household=filed, name="季小童")
    assert (added.relation, added.status, bool(added.id_number)) == ("son", "primary", True)
    again = check(upload(cast, {**row, "category": None, **member(1, 7)}), cast.clerk)
    assert (again.rows_changed, again.rows_unchanged, again.items_asked) == (0, 1, 0)


def test_an_undo_withdraws_what_nobody_has_decided_on(cast, filed):
    row = {"former_no": filed.file_no, "phone": "13900139000", "deposits": 500, "bank_name": "中国银行"}
    made = bring_in(upload(cast, row), cast.clerk)
    worker = ChangeRequest.objects.get(section=Section.WORKER)
    changes.decide(change_id=worker.pk, action="reject", by=cast.reviewer, comment="不对")
    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    states = dict(ChangeRequest.objects.values_list("section", "state"))
    assert states == {Section.WORKER: ChangeState.REJECTED, Section.HOUSING: ChangeState.WITHDRAWN}
    assert ImportChange.objects.get().state == UpdateState.UNDONE
    assert Member.objects.get(pk=filed.head_id).phone.reveal() != "13900139000"


def test_a_section_that_waits_already_is_not_asked_for_again(cast, filed):
    bring_in(upload(cast, {"former_no": filed.file_no, "bank_name": "中国银行"}), cast.clerk)
    row = {"former_no": filed.file_no, "bank_name": "建设银行", "deposits": 7}
    made = bring_in(upload(cast, row), cast.clerk)
    assert (made.items_asked, codes(made)) == (1, [("开户银行", "warning", "held")])
    assert "已有待审核的变更" in made.issues[0]["why"]
    assert ChangeRequest.objects.count() == 2


def test_a_second_run_asks_for_nothing_twice(cast, filed):
    row = {"former_no": filed.file_no, "deposits": 7}
    made = bring_in(upload(cast, row, person(2), mode=ImportMode.BOTH), cast.clerk)
    type(made).objects.filter(pk=made.pk).update(state=ImportState.IMPORTING)
    made.refresh_from_db()
    import_file(made, by=cast.clerk, progress=Alone())
    made.refresh_from_db()
    assert (made.rows_changed, made.items_asked, ChangeRequest.objects.count()) == (1, 1, 1)


def test_nobody_at_the_command_line_asks_a_checker(cast, filed):
    made = imports.upload_roster(
        union=cast.union, by=None, original_name="a.xlsx", mode=ImportMode.UPDATE,
        content=roster({"former_no": filed.file_no, "deposits": 7, "phone": "13900139000"}),
    )  # fmt: skip
    imports.start_without_job(roster_id=made.pk, action="check")
    found = check_file(imports.reopen_roster(made), union=made.union, roster=made, mode=made.mode)
    assert [(issue["code"], issue["column"]) for issue in found.issues] == [("held", "存款及有价证券")]
    assert (found.changed, found.asked) == (1, 0)


def test_a_row_without_a_file_is_refused_or_made_one(cast, draft):
    rows = [only(1, address="新地址"), person(2)]
    made = check(upload(cast, *rows), cast.clerk)
    assert codes(made) == [("身份证号", "error", "not_found")]
    made = bring_in(upload(cast, *rows, mode=ImportMode.BOTH), cast.clerk)
    assert (made.rows_importable, made.rows_changed) == (2, 1)
    assert made.rows.count() == 1
    nobody = check(upload(cast, only(3), mode=ImportMode.BOTH), cast.clerk)
    assert ("姓名", "error", "missing") in codes(nobody)


@pytest.mark.parametrize(("state", "code"), [("submitted", "not_changeable"), ("complete", None)])
def test_a_file_under_review_is_left_alone(cast, state, code):
    file = HouseholdFactory(union=cast.union, clerk=cast.clerk, **{state: True})
    made = check(upload(cast, {"id_number": number_of(file), "address": "新地址"}), cast.clerk)
    assert [issue["code"] for issue in made.issues] == ([code] if code else [])


def test_nobody_elses_file_is_changed(cast, draft):
    made = imports.upload_roster(
        union=cast.elsewhere, by=cast.stranger, original_name="a.xlsx", content=roster(only(1, address="x")),
        mode=ImportMode.BOTH,
    )  # fmt: skip
    check(made, cast.stranger)
    assert made.rows_changed == 0
    made = check(upload(cast, only(1, name="清空")), cast.clerk)
    assert codes(made) == [("姓名", "error", "not_clearable")]


def test_a_member_is_added_and_taken_out_again(cast, draft):
    made = bring_in(upload(cast, only(1, **member(1, 5, name="季新", monthly_income=200))), cast.clerk)
    added = Member.objects.get(household=draft, name="季新")
    assert IncomeItem.objects.get(member=added).annual_amount == Decimal(2400)
    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    added.refresh_from_db()
    assert added.removed_by == cast.clerk
    assert not IncomeItem.objects.filter(member=added).exists()


def test_somebody_in_another_active_file_is_not_added(cast, draft, filed):
    made = check(upload(cast, only(1, **member(1, 5, sex=None, id_number=number_of(filed)))), cast.clerk)
    assert [issue["code"] for issue in made.issues] == ["in_active_file"]


def test_a_file_somebody_has_worked_on_since_stays(cast, draft, filed):
    rows = [only(1, address="甲"), {"former_no": filed.file_no, "address": "乙"}]
    made = bring_in(upload(cast, *rows), cast.clerk)
    Household.objects.filter(pk=draft.pk).update(version=9)
    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    states = dict(ImportChange.objects.values_list("household", "state"))
    assert states == {draft.pk: UpdateState.KEPT, filed.pk: UpdateState.UNDONE}
    assert Household.objects.get(pk=draft.pk).address == "甲"
    assert Household.objects.get(pk=filed.pk).address != "乙"
    assert Household.objects.get(pk=filed.pk).state == State.FILED
    data = AuditRecord.objects.get(action="import.undo").data
    assert data == {"households": 0, "restored": 1, "kept": 1}


def test_a_second_run_writes_no_change_twice(cast, draft):
    made = bring_in(upload(cast, only(1, address="新地址"), person(2), mode=ImportMode.BOTH), cast.clerk)
    type(made).objects.filter(pk=made.pk).update(state=ImportState.IMPORTING)
    made.refresh_from_db()
    import_file(made, by=cast.clerk, progress=Alone())
    made.refresh_from_db()
    assert (made.rows_importable, made.rows_changed, made.rows_unchanged) == (2, 1, 0)
    assert Household.objects.get(pk=draft.pk).version == 2
    assert ImportChange.objects.get().state == UpdateState.APPLIED


@pytest.mark.parametrize("column", ["mode", "state"])
def test_the_database_knows_the_words(cast, draft, column):
    made = check(upload(cast, only(1, address="x")), cast.clerk)
    table = {"mode": "rosters_rosterimport", "state": "rosters_importchange"}[column]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = 'x'")
    assert made.pk


def test_what_the_log_tells_of_many_files_is_read_for_all_of_them_together(cast, reference):
    """Of each file it read all content twice, eight queries more."""
    for number in range(1, 7):
        bring_in(upload_new(cast, person(number)), cast.clerk)
    made = check(upload(cast, *(only(number, address="新地址 2 号") for number in range(1, 7))), cast.clerk)
    imports.start_without_job(roster_id=made.pk, action="import", by=cast.clerk)
    made.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        import_file(made, by=cast.clerk, progress=Alone())
    of_evidence = [query for query in asked.captured_queries if 'FROM "archives_evidence"' in query["sql"]]
    assert len(of_evidence) == 2
    told = AuditRecord.objects.filter(action="household.import_update")
    assert all("address" in row.changes.reveal() for row in told)
    assert len(told) == 6
