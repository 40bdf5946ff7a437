"""Every list: sorted by its headings, taken along as a workbook, with the number of the page.

A list that lacks one of these says here why; a reason for what is not so any more fails as well.
"""

import re

import pytest

from hardship.audit.models import AuditRecord
from tests.addresses import ADDRESSES, PAGE, SENT

# What somebody asked for themselves, or put up to choose from, is not taken along.
OWN = "one's own errands: each leads to its file or its page"
UNSORTED = {
    "jobs:index": OWN,
    "desk:todo": "of all kinds of work, the first due first",
    "desk:log": "events are read in the order in which they happened; a million of them are not sorted",
    "statistics:files": "files as they stood on a day, read beside a key",
    "aid:list": "put together from several sources, the newest first",
    "approvals:inbox": "its own choice of orders, on a phone too; the most urgent first",
    "policies:documents": "versions of one policy belong together",
    "books:cash": "a journal with its balance line by line, in the order of the days",
    "payments:new": "what stops a payment, beside the choice of what is paid",
    "petitions:counts": "figures of one table, in the order of the matters",
    "care:figures": "figures of one table, in the order of the ways",
    "care:arrears": "figures of one table, in the order of the unions",
    "outreach:counts": "figures of one table, in the order of the occasions",
    "referrals:counts": "figures of one table, in the order of the departments",
    "outreach:activity_counts": "figures of one table, in the order of the kinds",
}
UNEXPORTED = {
    "jobs:index": OWN,
    "desk:todo": OWN,
    "imports:list": OWN,
    "rosters:import_list": OWN,
    "approvals:inbox": "what waits is a part of 帮扶申请, which is exported",
    "duplicates:suspicion_list": "pairs of two unions, of which each sees one side",
    "policies:standards": "imported and exported as a list by its own page",
    "policies:documents": "each policy is exported by itself, as PDF and YAML",
    "surveys:surveys": "one or two a year; each exports its progress and its files",
    "payments:new": "every stopped payment is in 付款前检查, which is exported",
    "surveys:spot_checks": "a few a year; each exports its files",
}
UNPAGED = {
    "policies:documents": "a handful of policies, all on one page",
    "books:cash": "one month, all on one page",
    "payments:new": "all that stops stands beside the choice",
    "petitions:counts": "one table of figures",
    "care:figures": "one table of figures",
    "care:arrears": "one table of figures",
    "outreach:counts": "one table of figures",
    "referrals:counts": "one table of figures",
    "outreach:activity_counts": "one table of figures",
}
FEW = "the posts of one person or what one post may do, all on one page"
for name in ("desk:post", "accounts:place"):
    UNSORTED[name] = UNEXPORTED[name] = UNPAGED[name] = FEW
for found in (UNSORTED, UNEXPORTED, UNPAGED):
    found["desk:printing"] = "what can be printed, which changes with the program alone, all on one page"
UNEXPORTED["intakes:intakes"] = "each list that was handed in is exported by itself"
UNEXPORTED["intakes:batches"] = OWN
UNEXPORTED["employment:start_up_off_file"] = OWN
UNEXPORTED["handovers:handovers"] = "each is printed by itself, as the sheet that both sign"
TABLE = "components/list_table.html"
FILTERS = re.compile(r'<form class="filters[^>]*method="get".*?</form>', re.DOTALL)


@pytest.fixture
def lists(one_of_each, client):
    """The pages of lists by the name of their address."""
    found = {}
    for name, address in ADDRESSES.items():
        if address.gives != PAGE or "GET" not in address.methods or address.of(one_of_each):
            continue
        answer = get(client, one_of_each, address, name)
        if any(template.name == TABLE for template in answer.templates) or name == "lists:files":
            found[name] = answer.content.decode()
    return found


def get(client, world, address, name, **query):
    """The answer to whoever opens that page, its query with some values more."""
    client.force_login(getattr(world, address.who), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address.url(name, world), {**address.query(world), **query})


def without(pages, mark):
    return {name for name, page in pages.items() if not re.search(mark, page)}


def test_every_list_is_among_them(lists):
    """Fewer than these would mean that the sample of some list is empty."""
    assert len(lists) >= 40, sorted(lists)


def test_every_list_is_sorted_by_its_headings(lists):
    assert without(lists, r'<th [^>]*>\s*<a href="\?[^"]*sort=') == set(UNSORTED)


def test_a_list_that_is_narrowed_keeps_its_order(lists, one_of_each, client):
    """What a form of filters sends along beside its own fields."""
    wrong = []
    for name, page in lists.items():
        order = re.search(r'<th [^>]*>\s*<a href="\?[^"]*sort=([\w.-]+)', page)
        if order and FILTERS.search(page):
            address = ADDRESSES[name]
            sorted_page = get(client, one_of_each, address, name, sort=order[1]).content.decode()
            if not re.search(rf'name="sort"[^>]* value="{order[1]}"', FILTERS.search(sorted_page)[0]):
                wrong.append(name)
    assert wrong == []


def test_every_list_is_taken_along_as_a_workbook(lists):
    assert without(lists, r'(action|href|data-hx-get)="[^"]*(export|xlsx)') == set(UNEXPORTED)


def test_every_list_says_on_which_page_one_is(lists):
    assert without(lists, r"第 1 (/ \d+ )?页") == set(UNPAGED)


def test_every_export_is_a_workbook_with_its_rows_and_on_record(one_of_each, client):
    """What the page shows is in it; the log has the sum of the very bytes."""
    names = [name for name in ADDRESSES if re.search(r":(\w+_)?(export|sheet)$", name)]
    wrong = []
    for name in names:
        address = ADDRESSES[name]
        if address.methods != SENT or address.of(one_of_each):
            continue
        client.force_login(
            getattr(one_of_each, address.who), backend="django.contrib.auth.backends.ModelBackend"
        )
        answer = client.post(address.url(name, one_of_each))
        if answer.status_code != 200 or "spreadsheetml" not in answer["Content-Type"]:
            wrong.append(f"{name}: {answer.status_code}")
            continue
        record = AuditRecord.objects.filter(action__startswith="export.").latest("pk")
        if "sha256" not in record.data:
            wrong.append(f"{name}: not on record")
    assert not wrong, "\n".join(wrong)
