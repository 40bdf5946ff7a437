"""What is written stays: corrections are reversals, and months are closed for good."""

import uuid
from collections.abc import Collection
from datetime import date

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import Allocation, Commitment, Fund, FundUse, Journal, Period, Posting
from funds.ledgers.rules import Line, Request, mirrored
from funds.ledgers.selectors.closing import check_closing
from funds.ledgers.services.granting import JOURNAL, aligned_key
from funds.ledgers.services.holding import lock_caps
from funds.ledgers.services.posting import post, require_bookkeeper
from funds.ledgers.services.refusals import LedgerRefused, PeriodClosed, ledger_write
from funds.ledgers.states import ARRIVING, EVENTS, POOL, Event, PeriodState
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.states import Role
from hardship.audit import services as audit


@ledger_write
def reverse(*, journal_id: uuid.UUID, reason: str, by: User, key: uuid.UUID, on: date) -> Journal:
    """冲销: post the mirror of a journal, once. An allocation or return is reversed on both books together,
    until the receiver confirmed it, and with what went back to its use for it. An assignment is reversed by
    another person than whoever made it, where the fund permits a second use: of a union with one finance
    person by finance of the union above.

    Only receipts, assignments, allocations and returns are reversed by hand; commitments and payments are
    undone by the business that made them, frozen money is thawed. Raises AlreadyReversed,
    InsufficientBalance, PeriodClosed, LedgerRefused."""
    journal = Journal.objects.select_related("union__parent").get(pk=journal_id)
    if not may_reverse(journal, by):
        require_bookkeeper(journal.union, by)
    if not reason.strip():
        raise LedgerRefused(_("请填写冲销原因。"))
    _require_reversible(journal)
    _require_another(journal, by)
    if journal.event == Event.CARRY_HELD:
        lock_to_take_back([journal.pk])
    reversal = _mirror(journal, reason, by, key, on)
    rows = Allocation.objects.filter(Q(upper_journal=journal) | Q(lower_journal=journal))
    allocation = rows.select_related("upper_journal", "lower_journal").first()
    if allocation is not None:
        other_key = uuid.uuid5(key, "other")
        if not Journal.objects.filter(pk=other_key).exists():
            _mirror(allocation.received, reason, by, other_key, on)
            _take_off(allocation)
            for aligned in Journal.objects.filter(pk=aligned_key(journal.pk)):
                _mirror(aligned, reason, by, aligned_key(key), on)
    return reversal


@ledger_write
def take_back(*, journal_id: uuid.UUID, reason: str, by: User, key: uuid.UUID, on: date) -> Journal:
    """撤销抵扣: the mirror of one journal of a set-off; the room that decided it calls this for both. Raises
    LedgerRefused for any other, InsufficientBalance and CapExceeded where the money or the room under a cap
    was used since."""
    journal = Journal.objects.select_related("union").get(pk=journal_id)
    if journal.event not in (Event.SET_OFF, Event.RECOVER):
        raise LedgerRefused(_("只有抵扣的凭证这样撤销。"))
    lock_to_take_back([journal_id])
    return _mirror(journal, reason, by, key, on)


def lock_to_take_back(journal_ids: Collection[uuid.UUID]) -> None:
    """The commitments and caps that these move, in the order of all who lock them: before the first of
    several that are taken back together, or two who do so wait in a circle."""
    keys = Posting.objects.filter(journal__in=journal_ids).values("commitment")
    lock_caps(Commitment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def may_reverse(journal: Journal, by: User) -> bool:
    """Whether the journal is of books that this person keeps; an assignment of a union with one finance
    person is reversed by finance of the union right above too, as there is no other one."""
    union = journal.union
    if by.has_role(Role.FINANCE) and by.union_id == union.pk:
        return True
    is_above = by.has_role(Role.FINANCE) and union.parent_id is not None and by.union_id == union.parent_id
    return is_above and journal.event == Event.ASSIGN and not _has_two(union)


def _has_two(union: Union) -> bool:
    return User.objects.holding(Role.FINANCE, union=union.pk).count() > 1


def _take_off(allocation: Allocation) -> None:
    """A fund that was allocated has the total of its allocations; what it gives back leaves that as it is."""
    if not allocation.is_return:
        Fund.objects.filter(lines=allocation.lower_line_id).update(total=F("total") - allocation.amount)


def _require_reversible(journal: Journal) -> None:
    if journal.event == Event.REVERSE:
        raise LedgerRefused(_("冲销凭证不能再冲销。"))
    if journal.event in ARRIVING:
        raise LedgerRefused(_("收到的下拨、退回由拨出的工会冲销。"))
    if journal.event == Event.ASSIGN and journal.source.startswith(JOURNAL):
        raise LedgerRefused(_("这张凭证随“退回上级”生成，请冲销退回的凭证，两张一起冲销。"))
    if not EVENTS[Event(journal.event)].reversible:
        raise LedgerRefused(
            _("“%(event)s”凭证由业务产生，请在审批或发放中办理。") % {"event": journal.get_event_display()}
        )


def _require_another(journal: Journal, by: User) -> None:
    """Reversed and assigned anew, money would have gone from one use to the other by one hand."""
    hands = {journal.made_by_id, journal.made_for_id}
    if journal.event != Event.ASSIGN or hands.isdisjoint(people_of(by)):
        return
    uses = FundUse.objects.filter(fund__lines__accounts__postings__journal=journal).exclude(use=POOL)
    if uses.values("use").distinct().count() <= 1:
        return
    if journal.union.parent is not None and not _has_two(journal.union):
        words = {"upper": journal.union.parent.name}
        raise LedgerRefused(
            _("本工会只有一位财务，编制指标请“%(upper)s”的财务冲销；要调到别的用途，请申请“用途调剂”。")
            % words
        )
    raise LedgerRefused(_("编制指标由另一位财务人员冲销；要把钱调到别的用途，请在“用途调剂”中申请。"))


def _mirror(journal: Journal, reason: str, by: User, key: uuid.UUID, on: date) -> Journal:
    lines = [
        Line(row.account_id, row.side, row.amount, row.commitment_id)
        for row in journal.postings.order_by("position")
    ]
    memo = _("注销%(day)s%(journal)s号凭证：%(reason)s") % {
        "day": f"{journal.on:%Y-%m-%d}",
        "journal": journal,
        "reason": reason.strip(),
    }
    request = Request(
        id=key,
        union=journal.union_id,
        on=on,
        event=Event.REVERSE,
        source=journal.source,
        memo=memo[:200],
        maker=by.pk,
        lines=mirrored(lines),
        reverses=journal.pk,
    )
    return post(request, by=by)


@ledger_write
def close_period(*, union: Union, month: date, by: User) -> Period:
    """结账: from now on the month (any day of it) accepts nothing. Months are closed in order.

    Raises PeriodClosed for a month closed before, LedgerRefused for one that has not ended, one with an open
    month before it, or one of which a check of selectors.closing does not hold."""
    require_bookkeeper(union, by)
    first = month.replace(day=1)
    if first >= timezone.localdate().replace(day=1):
        raise LedgerRefused(_("这个月还没有结束，结账后不能再记账；请在下个月初结账。"))
    _require_whole(union, first)
    Period.objects.get_or_create(union=union, month=first)
    period = Period.objects.select_for_update(of=("self",)).get(union=union, month=first)
    if period.state == PeriodState.CLOSED:
        raise PeriodClosed(_("该会计期间已经结账。"))
    period.state, period.closed_at, period.closed_by = PeriodState.CLOSED, timezone.now(), by
    period.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record("ledger.close_period", target=period, by=by, month=f"{first:%Y-%m}")
    return period


def _require_whole(union: Union, month: date) -> None:
    """Raises LedgerRefused naming what keeps the month open."""
    wrong = [one.text for outcome in check_closing(union, month) for one in outcome.obstacles]
    if wrong:
        raise LedgerRefused(_("还不能结账：%(why)s。") % {"why": "；".join(wrong)})
