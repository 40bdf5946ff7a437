"""Reads of 抵扣: what may be kept back for a debt, what waits for a decision, what keeps it from one."""

import uuid
from collections.abc import Callable, Collection, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from funds.ledgers.models import Journal
from funds.payments.models import PRECHECKS, SOURCES, Payable, Payment
from funds.payments.rules import Finding
from funds.payments.states import LIVE_STATES, OtherState, PayableState, PaymentState
from funds.recoveries.models import Recovery, Repayment, SetOff
from funds.recoveries.states import HOLDING, WAITING, SetOffState, State
from hardship.accounts.models import User, people_of
from hardship.kernel.registry import Registry

HANDS = tuple(f"{step}_{hand}" for step in ("asked", "decided", "undo", "reviewed") for hand in ("by", "for"))

KEPT: Registry[Callable[[SetOff], str]] = Registry(
    "recoveries.kept", "Why what was set off may not be undone, as rooms above know: a sentence, or ''."
)


def list_to_set_off(recovery: Recovery) -> QuerySet[Payable]:
    """The open payables of the same person that the same union pays and no line of a batch holds, oldest
    first: nothing that is lent, goes to somebody else, lies on several lines or is kept whole by its room."""
    owed = recovery.payment.payable
    live = Payment.objects.filter(payable=OuterRef("pk"), state__in=LIVE_STATES)
    others = Q(others__state__in=(OtherState.ASKED, OtherState.APPROVED))
    waiting = Q(set_offs__state__in=WAITING)
    rows = Payable.objects.filter(
        ~Exists(live), id_number_index=owed.id_number_index, id_number_index__isnull=False,
        state=PayableState.OPEN, commitment__line__union=recovery.union_id, commitment__parts__isnull=True,
    ).exclude(others | waiting | Q(pk=owed.pk))  # fmt: skip
    return _without_barred(rows).select_related("commitment").order_by("created_at", "pk")


def _without_barred(rows: QuerySet[Payable]) -> QuerySet[Payable]:
    """Those whose room lets something be set off of them now."""
    for kind, source in SOURCES.items():
        if source.is_lent:
            rows = rows.exclude(source__startswith=f"{kind}:")
        if source.keeps_whole is not None:
            rows = rows.exclude(source__in=source.keeps_whole())
    return rows


def list_set_offs_of(recovery: Recovery) -> QuerySet[SetOff]:
    """What was or is to be set off of a recovery, with who took which step."""
    rows = SetOff.objects.filter(recovery=recovery).select_related("payable__commitment", *HANDS)
    return rows.order_by("pk")


def list_vouchers_of(row: SetOff) -> list[tuple[str, uuid.UUID]]:
    """What the vouchers of both sides say, and those that took them back, with their keys."""
    back = Repayment.objects.filter(set_off=row).first()
    if back is None:
        return []
    told: dict[uuid.UUID | None, str] = {row.uid: _("少付的帮扶款"), back.key: _("收回的款")}
    undone = Journal.objects.filter(reverses__in=told).order_by("number").values_list("reverses", "pk")
    return [
        (told[row.uid], row.uid),
        (told[back.key], back.key),
        *((_("冲销：%(what)s") % {"what": told[of]}, key) for of, key in undone),
    ]


def list_approved(sources: Collection[str]) -> QuerySet[SetOff]:
    """What was set off of what is owed under these sources, such as "applications.application:42"."""
    rows = SetOff.objects.filter(payable__source__in=sources, state__in=HOLDING)
    return rows.select_related("recovery").order_by("pk")


def list_to_decide(user: User) -> QuerySet[SetOff]:
    """What waits for this approver, of their own union, nothing that they asked for."""
    people = sorted(people_of(user))
    own = Q(asked_by__in=people) | Q(asked_for__in=people)
    undo = Q(undo_by__in=people) | Q(undo_for__in=people)
    mine = Q(own, state=SetOffState.ASKED) | Q(undo, state=SetOffState.UNDOING)
    rows = SetOff.objects.visible_to(user).filter(union=user.union_id, state__in=WAITING).exclude(mine)
    return rows.select_related("recovery__payment", "payable")


def say_barred(row: SetOff) -> str:
    """Why a request may not be approved as things are now, or ''."""
    recovery, payable = row.recovery, row.payable
    if not recovery.is_open:
        return _("这笔追回已经办结，不用再抵扣，请撤回。")
    if payable.state != PayableState.OPEN:
        return _("这笔款已经发放或取消，不能再抵扣，请撤回。")
    if not _without_barred(Payable.objects.filter(pk=payable.pk)).exists():
        return _("这笔款的手续还没有补办完，可能要整笔追回，现在不能抵扣，请撤回。")
    if Payment.objects.filter(payable=payable, state__in=LIVE_STATES).exists():
        return _("这笔款已经编入批次，请先移出，再同意抵扣。")
    if row.amount > min(recovery.left, payable.left):
        return _("还没有收回的或者还没有发放的已经不到这个数，请撤回，按现在的数重新申请。")
    return ""


def say_kept(row: SetOff) -> str:
    """Why what was set off may not be undone as things are now, or ''."""
    live = Payment.objects.filter(payable=row.payable, state__in=(*LIVE_STATES, PaymentState.PAID))
    if live.exists():
        return _("这笔款余下的部分已经编入批次或发放，不能撤销抵扣；在批次里没有送出的请先移出。")
    if row.payable.state == PayableState.VOID:
        return _("这笔款余下的部分已经取消，不能撤销抵扣。")
    if row.recovery.state in (State.WAIVED, State.VOID):
        return _("这笔追回已经豁免或作废，不能撤销抵扣。")
    return next((why for say in KEPT if (why := say(row))), "")


@PRECHECKS.add("recoveries.set_off")
def find_waiting(payables: Sequence[Payable]) -> dict[int, Sequence[Finding]]:
    """Those of which something is to be set off that nobody decided yet."""
    keys = [row.pk for row in payables]
    rows = SetOff.objects.filter(payable__in=keys, state__in=WAITING)
    return {key: [Finding("set_off")] for key in rows.values_list("payable_id", flat=True)}
