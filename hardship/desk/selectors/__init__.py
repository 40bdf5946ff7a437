"""What the desk reads of what every room below it brings."""

from hardship.desk.selectors.navigation import NavItem, NavSection, current_place, navigation
from hardship.desk.selectors.tiles import list_first_steps, list_tiles
from hardship.desk.selectors.todo import RecentItem, TodoGroup, list_recent, list_todo, only_looks
from hardship.desk.selectors.waiting import Waiting, count_each, count_todo, count_waiting, sum_places

__all__ = [
    "NavItem",
    "NavSection",
    "RecentItem",
    "TodoGroup",
    "Waiting",
    "count_each",
    "count_todo",
    "count_waiting",
    "current_place",
    "list_first_steps",
    "list_recent",
    "list_tiles",
    "list_todo",
    "navigation",
    "only_looks",
    "sum_places",
]
