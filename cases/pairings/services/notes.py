"""What was done for a household, by word of the helper or by a home visit; a year's target and its result."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.giving.selectors.deeds import find_deed
from cases.pairings.models import Pairing, PairingNote, PairingYear
from cases.pairings.rules import next_visit
from cases.pairings.selectors.pairings import WITH, judge_blocker, list_given, not_own, note_blocker
from cases.pairings.selectors.terms import Book
from cases.pairings.services.pairings import PairingRefused, lock_pairing
from cases.pairings.states import State, Way
from cases.visits.models import HomeVisit
from cases.visits.selectors import RECORDED
from cases.visits.states import VisitMode
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow


@dataclass(frozen=True)
class Given:
    """What the family got with it: `deed` names what came through the union ("kind|key"), the rest is the
    helper's own."""

    deed: str = ""
    own_yuan: Decimal | None = None
    own_goods: str = ""


@transaction.atomic
def note(
    *, pairing_id: int, on: date, way: str, text: str, by: User, given: Given | None = None
) -> PairingNote:
    """What was done on a day: by the helper, or by a clerk of the household's union. Raises PairingRefused
    for a day before the pairing began or after today, and for a deed that is none of this family's."""
    row, given = lock_pairing(pairing_id, by), given or Given()
    if why := note_blocker(row, by):
        raise PairingRefused(why)
    _require_day(row, on)
    kind, key, title = _find(row, given.deed)
    made: PairingNote = PairingNote.objects.create(
        pairing=row, on=on, way=way, text=text, deed_kind=kind, deed_key=key, given=title,
        own_yuan=given.own_yuan, own_goods=given.own_goods, by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
    fix_next_visit(row)
    audit.record("pairing.note", target=row, by=by, note=made.pk, way=way, on=on.isoformat())
    return made


@RECORDED.add("pairings.notes")
def note_visit(visit: HomeVisit, by: User) -> None:
    """A home visit at which the helper of a running pairing was is a note of it: told by the account, by name
    where the helper has none. A visit that it corrects counts no more."""
    _forget(visit.corrects_id)
    if visit.mode == VisitMode.VIDEO:
        return
    visitors = list(visit.visitors.all())
    users = {one.user_id for one in visitors if one.user_id is not None}
    names = {one.name for one in visitors}
    rows = Pairing.objects.filter(
        Q(helper__user__in=users) | Q(helper__user__isnull=True, helper__name__in=names),
        household=visit.household_id, state=State.RUNNING, begun_on__lte=visit.visited_on,
    )  # fmt: skip
    way = Way.AT_HOME if visit.mode == VisitMode.AT_HOME else Way.PHONE
    for row in rows.select_related(*WITH).select_for_update(of=("self",)).order_by("pk"):
        made = PairingNote.objects.create(
            pairing=row, on=visit.visited_on, way=way, text=_("入户调查：%(found)s") % {
                "found": visit.get_conclusion_display()
            }, visit=visit, by=by, stood_in_for=stood_in_for(by),
        )  # fmt: skip
        fix_next_visit(row)
        audit.record("pairing.note", target=row, by=by, note=made.pk, way=way, visit=visit.pk)


@transaction.atomic
def set_target(
    *, pairing_id: int, year: int, target: str, by: User, target_income: Decimal | None = None
) -> PairingYear:
    """What a pairing is to reach in a year, by a clerk of the household's union. Raises PairingRefused unless
    the pairing runs, and once the year is judged."""
    row = lock_pairing(pairing_id, by)
    if why := not_own(row.household, by):
        raise PairingRefused(why)
    if not row.is_running:
        words = {"state": row.get_state_display()}
        raise PairingRefused(_("结对中的才能定目标，这一对现在是“%(state)s”。") % words)
    found = row.years.filter(year=year).first() or PairingYear(pairing=row, year=year)
    if found.effect:
        raise PairingRefused(_("%(year)s 年已经评定，目标不能再改。") % {"year": year}, "year")
    found.target, found.target_income = target, target_income
    found.set_at, found.set_by, found.set_for = timezone.now(), by, stood_in_for(by)
    found.save()
    audit.record("pairing.target", target=row, by=by, year=year)
    return found


@transaction.atomic
def judge_year(
    *, pairing_id: int, year: int, effect: str, result: str, by: User, income: Decimal | None = None
) -> PairingYear:
    """What came of a year, by a reviewer who set no target of it and is not the helper. Raises PairingRefused
    for a year without a target, one that still runs, and one that was judged."""
    row = lock_pairing(pairing_id, by)
    if why := workflow.of_both(lambda person: judge_blocker(row, person), by):
        raise PairingRefused(why)
    found = row.years.filter(year=year).first()
    if found is None:
        raise PairingRefused(_("%(year)s 年没有定目标，请经办人先定目标。") % {"year": year}, "year")
    if found.effect:
        raise PairingRefused(_("%(year)s 年已经评定。") % {"year": year}, "year")
    if not _is_over(row, year):
        raise PairingRefused(_("%(year)s 年还没有过完，过完再评定。") % {"year": year}, "year")
    if {found.set_by_id, found.set_for_id} & people_of(by):
        raise PairingRefused(_("目标是您定的，请由另一位审核人评定。"))
    found.effect, found.result, found.income = effect, result, income
    found.judged_at, found.judged_by, found.judged_for = timezone.now(), by, stood_in_for(by)
    found.save()
    audit.record("pairing.judge", target=row, by=by, year=year, effect=effect)
    return found


def fix_next_visit(row: Pairing, book: Book | None = None) -> bool:
    """Works out anew until when the next visit is due, after a note or by another rule; whether it moved. Who
    gives a book for many rows has their notes fetched as well."""
    assert row.begun_on is not None  # noqa: S101 (pairing_runs_since_a_day)
    notes = row.notes.select_related("visit__correction") if book is None else row.notes.all()
    visits = (book or Book()).of(row.household).visits
    due_on = next_visit(row.begun_on, visits, [one.on for one in notes if one.counts])
    if due_on == row.next_visit_on:
        return False
    row.next_visit_on = due_on
    row.save(update_fields=["next_visit_on"])
    return True


def _is_over(row: Pairing, year: int) -> bool:
    """Whether a year of a pairing is over: by the calendar, or because the pairing is."""
    return year < timezone.localdate().year or (row.ended_on is not None and year <= row.ended_on.year)


def _forget(visit_id: int | None) -> None:
    """The next visit anew of pairings that counted a visit which was corrected."""
    rows = Pairing.objects.filter(state=State.RUNNING, notes__visit__isnull=False, notes__visit=visit_id)
    for row in rows.select_related(*WITH).select_for_update(of=("self",)).order_by("pk"):
        fix_next_visit(row)


def _require_day(row: Pairing, on: date) -> None:
    if on > timezone.localdate():
        raise PairingRefused(_("日期不能晚于今天。"), "on")
    if row.begun_on is not None and on < row.begun_on:
        raise PairingRefused(
            _("%(day)s 才开始结对，以前的不登记在这里。") % {"day": row.begun_on.isoformat()}, "on"
        )


def _find(row: Pairing, name: str) -> tuple[str, str, str]:
    """Kind, key and title of what came through the union; empty for nothing."""
    if not name:
        return "", "", ""
    found = find_deed(row.household, row.begun_on or row.from_on, name)
    if found is None or name not in dict(list_given(row)):
        raise PairingRefused(_("这不是结对以后工会为这户发放的帮扶，请重新选择。"), "deed")
    return found
