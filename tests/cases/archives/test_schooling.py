"""The stage of schooling: one set in file, policies, applications and rosters, finer than the status."""

import pytest

from cases.archives.models import Member
from cases.archives.rules.schooling import STAGES, stage_fault, stage_of
from cases.archives.selectors.cases import get_case
from cases.archives.states import Section
from cases.policies.rules import vocabulary
from cases.policies.states import Stage
from cases.rosters.rules.labels import read_label
from cases.rosters.rules.layout import layout_keys
from tests.cases.archives.typed import filled, page, rows, section
from tests.cases.rosters.roster_files import member, person, roster
from tests.cases.rosters.test_import import bring_in, upload
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("A3")
def test_every_stage_is_one_of_some_status():
    assert {stage for stages in STAGES.values() for stage in stages} == set(Stage)


@pytest.mark.parametrize(
    ("status", "told", "stage"),
    [
        ("college", "", "undergraduate"), ("college", "junior_college", "junior_college"),
        ("college", "senior", "undergraduate"), ("graduate", "doctor", "doctor"), ("on_post", "senior", ""),
        ("senior", "vocational", "vocational"), ("vocational", "", "vocational"),
        ("minor", "disabled_child", "disabled_child"), ("minor", "", ""),
    ],
)  # fmt: skip
def test_what_is_told_counts_where_it_fits(status, told, stage):
    assert stage_of(status, told) == stage
    assert bool(stage_fault(status, told)) == (bool(told) and told != stage)


@pytest.mark.requirement("A3")
@pytest.mark.parametrize("stage", Stage)
def test_a_roster_reads_the_word_of_every_stage(stage):
    assert read_label(str(stage.label), Stage) == stage
    assert vocabulary.STAGES[stage] == stage.label


@pytest.mark.requirement("A3")
def test_the_form_keeps_a_finer_stage_and_refuses_one_that_does_not_fit(cast, as_user):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    client, child = as_user(cast.clerk), household.members.get(status="senior")
    address = page("member", household, child.uid)
    values = {"relation": "daughter", "name": child.name, "health": "good", "monthly_income": "0"}
    refused = client.post(address, filled(household, **values, status="primary", stage="doctor"))
    assert refused.status_code == 422
    assert "在读阶段“博士”与人员身份“小学”不符" in refused.content.decode()
    kept = client.post(address, filled(household, **values, status="college", stage="junior_college"))
    child.refresh_from_db()
    assert (kept.status_code, child.status, child.stage) == (302, "college", "junior_college")
    household.refresh_from_db()
    row = {"uid": child.uid, **values, "status": "college", "employer": "职业大学"}
    client.post(section(household, Section.MEMBERS), filled(household, **rows("rows", row, initial=1)))
    child.refresh_from_db()
    assert (child.employer, child.stage) == (
        "职业大学",
        "junior_college",
    )  # a table without the stage keeps it


@pytest.mark.requirement("A3")
def test_a_roster_tells_the_stage_and_is_told_of_one_that_does_not_fit(cast):
    people = (
        ("大专", None), ("大学生", None), ("大学生", "高职专科"), ("博士", None), ("小学", "特教"),
        ("小学", "本科"),
    )  # fmt: skip
    households = [
        person(n, persons=None, annual_income=None, monthly_per_capita=None)
        | member(1, n, status=status, stage=stage)
        for n, (status, stage) in enumerate(people, start=1)
    ]
    content = roster(*households, keys=[*layout_keys(), "member1.stage"])
    made = bring_in(upload(cast, content=content), cast.clerk)
    found = Member.objects.filter(household__import_row__roster=made, relation="son").order_by("pk")
    assert [child.stage for child in found] == [
        "junior_college", "undergraduate", "junior_college", "doctor", "disabled_child",
    ]  # fmt: skip
    told = {one["row"]: one["why"] for one in made.issues if "在读阶段" in one["why"]}
    assert list(told) == [9]
    assert "在读阶段“本科”与人员身份“小学”不符" in told[9]
    assert get_case(found[0].household).members[1].stage == "junior_college"
