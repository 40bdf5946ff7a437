"""待我审批 and what stands beside it with 50,000 open applications: a page that costs at most three times
a signed-in page without rows.

The rows are written beside the program, of the files that are there, and rolled back.
"""

from datetime import timedelta
from itertools import cycle, islice

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from measure import median_ms, page, print_table, queries, signed_in

from cases.applications.models import Application
from cases.applications.states import State
from cases.archives.models import Household
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from cases.policies.services import load_default_policy
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role

OPEN, YEARS = 50_000, 20  # applications, at most so many of one file
MOST = 3.0  # times a signed-in page
PAGES = {
    "待我审批": "approvals:inbox",
    "超期未办, seen from above": "approvals:overdue",
    "时限统计": "approvals:deadlines",
}


def run(people: dict[str, User]) -> bool:
    """Prints the figures; whether the inbox keeps its bound."""
    reviewer, above = people["cc.reviewer"], people["nt.reviewer"]
    with transaction.atomic():
        made = _open_applications(reviewer)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE applications_application")
        home, head = signed_in(reviewer), signed_in(above)
        plain = page(home, reverse("jobs:index"))
        asked = {
            "empty page (floor)": page(Client(headers={"host": "127.0.0.1"}), reverse("desk:healthz")),
            "signed-in page without rows (my jobs)": plain,
            "workbench": page(home, reverse("desk:home")),
            **{
                name: page(head if "above" in name else home, reverse(address))
                for name, address in PAGES.items()
            },
        }
        rows = [(name, median_ms(action), f"{queries(action)} queries") for name, action in asked.items()]
        transaction.set_rollback(True)
    print_table(f"An inbox with {made:,} open applications, median", "empty page", rows, "ms")
    times = {name: milliseconds for name, milliseconds, _note in rows}
    ratio = times["待我审批"] / times["signed-in page without rows (my jobs)"]
    print(f"\n  The inbox takes {ratio:.1f} times a signed-in page (at most {MOST:.0f})")
    return ratio <= MOST


def _open_applications(reviewer: User) -> int:
    """Applications that wait for the reviewers of one county, of as many years as it takes; how many."""
    county, programme = reviewer.union, _programme(reviewer.union)
    files = list(Household.objects.order_by("pk").values_list("pk", flat=True)[:OPEN])
    today = timezone.localdate()
    rows = [
        Application(
            household_id=file, programme=programme, union=county, county=county, city_id=county.city_id,
            province_id=county.province_id, desk=county, year=2000 + place // len(files),
            state=State.REVIEW, round=1, stage_no=0, amount=1000, entitled=1000, content_hash="0" * 64,
            number=f"申-{place}", awaits=county, awaits_role=Role.REVIEWER,
            due_on=today + timedelta(days=place % 40 - 20),
        )
        for place, file in enumerate(islice(cycle(files), min(OPEN, YEARS * len(files))))
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Application.objects.bulk_create(rows, batch_size=2000)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return len(rows)


def _programme(union: Union) -> Programme:
    load_default_policy(union=Union.objects.get(pk=union.province_id or union.pk))
    return next(iter(list_programmes(union=union, on=timezone.localdate())))
