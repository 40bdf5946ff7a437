"""Services that write: one transaction, and what the database refuses said as a sentence."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction

from hardship.kernel.checks import broken
from hardship.kernel.workflow import Refused

P = ParamSpec("P")
R = TypeVar("R")


def writes(
    refused: type[Refused], sentences: Mapping[str, Any], *, looks_at_once: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The decorator of a room's services. `sentences` gives for a constraint or trigger its sentence, or the
    sentence with the field that it is about; what stands there is raised as `refused`, anything else is an
    error of ours and goes on. With `looks_at_once` constraints that wait for the end of a transaction are
    asked when the service ends, also inside another one."""

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with transaction.atomic():
                    made = service(*args, **kwargs)
                    if looks_at_once:
                        _look()
                    return made
            except IntegrityError as error:
                told = sentences.get(broken(error))
                if told is None:
                    raise
                sentence, field = told if isinstance(told, tuple) else (told, None)
                raise refused(str(sentence), field) from error

        return guarded

    return decorate


def _look() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
