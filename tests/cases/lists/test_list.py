"""The archive list: scope, filters, order, pages, columns, and how much it asks of the database."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlparse

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household, Member
from cases.archives.services.edits import record_start
from cases.archives.services.entry import people
from cases.archives.states import State
from cases.lists.columns import COLUMNS
from cases.lists.selectors import lists, named
from cases.lists.views import chips
from hardship.accounts.models import Union
from hardship.kernel.columns import values
from tests.factories import HouseholdFactory
from tests.worlds import world

LIST = reverse("lists:files")


@transaction.atomic
def draft(union, clerk, name, **facts):
    """A bare file with a named head: enough for a list."""
    household = Household.objects.create(union=union, created_by=clerk, updated_by=clerk, **facts)
    head = Member(household=household, relation="head")
    people.set_name(head, name)
    head.save()
    household.head = head
    household.save(update_fields=["head"])
    record_start([household], by=clerk)
    return household


def names(response):
    return re.findall(r'class="main[^"]*"><a [^>]*>([^<]+)</a>', response.content.decode())


def count_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    # the trace of the visit (session, sign-in time) is no query of the list
    return len([row for row in queries if "accounts_session" not in row["sql"]])


@world
def files(cast):
    """One file of the cast's union, one of a stranger."""
    return SimpleNamespace(
        own=draft(cast.union, cast.clerk, "王秀兰", main_cause="illness", worker_type="urban"),
        other=draft(cast.elsewhere, cast.stranger, "金丝雀", main_cause="illness"),
    )


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("person", ["clerk", "reviewer", "approver", "finance", "auditor", "administrator"])
def test_the_list_shows_what_lies_in_scope_and_no_canary(as_user, cast, files, person):
    response = as_user(getattr(cast, person)).get(LIST)
    assert names(response) == ["王秀兰"]
    assert "金丝雀" not in response.content.decode()
    assert "共 <b>1</b> 户" in response.content.decode()


def test_a_strangers_list_is_their_own(as_user, cast, files):
    assert names(as_user(cast.stranger).get(LIST)) == ["金丝雀"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=draft", True), ("state=filed", False),
        ("main_cause=illness", True), ("main_cause=schooling", True), ("main_cause=other", False),
        ("worker_type=urban", True), ("worker_type=migrant", False),
        ("is_on_dibao=1", True), ("is_on_dibao=0", False),
        ("mine=1", True), ("stale=1", False), ("year=2026", False), ("category=deep", False),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(as_user, cast, query, found):
    draft(cast.union, cast.clerk, "王秀兰", main_cause="illness", secondary_causes=["schooling"],
          worker_type="urban", is_on_dibao=True)  # fmt: skip
    assert names(as_user(cast.clerk).get(f"{LIST}?{query}")) == (["王秀兰"] if found else [])


def test_what_a_filter_does_not_understand_narrows_nothing(as_user, cast, files):
    response = as_user(cast.reviewer).get(
        f"{LIST}?category=nonsense&year=abc&union=x&sort=-password&size=7&after=9x"
    )
    assert names(response) == ["王秀兰"]


def test_the_union_filter_takes_in_everything_below_and_nothing_outside(as_user, cast, files):
    client = as_user(cast.city_reviewer)
    assert names(client.get(f"{LIST}?union={cast.county.pk}")) == ["王秀兰"]
    assert names(client.get(f"{LIST}?union={cast.union.pk}")) == ["王秀兰"]
    # a union outside the scope is no choice, so it narrows nothing and shows nothing more
    assert names(client.get(f"{LIST}?union={cast.elsewhere.pk}")) == ["王秀兰"]


def test_discarded_files_are_shown_only_to_whoever_asks(as_user, cast):
    draft(cast.union, cast.clerk, "王秀兰")
    draft(cast.union, cast.clerk, "误建户", state="discarded")
    client = as_user(cast.clerk)
    assert names(client.get(LIST)) == ["王秀兰"]
    assert names(client.get(f"{LIST}?state=discarded")) == ["误建户"]
    assert "已作废" in [chip["label"] for chip in client.get(LIST).context["chips"]]


def test_conditions_can_be_taken_out_one_by_one(as_user, cast, files):
    page = as_user(cast.reviewer).get(f"{LIST}?main_cause=illness&worker_type=urban")
    links = {item["label"]: item["url"] for item in page.context["active"]}
    assert set(links) == {"致困原因：患重特大疾病", "用工类别：城镇职工"}
    assert parse_qs(links["致困原因：患重特大疾病"][1:]) == {"worker_type": ["urban"]}


def walk(client, url):
    """Every page from the first to the last by its "next" link."""
    pages = []
    while url:
        response = client.get(url)
        pages.append(names(response))
        following = response.context["pager"]["next_url"]
        url = f"{LIST}{following}" if following else ""
    return pages, response


@pytest.mark.parametrize("sort", ["", "name", "-name", "filed_on", "-filed_on", "file_no"])
def test_pages_hold_every_file_once_in_any_order(as_user, cast, sort):
    for number in range(45):
        draft(cast.union, cast.clerk, f"张{chr(0x4E00 + number % 20)}")
    pages, last = walk(as_user(cast.clerk), f"{LIST}?sort={sort}")
    assert [len(page) for page in pages] == [20, 20, 5]
    back = as_user(cast.clerk).get(f"{LIST}{last.context['pager']['previous_url']}")
    assert names(back) == pages[1]


def test_names_sort_by_pinyin(as_user, cast):
    for name in ("赵平", "曾明", "李伟"):
        draft(cast.union, cast.clerk, name)
    client = as_user(cast.clerk)
    assert names(client.get(f"{LIST}?sort=name")) == ["李伟", "曾明", "赵平"]
    assert names(client.get(f"{LIST}?sort=-name")) == ["赵平", "曾明", "李伟"]
    assert 'aria-sort="descending"' in client.get(f"{LIST}?sort=-name").content.decode()


def test_a_page_holds_as_many_rows_as_asked_for(as_user, cast):
    for number in range(25):
        draft(cast.union, cast.clerk, f"张{number}")
    assert len(names(as_user(cast.clerk).get(f"{LIST}?size=50"))) == 25


def test_columns_are_chosen_once_and_remembered(as_user, cast, files):
    client = as_user(cast.clerk)
    answer = client.get(f"{LIST}?state=draft&columns=state&columns=worker_type&columns=nonsense")
    assert answer.status_code == 302
    assert parse_qs(urlparse(answer.url).query) == {"state": ["draft"]}
    headings = [heading.label for heading in client.get(LIST).context["headings"]]
    assert headings == ["姓名", "状态", "用工类别"]


def test_numbers_are_masked(as_user, cast):
    HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, number="320602198003070028")
    text = as_user(cast.clerk).get(LIST).content.decode()
    assert "320602********0028" in text
    assert "19800307" not in text


def test_a_file_shows_its_figures(as_user, cast):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    text = as_user(cast.clerk).get(LIST).content.decode()
    assert "819.97" in text
    assert "深度困难" in text
    assert f"{cast.union.code}-" in text


def test_nothing_yet_and_nothing_found_read_differently(as_user, cast):
    client = as_user(cast.clerk)
    assert "还没有档案" in client.get(LIST).content.decode()
    draft(cast.union, cast.clerk, "王秀兰")
    assert "没有符合条件的档案" in client.get(f"{LIST}?state=closed").content.decode()


def test_a_list_asks_as_much_for_fifty_rows_as_for_one(as_user, cast):
    client = as_user(cast.reviewer)
    draft(cast.union, cast.clerk, "王秀兰")
    client.get(LIST)  # the first request writes the session
    one = count_queries(client, f"{LIST}?size=50&category=&sort=name")
    for number in range(49):
        draft(cast.union, cast.clerk, f"张{chr(0x4E00 + number)}")
    assert count_queries(client, f"{LIST}?size=50&category=&sort=name") == one
    assert one <= 12


def test_a_list_too_long_to_count_says_so_and_is_not_sorted(as_user, cast, monkeypatch):
    for module in (lists, chips):
        monkeypatch.setattr(module, "CAP", 2)
    for name in ("赵平", "曾明", "李伟"):
        draft(cast.union, cast.clerk, name)
    page = as_user(cast.clerk).get(f"{LIST}?sort=name")
    assert "超过 <b>2</b> 户" in page.content.decode()
    assert names(page) == ["李伟", "曾明", "赵平"]
    assert not any(heading.url for heading in page.context["headings"])
    assert next(chip["count"] for chip in page.context["chips"] if chip["label"] == "草稿") == "2+"


def test_a_long_list_known_by_name_is_counted_up_to_a_thousand(as_user, cast, monkeypatch):
    monkeypatch.setattr(named, "VIEW_CAP", 1)
    monkeypatch.setattr(chips, "VIEW_CAP", 1)
    named._counting.cache_clear()
    for name in ("赵平", "曾明", "李伟"):
        draft(cast.union, cast.clerk, name)
    assert named.count_lists(cast.clerk).views["provisional"] == 2
    shown = as_user(cast.clerk).get(LIST).context["view_chips"]
    named._counting.cache_clear()
    assert next(chip["count"] for chip in shown if chip["label"] == "临时档案") == "1+"


def panel(client, part, **query):
    return client.get(reverse(f"lists:panel_{part}"), query)


def test_more_conditions_are_fetched_when_somebody_wants_them_and_kept_until_then(as_user, cast, files):
    client = as_user(cast.clerk)
    page = client.get(LIST, {"worker_type": "urban"}).content.decode()
    assert '<input type="hidden" name="worker_type" value="urban" id="id_worker_type">' in page
    assert "<select" not in page.split("menu-panel")[1].split("</details>")[0]
    fetched = panel(client, "conditions", worker_type="urban").content.decode()
    assert re.search(r'<option value="urban" selected>', fetched)
    assert 'name="retention"' in fetched


def test_the_choice_of_columns_keeps_the_rest_of_the_list(as_user, cast, files):
    client = as_user(cast.clerk)
    client.get(LIST, {"columns": ["state", "union"]})
    fetched = panel(client, "columns", category="deep", sort="name")
    assert [row["key"] for row in fetched.context["columns"] if row["shown"]] == ["state", "union"]
    assert '<input type="hidden" name="sort" value="name">' in fetched.content.decode()


def test_the_export_says_how_many_rows_it_has_and_offers_full_numbers_to_those_who_may(as_user, cast, files):
    clerk, auditor = (
        panel(as_user(who), "export", main_cause="illness").content.decode()
        for who in (cast.clerk, cast.auditor)
    )
    assert "当前列表 1 户" in clerk
    assert 'value="full"' not in clerk
    assert 'value="full"' in auditor
    assert panel(as_user(cast.administrator), "export").status_code == 403


def test_counts_above_the_list_say_what_the_lists_hold(cast):
    for number, state in enumerate(("draft", "draft", "discarded")):
        draft(cast.union, cast.clerk, f"张{number}", state=state)
    draft(cast.elsewhere, cast.stranger, "金丝雀")
    due, stale = (HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk) for _number in range(2))
    Household.objects.filter(pk=due.pk).update(review_due_on=date(2020, 1, 1))
    Household.objects.filter(pk=stale.pk).update(updated_at=timezone.now() - timedelta(days=400))
    for person in (cast.clerk, cast.reviewer, cast.city_reviewer, cast.stranger):
        scope = Household.objects.visible_to(person)
        counts = named.count_lists(person)
        assert counts.states == {state: scope.filter(state=state).count() for state in State.values}
        told = {view: scope.filter(named.VIEWS[view]()).count() for view in named.COUNTED}
        assert counts.views == told
    assert named.count_lists(cast.clerk).views["unchanged"] == 1


def test_a_filter_is_drawn_anew_when_its_choices_or_its_value_change(as_user, cast, files):
    client = as_user(cast.reviewer)
    before = client.get(LIST).content.decode()
    assert before.count(f'<option value="{cast.union.pk}">{cast.union.name}</option>') == 1
    chosen = client.get(f"{LIST}?union={cast.union.pk}&category=deep").content.decode()
    assert f'<option value="{cast.union.pk}" selected>' in chosen
    assert '<option value="deep" selected>' in chosen
    Union.objects.filter(pk=cast.union.pk).update(name="改名工会")
    assert client.get(LIST).content.decode().count(">改名工会</option>") == 1
    assert client.get(f"{LIST}?category=deep").content.decode().count('<option value="deep" selected>') == 1


@pytest.mark.parametrize("sort", ["", *lists.SORTS, *(f"-{sort}" for sort in lists.SORTS)])
def test_neighbours_are_those_of_the_list_in_any_order(cast, sort):
    for name in ("赵平", "曾明", "李伟", "李伟"):
        draft(cast.union, cast.clerk, name)
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    headless = Household.objects.create(union=cast.union, created_by=cast.clerk, updated_by=cast.clerk)
    record_start([headless], by=cast.clerk)
    files = lists.list_households(user=cast.clerk)
    keys = list(lists.in_order(files, sort=sort).values_list("pk", flat=True))
    assert len(keys) == 6
    for here, before, after in zip(keys, [None, *keys], [*keys[1:], None], strict=False):
        household = Household.objects.select_related("head").get(pk=here)
        assert lists.get_neighbours(files, household=household, sort=sort) == (before, after)


def test_plain_values_say_what_the_objects_say(cast):
    """Of a file with everything, and of one with nothing: every column, masked and in full."""
    full = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    bare = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    found = lists.with_figures(Household.objects.filter(pk__in=[full.pk, bare.pk])).order_by("pk")
    plain = list(lists.list_values(found, COLUMNS))
    shown = [values(COLUMNS, SimpleNamespace(household=row, **vars(row))) for row in found]
    assert plain == shown
    assert sum(value not in (None, "") for value in plain[0]) > 15
    secret = [column.key for column in COLUMNS].index("id_number")
    revealed = list(lists.list_values(found, COLUMNS, revealed={"id_number"}))
    assert revealed[0][secret] == full.head.id_number.reveal() != plain[0][secret]


@pytest.mark.parametrize("sort", ["", "name", "-filed_on"])
def test_the_last_page_is_one_click_away_and_every_page_knows_its_number(as_user, cast, monkeypatch, sort):
    monkeypatch.setattr("cases.lists.views.listing.SIZES", (2,))
    for place in range(5):
        draft(cast.union, cast.clerk, f"王秀{place}")
    client, seen = as_user(cast.clerk), []
    page = client.get(f"{LIST}?sort={sort}")
    last = client.get(LIST + page.context["pager"]["last_url"])
    for number in (1, 2, 3):
        assert f"第 {number} / 3 页" in page.content.decode()
        seen.append(names(page))
        page = client.get(LIST + page.context["pager"]["next_url"]) if number < 3 else page
    assert names(last) == seen[2]
    assert len(seen[2]) == 1
    assert "第 3 / 3 页" in last.content.decode()
    before = client.get(LIST + last.context["pager"]["previous_url"])
    assert (names(before), before.context["pager"]["number"]) == (seen[1], 2)


def test_a_list_too_long_to_be_counted_has_no_last_page(as_user, cast, monkeypatch):
    monkeypatch.setattr(lists, "CAP", 2)
    for place in range(4):
        draft(cast.union, cast.clerk, f"王秀{place}")
    page = as_user(cast.clerk).get(f"{LIST}?last=1&n=99")
    assert page.context["pager"]["last_url"] == ""
    assert page.context["pager"]["pages"] == 0
    assert len(names(page)) == 4


def test_what_waits_for_review_stands_with_its_deadline_and_what_was_computed(cast, as_user):
    waiting = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk, name="周待审")
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="吴在档")
    home = as_user(cast.reviewer).get(reverse("desk:home")).text
    [address] = re.findall(r'<a href="([^"]+)">审核下级提交的档案', home)
    page = as_user(cast.reviewer).get(address.replace("&amp;", "&"))
    assert names(page) == ["周待审"]
    for words in ("核算类别", "深度困难", "办理时限", waiting.due_on.isoformat()):
        assert words in page.text


def test_a_hidden_condition_that_nobody_knows_is_told_and_not_carried_on(cast, as_user):
    draft(cast.union, cast.clerk, "王秀兰")
    client = as_user(cast.clerk)
    text = client.get(LIST, {"state": "nonsense"}).text
    assert "网址里“状态”的值不认识" in text
    assert 'value="nonsense"' not in text
    assert "的值不认识" not in client.get(LIST, {"state": "draft"}).text
