"""Whether the open rows of `StatusPeriod` say what the files say: computed anew, without triggers."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cases.archives.models import StatusPeriod

COMPARED = {
    "state": "h.state",
    "category": "h.category",
    "own_label": "h.own_label",
    "filing_level": "h.filing_level",
    "main_cause": "h.main_cause",
    "worker_type": "h.worker_type",
    "is_on_dibao": "h.is_on_dibao",
    "head_id": "h.head_id",
    "status": "coalesce(m.status, '')",
    "birth_on": "m.birth_on",
    "sex": "coalesce(m.sex, '')",
    "persons": "coalesce(p.number, 0)",
    "union_id": "h.union_id",
    "province_id": "u.province_id",
    "city_id": "u.city_id",
    "county_id": "u.county_id",
    "township_id": "u.township_id",
}
TRIGGERS = (
    "household_status_begins", "household_status_changes", "member_status_begins", "member_status_changes",
    "member_status_ends", "archives_statusperiod_guard", "archives_statusperiod_no_truncate",
)  # fmt: skip


@dataclass(frozen=True)
class StatusPeriodDifference:
    """One file whose open period is missing, is left over or says something else."""

    household_id: int
    what: str


def list_status_period_differences() -> list[StatusPeriodDifference]:
    """Every file in force against its open period and every open period against its file, by key."""
    tests = [f"s.{name} IS DISTINCT FROM {value}" for name, value in COMPARED.items()]
    # only the names above stand in this text
    sql = f"""
        SELECT coalesce(h.id, s.household_id), h.id IS NULL, s.id IS NULL, {", ".join(tests)}
          FROM (SELECT * FROM archives_household WHERE state IN ('filed', 'review_due', 'relieved')) h
          FULL JOIN (SELECT * FROM archives_statusperiod WHERE to_on IS NULL) s ON s.household_id = h.id
          LEFT JOIN archives_member m ON m.id = h.head_id
          LEFT JOIN accounts_union u ON u.id = h.union_id
          LEFT JOIN (SELECT household_id, count(*) AS number FROM archives_member
                      WHERE removed_at IS NULL GROUP BY household_id) p ON p.household_id = h.id
         WHERE h.id IS NULL OR s.id IS NULL OR {" OR ".join(tests)} ORDER BY 1"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [_difference(*row) for row in cursor.fetchall()]


def list_missing_triggers() -> list[str]:
    """The triggers that keep the periods and are not there, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in present]


def count_status_periods() -> tuple[int, int]:
    """How many periods are on record, and how many of them are open."""
    rows = StatusPeriod.objects.aggregate(every=Count("pk"), still=Count("pk", filter=Q(to_on__isnull=True)))
    return rows["every"], rows["still"]


def _difference(household_id: int, left_over: bool, missing: bool, *differs: bool) -> StatusPeriodDifference:
    if left_over:
        return StatusPeriodDifference(household_id, _("档案已不在档，状况记录没有截止"))
    if missing:
        return StatusPeriodDifference(household_id, _("档案在档，没有状况记录"))
    names = [name for name, is_different in zip(COMPARED, differs, strict=True) if is_different]
    return StatusPeriodDifference(household_id, _("与档案不一致：%(names)s") % {"names": "、".join(names)})
