"""The completeness of a file: pure, so no database."""

from types import SimpleNamespace

import pytest

from cases.archives.models import Evidence, Household, IncomeItem, Member
from cases.archives.models.events import Consent, consent_hash
from cases.archives.rules import (
    Contents,
    completeness,
    missing_items,
    required_evidence,
    required_fields,
    stage_of,
)
from cases.archives.rules.fields import FIELDS, Whose
from cases.archives.rules.requirements import REQUIREMENTS, requirements_of
from cases.archives.states import Section
from cases.policies.states import EvidenceKind


def contents(head=None, members=(), incomes=(), evidence=(), consent=None, **household):
    return Contents(
        household=Household(**household),
        head=head or Member(relation="head"),
        members=list(members),
        incomes=list(incomes),
        expenses=[],
        evidence=[Evidence(kind=kind) for kind in evidence],
        consent=consent,
        consent_hash=consent_hash(),
    )


def gaps(file, section):
    return [item.field for item in completeness(file)[section].missing]


@pytest.mark.requirement("A1")
def test_an_empty_file_is_started_nowhere_and_lacks_something_everywhere():
    states = completeness(contents())
    assert list(states) == Section.values
    assert not any(state.started or state.complete for state in states.values())
    assert {item.section for item in missing_items(states)} == set(Section.values)


def test_only_people_with_a_post_are_asked_for_their_employer():
    retired = contents(Member(relation="head", status="retired"))
    working = contents(Member(relation="head", status="on_post", employer_kind="private"))
    assert "employer" not in gaps(retired, Section.WORKER)
    assert {"employer", "industry", "employer_state"} <= set(gaps(working, Section.WORKER))


def test_a_migrant_is_asked_for_the_contract_and_its_proof():
    file = contents(worker_type="migrant")
    assert "contract_on" in gaps(file, Section.WORKER)
    assert EvidenceKind.LABOUR_CONTRACT in required_evidence(file)


def test_disability_is_asked_for_in_detail_and_proved():
    file = contents(Member(relation="head", health="disabled"))
    assert {"disability_kind", "disability_grade"} <= set(required_fields(file, Section.WORKER))
    assert EvidenceKind.DISABILITY in required_evidence(file)


def test_whoever_has_a_car_says_what_for():
    assert "vehicle_note" in gaps(contents(vehicles=1), Section.HOUSING)
    for none in (0, None):
        assert "vehicle_note" not in gaps(contents(vehicles=none), Section.HOUSING)


def test_an_office_of_the_state_is_not_asked_how_it_does():
    for kind, asked in (("", False), ("state_organ", False), ("private", True)):
        head = Member(relation="head", status="on_post", employer_kind=kind)
        assert ("employer_state" in gaps(contents(head), Section.WORKER)) is asked


def test_every_requirement_is_of_fields_and_codes_that_there_are():
    for row in REQUIREMENTS:
        keys = {
            field.key: field for field in FIELDS if field.is_about(row.whose) or field.key == "worker_type"
        }
        assert {*row.fields, *(condition.field for condition in row.when)} <= set(keys)
        for condition in row.when:
            codes = keys[condition.field].codes
            assert codes is None or set(condition.values) <= {"", *codes.values}


def test_a_page_gets_the_rows_as_they_are_judged():
    row = next(row for row in requirements_of(Whose.HEAD) if row.fields == ("employer_state",))
    assert row.as_data() == {
        "fields": ["employer_state"],
        "when": [
            {
                "field": "status",
                "values": ["on_post", "off_post", "sick_leave", "internal_retired"],
                "is_other": False,
            },
            {"field": "employer_kind", "values": ["", "state_organ"], "is_other": True},
        ],
    }


def test_living_alone_and_having_no_income_must_be_said():
    assert gaps(contents(), Section.MEMBERS) == ["reviewed"]
    assert gaps(contents(members_reviewed=True), Section.MEMBERS) == []
    assert gaps(contents(), Section.MONEY) == ["reviewed"]
    assert gaps(contents(money_reviewed=True), Section.MONEY) == []
    assert gaps(contents(incomes=[IncomeItem()]), Section.MONEY) == []


def test_a_gap_of_a_member_names_the_person():
    file = contents(members=[Member(relation="daughter", name="张雨桐", status="senior", monthly_income=0)])
    labels = [item.label for item in completeness(file)[Section.MEMBERS].missing]
    assert labels == ["张雨桐：身份证号", "张雨桐：健康状况", "张雨桐：单位或学校"]


@pytest.mark.requirement("A3")
@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("illness", "diagnosis"),
        ("schooling", "admission"),
        ("disaster", "hardship"),
        ("accident", "hardship"),
    ],
)
def test_each_cause_is_proved_by_its_document(cause, kind):
    for file in (contents(main_cause=cause), contents(secondary_causes=[cause])):
        assert kind in required_evidence(file)
        assert kind in gaps(file, Section.EVIDENCE)
    assert gaps(contents(main_cause=cause, evidence=[*required_evidence(file)]), Section.EVIDENCE) == []


@pytest.mark.parametrize(
    ("consent", "missing"),
    [
        (None, ["signed_on"]),
        (Consent(allows_check=True, text_hash="an older wording"), ["signed_on"]),
        (Consent(allows_check=False, text_hash=consent_hash()), ["allows_check"]),
        (Consent(allows_check=True, text_hash=consent_hash()), []),
    ],
)
def test_consent_is_to_the_wording_in_force(consent, missing):
    assert gaps(contents(consent=consent), Section.CONSENT) == missing


def test_the_stage_of_schooling_follows_the_status():
    assert [stage_of(status) for status in ("vocational", "senior", "on_post", "")] == [
        "vocational", "senior", "", "",
    ]  # fmt: skip


def test_a_blank_answer_is_none_text_or_an_empty_list_but_never_zero_or_no():
    file = contents(homes=0, has_business=False, address="", wants=[])
    missing = [*gaps(file, Section.HOUSING), *gaps(file, Section.CAUSES)]
    assert SimpleNamespace(homes="homes" in missing, business="has_business" in missing) == SimpleNamespace(
        homes=False, business=False
    )
    assert {"address", "wants"} <= set(missing)
