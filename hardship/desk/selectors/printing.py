"""报表与花名册: all that a person can print or write out, by what it is for, and when they last did."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import User
from hardship.desk.selectors.log import list_last_exports
from hardship.desk.selectors.navigation import current_place
from hardship.kernel.desk import LISTS, PAPERS, PLACES, NavGroup

VERB = re.compile("^(?:打印|导出|下载|查看|看|装订)")  # the log says what was done, here only what it is
GROUPS = (*(group for group in NavGroup if group.label), NavGroup.HOME)


def label_of(group: NavGroup) -> object:
    """What a group is called where its name stands; in the navigation the first has none."""
    return group.label or _("工作安排")


class Form(TextChoices):
    """How it comes: a list as a workbook, or a paper or table of one thing."""

    LIST = "list", _("名册台账")
    PAPER = "paper", _("文书和表格")


@dataclass(frozen=True)
class Printed:
    """What can be printed or written out, on which page, of each of what, and when the person last did."""

    what: str
    label: str
    form: Form
    each: str
    place: str
    group: NavGroup
    url: str
    last_at: datetime | None

    @property
    def place_label(self) -> str:
        return str(PLACES[self.place].label)


def list_printed(*, user: User, group: str = "", form: str = "") -> list[Printed]:
    """What the person can print, in the order of the navigation, lists before papers."""
    last = list_last_exports(user=user)
    rows = (*_lists(user, last), *_papers(user, last))
    kept = [row for row in rows if group in ("", row.group) and form in ("", row.form)]
    return sorted(
        kept, key=lambda row: (GROUPS.index(row.group), PLACES[row.place].order, row.form, row.label)
    )


def _lists(user: User, last: dict[str, datetime]) -> Iterator[Printed]:
    each = _now("按条件")
    roles = frozenset(user.roles)
    for what, one in LISTS.items():
        url = reverse(one.back)
        if place := current_place(roles, url) or _place_of_room(one.back, roles):
            group = NavGroup(PLACES[place].group)
            yield Printed(
                what, str(one.title).replace("_", " · "), Form.LIST, each, place, group, url, last.get(what)
            )


def _papers(user: User, last: dict[str, datetime]) -> Iterator[Printed]:
    roles = frozenset(user.roles)
    for what, paper in PAPERS.items():
        place = PLACES[paper.place]
        if not place.roles or place.roles & roles:
            group = NavGroup(place.group)
            label, each = VERB.sub("", str(paper.label)), str(paper.each)
            url = reverse(paper.place)
            yield Printed(what, label, Form.PAPER, each, paper.place, group, url, last.get(what))


def _place_of_room(page: str, roles: frozenset[str]) -> str:
    """The first place of the room of a page to which people with these roles may go, or ''."""
    room = page.partition(":")[0]
    places = ((name, place) for name, place in PLACES.items() if name.partition(":")[0] == room)
    return next((name for name, place in places if not place.roles or place.roles & roles), "")
