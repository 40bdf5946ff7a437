"""Pages, searches, statistics, exports, imports and assessments at the size of a province, 100,000
households, each beside a floor measured in the same run.

A floor is the least that could do the job: an empty page, the same rows by plain SQL or as CSV straight from
PostgreSQL, a plain loop of the same arithmetic.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent), str(ROOT / "script")]
os.environ["DJANGO_SETTINGS_MODULE"] = "bench_settings"

import django  # noqa: E402

django.setup()

import bench_data  # noqa: E402
from benchmarks import (  # noqa: E402
    aid,
    archive,
    assessments,
    bulk,
    distribution,
    dossier,
    entitlements,
    imports,
    inbox,
    ledger,
    nightly,
    policies,
    surveys,
    trail,
    trials,
)
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from figures import RUN, SLOWER  # noqa: E402
from import_export import fields, resources  # noqa: E402
from measure import in_child, median_ms, page, print_table, queries, signed_in, weight  # noqa: E402

from cases.archives.models import Household  # noqa: E402
from cases.lists.columns import COLUMNS  # noqa: E402
from cases.lists.selectors import lists  # noqa: E402
from cases.policies.services import load_fixed_days  # noqa: E402
from cases.rosters.reports import roster as reports  # noqa: E402
from hardship.accounts.models import User  # noqa: E402

MOST_QUERIES = 12
MOST_FOR_DEFAULT = 20_000  # beyond, the library's own way takes minutes and gigabytes
ADMIN_LIST = "/bench-admin/archives/household/"
PARTS = ("pages", "archive", "surveys", "inbox", "bulk", "dossier", "exports", "nightly", "trail", "rooms")
SHOWN = [column.key for column in COLUMNS if column.default]


def measure_pages(people: dict[str, User]) -> bool:
    county = signed_in(people["cc.reviewer"])
    one, fifty = (signed_in(people[f"clerk{code}"]) for code in bench_data.SMALL)
    somebody = Household.objects.select_related("head").filter(union__county=people["cc.reviewer"].union)
    household = somebody.order_by("pk")[7]
    listed, case = reverse("lists:files"), reverse("desk:case", args=[household.pk])
    pages = {
        "empty page (floor)": (Client(headers={"host": "127.0.0.1"}), reverse("desk:healthz")),
        "signed-in page without rows (my jobs)": (county, reverse("jobs:index")),
        "Django's admin, the list of files as it comes, 20 rows": (county, ADMIN_LIST),
        "list of files, county, 20 rows of one category": (county, f"{listed}?category=deep"),
        "list of files, county, 100 rows of one category": (county, f"{listed}?category=deep&size=100"),
        "case page": (county, case),
        "workbench": (county, reverse("desk:home")),
    }
    rows = []
    for name, (client, address) in pages.items():
        action = page(client, address)
        rows.append((name, median_ms(action), f"{queries(action)} queries, {weight(client, address)}"))
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
    found = lists.list_values(lists.in_order(request_of(user).households, sort=""), columns)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(found):
            for place, value in enumerate(row):
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


def measure_exports(user: User, count: int) -> None:
    ways = {
        "COPY to CSV (floor)": copy_csv,
        "our roster": our_roster,
        "the same rows with XlsxWriter, constant memory": with_xlsxwriter,
        "django-import-export as it comes": with_import_export,
    }
    rows = []
    for name, action in ways.items():
        if action is with_import_export and count > MOST_FOR_DEFAULT:
            continue
        seconds, memory = in_child(action, user)
        rows.append((name, seconds, f"{memory:.0f} MB"))
    print_table(f"Roster of {count:,} files to a workbook", "COPY", rows, "s")


def measure_rooms() -> None:
    """What the rooms measure of themselves; the first row of each is its floor."""
    for title, floor, run in (
        ("A roster of 20,000 households, checked", "calamine", imports.run),
        ("50,000 records of aid, checked and imported", "calamine", aid.run),
        ("2,000 postings on one hot line, seconds", "plain rows", ledger.run),
        ("Money for 1,000 unions by one table", "plain rows", distribution.run),
        ("100,000 households against one policy, one core", "plain loop", policies.run),
        ("The stored files, judged in bulk", "plain loop", assessments.run),
        ("The stored files, judged and kept one by one", "plain SQL", assessments.run_one_by_one),
        ("A policy tried on the files in force", "plain loop", trials.run),
        ("20,000 entitlements, computed again", "hashed", entitlements.run),
    ):
        rows: list[tuple[str, float, str]] = []
        run(lambda name, seconds, note, rows=rows: rows.append((name, seconds, note)))
        print_table(title, floor, rows, "s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument(
        "--only",
        choices=(
            "pages",
            "archive",
            "surveys",
            "inbox",
            "bulk",
            "dossier",
            "exports",
            "nightly",
            "trail",
            "rooms",
        ),
        help="one part of it",
    )
    asked = parser.parse_args()
    count = asked.households
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["noto-sans-sc"])
    call_command("load_reference")
    load_fixed_days([timezone.localdate().year + 1])
    started = time.perf_counter()
    people = bench_data.load(count)
    print(f"{count:,} households, {os.cpu_count()} cores, ready after {time.perf_counter() - started:.0f} s")
    good = True
    parts: dict[str, Callable[[], object]] = {
        "pages": lambda: measure_pages(people),
        "archive": lambda: archive.run(people),
        "surveys": lambda: surveys.run(people),
        "inbox": lambda: inbox.run(people),
        "bulk": lambda: bulk.run(people),
        "dossier": lambda: dossier.run(people),
        "exports": lambda: measure_exports(people["js.auditor"], count),
        "nightly": lambda: nightly.run(people),
        "trail": lambda: trail.run(people),
        "rooms": measure_rooms,
    }
    for name, part in parts.items():
        if asked.only in (None, name):
            good = part() is not False and good
    slower = RUN.finish(Path(settings.DATA_DIR, "runs"), count)
    print(
        f"\nSlower than before by more than {SLOWER} times:" if slower else "\nNothing is slower than before."
    )
    print(*(f"  {line}" for line in slower), sep="\n")
    print("Every bound kept." if good else "A bound was not kept: see above.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
