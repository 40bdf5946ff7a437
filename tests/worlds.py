"""Worlds: rows that many tests begin with, made once for a file of tests and rolled back to.

Each world is a step on the one before, in a savepoint of one open transaction: the cast, the reference data,
one of each object. A test that asks for a world by its fixture gets a deep copy of what the builder returned,
over the rows as the builder left them. A test that asks for none, or that commits, finds none of their rows.
A world goes at the end of its file: PostgreSQL's now() stands still in a transaction, and is late by no more.
"""

import copy
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from django.test import override_settings

from cases.policies import services
from hardship.accounts.states import Role
from tests.addresses import build
from tests.factories import UnionFactory, UserFactory


def make_cast() -> SimpleNamespace:
    """Who works where: one grassroots union below a county below a city, and a stranger elsewhere."""
    union = UnionFactory()
    county, city = union.parent, union.parent.parent
    elsewhere = UnionFactory(
        parent=UnionFactory(county_level=True, parent=UnionFactory(city_level=True, parent=city.parent))
    )
    return SimpleNamespace(
        union=union,
        county=county,
        city=city,
        province=city.parent,
        elsewhere=elsewhere,
        clerk=UserFactory(union=union, role=Role.CLERK),
        reviewer=UserFactory(union=county, role=Role.REVIEWER),
        city_reviewer=UserFactory(union=city, role=Role.REVIEWER),
        approver=UserFactory(union=city, role=Role.APPROVER),
        finance=UserFactory(union=city, role=Role.FINANCE),
        auditor=UserFactory(union=city, role=Role.AUDITOR),
        administrator=UserFactory(union=city, role=Role.ADMINISTRATOR),
        stranger=UserFactory(union=elsewhere, roles=[Role.CLERK, Role.REVIEWER, Role.APPROVER]),
    )


def load_reference(cast: SimpleNamespace) -> SimpleNamespace:
    """Living standards, the calendar and the three programmes of the cast's province, by code."""
    services.load_standards()
    services.load_default_policy(union=cast.province)
    services.load_calendar(range(2024, 2027))
    return SimpleNamespace(**{row.code: row for row in services.load_programmes(union=cast.province)})


# By the name of the fixture, each on the rows of all before it; all but the first are given the cast.
BUILDERS: dict[str, Callable[..., Any]] = {
    "cast": make_cast,
    "reference": load_reference,
    "one_of_each": build,
}


def commits(item: Any) -> bool:
    """Whether the test writes for others to see, as pytest-django decides it."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server", "django_db_reset_sequences"}.intersection(item.fixturenames)
    marked = marker.kwargs if marker else {}
    return bool(asked or marked.get("transaction") or marked.get("reset_sequences"))


def wanted_by(item: Any) -> tuple[str, ...]:
    """The worlds that a test stands on: the last that it asks for, and those below it."""
    asked = [name for name in BUILDERS if name in item.fixturenames]
    if commits(item) or not asked:
        return ()
    names = tuple(BUILDERS)
    return names[: names.index(asked[-1]) + 1]


@dataclass
class Layer:
    """One open world: the savepoint that it was built in, and what its builder returned."""

    name: str
    savepoint: transaction.Atomic
    value: Any = None


class Worlds:
    """The worlds that are open in this process."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.path: Path | None = None  # the file of tests that they were made for
        self.folder = tempfile.TemporaryDirectory(prefix="hardship-worlds-")

    @property
    def private(self) -> Path:
        """Where the files of the worlds lie; a test that stands on a world adds to them."""
        return Path(self.folder.name)

    def open_for(self, item: Any) -> None:
        """Open what the test stands on and close the rest; called before the test's own transaction."""
        wanted = wanted_by(item)
        while self.layers and (item.path != self.path or self._names() != wanted[: len(self.layers)]):
            self._close_last()
        self.path = item.path
        with override_settings(PRIVATE_ROOT=self.private):
            for name in wanted[len(self.layers) :]:
                self._open(name)

    def get(self, name: str, *cast: Any) -> Any:
        """The test's own copy of an open world; for a test that commits, one built in its database."""
        for layer in self.layers:
            if layer.name == name:
                return copy.deepcopy(layer.value)
        return BUILDERS[name](*cast)

    def close_all(self) -> None:
        """Close the worlds that are open; the next test opens what it stands on."""
        while self.layers:
            self._close_last()

    def close(self) -> None:
        """Close all of them for good; their files go too."""
        self.close_all()
        self.folder.cleanup()

    def _names(self) -> tuple[str, ...]:
        return tuple(layer.name for layer in self.layers)

    def _open(self, name: str) -> None:
        cast = [copy.deepcopy(layer.value) for layer in self.layers[:1]]
        savepoint = transaction.atomic()
        savepoint._from_testcase = True  # lets durable blocks run inside, as Django's own TestCase does
        savepoint.__enter__()
        self.layers.append(Layer(name, savepoint))
        try:
            self.layers[-1].value = BUILDERS[name](*cast)
            connection.check_constraints()  # what was deferred is looked at now, not again by each test
        except BaseException:
            self._close_last()
            raise

    def _close_last(self) -> None:
        layer = self.layers.pop()
        transaction.set_rollback(True)
        layer.savepoint.__exit__(None, None, None)
