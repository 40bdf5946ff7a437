"""Starting a file and saving its sections one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from cases.archives.models import Household, Member
from cases.archives.services.entry.drafts import save_section, start_household
from cases.archives.services.refusals import StaleFile
from cases.archives.states import Section
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.fields import blind_index
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, id_number
from tests.worlds import world

pytestmark = pytest.mark.django_db


def save(household, section, by, *, version=None, **data):
    version = household.version if version is None else version
    return save_section(household_id=household.pk, section=section, data=data, version=version, by=by)


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


@pytest.mark.requirement("A1")
def test_a_clerk_starts_a_draft_with_its_head(cast):
    household = start_household(union=cast.union, by=cast.clerk, head={"name": "单小梅"})
    assert (household.state, household.head.relation, str(household)) == ("draft", "head", "单小梅")
    assert household.head.name_pinyin == "shanxiaomei"
    assert AuditRecord.objects.about(household).filter(action="household.start", by=cast.clerk).exists()


def test_nobody_starts_a_file_elsewhere_or_without_the_role(cast):
    for person in (cast.stranger, cast.reviewer, cast.auditor):
        with pytest.raises(Refused):
            start_household(union=cast.union, by=person)
    assert Household.objects.count() == 0


def test_the_id_number_decides_over_birth_date_and_sex(cast, draft):
    number = id_number(born=date(1970, 3, 5))
    save(draft, Section.WORKER, cast.clerk, id_number=number, birth_on=date(1999, 1, 1), sex="male")
    head = Member.objects.get(household=draft)
    assert (head.birth_on, head.sex) == (date(1970, 3, 5), "female")
    assert str(head.id_number) == f"{number[:6]}********{number[-4:]}"
    assert bytes(head.id_number_index) == blind_index(number, "id_number")


def test_a_number_that_was_left_masked_stays(cast, draft):
    draft = save(draft, Section.WORKER, cast.clerk, id_number=id_number(), phone="13800138000")
    head = Member.objects.get(household=draft)
    before = head.id_number.reveal()
    save(draft, Section.WORKER, cast.clerk, id_number=head.id_number, phone=head.phone, name="王秀兰")
    head.refresh_from_db()
    assert (head.id_number.reveal(), head.name) == (before, "王秀兰")


def test_only_known_fields_are_written(cast, draft):
    """Mass assignment: whatever else the data holds is not for this section."""
    save(draft, Section.HOUSING, cast.clerk, address="文峰路 8 号", state="filed", union_id=cast.elsewhere.pk,
         category="deep", file_no="X-1", head_id=None)  # fmt: skip
    draft.refresh_from_db()
    assert (draft.address, draft.state, draft.union_id, draft.category, draft.file_no) == (
        "文峰路 8 号", "draft", cast.union.pk, "", None,
    )  # fmt: skip


def test_members_come_change_and_leave_with_their_money(cast, draft):
    draft = save(draft, Section.MEMBERS, cast.clerk, rows=[
        {"relation": "husband", "name": "张建国", "status": "retired", "monthly_income": Decimal("2900.00")},
        {"relation": "head", "name": "张雨桐", "status": "senior"},
    ])  # fmt: skip
    husband, daughter = Member.objects.filter(household=draft).exclude(relation="head").order_by("position")
    assert (daughter.relation, daughter.stage) == ("other", "senior")
    draft = save(draft, Section.MONEY, cast.clerk, incomes=[
        {"kind": "pension", "member": str(husband.uid), "annual_amount": Decimal("34800.00"), "note": ""}
    ])  # fmt: skip
    save(draft, Section.MEMBERS, cast.clerk, rows=[
        {"uid": str(husband.uid), "remove": True}, {"uid": str(daughter.uid), "relation": "daughter"},
    ])  # fmt: skip
    husband.refresh_from_db()
    daughter.refresh_from_db()
    assert (husband.removed_by, daughter.relation) == (cast.clerk, "daughter")
    assert draft.incomes.count() == 0


def test_a_member_of_another_household_is_out_of_reach(cast, draft):
    other = HouseholdFactory(union=cast.union, complete=True)
    stolen = other.members.exclude(relation="head").first()
    with pytest.raises(Refused):
        save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(stolen.uid), "remove": True}])
    stolen.refresh_from_db()
    assert stolen.removed_at is None


def test_an_amount_of_another_household_is_out_of_reach(cast, draft):
    item = HouseholdFactory(union=cast.union, complete=True).incomes.first()
    with pytest.raises(Refused):
        save(draft, Section.MONEY, cast.clerk, incomes=[{"pk": item.pk, "remove": True}])
    item.refresh_from_db()


def test_money_is_kept_row_by_row(cast, draft):
    row = {"kind": "wage", "member": "", "annual_amount": Decimal("25200.00"), "note": "商场保洁"}
    draft = save(draft, Section.MONEY, cast.clerk, incomes=[row], reviewed=True)
    item = draft.incomes.get()
    save(
        draft,
        Section.MONEY,
        cast.clerk,
        incomes=[{**row, "pk": item.pk, "annual_amount": Decimal("26000.00")}],
    )
    item.refresh_from_db()
    draft.refresh_from_db()
    assert (item.annual_amount, draft.money_reviewed) == (Decimal("26000.00"), True)


def test_the_main_cause_is_not_a_secondary_one_too(cast, draft):
    for causes in (["illness"], ["schooling", "other", "disaster", "accident"]):
        with pytest.raises(Refused, match="次要"):
            save(draft, Section.CAUSES, cast.clerk, main_cause="illness", secondary_causes=causes)


def test_a_new_signature_is_added_and_the_old_one_kept(cast, draft):
    signed = {"signed_on": date(2026, 1, 5), "signer": "王秀兰", "allows_check": True, "allows_notice": False}
    draft = save(draft, Section.CONSENT, cast.clerk, **signed)
    draft = save(draft, Section.CONSENT, cast.clerk, **signed)
    save(draft, Section.CONSENT, cast.clerk, **{**signed, "allows_notice": True})
    assert [row.allows_notice for row in draft.consents.order_by("pk")] == [False, True]


def test_two_people_on_one_section_meet(cast, draft):
    colleague = UserFactory(union=cast.union, role=Role.CLERK, name="李帮办")
    save(draft, Section.HOUSING, colleague, address="人民路 1 号")
    with pytest.raises(StaleFile) as stale:
        save(draft, Section.HOUSING, cast.clerk, address="文峰路 8 号")
    draft.refresh_from_db()
    assert (stale.value.name, draft.address, draft.version) == ("李帮办", "人民路 1 号", 2)
    assert stale.value.at is not None


def test_two_people_on_two_sections_do_not(cast, draft):
    colleague = UserFactory(union=cast.union, role=Role.CLERK)
    save(draft, Section.HOUSING, colleague, address="人民路 1 号")
    saved = save(draft, Section.CAUSES, cast.clerk, main_cause="illness")
    assert (saved.version, saved.address) == (3, "人民路 1 号")


def test_saving_the_same_again_leaves_no_trace(cast, draft):
    draft = save(draft, Section.HOUSING, cast.clerk, address="文峰路 8 号")
    before = AuditRecord.objects.count()
    assert save(draft, Section.HOUSING, cast.clerk, address="文峰路 8 号").version == draft.version
    assert AuditRecord.objects.count() == before


def test_the_trace_names_fields_and_holds_nothing_personal(cast, draft):
    save(draft, Section.WORKER, cast.clerk, name="王秀兰", id_number=id_number(), phone="13800138000")
    record = AuditRecord.objects.about(draft).get(action="household.save")
    assert record.data == {
        "section": "worker", "version": 2, "fields": ["id_number", "name", "phone"],
    }  # fmt: skip


@pytest.mark.parametrize("trait", ["submitted", "filed"])
def test_a_file_that_went_off_is_closed_for_entry(cast, trait):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, **{trait: True})
    with pytest.raises(Refused, match="不能修改"):
        save(household, Section.HOUSING, cast.clerk, address="别处")


def test_only_clerks_of_the_union_write(cast, draft):
    county_clerk = UserFactory(union=cast.county, role=Role.CLERK)
    for person in (county_clerk, UserFactory(union=cast.union, role=Role.REVIEWER)):
        with pytest.raises(Refused):
            save(draft, Section.HOUSING, person, address="别处")
    with pytest.raises(Household.DoesNotExist):
        save(draft, Section.HOUSING, cast.stranger, address="别处")


def test_one_person_stands_once_in_a_household(cast, draft):
    number = id_number()
    draft = save(draft, Section.WORKER, cast.clerk, id_number=number)
    with pytest.raises(Refused, match="相同"):
        save(draft, Section.MEMBERS, cast.clerk, rows=[{"relation": "wife", "id_number": number}])
    assert Member.objects.filter(household=draft).count() == 1


@pytest.mark.requirement("A10")
def test_a_member_of_another_active_file_is_refused_with_the_union_alone(cast):
    number = id_number()
    HouseholdFactory(union=cast.elsewhere, filed=True, name="钱保密", number=number)
    mine = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    Household.objects.filter(pk=mine.pk).update(state="returned")
    with pytest.raises(Refused) as refusal:
        save(
            mine,
            Section.MEMBERS,
            cast.clerk,
            rows=[{"relation": "wife", "name": "他妻子", "id_number": number}],
        )
    assert cast.elsewhere.name in str(refusal.value)
    assert "钱保密" not in str(refusal.value)
    assert mine.members.filter(removed_at__isnull=True).count() == 3


@pytest.mark.requirement("A10")
def test_a_document_of_another_kind_keeps_a_person_in_one_active_file_too(cast):
    wife = {"relation": "wife", "name": "他妻子", "document_kind": "passport", "document_number": "E12345678"}
    theirs = HouseholdFactory(union=cast.elsewhere, submitted=True)
    mine = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    Household.objects.filter(pk__in=(theirs.pk, mine.pk)).update(state="returned")
    other = UserFactory(union=cast.elsewhere, role=Role.CLERK)
    theirs = save(theirs, Section.MEMBERS, other, rows=[wife])
    with pytest.raises(Refused, match=f"“{cast.elsewhere.name}”的有效档案"):
        save(mine, Section.MEMBERS, cast.clerk, rows=[wife])
    with pytest.raises(Refused, match="两人的证件号码相同"):
        save(theirs, Section.MEMBERS, other, rows=[wife])


@pytest.mark.requirement("A10")
def test_the_database_keeps_one_person_in_one_active_file(cast):
    """Going around Python: neither an insert, nor a copy, nor a change of state gets past."""
    one = HouseholdFactory(union=cast.union, filed=True)
    other = HouseholdFactory(union=cast.elsewhere, complete=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE archives_member SET id_number_index = %s WHERE id = %s",
            [bytes(one.head.id_number_index), other.head_id],
        )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE archives_household SET state = 'under_review' WHERE id = %s", [other.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(
                "UPDATE archives_member SET household_id = %s WHERE id = %s", [one.pk, other.head_id]
            )
        closed = "state = 'closed', close_reason = 'withdrawn', left_on = now()"
        cursor.execute(f"UPDATE archives_household SET {closed} WHERE id = %s", [one.pk])
        cursor.execute("UPDATE archives_household SET state = 'under_review' WHERE id = %s", [other.pk])
    assert Member.objects.get(pk=other.head_id).in_active_file
