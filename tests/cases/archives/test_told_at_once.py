"""What is required and what is missing is told while a household is entered, not at its end."""

import json
import re

import pytest

from cases.archives.models import Member
from cases.archives.services.entry.drafts import save_section
from cases.archives.states import Section
from tests.cases.archives.typed import filled, page, rows, section
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


@pytest.fixture
def clerk(cast, as_user):
    return as_user(cast.clerk)


def data_of(text):
    found = re.search(r'<script id="requirements" type="application/json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1]) if found else None


@pytest.mark.parametrize("name", Section.values)
def test_a_page_carries_the_requirements_of_its_people_and_no_others(clerk, draft, name):
    fields = {field for row in data_of(clerk.get(section(draft, name)).text) or () for field in row["fields"]}
    expected = {
        "worker": {"employer", "contract_on", "disability_kind"},
        "members": {"employer"},
        "housing": {"vehicle_note"},
    }
    assert expected.get(name, set()) <= fields
    assert (name in expected) == bool(fields)


def test_a_pupil_without_a_school_is_marked_in_the_line_and_on_the_own_page(cast, clerk, draft):
    people = [
        {"name": "张小雨", "relation": "daughter", "status": "primary"},
        {"name": "张老", "status": "retired"},
    ]
    save_section(household_id=draft.pk, section="members", data={"rows": people}, version=1, by=cast.clerk)
    draft.refresh_from_db()
    text = clerk.get(section(draft, "members")).text
    marked = re.findall(r'class="col-employer( entry-needed)?" data-label', text)
    assert marked[:2] == [" entry-needed", ""]
    pupil = Member.objects.get(household=draft, status="primary")
    text = clerk.get(page("member", draft, pupil.uid)).text
    assert re.search(r'entry-needed[^"]*">\s*<div class="field field-employer', text)


def test_going_on_says_what_is_missing_with_links_and_goes_on_all_the_same(clerk, draft):
    answer = clerk.post(section(draft), filled(draft, address="文峰路 8 号", homes="1", go="on"), follow=True)
    assert answer.redirect_chain[-1][0] == section(draft, "causes")
    assert "“住房与财产”已保存，还缺 5 项：" in answer.text
    assert f'<a href="{section(draft)}#id_registered_at">户口所在地</a>' in answer.text
    assert "缺 5 项" in clerk.get(page("tasks", draft)).text


def test_what_is_whole_is_just_saved(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    answer = clerk.post(
        section(household, "causes"),
        filled(
            household,
            main_cause="illness",
            cause_note="长期透析。",
            wants="medical",
            is_on_dibao="0",
            go="stay",
        ),
        follow=True,
    )
    assert "已保存“致困原因与帮扶需求”。" in answer.text
    assert "还缺 " not in answer.text


def test_what_a_member_lacks_is_named_by_the_line_and_not_by_the_person(clerk, draft):
    typed = rows(
        "rows", {"relation": "daughter", "name": "张小雨", "status": "primary", "monthly_income": "0"}
    )
    answer = clerk.post(section(draft, "members"), filled(draft, go="stay", **typed), follow=True)
    said = answer.text.split("还缺 3 项：")[1].split("</div>")[0]
    assert "#id_rows-0-employer" in said
    assert "第 1 行 单位或学校" in said
    assert "张小雨" not in said
    assert 'id="id_rows-0-employer"' in answer.text


def test_many_missing_items_are_cut_short(clerk, draft):
    answer = clerk.post(section(draft, "worker"), filled(draft, name="单小梅", go="on"), follow=True)
    said = answer.text.split("“职工本人”已保存，还缺")[1].split("</div>")[0]
    assert said.count("<a ") == 6
    assert said.rstrip().endswith("等。")


def test_the_page_of_a_member_says_what_the_member_lacks(cast, clerk, draft):
    lines = [{"name": "张小雨", "relation": "daughter", "status": "primary"}, {"name": "张老"}]
    save_section(household_id=draft.pk, section="members", data={"rows": lines}, version=1, by=cast.clerk)
    draft.refresh_from_db()
    pupil = Member.objects.get(household=draft, status="primary")
    typed = filled(
        draft, name="张小雨", relation="daughter", status="primary", health="good", monthly_income="0"
    )
    answer = clerk.post(page("member", draft, pupil.uid), typed, follow=True)
    assert "还缺 2 项：" in answer.text
    assert "第 2 行" not in answer.text.split("还缺 2 项：")[1].split("</div>")[0]


@pytest.mark.parametrize("name", ["money", "members"])
def test_missing_items_on_the_check_page_lead_to_their_fields(cast, clerk, draft, name):
    people = [{"name": "张老", "relation": "father"}] if name == "members" else []
    save_section(household_id=draft.pk, section="members", data={"rows": people}, version=1, by=cast.clerk)
    place = {"money": "id_reviewed", "members": "id_rows-0-id_number"}[name]
    assert f'{section(draft, name)}?back=check#{place}"' in clerk.get(page("check", draft)).text
    assert f'id="{place}"' in clerk.get(section(draft, name)).text
