"""Worlds: rows that many tests begin with, made once for a file of tests and rolled back to.

A fixture becomes a world by `@world` in place of `@pytest.fixture`; all that it asks for are worlds. Each is
a step on the one before, in a savepoint of one open transaction: the cast, the reference data, a household.
A test that asks for worlds gets deep copies of what the builders returned, made together (what two of them
hold is one object), over the rows as the builders left them. A test that asks for none, or that commits,
finds none of their rows. A world goes at the end of its file: PostgreSQL's now() stands still in a
transaction, and is late by no more. One that takes long to make `spans_files`, for tests that do not ask
what time it is.
"""

import copy
import inspect
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

Builder = Callable[..., Any]


def world(build: Builder, *, spans_files: bool = False) -> Any:
    """The fixture of a world; its builder is given the worlds that it names, and writes rows only."""
    named = list(inspect.signature(build).parameters.values())

    def fixture(db: None, _worlds: "Worlds", **given: Any) -> Any:
        return _worlds.get(build, given)

    asked = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("db", "_worlds")]
    named = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in named]
    fixture.__signature__ = inspect.Signature([*asked, *named])  # type: ignore[attr-defined]
    fixture.__doc__, fixture.build = build.__doc__, build  # type: ignore[attr-defined]
    build.spans_files = spans_files  # type: ignore[attr-defined]
    return pytest.fixture(name=build.__name__)(fixture)


def parameters(build: Builder) -> list[str]:
    """The worlds that a builder stands on."""
    return list(inspect.signature(build).parameters)


def commits(item: Any) -> bool:
    """Whether the test writes for others to see, as pytest-django decides it."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server", "django_db_reset_sequences"}.intersection(item.fixturenames)
    marked = marker.kwargs if marker else {}
    return bool(asked or marked.get("transaction") or marked.get("reset_sequences"))


def wanted_by(item: Any) -> tuple[Builder, ...]:
    """The builders of the worlds that a test stands on, each after those that it stands on itself."""
    if commits(item):
        return ()
    definitions = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009  # pytest has no public way
    found = {
        name: made[-1].func.build for name, made in definitions.items() if hasattr(made[-1].func, "build")
    }
    return tuple(dict.fromkeys(build for name in found for build in _with_those_below(name, found)))


def spans_files(wanted: tuple[Builder, ...]) -> bool:
    """Whether the tests of several files may stand on these worlds."""
    return bool(wanted) and wanted[-1].spans_files  # type: ignore[attr-defined]


def _with_those_below(name: str, found: dict[str, Builder]) -> Iterator[Builder]:
    build = found[name]
    for below in parameters(build):
        if below not in found:
            raise ValueError(f"the world {name} asks for {below}, which is no world")
        yield from _with_those_below(below, found)
    yield build


@dataclass
class Layer:
    """One open world: its builder, the savepoint that it was built in, and by name what all builders up to
    it returned, as they were when it was done."""

    build: Builder
    savepoint: transaction.Atomic
    values: dict[str, Any] = field(default_factory=dict)


class Worlds:
    """The worlds that are open in this process."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.copies: dict[str, Any] = {}  # for the test that runs
        self.failure: Exception | None = None  # of a builder, told by the fixture of the world
        self.path: Path | None = None  # the file of tests that they were made for
        self.folder = tempfile.TemporaryDirectory(prefix="hardship-worlds-")

    @property
    def private(self) -> Path:
        """Where the files of the worlds lie; a test that stands on a world adds to them."""
        return Path(self.folder.name)

    def open_for(self, item: Any) -> None:
        """Open what the test stands on and close the rest; called before the test's own transaction."""
        wanted = wanted_by(item)
        stays = item.path == self.path or spans_files(wanted)
        while self.layers and not (stays and self._builders() == wanted[: len(self.layers)]):
            self._close_last()
        self.path = item.path
        self.failure = None
        try:
            with override_settings(PRIVATE_ROOT=self.private):
                for build in wanted[len(self.layers) :]:
                    self._open(build)
        except Exception as error:  # noqa: BLE001  # whatever it was, the test says it
            self.failure = error
        self.copies = self._copy()

    def get(self, build: Builder, given: dict[str, Any]) -> Any:
        """The test's own copy of an open world; for a test that commits, one built in its database."""
        if self.failure:
            raise self.failure
        return self.copies[build.__name__] if build in self._builders() else build(**given)

    def close_all(self) -> None:
        """Close the worlds that are open; the next test opens what it stands on."""
        while self.layers:
            self._close_last()

    def close(self) -> None:
        """Close all of them for good; their files go too."""
        self.close_all()
        self.folder.cleanup()

    def _builders(self) -> tuple[Builder, ...]:
        return tuple(layer.build for layer in self.layers)

    def _copy(self) -> dict[str, Any]:
        return copy.deepcopy(self.layers[-1].values) if self.layers else {}

    def _open(self, build: Builder) -> None:
        values = self._copy()
        savepoint = transaction.atomic()
        savepoint._from_testcase = True  # lets durable blocks run inside, as Django's own TestCase does
        savepoint.__enter__()
        self.layers.append(Layer(build, savepoint, values))
        try:
            values[build.__name__] = build(**{name: values[name] for name in parameters(build)})
            connection.check_constraints()  # what was deferred is looked at now, not again by each test
        except BaseException:
            self._close_last()
            raise

    def _close_last(self) -> None:
        layer = self.layers.pop()
        transaction.set_rollback(True)
        layer.savepoint.__exit__(None, None, None)
