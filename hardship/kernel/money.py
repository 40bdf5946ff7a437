"""Yuan: read as people write them, kept as Decimal with two places, printed in figures and in words."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn

from django.utils.translation import gettext as _

from hardship.kernel.widths import mark_fault

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
PIECES = ("100", "50", "20", "10", "5", "1", "0.5", "0.1", "0.01")  # values of notes and coins, yuan
LIMIT = Decimal(10) ** 12  # amounts stay below a million million yuan, which is what NUMERIC(14, 2) holds

_MAX_RAW = 64
_DECORATION = re.compile(r"(?:人民币|RMB|CNY)?¥?(?P<figure>.*?)(?P<unit>[万千])?(?:元|圆)?(?:整|正)?", re.I)
_UNITS = {None: 1, "千": 1_000, "万": 10_000}
_PLAIN = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_MINUS = str.maketrans(dict.fromkeys("−–—‒‐", "-"))

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")


class MoneyError(ValueError):
    """Text that is no amount. The message is for the user; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_yuan(value: object, *, allow_negative: bool = False) -> Decimal:
    """The amount in yuan, two places: of text such as ￥1,234.5, １２００元, 3千, 1.2万, or a number.

    Raises MoneyError with one of the codes missing, not_amount, not_finite, note_mark, exponent, underscore,
    foreign_digits, words, blank, commas, decimals, negative, too_large.
    """
    if isinstance(value, str):
        amount = _parse_text(value)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        amount = _parse_number(value)
    elif value is None:
        _refuse("missing")
    else:
        _refuse("not_amount")
    if amount != amount.quantize(FEN):
        _refuse("decimals")
    if amount < 0 and not allow_negative:
        _refuse("negative")
    return amount.quantize(FEN) + 0  # the addition turns -0.00 into 0.00


def format_yuan(amount: Decimal) -> str:
    """1,234.50: thousands separated, always two places, half a fen rounded up."""
    return f"{quantize(amount):,.2f}"


def quantize(amount: Decimal) -> Decimal:
    """Whole fen; half a fen goes up in size, as in accounting and unlike Python's default."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP) + 0


def in_words(amount: Decimal) -> str:
    """人民币壹仟贰佰叁拾肆元伍角陆分, by appendix 1 of 支付结算办法 (银发〔1997〕393号).

    Where the rule leaves a choice we take the first form of its own examples: 零 after a yuan digit of zero,
    none between 万 and a thousand, 整 after 元 only. Raises ValueError for a negative amount, for fractions
    of a fen and from a million million yuan up.
    """
    if not 0 <= amount < LIMIT or amount != amount.quantize(FEN):
        raise ValueError(f"{amount} cannot be written in words")
    yuan, fen = divmod(int(amount * 100), 100)
    jiao, fen = divmod(fen, 10)
    words = _integer_in_words(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return "人民币" + (words or "零元") + "整"
    if yuan and (not jiao or yuan % 10 == 0):
        words += "零"
    words += _DIGITS[jiao] + "角" if jiao else ""
    words += _DIGITS[fen] + "分" if fen else ""
    return "人民币" + words


def _integer_in_words(number: int) -> str:
    """Digits in sections of four; zeros inside a run are said once, trailing ones not at all."""
    words = ""
    pending_zero = False
    for section in range(len(_SECTIONS) - 1, -1, -1):
        part = number // 10 ** (4 * section) % 10_000
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if digit:
                words += ("零" if pending_zero and words else "") + _DIGITS[digit] + _PLACES[place]
            # A zero that ends a section is silent when the next section starts with a thousand.
            pending_zero = not digit if place else not part
        words += _SECTIONS[section] if part else ""
    return words


def _parse_number(value: int | float | Decimal) -> Decimal:
    number = Decimal(value)
    if not number.is_finite():
        _refuse("not_finite")
    if number.copy_abs() >= LIMIT:
        _refuse("too_large")
    # A spreadsheet shows 15 significant digits; 0.1 + 0.2 is 0.3 to everybody who looks at it.
    return Decimal(f"{value:.15g}") if isinstance(value, float) else number


def _parse_text(raw: str) -> Decimal:
    if why := mark_fault(raw[: _MAX_RAW + 1]):
        raise MoneyError("note_mark", why)
    text = unicodedata.normalize("NFKC", raw[: _MAX_RAW + 1]).translate(_MINUS).strip(" '’\t\r\n\u200b\ufeff")
    if not text:
        _refuse("missing")
    sign, body = _sign(text)
    match = _DECORATION.fullmatch(body)
    figure = match["figure"].strip().replace("。", ".") if match else ""
    if len(raw) > _MAX_RAW or not match or not _PLAIN.fullmatch(figure):
        _refuse(_why_not(text, figure))
    if not match["unit"] and len(figure.partition(".")[2]) > 2:
        _refuse("decimals")
    amount = Decimal(figure.replace(",", "")) * _UNITS[match["unit"]]
    if amount >= LIMIT:
        _refuse("too_large")
    return -amount if sign else amount


def _sign(text: str) -> tuple[bool, str]:
    """Whether the amount is negative, and the text without the sign: -5, ¥-5 or (5)."""
    if text[0] == "(" and text[-1] == ")":
        return True, text[1:-1].strip()
    head, minus, tail = text.partition("-")
    if minus and head.strip().upper() in ("", "¥", "人民币", "RMB", "CNY"):
        return True, head.strip() + tail.strip()
    return False, text


def _why_not(text: str, figure: str) -> str:
    """The reason for the message, most telling first."""
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", figure):
        return "exponent"
    if re.fullmatch(r"[+-]?(nan|inf|infinity|∞)", figure, re.IGNORECASE):
        return "not_finite"
    if "_" in text:
        return "underscore"
    if any(char.isdigit() and not char.isascii() for char in text):
        return "foreign_digits"
    if re.fullmatch(r"[零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正两]+", text):
        return "words"
    if re.fullmatch(r"[0-9.,]+\s+[0-9., ]+", figure):
        return "blank"
    return "commas" if re.fullmatch(r"[0-9.,]*,[0-9.,]*", figure) else "not_amount"


def _refuse(code: str) -> NoReturn:
    messages = {
        "missing": _("请填写金额。"),
        "not_amount": _("这不是金额，请只填数字，例如 1234.50。"),
        "not_finite": _("这不是一个确定的金额，请填写具体数字，例如 1234.50。"),
        "exponent": _("金额不能用科学计数法，请写出全部数字，例如把 1e3 写成 1000。"),
        "underscore": _("金额中有下划线，请删去，例如把 1_000 写成 1000。"),
        "foreign_digits": _("金额中有无法识别的数字符号，请用 0 至 9 重新填写。"),
        "words": _("请用 0 至 9 的数字填写金额，不要用汉字。"),
        "blank": _("金额中间有空格，请删去后核对。"),
        "commas": _("金额的逗号或小数点位置不对，请写成 1,234.50 或 1234.50。"),
        "decimals": _("金额最多两位小数（精确到分），请核对。"),
        "negative": _("金额不能是负数，请核对。"),
        "too_large": _("金额太大，应小于一万亿元，请核对单位是元还是万元。"),
    }
    raise MoneyError(code, messages[code])


def add_columns(rows: Collection[object], names: Iterable[str]) -> dict[str, Decimal]:
    """The sums over rows of the values with these names: the last line of a table of yuan."""
    return {name: sum((Decimal(getattr(row, name)) for row in rows), ZERO) for name in names}
