"""第二人确认: an appointment that gives power counts once a second administrator has confirmed it.

Where nobody else could (the first administrator of a house, a union with one and none above), it counts at
once and says so for ever; unless the maker themselves kept those who could from it a short while ago.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, User, stood_in_for
from hardship.accounts.selectors import list_kept_away, list_seconders, list_to_second
from hardship.accounts.services.scope import AccountRefused, require_scope
from hardship.accounts.states import POWER, Second
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.registry import Registry
from hardship.kernel.workflow import Refused

SECONDING: Registry[Callable[[Appointment, User], None]] = Registry(
    "accounts.seconding", "Who is told that an appointment waits for a second person (ask) and of the answer."
)


def set_second(row: Appointment) -> None:
    """Sets on a new appointment whether it waits for a second person; one by the machine does not."""
    if row.appointed_by is None or row.role not in POWER:
        return
    row.appointed_for = stood_in_for(row.appointed_by)
    is_for_another = list_seconders(row).exists() or list_kept_away(row).exists()
    row.second = Second.WAITING if is_for_another else Second.ALONE


def ask(row: Appointment, by: User | None) -> None:
    """Tells those who can confirm an appointment that it waits, if it does."""
    if row.is_waiting and by is not None:
        SECONDING["ask"](row, by)


@transaction.atomic
def give_second(*, appointment_id: int, by: User) -> Appointment:
    """The second person agrees: from now on the appointment counts. Raises AccountRefused for whoever is no
    second person to it (`list_to_second`), for one that waits no more, is over, or is of a closed account or
    union; Appointment.DoesNotExist outside the scope."""
    row = _lock(appointment_id, by)
    _require_use(row)
    _decide(row, Second.GIVEN, by)
    return row


@transaction.atomic
def refuse_second(*, appointment_id: int, reason: str, by: User) -> Appointment:
    """The second person does not agree: it never counts. Raises as `give_second`, and without a reason."""
    row = _lock(appointment_id, by)
    row.second_reason = reason.strip()
    if not row.second_reason:
        raise AccountRefused(_("请写明不同意的原因。"), "reason")
    row.revoked_at, row.revoked_by = timezone.now(), by
    _decide(row, Second.REFUSED, by)
    return row


@dataclass
class Seconded:
    """What became of many: those confirmed, and those that could not be, each with its sentence."""

    done: list[Appointment] = field(default_factory=list)
    refused: list[tuple[Appointment, str]] = field(default_factory=list)


def give_seconds(*, ids: Collection[int], by: User) -> Seconded:
    """`give_second` for each of these, in a transaction of its own; those that are not theirs to confirm are
    passed over."""
    outcome = Seconded()
    for row in list_to_second(by).filter(pk__in=ids):
        try:
            outcome.done.append(give_second(appointment_id=row.pk, by=by))
        except Refused as refusal:
            outcome.refused.append((row, str(refusal)))
    return outcome


def _lock(appointment_id: int, by: User) -> Appointment:
    rows = Appointment.objects.visible_to(by).select_related("user__union", "union")
    row: Appointment = rows.select_for_update(of=("self",)).get(pk=appointment_id)
    require_scope(row.union, by)
    if not row.is_waiting or row.revoked_at is not None:
        raise AccountRefused(_("这个任职已经不等确认，请重新打开，看最新情况。"))
    if not list_to_second(by).filter(pk=row.pk).exists():
        raise AccountRefused(
            _(
                "办理人、任职的本人和他们的代办人不能作第二人确认，办理人近 30 天内重设过密码、"
                "安排来代办的人也不能，请另一位管理员办理。"
            )
        )
    return row


def _require_use(row: Appointment) -> None:
    if row.until_on is not None and row.until_on < timezone.localdate():
        raise AccountRefused(_("任职期限已过，不用再确认；仍要任职的，请重新登记。"))
    if not row.user.is_active:
        raise AccountRefused(_("此人的账号已停用，请先启用账号。"))
    if row.union.closed_on is not None:
        raise AccountRefused(_("“%(union)s”已撤销，不能任职。") % {"union": row.union.name})


def _decide(row: Appointment, second: Second, by: User) -> None:
    row.second, row.seconded_at = second, timezone.now()
    row.seconded_by, row.seconded_for = by, stood_in_for(by)
    row.save(
        update_fields=[
            "second", "seconded_at", "seconded_by", "seconded_for", "second_reason", "revoked_at",
            "revoked_by",
        ]
    )  # fmt: skip
    action = "user.second" if second == Second.GIVEN else "user.second_refuse"
    audit.record(
        action, target=row.user, by=by, union=row.union, kind=Kind.ACCESS, role=row.role,
        at_union=row.union.code,
    )  # fmt: skip
    SECONDING["answer"](row, by)
