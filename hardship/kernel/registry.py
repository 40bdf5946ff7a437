"""Registries: how a room tells a lower one that it has something to add, without being imported by it.

A lower room declares what it collects (`CHORES: Registry[Chore] = Registry("chores", "…")`); a higher one
adds to it with a decorator (`@CHORES.add("archives.due_files")`) in one of its own modules, and names that
module in the `registers` of its app (`RoomConfig`), which imports it when Django starts. `docs/registries.md`
is made from `registries()` and lists what hangs where.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Generic, TypeVar

from django.apps import AppConfig
from django.utils.functional import Promise

T = TypeVar("T")
_ALL: list["Registry[object]"] = []


class Registry(Generic[T]):
    """Values by key, in the order in which they were added; `purpose` says in one sentence what they are."""

    name: str
    purpose: str

    def __init__(self, name: str, purpose: str) -> None:
        if any(other.name == name for other in _ALL):
            raise ValueError(f"there are two registries called {name}")
        self.name, self.purpose = name, purpose
        self._values: dict[str, T] = {}
        self.modules: dict[str, str] = {}  # by key: who added it
        _ALL.append(self)  # type: ignore[arg-type]

    def add(self, key: str) -> Callable[[T], T]:
        """Returns a decorator (or a plain call: `add(key)(value)`) that adds a value and hands it back.

        Raises ValueError when the key is taken: two rooms would silently replace each other.
        """

        def register(value: T) -> T:
            if key in self._values:
                raise ValueError(f"{self.name}: {key} is registered twice")
            self._values[key] = value
            self.modules[key] = _adding_module()
            return value

        return register

    def __getitem__(self, key: str) -> T:
        """Raises KeyError for a key that nobody added."""
        return self._values[key]

    def get(self, key: str) -> T | None:
        return self._values.get(key)

    def items(self) -> Iterator[tuple[str, T]]:
        return iter(self._values.items())

    def __iter__(self) -> Iterator[T]:
        return iter(self._values.values())

    def __len__(self) -> int:
        return len(self._values)


def registries() -> list[Registry[object]]:
    """Every registry of the program, by name."""
    return sorted(_ALL, key=lambda registry: registry.name)


def described(value: object) -> str:
    """What a registered value is: a label's words, the name of a function or of the one that a dataclass
    carries as `run`, else that of its class."""
    if isinstance(value, str | Promise):
        return str(value)
    function = getattr(value, "run", value)
    name: str = getattr(function, "__name__", type(value).__name__)
    return "" if name == "<lambda>" else f"`{name}`"


def _adding_module() -> str:
    """The module that is being imported, whatever decorator of a lower room stands between."""
    frame = sys._getframe(1)
    while frame.f_code.co_name != "<module>" and frame.f_back is not None:
        frame = frame.f_back
    module: str = frame.f_globals["__name__"]
    return module


class RoomConfig(AppConfig):
    """An app whose modules named in `registers` ("desk", "services.companions") add to registries."""

    registers: tuple[str, ...] = ()

    def __init_subclass__(cls, **options: object) -> None:
        """Makes the subclass the one that Django takes from a module which imports this class as well."""
        super().__init_subclass__(**options)
        cls.default = True

    def ready(self) -> None:
        for module in self.registers:
            import_module(f"{self.name}.{module}")
