"""The route as a picture: who may sign next and until when, who signed, and where each of many went."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.selectors.along import as_stages, list_stages
from cases.approvals.selectors.planning import plan
from cases.approvals.selectors.posts import name_holders
from cases.approvals.templatetags.stations import (
    list_planned,
    list_planned_until,
    list_stations,
    say_place,
)
from cases.policies.models import CalendarDay
from cases.policies.rules.document.routes import NOTICE
from cases.policies.selectors import get_calendar
from cases.policies.services import load_policy
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.templatetags.ui import day
from tests.cases.approvals.test_routes import ROUTES, people, walk
from tests.factories import UserFactory, take

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


def notes(stations):
    return {one["label"]: one["note"] for one in stations}


def test_before_it_is_submitted_it_says_who_holds_each_post_and_within_how_many_days(cast, make, people):
    said = notes(list_stations(make(State.DRAFT, amount=3000)))
    assert said["基层审核"] == f"{cast.union.name}审核人：{people['own'].name}，3 个工作日内"
    both = f"{cast.approver.name}、{people['city2'].name}"
    assert said["市级审批"].startswith(f"{cast.city.name}审批人：{both}，")
    assert said["公示"] == ""


def test_at_most_three_are_named_and_nobody_who_left(cast, make, people):
    made = [UserFactory(union=cast.union, role=Role.REVIEWER, name=name) for name in ("陆甲", "陆乙", "陆丙")]
    stages = list_stages(make(State.REVIEW, amount=3000))
    assert len(name_holders(stages)[cast.union.pk, Role.REVIEWER]) == 4
    said = notes(list_stations(make(State.REVIEW, amount=3000)))["基层审核"]
    assert f"{people['own'].name}、{made[0].name}、{made[1].name}等 4 人，" in said
    assert made[2].name not in said
    User.objects.filter(pk=made[0].pk).update(is_active=False)
    assert made[0].name not in notes(list_stations(make(State.REVIEW, amount=3000)))["基层审核"]


def test_under_way_it_says_who_signed_and_until_when_the_present_one_has(cast, make, people):
    application = make(State.REVIEW, amount=3000)
    here = notes(list_stations(application))["基层审核"]
    assert f"{people['own'].name}，{day(application.due_on)[5:]} 到期，剩 3 个工作日" in here
    application = walk(application, people, "own", "county", "city")
    said = notes(list_stations(application))
    assert said["申报"].endswith(f" {cast.clerk.name}")
    assert said["基层审核"].endswith(f" {people['own'].name}")
    assert said["区县审核"].endswith(f" {cast.reviewer.name}")
    assert "已签 1/2" in said["市级审批"]


def test_one_that_was_handed_on_waits_for_that_colleague(cast, make, people):
    colleague = UserFactory(union=cast.union, role=Role.REVIEWER, name="陆甲")
    application = take(
        make(State.REVIEW, amount=3000), "hand_on", by=people["own"], handed_to=colleague.pk, comment="出差"
    )
    said = notes(list_stations(application))["基层审核"]
    assert f"审核人：{colleague.name}，" in said
    assert people["own"].name not in said


def test_more_stages_cost_no_more_queries(make, people):
    stages = list_stages(make(State.REVIEW, amount=3000))
    with CaptureQueriesContext(connection) as queries:
        assert len(name_holders(stages)) == 3
    assert len(queries) == 1


def test_the_last_look_before_it_is_submitted_shows_its_own_route(cast, make, people, as_user):
    draft = make(State.DRAFT, amount=3000)
    page = as_user(cast.clerk).get(reverse("applications:check", args=[draft.pk])).content.decode()
    assert f"{cast.union.name}审核人：{people['own'].name}" in page
    assert "5 个工作日内办结" not in page
    stages = as_stages(draft, plan(draft).stations)
    workdays = sum(one.workdays if one.kind != NOTICE else draft.programme.rule.notice.days for one in stages)
    last = get_calendar().add_workdays(timezone.localdate(), workdays)
    assert f"{last:%Y-%m-%d} 前作出决定" in page


def test_no_day_is_guessed_in_a_year_without_holidays(make, people):
    draft = make(State.DRAFT, amount=3000)
    assert list_planned_until(draft)[-1]["label"] == "最迟"
    CalendarDay.objects.all().delete()
    assert list_planned_until(draft) == list_planned(draft)


def test_one_that_came_back_is_shown_the_way_that_it_takes_now(cast, make, reference):
    application = take(make(State.REVIEW, amount=3000), "return", by=cast.reviewer)
    before = [one["label"] for one in list_stations(application)]
    load_policy(union=cast.county, text=ROUTES, in_force_from=date(2020, 1, 1))
    UserFactory(union=cast.union, role=Role.REVIEWER)
    now = [one["label"] for one in list_planned(application)]
    assert (before[0], now[0]) == ("补正", "补正")
    assert ("基层审核" in before, "基层审核" in now) == (False, True)


def test_of_many_it_says_where_each_went(cast, make, people, line, as_user):
    rows = [make(State.REVIEW, amount=3000) for _n in range(2)]
    further = walk(make(State.REVIEW, amount=3000), people, "own")
    client = as_user(people["own"])
    items = [f"{row.pk}:{row.content_hash}" for row in rows]
    page = client.post(reverse("approvals:decide"), {"action": "pass", "item": items}, follow=True)
    text = page.content.decode()
    assert [where for _row, where in page.context["done"]] == [f"“区县审核”，{cast.county.name}"] * 2
    assert ("进入公示" in text, f"“区县审核”，{cast.county.name}" in text) == (False, True)
    further = walk(further, people, "county", "city")
    assert say_place(further) == f"“市级审批”，{cast.city.name}，已签 1/2"
    assert say_place(take(further, "approve", by=people["city2"], line=line)) == "已批准"
