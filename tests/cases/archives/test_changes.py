"""Changes to a filed household: what is written at once, what waits for a second person."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.archives.models import ChangeItem, ChangeRequest, Household
from cases.archives.selectors import content_hash
from cases.archives.selectors.lifecycle import list_differences
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.life import changes
from cases.archives.services.refusals import StaleFile
from cases.archives.services.steps import list_buttons, take_step
from cases.archives.states import CHANGE_TRANSITIONS, ChangeState, Section, State
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.archives.typed import page, rows
from tests.factories import HouseholdFactory, UserFactory, id_number
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]
CARD = "6217001210024455667"


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def save(household, section, by, **data):
    household.refresh_from_db()
    return changes.save_change(
        household_id=household.pk, section=section, data=data, version=household.version, by=by
    )


def accept(change, by, **more):
    return changes.decide(change_id=change.pk, action="accept", by=by, **more)


def test_a_phone_number_is_changed_at_once_and_a_bank_card_waits(cast, filed):
    asked = save(filed, Section.WORKER, cast.clerk, phone="13911112222", bank_card=CARD, employer="新单位")
    filed.refresh_from_db()
    assert (filed.head.phone.reveal(), filed.head.employer) == ("13911112222", "新单位")
    assert filed.head.bank_card.reveal() == "6222021001122330018"
    [item] = asked.items.all()
    assert (item.field, item.old_number.reveal(), item.new_number.reveal()) == (
        "bank_card", "6222021001122330018", CARD,
    )  # fmt: skip
    accept(asked, cast.reviewer)
    filed.head.refresh_from_db()
    assert filed.head.bank_card.reveal() == CARD


@pytest.mark.parametrize(
    ("section", "data"),
    [
        (Section.WORKER, {"name": "王改名"}),
        (Section.WORKER, {"id_number": id_number()}),
        (Section.WORKER, {"bank_name": "中国银行"}),
        (Section.WORKER, {"monthly_income": Decimal("3000.00")}),
        (
            Section.MONEY,
            {"incomes": [{"kind": "wage", "annual_amount": Decimal(1), "note": "", "member": ""}]},
        ),
        (Section.MEMBERS, {"rows": [{"relation": "son", "name": "王小二"}]}),
        (Section.HOUSING, {"vehicles": 2}),
        (Section.CAUSES, {"main_cause": "accident"}),
    ],
)
def test_what_says_who_somebody_is_what_they_have_and_where_money_goes_is_checked(cast, filed, section, data):
    before = content_hash(filed)
    asked = save(filed, section, cast.clerk, **data)
    filed.refresh_from_db()
    assert content_hash(filed) == before
    assert (asked.state, asked.section, asked.union) == (ChangeState.PENDING, section, cast.union)
    accept(asked, cast.reviewer)
    filed.refresh_from_db()
    assert content_hash(filed) != before
    assert filed.assessments.count() == 2


def test_saving_what_is_there_already_asks_for_nothing(cast, filed):
    head = filed.head
    data = {
        "name": head.name,
        "id_number": head.id_number,
        "monthly_income": head.monthly_income,
        "sex": "male",
    }
    assert save(filed, Section.WORKER, cast.clerk, **data) is None
    assert ChangeRequest.objects.count() == 0


def test_lines_of_money_are_changed_added_and_taken_out(cast, filed):
    wage, pension = filed.incomes.order_by("pk")
    asked = save(filed, Section.MONEY, cast.clerk, incomes=[
        {"pk": wage.pk, "member": str(filed.head.uid), "annual_amount": Decimal(30000), "note": ""},
        {"pk": pension.pk, "remove": True},
        {"kind": "dibao", "member": "", "annual_amount": Decimal(4800), "note": "低保金"},
    ])  # fmt: skip
    assert asked.items.count() == 5
    accept(asked, cast.reviewer)
    found = filed.incomes.order_by("pk").values_list("kind", "annual_amount", "note", "member__uid")
    assert list(found) == [("wage", 30000, "", filed.head.uid), ("dibao", 4800, "低保金", None)]
    assert filed.assessments.count() == 2


def test_members_come_and_go_and_the_others_stay_as_they_are(cast, filed):
    husband, daughter = filed.members.exclude(relation="head").order_by("position")
    asked = save(filed, Section.MEMBERS, cast.clerk, rows=[
        {"uid": str(husband.uid), "remove": True},
        {"uid": str(daughter.uid), "name": "张改名", "relation": "daughter"},
        {"relation": "son", "name": "张新来", "id_number": id_number(male=True), "monthly_income": 0},
    ])  # fmt: skip
    accept(asked, cast.reviewer)
    live = filed.members.filter(removed_at__isnull=True).exclude(relation="head").order_by("position", "pk")
    assert [(row.name, row.relation) for row in live] == [("张改名", "daughter"), ("张新来", "son")]
    assert live[1].id_number
    assert live[1].in_active_file


def test_an_accepted_change_writes_the_category_that_it_leads_to(cast, filed):
    wage = filed.incomes.order_by("pk").first()
    asked = save(filed, Section.MONEY, cast.clerk, incomes=[{"pk": wage.pk, "annual_amount": Decimal(50000)}])
    accept(asked, cast.reviewer)
    filed.refresh_from_db()
    assert filed.category == "relative"
    assert filed.snapshots.latest("pk").action == "change"


def test_an_accepted_change_completes_a_verification_that_was_due(cast, filed):
    Household.objects.filter(pk=filed.pk).update(state=State.REVIEW_DUE)
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    with pytest.raises(Refused, match="待审核的变更"):
        take_step(household_id=filed.pk, action="verify", by=cast.clerk)
    accept(asked, cast.reviewer)
    filed.refresh_from_db()
    assert (filed.state, filed.verified_by) == (State.FILED, cast.reviewer)
    assert filed.steps.latest("pk").action == "confirm"


def test_whoever_checked_a_change_decides_on_the_file_afterwards(cast, filed):
    """A county may have one reviewer alone; checking is not entering."""
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    accept(asked, cast.reviewer)
    filed.refresh_from_db()
    assert {"relieve", "close", "reassess"} <= {row.action for row in list_buttons(filed, cast.reviewer)}


def test_a_page_from_before_an_accepted_change_is_told_so(cast, filed):
    version = filed.version
    accept(save(filed, Section.HOUSING, cast.clerk, homes=2), cast.reviewer)
    with pytest.raises(StaleFile):
        changes.save_change(
            household_id=filed.pk, section=Section.HOUSING, data={"homes": 3}, version=version, by=cast.clerk
        )


def test_nobody_checks_what_they_asked_for(cast):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    filed = HouseholdFactory(filed=True, union=cast.county, reviewer=cast.reviewer)
    asked = save(filed, Section.HOUSING, both, homes=2)
    for action in ("accept", "reject"):
        with pytest.raises(Refused, match="自己"):
            changes.decide(change_id=asked.pk, action=action, by=both, comment="x")
    assert [row.action for row in changes.list_buttons(asked, both)] == ["withdraw"]
    accept(asked, cast.reviewer)
    # who checked entered nothing, and may decide on the file later
    assert (
        not AuditRecord.objects.about(filed)
        .filter(by=cast.reviewer, data__has_key="section")
        .filter(action="household.save")
        .exists()
    )


@pytest.mark.parametrize("state", ChangeState)
@pytest.mark.parametrize("action", sorted({row.action for row in CHANGE_TRANSITIONS}))
def test_decide_does_what_the_table_says_and_nothing_else(cast, filed, action, state):
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    over = {} if state == ChangeState.PENDING else {"decided_at": filed.created_at}
    ChangeRequest.objects.filter(pk=asked.pk).update(state=state, **over)
    table = {(row.action, source, row.role): row for row in CHANGE_TRANSITIONS for source in row.source}
    for role in (Role.APPROVER, Role.AUDITOR, Role.CLERK, Role.REVIEWER):
        row = table.get((action, state, role))
        actor = UserFactory(union=cast.county if row and row.part else cast.union, role=role)
        if row is None:
            with pytest.raises(Refused):
                changes.decide(change_id=asked.pk, action=action, by=actor, comment="理由")
        else:
            changes.decide(change_id=asked.pk, action=action, by=actor, comment="理由")
            asked.refresh_from_db()
            assert (asked.state, asked.decided_by) == (row.target, actor)
            return


def test_a_change_that_is_not_agreed_to_says_why_and_writes_nothing(cast, filed):
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    with pytest.raises(Refused, match="意见"):
        changes.decide(change_id=asked.pk, action="reject", by=cast.reviewer)
    changes.decide(change_id=asked.pk, action="reject", by=cast.reviewer, comment="没有证明")
    filed.refresh_from_db()
    assert filed.homes == 1
    with pytest.raises(ChangeRequest.DoesNotExist):
        changes.decide(change_id=asked.pk, action="accept", by=cast.stranger)


def test_one_section_waits_once(cast, filed):
    save(filed, Section.HOUSING, cast.clerk, homes=2)
    with pytest.raises(Refused, match="已有待审核"):
        save(filed, Section.HOUSING, cast.clerk, homes=3)
    save(filed, Section.CAUSES, cast.clerk, main_cause="accident")


def test_what_changed_under_a_waiting_change_is_not_overwritten(cast, filed):
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    Household.objects.filter(pk=filed.pk).update(homes=5)
    with pytest.raises(Refused, match="已过时"):
        accept(asked, cast.reviewer)
    seen = content_hash(filed)
    Household.objects.filter(pk=filed.pk).update(homes=1, vehicles=3)
    with pytest.raises(StaleFile):
        accept(asked, cast.reviewer, seen_hash=seen)
    accept(asked, cast.reviewer)


def test_a_line_that_is_gone_is_not_changed(cast, filed):
    wage = filed.incomes.order_by("pk").first()
    asked = save(filed, Section.MONEY, cast.clerk, incomes=[{"pk": wage.pk, "annual_amount": Decimal(1)}])
    wage.delete()
    with pytest.raises(Refused, match="已过时"):
        accept(asked, cast.reviewer)


def test_whoever_leaves_takes_what_waits_along(cast, filed):
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    take_step(household_id=filed.pk, action="leave", by=cast.clerk, comment="自愿")
    asked.refresh_from_db()
    assert asked.state == ChangeState.WITHDRAWN


def test_only_a_clerk_of_the_union_changes_a_file_and_drafts_stay_drafts(cast, filed):
    with pytest.raises(Refused):
        save(filed, Section.HOUSING, cast.reviewer, homes=2)
    with pytest.raises(Refused):  # the way of drafts stays closed
        save_section(
            household_id=filed.pk, section=Section.HOUSING, data={"homes": 2}, version=filed.version,
            by=cast.clerk,
        )  # fmt: skip


@pytest.mark.requirement("A10")
def test_a_new_member_of_another_active_file_is_refused_when_it_counts(cast, filed):
    number = id_number()
    HouseholdFactory(filed=True, union=cast.elsewhere, number=number)
    asked = save(
        filed, Section.MEMBERS, cast.clerk, rows=[{"relation": "son", "name": "某", "id_number": number}]
    )
    with pytest.raises(Refused, match=cast.elsewhere.name):
        accept(asked, cast.reviewer)


def test_the_difference_since_the_last_approval_is_told_without_numbers(cast, filed):
    assert list_differences(filed)[1] == []
    save(filed, Section.WORKER, cast.clerk, phone="13911112222", employer="新单位")
    found = {(delta.table, delta.field): (delta.old, delta.new) for delta in list_differences(filed)[1]}
    assert found["members", "employer"] == ("华联商场", "新单位")
    assert "13911112222" not in str(found)
    assert ("members", "phone_index") in found


@pytest.mark.django_db(transaction=True)
def test_two_decide_on_one_change_at_once():
    filed = HouseholdFactory(filed=True)
    clerk = UserFactory(union=filed.union)
    reviewers = [UserFactory(union=filed.county, role=Role.REVIEWER) for _turn in range(2)]
    asked = save(filed, Section.HOUSING, clerk, homes=2)
    results = at_once(lambda by: accept(asked, by), reviewers)
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert filed.assessments.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_ask_at_once():
    filed = HouseholdFactory(filed=True)
    clerks = [UserFactory(union=filed.union) for _turn in range(2)]
    results = at_once(lambda by: changes.save_change(
        household_id=filed.pk, section=Section.HOUSING, data={"homes": 4}, version=filed.version, by=by
    ), clerks)  # fmt: skip
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("change_state_known", {"state": "x", "decided_at": "2026-01-05T00:00:00Z"}),
        ("change_decided_when_over", {"state": "accepted"}),
        ("change_decided_when_over", {"decided_at": "2026-01-05T00:00:00Z"}),
    ],
)
def test_the_database_refuses_a_change_that_cannot_be(cast, filed, name, values):
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ChangeRequest.objects.filter(pk=asked.pk).update(**values)


def test_the_database_wants_another_person_one_waiting_change_and_items_that_stay(cast, filed):
    asked = save(filed, Section.HOUSING, cast.clerk, homes=2)
    mine = {"state": "accepted", "decided_at": filed.created_at, "decided_by": cast.clerk}
    with pytest.raises(IntegrityError, match="change_checked_by_another"), transaction.atomic():
        ChangeRequest.objects.filter(pk=asked.pk).update(**mine)
    with pytest.raises(IntegrityError, match="change_pending_once"), transaction.atomic():
        ChangeRequest.objects.create(household=filed, union=filed.union, section=Section.HOUSING)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeItem.objects.filter(request=asked).update(new=9)
    with pytest.raises(IntegrityError, match="change_item_once"), transaction.atomic():
        ChangeItem.objects.create(request=asked, field="homes")


# pages


def test_a_section_of_a_filed_household_becomes_a_change(as_user, cast, filed):
    client = as_user(cast.clerk)
    url = page("section", filed, Section.MONEY)
    assert "提交变更" in client.get(url).content.decode()
    wage, pension = filed.incomes.order_by("pk")
    expense = filed.expenses.get()
    data = {
        "version": filed.version, "reviewed": "",
        **rows("incomes",
               {"pk": wage.pk, "kind": "wage", "member": str(filed.head.uid), "annual_amount": "1.2万"},
               {"pk": pension.pk, "kind": "pension", "annual_amount": "34800"}, initial=2),
        **rows("expenses", {"pk": expense.pk, "kind": "medical", "annual_amount": "30481"}, initial=1),
    }  # fmt: skip
    answer = client.post(url, data)
    assert answer.url == reverse("archives:changes", args=[filed.pk])
    text = client.get(answer.url).content.decode()
    for shown in (
        "25,200.00",
        "12,000.00",
        "待审核的变更",
        "撤回变更",
        expense.evidence.original_name,
        "未关联",
    ):
        assert shown in text
    assert filed.incomes.get(pk=wage.pk).annual_amount == 25200


def test_another_proof_of_a_line_is_asked_for_and_taken_over(cast, filed):
    expense = filed.expenses.get()
    other = filed.evidence.filter(kind="income").first()
    line = {"pk": expense.pk, "kind": "medical", "annual_amount": expense.annual_amount}
    asked = save(filed, Section.MONEY, cast.clerk, expenses=[{**line, "evidence": str(other.uid)}])
    [item] = asked.items.all()
    assert (item.field, item.old, item.new) == ("evidence", str(expense.evidence.uid), str(other.uid))
    accept(asked, cast.reviewer)
    expense.refresh_from_db()
    assert expense.evidence == other


def test_the_county_compares_and_accepts_on_one_screen(as_user, cast, filed):
    asked = save(filed, Section.WORKER, cast.clerk, bank_card=CARD, phone="13911112222")
    client = as_user(cast.reviewer)
    text = client.get(page("changes", filed)).content.decode()
    assert CARD not in text
    for shown in ("5667", "0018", "手机号码"):
        assert shown in text
    url = reverse("archives:change_step", args=[asked.pk])
    assert client.post(url, {"action": "accept"}).status_code == 422
    assert client.post(url, {"action": "accept", "seen_hash": "0" * 64}).status_code == 409
    data = {"action": "accept", "seen_hash": content_hash(filed)}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 409


def test_a_verification_is_asked_before_it_is_recorded(as_user, cast, filed):
    Household.objects.filter(pk=filed.pk).update(state=State.REVIEW_DUE)
    client = as_user(cast.clerk)
    assert page("verify", filed) in client.get(page("changes", filed)).content.decode()
    asked = client.get(page("verify", filed)).content.decode()
    for words in ("60,000.00", "30,481.00", "下次核查", cast.clerk.name):
        assert words in asked
    assert not re.search("btn-(primary|danger)", asked.split("<main")[1].split("</main")[0])
    assert client.post(page("step", filed), {"action": "verify"}).url == page("verify", filed)
    unticked = client.post(page("verify", filed), {"comment": "电话"})
    assert (unticked.status_code, "请先向家庭核实" in unticked.content.decode()) == (422, True)
    filed.refresh_from_db()
    assert (filed.state, filed.verified_at) == (State.REVIEW_DUE, None)
    told = {"confirmed": "on", "comment": "电话核实"}
    stale = client.post(page("verify", filed), {**told, "seen_hash": "0" * 64})
    assert (stale.status_code, filed.steps.filter(action="verify").count()) == (409, 0)
    told["seen_hash"] = content_hash(filed)
    done = client.post(page("verify", filed), told, follow=True)
    assert "可以在档案页撤回" in done.content.decode()
    assert "撤回“核查无变化”" in done.content.decode()
    filed.refresh_from_db()
    assert (filed.state, filed.steps.latest("pk").comment) == (State.FILED, "电话核实")


def test_nothing_is_verified_over_a_change_that_waits(as_user, cast, filed):
    save(filed, Section.HOUSING, cast.clerk, homes=2)
    client = as_user(cast.clerk)
    assert "有变更在等审核" in client.get(page("verify", filed)).content.decode()
    seen = {"confirmed": "on", "seen_hash": content_hash(filed)}
    answer = client.post(page("verify", filed), seen)
    assert answer.status_code == 409
    assert "待审核的变更" in answer.content.decode()


def test_the_verification_is_the_clerks_of_its_union(as_user, cast, filed):
    assert as_user(cast.reviewer).get(page("verify", filed)).status_code == 403
    other = UserFactory(union=cast.elsewhere, role=Role.CLERK)
    assert as_user(other).get(page("verify", filed)).status_code == 404
