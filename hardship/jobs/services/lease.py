"""The right to write for one job, held by one run at a time.

A chunk is one transaction; its last statement moves the cursor and asserts the lease. A run whose lease was
taken over, or whose job was cancelled, fails at that statement and nothing of its chunk stays. The row lock
of that statement orders it against a takeover: whichever comes second sees what the first did. Time is the
database's, so that the clocks of two machines need not agree.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import IO, Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from hardship.jobs.models import Job
from hardship.jobs.states import State

LEASE = timedelta(seconds=45)
HEARTBEAT_SECONDS = 15.0

logger = logging.getLogger(__name__)
stop_requested = threading.Event()  # this process has been told to end


class Interrupted(Exception):
    """The run must end now; its job goes on elsewhere, later or never. A handler lets it pass."""


class LeaseLost(Interrupted):
    """Another run has taken over."""


class JobCancelled(Interrupted):
    """The owner does not want it any more."""


class WorkerStopping(Interrupted):
    """This process ends; the job goes on where it stands."""


class Lease:
    """What a handler gets besides its job; usable until the handler returns."""

    def __init__(self, job_id: int, holder: str) -> None:
        self.job_id = job_id
        self.holder = holder
        self._next: dict[str, Any] = {}
        self._finish: dict[str, Any] = {}
        self._in_chunk = False

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """A transaction that commits only while this run holds the job."""
        self.check()
        with transaction.atomic(durable=True):
            self._next, self._in_chunk = {}, True
            try:
                yield
            finally:
                self._in_chunk = False
            self._write(**self._next)

    def advance(self, cursor: dict[str, Any] | None = None, *, done: int, total: int | None = None) -> None:
        """Inside a chunk: what is done when it commits, and where the next one begins."""
        if not self._in_chunk:
            raise RuntimeError("advance() belongs inside a chunk, so that work and cursor move together")
        self._next = {"done": done, "attempt": 1}
        if cursor is not None:
            self._next["cursor"] = cursor
        if total is not None:
            self._next["total"] = total

    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Tell the owner how far it is, outside a chunk; for work that writes nothing until its end."""
        told = {"done": done, "total": total, "message": message}
        self.check()
        self._write(**{name: value for name, value in told.items() if value is not None})

    def finish_with(
        self,
        *,
        message: str = "",
        name: str = "",
        content: bytes | None = None,
        file: IO[bytes] | None = None,
    ) -> None:
        """What the owner finds at the end: a sentence, and a file to fetch under this name, given whole or
        open, when it is too large for that."""
        self._finish = {"message": message[:300]}
        made = File(file) if file is not None else ContentFile(content) if content is not None else None
        if made is not None:
            path = default_storage.save(name, made)
            self._finish |= {"result_path": path, "result_name": name[:120]}

    @property
    def outcome(self) -> dict[str, Any]:
        """The columns that `finish_with` asked for."""
        return self._finish

    def check(self) -> None:
        """Raises what interrupts this run, if anything does."""
        if stop_requested.is_set():
            raise WorkerStopping
        row = Job.objects.filter(pk=self.job_id).values_list("state", "lease_by").first()
        if row != (State.RUNNING, self.holder):
            raise JobCancelled if row and row[0] == State.CANCELLED else LeaseLost

    def keep(self) -> None:
        """Push the end of the lease out."""
        self._write()

    def _write(self, **values: Any) -> None:
        mine = Job.objects.filter(pk=self.job_id, state=State.RUNNING, lease_by=self.holder)
        if not mine.update(lease_until=Now() + LEASE, **values):
            self.check()
            raise LeaseLost


@contextmanager
def kept_alive(lease: Lease) -> Iterator[None]:
    """Keeps the lease while a long chunk or a rendering runs; a dead process keeps nothing."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            try:
                lease.keep()
            except Interrupted:
                return  # the run finds out at its next chunk
            except DatabaseError:
                logger.warning("lease of job %s not renewed", lease.job_id)
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{lease.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
