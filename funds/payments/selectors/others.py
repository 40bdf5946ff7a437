"""Reads of 代收: who is paid instead, what waits for a decision, who may ask."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from funds.payments.models import OtherPayee, Payable, Payment
from funds.payments.states import LIVE_STATES, OtherState, PayableState
from hardship.accounts.models import User, people_of
from hardship.accounts.states import Role

RELATED = (
    "union",
    "payable__union",
    "payable__commitment__line__union",
    "asked_by",
    "asked_for",
    "decided_by",
)


def list_others(*, user: User) -> QuerySet[OtherPayee]:
    """The requests of the user's scope, newest first."""
    rows: QuerySet[OtherPayee] = OtherPayee.objects.visible_to(user)
    return rows.select_related(*RELATED).order_by("-pk")


def list_others_to_decide(user: User) -> QuerySet[OtherPayee]:
    """What waits for this approver: of money of their own union, nothing that they asked for."""
    mine = list_others(user=user).filter(
        state=OtherState.ASKED, payable__state=PayableState.OPEN,
        payable__commitment__line__union=user.union_id,
    )  # fmt: skip
    people = people_of(user)
    return mine.exclude(asked_by__in=people).exclude(asked_for__in=people)


def find_others(payables: Sequence[Payable]) -> dict[int, OtherPayee]:
    """Who is to be paid instead, approved or asked for, by the payable's id."""
    live = OtherPayee.objects.filter(
        payable__in=[row.pk for row in payables], state__in=(OtherState.ASKED, OtherState.APPROVED)
    )
    return {row.payable_id: row for row in live}


def approved_others(payables: Sequence[Payable]) -> dict[int, OtherPayee]:
    """Who is paid instead, by the payable's id."""
    return {key: row for key, row in find_others(payables).items() if row.is_approved}


def asking_blocker(payable: Payable, by: User) -> str:
    """Why this person may not ask that somebody else is paid, or ''."""
    is_clerk = by.has_role(Role.CLERK) and by.union_id == payable.union_id
    is_payer = by.has_role(Role.FINANCE) and by.union_id == payable.commitment.line.union_id
    if not (is_clerk or is_payer):
        return _("由申报工会的经办人或者付款工会的财务人员申请。")
    if payable.state != PayableState.OPEN:
        return _("这笔款已经发放或取消，不能再改由他人代收。")
    if Payment.objects.filter(payable=payable, state__in=LIVE_STATES).exists():
        return _("这笔款已经编入批次，请先移出，再申请代收。")
    return ""
