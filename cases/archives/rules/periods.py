"""Months of an income or an expense, and the term of a labour contract, as people write them."""

import calendar
import re
from datetime import date

from django.utils.translation import gettext as _

from hardship.kernel.widths import half_width

Months = tuple[date | None, date | None]

WHOLE_YEAR: Months = (None, None)
OPEN_ENDED = 999  # months of a contract without a term; the national form counts all above 120 as such
WHOLE = ("全年", "整年", "一年", "12个月", "1-12月")
OPEN = ("无固定期限", "无固定", "长期", "永久", "无期限")
_MONTH = r"(?:(\d{4})\s*[-./年]?\s*)?(\d{1,2})\s*月?"
_SPAN = re.compile(rf"{_MONTH}\s*(?:-|~|至|到|—)\s*{_MONTH}(?:份)?", re.ASCII)
_ONE = re.compile(rf"{_MONTH}(?:份)?", re.ASCII)
# A whole day says its month: 2026.3.5, 2026年3月5日, 20260305.
_DAY = re.compile(
    r"(?<!\d)(?:(\d{4})([-./])(\d{1,2})\2\d{1,2}|(\d{4})年(\d{1,2})月\d{1,2}[日号]?|(\d{4})(\d{2})\d{2})(?!\d)",
    re.ASCII,
)
_TERM = re.compile(r"(?:(\d{1,2})\s*年)?\s*(?:(\d{1,3})\s*(?:个)?月)?", re.ASCII)
_HANZI = str.maketrans("一二三四五六七八九", "123456789")
# 合同期限 of the national form: up to so many months, and what that is called (domain.md 3.2).
BANDS = ((6, "半年内"), (18, "半年至一年"), (30, "两年"), (42, "三年"), (54, "四年"), (120, "五年以上"))


def read_months(text: str, today: date) -> Months:
    """First and last day of the months in `text`; nothing or 全年 is the whole year.

    3-8月, 2026.3-2026.8, 202603-202608, 5月 and whole days are read. A month without its year is the last one
    that has begun by `today`. Raises ValueError with a sentence.
    """
    plain = half_width(text).replace(" ", "").replace("–", "-").replace("～", "~")
    plain = _DAY.sub(lambda day: f"{day[1] or day[4] or day[6]}.{day[3] or day[5] or day[7]}", plain)
    if not plain or plain in WHOLE:
        return WHOLE_YEAR
    if found := _SPAN.fullmatch(plain):
        years, months = (found[1], found[3] or found[1]), (int(found[2]), int(found[4]))
    elif found := _ONE.fullmatch(plain):
        years, months = (found[1], found[1]), (int(found[2]), int(found[2]))
    else:
        raise ValueError(_("月份请写成 3-8月 或 2026.3-2026.8，整年留空。"))
    if not all(1 <= month <= 12 for month in months):
        raise ValueError(_("月份应在 1 到 12 之间，请核对。"))
    last_year = int(years[1]) if years[1] else today.year - (months[1] > today.month)
    first_year = int(years[0]) if years[0] else last_year - (months[0] > months[1])
    if not 1990 <= first_year <= last_year <= today.year + 1:
        raise ValueError(_("年份不对，请核对起止月份。"))
    from_on = date(first_year, months[0], 1)
    to_on = date(last_year, months[1], calendar.monthrange(last_year, months[1])[1])
    if from_on > to_on:
        raise ValueError(_("止月不能早于起月，请核对。"))
    return from_on, to_on


def write_months(from_on: date | None, to_on: date | None) -> str:
    """2026.3-2026.8, one month as 2026.3, nothing for the whole year."""
    if from_on is None or to_on is None:
        return ""
    first, last = (f"{day.year}.{day.month}" for day in (from_on, to_on))
    return first if first == last else f"{first}-{last}"


def read_term(text: str) -> int | None:
    """Months of a contract: 3年, 36个月, 36, 一年半 and 无固定期限 are read; None for nothing.

    Raises ValueError with a sentence.
    """
    plain = half_width(text).replace(" ", "")
    if not plain:
        return None
    if plain in OPEN:
        return OPEN_ENDED
    plain = plain.translate(_HANZI).replace("两年", "2年").replace("10年", "10年")
    half = 6 if plain.endswith("半") or plain == "半年" else 0
    plain = plain.removesuffix("半") if plain != "半年" else ""
    if plain.isascii() and plain.isdigit():
        months = int(plain)
    else:
        found = _TERM.fullmatch(plain)
        if not found:
            raise ValueError(_("合同期限请写成 3年、36个月 或 无固定期限。"))
        months = int(found[1] or 0) * 12 + int(found[2] or 0) + half
    if not 1 <= months <= OPEN_ENDED:
        raise ValueError(_("合同期限应在 1 个月以上，请核对。"))
    return months


def term_band(months: int) -> str:
    """The 合同期限 of the national form for so many months."""
    return next((band for limit, band in BANDS if months <= limit), str(_("无固定期限")))


def write_term(months: int | None) -> str:
    """How a form shows a term: 3年, 18个月, 无固定期限; '' for none."""
    if not months:
        return ""
    if months == OPEN_ENDED:
        return str(_("无固定期限"))
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
