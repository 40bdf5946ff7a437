"""Pages and exports at the size of a busy city, each beside a floor measured in the same run.

A floor is the least that could do the job: an empty page, the same rows as CSV straight from PostgreSQL.
"""

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent), str(ROOT / "script")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")

import django  # noqa: E402

django.setup()

import bench_data  # noqa: E402
from benchmarks import imports, ledger, policies  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from import_export import fields, resources  # noqa: E402

from cases.archives import reports  # noqa: E402
from cases.archives.columns import COLUMNS  # noqa: E402
from cases.archives.models import Household  # noqa: E402
from cases.archives.selectors import lists  # noqa: E402
from hardship.accounts.models import User  # noqa: E402
from hardship.kernel.columns import values  # noqa: E402

RUNS = 15
MOST_QUERIES = 12
SHOWN = [column.key for column in COLUMNS if column.default]


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def median_ms(action: Callable[[], object]) -> float:
    """The median of RUNS, after two that warm the caches."""
    taken = []
    for run in range(RUNS + 2):
        started = time.perf_counter()
        action()
        if run >= 2:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def page(client: Client, address: str) -> Callable[[], object]:
    def fetch() -> None:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"

    return fetch


def search(client: Client, text: str) -> Callable[[], object]:
    def fetch() -> None:
        answer = client.post(reverse("desk:search"), {"text": text}, follow=True)
        assert answer.status_code == 200, f"a search answers {answer.status_code}"

    return fetch


def queries(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        action()
    return len(seen)


def print_table(title: str, floor: str, rows: list[tuple[str, float, str]], unit: str) -> None:
    """The first row is the floor."""
    base = rows[0][1]
    print(f"\n{title}\n  {'':<46}{unit:>8}{'× ' + floor:>16}   ")
    for name, value, note in rows:
        print(f"  {name:<46}{value:>8.2f}{value / base:>16.1f}   {note}")


def measure_pages(people: dict[str, User]) -> bool:
    county, city = signed_in(people["cc.reviewer"]), signed_in(people["nt.auditor"])
    one, fifty = (signed_in(people[f"clerk{code}"]) for code in bench_data.SMALL)
    somebody = Household.objects.select_related("head").filter(union__county=people["cc.reviewer"].union)
    household = somebody.order_by("pk")[7]
    listed, case = reverse("archives:list"), reverse("desk:case", args=[household.pk])
    actions = {
        "empty page (floor)": page(Client(headers={"host": "127.0.0.1"}), reverse("desk:healthz")),
        "signed-in page without rows (my jobs)": page(county, reverse("jobs:index")),
        "list of files, county, 20 rows": page(county, listed),
        "list of files, city, 20 rows": page(city, listed),
        "list of files, county, one category, 100 rows": page(county, f"{listed}?category=deep&size=100"),
        "search by two characters of a name": search(county, household.head.name[:2]),
        "search by pinyin initials": search(county, household.head.name_initials),
        "search by ID number (opens the file)": search(county, household.head.id_number.reveal()),
        "case page": page(county, case),
        "workbench": page(county, reverse("desk:home")),
    }
    rows = [(name, median_ms(action), f"{queries(action)} queries") for name, action in actions.items()]
    print_table("Pages, in process, median", "empty page", rows, "ms")
    counts = {rows: queries(page(client, listed + "?size=50")) for rows, client in ((1, one), (50, fifty))}
    good = counts[1] == counts[50] <= MOST_QUERIES
    print(f"\n  Queries of the list with 1 row: {counts[1]}, with 50: {counts[50]} (at most {MOST_QUERIES})")
    return good


# Each export runs in a process of its own, so that its peak of memory is its own.


def copy_csv(user: User, target: Path) -> None:
    sql = """COPY (SELECT h.file_no, m.name, m.birth_on, u.name, h.category, h.state, h.main_cause, h.filed_on
        FROM archives_household h JOIN archives_member m ON m.id = h.head_id
        JOIN accounts_union u ON u.id = h.union_id ORDER BY h.id) TO STDOUT (FORMAT csv)"""
    with connection.cursor() as cursor, target.open("wb") as file, cursor.copy(sql) as rows:
        for block in rows:
            file.write(block)


def request_of(user: User) -> reports.RosterRequest:
    return reports.RosterRequest(user=user, filters={}, columns=SHOWN)


def our_roster(user: User, target: Path) -> None:
    with target.open("w+b") as file:
        reports.write_roster(file, request_of(user))


def with_xlsxwriter(user: User, target: Path) -> None:
    import xlsxwriter

    columns = [column for column in COLUMNS if column.key in SHOWN]
    found = lists.with_figures(lists.in_order(request_of(user).households, sort="")).iterator(chunk_size=1000)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(lists.describe_each(found)):
            for place, value in enumerate(values(columns, row)):
                sheet.write(number, place, str(value) if value is not None else "")


class DefaultRoster(resources.ModelResource):
    """What django-import-export does when it is left alone."""

    name = fields.Field(attribute="head__name")
    union_name = fields.Field(attribute="union__name")

    class Meta:
        model = Household
        fields = (
            "name",
            "union_name",
            "file_no",
            "category",
            "state",
            "main_cause",
            "filed_on",
            "is_on_dibao",
        )


def with_import_export(user: User, target: Path) -> None:
    found = request_of(user).households.select_related("head", "union").order_by("-pk")
    target.write_bytes(DefaultRoster().export(found).export("xlsx"))


def in_child(action: Callable[[User, Path], None], user: User) -> tuple[float, float]:
    """Seconds and peak memory in MB."""

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
    measured = here.recv()
    child.join()
    return measured


def measure_exports(user: User, count: int) -> None:
    ways = {
        "COPY to CSV (floor)": copy_csv,
        "our roster": our_roster,
        "the same rows with XlsxWriter, constant memory": with_xlsxwriter,
        "django-import-export as it comes": with_import_export,
    }
    rows = []
    for name, action in ways.items():
        seconds, memory = in_child(action, user)
        rows.append((name, seconds, f"{memory:.0f} MB"))
    print_table(f"Roster of {count:,} files to a workbook", "COPY", rows, "s")


def measure_rooms() -> None:
    """What the rooms measure of themselves; the first row of each is its floor."""
    for title, floor, room in (
        ("A roster of 20,000 households, checked", "calamine", imports),
        ("1,000 postings on one hot line, seconds", "plain rows", ledger),
        ("100,000 households against one policy, one core", "plain loop", policies),
    ):
        rows: list[tuple[str, float, str]] = []
        room.run(lambda name, seconds, note, rows=rows: rows.append((name, seconds, note)))
        print_table(title, floor, rows, "s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=20_000)
    count = parser.parse_args().households
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["noto-sans-sc"])
    call_command("load_reference")
    started = time.perf_counter()
    people = bench_data.load(count)
    print(f"{count:,} households, {os.cpu_count()} cores, ready after {time.perf_counter() - started:.0f} s")
    good = measure_pages(people)
    measure_exports(people["js.auditor"], count)
    measure_rooms()
    print("\nEvery bound kept." if good else "\nToo many queries: see above.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
