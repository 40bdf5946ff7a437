"""One test over many files, tables or mutants: a test for each costs more than what it looks at."""

import inspect
from collections.abc import Callable, Collection
from typing import Any


def for_each(items: Collection[Any], name: Callable[[Any], str]) -> Callable[..., Any]:
    """Makes of a check of one item, and fixtures, a test that names every item that fails it."""

    assert items, "there is nothing to ask"

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        def test(**fixtures: Any) -> None:
            wrong = [line for item in items if (line := _failure(check, item, name, fixtures))]
            assert not wrong, "\n".join(wrong)

        _item, *rest = inspect.signature(check).parameters.values()
        test.__signature__ = inspect.Signature(rest)
        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return decorate


def _failure(check, item, name, fixtures) -> str:
    try:
        check(item, **fixtures)
    except Exception as error:  # noqa: BLE001 (whatever goes wrong, the item is named)
        return f"{name(item)}: {error!s}"
    return ""
