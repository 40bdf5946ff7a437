"""A body is founded, changed, closed; people come and go. Each verb leaves one row in the log."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.bodies.models import Body, BodyMember
from cases.bodies.states import WRITERS, BodyPart, Majority
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel.attempts import set_changed
from hardship.kernel.checks import broken
from hardship.kernel.workflow import Refused, lock


class BodyRefused(Refused):
    """A write on bodies or meetings that may not be made; the message says what to do."""


@transaction.atomic
def found_body(
    *,
    union: Union,
    kind: str,
    name: str,
    document: str,
    from_on: date,
    by: User,
    until_on: date | None = None,
    majority: str = Majority.ENTITLED,
) -> Body:
    """A new body of a union. Raises BodyRefused outside the scope, and for a name that the union has."""
    require_writer(union, by)
    row = Body(
        union=union,
        kind=kind,
        name=name,
        document=document,
        from_on=from_on,
        until_on=until_on,
        majority=majority,
        changed_by=by,
    )
    _save(row)
    audit.record("body.found", target=row, by=by)
    return row


@transaction.atomic
def change_body(
    *,
    body_id: int,
    kind: str,
    name: str,
    document: str,
    from_on: date,
    by: User,
    until_on: date | None = None,
    majority: str | None = None,
) -> Body:
    """Corrects what is on record. Raises BodyRefused as `found_body` does."""
    row = lock_body(body_id, by)
    told = {"kind": kind, "name": name, "document": document, "from_on": from_on, "until_on": until_on}
    told["majority"] = majority or row.majority
    changed = set_changed(row, told)
    if changed:
        row.changed_at, row.changed_by = timezone.now(), by
        _save(row)
        audit.record("body.change", target=row, by=by, fields=changed)
    return row


@transaction.atomic
def close_body(*, body_id: int, by: User) -> Body:
    """Closed from today; its meetings stay. Raises BodyRefused while one of them is open."""
    row = lock_body(body_id, by)
    if row.meetings.filter(state__in=("called", "held")).exists():
        raise BodyRefused(_("还有没定纪要的会议，请先核对定稿或取消，再撤销。"))
    row.closed_on, row.changed_at, row.changed_by = timezone.localdate(), timezone.now(), by
    row.save(update_fields=["closed_on", "changed_at", "changed_by"])
    audit.record("body.close", target=row, by=by)
    return row


@transaction.atomic
def add_member(
    *, body_id: int, user: User | None, name: str, post: str, part: str, from_on: date, by: User
) -> BodyMember:
    """Somebody sits in it from a day on: with an account (whose name it is), or by name.

    Raises BodyRefused for neither, for a second leader and for somebody who sits there already.
    """
    body = lock_body(body_id, by)
    name = user.name if user else name
    if not name:
        raise BodyRefused(_("请选择账号，或填写姓名。"), "name")
    now = body.members.filter(until_on__isnull=True)
    if part == BodyPart.LEADER and now.filter(part=part).exists():
        raise BodyRefused(_("已有组长（主任），请先登记其卸任。"), "part")
    if (
        now.filter(user=user).exists()
        if user
        else now.filter(user__isnull=True, name=name, post=post).exists()
    ):
        raise BodyRefused(_("“%(name)s”已是成员。") % {"name": name}, "user" if user else "name")
    row = BodyMember.objects.create(body=body, user=user, name=name, post=post, part=part, from_on=from_on)
    audit.record("body.add_member", target=body, by=by, member=row.pk)
    return row


@transaction.atomic
def end_member(*, body_id: int, member_id: int, by: User) -> BodyMember:
    """Somebody sits in it no longer. Raises BodyMember.DoesNotExist for one of another body."""
    body = lock_body(body_id, by)
    row: BodyMember = lock(body.members.filter(until_on__isnull=True), member_id)
    row.until_on = max(timezone.localdate() - timedelta(days=1), row.from_on)
    row.save(update_fields=["until_on"])
    audit.record("body.end_member", target=body, by=by, member=row.pk)
    return row


def lock_body(body_id: int, by: User) -> Body:
    """The body of the person's scope that is not closed, locked."""
    rows = Body.objects.visible_to(by).filter(closed_on__isnull=True).select_related("union")
    row: Body = lock(rows, body_id)
    require_writer(row.union, by)
    return row


def require_writer(union: Union, by: User) -> None:
    """Raises BodyRefused for whoever only reads, or for a union outside the scope."""
    if not (by.has_role(*WRITERS) and by.covers([union])):
        raise BodyRefused(_("只有“%(union)s”和它上级工会的工作人员可以办理。") % {"union": union.name})


def _save(row: Body) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if broken(error) != "body_named_once_in_a_union":
            raise
        raise BodyRefused(
            _("“%(union)s”已有同名的领导小组或委员会。") % {"union": row.union.name}, "name"
        ) from error
