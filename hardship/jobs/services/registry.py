"""Which function does which kind of job; every room's tasks.py adds its own (RoomConfig.registers)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from hardship.jobs.models import Job
from hardship.jobs.services.lease import Lease
from hardship.kernel.registry import Registry

logger = logging.getLogger(__name__)

Run = Callable[[Job, Lease], None]


@dataclass(frozen=True)
class Handler:
    """`label` is what the owner reads; `page` gives the address of the page the job belongs to;
    `may_fetch` whether its owner may, now, still have the file that it made."""

    kind: str
    run: Run
    label: Any
    page: Callable[[Job], str] | None
    may_fetch: Callable[[Job], bool] | None = None


handlers: Registry[Handler] = Registry("jobs.handlers", "Does jobs of one kind, in chunks, on the worker.")


def job(
    kind: str,
    *,
    label: Any,
    page: Callable[[Job], str] | None = None,
    may_fetch: Callable[[Job], bool] | None = None,
) -> Callable[[Run], Run]:
    """Decorator of the function that does this kind of job: `run(job, lease) -> None`.

    It works in chunks: `with lease.chunk(): …; lease.advance(cursor, done=…)`. It may be stopped between any
    two lines and begun again on another machine, then with the cursor of the last chunk that was committed.
    """

    def register(run: Run) -> Run:
        handlers.add(kind)(Handler(kind, run, label, page, may_fetch))
        return run

    return register


Chore = Callable[[], object]
chores: Registry[Chore] = Registry(
    "jobs.chores",
    "Is run by the worker when it starts and every hour: safe at any time and by several workers at once, "
    "and cheap when there is nothing to do.",
)


def do_chores() -> None:
    """One after the other; one that fails is logged and does not keep the others from being done."""
    for name, run in chores.items():
        try:
            run()
        except Exception:
            logger.exception("the chore %s failed; tried again later", name)


def get_handler(kind: str) -> Handler:
    """Raises LookupError for a kind that nobody registered."""
    return handlers[kind]


def may_fetch(job: Job) -> bool:
    """Whether the owner of a job may have its file: rights may have gone since it was asked for, and what
    somebody read for whom they stood in (代办) is gone for them with the stand-in."""
    if job.stand_in is not None and not job.stand_in.is_in_force(timezone.localdate()):
        return False
    handler = handlers.get(job.kind)
    return handler is None or handler.may_fetch is None or handler.may_fetch(job)
