"""Matches the bank's answer with the lines of a batch, and makes the idempotency keys: no database."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.payments.states import Fit, Result

CUT_NAME = 4  # characters at least, of a name that a bank cut at its end
NAMESPACE = uuid.UUID("5b0d5a1e-6c5d-4f0e-9a55-0f2d1c7e8a10")


def step_key(batch: uuid.UUID, step: str) -> uuid.UUID:
    """The idempotency key of one step of one batch: the same step posts once, however often it is tried."""
    return uuid.uuid5(NAMESPACE, f"{batch}:{step}")


@dataclass(frozen=True)
class Sent:
    """A line that waits for its result: its number in the list, last four digits of the card, yuan; where
    they are known, the whole card and the name."""

    line: int
    card_tail: str
    amount: Decimal
    card: str = ""
    payee: str = ""


@dataclass(frozen=True)
class BankRow:
    """A row of the bank's answer, from a file or typed in. `row` is where the user finds it; `batch` is the
    number of the batch that it names, '' for none; `said` is the bank's own word for the result, `has_line`
    whether it gives a number of a line, be it none."""

    row: int
    line: int | None
    result: str
    card_tail: str = ""
    amount: Decimal | None = None
    failure: str = ""
    paid_on: date | None = None
    serial: str = ""
    batch: str = ""
    card: str = ""
    payee: str = ""
    said: str = ""
    has_line: bool = True


@dataclass
class Matched:
    """The rows that fit, by line, and a sentence for each that does not (row, sentence), with its `fits`."""

    rows: dict[int, BankRow] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    fits: dict[int, Fit] = field(default_factory=dict)


Verdict = tuple[Fit, str] | None  # why a row does not fit


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
        line, wrong = _find(row, sent, matched.rows)
        wrong = wrong or _stray(row, line, sent, answered, matched.rows, batch)
        wrong = wrong or _mismatch(row, sent[line]) or _incomplete(row) or _untimely(row, days)
        if wrong is None:
            matched.rows[line] = row
        else:
            matched.fits[row.row], sentence = wrong
            matched.problems.append((row.row, sentence))
    return matched


def _find(row: BankRow, sent: Mapping[int, Sent], taken: Mapping[int, BankRow]) -> tuple[int, Verdict]:
    """The line that a row is about: the one that it names, else the only one with its account and amount."""
    if row.line is not None:
        return row.line, None
    if row.has_line or row.amount is None or not row.card_tail:
        return 0, (Fit.UNCLEAR, _("序号不是整数，请照银行名单上的序号填写。"))
    like = [
        line.line
        for line in sent.values()
        if line.line not in taken and line.amount == row.amount and _same_card(row, line)
    ]
    told = {"tail": row.card_tail, "amount": f"{row.amount:,.2f}", "n": len(like)}
    if not like:
        return 0, (Fit.EXTRA, _("名单里没有账号尾号 %(tail)s、金额 %(amount)s 元而等着结果的。") % told)
    if len(like) > 1:
        sentence = _("账号尾号 %(tail)s、金额 %(amount)s 元的有 %(n)s 笔，请补上序号。")
        return 0, (Fit.UNCLEAR, sentence % told)
    return like[0], None


def _same_card(row: BankRow, line: Sent) -> bool:
    return row.card == line.card if row.card and line.card else row.card_tail == line.card_tail


def _stray(
    row: BankRow,
    number: int,
    sent: Mapping[int, Sent],
    answered: Sequence[int],
    taken: Mapping[int, BankRow],
    batch: str,
) -> Verdict:
    """A row that is about no line of this batch which waits."""
    told = {"line": number}
    if row.batch not in ("", batch):
        said = {"batch": row.batch}
        return Fit.OTHER_BATCH, _("这一行属于批次 %(batch)s，请到那一批登记。") % said
    if number in answered:
        return Fit.ANSWERED, _("第 %(line)s 笔已经登记过结果。") % told
    if number in taken:
        return Fit.TWICE, _("第 %(line)s 笔在文件里出现了两次。") % told
    if number not in sent:
        return Fit.EXTRA, _("第 %(line)s 笔不在本批次中，请核对是不是这一批的结果。") % told
    return None


def _mismatch(row: BankRow, line: Sent) -> Verdict:
    if row.amount is not None and row.amount != line.amount:
        said = {"theirs": f"{row.amount:,.2f}", "ours": f"{line.amount:,.2f}"}
        if row.amount == line.amount * 100:
            sentence = _("金额 %(theirs)s 像是以分计的，名单上是 %(ours)s 元。请把文件的金额改成元。")
            return Fit.AMOUNT, sentence % said
        return Fit.AMOUNT, _("金额 %(theirs)s 元与名单上的 %(ours)s 元不符。") % said
    if row.card and line.card and row.card != line.card and row.card_tail == line.card_tail:
        return Fit.CARD, _("卡号与名单不符，只有后四位相同。")
    if row.card_tail and row.card_tail != line.card_tail:
        return Fit.CARD, _("卡号后四位与名单不符。")
    if not _same_name(row.payee, line.payee):
        said = {"theirs": row.payee, "ours": line.payee}
        return Fit.NAME, _("户名“%(theirs)s”与名单上的“%(ours)s”不符。") % said
    return None


def _same_name(theirs: str, ours: str) -> bool:
    """Whether two names are one: banks write dots otherwise, hide part of a name, and cut what is long."""
    theirs, ours = (re.sub(r"[\s·•.．・]", "", name) for name in (theirs, ours))
    if not theirs or not ours or theirs == ours:
        return True
    if "*" in theirs:
        return re.fullmatch(re.sub(r"(\\\*)+", ".+", re.escape(theirs)), ours) is not None
    return len(theirs) >= CUT_NAME and ours.startswith(theirs)


def _untimely(row: BankRow, days: tuple[date, date] | None) -> Verdict:
    if days is None or row.paid_on is None or days[0] <= row.paid_on <= days[1]:
        return None
    said = {"since": days[0].isoformat()}
    return Fit.UNTIMELY, _("入账日期应在放行之日（%(since)s）到今天之间，请核对。") % said


def _incomplete(row: BankRow) -> Verdict:
    if row.result not in Result.values:
        said = {"said": row.said}
        told = _("结果“%(said)s”认不出来，") % said if row.said else ""
        return Fit.UNKNOWN, told + _("结果只能是“成功”或“失败”。")
    if row.result == Result.FAILED and not row.failure.strip():
        return Fit.UNKNOWN, _("失败的要写明原因，例如“户名不符”。")
    return None
