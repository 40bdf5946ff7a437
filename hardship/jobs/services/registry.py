"""Which function does which kind of job; every app's tasks.py adds its own when Django starts."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hardship.jobs.models import Job
from hardship.jobs.services.lease import Lease

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


handlers: dict[str, Handler] = {}


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
        if kind in handlers:
            raise ValueError(f"two functions do jobs of kind {kind}")
        handlers[kind] = Handler(kind, run, label, page, may_fetch)
        return run

    return register


Chore = Callable[[], object]
chores: dict[str, Chore] = {}


def chore(name: str) -> Callable[[Chore], Chore]:
    """Decorator of what the worker does now and every hour, besides jobs: safe to run at any time and by
    several workers at once, and cheap when there is nothing to do."""

    def register(run: Chore) -> Chore:
        if name in chores:
            raise ValueError(f"two chores are called {name}")
        chores[name] = run
        return run

    return register


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
    """Whether the owner of a job may have its file: rights may have gone since it was asked for."""
    handler = handlers.get(job.kind)
    return handler is None or handler.may_fetch is None or handler.may_fetch(job)
