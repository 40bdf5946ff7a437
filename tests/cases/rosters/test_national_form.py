"""Every field of the national form: typed in any manner, kept, told apart, never lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.archives.models import EvidenceCheck, Member
from cases.archives.rules.former import FORMER_CATEGORIES, generation_of, health_of
from cases.archives.rules.periods import (
    OPEN_ENDED,
    read_months,
    read_term,
    term_band,
    write_months,
    write_term,
)
from cases.archives.services.entry.drafts import save_section
from cases.archives.states import DisabilityGrade, DisabilityKind
from hardship.accounts.states import Role
from tests.cases.archives.typed import filled, page, rows, section
from tests.factories import HouseholdFactory, UserFactory, id_number, make_evidence
from tests.worlds import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


@pytest.fixture
def clerk(cast, as_user):
    return as_user(cast.clerk)


@pytest.mark.parametrize(
    ("text", "from_on", "to_on"),
    [
        ("", None, None),
        ("全年", None, None),
        ("3-8月", date(2026, 3, 1), date(2026, 8, 31)),
        ("１２月", date(2025, 12, 1), date(2025, 12, 31)),
        ("11月至2月", date(2025, 11, 1), date(2026, 2, 28)),
        ("2026.3-2026.8", date(2026, 3, 1), date(2026, 8, 31)),
        ("202603~202608", date(2026, 3, 1), date(2026, 8, 31)),
        ("2025年12月", date(2025, 12, 1), date(2025, 12, 31)),
        ("20260105-20260630", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026.1.5至2026.6.30", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-01-05~2026-06-30", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026年3月5日", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026.3-8", date(2026, 3, 1), date(2026, 8, 31)),
    ],
)
def test_months_are_read_as_people_write_them(text, from_on, to_on):
    assert read_months(text, TODAY) == (from_on, to_on)
    assert read_months(write_months(from_on, to_on), TODAY) == (from_on, to_on)


@pytest.mark.parametrize("text", ["13月", "0-3", "随便", "2026.8-2026.3", "1800.1"])
def test_months_that_cannot_be_are_refused(text):
    with pytest.raises(ValueError, match=r"月份|年份|止月"):
        read_months(text, TODAY)


@pytest.mark.parametrize(
    ("text", "months", "band"),
    [
        ("3年", 36, "三年"), ("３６个月", 36, "三年"), ("一年半", 18, "半年至一年"), ("6", 6, "半年内"),
        ("两年", 24, "两年"), ("无固定期限", OPEN_ENDED, "无固定期限"), ("10年", 120, "五年以上"),
        ("1年6个月", 18, "半年至一年"), ("半年", 6, "半年内"),
    ],
)  # fmt: skip
def test_the_term_of_a_contract_and_its_band(text, months, band):
    assert read_term(text) == months
    assert term_band(months) == band
    assert read_term(write_term(months)) == months


@pytest.mark.requirement("A4")
def test_three_generations_keep_their_words(clerk, draft):
    assert generation_of("低保边缘户") == "2012 至 2019 年"
    assert generation_of("享受低保") == "2011 年以前"
    assert len(FORMER_CATEGORIES) == len(set(FORMER_CATEGORIES))
    clerk.post(section(draft, "causes"), filled(draft, original_category="低保边缘户", stock_kind="stock"))
    draft.refresh_from_db()
    assert (draft.original_category, draft.category, draft.stock_kind) == ("低保边缘户", "", "stock")


def test_an_old_health_label_is_kept_and_read(clerk, draft):
    assert health_of("尿毒症") == "renal"
    clerk.post(section(draft, "worker"), filled(draft, health_original="尿毒症"))
    draft.refresh_from_db()
    assert (draft.head.health, draft.head.health_original) == ("renal", "尿毒症")


def test_there_are_28_codes_of_disability():
    assert len(DisabilityKind) * len(DisabilityGrade) == 28


@pytest.mark.requirement("A5")
def test_a_migrants_contract_is_asked_for_and_a_short_one_is_told(clerk, draft):
    typed = filled(draft, worker_type="migrant", contract_on="2026-10-01", contract_months="6个月")
    answer = clerk.post(section(draft, "worker"), typed, follow=True)
    draft.refresh_from_db()
    assert draft.head.contract_months == 6
    assert "看核对事项" in answer.text
    assert "不满一年" in clerk.get(reverse("archives:remarks", args=[draft.pk])).text


def test_the_bank_is_filled_in_from_the_card_and_said(clerk, draft):
    answer = clerk.post(section(draft, "worker"), filled(draft, bank_card="6228482052032513466"), follow=True)
    draft.refresh_from_db()
    assert "农业银行" in draft.head.bank_name
    assert "按卡号识别" in answer.text


def test_a_date_of_two_digits_is_one_of_the_past(clerk, draft):
    clerk.post(section(draft, "worker"), filled(draft, birth_on="85.3.8", working_since="05.9.1"))
    draft.refresh_from_db()
    assert (draft.head.birth_on, draft.head.working_since) == (date(1985, 3, 8), date(2005, 9, 1))


def test_another_document_is_checked_by_its_kind_and_kept_secret(clerk, draft):
    wrong = clerk.post(
        section(draft, "worker"), filled(draft, document_kind="hk_macao", document_number="X1")
    )
    assert wrong.status_code == 422
    clerk.post(
        section(draft, "worker"), filled(draft, document_kind="hk_macao", document_number="h 12345678")
    )
    draft.refresh_from_db()
    assert draft.head.document_number.reveal() == "H12345678"
    assert draft.head.document_index
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_number FROM archives_member WHERE id = %s", [draft.head_id])
        assert b"12345678" not in bytes(cursor.fetchone()[0])


@pytest.mark.requirement("A1")
def test_amounts_are_dated_and_point_at_their_proof(cast, clerk, draft):
    document = make_evidence(draft, kind="fee_list", by=cast.clerk)
    draft.refresh_from_db()
    line = {
        "kind": "medical", "annual_amount": "3千", "months": "2026.3-2026.8", "evidence": document.uid,
        "disease": "尿毒症",
    }  # fmt: skip
    typed = rows("expenses", line) | rows("incomes")
    assert clerk.post(section(draft, "money"), filled(draft, **typed)).status_code == 302
    item = draft.expenses.get()
    assert (item.annual_amount, item.from_on, item.to_on) == (
        Decimal(3000),
        date(2026, 3, 1),
        date(2026, 8, 31),
    )
    assert (item.evidence, item.disease) == (document, "尿毒症")
    assert "2026.3-2026.8" in clerk.get(section(draft, "money")).text


@pytest.mark.requirement("A11")
def test_a_member_has_a_page_with_every_field(cast, clerk, draft):
    save_section(
        household_id=draft.pk,
        section="members",
        data={"rows": [{"name": "张雨桐"}]},
        version=1,
        by=cast.clerk,
    )
    member = draft.members.get(name="张雨桐")
    draft.refresh_from_db()
    assert clerk.get(page("member", draft, member.uid)).status_code == 200
    typed = {
        "relation": "daughter", "name": "张雨桐", "status": "senior", "entry_year": "2024",
        "school_years": "3", "grade": "2", "seeks_work": "0", "skills": "刺绣",
    }  # fmt: skip
    answer = clerk.post(page("member", draft, member.uid), filled(draft, **typed))
    assert answer.url == section(draft, "members")
    member.refresh_from_db()
    assert (member.stage, member.entry_year, member.school_years, member.grade) == ("senior", 2024, 3, 2)
    assert member.skills == "刺绣"
    assert clerk.get(page("member", draft, draft.head.uid)).status_code == 404


def test_somebody_who_lived_here_before_comes_back_as_the_same_person(cast, clerk, draft):
    number = id_number()
    line = {"relation": "son", "name": "王小明", "id_number": number}
    save_section(household_id=draft.pk, section="members", data={"rows": [line]}, version=1, by=cast.clerk)
    person = draft.members.get(name="王小明")
    for again in ("typed", "button"):
        draft.refresh_from_db()
        gone = {"uid": person.uid, "relation": "son", "remove": "on"}
        clerk.post(section(draft, "members"), filled(draft, **rows("rows", gone, initial=1)))
        assert draft.members.filter(removed_at__isnull=True).count() == 1
        draft.refresh_from_db()
        assert "移除过的成员" in clerk.get(section(draft, "members")).text
        more = rows("rows", line) if again == "typed" else rows("rows") | {"restore": str(person.uid)}
        clerk.post(section(draft, "members"), filled(draft, **more))
        person.refresh_from_db()
        assert (person.removed_at, draft.members.count()) == (None, 2)


def test_three_versions_of_a_row_stand_side_by_side(cast, clerk, draft):
    colleague = UserFactory(union=cast.union, role=Role.CLERK, name="李帮办")
    line = {"relation": "son", "name": "王小明", "employer": "一中"}
    save_section(household_id=draft.pk, section="members", data={"rows": [line]}, version=1, by=cast.clerk)
    person = draft.members.get(name="王小明")
    opened = clerk.get(section(draft, "members"))
    was = opened.text.split('name="was" value="')[1].split('"')[0]
    draft.refresh_from_db()
    version = draft.version
    theirs = {"rows": [{"uid": str(person.uid), "employer": "二中", "health": "good"}]}
    save_section(household_id=draft.pk, section="members", data=theirs, version=version, by=colleague)
    mine = rows(
        "rows", {"uid": person.uid, "relation": "son", "name": "王小明", "employer": "三中"}, initial=1
    )
    answer = clerk.post(section(draft, "members"), {"version": version, "was": was, **mine})
    assert answer.status_code == 409
    for school in ("一中", "二中", "三中"):
        assert school in answer.text
    draft.refresh_from_db()
    choices = {f"take-rows-{person.uid}-health": "theirs", f"take-rows-{person.uid}-employer": "mine"}
    clerk.post(section(draft, "members"), {"version": draft.version, **mine, **choices})
    person.refresh_from_db()
    assert (person.employer, person.health) == ("三中", "good")


def test_a_row_that_the_other_removed_can_be_kept(cast, clerk, draft):
    line = {"relation": "son", "name": "王小明"}
    save_section(household_id=draft.pk, section="members", data={"rows": [line]}, version=1, by=cast.clerk)
    person = draft.members.get(name="王小明")
    draft.refresh_from_db()
    version = draft.version
    colleague = UserFactory(union=cast.union, role=Role.CLERK, name="李帮办")
    gone = {"rows": [{"uid": str(person.uid), "remove": True}]}
    save_section(household_id=draft.pk, section="members", data=gone, version=version, by=colleague)
    mine = rows("rows", {"uid": person.uid, "relation": "son", "name": "王小明"}, initial=1)
    answer = clerk.post(section(draft, "members"), {"version": version, **mine})
    assert f"take-rows-{person.uid}-gone" in answer.text
    draft.refresh_from_db()
    keep = {f"take-rows-{person.uid}-gone": "mine"}
    clerk.post(section(draft, "members"), {"version": draft.version, **mine, **keep})
    assert draft.members.filter(name="王小明", removed_at__isnull=True).count() == 1


def _refused(sql, params):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_the_database_keeps_the_new_fields_right(cast, draft):
    document = make_evidence(draft, by=cast.clerk)
    for change in (
        "contract_months = 0",
        "entry_year = 1900",
        "school_years = 11",
        "grade = 13",
        "document_index = '\\x00'",
    ):
        _refused(f"UPDATE archives_member SET {change} WHERE id = %s", [draft.head_id])
    for change in ("dibao_amount = -1", "vehicle_value = -1"):
        _refused(f"UPDATE archives_household SET {change} WHERE id = %s", [draft.pk])
    _refused("UPDATE archives_evidence SET rotation = 45 WHERE id = %s", [document.pk])
    item = draft.incomes.create(kind="wage", annual_amount=1)
    _refused("UPDATE archives_incomeitem SET from_on = now() WHERE id = %s", [item.pk])
    cost = draft.expenses.create(kind="medical", annual_amount=1)
    _refused(
        "UPDATE archives_rigidexpense SET from_on = '2026-02-01', to_on = '2026-01-31' WHERE id = %s",
        [cost.pk],
    )


def test_two_active_files_do_not_hold_one_passport(cast):
    one = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    Member.objects.filter(pk=one.head_id).update(document_kind="passport", document_index=b"1" * 16)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=other.head_id).update(document_kind="passport", document_index=b"1" * 16)


def test_a_verdict_is_kept_counted_and_never_changed(cast, as_user):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    first, second = household.evidence.filter(removed_at__isnull=True).order_by("kind", "pk")[:2]
    reviewer = as_user(cast.reviewer)
    url = page("evidence_view", household, first.uid)
    assert reviewer.get(url).status_code == 200
    assert reviewer.post(url, {"verdict": "doubtful"}).status_code == 409
    assert reviewer.post(url, {"verdict": "doubtful", "note": "姓名不同"}).url == page(
        "evidence_view", household, second.uid
    )
    assert reviewer.post(url, {"verdict": "agrees"}).status_code == 302
    assert "一致 1" in reviewer.get(page("review", household)).text
    check = EvidenceCheck.objects.latest("pk")
    for sql in (
        "UPDATE archives_evidencecheck SET note = 'x' WHERE id = %s",
        "DELETE FROM archives_evidencecheck WHERE id = %s",
    ):
        _refused(sql, [check.pk])
    _refused(
        "INSERT INTO archives_evidencecheck (evidence_id, verdict, note, at)"
        " VALUES (%s, 'doubtful', '', now())",
        [first.pk],
    )
    assert as_user(cast.clerk).post(url, {"verdict": "agrees"}).status_code == 409


def test_turning_a_picture_leaves_the_file_and_its_content_alone(cast, clerk, draft):
    document = make_evidence(draft, by=cast.clerk)
    before = document.sha256
    clerk.post(page("evidence_rotate", draft, document.uid), {"right": "1"})
    document.refresh_from_db()
    assert (document.rotation, document.sha256) == (90, before)
    assert "turned-90" in clerk.get(page("evidence_view", draft, document.uid)).text
