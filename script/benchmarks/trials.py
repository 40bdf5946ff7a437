"""A policy tried on all files in force (试行测算), as its job does it, beside the least that could do it: the
same facts by plain SQL, the arithmetic in a plain loop, as many rows by COPY. Nothing stays."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

from benchmarks.assessments import FACTS, plain
from django.db import connection, transaction

from cases.policies.services.loading import POLICIES, load_policy
from cases.trials.models import WhatIf
from cases.trials.selectors import list_files_in_force
from cases.trials.tasks import what_if_job
from hardship.accounts.models import Union

TRIED, IN_FORCE = "provincial.yaml", "default.yaml"


class Lease:
    """What the job needs of a lease, inside the transaction that is rolled back."""

    @contextmanager
    def chunk(self) -> Iterator[None]:
        with transaction.atomic():
            yield

    def advance(self, cursor: dict[str, Any], *, done: int) -> None:
        pass

    def finish_with(self, *, message: str) -> None:
        pass


def run(print_row: Callable[[str, float, str], None]) -> None:
    with transaction.atomic():
        asked = ask()
        used, floor = clocks(), floor_of()
        floor_used = [after - before for before, after in zip(used, clocks(), strict=True)][1]
        print_row(
            "SQL, a plain loop, COPY (floor)", floor, f"{asked.files_total:,} files; CPU {floor_used:.1f} s"
        )
        started, began = clocks()
        what_if_job(SimpleNamespace(params={"run": str(asked.uid)}, cursor={}), Lease())
        ended, over = clocks()
        assert asked.rows.count() == asked.files_total
        print_row("two policies, a row for each file", ended - started, f"CPU of Python {over - began:.1f} s")
        transaction.set_rollback(True)


def clocks() -> tuple[float, float]:
    """Seconds on the wall, and of this process and its children."""
    used = os.times()
    return time.perf_counter(), used.user + used.system + used.children_user + used.children_system


def ask() -> WhatIf:
    """A run of the province's new policy beside the one in force."""
    top = Union.objects.get(parent=None)
    load_policy(union=top, text=(POLICIES / IN_FORCE).read_text(), in_force_from=date(2024, 1, 1))
    tried = load_policy(union=top, text=(POLICIES / TRIED).read_text())
    total = list_files_in_force(tried).count()
    return WhatIf.objects.create(
        union=top, policy=tried, text=tried.text, on=date(2026, 9, 30), files_total=total
    )


def floor_of() -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"{FACTS} WHERE h.state IN ('filed', 'review_due', 'relieved')")
        found = [(row[0], plain(row)) for row in cursor.fetchall()]
        cursor.execute("CREATE TEMPORARY TABLE floor_row (id bigint, category text) ON COMMIT DROP")
        with cursor.copy("COPY floor_row FROM STDIN") as rows:
            for row in found:
                rows.write_row(row)
    return time.perf_counter() - started
