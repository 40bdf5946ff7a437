"""How the measurements are taken and printed: medians, pages in process, work in a process of its own."""

import gzip
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from figures import RUN, Figure

from hardship.accounts.models import User

RUNS = 15
TURNS = 9
Action = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """One measured thing beside the least that could do the job; both in the same unit."""

    name: str
    value: float
    floor: float
    note: str = ""


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def median_ms(action: Action, runs: int = RUNS) -> float:
    """The median, after two runs that warm the caches."""
    taken = []
    for run in range(runs + 2):
        started = time.perf_counter()
        action()
        if run >= 2:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def beside(name: str, action: Action, floor: Action, note: str = "") -> Pair:
    """Both in milliseconds, by turns, so that a busy moment meets both."""
    ours, theirs = [], []
    for turn in range(TURNS + 1):
        for taken, act in ((theirs, floor), (ours, action)):
            started = time.perf_counter()
            act()
            if turn:  # the first one warms the caches
                taken.append((time.perf_counter() - started) * 1000)
    return Pair(
        name, statistics.median(ours), statistics.median(theirs), note or f"{queries(action)} queries"
    )


def page(client: Client, address: str) -> Action:
    def fetch() -> None:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"

    return fetch


def weight(client: Client, address: str) -> str:
    """What a page weighs, as it is and as it is sent; scripts and styles are in the browser already."""
    content = client.get(address, follow=True).content
    return f"{len(content) / 1024:.0f} KB, {len(gzip.compress(content)) / 1024:.1f} KB sent"


def search(client: Client, text: str) -> Action:
    def fetch() -> None:
        answer = client.post(reverse("desk:search"), {"text": text}, follow=True)
        assert answer.status_code == 200, f"a search answers {answer.status_code}"

    return fetch


def sql(text: str, parameters: Sequence[object]) -> Action:
    """The same rows by plain SQL."""

    def fetch() -> None:
        with connection.cursor() as cursor:
            cursor.execute(text, parameters)
            cursor.fetchall()

    return fetch


def queries(action: Action) -> int:
    """How many it takes; the first visit of somebody writes their session and is not counted."""
    action()
    with CaptureQueriesContext(connection) as seen:
        action()
    return len(seen)


def print_pairs(title: str, floor: str, pairs: Sequence[Pair], unit: str = "ms") -> None:
    print(f"\n{title}\n  {'':<50}{unit:>9}{floor:>22}{'ratio':>8}   ")
    for pair in pairs:
        ratio = pair.value / pair.floor if pair.floor else 0
        print(
            f"  {pair.name:<50}{pair.value:>9.2f}{pair.floor:>22.2f}{ratio:>8.1f}   {pair.note}", flush=True
        )
        RUN.add(title, pair.name, Figure(pair.value, unit, ratio, pair.note))


def print_table(title: str, floor: str, rows: list[tuple[str, float, str]], unit: str) -> None:
    """The first row is the floor."""
    base = rows[0][1]
    print(f"\n{title}\n  {'':<50}{unit:>9}{'× ' + floor:>22}   ")
    for name, value, note in rows:
        print(f"  {name:<50}{value:>9.2f}{value / base:>22.1f}   {note}", flush=True)
        RUN.add(title, name, Figure(value, unit, value / base, note))


def in_child(action: Callable[[User, Path], None], user: User) -> tuple[float, float]:
    """Seconds and peak memory in MB, in a process of its own so that its peak is its own."""

    def run(channel: "multiprocessing.connection.Connection") -> None:
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            action(user, Path(folder, "roster"))
            taken = time.perf_counter() - started
        channel.send((taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
        connection.close()
        os._exit(0)

    here, there = multiprocessing.Pipe(duplex=False)
    connection.close()
    child = multiprocessing.get_context("fork").Process(target=run, args=(there,))
    child.start()
    there.close()
    measured: tuple[float, float] = here.recv()
    child.join()
    return measured
