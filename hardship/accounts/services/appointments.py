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
    """Give a person a role at a union, theirs or another one, both ends included.

    Raises AccountRefused outside the administrator's scope (which must hold the person's home and the union),
    for oneself, for a closed union or account, for a role that is held then or excludes one that is.
    """
    require_scope(user.union, by)
    require_scope(union, by)
    _require_other(user, by)
    _require_open(user, union)
    made = _write(
        Appointment(
            user=user, union=union, role=role, from_on=from_on, until_on=until_on, document=document,
            appointed_by=by,
        )
    )  # fmt: skip
    _log("user.appoint", made, by, from_on=from_on.isoformat(), until_on=_iso(until_on), document=document)
    return made


@transaction.atomic
def set_end(*, appointment_id: int, until_on: date | None, by: User) -> Appointment:
    """Let an appointment run until this day, or without end. Raises AccountRefused."""
    row, today = _lock(appointment_id, by), timezone.localdate()
    if row.until_on is not None and row.until_on < today:
        raise AccountRefused(_("这个岗位已经到期，任职记录不能改；要再任，请另行登记任职。"), "until_on")
    if until_on is not None and until_on < today - timedelta(days=1):
        raise AccountRefused(_("截止日期不能早于昨天：此前办的事仍由此人负责。"), "until_on")
    before, row.until_on = row.until_on, until_on
    _write(row)
    _log("user.appointment_end", row, by, until_on=_iso(until_on), before=_iso(before))
    return row


@transaction.atomic
def revoke(*, appointment_id: int, by: User) -> Appointment:
    """Take a role back at once, in every session of the person. Raises AccountRefused."""
    row = _lock(appointment_id, by)
    _revoke(row, by)
    _log("user.revoke", row, by)
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
    same days, as far as they do not hold it there; how many posts. The caller is in a transaction, asked who
    may do it and writes the audit row. Raises AccountRefused for a post that excludes one of theirs there."""
    lasting = list(list_lasting(user, source))
    for row in lasting:
        _revoke(row, by)
    held = list(list_lasting(user, target))
    for row in lasting:
        asked = (max(row.from_on, timezone.localdate()), row.until_on)
        there = ((one.from_on, one.until_on) for one in held if one.role == row.role)
        for begins, ends in days_left(asked, there):
            _write(
                Appointment(
                    user=user, union=target, role=row.role, from_on=begins, until_on=ends, document=document,
                    appointed_by=by,
                )
            )  # fmt: skip
    return len(lasting)


def set_roles(
    user: User,
    roles: Collection[str],
    by: User | None,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
) -> None:
    """Make these the roles that a person holds at their home union from a day (today) on. The caller is in a
    transaction, has asked for scope and writes the audit row. Raises AccountRefused."""
    pair = exclusive_pair(roles)
    if pair:
        raise AccountRefused(exclusion_text(pair), "roles")
    lasting = list(list_lasting(user, user.union))
    for row in lasting:  # one now and one from a day to come are two
        if row.role not in roles:
            _revoke(row, by)
    begins = from_on or timezone.localdate()
    for role in sorted(set(roles) - {row.role for row in lasting}):
        _write(
            Appointment(
                user=user, union=user.union, role=role, from_on=begins, until_on=until_on, appointed_by=by
            ),
            field="roles",
        )


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


def _log(action: str, row: Appointment, by: User, **data: str) -> None:
    told: dict[str, Any] = {"role": row.role, "at_union": row.union.code, **data}
    audit.record(action, target=row.user, by=by, union=row.union, kind=Kind.ACCESS, **told)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
