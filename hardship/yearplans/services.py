"""Writes of the year's plan: put down, changed, done or dropped; taken from the guide or from last year."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel.attempts import set_changed
from hardship.kernel.workflow import Refused
from hardship.messaging import services as messaging
from hardship.yearplans.models import YearEntry
from hardship.yearplans.rules import a_year_later, days_of
from hardship.yearplans.selectors import list_entries, list_people, list_proposals
from hardship.yearplans.states import MOST_DAYS, WRITERS, State

GIVEN = "yearplans.given"


class YearPlanRefused(Refused):
    """A write on the year's plan that may not be made; the message says what to do."""


def write_blocker(union: Union, by: User) -> str:
    """Why somebody does not put down what a union does in a year, or ''."""
    if by.has_role(*WRITERS) and by.union_id == union.pk:
        return ""
    return _("由本工会的经办人、部门负责人或审核人安排。")


def end_blocker(entry: YearEntry, by: User) -> str:
    """Why somebody does not say what came of a matter, or ''."""
    if not entry.is_open:
        return _("这项工作已经办结，不再改动。")
    if by.union_id == entry.union_id and entry.responsible_id in people_of(by):
        return ""
    return write_blocker(entry.union, by)


@transaction.atomic
def add_entry(
    *,
    uid: UUID,
    title: str,
    begins_on: date,
    ends_on: date,
    by: User,
    responsible: User | None = None,
    place: str = "",
    note: str = "",
) -> YearEntry:
    """Put down a matter of the union where somebody works; a form that is sent twice (`uid`) puts down one.
    Raises YearPlanRefused."""
    _require(write_blocker(by.union, by))
    if (sent := YearEntry.objects.filter(uid=uid, made_by=by).first()) is not None:
        return sent
    told = {"title": title, "begins_on": begins_on, "ends_on": ends_on, "place": place, "note": note}
    _check(by.union, begins_on, ends_on, responsible)
    entry = YearEntry.objects.create(uid=uid, union=by.union, made_by=by, responsible=responsible, **told)
    audit.record("year_entry.add", target=entry, by=by, year=entry.year)
    _tell(entry, by)
    return entry


@transaction.atomic
def change_entry(*, entry_id: int, by: User, **told: Any) -> YearEntry:
    """Change what was put down, while it is open. Raises YearPlanRefused, or DoesNotExist out of scope."""
    entry = _lock(entry_id, by)
    _require(write_blocker(entry.union, by))
    if not entry.is_open:
        raise YearPlanRefused(_("这项工作已经办结，不再改动。"))
    _check(entry.union, told["begins_on"], told["ends_on"], told["responsible"])
    changed = set_changed(entry, told)
    if changed:
        entry.save(update_fields=changed)
        audit.record("year_entry.change", target=entry, by=by, fields=sorted(changed))
    if "responsible" in changed:
        _tell(entry, by)
    return entry


@transaction.atomic
def end_entry(*, entry_id: int, is_done: bool, result: str, by: User) -> YearEntry:
    """Say what came of a matter: it is done, or it is not done at all and why. Only whoever puts matters down
    drops one. Raises YearPlanRefused, or DoesNotExist out of scope."""
    entry = _lock(entry_id, by)
    _require(end_blocker(entry, by))
    if not is_done:
        _require(write_blocker(entry.union, by))
    if not result.strip():
        raise YearPlanRefused(_("请写明完成情况；不办的写明原因。"), "result")
    entry.state = State.DONE if is_done else State.DROPPED
    entry.result, entry.ended_at, entry.ended_by = result.strip(), timezone.now(), by
    entry.ended_for = stood_in_for(by)
    entry.save(update_fields=["state", "result", "ended_at", "ended_by", "ended_for"])
    audit.record("year_entry.done" if is_done else "year_entry.drop", target=entry, by=by)
    return entry


@transaction.atomic
def take_guide(*, year: int, by: User) -> int:
    """Put down what the guide says of the months of a year that are not over for the posts of the union; what
    was put down before stays as it is. Returns how many matters are new. Raises YearPlanRefused."""
    _require(write_blocker(by.union, by))
    rows = [
        {
            "title": str(one.work.text), "begins_on": begins_on, "ends_on": ends_on, "place": one.place,
            "origin": f"{year}/{one.origin}", "responsible": _only_one(by.union, one.work.roles),
        }
        for one in list_proposals(by.union)
        for begins_on, ends_on in [days_of(year, one.run)]
        if ends_on >= timezone.localdate()
    ]  # fmt: skip
    return _add_new(rows, year, by, "year_entry.take_guide")


@transaction.atomic
def copy_year(*, year: int, by: User) -> int:
    """Put down once more in the next year what a union had put down for `year` and did not drop; who does not
    work there any more sees to nothing. Returns how many matters are new. Raises YearPlanRefused."""
    _require(write_blocker(by.union, by))
    there = set(list_people(by.union).values_list("pk", flat=True))
    kept = list_entries(by).filter(union=by.union_id, begins_on__year=year).exclude(state=State.DROPPED)
    rows = [
        {
            "title": one.title, "begins_on": a_year_later(one.begins_on), "place": one.place,
            "ends_on": a_year_later(one.ends_on), "note": one.note, "origin": _origin_after(one),
            "responsible": one.responsible if one.responsible_id in there else None,
        }
        for one in kept
    ]  # fmt: skip
    return _add_new(rows, year + 1, by, "year_entry.copy_year")


def _origin_after(entry: YearEntry) -> str:
    """What comes from the guide comes from the same line of it in the next year."""
    year, _slash, line = entry.origin.partition("/")
    return f"{int(year) + 1}/{line}" if line else f"{entry.year + 1}/{entry.uid}"


def _add_new(rows: Iterable[Mapping[str, Any]], year: int, by: User, action: str) -> int:
    Union.objects.select_for_update(no_key=True).get(pk=by.union_id)  # the second of two finds nothing new
    there = set(YearEntry.objects.filter(union=by.union_id).values_list("origin", flat=True))
    new = [row for row in rows if row["origin"] not in there]
    for row in new:
        YearEntry.objects.create(union=by.union, made_by=by, **row)
    if new:
        audit.record(action, target=None, by=by, union=by.union, year=year, count=len(new))
    return len(new)


def _only_one(union: Union, roles: Iterable[str]) -> User | None:
    """Who holds one of these posts, where it is one person."""
    people = list(User.objects.holding(*roles, union=union.pk)[:2]) if roles else []
    return people[0] if len(people) == 1 else None


def _check(union: Union, begins_on: date, ends_on: date, responsible: User | None) -> None:
    if ends_on < begins_on:
        raise YearPlanRefused(_("完成期限不能早于开始日期。"), "ends_on")
    if (ends_on - begins_on).days > MOST_DAYS:
        raise YearPlanRefused(_("一项工作最长一年，请分成几项。"), "ends_on")
    if responsible is not None and not list_people(union).filter(pk=responsible.pk).exists():
        raise YearPlanRefused(_("责任人要在本工会任职，请重新选择。"), "responsible")


def _tell(entry: YearEntry, by: User) -> None:
    if entry.responsible is not None and entry.responsible_id not in people_of(by):
        messaging.send(GIVEN, about=entry, union=entry.union, to=entry.responsible, by=by)


def _lock(entry_id: int, by: User) -> YearEntry:
    rows = YearEntry.objects.visible_to(by).select_related("union").select_for_update(of=("self",))
    entry: YearEntry = rows.get(pk=entry_id)
    return entry


def _require(why: str) -> None:
    if why:
        raise YearPlanRefused(why)
