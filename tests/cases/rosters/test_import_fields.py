"""Whatever a file holds goes out into Excel and comes back the same: households, members, numbers, lists."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse

from cases.archives.models import Household, Member
from cases.archives.rules import stage_of
from cases.archives.rules.fields import NUMBERS, PERSON_FIELDS, Whose, fields_about
from cases.archives.rules.insurance import INSURANCES
from cases.archives.selectors import get_content, live_members
from cases.archives.services.entry import people
from cases.archives.states import State
from cases.rosters.models import ImportChange
from cases.rosters.reports import roster as reports
from cases.rosters.resources.template import roster_template
from cases.rosters.rules import columns, layout
from cases.rosters.states import ImportMode, Preset
from hardship.kernel.documents import make_id_number
from hardship.kernel.workflow import Refused
from tests.cases.rosters.roster_files import member, person
from tests.cases.rosters.test_import import bring_in, check
from tests.cases.rosters.test_import import upload as upload_new
from tests.cases.rosters.test_import_update import upload
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A3", "A7")]
# Set by the file itself or computed, or not the family's to say.
NOT_CARRIED = {"uid", "members_reviewed", "money_reviewed", "member_id", "union_id"}
PERSON = {
    "birth_on": date(1990, 3, 7), "sex": "female",
    "ethnicity": "回族", "politics": "party",
    "marriage": "married", "registration": "rural", "health": "renal",
    "health_original": "尿毒症", "disease": "慢性肾衰竭",
    "disease_class": "severe", "disability_kind": "limb", "disability_grade": "3", "insurance": "worker",
    "staff_no": "A-07", "is_union_member": True, "employment": "contract", "status": "on_post",
    "model_worker": "city", "employer": "南通第二纺织厂", "employer_kind": "state_owned",
    "employer_state": "loss", "industry": "制造业", "working_since": date(2010, 7, 1),
    "contract_on": date(2020, 1, 1), "contract_months": 999, "joined_on": date(2012, 3, 1),
    "education": "vocational", "seeks_work": False, "skills": "缝纫", "job_wishes": "离家近",
    "training_wishes": "育婴", "monthly_income": Decimal("2100.00"), "other_contact": "0513-85501234",
    "postcode": "226001", "remark": "只写本人",
}  # fmt: skip
HOUSEHOLD = {
    "former_no": "NT2019007", "category": "deep", "original_category": "低保户", "stock_kind": "relapsed",
    "priority_group": "expenses", "filing_level": "city", "worker_type": "migrant", "main_cause": "illness",
    "secondary_causes": ["schooling", "not_insured"], "cause_note": "每周透析三次",
    "wants": ["medical", "care"],
    "demands": ["schooling", "other"], "demand_note": "希望先垫付学费",
    "mood": "worried", "mood_note": "担心停薪",
    "has_self_help": True, "is_on_dibao": True,
    "is_dibao_marginal": False, "marginal_no": "崇民边〔2026〕118号", "marginal_on": date(2026, 3, 5),
    "dibao_amount": Decimal("820.50"), "relief_card": "T-118", "remark": "只写档案", "address": "学田路 1 号",
    "registered_at": "江苏省南通市", "housing_type": "rented", "floor_area": Decimal("46.50"),
    "usable_area": Decimal("38.00"), "monthly_rent": Decimal("600.00"), "facilities": "shared", "homes": 0,
    "vehicles": 1, "vehicle_note": "跑网约车", "vehicle_value": Decimal("42000.00"), "has_business": False,
    "deposits": Decimal("3000.00"), "securities": Decimal("0.00"), "asset_note": "无",
    "housing_fund": Decimal("1200.00"),
}  # fmt: skip


def fill(household):
    """Every field that the archive form has, in the head and in two members."""
    Household.objects.filter(pk=household.pk).update(**HOUSEHOLD)
    head, husband, child = live_members(household)
    no_income = {"monthly_income": Decimal(0)}
    for one, extra in (
        (head, {}),
        (husband, {**no_income, "relation": "husband", "sex": "male", "birth_on": None, "name": "吴建国"}),
        (child, {**no_income, "relation": "daughter", "status": "primary", "entry_year": 2024, "grade": 2,
                 "school_years": Decimal("6.0"), "stage": stage_of("primary"), "name": "吴小童"}),
    ):  # fmt: skip
        values = {**PERSON, **extra}
        for name, value in values.items():
            setattr(one, name, value)
        people.set_name(one, extra.get("name", "季小梅"))
    people.set_id_number(head, make_id_number("320602", date(1990, 3, 7), 2))
    people.set_bank_card(head, "6228482052032513466")
    people.set_phone(head, "13800138000")
    child.birth_on = date(2016, 5, 1)
    people.set_id_number(child, make_id_number("320602", child.birth_on, 4))
    people.set_phone(child, "13800138001")
    husband.document_kind = "passport"
    people.set_id_number(husband, "")
    people.set_document(husband, "E12345678")
    for one in (head, husband, child):
        one.save()


def content(household):
    """What the file says, without what a file gives itself."""
    made = get_content(household)
    rows = [made["household"], *made["members"]]
    return [{key: value for key, value in row.items() if key not in NOT_CARRIED} for row in rows]


def exported(cast, *, full=True):
    request = reports.RosterRequest(
        user=cast.clerk, filters={}, columns=[], layout=Preset.NATIONAL, full=full
    )
    return reports.roster_bytes(request)[0]


@world
def home(cast):
    household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    fill(household)
    return Household.objects.get(pk=household.pk)


def test_every_field_of_the_form_has_its_column():
    told = {
        "stage",
        "document_kind",
        "bank_card",
        "bank_name",
        "bank_branch",
        *(f"{kind}_{what}" for kind in INSURANCES for what in ("insurance", "arrears")),
    }  # from the status; the head's alone
    numbers = {"name", *NUMBERS}
    of_member = {column.key for column in (*columns.MEMBER, *columns.MEMBER_MORE)}
    split = {"disability_kind": "disability", "disability_grade": "disability"}
    for field in (*PERSON_FIELDS, *numbers):
        assert split.get(field, field) in of_member | told, field
    of_head = {column.key for column in (*columns.HEAD, *columns.EXTRA)}
    for field in fields_about(Whose.HOUSEHOLD):
        assert field.key in of_head, field
    of_worker = set(PERSON_FIELDS) - {
        "relation",
        "stage",
        "school_kind",
        "entry_year",
        "school_years",
        "grade",
        *split,
    }
    assert of_worker | numbers | {"own_remark"} <= of_head


def test_a_file_that_is_exported_and_updated_from_it_is_unchanged(cast, home):
    made = check(upload(cast, content=exported(cast)), cast.clerk)
    shown = [change.shown for change in ImportChange.objects.all()]
    assert (made.issues, shown) == ([], [])
    assert (made.rows_changed, made.rows_unchanged) == (0, 1)


def test_a_file_that_is_exported_and_imported_is_the_same(cast, home):
    book = exported(cast)
    before = content(home)
    Household.objects.filter(pk=home.pk).update(state=State.DISCARDED)
    made = bring_in(upload_new(cast, content=book), cast.clerk)
    again = Household.objects.get(import_row__roster=made)
    assert content(again) == before
    assert sum(item.annual_amount for item in again.incomes.all()) == sum(
        item.annual_amount for item in home.incomes.all()
    )
    assert [(one.kind, one.annual_amount) for one in again.expenses.all()] == [
        ("medical", Decimal("30481.00"))
    ]


def test_masked_numbers_change_nothing(cast):
    home = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    made = check(upload(cast, content=exported(cast, full=False)), cast.clerk)
    assert [issue for issue in made.issues if issue["level"] == "error"] == []
    assert (made.rows_changed, made.rows_unchanged) == (0, 1)
    assert live_members(home)[0].phone.reveal() == "13800138000"


def test_a_household_that_nobody_has_cannot_come_in_with_a_masked_number(cast, home):
    book = exported(cast, full=False)
    both = check(upload(cast, content=book, mode=ImportMode.BOTH), cast.clerk)
    assert "missing" in {issue["code"] for issue in both.issues if issue["level"] == "error"}
    new = check(upload_new(cast, content=book), cast.clerk)
    assert {issue["column"] for issue in new.issues if issue["level"] == "error"} >= {"身份证号"}


def test_every_field_is_changed_by_an_update_and_put_back(cast, home):
    """From an emptied file back to the full one, through Excel alone."""
    book, before = exported(cast), content(home)
    head = live_members(home)[0]
    plain = ("remark", "skills", "disease", "education", "employment", "contract_months", "seeks_work")
    for name in plain:
        setattr(head, name, None if name in ("contract_months", "seeks_work") else "")
    head.save()
    Household.objects.filter(pk=home.pk).update(
        wants=[], stock_kind="", facilities="", vehicles=None, remark="", dibao_amount=None, is_on_dibao=None
    )
    emptied = content(Household.objects.get(pk=home.pk))
    made = bring_in(upload(cast, content=book), cast.clerk)
    assert made.rows_changed == 1
    assert content(Household.objects.get(pk=home.pk)) == before
    from cases.rosters import services as imports
    from hardship.jobs.services import run_pending

    imports.ask_for_undo(roster_id=made.pk, by=cast.clerk)
    run_pending()
    assert content(Household.objects.get(pk=home.pk)) == emptied


def test_the_second_sheet_says_the_rest_of_a_member_of_the_first(cast):
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(roster_template()))
    page, family = book.worksheets[0], book[layout.FAMILY]
    head = person(1, persons=None, annual_income=None, monthly_per_capita=None) | member(1, 1)
    places = {layout.label_of(key): key for key in (*layout.layout_keys(),)}
    for cell in page[3]:
        page.cell(4, cell.column, head.get(places.get(cell.value, "")))
    labels = {cell.value: cell.column for cell in family[3]}
    rows = [
        {"户主身份证号": head["id_number"], "姓名": "季小童", "身份证号": head["member1.id_number"],
         "民族": "回族", "年级": 3, "年制": "6"},
        {"户主身份证号": head["id_number"], "姓名": "季老太", "关系": "母亲", "其他证件种类": "台胞证",
         "其他证件号码": "12345678"},
        {"户主身份证号": head["id_number"], "姓名": "季某", "关系": "其他", "其他证件号码": "12345678"},
    ]  # fmt: skip
    for number, row in enumerate(rows[:2], start=4):
        for label, value in row.items():
            family.cell(number, labels[label], value)

    def saved():
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    made = bring_in(upload_new(cast, content=saved()), cast.clerk)
    assert made.issues == []
    child = Member.objects.get(name="季小童")
    assert (child.relation, child.ethnicity, child.grade, child.school_years) == ("son", "回族", 3, 6)
    old = Member.objects.get(name="季老太")
    assert (old.document_kind, old.document_number.reveal()) == ("taiwan", "12345678")

    family.cell(4, labels["关系"], "女儿")
    for label, value in rows[2].items():
        family.cell(6, labels[label], value)
    wrong = check(upload_new(cast, content=saved()), cast.clerk)
    found = {(one["sheet"], one["row"], one["column"], one["code"]) for one in wrong.issues if one["sheet"]}
    assert ("家庭成员", 4, "家庭成员表·关系", "sheets_disagree") in found
    assert ("家庭成员", 6, "家庭成员表·其他证件号码", "no_kind") in found


def test_a_worker_without_a_resident_number_comes_in_with_another_document(cast):
    row = person(1, id_number=None, document_kind="港澳居民来往内地通行证", document_number="H12345678")
    made = bring_in(upload_new(cast, row), cast.clerk)
    head = Household.objects.get(import_row__roster=made).head
    assert (head.document_kind, head.document_number.reveal()) == ("hk_macao", "H12345678")
    wrong = check(upload_new(cast, {**row, "document_number": "12"}), cast.clerk)
    assert [(one["column"], one["level"]) for one in wrong.issues] == [("其他证件号码", "error")]


def test_a_second_sheet_that_is_not_understood_is_not_passed_over(cast, as_user):
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(roster_template()))
    page, family = book.worksheets[0], book[layout.FAMILY]
    page.cell(4, 3, "季小梅")
    page.cell(4, 7, make_id_number("320602", date(1980, 5, 17), 2))
    family.cell(4, 3, "季小童")
    family.cell(3, family.max_column + 1, "属相")
    out = BytesIO()
    book.save(out)
    made = upload_new(cast, content=out.getvalue())
    assert made.mapping["family"] == {"rows": 1, "unknown": ["属相"]}
    html = as_user(cast.clerk).get(reverse("rosters:import_mapping", args=[made.uid])).text
    assert "另有“家庭成员”工作表，1 行" in html
    assert "没有认出、不会导入的列：属相" in html

    for column in range(1, family.max_column + 1):
        family.cell(3, column, f"列{column}")
    out = BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="没有找到表头"):
        upload_new(cast, content=out.getvalue())


def test_a_passport_stands_in_one_file_only(cast, home):
    held = person(1, id_number=None, document_kind="护照", document_number="E12345678")
    twice = person(2, id_number=None, document_kind="护照", document_number="P7654321")
    made = check(upload_new(cast, held, twice, {**twice, "former_no": "N9"}), cast.clerk)
    found = [(one["row"], one["column"], one["code"]) for one in made.issues]
    assert found == [(4, "其他证件号码", "in_draft"), (6, "其他证件号码", "in_file")]
