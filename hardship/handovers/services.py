"""Writes of hand-overs: offered by the giver, their head or administrator; received by whom they are for."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.services.scope import is_keeper
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.handovers.models import Handover, HandoverItem
from hardship.handovers.selectors import (
    HOLDINGS,
    Holding,
    held_at,
    item_blocker,
    list_held,
    list_receivers,
    list_waiting,
)
from hardship.handovers.states import HandoverState
from hardship.kernel import workflow
from hardship.messaging import services as messaging

OFFER, ANSWER = "handovers.offer", "handovers.answer"


class HandoverRefused(workflow.Refused):
    """A hand-over that may not be made or answered."""


def hand_blocker(giver: User, union: Union, by: User) -> str:
    """Why somebody may not hand over what a person has in hand at a union, or ''."""
    if by.stands_for is not None:
        return _("代办期间不能办移交，请先回到您本人的岗位。")
    is_head = by.has_role(Role.DEPARTMENT) and by.union_id == union.pk
    if by.pk == giver.pk or is_head or is_keeper(union, by):
        return ""
    return _("只有移交的本人、本工会的部门负责人和管理员可以办移交。")


@transaction.atomic
def hand_over(
    *, giver: User, union: Union, to: User, kinds: Collection[str], reason: str, by: User
) -> Handover:
    """Offer what a person has in hand at a union, of some kinds, to a colleague. What that colleague may not
    have is listed with the reason and stays.

    Raises HandoverRefused for whoever may not do it, a colleague without a post there, and nothing to hand
    over.
    """
    _require(hand_blocker(giver, union, by))
    if not list_receivers(giver, union, by).filter(pk=to.pk).exists():
        raise HandoverRefused(_("请选择在这个工会任职的另一位同事。"), "to")
    found = [one for one in list_held(giver, union) if one.kind in kinds]
    if not found:
        raise HandoverRefused(_("选中的几类里没有要移交的，请重新选择。"), "kinds")
    made = Handover.objects.create(
        union=union, giver=giver, to=to, reason=reason.strip(), made_by=by,
        waiting=list_waiting(giver, to, union),
    )  # fmt: skip
    taking = to.at(union)
    HandoverItem.objects.bulk_create(
        HandoverItem(
            handover=made, kind=one.kind, key=str(row.pk), name=one.holding.name(row)[:120],
            left=item_blocker(one.holding, row, taking)[:200],
        )
        for one in found
        for row in one.rows
    )  # fmt: skip
    audit.record(
        "handover.offer", target=made, by=by, giver=giver.pk, to=to.pk,
        kinds={one.kind: len(one.rows) for one in found},
    )  # fmt: skip
    messaging.send(OFFER, about=made, union=union, to=to, by=by)
    return made


@transaction.atomic
def receive(*, handover_id: int, by: User) -> Handover:
    """Take in hand what was offered; what changed meanwhile stays, with the reason. One row of the log for
    each kind. Raises HandoverRefused for anybody but the receiver, Handover.DoesNotExist out of scope."""
    handover = _lock(handover_id, by)
    _require(answer_blocker(handover, by))
    _answer(handover, HandoverState.RECEIVED, by)
    to = by.at(handover.union)
    waiting = list(handover.items.filter(left="").order_by("pk"))
    for kind in dict.fromkeys(item.kind for item in waiting):
        items = [item for item in waiting if item.kind == kind]
        moved = _move(handover, HOLDINGS[kind], items, to)
        audit.record(
            "handover.receive", target=handover, by=by, item_kind=kind, moved=moved,
            left=len(items) - moved,
        )  # fmt: skip
    messaging.send(ANSWER, about=handover, union=handover.union, to=handover.giver, by=by)
    return handover


@transaction.atomic
def decline(*, handover_id: int, note: str, by: User) -> Handover:
    """Leave everything where it is, for a reason. Raises as `receive` does."""
    handover = _lock(handover_id, by)
    _require(answer_blocker(handover, by))
    if not note.strip():
        raise HandoverRefused(_("请写明不接收的原因。"), "note")
    handover.note = note.strip()
    _answer(handover, HandoverState.DECLINED, by)
    audit.record("handover.decline", target=handover, by=by)
    messaging.send(ANSWER, about=handover, union=handover.union, to=handover.made_by, by=by)
    return handover


@transaction.atomic
def withdraw(*, handover_id: int, by: User) -> Handover:
    """Take back what was not answered yet, by whoever may hand over. Raises as `receive` does."""
    handover = _lock(handover_id, by)
    _require(hand_blocker(handover.giver, handover.union, by) or _answered(handover))
    _answer(handover, HandoverState.WITHDRAWN, by)
    audit.record("handover.withdraw", target=handover, by=by)
    return handover


def answer_blocker(handover: Handover, by: User) -> str:
    """Why somebody may not receive or decline a hand-over, or ''."""
    if by.stands_for is not None:
        return _("代办期间不能接收移交，请先回到您本人的岗位。")
    if by.pk != handover.to_id:
        return _("这次移交由“%(name)s”本人确认。") % {"name": handover.to.name}
    return _answered(handover)


def _answered(handover: Handover) -> str:
    return "" if handover.is_offered else _("这次移交已经有了答复，请重新打开，看最新状态。")


def _move(handover: Handover, holding: Holding, items: list[HandoverItem], to: User) -> int:
    """Gives the receiver what is still in the giver's hand; how many those are. First the rows are locked:
    whose hand they are in is also said by other rows, which a lock does not read anew."""
    keys = [int(item.key) for item in items]
    list(holding.rows().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)))
    rows = held_at(items[0].kind, holding, handover.giver, handover.union)
    held = {str(row.pk): row for row in rows.filter(pk__in=keys)}
    for item in items:
        item.left = _take(holding, held.get(item.key), to)[:200]
        item.is_moved = not item.left
        item.save(update_fields=["left", "is_moved"])
    return sum(1 for item in items if not item.left)


def _take(holding: Holding, row: Any, to: User) -> str:
    """Why the receiver does not have it after all, or ''."""
    if row is None:
        return _("已经办结，或者不在移交人名下了。")
    why = item_blocker(holding, row, to)
    if not why and holding.move is not None:
        holding.move(row, to)
    return why


def _answer(handover: Handover, state: HandoverState, by: User) -> None:
    handover.state, handover.answered_at, handover.answered_by = state, timezone.now(), by
    handover.save(update_fields=["state", "answered_at", "answered_by", "note"])


def _lock(handover_id: int, by: User) -> Handover:
    rows = Handover.objects.visible_to(by).select_related("union", "giver__union", "to__union", "made_by")
    handover: Handover = workflow.lock(rows, handover_id)
    return handover


def _require(blocker: str) -> None:
    if blocker:
        raise HandoverRefused(blocker)
