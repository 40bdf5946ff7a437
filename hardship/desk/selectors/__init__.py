"""What the desk reads from every room below it."""

from hardship.desk.selectors.duties import TodoItem
from hardship.desk.selectors.navigation import NavItem, NavSection, address, navigation
from hardship.desk.selectors.tiles import Tile, list_tiles
from hardship.desk.selectors.todo import RecentItem, TodoGroup, count_todo, list_recent, list_todo

__all__ = [
    "NavItem",
    "NavSection",
    "RecentItem",
    "Tile",
    "TodoGroup",
    "TodoItem",
    "address",
    "count_todo",
    "list_recent",
    "list_tiles",
    "list_todo",
    "navigation",
]
