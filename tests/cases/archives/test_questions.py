"""政策核实事项: what a policy asks beyond the form is asked, kept and judged by."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.archives.forms.answers import list_questions
from cases.archives.models import Assessment, PolicyAnswer
from cases.archives.rules.answers import OWN_FACTS
from cases.archives.selectors import live_members
from cases.archives.selectors.answers import fact_of, list_answers
from cases.archives.selectors.cases import get_case
from cases.archives.services.assessments import repeat, request_override
from cases.archives.services.entry.answers import Answer, record_answers
from cases.archives.services.refusals import StaleFile
from cases.archives.services.steps import take_step
from cases.policies import services as policies
from cases.policies.rules import asked, assess, parse_policy
from cases.policies.rules.engine.quantities import missing_standard
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, STANDARDS
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A2")]

FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
DOCUMENTS = {path.stem: parse_policy(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))}
CLASSIFYING = [code for code, document in DOCUMENTS.items() if document.categories]
PLAIN = {"flag": False, "number": 1, "money": "100.00", "text": "—", "date": "2026-01-01"}
OF_STANDARDS = {missing_standard(kind, lag) for kind in STANDARDS for lag in ("none", "previous_year")}


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)


@pytest.fixture
def answer(cast):
    def give(household, *answers, by=cast.clerk, version=None):
        household.refresh_from_db()
        seen = household.version if version is None else version
        return record_answers(household_id=household.pk, answers=answers, version=seen, by=by)

    return give


def in_force(union, code):
    text = (FOLDER / f"{code}.yaml").read_text()
    return policies.load_policy(union=union, text=text, in_force_from=date(2025, 1, 1))


def some_answer(question):
    if question.options:
        return question.options[0][0]
    fact = fact_of(question.fact)
    if fact.kind in ("code", "codes"):
        code = next(iter(CODE_LISTS[fact.codes]))
        return [code] if fact.kind == "codes" else code
    return PLAIN[fact.kind]


@pytest.mark.parametrize("code", CLASSIFYING)
def test_a_file_with_every_question_answered_can_be_judged(code, cast, draft, answer):
    """But for what the file's own fields, standards and monthly records still lack."""
    document, people = DOCUMENTS[code], live_members(draft)
    questions = list_questions(document, people, {})
    answer(
        draft,
        *(Answer(one.fact, some_answer(one), str(one.member.uid) if one.member else "") for one in questions),
        Answer("supporters", [{"income": "60000.00", "persons": 3, "supported": 2, "here": 1}]),
    )
    lacking = set(assess(document, get_case(draft)).missing)
    own = {str(FACTS[name].label) for name in OWN_FACTS}
    months = {name for name in lacking if "个月的收入记录" in name and asked.asks_months(document)}
    assert lacking - own - OF_STANDARDS - months == set()


def test_what_stands_in_the_file_is_not_asked_again(draft):
    for document in DOCUMENTS.values():
        questions = list_questions(document, live_members(draft), {})
        assert OWN_FACTS.isdisjoint(one.fact for one in questions)


def test_vehicles_securities_and_membership_of_the_file_count(draft):
    draft.homes, draft.vehicles, draft.vehicle_value = 1, 1, Decimal("99000.00")
    draft.deposits, draft.securities = Decimal(5000), Decimal(2000)
    draft.save()
    draft.head.is_union_member = True
    draft.head.save()
    case = get_case(draft)
    assert case.assets["vehicle_value"] == Decimal(99000)
    assert (case.assets["deposits"], case.assets["securities"]) == (3000, 2000)
    assert case.traits["is_union_member"] is True


def test_an_answer_decides_and_an_exemption_is_shown_with_it(cast, draft, answer):
    in_force(cast.city, "xingtai_2021")
    draft.incomes.update(annual_amount=0)
    draft.homes, draft.vehicles = 1, 1
    draft.save()
    facts = ("is_above_area", "uses_vehicle", "is_controlling", "high_fee_school", "overseas_study",
             "refuses_check", "hides_facts", "refuses_work")  # fmt: skip
    document = DOCUMENTS["xingtai_2021"]
    assert assess(document, get_case(draft)).undecided
    answer(draft, *(Answer(name, False) for name in facts), Answer("is_vehicle_functional", False))
    assert assess(document, get_case(draft)).category == ""
    answer(draft, Answer("is_vehicle_functional", True, note="残疾人代步车，见残疾证"))
    outcome = assess(document, get_case(draft))
    assert outcome.category == "deep"
    assert any(row.exempted for row in outcome.conditions)
    assert PolicyAnswer.objects.filter(fact="is_vehicle_functional").count() == 2


def test_a_wage_is_imputed_until_somebody_proves_that_there_is_none(draft, answer):
    document = DOCUMENTS["jiangmen_2025"]
    son = draft.members.exclude(relation="head").first()
    son.birth_on, son.status, son.monthly_income = date(2000, 5, 1), "unemployed", None
    son.save()
    people = live_members(draft)
    questions = list_questions(document, people, {})
    assert {one.fact for one in questions if one.member} == {"is_able", "is_income_proven"}
    answer(draft, *(Answer("is_able", True, str(member.uid)) for member in people))
    able = get_case(draft)
    assert {member.is_able for member in able.members} == {True}
    answer(draft, Answer("is_income_proven", True, str(son.uid)))
    proven = [member.is_income_proven for member in get_case(draft).members]
    assert proven.count(True) == 1


def test_a_file_under_review_is_judged_anew_by_the_reviewers_answer(cast, answer):
    in_force(cast.city, "qingdao")
    submitted = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    before = submitted.assessments.get()
    answer(submitted, Answer("is_catastrophe_listed", True, note="查名录"), by=cast.reviewer)
    after = submitted.assessments.order_by("-pk").first()
    assert after.pk != before.pk
    assert after.inputs["traits"]["is_catastrophe_listed"] is True
    assert repeat(Assessment.objects.get(pk=before.pk)) == before.result


def test_while_an_override_rests_on_the_outcome_nothing_is_answered(cast, answer):
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    draft.incomes.update(annual_amount=900_000)
    take_step(household_id=draft.pk, action="submit", by=cast.clerk)
    request_override(household_id=draft.pk, category="relative", reason="重病", by=cast.reviewer)
    with pytest.raises(Refused, match="人工认定"):
        answer(draft, Answer("local_hukou", True), by=cast.reviewer)
    assert not PolicyAnswer.objects.exists()


def test_who_may_answer_and_when(cast, draft, answer):
    for person in (cast.reviewer, cast.city_reviewer, UserFactory(union=cast.union, role=Role.REVIEWER)):
        with pytest.raises(Refused, match="经办人"):
            answer(draft, Answer("local_hukou", True), by=person)
    take_step(household_id=draft.pk, action="submit", by=cast.clerk)
    with pytest.raises(Refused, match="审核人"):
        answer(draft, Answer("local_hukou", True))
    with pytest.raises(type(draft).DoesNotExist):
        answer(draft, Answer("local_hukou", True), by=cast.stranger)


def test_the_second_of_two_at_once_is_told(draft, answer):
    seen = draft.version
    answer(draft, Answer("local_hukou", True))
    with pytest.raises(StaleFile):
        answer(draft, Answer("local_hukou", False), version=seen)


def test_the_same_answer_twice_is_kept_once(draft, answer):
    assert len(answer(draft, Answer("local_hukou", True))) == 1
    assert answer(draft, Answer("local_hukou", True)) == []


def test_answers_are_only_ever_added(draft, answer):
    answer(draft, Answer("local_hukou", True))
    for sql in ("UPDATE archives_policyanswer SET value = 'false'", "DELETE FROM archives_policyanswer"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_page_asks_keeps_and_tells(cast, draft, as_user):
    in_force(cast.city, "xingtai_2021")
    url = reverse("archives:questions", args=[draft.pk])
    clerk = as_user(cast.clerk)
    assert "政策核实事项" in clerk.get(reverse("archives:tasks", args=[draft.pk])).text
    page = clerk.get(url)
    assert "经常使用机动车辆" in page.text
    paper = draft.evidence.first()
    draft.refresh_from_db()
    data = {"version": draft.version, "v-household-uses_vehicle": "0", "n-household-uses_vehicle": "上门看过"}
    data |= {"v-household-is_vehicle_functional": "1", "e-household-uses_vehicle": str(paper.uid)}
    refused = clerk.post(url, data)
    assert refused.status_code == 422
    assert "豁免须写明理由" in refused.text
    assert "上门看过" in refused.text
    assert clerk.post(url, data | {"n-household-is_vehicle_functional": "残疾证"}).status_code == 302
    last = list_answers(draft)
    assert last[None, "uses_vehicle"].value is False
    assert last[None, "uses_vehicle"].evidence == paper
    assert clerk.post(url, data | {"n-household-is_vehicle_functional": "残疾证"}).status_code == 409
    seen = as_user(cast.auditor).get(url)
    assert "上门看过" in seen.text
    assert "保存核实情况" not in seen.text
    data["n-household-is_vehicle_functional"] = "残疾证"
    assert as_user(cast.auditor).post(url, data).status_code == 409
    assert as_user(cast.stranger).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told():
    draft = HouseholdFactory(complete=True)
    clerk, seen = UserFactory(union=draft.union, role=Role.CLERK), draft.version

    def answer_as(told):
        return record_answers(
            household_id=draft.pk, answers=[Answer("local_hukou", told)], version=seen, by=clerk
        )

    results = at_once(answer_as, [True, False])
    assert sorted(type(result).__name__ for result in results) == ["StaleFile", "list"]
    assert PolicyAnswer.objects.count() == 1
