"""Families of sixty: in the grid, in continuation rows, in the second sheet; and what is too many says so."""

from datetime import date
from io import BytesIO

import pytest

from cases.archives.models import Household
from cases.archives.selectors import live_members
from cases.archives.services.entry.writing import MAX_ROWS
from cases.archives.states import Section
from cases.rosters.reports import roster as reports
from cases.rosters.resources.template import roster_template
from cases.rosters.rules.entries import MAX_PEOPLE
from cases.rosters.states import Preset
from hardship.kernel.documents import make_id_number
from tests.cases.archives.typed import filled, rows, section
from tests.cases.rosters.roster_files import member, person, roster
from tests.cases.rosters.test_import import bring_in, check, upload
from tests.cases.rosters.test_import_update import upload as upload_update
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A2")]
SIXTY = 60


def lines(count):
    return [
        {"relation": "other", "name": f"成员{n}", "id_number": number(n), "health": "", "status": "",
         "employer": "", "monthly_income": "0"}
        for n in range(count)
    ]  # fmt: skip


def number(place):
    return make_id_number("320602", date(1950, 1, 1), place)


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


def test_sixty_members_are_typed_in_and_changed(as_user, cast, draft):
    client, url = as_user(cast.clerk), section(draft, Section.MEMBERS)
    answer = client.post(url, filled(draft, **rows("rows", *lines(SIXTY))))
    assert answer.status_code == 302, answer.context["form"].error_list()
    draft.refresh_from_db()
    people = live_members(draft)[1:]
    assert [one.name for one in people] == [f"成员{n}" for n in range(SIXTY)]
    sent = [{**line, "uid": str(one.uid)} for line, one in zip(lines(SIXTY), people, strict=True)]
    sent[-1]["name"] = "最后一位"
    assert client.get(url).text.count("-id_number") > SIXTY
    assert client.post(url, filled(draft, **rows("rows", *sent, initial=SIXTY))).status_code == 302
    assert live_members(draft)[-1].name == "最后一位"


@pytest.mark.parametrize("more", [1, 20])
def test_more_than_a_page_can_send_is_told(as_user, cast, draft, more):
    count = MAX_ROWS["rows"] + more
    sent = rows("rows", *({"relation": "other", "name": "某"} for _n in range(count)))
    answer = as_user(cast.clerk).post(section(draft, Section.MEMBERS), filled(draft, **sent))
    assert answer.status_code == 422
    assert f"一户最多填 {MAX_ROWS['rows']} 位家庭成员" in answer.text
    assert len(live_members(draft)) == 1


def test_sixty_members_in_continuation_rows(cast):
    book = roster(
        *(
            {"former_no": "N0001", **({} if start else person(1, persons=SIXTY + 1, annual_income=None,
                                                              monthly_per_capita=None)),
             **{key: value for place in range(5) for key, value in
                member(place + 1, 0, name=f"成员{start + place}", id_number=number(start + place),
                       sex=None, relation="其他").items()}}
            for start in range(0, SIXTY, 5)
        )
    )  # fmt: skip
    made = bring_in(upload(cast, content=book), cast.clerk)
    assert made.issues == []
    assert live_members(Household.objects.get())[-1].name == "成员59"


def test_sixty_members_in_the_second_sheet_and_back(cast):
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(roster_template()))
    head = person(1)["id_number"]
    page, family = book.worksheets[0], book["家庭成员"]
    labels = {cell.value: cell.column for cell in page[3]}
    page.cell(4, labels["姓名"], "季小梅")
    page.cell(4, labels["身份证号"], head)
    for n in range(SIXTY):
        for column, value in {2: head, 3: f"成员{n}", 4: "其他", 7: number(n)}.items():
            family.cell(4 + n, column, value)
    out = BytesIO()
    book.save(out)
    made = bring_in(upload(cast, content=out.getvalue()), cast.clerk)
    assert made.issues == []
    assert len(live_members(Household.objects.get())) == SIXTY + 1

    request = reports.RosterRequest(
        user=cast.clerk, filters={}, columns=[], layout=Preset.NATIONAL, full=True
    )
    again = check(upload_update(cast, content=reports.roster_bytes(request)[0]), cast.clerk)
    assert (again.rows_changed, again.rows_unchanged, again.issues) == (0, 1, [])


def test_a_household_of_too_many_is_refused_with_the_reason(cast):
    book = roster(
        person(1, persons=None),
        *({"former_no": "N0001", **member(1, n)} for n in range(MAX_PEOPLE)),
    )
    made = check(upload(cast, content=book), cast.clerk)
    assert ("too_many", "error") in {(one["code"], one["level"]) for one in made.issues}
