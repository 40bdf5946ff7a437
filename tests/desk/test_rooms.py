"""What rooms bring to the desk is whole: names for actions, addresses for places, places for duties."""

import ast
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import resolve, reverse

from cases.archives.selectors.case_page import CASE_NOTES, CASE_TABS
from hardship.accounts.states import Role
from hardship.desk.selectors import navigation
from hardship.kernel.desk import ACTIONS, DUTIES, FIGURES, FIRST_STEPS, PLACES, TARGETS
from hardship.kernel.scope import Part
from tests.desk.test_log import spoken_actions

# A page of duties that is no place of its own; it is reached from the place named here.
WITHIN = {
    "payments:new": "payments:list", "donations:drives": "donations:list",
    "ledgers:handings": "ledgers:lines", "ledgers:orders": "ledgers:lines", "books:cash": "books:list",
}  # fmt: skip


def test_every_recorded_action_is_named_by_a_room():
    assert {action for action in spoken_actions() if ACTIONS.get(action) is None} == set()


@pytest.mark.parametrize("name", [name for name, _place in PLACES.items()])
def test_every_place_of_the_navigation_exists_for_those_who_see_it(name):
    view = resolve(reverse(name)).func
    required = set(getattr(view, "required_roles", Role.values))
    assert set(PLACES[name].roles or Role.values) <= required


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.tab_of])
def test_a_tab_stands_beside_its_place_for_nobody_who_goes_there(name):
    place, whole = PLACES[name], PLACES[PLACES[name].tab_of]
    url, badges = reverse(name), {name: 2, place.tab_of: 3}
    for role in place.roles:
        items = [one for group in navigation(frozenset({role}), name, badges) for one in group.items]
        shown = {one.url: one for one in items}
        if role in whole.roles:
            found = shown[reverse(place.tab_of)]
            assert url not in shown
            assert (found.current, found.badge) == (True, 5)
        else:
            assert (shown[url].current, shown[url].badge) == (True, 2)


@pytest.mark.parametrize("key", [key for key, _duty in DUTIES.items()])
def test_every_duty_has_a_place_that_its_posts_may_open(key):
    duty = DUTIES[key]
    place = PLACES[WITHIN.get(duty.place, duty.place)]
    assert reverse(duty.place)
    assert {post.role for post in duty.posts} <= set(place.roles or Role.values)
    assert {post.part for post in duty.posts} <= {"", *Part.values}


def test_a_group_of_the_desk_leads_to_its_list_narrowed():
    assert [key for key, duty in DUTIES.items() if duty.query and not duty.query.startswith("?")] == []


def test_orders_are_distinct():
    for rows in (DUTIES, CASE_TABS, CASE_NOTES):
        orders = [row.order for row in rows]
        assert len(orders) == len(set(orders))
    for rows in (FIRST_STEPS, FIGURES):
        orders = [(row.role, row.order) for row in rows]
        assert len(orders) == len(set(orders))
    places = [(place.group, place.order) for place in PLACES]
    assert len(places) == len(set(places))


def test_every_named_page_and_template_is_there():
    for step in FIRST_STEPS:
        assert reverse(step.place)
    for target in TARGETS:
        assert not target.page or reverse(target.page, args=[1])
    for part in (*CASE_TABS, *CASE_NOTES):
        assert get_template(part.template)


def test_the_desk_imports_no_view_of_another_room():
    """Only how a list of files is put together: the case page leads through it."""
    allowed = {"cases.lists.views.listing"}
    found = set()
    for path in Path(settings.BASE_DIR, "hardship", "desk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    views = {name for name in found if re.match(r"(cases|funds|hardship)[.]\w+[.]views[.]", name)}
    others = {name for name in views if not name.startswith("hardship.desk.")}
    assert others & set(sys.modules) == allowed
