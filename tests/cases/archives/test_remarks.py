"""核对事项: what is doubtful about a file, what was answered to it, and what it stops."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household, RemarkAnswer
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.remarks import answer_remarks
from cases.archives.services.steps import take_step
from cases.archives.states import Section
from cases.policies.models import LivingStandard
from hardship.audit.models import AuditRecord
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.cases.archives.typed import filled, page, rows, section
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, id_number
from tests.worlds import world

pytestmark = pytest.mark.django_db
REASON = "已对照户口本核实"


@world
def draft(cast):
    return HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def remarks(household, user):
    return get_file_remarks(get_contents(Household.objects.get(pk=household.pk)), user)


def kinds(household, user):
    return {row.remark.key.partition(":")[0] for row in remarks(household, user).open}


def of_kind(household, user, kind):
    found = remarks(household, user)
    return next(row for row in (*found.open, *found.answered) if row.remark.key.startswith(f"{kind}:"))


def save(household, section, by, **data):
    household.refresh_from_db()
    return save_section(
        household_id=household.pk, section=section, data=data, version=household.version, by=by
    )


def contradict(household, by):
    """The husband has the ID number of a woman."""
    husband = household.members.get(relation="husband")
    save(household, Section.MEMBERS, by, rows=[{"uid": str(husband.uid), "id_number": id_number()}])
    return husband


def answer(household, by, kind, reason=REASON):
    fingerprint = of_kind(household, by, kind).remark.fingerprint
    return answer_remarks(household_id=household.pk, reasons={fingerprint: reason}, by=by)


def test_what_contradicts_is_remarked_on_as_long_as_it_does(cast, draft):
    assert "sex" not in kinds(draft, cast.clerk)
    husband = contradict(draft, cast.clerk)
    [row] = [row for row in remarks(draft, cast.clerk).open if row.remark.key == f"sex:{husband.uid}"]
    assert (row.remark.section, row.remark.anchor, row.stops) == ("members", "id_rows-0-relation", True)
    save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(husband.uid), "relation": "wife"}])
    assert "sex" not in kinds(draft, cast.clerk)


def test_a_cost_without_its_receipt_leads_to_its_line(cast, draft):
    line = {"kind": "housing", "annual_amount": Decimal("9600.00"), "note": "", "member": ""}
    save(draft, Section.MONEY, cast.clerk, expenses=[line])
    row = of_kind(draft, cast.clerk, "receipt")
    assert "9,600.00" in row.remark.text
    assert (row.remark.anchor, row.stops) == ("id_expenses-1-evidence", True)
    nothing = {"pk": draft.expenses.get(kind="housing").pk, "annual_amount": Decimal(0)}
    save(draft, Section.MONEY, cast.clerk, expenses=[nothing])
    assert "receipt" not in kinds(draft, cast.clerk)


def test_a_receipt_that_was_removed_is_none(cast, draft):
    draft.evidence.filter(kind="diagnosis").update(removed_at=timezone.now())
    assert "receipt" in kinds(draft, cast.clerk)


def test_a_card_is_doubted_and_stops_nobody(cast, draft):
    save(draft, Section.WORKER, cast.clerk, bank_card="6222021001122330018", bank_name="中国银行")
    found = {row.remark.key.partition(":")[0]: row.stops for row in remarks(draft, cast.clerk).open}
    assert (found["card"], found["bank"]) == (False, False)
    save(draft, Section.WORKER, cast.clerk, bank_card="6217001210024455667", bank_name="中国建设银行")
    assert {"card", "bank"}.isdisjoint(kinds(draft, cast.clerk))


def test_a_migrants_short_contract_is_remarked_on(cast, draft):
    signed = timezone.localdate() - timedelta(days=30)
    save(draft, Section.WORKER, cast.clerk, worker_type="migrant", contract_on=signed, contract_months=6)
    keys = [row.remark.key for row in remarks(draft, cast.clerk).stopping]
    assert keys == ["contract:contract_on", "contract:contract_months"]


def test_an_old_standard_is_for_whoever_publishes_it(cast, draft, as_user):
    """The file keeps a quiet line; the administrator of the region has a duty until there is a new one."""
    assert "standard" not in kinds(draft, cast.clerk)
    assert "已满三年，已请管理员核实" in as_user(cast.clerk).get(page("check", draft)).text
    duty, [old] = DUTIES["policies.standards"], LivingStandard.objects.all()  # of 2023
    keeper = UserFactory(union=UnionFactory(region_code=old.region_code), role="administrator")
    assert list(duty.rows(keeper)) == [old]
    assert duty.is_of(keeper)
    assert not duty.is_of(cast.clerk)
    assert not duty.rows(UserFactory(union=UnionFactory(region_code="110101"), role="administrator"))
    LivingStandard.objects.update(effective=(timezone.localdate(), None))
    assert not duty.rows(keeper)
    assert "已满三年" not in as_user(cast.clerk).get(page("check", draft)).text


def test_a_file_with_something_to_explain_is_not_submitted(cast, draft):
    contradict(draft, cast.clerk)
    with pytest.raises(Refused, match="1 处须核对或说明后才能提交"):
        take_step(household_id=draft.pk, action="submit", by=cast.clerk)
    answer(draft, cast.clerk, "sex")
    take_step(household_id=draft.pk, action="submit", by=cast.clerk)
    draft.refresh_from_db()
    assert draft.state == "under_review"


def test_an_answer_holds_for_the_facts_that_it_was_about(cast, draft):
    husband = contradict(draft, cast.clerk)
    [made] = answer(draft, cast.clerk, "sex")
    row = of_kind(draft, cast.clerk, "sex")
    assert (row.answer, row.answer.by, row.answer.reason) == (made, cast.clerk, REASON)
    save(draft, Section.HOUSING, cast.clerk, address="别处")
    assert "sex" not in kinds(draft, cast.clerk)
    save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(husband.uid), "id_number": id_number()}])
    assert "sex" in kinds(draft, cast.clerk)
    record = AuditRecord.objects.get(action="remark.answer")
    assert (record.data["count"], record.data["remarks"]) == (1, ["sex"])


def test_the_last_of_two_answers_counts_and_both_stay(cast, draft):
    contradict(draft, cast.clerk)
    answer(draft, cast.clerk, "sex", "先记一下")
    answer(draft, cast.clerk, "sex")
    assert of_kind(draft, cast.clerk, "sex").answer.reason == REASON
    assert RemarkAnswer.objects.count() == 2


@pytest.mark.parametrize("reason", ["", " ", "无", "　　", " 。 "])
def test_a_reason_says_something(cast, draft, reason):
    contradict(draft, cast.clerk)
    with pytest.raises(Refused, match="至少两个字"):
        answer(draft, cast.clerk, "sex", reason)


def test_what_nobody_remarked_on_is_not_answered(cast, draft):
    with pytest.raises(Refused, match="请刷新页面"):
        answer_remarks(household_id=draft.pk, reasons={"0" * 64: REASON}, by=cast.clerk)
    with pytest.raises(Refused, match="至少写一处"):
        answer_remarks(household_id=draft.pk, reasons={}, by=cast.clerk)


def test_who_is_in_an_active_file_elsewhere_cannot_be_explained_away(cast, filed, draft):
    """The one who is active in another file stops this one; no reason takes that away."""
    number = filed.head.id_number.reveal()
    daughter = draft.members.get(relation="daughter")
    save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(daughter.uid), "id_number": number}])
    row = of_kind(draft, cast.clerk, "person")
    assert (row.is_gate, row.stops) == (True, True)
    with pytest.raises(Refused, match="不能用说明代替"):
        answer(draft, cast.clerk, "person")


def test_clerk_and_reviewer_answer_each_in_their_time(cast, draft):
    contradict(draft, cast.clerk)
    for person in (cast.reviewer, cast.auditor, cast.approver):
        with pytest.raises(Refused, match="您现在不能说明"):
            answer(draft, person, "sex")
    with pytest.raises(Household.DoesNotExist):
        answer_remarks(household_id=draft.pk, reasons={"0" * 64: REASON}, by=cast.stranger)
    answer(draft, cast.clerk, "sex")
    take_step(household_id=draft.pk, action="submit", by=cast.clerk)
    answer(draft, cast.reviewer, "sex")
    with pytest.raises(Refused, match="您现在不能说明"):
        answer(draft, cast.clerk, "sex")


# --- pages


def test_the_list_stands_wherever_the_file_is_looked_at(cast, draft, as_user):
    contradict(draft, cast.clerk)
    text = "身份证号显示的性别不同"
    for name in ("tasks", "check", "remarks"):
        assert text in as_user(cast.clerk).get(page(name, draft)).text
    answer(draft, cast.clerk, "sex")
    take_step(household_id=draft.pk, action="submit", by=cast.clerk)
    for person, name in ((cast.reviewer, "review"), (cast.approver, "remarks"), (cast.auditor, "remarks")):
        shown = as_user(person).get(page(name, draft)).text
        assert all(words in shown for words in (text, REASON, cast.clerk.name))
    part = as_user(cast.approver).get(page("remarks", draft), headers={"HX-Request": "true"}).text
    assert REASON in part
    assert "<html" not in part
    case = as_user(cast.reviewer).get(reverse("archives:case", args=[draft.pk])).text
    assert page("remarks", draft) in case


def test_the_check_page_asks_for_reasons_before_the_file_goes_off(cast, draft, as_user):
    contradict(draft, cast.clerk)
    client = as_user(cast.clerk)
    shown = client.get(page("check", draft)).text
    assert 'value="submit"' not in shown
    assert "还有 1 处须核对或说明" in shown
    name = f"said-{of_kind(draft, cast.clerk, 'sex').remark.fingerprint}"
    assert f'name="{name}"' in shown
    sent = client.post(page("remarks", draft), {name: REASON, "back": "check"})
    assert sent.url == page("check", draft)
    assert 'value="submit"' in client.get(sent.url).text
    submitted = client.post(page("step", draft), {"action": "submit", "seen_hash": _seen(client, draft)})
    assert submitted.status_code == 302


def _seen(client, household):
    return client.get(page("check", household)).context["seen_hash"]


@pytest.mark.parametrize(
    ("reason", "status", "told"),
    [("", 409, "请至少写一处说明"), ("无", 409, "至少两个字"), ("长" * 201, 422, "最多填写 200 个字")],
)
def test_a_poor_reason_comes_back_with_the_page(cast, draft, as_user, reason, status, told):
    contradict(draft, cast.clerk)
    name = f"said-{of_kind(draft, cast.clerk, 'sex').remark.fingerprint}"
    answered = as_user(cast.clerk).post(page("remarks", draft), {name: reason})
    assert answered.status_code == status
    assert told in answered.text


def test_a_reason_for_what_has_changed_meanwhile_is_not_swallowed(cast, draft, as_user):
    husband = contradict(draft, cast.clerk)
    name = f"said-{of_kind(draft, cast.clerk, 'sex').remark.fingerprint}"
    save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(husband.uid), "id_number": id_number()}])
    answered = as_user(cast.clerk).post(page("remarks", draft), {name: REASON})
    assert answered.status_code == 409
    assert "请刷新页面后再说明" in answered.text
    assert not RemarkAnswer.objects.exists()


def test_somebody_elses_file_has_no_remarks(cast, draft, as_user):
    assert as_user(cast.stranger).get(page("remarks", draft)).status_code == 404
    assert as_user(cast.stranger).post(page("remarks", draft), {}).status_code in (403, 404)


def test_a_file_without_doubt_says_so(cast, as_user):
    empty = HouseholdFactory(draft=True, union=cast.union, clerk=cast.clerk)
    assert "没有要核对的地方" in as_user(cast.clerk).get(page("remarks", empty)).text


# --- around Python


def insert(household, by, **more):
    values = {"key": "sex:1", "fingerprint": "0" * 64, "reason": REASON, **more}
    return RemarkAnswer.objects.create(household=household, by=by, **values)


@pytest.mark.parametrize(
    "values", [{"key": ""}, {"reason": "无"}, {"reason": "  "}, {"fingerprint": "0" * 63}, {"by": None}]
)
def test_the_database_refuses_an_answer_that_says_nothing(cast, draft, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(draft, values.pop("by", cast.clerk), **values)


def test_the_database_keeps_answers_as_they_were_given(cast, draft):
    made = insert(draft, cast.clerk)
    for change in (lambda rows: rows.update(reason="改过"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(RemarkAnswer.objects.filter(pk=made.pk))


def test_the_database_takes_answers_of_the_files_own_line_alone(cast, draft):
    insert(draft, cast.reviewer)
    with pytest.raises(IntegrityError, match="does not belong"), transaction.atomic():
        insert(draft, cast.stranger)
    with pytest.raises(IntegrityError, match="does not belong"), transaction.atomic():
        insert(draft, UserFactory())


def test_the_database_takes_no_answer_for_a_file_that_is_over(cast, filed):
    insert(filed, cast.clerk)
    take_step(household_id=filed.pk, action="close", by=cast.reviewer, comment="调离", close_reason="moved")
    with pytest.raises(IntegrityError, match="answered no more"), transaction.atomic():
        insert(filed, cast.clerk)


def test_what_looks_wrong_is_said_without_a_name_and_led_to(cast, draft, as_user):
    husband = contradict(draft, cast.clerk)
    draft.refresh_from_db()
    line = {"uid": husband.uid, "name": husband.name, "relation": "husband", "id_number": id_number()}
    typed = filled(draft, **rows("rows", line, initial=1), reviewed="on")
    answer = as_user(cast.clerk).post(section(draft, Section.MEMBERS), typed, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    [said] = [text for text in told if "要核对" in text]
    assert reverse("archives:remarks", args=[draft.pk]) in said
    assert husband.name not in "".join(told)


def test_a_name_that_no_font_has_is_told_before_it_is_printed(cast, draft):
    husband = draft.members.get(relation="husband")
    save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(husband.uid), "name": "陈\ue863"}])
    row = of_kind(draft, cast.clerk, "glyph")
    assert "印作“〓”" in row.remark.text
    assert (row.remark.section, row.stops) == ("members", False)
    save(draft, Section.MEMBERS, cast.clerk, rows=[{"uid": str(husband.uid), "name": "陈䶮"}])
    assert "glyph" not in kinds(draft, cast.clerk)
