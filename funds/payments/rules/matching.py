"""Matches the bank's answer with the lines of a batch, and makes the idempotency keys: no database."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.payments.states import Result

NAMESPACE = uuid.UUID("5b0d5a1e-6c5d-4f0e-9a55-0f2d1c7e8a10")


def step_key(batch: uuid.UUID, step: str) -> uuid.UUID:
    """The idempotency key of one step of one batch: the same step posts once, however often it is tried."""
    return uuid.uuid5(NAMESPACE, f"{batch}:{step}")


@dataclass(frozen=True)
class Sent:
    """A line that waits for its result: its number in the list, last four digits of the card, yuan."""

    line: int
    card_tail: str
    amount: Decimal


@dataclass(frozen=True)
class BankRow:
    """A row of the bank's answer, from a file or typed in. `row` is where the user finds it; `batch` is the
    number of the batch that it names, '' for none."""

    row: int
    line: int | None
    result: str
    card_tail: str = ""
    amount: Decimal | None = None
    failure: str = ""
    paid_on: date | None = None
    serial: str = ""
    batch: str = ""


@dataclass
class Matched:
    """The rows that fit, by line, and a sentence for each that does not (row, sentence)."""

    rows: dict[int, BankRow] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


def match(
    sent: Mapping[int, Sent],
    answered: Sequence[int],
    rows: Sequence[BankRow],
    days: tuple[date, date] | None = None,
    *,
    batch: str = "",
) -> Matched:
    """Matches the bank's rows with the lines that were sent, by line number, card and amount.

    `sent` are the lines that wait, `answered` those that already have a result; `days` are the first and the
    last on which money can have arrived, `batch` is the number of the batch. A row that does not fit becomes
    a problem; the caller records all rows or none.
    """
    matched = Matched()
    for row in rows:
        problem = _stray(row, batch) or _problem(row, sent, answered, matched.rows) or _untimely(row, days)
        if problem or row.line is None:
            matched.problems.append((row.row, problem))
        else:
            matched.rows[row.line] = row
    return matched


def _stray(row: BankRow, batch: str) -> str:
    if row.batch in ("", batch):
        return ""
    return _("这一行属于批次 %(batch)s，请到那一批登记。") % {"batch": row.batch}


def _problem(
    row: BankRow, sent: Mapping[int, Sent], answered: Sequence[int], taken: Mapping[int, BankRow]
) -> str:
    if row.line is None:
        return _("序号不是整数，请照银行名单上的序号填写。")
    if row.line in answered:
        return _("第 %(line)s 笔已经登记过结果。") % {"line": row.line}
    if row.line in taken:
        return _("第 %(line)s 笔在文件里出现了两次。") % {"line": row.line}
    line = sent.get(row.line)
    if line is None:
        return _("第 %(line)s 笔不在本批次中，请核对是不是这一批的结果。") % {"line": row.line}
    return _mismatch(row, line) or _incomplete(row)


def _mismatch(row: BankRow, line: Sent) -> str:
    if row.amount is not None and row.amount != line.amount:
        return _("金额 %(theirs)s 元与名单上的 %(ours)s 元不符。") % {
            "theirs": f"{row.amount:,.2f}",
            "ours": f"{line.amount:,.2f}",
        }
    if row.card_tail and row.card_tail != line.card_tail:
        return _("卡号后四位与名单不符。")
    return ""


def _untimely(row: BankRow, days: tuple[date, date] | None) -> str:
    if days is None or row.paid_on is None or days[0] <= row.paid_on <= days[1]:
        return ""
    return _("入账日期应在放行之日（%(since)s）到今天之间，请核对。") % {"since": days[0].isoformat()}


def _incomplete(row: BankRow) -> str:
    if row.result not in Result.values:
        return _("结果只能是“成功”或“失败”。")
    if row.result == Result.FAILED and not row.failure.strip():
        return _("失败的要写明原因，例如“户名不符”。")
    return ""
