"""Reads a bank's statement of an account: its own headings, its order, its running balance. No database.

A file is read whole or refused whole: each row that says nothing, or does not add up, is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from funds.books.states import Way
from hardship.kernel.calendar import DateError, parse_date
from hardship.kernel.documents import normalise
from hardship.kernel.money import MoneyError, format_yuan
from hardship.kernel.sheets import Row, SheetError, as_workbook, read_sheet
from hardship.kernel.sheets.headings import cells_of, find_headings, text_of, yuan_of

# How banks head what we ask for, the likeliest first. A bank calls the money that comes in 贷方, because it
# owes it to the holder of the account.
HEADINGS: Mapping[str, Sequence[str]] = {
    "on": ("交易日期", "记账日期", "入账日期", "日期", "交易时间", "记账时间", "交易日"),
    "paid_in": (
        "收入",
        "收入金额",
        "贷方发生额",
        "贷方金额",
        "存入",
        "存入金额",
        "转入金额",
        "收入（元）",
        "贷方",
    ),
    "paid_out": (
        "支出",
        "支出金额",
        "借方发生额",
        "借方金额",
        "支取",
        "支取金额",
        "转出金额",
        "支出（元）",
        "借方",
    ),
    "amount": ("发生额", "交易金额", "金额", "金额（元）"),
    "way": ("收支标志", "借贷标志", "借贷方向", "收支方向", "收支", "借贷", "借/贷"),
    "balance": ("余额", "账户余额", "余额（元）", "本次余额", "联机余额"),
    "summary": ("摘要", "交易摘要", "摘要说明", "用途", "附言", "备注", "交易说明"),
    "party": (
        "对方户名",
        "对方名称",
        "对方单位名称",
        "对方账户名称",
        "交易对方",
        "收/付方名称",
        "对方账号名称",
    ),
    "serial": ("流水号", "交易流水号", "银行流水号", "交易流水", "核心流水号", "凭证号", "交易序号"),
}
LABELS: Mapping[str, str] = {
    "on": "日期", "paid_in": "收入", "paid_out": "支出", "amount": "金额", "way": "收支标志",
    "balance": "余额", "summary": "摘要", "party": "对方户名", "serial": "流水号",
}  # fmt: skip
ENOUGH = ({"on", "paid_in", "paid_out"}, {"on", "amount", "way"})
WAYS: Mapping[str, Way] = {
    "收": Way.IN, "收入": Way.IN, "贷": Way.IN, "贷方": Way.IN, "转入": Way.IN, "C": Way.IN, "+": Way.IN,
    "支": Way.OUT, "支出": Way.OUT, "借": Way.OUT, "借方": Way.OUT, "转出": Way.OUT, "D": Way.OUT,
    "-": Way.OUT,
}  # fmt: skip
_TOTALS = ("合计", "总计", "共计", "本页合计", "本月合计", "累计", "期末余额", "本期合计")
_CARRIED = ("期初余额", "承前页", "上期余额", "上月余额", "上年结转", "上日余额")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class BankLine:
    """One movement as the bank has it; `amount` is yuan above zero, `row` where it stands in the file."""

    row: int
    on: date
    way: str
    amount: Decimal
    balance: Decimal | None = None
    summary: str = ""
    party: str = ""
    serial: str = ""

    @property
    def signed(self) -> Decimal:
        """Yuan, below zero for what went out."""
        return self.amount if self.way == Way.IN else -self.amount

    def fingerprint(self, repeat: int) -> str:
        """What tells this movement from every other one of its account; `repeat` counts those that look the
        same in every way."""
        parts = (
            self.on.isoformat(),
            self.way,
            f"{self.amount:.2f}",
            self.serial,
            str(self.balance),
            str(repeat),
        )
        return sha256("\x00".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Reading:
    """The lines of a statement in the order of the bank, and (row, sentence) of all that is wrong with it."""

    lines: list[BankLine] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        """Yuan by which the balance changed."""
        return sum((line.signed for line in self.lines), ZERO)

    def fingerprints(self) -> list[str]:
        """One for each line, in their order."""
        seen: dict[str, int] = {}
        made = []
        for line in self.lines:
            first = line.fingerprint(0)
            seen[first] = seen.get(first, -1) + 1
            made.append(line.fingerprint(seen[first]))
        return made

    def against(self, *, opening: Decimal, closing: Decimal) -> "Reading":
        """The reading with what does not add up: opening + lines = closing, and each running balance."""
        wrong = [*self.problems, *_broken_balances(self.lines, opening)]
        if not wrong and opening + self.net != closing:
            said = {"opening": format_yuan(opening), "net": format_yuan(self.net)}
            said |= {"there": format_yuan(opening + self.net), "closing": format_yuan(closing)}
            wrong.append((0, _(
                "期初 %(opening)s 元加各行净额 %(net)s 元是 %(there)s 元，"
                "对账单期末余额是 %(closing)s 元，文件可能不完整。"
            ) % said))  # fmt: skip
        return Reading(self.lines, wrong)


def read_statement(source: bytes | Sequence[Row], *, own: Mapping[str, str] | None = None) -> Reading:
    """The lines of a statement, from a file of any kind of table or from rows that were read. `own` maps what
    we ask for to this bank's own headings.

    Raises SheetError with a sentence when the file cannot be read or columns are missing."""
    rows = read_sheet(as_workbook(source)).rows if isinstance(source, bytes) else source
    header, columns = _header(rows, own or {})
    lines: list[BankLine] = []
    problems: list[tuple[int, str]] = []
    for row in rows[header + 1 :]:
        cells = cells_of(row.values, columns)
        if not _is_movement(row.values, cells):
            continue
        try:
            lines.append(_line(row.number, cells))
        except ValueError as wrong:
            problems.append((row.number, str(wrong)))
    if not lines and not problems:
        raise SheetError(_("对账单里没有一笔交易。"))
    return Reading(_in_order(lines), problems)


def _header(rows: Sequence[Row], own: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The index of the row of headings, and the index of each column of it that we know."""
    names = {key: [own[key]] if own.get(key) else known for key, known in HEADINGS.items()}
    found = find_headings(rows, names, ENOUGH)
    if found is None:
        raise SheetError(_(
            "没有找到标题行：要有日期、收入、支出三列，或者日期、金额、收支标志三列。列名不同的，请先写明本行的列名。"
        ))  # fmt: skip
    return found


def _is_movement(values: Iterable[Any], cells: Mapping[str, Any]) -> bool:
    """Not a blank row, a row of totals, or one that only carries a balance forward."""
    texts = [str(value).strip() for value in values if value not in (None, "")]
    if not texts or any(text.startswith(_TOTALS) for text in texts):
        return False
    moves = any(cells.get(key) not in (None, "") for key in ("paid_in", "paid_out", "amount"))
    return moves or not any(text.startswith(_CARRIED) for text in texts)


def _line(row: int, cells: Mapping[str, Any]) -> BankLine:
    """Raises ValueError with a sentence."""
    try:
        on = parse_date(_day_of(cells.get("on")))
    except DateError as wrong:
        raise ValueError(_("日期：%(why)s") % {"why": wrong}) from wrong
    way, amount = _movement(cells)
    balance = _yuan(cells.get("balance"), allow_negative=True, label="余额")
    texts = {
        name: text_of(cells.get(name))[:most]
        for name, most in (("summary", 200), ("party", 80), ("serial", 60))
    }
    return BankLine(row, on, way, amount, balance, **texts)


def _day_of(value: Any) -> Any:
    """The day of a text that has a time of day behind it."""
    return value.strip().split(" ")[0].split("T")[0] if isinstance(value, str) else value


def _movement(cells: Mapping[str, Any]) -> tuple[Way, Decimal]:
    if "way" in cells and "amount" in cells and text_of(cells["way"]):
        way = WAYS.get(normalise(text_of(cells["way"])))
        if way is None:
            raise ValueError(
                _("收支标志“%(said)s”看不懂，请写收或支。") % {"said": text_of(cells["way"])[:10]}
            )
        return way, _positive(_yuan(cells.get("amount"), label="金额"))
    sides = {
        Way.IN: _yuan(cells.get("paid_in"), label="收入"),
        Way.OUT: _yuan(cells.get("paid_out"), label="支出"),
    }
    moved = {way: yuan for way, yuan in sides.items() if yuan}
    if len(moved) != 1:
        raise ValueError(_("收入和支出只能有一个，也不能都空着。"))
    return moved.popitem()


def _positive(amount: Decimal | None) -> Decimal:
    if not amount:
        raise ValueError(_("没有金额。"))
    return amount


def _yuan(value: Any, *, label: str, allow_negative: bool = False) -> Decimal | None:
    try:
        return yuan_of(value, allow_negative=allow_negative)
    except MoneyError as wrong:
        raise ValueError(f"{label}：{wrong}") from wrong


def _in_order(lines: list[BankLine]) -> list[BankLine]:
    """The oldest first; many banks print the newest at the top."""
    return lines[::-1] if lines and lines[0].on > lines[-1].on else lines


def _broken_balances(lines: Sequence[BankLine], opening: Decimal) -> Iterable[tuple[int, str]]:
    """(row, sentence) of each running balance that is not the one before and the line."""
    before: Decimal | None = opening
    for line in lines:
        if before is not None and line.balance is not None and before + line.signed != line.balance:
            said = {"there": format_yuan(before + line.signed), "said": format_yuan(line.balance)}
            yield line.row, _("余额应为 %(there)s 元，文件上是 %(said)s 元，前面可能缺了行。") % said
        before = line.balance if line.balance is not None else before and before + line.signed
