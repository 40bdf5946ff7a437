"""认定: stored with everything that it rests on, the same again for ever, and overridden only from above."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from cases.archives import reports
from cases.archives.models import Assessment, AssessmentCondition, CategoryOverride, Household, PolicyText
from cases.archives.rules import fingerprint
from cases.archives.selectors.cases import get_case, get_cases, read_rules
from cases.archives.services.assessments import decide_override, repeat, request_override
from cases.archives.services.steps import take_step
from cases.archives.states import OverrideState, State
from cases.policies.models import LivingStandard
from cases.policies.rules import case_as_json, read_case
from cases.policies.services import default_text
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def submitted(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)


@world
def rich(cast):
    """A file under review that no category fits."""
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    household.incomes.update(annual_amount=900_000)
    take_step(household_id=household.pk, action="submit", by=cast.clerk)
    household.refresh_from_db()
    return household


@pytest.fixture
def ask(cast, rich):
    def request(**more):
        values = {"category": "relative", "reason": "户主重病，治疗费尚未结算", "by": cast.reviewer} | more
        return request_override(household_id=rich.pk, **values)

    return request


@pytest.mark.requirement("A2", "F5")
def test_each_condition_is_kept_with_its_figures_its_standard_and_its_answer(submitted):
    rows = list(submitted.assessments.get().conditions.order_by("position"))
    assert [row.answer for row in rows][:2] == ["yes", "yes"]
    first = rows[0]
    assert "819.97" in first.value
    assert "820.00" in first.threshold
    assert first.comparator
    assert first.standard
    assert first.standard_on == "2023-09-01"


@pytest.mark.requirement("A2")
def test_it_is_the_same_byte_for_byte_after_everything_has_changed(submitted):
    stored = Assessment.objects.get(household=submitted)
    LivingStandard.objects.all().update(monthly=5)
    submitted.incomes.update(annual_amount=1)
    submitted.members.filter(relation="son").update(name="改名")
    again = repeat(Assessment.objects.get(pk=stored.pk))
    assert again == stored.result
    assert fingerprint(stored.rules_id, stored.inputs, again) == stored.hash


@pytest.mark.requirement("A2")
def test_the_same_rules_are_kept_once(cast, submitted):
    HouseholdFactory(union=cast.union, submitted=True)
    assert PolicyText.objects.count() == 1
    assert "categories" in PolicyText.objects.get().text


@pytest.mark.parametrize(
    "table", ["archives_assessment", "archives_assessmentcondition", "archives_policytext"]
)
def test_what_was_found_is_only_ever_added(table, submitted):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")
    assert AssessmentCondition.objects.exists()


def test_many_cases_cost_as_many_queries_as_one(cast, django_assert_max_num_queries):
    files = [HouseholdFactory(union=cast.union, complete=True) for _turn in range(4)]
    with django_assert_max_num_queries(11):
        cases = get_cases([file.pk for file in files])
    assert cases[files[2].pk] == get_case(files[2])


def test_a_case_carries_no_names_and_no_numbers(submitted):
    text = str(case_as_json(get_case(submitted)))
    for member in submitted.members.all():
        assert member.name not in text
        assert member.id_number.reveal() not in text


@pytest.mark.requirement("A2", "F6")
def test_the_sheet_is_printed_with_conditions_and_leaves_a_trace(cast, submitted, as_user):
    stored = submitted.assessments.get()
    answer = as_user(cast.reviewer).get(reverse("archives:assessment_sheet", args=[submitted.pk, stored.pk]))
    assert answer.content.startswith(b"%PDF")
    assert AuditRecord.objects.about(submitted).filter(action="export.assessment_sheet").count() == 1


def test_a_sheet_of_another_file_is_not_found(cast, submitted, rich, as_user):
    address = reverse("archives:assessment_sheet", args=[submitted.pk, rich.assessments.get().pk])
    assert as_user(cast.reviewer).get(address).status_code == 404


@pytest.mark.requirement("A4")
def test_a_household_that_no_category_fits_is_filed_when_the_city_agrees(cast, rich, ask):
    with pytest.raises(Refused, match="不符合"):
        take_step(household_id=rich.pk, action="file", by=cast.reviewer, skips_unseen=True)
    asked = ask()
    with pytest.raises(Refused, match="不符合"):
        take_step(household_id=rich.pk, action="file", by=cast.reviewer, skips_unseen=True)
    decide_override(override_id=asked.pk, action="approve", by=cast.city_reviewer, comment="同意")
    take_step(household_id=rich.pk, action="file", by=cast.reviewer, skips_unseen=True)
    rich.refresh_from_db()
    assert (rich.state, rich.category) == (State.FILED, "relative")
    assert rich.assessments.get().category == ""
    assert AuditRecord.objects.about(rich).filter(action="assessment.overridden").exists()


@pytest.mark.requirement("A4")
def test_nobody_agrees_to_what_their_own_union_asks(cast, ask):
    asked = ask()
    colleague = UserFactory(union=cast.county, role=Role.REVIEWER)
    for person in (cast.reviewer, colleague):
        with pytest.raises(Refused, match="上级工会"):
            decide_override(override_id=asked.pk, action="approve", by=person)
    with pytest.raises(CategoryOverride.DoesNotExist):
        decide_override(override_id=asked.pk, action="approve", by=cast.stranger)


def test_an_override_asked_for_at_the_county_is_agreed_to_above_it(cast, submitted):
    """Wherever the reviewer is at home, a colleague of the county is nobody above it."""
    seconded = UserFactory(union=cast.union, roles=[])
    Appointment.objects.create(user=seconded, union=cast.county, role=Role.REVIEWER)
    by = User.objects.get(pk=seconded.pk).at(cast.county)
    asked = request_override(household_id=submitted.pk, category="relative", reason="重病", by=by)
    colleague = UserFactory(union=cast.county, roles=[Role.REVIEWER])
    with pytest.raises(Refused, match="由上级工会审批"):
        decide_override(override_id=asked.pk, action="approve", by=colleague)
    decide_override(override_id=asked.pk, action="approve", by=cast.city_reviewer)


def test_a_union_with_none_above_has_another_of_its_people_agree(reference):
    county = UnionFactory(level="county", parent=None)
    asker, other = (UserFactory(union=county, role=Role.REVIEWER) for _place in range(2))
    household = HouseholdFactory(submitted=True, union=county)
    asked = request_override(household_id=household.pk, category="accident", reason="火灾", by=asker)
    with pytest.raises(Refused, match="自己提出的"):
        decide_override(override_id=asked.pk, action="approve", by=asker)
    decided = decide_override(override_id=asked.pk, action="approve", by=other)
    assert decided.state == OverrideState.APPROVED


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"category": ""}, "不同的"), ({"category": "rich"}, "不同的"), ({"reason": " "}, "理由")],
)
def test_an_override_says_what_and_why(ask, more, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(**more)


def test_only_the_countys_reviewer_asks_and_once(cast, ask):
    with pytest.raises(Refused, match="审核人"):
        ask(by=cast.clerk)
    ask()
    with pytest.raises(Refused, match="刷新"):
        ask()


def test_a_refusal_needs_an_opinion_and_allows_to_ask_again(cast, ask):
    asked = ask()
    with pytest.raises(Refused, match="意见"):
        decide_override(override_id=asked.pk, action="refuse", by=cast.approver)
    decide_override(override_id=asked.pk, action="refuse", by=cast.approver, comment="材料不足")
    with pytest.raises(Refused):
        decide_override(override_id=asked.pk, action="approve", by=cast.approver)
    again = ask(reason="已补材料")
    decide_override(override_id=again.pk, action="withdraw", by=cast.reviewer)
    assert set(CategoryOverride.objects.values_list("state", flat=True)) == {
        OverrideState.REFUSED,
        OverrideState.WITHDRAWN,
    }


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("state = 'approved'", "override_decision_complete"),
        (
            "state = 'approved', decided_at = now(), decided_by_id = requested_by_id",
            "override_decided_by_another",
        ),
        (
            "state = 'maybe', decided_at = now(), decided_by_id = (SELECT max(id) FROM accounts_user)",
            "override_state_known",
        ),
    ],
)
def test_the_database_holds_to_it_too(change, name, ask):
    asked = ask()
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE archives_categoryoverride SET {change} WHERE id = %s", [asked.pk])


def test_the_pages_ask_and_answer(cast, rich, as_user):
    page = reverse("archives:override", args=[rich.pk])
    assert "提交上级审批" not in as_user(cast.city_reviewer).get(page).text
    county = as_user(cast.reviewer)
    assert "提交上级审批" in county.get(page).text
    url = reverse("archives:override_request", args=[rich.pk])
    refused = county.post(url, {"category": "relative", "reason": ""})
    assert refused.status_code == 422
    assert county.post(url, {"category": "relative", "reason": "重病"}).status_code == 302
    assert county.post(url, {"category": "relative", "reason": "重病"}).status_code == 409
    asked = CategoryOverride.objects.get()
    decide = reverse("archives:override_decide", args=[rich.pk, asked.pk])
    city = as_user(cast.city_reviewer)
    assert city.post(decide, {"action": "refuse", "comment": ""}).status_code == 409
    assert city.post(decide, {"action": "approve", "comment": "同意"}).status_code == 302
    assert "上级同意" in as_user(cast.reviewer).get(reverse("archives:review", args=[rich.pk])).text
    tab = reverse("desk:case", args=[rich.pk]) + "?tab=assessments"
    assert "重病" in as_user(cast.clerk).get(tab).text


def test_gross_is_before_and_net_after_the_outlays(submitted):
    stored = submitted.assessments.get()
    case = get_case(submitted)
    income = sum((row.amount for row in case.incomes), Decimal(0))
    assert stored.gross == round(income / case.size / 12, 2)
    assert stored.net < stored.gross


def test_a_draft_shows_by_which_policy_it_is_judged(cast, as_user):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    page = as_user(cast.clerk).get(reverse("archives:check", args=[household.pk]))
    assert "全国通用参考标准" in page.text
    assert Household.objects.get(pk=household.pk).assessments.count() == 0


def test_a_case_reads_the_same_from_its_json(submitted):
    submitted.homes, submitted.vehicles, submitted.deposits = 2, 1, Decimal("3000.50")
    submitted.save()
    case = get_case(submitted)
    assert read_case(case_as_json(case)) == case
    assert case.assets["homes"] == 2


@pytest.mark.requirement("A2")
def test_the_command_reproduces_every_stored_assessment(submitted, rich, capsys):
    LivingStandard.objects.all().update(monthly=5)
    call_command("verify_assessments")
    assert "2 次认定，结果与指纹全部一致" in capsys.readouterr().out
    forged = submitted.assessments.get()
    forged.pk, forged.result = None, forged.result | {"category": "relative"}
    forged.save(force_insert=True)
    with pytest.raises(CommandError, match="核对 2 次认定，1 次不一致"):
        call_command("verify_assessments", household=submitted.pk)
    assert f"认定 {forged.pk}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE archives_categoryoverride SET reason = '别的理由'", "as it was asked for"),
        ("UPDATE archives_categoryoverride SET category = 'deep'", "as it was asked for"),
        ("UPDATE archives_categoryoverride SET comment = '改过'", "decided once"),
        ("DELETE FROM archives_categoryoverride", "never deleted"),
        ("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE archives_categoryoverride", "never deleted"),
    ],
)
def test_the_database_keeps_an_override_as_it_was_decided(sql, message, cast, ask):
    asked = ask()
    decide_override(override_id=asked.pk, action="approve", by=cast.city_reviewer, comment="同意")
    with pytest.raises(DatabaseError, match=message), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_wants_a_reason_for_an_override(cast, rich):
    with pytest.raises(IntegrityError, match="override_has_reason"), transaction.atomic():
        CategoryOverride.objects.create(
            assessment=rich.assessments.get(), category="deep", reason="", requested_by=cast.reviewer
        )


@pytest.mark.requirement("A2", "F6")
def test_the_sheet_tells_gross_before_net_as_the_policy_lists_them(submitted, monkeypatch):
    told = {}
    monkeypatch.setattr("hardship.kernel.pdf.render_pdf", lambda _name, context, title: told.update(context))
    reports.assessment_sheet(submitted.assessments.get(), on=date(2026, 1, 5))
    labels = [figure.label for figure in told["figures"]]
    assert labels == [
        one.label for one in read_rules(PolicyText.objects.get().text).document.quantities.values()
    ]
    assert labels[-1] == "净收入"


@pytest.mark.requirement("A2")
def test_an_assessment_of_the_first_edition_is_judged_by_it(submitted):
    """As it was stored before editions: a floor that made money out of nothing still does, there only."""
    text = default_text().replace(
        "programmes:", "programmes:\n  aid: {label: 帮扶, amount: 0, floor: 500}", 1
    )
    rules = read_rules(text)
    PolicyText.objects.get_or_create(hash=rules.hash, defaults={"title": "旧", "text": text})
    stored = submitted.assessments.get()
    assert stored.inputs["edition"] == 2
    inputs = {name: value for name, value in stored.inputs.items() if name != "edition"}
    old = Assessment(household=submitted, rules_id=rules.hash, inputs=inputs, result={})
    assert repeat(old)["amounts"]["aid"]["amount"] == "500.00"
    new = Assessment(household=submitted, rules_id=rules.hash, inputs=stored.inputs, result={})
    assert repeat(new)["amounts"]["aid"]["amount"] == "0.00"
