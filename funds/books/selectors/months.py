"""余额调节表: the two balances of an account at the end of a month and what lies between them, computed from
what is unmatched; and what keeps the month from being signed. Amounts are yuan."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from funds.books.models import BankAccount, Reconciliation, Statement
from funds.books.selectors.balances import (
    end_of,
    get_bank_balance,
    get_book_balance,
    get_covered_until,
    get_month_to_sign,
)
from funds.books.selectors.movements import list_open_lines, list_open_movements, suggest_matches
from funds.books.states import LONGEST_TRANSIT, StatementState, Transit
from hardship.kernel.money import format_yuan

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class InTransit:
    """An item that one side knows and the other does not: `days` it has been so at the end of the month."""

    kind: str
    on: date
    amount: Decimal
    text: str
    number: str = ""
    days: int = 0

    @property
    def is_long(self) -> bool:
        return self.days > LONGEST_TRANSIT


@dataclass(frozen=True)
class Check:
    """One thing that must hold before a month is signed: whether it does, what is wrong, and where to go."""

    label: str
    is_good: bool
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Sheet:
    """The sheet of one account and month; `signed` is the one on record, of which all of this is then."""

    account: BankAccount
    month: date
    until: date
    bank_balance: Decimal
    book_balance: Decimal
    items: list[InTransit]
    signed: Reconciliation | None = None
    checks: list[Check] = field(default_factory=list)

    def sum(self, kind: str) -> Decimal:
        return sum((item.amount for item in self.items if item.kind == kind), ZERO)

    def of(self, kind: str) -> list[InTransit]:
        return [item for item in self.items if item.kind == kind]

    @property
    def bank_agreed(self) -> Decimal:
        return self.bank_balance + self.sum(Transit.BOOK_IN) - self.sum(Transit.BOOK_OUT)

    @property
    def book_agreed(self) -> Decimal:
        return self.book_balance + self.sum(Transit.BANK_IN) - self.sum(Transit.BANK_OUT)

    @property
    def kinds(self) -> list[tuple[str, Any, list[InTransit], Decimal]]:
        """Each kind of items: its code, its name, the items, their sum."""
        return [(kind.value, kind.label, self.of(kind), self.sum(kind)) for kind in Transit]

    @property
    def may_sign(self) -> bool:
        return self.signed is None and all(check.is_good for check in self.checks)

    def document(self) -> dict[str, Any]:
        """All that is signed, as JSON; its bytes have the hash of the sheet."""
        return {
            "account": self.account.pk,
            "month": f"{self.month:%Y-%m}",
            "bank": f"{self.bank_balance:.2f}",
            "books": f"{self.book_balance:.2f}",
            "items": [
                [item.kind, item.on.isoformat(), f"{item.amount:.2f}", item.text, item.number, item.days]
                for item in self.items
            ],
        }

    def digest(self) -> str:
        """SHA-256 of what is signed."""
        told = json.dumps(self.document(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


def get_sheet(account: BankAccount, month: date) -> Sheet:
    """The sheet of a month: as it was signed, or as it would be now, with what keeps it from being signed."""
    signed = (
        Reconciliation.objects.filter(account=account, month=month)
        .select_related("signed_by", "signed_for")
        .first()
    )
    if signed is not None:
        items = [
            InTransit(kind, date.fromisoformat(on), Decimal(amount), text, number, days)
            for kind, on, amount, text, number, days in signed.items
        ]
        return Sheet(account, month, signed.until_on, signed.bank_balance, signed.book_balance, items, signed)
    until = end_of(month)
    items = sorted(_in_transit(account, until), key=lambda item: (item.kind, item.on))
    sheet = Sheet(
        account,
        month,
        until,
        get_bank_balance(account, until=until),
        get_book_balance(account, until=until),
        items,
    )
    sheet.checks.extend(_checks(sheet))
    return sheet


def _in_transit(account: BankAccount, until: date) -> list[InTransit]:
    lines = [
        InTransit(
            Transit.BANK_IN if line.is_in else Transit.BANK_OUT, line.on, line.amount,
            f"{line.summary} {line.party}".strip(), line.serial, (until - line.on).days,
        )
        for line in list_open_lines(account, until=until)
    ]  # fmt: skip
    movements = [
        InTransit(
            Transit.BOOK_IN if row.is_in else Transit.BOOK_OUT, row.journal.on, row.size,
            f"{row.journal.get_event_display()} {row.journal.memo}".strip(), str(row.journal),
            (until - row.journal.on).days,
        )
        for row in list_open_movements(account, until=until)
    ]  # fmt: skip
    return [*lines, *movements]


def _checks(sheet: Sheet) -> Sequence[Check]:
    """What must hold before the month is signed; ordered as one works."""
    account, here = sheet.account, reverse("books:matching", args=[sheet.account.pk])
    covered, first = get_covered_until(account), get_month_to_sign(account)
    late = [item for item in sheet.items if item.is_long]
    certain = _count_certain(account, sheet.until)
    waiting = Statement.objects.filter(account=account, state=StatementState.WAITING).exists()
    said = {"day": f"{covered:%Y-%m-%d}"}
    off = sheet.bank_agreed - sheet.book_agreed
    return [
        Check(
            _("对账单已导入到月末"), covered >= sheet.until and not waiting,
            _("有一份对账单等着确认") if waiting else _("只导入到 %(day)s") % said,
            reverse("books:account", args=[account.pk]),
        ),
        Check(
            _("之前的月份都已签字"), sheet.month == first, _("先签 %(month)s") % {"month": f"{first:%Y-%m}"},
            reverse("books:month", args=[account.pk, f"{first:%Y-%m}"]),
        ),
        Check(
            _("能按规则对上的都已对上"), not certain, _("还有 %(n)s 组一点就能对上") % {"n": certain}, here,
        ),
        Check(
            _("没有超过 %(n)s 天的未达账项") % {"n": LONGEST_TRANSIT}, not late,
            _("有 %(n)s 笔：对上、补记入账，或者查清原因") % {"n": len(late)}, here,
        ),
        Check(
            _("调节后两边余额相等"), not off, _("相差 %(off)s 元") % {"off": format_yuan(off)}, here,
        ),
    ]  # fmt: skip


def _count_certain(account: BankAccount, until: date) -> int:
    """How many suggestions of days up to the end of the month are certain: they are in transit for nobody."""
    found = (one for one in suggest_matches(account) if one.is_certain)
    return sum(all(item.on <= until for item in (*one.lines, *one.movements)) for one in found)
