"""Whatever a policy can ask, a file can say: by form and by roster."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cases.archives.forms.answers import list_questions
from cases.archives.models import Household, PolicyAnswer, column_of
from cases.archives.rules.answers import (
    ANSWERED,
    EXCEPTIONS,
    OF_MEMBERS,
    OF_POOLS,
    OWN_FACTS,
    PERSON,
    SUPPORTERS,
)
from cases.archives.rules.fields import FIELDS
from cases.archives.selectors import live_members
from cases.archives.selectors.cases import get_case
from cases.policies import services as policies
from cases.policies.rules import asked, assess, parse_policy
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS
from cases.policies.states import SchoolKind
from cases.rosters.models import ImportChange
from cases.rosters.reports.national import national_columns, national_rows
from cases.rosters.rules.facts import HOUSEHOLD_FACTS, PERSON_FACTS
from cases.rosters.rules.layout import layout_keys
from tests.cases.archives.typed import filled, page
from tests.cases.rosters.roster_files import member, person, roster
from tests.cases.rosters.test_import import bring_in, check, upload
from tests.cases.rosters.test_import_update import upload as upload_update
from tests.factories import HouseholdFactory, living_standard

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G5", "A2")]
FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
DOCUMENTS = {path.stem: parse_policy(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))}
# A fact of the vocabulary and the field of the file that says it, where they have another name.
FIELD_OF = {
    "filing_level": None, "is_filed": None, "is_single_parent": None,  # decided, and computed
    "labour_months": "contract_on", "service_months": "joined_on",
}  # fmt: skip
CELLS = {"flag": "是", "number": "2", "money": "1200.5", "date": "2026-01-05", "text": "车祸"}


def cell_of(name):
    fact = FACTS[name]
    return str(next(iter(CODE_LISTS[fact.codes].values()))) if fact.codes else CELLS[fact.kind]


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_a_field_or_a_question(name):
    fields = {field.key for field in FIELDS}
    if name in OWN_FACTS:
        assert name not in ANSWERED
        field = FIELD_OF.get(name, name)
        assert field is None or field in fields
    elif name in OF_POOLS:
        assert name not in HOUSEHOLD_FACTS
    else:
        assert name in (*ANSWERED, PERSON)
        assert name in HOUSEHOLD_FACTS


@pytest.mark.parametrize("code", DOCUMENTS)
def test_whatever_a_shipped_policy_asks_is_asked_of_the_clerk(cast, code):
    document = DOCUMENTS[code]
    people = live_members(HouseholdFactory(union=cast.union, clerk=cast.clerk))
    questions = {one.fact for one in list_questions(document, people, {})}
    assert set(asked.list_facts(document)) - OWN_FACTS <= questions
    assert questions <= {*ANSWERED, PERSON, *OF_MEMBERS}


def test_every_code_list_of_a_member_is_that_of_the_policies():
    school = next(field for field in FIELDS if field.key == "school_kind")
    assert dict(column_of(school).choices) == dict(CODE_LISTS["school_kinds"]) == dict(SchoolKind.choices)


def test_a_roster_tells_every_fact_and_an_export_tells_it_again(cast):
    cells = {f"fact_{name}": cell_of(name) for name in ANSWERED}
    cells |= {"fact_person": "季小童", "fact_supporters": "60000/3/2/1；8000.5/2", "fact_is_able": "是"}
    row = person(1, persons=None, annual_income=None, monthly_per_capita=None, **cells) | member(1, 1)
    row["member1.fact_is_income_proven"] = "否"
    made = bring_in(upload(cast, content=content_of(row)), cast.clerk)
    household = Household.objects.get(import_row__roster=made)
    told = {(one.member_id, one.fact): one.value for one in PolicyAnswer.objects.filter(household=household)}
    head, child = live_members(household)
    assert {name for key, name in told if key is None} == {*ANSWERED, PERSON, SUPPORTERS}
    assert (told[None, PERSON], told[head.pk, "is_able"], told[child.pk, "is_income_proven"]) == (
        str(child.uid), True, False,
    )  # fmt: skip
    assert told[None, SUPPORTERS][1] == {"income": "8000.50", "persons": 2, "supported": 1, "here": 1}
    case = get_case(household)
    assert (case.need["person"], len(case.supporters)) == ("m2", 2)
    assert {*case.assets, *case.traits, *case.need} >= {*ANSWERED, PERSON}
    columns = [column.key for column in national_columns()]
    written = next(national_rows(Household.objects.filter(pk=household.pk), full=True))
    again = dict(zip(columns, written[1:], strict=True))
    plain = {key: again[key] for key in cells}
    assert plain["fact_supporters"] == "60000.00/3/2/1；8000.50/2/1/1"
    for key in cells.keys() - {"fact_supporters"}:
        assert str(plain[key]).rstrip("0").rstrip(".") == str(cells[key]).rstrip("0").rstrip("."), key


def content_of(*rows):
    more = {key: None for row in rows for key in row if key not in layout_keys()}
    return roster(*rows, keys=[*layout_keys(), *more])


@pytest.mark.parametrize(
    ("key", "cell", "says"),
    [
        ("fact_supporters", "六万", "60000/3/2/1"),
        ("fact_supporters", "60000/0", "至少为 1"),
        ("fact_person", "无此人", "没有这个姓名的人"),
        ("fact_is_sole_earner", "也许", ""),
        ("fact_diagnosed_on", "2999-01-01", "年份不对"),
        ("fact_event", "长" * 41, "最多 40 个字"),
    ],
)
def test_what_no_answer_is_refused_at_its_cell(cast, key, cell, says):
    made = check(upload(cast, content=content_of(person(1, **{key: cell}))), cast.clerk)
    [issue] = [one for one in made.issues if one["level"] == "error"]
    assert issue["column"] == {**HOUSEHOLD_FACTS, **PERSON_FACTS}[key.removeprefix("fact_")]
    assert says in issue["why"]


def test_an_update_tells_of_another_answer_and_writes_none(cast):
    row = person(1, fact_is_sole_earner="是")
    bring_in(upload(cast, content=content_of(row)), cast.clerk)
    same = check(upload_update(cast, content=content_of(row)), cast.clerk)
    assert same.issues == []
    other = check(upload_update(cast, content=content_of({**row, "fact_is_sole_earner": "否"})), cast.clerk)
    assert [one["code"] for one in other.issues] == ["fact_not_written"]
    assert not ImportChange.objects.filter(state="applied").exists()


EXCEPTION = """
code: with_exception
title: 有例外的办法
source: 试验
quantities: {net: {label: 净收入, plus: [{incomes: all}]}}
requirements: [{key: member, text: 工会会员, when: {fact: is_union_member}}]
exclusions: [{key: vehicle, text: 有机动车, when: {fact: vehicles, is: '>=', than: 1}, except_by: county}]
categories: [{category: deep, label: 深度困难, when: {quantity: net, is: <, than: {standard: living, times: 9}}}]
programmes:
  medical:
    label: 医疗救助
    for: deep
    amount: {share: 50%, of: self_paid}
    caps: [{limit: 5000, per: [person, year]}]
examples: [{name: 有车, given: {on: 2026-01-01, persons: 1, incomes: [], assets: {vehicles: 1}, traits: {is_union_member: true}, standards: [{kind: living, region_code: '320000', value: 900, from_on: 2020-01-01}]}, expect: {category: ''}}]
"""  # noqa: E501


@pytest.mark.requirement("G5", "A2")
def test_an_exception_and_the_one_beneficiary_are_stored_in_the_file(cast, as_user):
    policies.load_policy(union=cast.union, text=EXCEPTION, in_force_from=date(2025, 1, 1))
    living_standard()
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    Household.objects.filter(pk=household.pk).update(vehicles=1)
    household.members.update(is_union_member=True)
    document, client = parse_policy(EXCEPTION), as_user(cast.clerk)
    assert assess(document, get_case(Household.objects.get(pk=household.pk))).category == ""
    head, paper = household.head, household.evidence.first()
    typed = {"v-household-person": str(head.uid), "x-0-rule": "vehicle", "x-0-by": "grassroots"}
    refused = client.post(page("questions", household), filled(household, **typed))
    assert refused.status_code == 422
    for why in ("请写明批准的理由。", "请选择批准文件。", "须由区县总工会（或更高一级工会）批准"):
        assert why in refused.content.decode()
    typed |= {"x-0-by": "city", "x-0-why": "残疾人代步", "x-0-on": "2026-01-05", "x-0-paper": str(paper.uid)}
    assert client.post(page("questions", household), filled(household, **typed)).status_code == 302
    row = PolicyAnswer.objects.get(fact=EXCEPTIONS)
    assert (row.by, row.value[0]["paper"], row.value[0]["why"]) == (cast.clerk, str(paper.uid), "残疾人代步")
    case = get_case(Household.objects.get(pk=household.pk))
    assert (case.need["person"], case.exceptions[0].by) == ("m1", "city")
    assert assess(document, case).category == "deep"
    text = as_user(cast.reviewer).get(reverse("archives:questions", args=[household.pk])).content.decode()
    assert "残疾人代步" in text


def test_nobody_outside_the_household_is_the_beneficiary(cast):
    from cases.archives.services.entry.answers import Answer, record_answers
    from cases.archives.services.refusals import FileRefused

    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    answer = Answer(PERSON, str(other.head.uid))
    with pytest.raises(FileRefused):
        record_answers(household_id=household.pk, answers=[answer], version=household.version, by=cast.clerk)
