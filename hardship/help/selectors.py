"""Reads of the help that rooms bring for their places, of the year's work in it, and of the terms."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hardship.accounts.states import Role
from hardship.help.rules import Term, read_terms, terms_in
from hardship.kernel.desk import HELP, PLACES, Help, NavGroup, Place, YearWork

MONTHS = range(1, 13)
MOST_WORDS = 40  # of a text to search for


@dataclass(frozen=True)
class Topic:
    """The help of one place."""

    name: str
    place: Place
    help: Help

    @property
    def url(self) -> str:
        return topic_url(self.name)

    @property
    def roles(self) -> list[str]:
        """Who goes to this place, in words."""
        return [str(role.label) for role in Role if role in self.place.roles]

    @property
    def works(self) -> list[tuple[str, str]]:
        """When in the year, and what."""
        return [(in_months(work.months), str(work.text)) for work in self.help.year]

    @property
    def texts(self) -> tuple[str, ...]:
        texts = (self.place.label, self.help.purpose, self.help.then, self.help.seen)
        return (*map(str, texts), *(str(work.text) for work in self.help.year))


@dataclass(frozen=True)
class Work:
    """One line of the guide: what, where, whose, and what happens then."""

    topic: Topic
    work: YearWork

    @property
    def roles(self) -> list[str]:
        return [str(Role(role).label) for role in self.work.roles]


@dataclass(frozen=True)
class Month:
    """What is due in a month; 0 is what is due all year."""

    number: int
    works: list[Work]

    @property
    def label(self) -> str:
        return in_months((self.number,) if self.number else ())


def topic_url(name: str) -> str:
    """The address of the help of a place, by the place's name."""
    return reverse("help:topic", args=name.split(":"))


def get_topic(name: str) -> Topic | None:
    place, found = PLACES.get(name), HELP.get(name)
    return Topic(name, place, found) if place and found else None


def list_topics() -> list[Topic]:
    """All of them, in the order of the navigation."""
    order = list(NavGroup)
    names = sorted(PLACES.items(), key=lambda row: (order.index(row[1].group), row[1].order))
    return [topic for name, _place in names if (topic := get_topic(name))]


def group_topics() -> list[tuple[str, list[Topic]]]:
    """The topics under the headings of the navigation."""
    topics = list_topics()
    groups = [
        (group.label or _("首页"), [row for row in topics if row.place.group == group]) for group in NavGroup
    ]
    return [(str(label), rows) for label, rows in groups if rows]


def list_year(roles: Collection[str], *, now: int = 1) -> list[Month]:
    """The work of these roles: what is due in the month `now`, all year, and in the months that follow;
    months without any left out."""
    works = [
        Work(topic, work)
        for topic in list_topics()
        for work in topic.help.year
        if not work.roles or set(work.roles) & set(roles)
    ]
    months = [Month(number, [row for row in works if number in row.work.months]) for number in MONTHS]
    all_year = Month(0, [row for row in works if not row.work.months])
    months = [months[now - 1], all_year, *months[now:], *months[: now - 1]]
    return [month for month in months if month.works]


def in_months(months: tuple[int, ...]) -> str:
    """“3、6、9、12 月”, or “全年”."""
    return _("%(months)s 月") % {"months": "、".join(map(str, months))} if months else _("全年")


@cache
def list_terms() -> list[Term]:
    """The terms of the glossary; kept, as the file comes with the program."""
    return read_terms(Path(settings.BASE_DIR, "docs", "glossary.md").read_text(encoding="utf-8"))


def terms_of(topic: Topic) -> list[Term]:
    """The terms that the help of a place uses."""
    return terms_in(list_terms(), *topic.texts)


def find_topics(text: str) -> list[Topic]:
    """The topics with all words of the text; those that are named so come first."""
    words = text[:MOST_WORDS].split()
    hits = [row for row in list_topics() if all(any(word in part for part in row.texts) for word in words)]
    return sorted(hits, key=lambda row: text not in str(row.place.label)) if words else []


def find_terms(text: str) -> list[Term]:
    """The terms with all words of the text; those that are called so come first."""
    words = text[:MOST_WORDS].split()
    hits = [row for row in list_terms() if all(word in row.word + row.meaning for word in words)]
    return sorted(hits, key=lambda row: text not in row.word) if words else []


def has_help(text: str) -> bool:
    """Whether there is anything to read on this text."""
    return bool(find_topics(text) or find_terms(text))
