"""What happens to an employer: another standing, a layoff, a move, a closure, a talk; how many it employs."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.models import Employer, EmployerEvent, EmployerYear
from cases.employers.services.employers import EmployerRefused, lock_employer
from cases.employers.states import COUNTED_EVENTS, STANDING_EVENTS, EventKind, Standing
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.workflow import lock


@transaction.atomic
def note_event(
    *,
    employer_id: int,
    kind: str,
    on: date,
    by: User,
    persons: int | None = None,
    standing: str = "",
    note: str = "",
) -> EmployerEvent:
    """Something that happened on a day. A closure leaves the employer closed, another standing as it says.

    Raises EmployerRefused for a day before the founding or after today, for a layoff or a talk without its
    number of people, and for more people laid off in a year than were employed.
    """
    employer = lock_employer(employer_id, by)
    _require_day(employer, on)
    standing = Standing.CLOSED if kind == EventKind.CLOSURE else standing
    _require_whole(kind, persons, standing)
    if kind == EventKind.LAYOFF:
        _require_employed(employer, on.year, persons or 0)
    event = EmployerEvent.objects.create(
        employer=employer,
        kind=kind,
        on=on,
        persons=persons if kind in COUNTED_EVENTS else None,
        standing=standing if kind in STANDING_EVENTS else "",
        note=note,
        noted_by=by,
    )
    stand_as_last_said(employer)
    audit.record("employer.event", target=employer, by=by, what=kind, event=event.pk)
    return event


@transaction.atomic
def take_back_event(*, employer_id: int, event_id: int, by: User) -> EmployerEvent:
    """An event that was entered by mistake; the employer stands as the one before it said.

    Raises EmployerEvent.DoesNotExist for one that is not the employer's or was taken back before.
    """
    employer = lock_employer(employer_id, by)
    event: EmployerEvent = lock(employer.events.filter(removed_at__isnull=True), event_id)
    event.removed_at, event.removed_by = timezone.now(), by
    event.save(update_fields=["removed_at", "removed_by"])
    stand_as_last_said(employer)
    audit.record("employer.take_back", target=employer, by=by, event=event.pk)
    return event


@transaction.atomic
def note_headcount(*, employer_id: int, year: int, headcount: int, by: User) -> EmployerYear:
    """How many people it employs in a year; an earlier figure of that year is replaced, and on record.

    Raises EmployerRefused for a year to come, and for fewer than were laid off in that year or the next one.
    """
    employer = lock_employer(employer_id, by)
    if year > timezone.localdate().year:
        raise EmployerRefused(_("%(year)s 年还没有到，不能登记。") % {"year": year}, "year")
    for laid_off_in in (year, year + 1):
        _require_enough(employer, year, headcount, laid_off_in)
    before = employer.years.filter(year=year).values_list("headcount", flat=True).first()
    row, _made = EmployerYear.objects.update_or_create(
        employer=employer,
        year=year,
        defaults={"headcount": headcount, "noted_at": timezone.now(), "noted_by": by},
    )
    audit.record("employer.headcount", target=employer, by=by, year=year, before=before, after=headcount)
    return row


def headcount_for(employer: Employer, year: int, *, without: int = 0) -> int | None:
    """What layoffs of a year are held against: the headcount of that year or of the year before, whichever is
    more; a figure of the year's end no longer has those who left. `without` leaves out one year's."""
    rows = employer.years.filter(year__in=(year - 1, year)).exclude(year=without)
    most: int | None = rows.aggregate(most=Max("headcount"))["most"]
    return most


def stand_as_last_said(employer: Employer) -> None:
    rows = employer.events.filter(removed_at__isnull=True, kind__in=STANDING_EVENTS)
    last = rows.order_by("-on", "-pk").first()
    employer.standing = last.standing if last else Standing.NORMAL
    employer.standing_on = last.on if last else None
    employer.save(update_fields=["standing", "standing_on"])


def _require_day(employer: Employer, on: date) -> None:
    if employer.founded_on and on < employer.founded_on:
        raise EmployerRefused(
            _("日期 %(on)s 早于单位成立日期 %(founded)s，请核对。")
            % {"on": on.isoformat(), "founded": employer.founded_on.isoformat()},
            "on",
        )
    if on > timezone.localdate():
        raise EmployerRefused(_("日期不能晚于今天，请核对。"), "on")


def _require_whole(kind: str, persons: int | None, standing: str) -> None:
    if kind in COUNTED_EVENTS and not persons:
        raise EmployerRefused(_("请填写“%(kind)s”的人数。") % {"kind": EventKind(kind).label}, "persons")
    if kind in STANDING_EVENTS and not standing:
        raise EmployerRefused(_("请选择变化后的企业状况。"), "standing")


def _require_employed(employer: Employer, year: int, persons: int) -> None:
    employed = headcount_for(employer, year)
    if employed is None:
        raise EmployerRefused(
            _("请先登记 %(year)s 年或上一年的职工人数，再登记裁员。") % {"year": year}, "persons"
        )
    before = _laid_off(employer, year)
    if before + persons > employed:
        raise EmployerRefused(
            _("%(year)s 年已裁员 %(before)s 人，加上这次 %(persons)s 人，超过职工 %(employed)s 人，请核对。")
            % {"year": year, "before": before, "persons": persons, "employed": employed},
            "persons",
        )


def _require_enough(employer: Employer, year: int, headcount: int, laid_off_in: int) -> None:
    laid_off = _laid_off(employer, laid_off_in)
    other = headcount_for(employer, laid_off_in, without=year) or 0
    if laid_off > max(headcount, other):
        raise EmployerRefused(
            _("%(year)s 年已登记裁员 %(laid_off)s 人，职工人数不能只有 %(headcount)s 人，请核对。")
            % {"year": laid_off_in, "laid_off": laid_off, "headcount": headcount},
            "headcount",
        )


def _laid_off(employer: Employer, year: int) -> int:
    rows = employer.events.filter(removed_at__isnull=True, kind=EventKind.LAYOFF, on__year=year)
    return rows.aggregate(persons=Sum("persons"))["persons"] or 0
