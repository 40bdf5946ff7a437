"""Which lines of the bank go with which movements of the books, and how sure that is. No database."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funds.books.states import FAR_DAYS, MOST_PLAIN_FEE, MOST_UNNAMED, NEAR_DAYS, BookingKind
from hardship.kernel.money import format_yuan

INTEREST_WORDS = ("结息", "利息", "存款息")
FEE_WORDS = ("手续费", "工本费", "管理费", "服务费", "汇划费", "年费")
_NAME, _OFFICE = re.compile(r"[\u4e00-\u9fff·]{2,4}"), ("中心", "银联", "支付", *"行社部局会院校司厂店所")
_BACK = ("退票", "退汇", "退回", "冲正")


@dataclass(frozen=True)
class Item:
    """A line of the bank or a movement of the books: `amount` is yuan, below zero for what went out; `parts`
    are the sums to each payee that a movement is made of."""

    key: Any
    on: date
    amount: Decimal
    words: str = ""
    parts: tuple[Decimal, ...] = field(default=())


@dataclass(frozen=True)
class Suggestion:
    """These lines and these movements come to the same; `reason` says why they may belong together. What is
    certain is matched with all others that are, at once."""

    lines: tuple[Item, ...]
    movements: tuple[Item, ...]
    reason: str
    is_certain: bool = False


def suggest(lines: Sequence[Item], movements: Sequence[Item]) -> list[Suggestion]:
    """The suggestions, the certain ones first; nothing is in two of them."""
    found: list[Suggestion] = []
    free = _Free(list(lines), list(movements))
    for rule in (_only_one, _by_payee, _with_returns, _nearest, _of_one_day):
        for suggestion in rule(free.lines, free.movements):
            if free.take(suggestion):
                found.append(suggestion)
    return sorted(found, key=lambda one: (not one.is_certain, (one.lines or one.movements)[0].on))


class _Free:
    """What no suggestion has taken yet."""

    def __init__(self, lines: list[Item], movements: list[Item]) -> None:
        self.lines, self.movements = lines, movements

    def take(self, one: Suggestion) -> bool:
        if not (set(one.lines) <= set(self.lines) and set(one.movements) <= set(self.movements)):
            return False
        self.lines = [line for line in self.lines if line not in one.lines]
        self.movements = [row for row in self.movements if row not in one.movements]
        return True


def _apart(one: Item, other: Item) -> int:
    return abs((one.on - other.on).days)


def _near(item: Item, others: Iterable[Item], days: int) -> list[Item]:
    """Those of the same amount within so many days, the nearest first."""
    same = [other for other in others if other.amount == item.amount and _apart(item, other) <= days]
    return sorted(same, key=lambda other: (_apart(item, other), other.on))


def _only_one(lines: Sequence[Item], movements: Sequence[Item]) -> Iterator[Suggestion]:
    """One line and one movement of the same amount, neither of which has another one within a month."""
    for line in lines:
        match _near(line, movements, FAR_DAYS):
            case [movement] if len(_near(movement, lines, FAR_DAYS)) == 1:
                is_near = _apart(line, movement) <= NEAR_DAYS
                reason = _("金额相同，相差 %(n)s 天，只有这一笔") % {"n": _apart(line, movement)}
                yield Suggestion((line,), (movement,), reason, is_certain=is_near)


def _by_payee(lines: Sequence[Item], movements: Sequence[Item]) -> Iterator[Suggestion]:
    """A batch that the bank shows payee by payee: a line for each of its parts, and no further ones."""
    for movement in movements:
        if len(movement.parts) < 2:
            continue
        near = [line for line in lines if _apart(line, movement) <= NEAR_DAYS]
        chosen = _choose(near, movement.parts)
        if chosen:
            reason = _("逐人发放的 %(n)s 行，人数、每人金额都相符") % {"n": len(chosen)}
            is_only = len([line for line in near if -line.amount in movement.parts]) == len(chosen)
            yield Suggestion(chosen, (movement,), reason, is_certain=is_only)


def _choose(lines: Iterable[Item], parts: Iterable[Decimal]) -> tuple[Item, ...]:
    """One line that went out for each part, or nothing."""
    shelf: dict[Decimal, list[Item]] = defaultdict(list)
    for line in lines:
        shelf[-line.amount].append(line)
    chosen = [shelf[part].pop(0) if shelf[part] else None for part in parts]
    return tuple(line for line in chosen if line) if all(chosen) else ()


def _with_returns(lines: Sequence[Item], movements: Sequence[Item]) -> Iterator[Suggestion]:
    """A whole batch that went out, less what came back of it, is what the books say was paid."""
    backs = [line for line in lines if line.amount > 0 and any(word in line.words for word in _BACK)]
    for movement in (row for row in movements if row.amount < 0):
        for out in (
            line for line in lines if line.amount < movement.amount and _apart(line, movement) <= NEAR_DAYS
        ):
            for back in (line for line in backs if out.amount + line.amount == movement.amount):
                yield Suggestion((out, back), (movement,), _("整批付出减去退回的，等于账上付讫的"))


def _nearest(lines: Sequence[Item], movements: Sequence[Item]) -> Iterator[Suggestion]:
    """Of several of the same amount the nearest in time."""
    for line in lines:
        for movement in _near(line, movements, FAR_DAYS):
            reason = _("金额相同，同样金额的不止一笔，这一笔日期最近，请核对")
            yield Suggestion((line,), (movement,), reason)


def _of_one_day(lines: Sequence[Item], movements: Sequence[Item]) -> Iterator[Suggestion]:
    """Several movements of one day and one way that come to one line, such as donations paid in together."""
    days: dict[tuple[date, bool], list[Item]] = defaultdict(list)
    for movement in movements:
        days[movement.on, movement.amount > 0].append(movement)
    for group in (tuple(rows) for rows in days.values() if len(rows) > 1):
        total = sum((row.amount for row in group), Decimal(0))
        for line in _near(Item("", group[0].on, total), lines, NEAR_DAYS):
            yield Suggestion((line,), group, _("账上同一天的 %(n)s 笔合计相同") % {"n": len(group)})


def guess_kind(item: Item) -> str:
    """What a line without a movement may be by its words: "interest", "fee" or ''."""
    if item.amount > 0:
        return "interest" if any(word in item.words for word in INTEREST_WORDS) else ""
    return "fee" if any(word in item.words for word in FEE_WORDS) else ""


def booking_doubt(item: Item, *, party: str, reason: str) -> str:
    """Why a line may not be booked as interest or a fee of the bank, with this reason, or ''. The database
    keeps the same (books_is_bookable)."""
    kind = BookingKind.INTEREST if item.amount > 0 else BookingKind.FEE
    said = {"kind": kind.label, "most": format_yuan(MOST_UNNAMED)}
    if _NAME.fullmatch(party) and not party.endswith(_OFFICE):
        return _("对方是个人，不是银行，不能记作%(kind)s；付给个人的，从发放批次办理。") % said
    if guess_kind(item):
        is_plain = kind == BookingKind.INTEREST or abs(item.amount) <= MOST_PLAIN_FEE
        return "" if is_plain or reason else _("这笔手续费金额较大，请写明收费依据。")
    if abs(item.amount) > MOST_UNNAMED:
        return _("银行摘要没有写明是%(kind)s，超过 %(most)s 元的不能这样补记；请查清后与账上对上。") % said
    return "" if reason else _("银行摘要没有写明是%(kind)s，请写明为什么是。") % said
