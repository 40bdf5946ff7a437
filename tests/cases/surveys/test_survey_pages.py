"""The pages of the year's verification: the clerk's list, the county's progress, what goes back."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors import content_hash
from cases.surveys.models import Survey
from cases.surveys.selectors.progress import list_progress
from cases.surveys.services import surveys
from cases.surveys.states import UnitState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from tests.cases.surveys.test_surveys import (
    ask,
    filed,
    opened,
    returned,
    status,
    unit_step,
    verify,
    years_ago,
)
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, make_visit
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A7")]


@world
def homes(cast):
    return [years_ago(lambda: filed(cast)) for _n in range(2)]


@world
def survey(cast, homes):
    return opened(cast, instructions="三查一访，两人入户。")


def address(name, survey, *more):
    return reverse(f"surveys:{name}", args=[survey.uid, *more])


def text(response):
    return response.content.decode()


def test_a_survey_is_made_and_opened_from_its_page(as_user, cast, homes):
    client = as_user(cast.city_reviewer)
    page = text(client.get(reverse("surveys:survey_new")))
    assert f"{timezone.localdate().year} 年度困难职工摸底调查" in page
    today = timezone.localdate()
    begin, end = today - timedelta(days=7), today + timedelta(days=30)
    data = {"year": today.year, "title": "摸底", "from_on": f"{begin:%Y.%m.%d}", "to_on": "2020-09-30"}
    answer = client.post(reverse("surveys:survey_new"), data)
    assert answer.status_code == 422
    assert "截止日期不能早于开始日期" in text(answer)
    answer = client.post(reverse("surveys:survey_new"), data | {"to_on": f"{end:%Y%m%d}"})
    made = Survey.objects.get()
    assert answer.url == address("survey", made)
    assert "还没有启动" in text(client.get(answer.url))
    answer = client.post(address("survey_step", made), {"action": "open"}, follow=True)
    assert "2 户中完成 0 户" in text(answer)
    again = client.post(address("survey_step", made), {"action": "open"})
    assert again.status_code == 409
    assert "当前状态下不能" in text(again)


def test_the_clerk_goes_straight_to_the_list_and_works_it_off(as_user, cast, survey, homes):
    client = as_user(cast.clerk)
    answer = client.get(address("survey", survey))
    assert answer.url == address("survey_files", survey)
    page = text(client.get(answer.url))
    assert "三查一访，两人入户。" in page
    assert "还有 2 户没有核查" in page
    one, other = homes
    answer = client.post(address("survey_verify", survey), {"only": one.pk, "pk": other.pk}, follow=True)
    assert "核查无变化，已完成" in text(answer)
    assert (status(survey, one), status(survey, other)) == ("verified", "open"), (
        "the button of one row is for it"
    )
    client.post(address("survey_verify", survey), {"pk": [other.pk]})
    answer = client.post(
        reverse("surveys:survey_unit_step", args=[survey.units.get().uid]), {"action": "submit"}, follow=True
    )
    assert "待验收" in text(answer)
    assert survey.units.get().state == UnitState.SUBMITTED


def test_what_was_refused_is_named_with_its_reason(as_user, cast, survey, homes):
    ask(homes[0], cast.clerk)
    keys = [home.pk for home in homes]
    page = text(as_user(cast.clerk).post(address("survey_verify", survey), {"pk": keys}, follow=True))
    assert "没有办成" in page
    assert "待审核的变更" in page
    assert [status(survey, home) for home in homes] == ["pending", "verified"]


def test_a_list_with_open_files_is_not_submitted(as_user, cast, survey):
    unit = survey.units.get()
    answer = as_user(cast.clerk).post(
        reverse("surveys:survey_unit_step", args=[unit.uid]), {"action": "submit"}
    )
    assert answer.status_code == 409
    assert "还有 2 户没有核查" in text(answer)


def test_one_that_cannot_be_verified_is_explained(as_user, cast, survey, homes):
    client, url = as_user(cast.clerk), address("survey_excuse", survey, homes[0].pk)
    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "外出务工，联系不上"})
    page = text(client.get(address("survey_files", survey), {"status": "excused"}))
    assert "外出务工，联系不上" in page
    assert str(homes[1]) not in page
    assert as_user(cast.reviewer).get(url).status_code == 403
    assert as_user(UserFactory(union=cast.elsewhere)).get(url).status_code == 404


def test_the_county_sends_back_the_chosen_or_all_that_are_shown(as_user, cast, survey, homes):
    for home in homes:
        verify(home, cast.clerk)
    unit_step(survey.units.get(), "submit", cast.clerk)
    client, url = as_user(cast.reviewer), address("survey_return", survey)
    page = text(client.post(url, {"pk": [homes[0].pk], "union": cast.union.pk}))
    assert "退回重查：1 户" in page
    assert str(homes[1]) not in page
    empty = client.post(url, {"pk": [homes[0].pk], "union": cast.union.pk, "reason": ""})
    assert empty.status_code == 422
    client.post(url, {"pk": [homes[0].pk], "union": cast.union.pk, "reason": "请上门再核"})
    assert [status(survey, home) for home in homes] == ["returned", "verified"]
    data = {"all": "1", "status": "verified", "union": cast.union.pk, "reason": "全部再核"}
    client.post(url, data)
    assert [status(survey, home) for home in homes] == ["returned", "returned"]
    page = text(as_user(cast.clerk).get(address("survey_files", survey)))
    assert "请上门再核" in page
    assert "全部再核" in page
    assert survey.units.get().state == UnitState.RETURNED
    nothing = as_user(cast.reviewer).post(url, data)
    assert nothing.status_code == 409 or "没有选中档案" in text(nothing)


def test_the_case_says_what_the_survey_wants_and_leads_to_the_next(as_user, cast, survey, homes):
    verify(homes[0], cast.clerk)
    returned(survey, cast.reviewer, homes[0], reason="收入与社保不符")
    client = as_user(cast.clerk)
    assert "收入与社保不符" in text(client.get(reverse("archives:changes", args=[homes[0].pk])))
    seen = {"confirmed": "on", "seen_hash": content_hash(homes[0])}
    answer = client.post(reverse("archives:verify", args=[homes[0].pk]), seen, follow=True)
    assert f"年度核查下一户：{homes[1]}" in text(answer)


def test_progress_leads_down_to_the_unions(as_user, cast, survey):
    other = UnionFactory(parent=cast.county)
    client = as_user(cast.city_reviewer)
    page = text(client.get(address("survey", survey)))
    assert f"?union={cast.county.pk}" in page
    page = text(client.get(address("survey", survey), {"union": cast.county.pk}))
    assert cast.union.name in page
    assert other.name not in page, "a union without files has no part"
    away = client.get(address("survey", survey), {"union": cast.elsewhere.pk})
    assert away.status_code == 404


def test_workbooks_and_sheets_leave_a_trace(as_user, cast, survey, homes):
    verify(homes[0], cast.clerk)
    client = as_user(cast.reviewer)
    content = client.get(address("survey_progress", survey)).content
    cells = [value for row in read_sheet(content).rows for value in row.values]
    assert cast.union.name in cells
    assert {"2.0", "1.0"} <= {str(cell) for cell in cells}
    content = client.get(address("survey_files_export", survey), {"status": "open"}).content
    found = [row.values for row in read_sheet(content).rows]
    assert [row for row in found if str(homes[1]) in row]
    assert not [row for row in found if str(homes[0]) in row]
    assert "13800138000" not in str(found)
    sheets = as_user(cast.clerk).get(address("survey_sheets", survey))
    assert sheets.content.startswith(b"%PDF")
    actions = set(
        AuditRecord.objects.filter(action__startswith="export.survey").values_list("action", flat=True)
    )
    assert actions == {"export.survey_progress", "export.survey_files", "export.survey_roster"}
    trace = AuditRecord.objects.get(action="export.survey_roster")
    assert trace.data["masked"] is False
    as_user(cast.reviewer).get(address("survey_sheets", survey))
    assert AuditRecord.objects.filter(action="export.survey_roster").latest("pk").data["masked"] is True


def test_who_may_not_is_told_so(as_user, cast, survey):
    for name, method, by, code in (
        ("survey_verify", "post", cast.reviewer, 403),
        ("survey_return", "post", cast.clerk, 403),
        ("survey_step", "post", cast.clerk, 403),
        ("survey", "get", cast.stranger, 404),
        ("survey_files", "get", cast.stranger, 404),
        ("survey", "get", cast.finance, 403),
        ("survey_step", "post", UserFactory(union=cast.county, role=Role.REVIEWER), 409),
    ):
        answer = getattr(as_user(by), method)(address(name, survey), {"action": "close"})
        assert answer.status_code == code, (name, by)
    assert as_user(UserFactory(union=cast.union, role=Role.REVIEWER)).get(
        reverse("surveys:survey_new")
    ).status_code == 403  # fmt: skip


def test_a_closed_survey_is_only_looked_at(as_user, cast, survey, homes):
    surveys.take_survey_step(survey_id=survey.pk, action="close", by=cast.city_reviewer)
    client = as_user(cast.clerk)
    assert "核查无变化</button>" not in text(client.get(address("survey_files", survey)))
    answer = client.post(address("survey_verify", survey), {"pk": [homes[0].pk]}, follow=True)
    assert "已经结束" in text(answer)
    assert status(survey, homes[0]) == "open"


def test_pages_without_anything_say_what_comes_next(as_user, cast):
    assert "还没有年度核查" in text(as_user(cast.clerk).get(reverse("surveys:surveys")))
    assert "组织核查" in text(as_user(cast.reviewer).get(reverse("surveys:surveys")))


def test_lists_ask_as_often_for_twenty_as_for_two(as_user, cast, survey, homes):
    def count(user, url):
        client = as_user(user)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    pages = ((cast.clerk, address("survey_files", survey)), (cast.reviewer, address("survey", survey)))
    few = [count(*page) for page in pages]
    surveys.take_survey_step(survey_id=survey.pk, action="close", by=cast.city_reviewer)
    unions = [UnionFactory(parent=cast.county) for _n in range(3)]
    today = timezone.localdate()
    for place in range(12):
        union = unions[place % 3] if place < 6 else cast.union
        years_ago(lambda union=union: HouseholdFactory(filed=True, union=union, reviewer=cast.reviewer))
    more = surveys.make_survey(
        year=today.year, title="第二次", from_on=today - timedelta(days=7), to_on=today, by=cast.city_reviewer
    )
    surveys.take_survey_step(survey_id=more.pk, action="open", by=cast.city_reviewer)
    pages = ((cast.clerk, address("survey_files", more)), (cast.reviewer, address("survey", more)))
    many = [count(*page) for page in pages]
    assert many == few
    assert max(many) <= 16, many


def test_a_workbook_of_the_list_can_be_read_back(as_user, cast, survey):
    content = as_user(cast.clerk).get(address("survey_files_export", survey)).content
    assert io.BytesIO(content).read(2) == b"PK"


def test_home_visits_in_its_time_are_counted(as_user, cast, survey, homes):
    make_visit(homes[0], by=cast.clerk)
    old = timezone.localdate() - timedelta(days=300)
    make_visit(homes[1], by=cast.clerk, visited_on=old)
    page = text(as_user(cast.clerk).get(address("survey_files", survey)))
    assert "核查期间入户 1 户" in page
    assert page.count("1 次</a>") == 1
    assert f"{reverse('archives:case', args=[homes[0].pk])}?tab=visits" in page
    (row,) = list_progress(survey, user=cast.reviewer, union=cast.county)
    assert row.visited == 1
    county = as_user(cast.reviewer)
    answer = county.get(address("survey_progress", survey))
    cells = [value for row in read_sheet(answer.getvalue()).rows for value in row.values]
    assert "已入户" in cells


def test_a_list_with_nothing_to_do_offers_nothing_to_tick(as_user, cast, survey, homes):
    for home in homes:
        verify(home, cast.clerk)
    page = text(as_user(cast.clerk).get(address("survey_files", survey)))
    assert ('name="pk"' in page, "核查无变化</button>" in page) == (False, False)


def test_whoever_reviews_below_a_county_is_offered_no_return_of_its_files(as_user, cast, survey, homes):
    verify(homes[0], cast.clerk)
    page = address("survey_files", survey)
    of_county = text(as_user(cast.reviewer).get(page, {"union": cast.union.pk}))
    of_city = text(as_user(cast.city_reviewer).get(page, {"union": cast.union.pk}))
    assert 'name="pk"' in of_county
    assert 'name="pk"' not in of_city
    chosen = {"pk": [homes[0].pk], "union": cast.union.pk}
    assert "退回重查：0 户" in text(
        as_user(cast.city_reviewer).post(address("survey_return", survey), chosen)
    )
