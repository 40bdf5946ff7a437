"""A roster becomes files: what is kept, what each household holds, who may, and how it is taken back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.archives.models import FileStep, Household, IncomeItem, Member
from cases.archives.states import Category, Cause, ExpenseKind, IncomeKind, State
from cases.rosters import services as imports
from cases.rosters.models import ImportRow, RosterImport
from cases.rosters.rules.columns import TYPED_INCOMES
from cases.rosters.states import ImportState
from cases.rosters.tasks import Alone, check_file, import_file
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from hardship.kernel.documents import make_id_number
from hardship.kernel.workflow import Refused
from tests.cases.rosters.roster_files import BORN, EXPECTED, SAMPLE, member, person, roster
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def upload(cast, *rows, content=None, by=None, union=None):
    return imports.upload_roster(
        union=union or cast.union,
        by=by or cast.clerk,
        original_name="困难职工花名册.xlsx",
        content=content or roster(*rows),
    )


def check(made, by):
    imports.ask_for_check(roster_id=made.pk, fields=None, by=by)
    run_pending()
    made.refresh_from_db()
    return made


def confirm(made, by):
    imports.ask_for_import(roster_id=made.pk, by=by)
    run_pending()
    made.refresh_from_db()
    return made


def bring_in(made, by):
    return confirm(check(made, by), by)


@pytest.mark.requirement("A3")
def test_the_sample_becomes_148_drafts(cast, django_capture_on_commit_callbacks):
    made = bring_in(upload(cast, content=SAMPLE.read_bytes()), cast.clerk)
    assert made.state == ImportState.DONE
    assert (made.rows_total, made.rows_importable, made.rows_rejected) == (160, 148, 12)
    remarks = {(issue["row"], issue["column"], issue["level"]) for issue in made.issues}
    assert remarks == {(issue["row"], issue["column"], issue["level"]) for issue in EXPECTED["issues"]}
    files = Household.objects.visible_to(cast.clerk)
    assert files.count() == 148
    assert set(files.values_list("state", flat=True)) == {State.DRAFT}
    assert AuditRecord.objects.filter(action="household.import").count() == 148
    refused = {issue["row"] for issue in made.issues if issue["level"] == "error"}
    assert not refused & set(made.rows.values_list("row", flat=True))


def test_a_household_comes_in_whole(cast):
    row = person(
        1,
        category="低保户",
        status="退休",
        monthly_income=1200,
        annual_income="4万",
        persons=3,
        monthly_per_capita=None,
        main_cause="特殊困难",
        secondary_causes="子女上学",
        phone="138 0013 8000",
        bank_card="6228482052032513466",
        filed_on="2019.3.5",
        housing_type="租房",
        floor_area="46.5平方米",
        **member(1, 1, monthly_income=500, status="高中"),
        **member(2, 2, relation="配偶", sex=None, status="在岗", monthly_income=1500),
    )
    bring_in(upload(cast, row), cast.clerk)
    household = Household.objects.get(union=cast.union)
    assert (household.category, household.original_category, household.is_on_dibao) == ("", "低保户", True)
    assert (household.former_no, str(household.filed_on)) == ("N0001", "2019-03-05")
    assert (household.main_cause, household.secondary_causes) == (Cause.OTHER, ["schooling"])
    assert household.cause_note == "原致困原因：特殊困难"
    assert (household.floor_area, household.county_id) == (Decimal("46.50"), cast.county.pk)
    assert (household.created_by, household.version) == (cast.clerk, 1)
    head = household.head
    assert (head.name, head.name_initials, head.relation, head.sex) == ("季小梅", "jxm", "head", "female")
    assert (head.birth_on, head.id_number.reveal()) == (BORN, make_id_number("320602", BORN, 2))
    assert head.phone.reveal() == "13800138000"
    assert head.bank_card_index is not None
    people = household.members.order_by("position")
    assert [one.relation for one in people] == ["head", "son", "husband"]
    assert people[1].stage == "senior"
    assert list(
        household.incomes.order_by("pk").values_list("member__position", "kind", "annual_amount")
    ) == [
        (0, IncomeKind.PENSION, Decimal(14400)),
        (1, IncomeKind.WAGE, Decimal(6000)),
        (2, IncomeKind.WAGE, Decimal(18000)),
        (None, IncomeKind.OTHER, Decimal(1600)),
    ]


@pytest.mark.requirement("G5")
def test_every_kind_of_income_and_of_expense_comes_in(cast):
    """What is not the sum of one person's months has a column of its own."""
    typed = {kind: Decimal(100 + place) for place, kind in enumerate(TYPED_INCOMES)}
    spent = {kind: Decimal(10 + place) for place, kind in enumerate(ExpenseKind)}
    total = 12 * 1000 + sum(typed.values()) + 7
    row = person(
        1, status="在岗", monthly_income=1000, annual_income=total, persons=2, monthly_per_capita=None,
        **{f"income_{kind}": amount for kind, amount in typed.items()},
        **{f"expense_{kind}": amount for kind, amount in spent.items()},
        **member(1, 1, relation="母亲", sex=None, status="退休", monthly_income=None),
    )  # fmt: skip
    bring_in(upload(cast, row), cast.clerk)
    household = Household.objects.get(union=cast.union)
    incomes = dict(household.incomes.values_list("kind", "annual_amount"))
    assert incomes == {**typed, IncomeKind.WAGE: Decimal(12000), IncomeKind.OTHER: Decimal(7)}
    assert dict(household.expenses.values_list("kind", "annual_amount")) == spent
    assert {*incomes, IncomeKind.PENSION} == set(IncomeKind)


def test_a_remark_stays_beside_the_file_it_is_about(cast):
    made = bring_in(upload(cast, person(1, phone="12345")), cast.clerk)
    row = ImportRow.objects.get(roster=made)
    assert not row.household.head.phone
    assert len(row.warnings) == 1
    assert "12345" not in row.warnings[0]


def test_nothing_personal_is_kept_outside_the_files(cast):
    number = make_id_number("320602", BORN, 2)
    made = bring_in(
        upload(cast, person(1), person(2, id_number=number), person(3, id_number="320602199112178327")),
        cast.clerk,
    )
    kept = str(made.issues) + str(made.mapping) + str(list(Job.objects.values("params", "cursor", "message")))
    kept += str(list(AuditRecord.objects.values_list("data", flat=True)))
    assert number not in kept
    assert "季小" not in kept
    assert "19911217" not in kept


def test_a_person_in_an_active_file_is_refused_by_whose_it_is(cast):
    number = make_id_number("320602", BORN, 2)
    own = bring_in(upload(cast, person(1)), cast.clerk)
    file = Household.objects.get(import_row__roster=own)
    again = check(upload(cast, person(1), person(2)), cast.clerk)
    assert [issue["code"] for issue in again.issues] == ["in_draft"]
    Household.objects.filter(pk=file.pk).update(
        state=State.FILED, file_no="U-2026-0001", file_year=2026, file_seq=1
    )
    assert Member.objects.get(household=file).in_active_file
    again = check(upload(cast, person(1)), cast.clerk)
    assert [issue["code"] for issue in again.issues] == ["in_active_file"]
    assert "U-2026-0001" in again.issues[0]["why"]
    other = check(upload(cast, person(1), by=cast.stranger, union=cast.elsewhere), cast.stranger)
    (issue,) = other.issues
    assert issue["code"] == "in_other_file"
    assert cast.union.name in issue["why"]
    assert "U-2026-0001" not in issue["why"]
    assert number not in issue["why"]


def test_drafts_of_other_unions_are_nobodys_business(cast):
    bring_in(upload(cast, person(1)), cast.clerk)
    other = check(upload(cast, person(1), by=cast.stranger, union=cast.elsewhere), cast.stranger)
    assert not other.issues


def test_what_has_become_wrong_since_the_check_is_not_imported(cast):
    first, second = upload(cast, person(1)), upload(cast, person(1), person(2))
    check(second, cast.clerk)
    bring_in(first, cast.clerk)
    imports.ask_for_import(roster_id=second.pk, by=cast.clerk)
    run_pending()
    second.refresh_from_db()
    assert (second.rows_importable, second.rows_rejected) == (1, 1)
    assert list(second.rows.values_list("row", flat=True)) == [5]


def test_a_second_run_of_the_same_import_adds_nothing(cast):
    made = bring_in(upload(cast, person(1), person(2)), cast.clerk)
    RosterImport.objects.filter(pk=made.pk).update(state=ImportState.IMPORTING)
    made.refresh_from_db()
    assert import_file(made, by=cast.clerk, progress=Alone()) == 2
    assert Household.objects.filter(union=cast.union).count() == 2
    assert IncomeItem.objects.count() == 2


def test_a_row_is_imported_once_whoever_comes_second(cast):
    made = check(upload(cast, person(1)), cast.clerk)
    file = imports.reopen_roster(made)
    from cases.rosters.resources import read_entries

    (entry,) = read_entries(file.cells())
    assert imports.import_entry(roster=made, entry=entry, by=cast.clerk) is not None
    assert imports.import_entry(roster=made, entry=entry, by=cast.clerk) is None
    assert Household.objects.filter(union=cast.union).count() == 1


def test_an_upper_clerk_chooses_a_union_below(cast):
    upper = UserFactory(union=cast.county, role=Role.CLERK)
    made = bring_in(upload(cast, person(1), by=upper), upper)
    assert Household.objects.get(import_row__roster=made).union == cast.union
    for by, union in ((upper, cast.elsewhere), (cast.reviewer, cast.union)):
        with pytest.raises(Refused):
            upload(cast, person(1), by=by, union=union)


def test_a_step_waits_until_the_job_before_it_is_over(cast):
    made = upload(cast, person(1))
    imports.ask_for_check(roster_id=made.pk, fields=None, by=cast.clerk)
    with pytest.raises(Refused, match="正在处理"):
        imports.ask_for_check(roster_id=made.pk, fields=None, by=cast.clerk)
    with pytest.raises(Refused):
        imports.ask_for_import(roster_id=made.pk, by=cast.clerk)
    run_pending()
    imports.ask_for_import(roster_id=made.pk, by=cast.clerk)
    with pytest.raises(Refused):
        imports.ask_for_import(roster_id=made.pk, by=cast.clerk)
    assert Job.objects.filter(kind="import_roster").count() == 1


def test_columns_that_were_chosen_are_remembered(cast):
    keys = ["former_no", "name", "id_number", "persons", "phone", "remark"]
    headers = {"phone": "联络号", "remark": "备注"}
    made = upload(cast, content=roster(person(1, phone="13800138000"), keys=keys, headers=headers))
    assert "phone" not in made.mapping["fields"]
    chosen = {**made.mapping["fields"], "phone": 4}
    del chosen["remark"]
    imports.ask_for_check(roster_id=made.pk, fields=chosen, by=cast.clerk)
    run_pending()
    unconfirmed = upload(cast, content=roster(person(2), keys=keys, headers=headers))
    assert "phone" not in unconfirmed.mapping["fields"]
    confirm(made, cast.clerk)
    second = upload(cast, content=roster(person(2), keys=keys, headers=headers))
    assert second.mapping["fields"] == chosen
    elsewhere = upload(
        cast,
        content=roster(person(2), keys=keys, headers=headers),
        by=cast.stranger,
        union=cast.elsewhere,
    )
    assert "phone" not in elsewhere.mapping["fields"]


def test_a_column_that_nobody_chose_is_not_remembered(cast):
    """手机 and 联系电话 in one file: the second stays out by itself, which says nothing of the next file."""
    keys = ["name", "id_number", "address", "phone", "other"]
    both = {"phone": "手机", "other": "联系电话"}
    made = upload(cast, content=roster(person(1, phone="13800138000"), keys=keys, headers=both))
    fields = made.mapping["fields"]
    imports.ask_for_check(roster_id=made.pk, fields=fields, by=cast.clerk)
    run_pending()
    confirm(made, cast.clerk)
    one = upload(cast, content=roster(person(2), keys=keys[:4], headers={"phone": "联系电话"}))
    assert one.mapping["fields"]["phone"] == 3
    assert one.mapping["recalled"] == {}


def test_what_was_chosen_is_shown_and_can_be_forgotten(cast, as_user):
    keys = ["former_no", "name", "id_number", "persons", "phone"]
    headers, url = {"phone": "联络号"}, "rosters:import_mapping"
    made = upload(cast, content=roster(person(1, phone="13800138000"), keys=keys, headers=headers))
    imports.ask_for_check(roster_id=made.pk, fields={**made.mapping["fields"], "phone": 4}, by=cast.clerk)
    run_pending()
    confirm(made, cast.clerk)
    second = upload(cast, content=roster(person(2), keys=keys, headers=headers))
    client = as_user(cast.clerk)
    assert "E 联络号 → " in client.get(reverse(url, args=[second.uid])).text
    assert client.post(reverse("rosters:import_forget", args=[second.uid])).status_code == 302
    second.refresh_from_db()
    assert "phone" not in second.mapping["fields"]
    assert (
        "phone" not in upload(cast, content=roster(person(3), keys=keys, headers=headers)).mapping["fields"]
    )
    assert "联络号 →" not in client.get(reverse(url, args=[second.uid])).text


def test_what_was_checked_keeps_the_columns_that_were_shown(cast, as_user):
    keys, headers = ["former_no", "name", "id_number", "persons", "phone"], {"phone": "联络号"}
    made = upload(cast, content=roster(person(1, phone="13800138000"), keys=keys, headers=headers))
    imports.ask_for_check(roster_id=made.pk, fields={**made.mapping["fields"], "phone": 4}, by=cast.clerk)
    run_pending()
    confirm(made, cast.clerk)
    second = upload(cast, content=roster(person(2, phone="13800138002"), keys=keys, headers=headers))
    checked = check(second, cast.clerk)
    before = checked.mapping
    assert (checked.state, before["fields"]["phone"]) == (ImportState.CHECKED, 4)
    answer = as_user(cast.clerk).post(reverse("rosters:import_forget", args=[checked.uid]), follow=True)
    assert "已经检查过，要不再沿用以前的选择请再上传一次" in answer.text
    assert "联络号 →" not in answer.text
    checked.refresh_from_db()
    assert checked.mapping == before
    assert confirm(checked, cast.clerk).state == ImportState.DONE
    assert Member.objects.latest("pk").phone.reveal() == "13800138002"


@pytest.mark.parametrize("fields", [{"name": 2}, {"name": 2, "id_number": 2}, {"name": 2, "id_number": 999}])
def test_a_mapping_that_cannot_be_is_refused(cast, fields):
    made = upload(cast, person(1))
    with pytest.raises(Refused):
        imports.ask_for_check(roster_id=made.pk, fields=fields, by=cast.clerk)
    made.refresh_from_db()
    assert made.state == ImportState.UPLOADED


def test_an_untouched_import_is_taken_back(cast):
    made = bring_in(upload(cast, person(1), person(2)), cast.clerk)
    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    made.refresh_from_db()
    assert (made.state, made.undone_by) == (ImportState.UNDONE, cast.clerk)
    assert set(Household.objects.values_list("state", flat=True)) == {State.DISCARDED}
    assert FileStep.objects.filter(action="discard", by=cast.clerk).count() == 2
    assert AuditRecord.objects.get(action="import.undo").data == {"households": 2}
    again = check(upload(cast, person(1), person(2)), cast.clerk)
    assert again.rows_importable == 2


def test_an_import_somebody_worked_on_stays(cast):
    made = bring_in(upload(cast, person(1), person(2)), cast.clerk)
    touched = Household.objects.filter(import_row__roster=made).first()
    Household.objects.filter(pk=touched.pk).update(version=2)
    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    assert dict(Household.objects.values_list("pk", "state"))[touched.pk] == State.DRAFT
    assert Household.objects.filter(state=State.DISCARDED).count() == 1


def test_an_import_somebody_worked_on_everywhere_is_not_taken_back(cast):
    made = bring_in(upload(cast, person(1)), cast.clerk)
    Household.objects.filter(import_row__roster=made).update(version=2)
    with pytest.raises(Refused, match="1 户"):
        imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)


def test_work_between_asking_and_undoing_stops_the_undo(cast):
    made = bring_in(upload(cast, person(1), person(2)), cast.clerk)
    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    Household.objects.filter(import_row__roster=made).update(version=2)
    run_pending()
    made.refresh_from_db()
    assert made.state == ImportState.DONE
    assert set(Household.objects.values_list("state", flat=True)) == {State.DRAFT}
    assert Job.objects.get(kind="undo_roster").state == "failed"


def test_check_writes_nothing(cast):
    file = imports.open_roster(roster(person(1), person(2, category="1")))
    summary = check_file(file, union=cast.union)
    assert (summary.households, summary.importable, summary.rejected) == (2, 1, 1)
    assert not RosterImport.objects.exists()
    assert not Household.objects.exists()


def test_earlier_category_and_todays_are_kept_apart(cast):
    rows = [
        person(1, category="意外致困户"),
        person(2, category="相对困难职工"),
        person(3, category="低保边缘户"),
    ]
    bring_in(upload(cast, *rows), cast.clerk)
    kept = Household.objects.order_by("pk").values_list("category", "original_category")
    assert list(kept) == [
        (Category.ACCIDENT, "意外致困户"),
        (Category.RELATIVE, ""),
        ("", "低保边缘户"),
    ]


def test_a_family_that_is_in_already_is_named_once(cast):
    family = person(1, persons=None, **member(1, 1), **member(2, 2, relation="父亲"))
    bring_in(upload(cast, family), cast.clerk)
    again = check(upload(cast, family), cast.clerk)
    assert [(issue["column"], issue["code"]) for issue in again.issues] == [("身份证号", "in_draft")]
    alone = check(upload(cast, person(9, persons=None, **member(1, 1))), cast.clerk)
    assert [issue["column"] for issue in alone.issues] == ["家庭成员1身份证号"]


@pytest.mark.parametrize("who", ["reviewer", "auditor", "stranger", "closed"])
def test_the_service_takes_a_roster_of_clerks_in_scope_for_an_open_union_alone(cast, who):
    """Asked before the workbook is opened, so that nothing of it is read for anybody else."""
    union, sentence = cast.union, "只有本工会或上级工会的经办人"
    by = cast.clerk
    if who == "closed":
        type(union).objects.filter(pk=union.pk).update(closed_on=union.opened_on)
        union, sentence = type(union).objects.get(pk=union.pk), "已撤销，请选择另一个工会再导入"
    else:
        by = getattr(cast, who)
    with pytest.raises(Refused, match=sentence):
        imports.upload_roster(union=union, by=by, original_name="花名册.xlsx", content=b"")
    assert not RosterImport.objects.exists()
