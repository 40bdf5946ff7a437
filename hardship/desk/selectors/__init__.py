"""What the desk reads of what every room below it brings."""

from hardship.desk.selectors.navigation import NavItem, NavSection, navigation
from hardship.desk.selectors.tiles import list_first_steps, list_tiles
from hardship.desk.selectors.todo import RecentItem, TodoGroup, count_todo, list_recent, list_todo

__all__ = [
    "NavItem",
    "NavSection",
    "RecentItem",
    "TodoGroup",
    "count_todo",
    "list_first_steps",
    "list_recent",
    "list_tiles",
    "list_todo",
    "navigation",
]
