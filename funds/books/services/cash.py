"""库存现金: entered day by day by the cashier, who keeps no books; counted with a second person beside."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books.models import CashBox, CashCount, CashEntry
from funds.books.selectors.cash import list_gift_journals, list_payable_journals, list_undoable
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import CASH_UNDONE, COUNT_TRANSITIONS, OF_JOURNAL, SECOND, CashKind
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.money import PIECES, format_yuan

JOURNALS: Mapping[str, Callable[[CashBox], QuerySet[Any]]] = {
    CashKind.PAYOUT: list_payable_journals,
    CashKind.GIFT: list_gift_journals,
}


@dataclass(frozen=True)
class Cash:
    """What the cashier enters: `amount` yuan; a payout or gift has its sum from the journal."""

    kind: str
    on: date
    paper_no: str
    amount: Decimal | None = None
    journal_id: uuid.UUID | None = None
    memo: str = ""


@books_write
def open_box(*, ceiling: Decimal, by: User) -> CashBox:
    """启用现金日记账 of the person's own union, with nothing in it. Raises BooksRefused."""
    require_of(by.union, by, Role.FINANCE)
    box = CashBox.objects.create(union=by.union, ceiling=ceiling, opened_by=by, opened_for=stood_in_for(by))
    audit.record("cash.open", target=box, by=by, ceiling=format_yuan(ceiling))
    return box


@books_write
def enter_cash(*, box_id: int, told: Cash, by: User, key: uuid.UUID | None = None) -> CashEntry:
    """登记 one entry of the cash journal; the same `key` again is the same entry. Raises BooksRefused for a
    day before the last entry or after today, for a closed month, for more than is there, for a journal that
    paid nothing in this union or has its voucher, and for another entry under a `key` that was used."""
    box = _lock(box_id, by)
    require_of(box.union, by, Role.CASHIER)
    if known := _find_entered(box, told, key):
        return known
    if told.on > timezone.localdate():
        raise BooksRefused(_("日期不能晚于今天。"), "on")
    amount, journal = told.amount, None
    if told.kind in OF_JOURNAL:
        journal = JOURNALS[told.kind](box).filter(pk=told.journal_id).first()
        if journal is None:
            raise BooksRefused(_("请选择用现金发放或收到、还没有登记的凭证。"), "journal")
        amount = journal.paid
    if not amount:
        raise BooksRefused(_("请填写金额。"), "amount")
    made = CashEntry(
        uid=key or uuid.uuid4(), union=box.union, box=box, on=told.on, kind=told.kind, amount=amount,
        paper_no=told.paper_no, memo=told.memo, journal=journal, made_by=by, made_for=stood_in_for(by),
    )  # fmt: skip
    _write(made)
    audit.record("cash.enter", target=box, by=by, what=told.kind, amount=f"{amount:.2f}")
    return made


def _find_entered(box: CashBox, told: Cash, key: uuid.UUID | None) -> CashEntry | None:
    """What was entered under the same key. Raises BooksRefused where that was something else: the page was
    gone back to, and what is typed into it now would be lost."""
    known: CashEntry | None = CashEntry.objects.filter(box=box, uid=key).first() if key else None
    if known is None:
        return None
    what = ("journal_id",) if told.kind in OF_JOURNAL else ("amount",)
    if any(getattr(known, name) != getattr(told, name) for name in ("kind", "on", "paper_no", "memo", *what)):
        raise BooksRefused(_("这张表已经登记过另一笔，请重新打开再登记。"))
    return known


@books_write
def undo_cash(*, box_id: int, entry_id: int, memo: str, by: User) -> CashEntry:
    """冲销 an entry that was a mistake, whole and once, today, by somebody who did not make it; it has a
    voucher of its own, unless the voucher of what was paid is still to come. Raises BooksRefused, also for a
    payout of an earlier month that has no voucher yet: it could not be entered anew."""
    box = _lock(box_id, by)
    require_of(box.union, by, *SECOND)
    entry = list_undoable(box).filter(pk=entry_id).first()
    if entry is None:
        raise BooksRefused(
            _("这一笔已经冲销，或者之后的盘点已经登记了长款、短款，不能再冲销，请刷新后再看。"), "entry"
        )
    made = CashEntry(
        union=box.union, box=box, on=timezone.localdate(), kind=CASH_UNDONE[entry.kind], amount=entry.amount,
        paper_no=_("冲销 %(entry)s") % {"entry": entry}, memo=memo, reverses=entry, made_by=by,
        made_for=stood_in_for(by),
    )  # fmt: skip
    _write(made)
    audit.record("cash.undo", target=box, by=by, entry=str(entry), amount=f"{entry.amount:.2f}")
    return made


def _write(entry: CashEntry) -> None:
    """Saves it, and reads what the database gave."""
    entry.year, entry.number, entry.balance = entry.on.year, 0, Decimal(0)
    entry.save(force_insert=True)
    entry.refresh_from_db(fields=["number", "balance", "has_voucher"])


@books_write
def count_cash(*, box_id: int, sheet: Mapping[str, int], by: User) -> CashCount:
    """盘点: how many pieces of each value (`sheet`) there are, beside what the books say now. A second person
    confirms it. Raises BooksRefused."""
    box = _lock(box_id, by)
    require_of(box.union, by, Role.CASHIER)
    pieces = {value: sheet.get(value) or 0 for value in PIECES}
    found = sum((Decimal(value) * number for value, number in pieces.items()), Decimal(0))
    count = CashCount.objects.create(
        union=box.union, box=box, on=timezone.localdate(), book=box.balance, found=found, sheet=pieces,
        counted_by=by, counted_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("cash.count", target=box, by=by, book=f"{box.balance:.2f}", found=f"{found:.2f}")
    return count


@books_write
def take_count_step(*, count_id: int, action: str, by: User, comment: str = "") -> CashCount:
    """监盘: takes one row of states.COUNT_TRANSITIONS; what is more or less than the books is entered as the
    comment decides. Raises Refused with a sentence."""
    rows = CashCount.objects.visible_to(by)
    box = _lock(rows.values_list("box_id", flat=True).get(pk=count_id), by)
    count: CashCount = workflow.lock(rows.select_related("union"), count_id)
    count.watched_for = stood_in_for(by)
    workflow.take(
        COUNT_TRANSITIONS, count, action=action, by=by, comment=comment, blocker=count_blocker,
        note="decision", stamp="watched", effect=_require_decided,
        log=lambda step: audit.record(f"cash.{action}", target=box, by=by),
    )  # fmt: skip
    if count.is_confirmed and count.difference:
        kind = CashKind.OVER if count.difference > 0 else CashKind.SHORT
        _write(CashEntry(
            union=box.union, box=box, on=count.on, kind=kind, amount=abs(count.difference),
            paper_no=_("盘点表%(day)s") % {"day": count}, memo=count.decision[:100], count=count, made_by=by,
            made_for=stood_in_for(by),
        ))  # fmt: skip
    return count


def count_blocker(count: CashCount, _row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if count.union_id != by.union_id:
        return _("只能办理本工会的盘点。")
    if not {count.counted_by_id, count.counted_for_id}.isdisjoint(people_of(by)):
        return _("盘点是您做的，要由另一个人监盘确认。")
    return ""


def _require_decided(step: workflow.Step[CashCount]) -> None:
    if step.row.action == "confirm_count" and step.record.difference and not step.comment:
        raise BooksRefused(_("有长款、短款的，请写明怎么处理。"), "comment")


def _lock(box_id: int, by: User) -> CashBox:
    box: CashBox = workflow.lock(CashBox.objects.visible_to(by).select_related("union"), box_id)
    return box
