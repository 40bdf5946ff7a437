"""Reads what a bank answered: its own headings, its own words for a result, its totals. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funds.payments.rules.matching import BankRow
from funds.payments.states import Result
from hardship.kernel.calendar import DateError, parse_date
from hardship.kernel.documents import normalise
from hardship.kernel.sheets import Row, SheetError, as_workbook, read_sheet
from hardship.kernel.sheets.headings import cells_of, find_headings, text_of, yuan_of

# How banks head what we ask for, the likeliest first, which is our own list's.
HEADINGS: Mapping[str, Sequence[str]] = {
    "line": ("序号", "编号", "行号", "明细序号", "顺序号"),
    "payee": ("收款人", "户名", "收款人户名", "收款户名", "姓名", "账户名称", "收款人名称"),
    "bank_card": ("银行卡号", "账号", "卡号", "收款账号", "收款人账号", "账户", "卡号/账号"),
    "amount": ("金额（元）", "金额", "交易金额", "代发金额", "发放金额", "实发金额"),
    "result": ("结果", "处理结果", "交易结果", "状态", "处理状态", "交易状态", "发放结果"),
    "failure": ("失败原因", "原因", "错误信息", "处理信息", "返回信息", "失败信息"),
    "paid_on": ("入账日期", "交易日期", "处理日期", "到账日期"),
    "serial": ("流水号", "交易流水号", "银行流水号", "交易流水"),
    "batch": ("批次号", "批次"),
}
ENOUGH = ({"line", "result"}, {"bank_card", "amount", "result"})
WORDS: Mapping[str, Sequence[str]] = {
    Result.PAID: ("成功", "交易成功", "处理成功", "入账成功", "支付成功", "代发成功", "已入账", "已到账"),
    Result.FAILED: (
        "失败",
        "交易失败",
        "处理失败",
        "入账失败",
        "支付失败",
        "代发失败",
        "退票",
        "退汇",
        "已退回",
    ),
}
_RESULTS = {normalise(word): result for result, words in WORDS.items() for word in words}
_TOTALS = ("合计", "总计", "共计")


@dataclass(frozen=True)
class Answer:
    """The rows of a bank's answer, and what it says that they come to (row, yuan), where it says so."""

    rows: list[BankRow]
    totals: list[tuple[int, Decimal]]

    def total_problems(self) -> list[tuple[int, str]]:
        """(row, sentence) for each total that the rows do not come to: the file may have been cut."""
        amounts = [row.amount for row in self.rows]
        if None in amounts:
            return []
        there = sum((amount for amount in amounts if amount is not None), Decimal(0))
        return [
            (row, _("合计写的是 %(said)s 元，各行加起来是 %(there)s 元，文件可能不完整。") % {
                "said": f"{said:,.2f}", "there": f"{there:,.2f}"
            })
            for row, said in self.totals
            if said != there
        ]  # fmt: skip


def read_answer(source: bytes | Sequence[Row]) -> Answer:
    """A bank's answer, from a file of any kind of table or from rows that were read; rows as Excel counts.

    Raises SheetError with a sentence when the file cannot be read, a column is missing or cells say nothing.
    """
    rows = read_sheet(as_workbook(source)).rows if isinstance(source, bytes) else source
    header, columns = _header(rows)
    told = [
        (row.number, cells_of(row.values, columns), row.values)
        for row in rows[header + 1 :]
        if any(value not in (None, "") for value in row.values)
    ]
    totals = [(number, cells.get("amount")) for number, cells, values in told if _is_total(values)]
    return Answer(
        [_bank_row(number, cells) for number, cells, values in told if not _is_total(values)],
        [(number, yuan) for number, cell in totals if (yuan := _amount(cell, number)) is not None],
    )


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """The index of the row of headings, and the index of each column of it that we know."""
    found = find_headings(rows, HEADINGS, ENOUGH)
    if found is None:
        raise SheetError(_(
            "没有找到“序号”和“结果”两列，也没有“账号”“金额”“结果”三列。请在下载的名单上填写，或改好标题后再上传。"
        ))  # fmt: skip
    return found


def _is_total(cells: Iterable[Any]) -> bool:
    return any(str(value).startswith(_TOTALS) for value in cells if value)


def _bank_row(number: int, cells: Mapping[str, Any]) -> BankRow:
    card, said = normalise(text_of(cells.get("bank_card"))), normalise(str(cells.get("result") or ""))
    return BankRow(
        row=number,
        line=_whole(cells.get("line")),
        result=_RESULTS.get(said, ""),
        card_tail=card[-4:],
        amount=_amount(cells.get("amount"), number),
        failure=text_of(cells.get("failure")),
        paid_on=_day(cells.get("paid_on"), number),
        serial=text_of(cells.get("serial")),
        batch=text_of(cells.get("batch")),
        card=card if card.isdigit() else "",
        payee=text_of(cells.get("payee")),
        said=said,
        has_line=cells.get("line") not in (None, ""),
    )


def _whole(value: Any) -> int | None:
    text = str(value).removesuffix(".0") if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _amount(value: Any, row: int) -> Decimal | None:
    try:
        return yuan_of(value)
    except ValueError as wrong:
        raise SheetError(_("第 %(row)s 行金额：%(why)s") % {"row": row, "why": wrong}) from wrong


def _day(value: Any, row: int) -> date | None:
    if value in (None, ""):
        return None
    try:
        return parse_date(value)
    except DateError as wrong:
        raise SheetError(_("第 %(row)s 行入账日期：%(why)s") % {"row": row, "why": wrong}) from wrong
