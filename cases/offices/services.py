"""Writes on offices and on who answers first; each verb is one transaction and one row in the log."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.offices.models import FirstResponsible, Office, OfficeStaff, StandardCheck
from cases.offices.selectors import list_correctable
from cases.offices.states import WRITERS, OfficeKind
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel.attempts import set_changed
from hardship.kernel.workflow import Refused, lock

DAYS_AHEAD = 366  # an appointment is entered at most a year before it begins


class OfficeRefused(Refused):
    """A write on offices that may not be made; the message says what to do."""


@transaction.atomic
def open_office(
    *,
    union: Union,
    kind: str,
    name: str,
    address: str,
    telephone: str,
    hours: str,
    functions: Sequence[str],
    by: User,
) -> Office:
    """A new office. Raises OfficeRefused outside the scope, and for a second centre of a union."""
    _require_writer(union, by)
    _lock_union(union)
    _require_one_centre(union, kind, 0)
    office = Office.objects.create(
        union=union,
        kind=kind,
        name=name,
        address=address,
        telephone=telephone,
        hours=hours,
        functions=list(functions),
        changed_by=by,
    )
    audit.record("office.open", target=office, by=by)
    return office


@transaction.atomic
def change_office(
    *,
    office_id: int,
    kind: str,
    name: str,
    address: str,
    telephone: str,
    hours: str,
    functions: Sequence[str],
    by: User,
) -> Office:
    """Another telephone, address, name. Raises OfficeRefused as `open_office` does."""
    office = _lock(office_id, by)
    _lock_union(office.union)
    _require_one_centre(office.union, kind, office.pk)
    told = {
        "kind": kind, "name": name, "address": address, "telephone": telephone, "hours": hours,
        "functions": list(functions),
    }  # fmt: skip
    changed = set_changed(office, told)
    if changed:
        office.changed_at, office.changed_by = timezone.now(), by
        office.save(update_fields=[*changed, "changed_at", "changed_by"])
        audit.record("office.change", target=office, by=by, fields=changed)
    return office


@transaction.atomic
def close_office(*, office_id: int, by: User) -> Office:
    """Closed from today: no paper names it any more."""
    office = _lock(office_id, by)
    office.closed_on, office.changed_at, office.changed_by = timezone.localdate(), timezone.now(), by
    office.save(update_fields=["closed_on", "changed_at", "changed_by"])
    audit.record("office.close", target=office, by=by)
    return office


@transaction.atomic
def add_staff(*, office_id: int, name: str, post: str, from_on: date, by: User) -> OfficeStaff:
    """Somebody works there from a day on. Raises OfficeRefused for a day to come."""
    office = _lock(office_id, by)
    if from_on > timezone.localdate():
        raise OfficeRefused(_("到岗日期不能晚于今天，到岗以后再登记。"), "from_on")
    row = OfficeStaff.objects.create(office=office, name=name, post=post, from_on=from_on)
    audit.record("office.add_staff", target=office, by=by, staff=row.pk)
    return row


@transaction.atomic
def end_staff(*, office_id: int, staff_id: int, by: User) -> OfficeStaff:
    """Somebody works there no longer. Raises OfficeStaff.DoesNotExist for one of another office."""
    office = _lock(office_id, by)
    row: OfficeStaff = lock(office.staff.filter(until_on__isnull=True), staff_id)
    row.until_on = max(timezone.localdate() - timedelta(days=1), row.from_on)
    row.save(update_fields=["until_on"])
    audit.record("office.end_staff", target=office, by=by, staff=row.pk)
    return row


@transaction.atomic
def record_check(*, office_id: int, on: date, met: Sequence[str], by: User, note: str = "") -> StandardCheck:
    """What there was of the standard on a day. Raises OfficeRefused for a day to come."""
    office = _lock(office_id, by)
    if on > timezone.localdate():
        raise OfficeRefused(_("检查日期不能晚于今天，请核对。"), "on")
    row = StandardCheck.objects.create(office=office, on=on, met=list(met), note=note, noted_by=by)
    audit.record("office.check", target=office, by=by, check=row.pk, met=len(row.met))
    return row


@transaction.atomic
def appoint(*, union: Union, name: str, post: str, from_on: date, by: User) -> FirstResponsible:
    """Who answers first for this union's families from a day on; whoever did so before ends the day before.

    Raises OfficeRefused outside the scope, for a day that is not after the last appointment, and for one more
    than a year ahead, which would leave no day to whoever comes next.
    """
    _require_writer(union, by)
    _require_near(from_on)
    _lock_union(union)
    last = FirstResponsible.objects.filter(union=union).order_by("-from_on").first()
    if last and from_on <= last.from_on:
        raise OfficeRefused(
            _("现任“%(who)s”自 %(on)s 起，新任的开始日期要晚于这一天。")
            % {"who": last.name, "on": last.from_on.isoformat()},
            "from_on",
        )
    FirstResponsible.objects.filter(union=union, until_on__isnull=True).update(
        until_on=from_on - timedelta(days=1)
    )
    row = FirstResponsible.objects.create(union=union, name=name, post=post, from_on=from_on, noted_by=by)
    audit.record("responsible.appoint", target=row, by=by, from_on=from_on.isoformat())
    return row


@transaction.atomic
def correct_responsible(*, responsible_id: int, name: str, post: str, by: User) -> FirstResponsible:
    """Name and post as they should have been written, of whoever is in post or comes next.

    Raises FirstResponsible.DoesNotExist outside the scope and for one whose time is over.
    """
    rows = list_correctable(by).select_related("union")
    row: FirstResponsible = lock(rows, responsible_id)
    _require_writer(row.union, by)
    changed = set_changed(row, {"name": name, "post": post})
    if changed:
        row.save(update_fields=changed)
        audit.record("responsible.correct", target=row, by=by, fields=changed)
    return row


def _lock_union(union: Union) -> None:
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)


def _require_near(from_on: date) -> None:
    latest = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    if from_on > latest:
        raise OfficeRefused(
            _("开始日期 %(on)s 在一年以后，请核对年份；最晚填 %(latest)s。")
            % {"on": from_on.isoformat(), "latest": latest.isoformat()},
            "from_on",
        )


def _lock(office_id: int, by: User) -> Office:
    rows = Office.objects.visible_to(by).filter(closed_on__isnull=True).select_related("union")
    office: Office = lock(rows, office_id)
    _require_writer(office.union, by)
    return office


def _require_writer(union: Union, by: User) -> None:
    if not (by.has_role(*WRITERS) and by.covers([union])):
        raise OfficeRefused(
            _("只有“%(union)s”和它上级工会的经办人、审核人、管理员可以办理。") % {"union": union.name}
        )


def _require_one_centre(union: Union, kind: str, own: int) -> None:
    centres = Office.objects.filter(union=union, kind=OfficeKind.CENTRE, closed_on__isnull=True)
    if kind == OfficeKind.CENTRE and centres.exclude(pk=own).exists():
        raise OfficeRefused(
            _("“%(union)s”已有帮扶中心，其余的登记为帮扶站。") % {"union": union.name}, "kind"
        )
