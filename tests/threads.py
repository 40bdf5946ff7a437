"""Work that happens at once: real threads, each with its own connection to the database."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from time import sleep
from typing import Any

from django.db import OperationalError, connection, transaction

from hardship.kernel.workflow import Refused


def at_once(work: Callable[[Any], Any], items: Iterable[Any], *, threads: int = 20) -> list[Any]:
    """What `work(item)` gave for each item, or the refusal it raised; at most `threads` run at a time and
    the first of them start together."""
    items = list(items)
    barrier = Barrier(min(threads, len(items)))

    def start() -> None:
        connection.ensure_connection()
        barrier.wait()

    def one(item: Any) -> Any:
        try:
            return work(item)
        except Refused as refusal:
            return refusal

    def stop(_place: int) -> None:
        end.wait()
        connection.close()

    end = Barrier(barrier.parties)
    with ThreadPoolExecutor(barrier.parties, initializer=start) as pool:
        results = list(pool.map(one, items))
        list(pool.map(stop, range(barrier.parties)))
    return results


def impatient(work: Callable[[], Any]) -> Any:
    """What `work()` gave on a connection of its own that waits for no lock: "waits" when it would have to."""

    def attempt(_n: int) -> Any:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                return work()
        except OperationalError as waiting:
            return "waits" if "lock timeout" in str(waiting) else waiting

    return at_once(attempt, [1])[0]


@contextmanager
def after_this(work: Callable[[], Any]) -> Iterator[list[Any]]:
    """`work()` begins on a connection of its own in the middle of the block's transaction and waits for its
    locks; the list holds what it gave, or its refusal, once the transaction is over."""
    results: list[Any] = []
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            yield results
            waiting = pool.submit(at_once, lambda _n: work(), [1])
            sleep(0.5)  # it has read what it reads without a lock
        results += waiting.result()
