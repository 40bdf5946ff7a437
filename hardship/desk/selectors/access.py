"""查阅记录: who opened a file, saw numbers of it in full, printed or exported of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cases.archives.models import Household
from cases.giving.selectors.plans import list_sources
from funds.payments.models import Payment
from funds.payments.selectors import list_payments_of
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.case import list_log
from hardship.desk.selectors.log import LogLine, describe

MOST = 1_000  # lines on paper, the newest; the count of each person is of all


@dataclass(frozen=True)
class Reader:
    """One person who read, or stood in for another, with the union where they work."""

    name: str
    union: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Access:
    """Whoever read, the most often first, and what they did, the newest first; `total` counts all of it."""

    readers: list[Reader]
    lines: list[LogLine]
    total: int


def list_access(*, household: Household, user: User) -> QuerySet[AuditRecord]:
    """The rows of the trail in which somebody read of the file, its people, papers, applications and of what
    was paid for them, newest first."""
    sources = list_sources(household.applications.values_list("pk", flat=True))
    paid = list_payments_of([name for names in sources.values() for name in names])
    keys = [str(payment.pk) for payments in paid.values() for payment in payments]
    rows = list_log(household=household, user=user)
    rows |= AuditRecord.objects.filter(target_type=Payment._meta.label_lower, target_id__in=keys)
    read: QuerySet[AuditRecord] = rows.filter(kind__in=(Kind.READ, Kind.EXPORT)).order_by("-pk")
    return read.select_related("by__union", "stood_in_for", "union")


def get_access(*, household: Household, user: User) -> Access:
    """All of it, for paper."""
    rows = list(list_access(household=household, user=user))
    people: dict[tuple[int | None, int | None], list[AuditRecord]] = {}
    for row in rows:
        people.setdefault((row.by_id, row.stood_in_for_id), []).append(row)
    told = {line.pk: line for line in describe([found[0] for found in people.values()], is_masked=False)}
    readers = [
        Reader(
            told[found[0].pk].by, found[0].by.union.name if found[0].by else "", len(found), found[-1].at,
            found[0].at,
        )
        for found in people.values()
    ]  # fmt: skip
    readers.sort(key=lambda reader: (-reader.times, reader.name))
    return Access(readers, describe(rows[:MOST], is_masked=False), len(rows))
