"""What the desk reads from every room below it."""

from hardship.desk.selectors.duties import TodoItem
from hardship.desk.selectors.navigation import NavItem, NavSection, address, navigation
from hardship.desk.selectors.todo import RecentItem, TodoGroup, count_todo, list_recent, list_todo

__all__ = [
    "NavItem",
    "NavSection",
    "RecentItem",
    "TodoGroup",
    "TodoItem",
    "address",
    "count_todo",
    "list_recent",
    "list_todo",
    "navigation",
]
