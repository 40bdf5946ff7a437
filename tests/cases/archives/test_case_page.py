"""The page of a case: everything about one household, for whoever may see it, with a trace of who looked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.selectors import live_members
from cases.archives.selectors.case_page import CASE_READS, CASE_TABS, read_parts
from cases.archives.selectors.cases import get_basis, get_case, get_read_case, get_rules
from cases.archives.selectors.money_lines import read_money
from cases.archives.states import State
from hardship.audit.models import AuditRecord
from hardship.desk.selectors.case import newest_steps
from tests.factories import HouseholdFactory
from tests.worlds import world

TABS = [name for name, _tab in CASE_TABS.items()]
NUMBER = "320602198003070028"


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰", number=NUMBER
    )


def page(client, household, **query):
    return client.get(reverse("desk:case", args=[household.pk]), query)


def test_the_archives_and_the_desk_name_the_same_address(filed):
    assert reverse("archives:case", args=[filed.pk]) == reverse("desk:case", args=[filed.pk])


@pytest.mark.requirement("A1")
def test_a_case_shows_the_whole_household(as_user, cast, filed):
    text = page(as_user(cast.clerk), filed).content.decode()
    for shown in ("王秀兰", filed.file_no, "深度困难", "在档", "3 人", "患重特大疾病", "819.97", "25,200.00",
                  "−30,481.00", "文峰路8号", "320602********0028"):  # fmt: skip
        assert shown in text
    assert NUMBER not in text


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("person", ["clerk", "reviewer", "approver", "finance", "auditor", "administrator"])
def test_every_tab_opens_for_everybody_in_scope(as_user, cast, filed, tab, person):
    response = page(as_user(getattr(cast, person)), filed, tab=tab)
    assert response.status_code == 200
    assert NUMBER not in response.content.decode()


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("tab", TABS)
def test_a_stranger_finds_no_case(as_user, cast, filed, tab):
    assert page(as_user(cast.stranger), filed, tab=tab).status_code == 404


def test_a_bare_draft_opens_too(as_user, cast):
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    for tab in TABS:
        assert page(as_user(cast.clerk), draft, tab=tab).status_code == 200


def test_opening_a_case_leaves_one_trace_and_its_tabs_none(as_user, cast, filed):
    client = as_user(cast.auditor)
    for tab in ("overview", "members", "log"):
        page(client, filed, tab=tab)
    [row] = AuditRecord.objects.about(filed).filter(action="case.open")
    assert (row.by, row.kind, row.union) == (cast.auditor, "read", cast.union)


def test_the_next_step_follows_state_and_role(as_user, cast):
    household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)

    def primary(person):
        identity = page(as_user(person), household).context["identity"]
        return identity["primary"] and identity["primary"]["url"]

    assert primary(cast.clerk) == reverse("archives:tasks", args=[household.pk])
    assert primary(cast.reviewer) is None
    from cases.archives.services.steps import take_step

    take_step(household_id=household.pk, action="submit", by=cast.clerk)
    assert primary(cast.reviewer) == reverse("archives:review", args=[household.pk])
    assert primary(cast.clerk) is None
    take_step(household_id=household.pk, action="file", by=cast.reviewer, skips_unseen=True)
    assert primary(cast.reviewer) is None


def test_buttons_come_from_the_table(as_user, cast, filed):
    Household.objects.filter(pk=filed.pk).update(updated_at=timezone.now() - timedelta(days=2))
    buttons = page(as_user(cast.reviewer), filed).context["buttons"]
    assert buttons == []  # what the county decides stands on the page of leaving
    own = page(as_user(cast.clerk), filed).context["buttons"]
    assert [button.action for button in own] == ["leave"]  # a verification has a page of its own
    assert page(as_user(cast.auditor), filed).context["buttons"] == []


def test_the_timeline_tells_who_did_what(as_user, cast, filed):
    events = page(as_user(cast.clerk), filed).context["events"]
    assert [(event.text, event.by) for event in events] == [
        ("审核通过，建档", cast.reviewer.name), ("提交审核", cast.clerk.name), ("开始填报", cast.clerk.name),
    ]  # fmt: skip
    assert [event.now for event in events] == [True, False, False]


def test_a_case_under_review_shows_its_route_and_time_limit(as_user, cast):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    matter = page(as_user(cast.reviewer), household).context["matter"]
    assert [step.state for step in matter.steps] == ["done", "current", "todo"]
    assert matter.due_on == household.due_on
    assert matter.days == 5


@pytest.mark.requirement("A1")
def test_a_case_leads_through_the_list_it_was_opened_from(as_user, cast):
    made = [HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk) for _turn in range(3)]
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, state=State.DISCARDED)
    links = page(as_user(cast.clerk), made[1], list="state=draft&sort=").context["neighbours"]
    assert [link["url"].split("?")[0] for link in links] == [
        reverse("desk:case", args=[made[2].pk]), reverse("desk:case", args=[made[0].pk]),
    ]  # fmt: skip
    assert page(as_user(cast.clerk), other).context["neighbours"] == []


def test_the_page_asks_the_database_a_bounded_number_of_times(as_user, cast, filed):
    client = as_user(cast.clerk)
    page(client, filed)
    for tab in TABS:
        with CaptureQueriesContext(connection) as queries:
            page(client, filed, tab=tab)
        assert len(queries) <= 26, tab


@pytest.mark.parametrize("listed", ["all=1", "category=deep&sort=name", "sort=-filed_on"])
@pytest.mark.parametrize("person", ["clerk", "reviewer", "auditor"])
def test_a_case_with_its_neighbours_takes_eleven_queries(as_user, cast, filed, person, listed):
    days_ago = timezone.now() - timedelta(
        days=2
    )  # what one did oneself lately one may take back: it is asked
    Household.objects.filter(pk=filed.pk).update(updated_at=days_ago)
    client = as_user(getattr(cast, person))
    page(client, filed, list=listed)
    with CaptureQueriesContext(connection) as queries:
        page(client, filed, list=listed)
    assert len(queries) <= 11


def test_a_page_that_has_read_the_file_makes_the_same_case(cast, filed):
    incomes, expenses = read_money(filed)
    people = live_members(filed)
    rules, standards = get_basis(filed)
    read = {"members": people, "incomes": incomes, "expenses": expenses, "standards": standards}
    assert get_read_case(filed, **read) == get_case(filed)
    assert rules == get_rules(union=filed.union, on=timezone.localdate())
    assert all(item.evidence for item in get_case(filed).incomes) is all(row.evidence for row in incomes)


def test_what_a_case_has_is_counted_at_once(cast, filed, django_assert_num_queries):
    with django_assert_num_queries(1):
        people, parts, [steps] = read_parts(filed, newest_steps())
    assert people == live_members(filed)
    assert steps == list(filed.steps.order_by("-pk")[:8])
    counts = {"evidence": filed.evidence.count(), "assessments": filed.assessments.count()}
    assert counts["evidence"] > 1
    rows = {key: parts.pop(key) for key, _read in CASE_READS.items()}
    assert not any(rows.values())
    assert parts == dict.fromkeys(parts, 0) | counts


def reveal(client, household, member, field="id_number"):
    return client.post(reverse("archives:reveal", args=[household.pk, member.uid, field]))


@pytest.mark.parametrize("person", ["clerk", "reviewer", "approver", "finance", "auditor"])
def test_a_number_is_revealed_with_a_trace(as_user, cast, filed, person):
    user = getattr(cast, person)
    answer = reveal(as_user(user), filed, filed.head)
    assert answer.content.decode() == NUMBER
    assert answer["Content-Type"].startswith("text/plain")
    row = AuditRecord.objects.get(action="reveal")
    assert (row.by, row.union, row.kind, row.data) == (user, cast.union, "read", {"field": "id_number"})
    assert row.target_id == str(filed.head.pk)


@pytest.mark.parametrize("field", ["phone", "bank_card"])
def test_phones_and_cards_are_revealed_one_by_one(as_user, cast, filed, field):
    assert reveal(as_user(cast.clerk), filed, filed.head, field).content.decode().isdigit()


def test_who_may_not_sees_no_number_and_leaves_no_trace(as_user, cast, filed):
    assert reveal(as_user(cast.stranger), filed, filed.head).status_code == 404
    assert reveal(as_user(cast.administrator), filed, filed.head).status_code == 403
    assert reveal(as_user(cast.clerk), filed, filed.head, "name").status_code == 404
    elsewhere = HouseholdFactory(complete=True, union=cast.elsewhere, clerk=cast.stranger)
    assert reveal(as_user(cast.clerk), filed, elsewhere.head).status_code == 404
    assert as_user(cast.clerk).get(
        reverse("archives:reveal", args=[filed.pk, filed.head.uid, "phone"])
    ).status_code == 302  # fmt: skip
    assert not AuditRecord.objects.filter(action="reveal").exists()
