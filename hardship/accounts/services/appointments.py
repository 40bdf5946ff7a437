"""Who holds which role at which union, from when to when: appointed, ended, confirmed each year."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, Union, User, is_own
from hardship.accounts.rules import clash_text, days_left, exclusion_text, exclusive_pair
from hardship.accounts.selectors import list_lasting, list_overlapping, list_stood_in_for
from hardship.accounts.services.scope import AccountRefused, require_scope
from hardship.accounts.services.seconds import ask, set_second
from hardship.accounts.states import POWER, Role, Second
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.checks import broken


@transaction.atomic
def appoint(
    *,
    user: User,
    union: Union,
    role: str,
    from_on: date,
    by: User,
    until_on: date | None = None,
    document: str = "",
) -> Appointment:
    """Give a person a role at a union, theirs or another one, both ends included. One that gives power waits
    for a second person (services.seconds).

    Raises AccountRefused outside the administrator's scope (which must hold the person's home and the union),
    for oneself, for a closed union or account, for a role that is held then or excludes one that is.
    """
    require_scope(user.union, by)
    require_scope(union, by)
    _require_other(user, by)
    _require_open(user, union)
    return _appoint(
        Appointment(
            user=user, union=union, role=role, from_on=from_on, until_on=until_on, document=document,
            appointed_by=by,
        ),
        by,
    )  # fmt: skip


@transaction.atomic
def set_end(*, appointment_id: int, until_on: date | None, by: User) -> Appointment:
    """Let an appointment run until this day, or without end; returns it, or the one that goes on after it
    where it gives power: to prolong that is a new one, which waits. Raises AccountRefused."""
    row, today = _lock(appointment_id, by), timezone.localdate()
    if row.is_waiting:
        raise AccountRefused(_("这个任职还在等第二人确认；期限要改的，请撤回以后重新登记。"), "until_on")
    if row.until_on is not None and row.until_on < today:
        raise AccountRefused(_("这个岗位已经到期，任职记录不能改；要再任，请另行登记任职。"), "until_on")
    if until_on is not None and until_on < today - timedelta(days=1):
        raise AccountRefused(_("截止日期不能早于昨天：此前办的事仍由此人负责。"), "until_on")
    if row.role in POWER and row.until_on is not None and (until_on is None or until_on > row.until_on):
        return _appoint(_following(row, until_on, by), by, field="until_on")
    before, row.until_on = row.until_on, until_on
    _write(row)
    if row.role == Role.ADMINISTRATOR and until_on is not None and (before is None or until_on < before):
        cut_off(row.user, by)
    _log("user.appointment_end", row, by, until_on=_iso(until_on), before=_iso(before))
    return row


@transaction.atomic
def revoke(*, appointment_id: int, by: User) -> Appointment:
    """Take a role back at once, in every session of the person, or what waits for a second person. Raises
    AccountRefused."""
    row = _lock(appointment_id, by)
    _revoke(row, by)
    _log("user.withdraw" if row.is_waiting else "user.revoke", row, by)
    return row


@transaction.atomic
def confirm(*, user: User, by: User) -> int:
    """Confirm for this year every role that a person holds in the administrator's subtree; how many those
    are. Raises AccountRefused for oneself, and where there is none."""
    require_scope(by.union, by)
    _require_other(user, by)
    rows = Appointment.objects.visible_to(by).in_force(timezone.localdate()).filter(user=user)
    count: int = rows.update(confirmed_at=timezone.now(), confirmed_by=by)
    if not count:
        raise AccountRefused(_("此人今天没有岗位，不用确认。"))
    audit.record("user.confirm", target=user, by=by, union=by.union, kind=Kind.ACCESS, rows=count)
    return count


def carry_over(*, user: User, source: Union, target: Union, document: str, by: User | None) -> int:
    """End today what a person holds at a union, or is to hold, and give them the same at another one for the
    same days, as far as they do not hold it there; how many posts. What counts goes before what only waits
    for a second person, at whichever of the two: that keeps the days that are left. The caller is in a
    transaction, asked who may do it and writes the audit row. Raises AccountRefused for a post that excludes
    one of theirs there."""
    lasting = list(list_lasting(user, source))
    for row in lasting:
        _revoke(row, by)
    giving_way = _withdraw_waiting(user, target, lasting, by)
    held = list(list_lasting(user, target))
    for row in sorted((*lasting, *giving_way), key=lambda row: row.is_waiting):
        for begins, ends in _days_left(row, held):
            made = Appointment(
                user=user, union=target, role=row.role, from_on=begins, until_on=ends, document=document,
                **_second_of(row, by),
            )  # fmt: skip
            held.append(_write(made))
    return len(lasting)


def _withdraw_waiting(
    user: User, target: Union, lasting: Collection[Appointment], by: User | None
) -> list[Appointment]:
    """Takes back what waits at a union on days for which a post that counts comes to it; what that was."""
    counting = [row for row in lasting if not row.is_waiting]
    waiting = [row for row in list_lasting(user, target) if row.is_waiting]
    found = [row for row in waiting if _days_left(row, counting) != _days_left(row, [])]
    for row in found:
        _revoke(row, by)
        _log("user.withdraw", row, by)
    return found


def _days_left(row: Appointment, held: Collection[Appointment]) -> list[tuple[date, date | None]]:
    """The days of a post from today on, without those for which its role is among these."""
    asked = (max(row.from_on, timezone.localdate()), row.until_on)
    same = ((one.from_on, one.until_on) for one in held if one.role == row.role)
    return list(days_left(asked, same))


def _second_of(row: Appointment, by: User | None) -> dict[str, Any]:
    """Who makes the same post at another union, and how the second person stands to it: what waits, waits on
    for whoever proposed it."""
    if row.is_waiting:
        return {
            "appointed_by": row.appointed_by, "appointed_for": row.appointed_for, "second": row.second,
        }  # fmt: skip
    kept = row.is_alone or row.role not in POWER
    return {"appointed_by": by, "second": row.second if kept else Second.CARRIED}


def set_roles(
    user: User,
    roles: Collection[str],
    by: User | None,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
) -> dict[str, Any]:
    """Make these the roles that a person holds at their home union from a day (today) on; returns for the
    audit row which of the new ones wait for a second person, and which count without one. The caller is in a
    transaction, has asked for scope and writes that row. Raises AccountRefused."""
    pair = exclusive_pair(roles)
    if pair:
        raise AccountRefused(exclusion_text(pair), "roles")
    lasting = list(list_lasting(user, user.union))
    for row in lasting:  # one now and one from a day to come are two
        if row.role not in roles:
            _revoke(row, by)
    begins, told = from_on or timezone.localdate(), dict[str, Any]()
    for role in sorted(set(roles) - {row.role for row in lasting}):
        made = Appointment(
            user=user, union=user.union, role=role, from_on=begins, until_on=until_on, appointed_by=by
        )
        set_second(made)
        ask(_write(made, field="roles"), by)
        if made.is_waiting or made.is_alone:
            told.setdefault(made.second, []).append(role)
    return told


def _appoint(made: Appointment, by: User, field: str = "role") -> Appointment:
    """Writes a new appointment with what the second person is to it, tells of it and leaves its audit row."""
    set_second(made)
    _write(made, field)
    _log(
        "user.appoint", made, by, from_on=made.from_on.isoformat(), until_on=_iso(made.until_on),
        document=made.document, second=made.second,
    )  # fmt: skip
    ask(made, by)
    return made


def _following(row: Appointment, until_on: date | None, by: User) -> Appointment:
    """The appointment that goes on where this one ends."""
    begins = (row.until_on or timezone.localdate()) + timedelta(days=1)
    return Appointment(
        user=row.user, union=row.union, role=row.role, from_on=begins, until_on=until_on,
        document=row.document, appointed_by=by,
    )  # fmt: skip


def _write(row: Appointment, field: str = "role") -> Appointment:
    """Saves it unless it excludes or repeats what the person holds in that time."""
    if row.until_on is not None and row.until_on < row.from_on:
        raise AccountRefused(_("截止日期早于起始日期，请核对。"), "until_on")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=row.user_id)
    others = [*list_overlapping(row), *list_stood_in_for(row)]
    if any((other.union_id, other.role) == (row.union_id, row.role) for other in others):
        raise AccountRefused(_("此人这段时间在这个工会已经任这个岗位。"), field)
    here = {row.role, *(other.role for other in others if other.union_id == row.union_id)}
    pair = exclusive_pair(here, {other.role for other in others if other.union_id != row.union_id})
    if pair:
        held = next(other for other in others if other.role in pair[:2] and other.role != row.role)
        words = {"name": row.user.name, "held": held.role, "where": held.union.name}
        raise AccountRefused(clash_text(pair, **words), field)
    with _refusing_what_the_database_refuses(field):
        row.save()
    return row


@contextmanager
def _refusing_what_the_database_refuses(field: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not broken(error).startswith("appointment_"):
            raise
        raise AccountRefused(_("与此人已有的任职冲突，请重新打开，看最新情况。"), field) from error


def cut_off(user: User, by: User) -> None:
    """Keeps who closed the account of somebody or changed how long they hold a post: whoever did that needs a
    second person all the same (selectors.list_kept_away)."""
    user.cut_off_at, user.cut_off_by = timezone.now(), by
    user.save(update_fields=["cut_off_at", "cut_off_by"])


def _revoke(row: Appointment, by: User | None) -> None:
    row.revoked_at, row.revoked_by = timezone.now(), by
    row.save(update_fields=["revoked_at", "revoked_by"])


def _lock(appointment_id: int, by: User) -> Appointment:
    """An appointment of the scope that may still be changed."""
    rows = Appointment.objects.visible_to(by).select_related("user__union", "union")
    row: Appointment = rows.select_for_update(of=("self",)).get(pk=appointment_id)
    require_scope(row.union, by)
    _require_other(row.user, by)
    if row.revoked_at is not None:
        raise AccountRefused(_("这个岗位已经免去，请重新打开，看最新情况。"))
    return row


def _require_other(user: User, by: User) -> None:
    if is_own(user, by):
        raise AccountRefused(_("不能修改自己的任职，请由上级管理员办理。"))


def _require_open(user: User, union: Union) -> None:
    if not user.is_active:
        raise AccountRefused(_("此人的账号已停用，请先启用账号。"))
    if union.closed_on is not None:
        raise AccountRefused(_("“%(union)s”已撤销，不能任职。") % {"union": union.name}, "union")


def _log(action: str, row: Appointment, by: User | None, **data: str) -> None:
    told: dict[str, Any] = {"role": row.role, "at_union": row.union.code, **data}
    audit.record(action, target=row.user, by=by, union=row.union, kind=Kind.ACCESS, **told)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
