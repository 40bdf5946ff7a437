"""Numbers that name a person, an account or an organisation: checked strictly, masked in one manner.

Input is what people type and what spreadsheets hold: full-width digits, blanks, a leading apostrophe. It is
cleaned first and judged afterwards; the message says which thing is wrong and what to do about it.
"""

import csv
import math
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, NoReturn

from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.cn import uscc

from hardship.kernel.widths import mark_fault

MAX_AGE = 120
_MAX_RAW = 100  # nothing we check is longer; a cap keeps hostile input cheap
_APOSTROPHES = "'’‘`´＇"
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{1,3}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

# GB/T 2260, first two digits. County codes behind them change every year and are never a reason to refuse.
_PROVINCES = dict(
    re.findall(
        r"(\d\d)(\D+)",
        "11北京市12天津市13河北省14山西省15内蒙古自治区21辽宁省22吉林省23黑龙江省31上海市32江苏省33浙江省"
        "34安徽省35福建省36江西省37山东省41河南省42湖北省43湖南省44广东省45广西壮族自治区46海南省50重庆市"
        "51四川省52贵州省53云南省54西藏自治区61陕西省62甘肃省63青海省64宁夏回族自治区65新疆维吾尔自治区"
        "71台湾省81香港特别行政区82澳门特别行政区83台湾省",
    )
)

# Cards for foreigners who stay: since 2023 eighteen digits from 9 on, before three letters and twelve digits.
_FOREIGN_STAY = re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE_LINE = re.compile(r"(400)-?(\d{3})-?(\d{4})")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:(?:-|转|ext)(\d{1,6}))?", re.IGNORECASE)
_PHONE_SEPARATORS = re.compile(r"[/,;、，；。|]")
_COUNTRY_CODE = re.compile(r"(?:\+|00)86")
HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－ー", "-"))


class DocumentError(ValueError):
    """A number that cannot be right. The message is for the user; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class IdNumber:
    """A resident's ID number and what it says. Only the region shows in `repr`."""

    number: str = field(repr=False)
    birth_on: date = field(repr=False)
    sex: Literal["male", "female"] = field(repr=False)
    region_code: str
    region_hint: str


@dataclass(frozen=True)
class Card:
    """A bank card. `bank` is empty when the leading digits are not in our list; `luhn_ok` only warns."""

    number: str = field(repr=False)
    luhn_ok: bool
    bank: str


def normalise(text: str) -> str:
    """Half-width characters, without blanks, apostrophes and invisible marks; letters as they came."""
    if text.isascii() and text.isalnum():  # as most numbers come
        return text
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if char not in _APOSTROPHES and not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")
    )


def age_on(birth_on: date, on: date) -> int:
    """Completed years of age on a day; somebody born on 29 February is a year older on 1 March."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def check_id_number(value: object, *, today: date | None = None) -> IdNumber:
    """The resident ID number in `value` and what it says; GB 11643-1999.

    Raises DocumentError with one of the codes missing, not_text, old_format, foreigner, length, character,
    region, date, future, age, checksum.
    """
    number = read_text(value, _("身份证号")).upper()
    _check_id_shape(number)
    birth_on = _birth_date(number, today or timezone.localdate())
    if check_digit(number[:17]) != number[17]:
        raise DocumentError("checksum", _("身份证号第 18 位校验码不对，请对照证件逐位核对。"))
    return IdNumber(
        number=number,
        birth_on=birth_on,
        sex="male" if int(number[16]) % 2 else "female",
        region_code=number[:6],
        region_hint=_PROVINCES[number[:2]],
    )


def make_id_number(region: str, birth_on: date, sequence: int) -> str:
    """A valid number for demonstrations and tests; odd sequences (0 to 999) are men."""
    body = f"{region}{birth_on:%Y%m%d}{sequence:03d}"
    if len(body) != 17 or not _is_digits(body):
        raise ValueError("region must be six digits and sequence 0 to 999")
    return body + check_digit(body)


def check_card(value: object) -> Card:
    """The bank card or account number in `value`: 12 to 21 digits.

    Raises DocumentError with one of the codes missing, not_text, character, length. A wrong Luhn digit is no
    error, since passbooks and some older cards have none.
    """
    label = _("银行卡号")
    number = read_text(value, label).translate(HYPHENS).replace("-", "")
    for place, char in enumerate(number, start=1):
        if not _is_digits(char):
            refuse_character(label, place, char)
    if not 12 <= len(number) <= 21:
        raise DocumentError(
            "length", _("银行卡号应为 12 至 21 位数字，现在是 %(count)d 位。") % {"count": len(number)}
        )
    return Card(number=number, luhn_ok=bool(luhn.is_valid(number)), bank=_bank(number))


def check_phone(value: object) -> str:
    """The telephone number in `value` in one spelling: 13800138000, 010-65551234, 0513-85512345-8012.

    A mobile number kept as a number by a spreadsheet is exact and welcome. Raises DocumentError with one of
    the codes missing, several, area_code, phone.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if math.isfinite(value) and value == int(value) else str(value)
    text = read_text(value, _("电话号码")).translate(HYPHENS).replace("(", "").replace(")", "-")
    if _PHONE_SEPARATORS.search(text):
        raise DocumentError("several", _("这里只填一个电话号码，其余的请填到“其他联系方式”。"))
    text = _COUNTRY_CODE.sub("", text, count=1).lstrip("-") if _COUNTRY_CODE.match(text) else text
    digits = text.replace("-", "")
    mobile = digits.removeprefix("86" if len(digits) == 13 else "0")
    if _MOBILE.fullmatch(mobile) and _is_digits(digits):
        return mobile
    if match := _SERVICE_LINE.fullmatch(text):
        return "-".join(match.groups())
    if match := _LANDLINE.fullmatch(text):
        return "-".join(part for part in match.groups() if part)
    if 7 <= len(digits) <= 8 and _is_digits(digits):
        raise DocumentError("area_code", _("固定电话请加上区号，例如 0513-85512345。"))
    raise DocumentError("phone", _("电话号码不对：手机号为 11 位数字，固定电话为区号加号码，请核对。"))


def check_uscc(value: object) -> str:
    """The unified social credit code in `value`; GB 32100-2015.

    Raises DocumentError with one of the codes missing, not_text, length, character, format, checksum.
    """
    label = _("统一社会信用代码")
    number = read_text(value, label).translate(HYPHENS).replace("-", "").upper()
    if len(number) != 18:
        raise DocumentError(
            "length", _("统一社会信用代码应为 18 位，现在是 %(count)d 位。") % {"count": len(number)}
        )
    for place, char in enumerate(number, start=1):
        if char not in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            refuse_character(label, place, char)
    if not _is_digits(number[2:8]):
        raise DocumentError("format", _("统一社会信用代码第 3 至 8 位应为数字，请对照证照核对。"))
    if uscc.calc_check_digit(number[:17]) != number[17]:
        raise DocumentError("checksum", _("统一社会信用代码第 18 位校验码不对，请对照证照逐位核对。"))
    return number


def mask_id(number: str) -> str:
    """110101********1461; a passport or another short document keeps one character and the last two."""
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    return number[:1] + "*" * (len(number) - 3) + number[-2:] if len(number) > 5 else "*" * len(number)


def mask_name(name: str) -> str:
    """王*梅 for three characters, 王* for two: enough to recognise oneself, not to be found."""
    return name[:1] + "*" * max(len(name) - 2, 1) + name[2:][-1:] if len(name) > 1 else "*" * len(name)


def mask_card(number: str) -> str:
    """The last four digits."""
    return "**** **** **** " + number[-4:] if len(number) > 8 else "*" * len(number)


def mask_phone(number: str) -> str:
    """138****8000 and 010-****1234: four characters before the last four are hidden."""
    return number[:-8] + "****" + number[-4:] if len(number) > 8 else "*" * len(number)


@cache
def _banks() -> dict[str, str]:
    """Leading digits of common cards and their banks: a hint for the clerk, many cards are in no list."""
    with (Path(__file__).parent / "data" / "bank_prefixes.csv").open(encoding="utf-8", newline="") as file:
        return {prefix: row["bank"] for row in csv.DictReader(file) for prefix in row["prefixes"].split()}


def _bank(number: str) -> str:
    banks = _banks()
    return next((banks[number[:size]] for size in range(7, 2, -1) if number[:size] in banks), "")


def read_text(value: object, label: str) -> str:
    """Cleaned text of a cell or a form field; refuses numbers, which have lost their last digits."""
    if value is None or value == "":
        raise DocumentError("missing", _("请填写%(label)s。") % {"label": label})
    if isinstance(value, str) and len(value) > _MAX_RAW:
        raise DocumentError("length", _("%(label)s太长，请核对。") % {"label": label})
    if isinstance(value, str) and (why := mark_fault(value)):
        raise DocumentError("note_mark", why)
    text = normalise(value) if isinstance(value, str) else ""
    if not isinstance(value, str) or _SCIENTIFIC.fullmatch(text):
        raise DocumentError(
            "not_text",
            _("%(label)s存成了数字，Excel 已丢失末尾几位；请把这一列设为文本格式后重新填写。")
            % {"label": label},
        )
    if not text:
        raise DocumentError("missing", _("请填写%(label)s。") % {"label": label})
    return text


def _check_id_shape(number: str) -> None:
    if _FOREIGN_STAY.fullmatch(number):
        raise DocumentError(
            "foreigner",
            _("这是外国人永久居留身份证的号码，请填到“其他证件号码”，证件种类选“外国人永久居留身份证”。"),
        )
    if len(number) == 15 and _is_digits(number):
        raise DocumentError("old_format", _("这是 15 位的旧身份证号，请填写 18 位的新号码。"))
    if len(number) != 18:
        raise DocumentError("length", _("身份证号应为 18 位，现在是 %(count)d 位。") % {"count": len(number)})
    for place, char in enumerate(number, start=1):
        if not _is_digits(char) and not (place == 18 and char == "X"):
            refuse_character(_("身份证号"), place, char)
    if number[:2] not in _PROVINCES:
        raise DocumentError(
            "region", _("身份证号前两位“%(code)s”不是省份代码，请对照证件核对。") % {"code": number[:2]}
        )


def _birth_date(number: str, today: date) -> date:
    digits = number[6:14]
    try:
        birth_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise DocumentError(
            "date",
            _("身份证号第 7 至 14 位“%(digits)s”不是真实日期，请对照证件核对。") % {"digits": digits},
        ) from None
    if birth_on > today:
        raise DocumentError(
            "future", _("身份证号中的出生日期“%(digits)s”还没有到，请核对。") % {"digits": digits}
        )
    if age_on(birth_on, today) > MAX_AGE:
        raise DocumentError(
            "age",
            _("按身份证号中的出生日期“%(digits)s”计算已超过 %(years)d 岁，请核对。")
            % {"digits": digits, "years": MAX_AGE},
        )
    return birth_on


def check_digit(body: str) -> str:
    """ISO 7064 MOD 11-2 over the first 17 digits, as GB 11643 writes it."""
    return _CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11]


def _is_digits(text: str) -> bool:
    """ASCII digits only: `str.isdigit` also takes Arabic and superscript ones."""
    return text.isascii() and text.isdigit()


def refuse_character(label: str, place: int, char: str) -> NoReturn:
    raise DocumentError(
        "character",
        _("%(label)s第 %(place)d 位“%(char)s”不对，请核对。")
        % {"label": label, "place": place, "char": char},
    )
