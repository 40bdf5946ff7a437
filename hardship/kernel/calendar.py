"""Dates as people write them, and the working days of a Chinese year with its make-up workdays."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NoReturn

from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.kernel.widths import mark_fault
from hardship.kernel.workflow import Refused

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MAX_RAW = 40
_DAY = timedelta(days=1)
_SATURDAY = 5
# 全国年节及纪念日放假办法 (国务院令第795号, of 2025) art. 2: 元旦, 劳动节, 国庆节
FIXED_DAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SEPARATED = re.compile(rf"(\d{{4}})\s*([-./])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}}){_TIME}", re.ASCII)
_CHINESE = re.compile(rf"(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{_TIME}", re.ASCII)
_MONTH_ONLY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?", re.ASCII)
_PARTIAL = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[-./年]?(?:\s*(?P<month>0?[1-9]|1[0-2])\s*月?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,4}\s*[日号]?", re.ASCII)
_SHORT = re.compile(r"(\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_HYPHENS = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "。": ".", "、": "."})


class DateError(ValueError):
    """Something that is no date. The message is for the user; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnknownYear(Refused):
    """A period cannot be fixed for somebody: it ends in a year whose holidays are not on record."""


class WorkCalendar:
    """Working days: what the table says of a day, and Monday to Friday where it is silent. Of a year that it
    says nothing of, the holidays of a fixed date are known; those of the moon's calendar are not.

    `days` maps dates to True (a workday, such as a Sunday made up for) or False (a holiday).
    """

    def __init__(self, days: Mapping[date, bool]) -> None:
        self._days = dict(days)
        self.known_years = frozenset(day.year for day in self._days)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        if day not in self._days and day.year not in self.known_years and (day.month, day.day) in FIXED_DAYS:
            return False
        return self._days.get(day, day.weekday() < _SATURDAY)

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after `day`, which itself does not count; before it when negative."""
        step = _DAY if count > 0 else -_DAY
        for _turn in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def fix_workday(self, day: date, count: int, *, guesses: bool = False) -> date:
        """As add_workdays, of a period that is fixed for somebody and therefore not guessed. Raises
        UnknownYear where it ends in a year that the table says nothing of; only what cannot be put off
        `guesses` the days of such a year: what the clock does, and what follows from another step."""
        end = self.add_workdays(day, count)
        if not guesses:
            self.require_known(end)
        return end

    def require_known(self, day: date) -> None:
        """Raises UnknownYear for a day of a year that the table says nothing of."""
        if day.year not in self.known_years:
            raise UnknownYear(
                _(
                    "%(year)d 年的放假安排还没有录入，期限算不出来。"
                    "请管理员在“政策与标准”的“放假与调休”里录入以后再办。"
                )
                % {"year": day.year}
            )

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` is earlier."""
        first, last = min(start, end), max(start, end)
        count = sum(self.is_workday(first + _DAY * offset) for offset in range(1, (last - first).days + 1))
        return count if end >= start else -count

    def days_left(self, due_on: date, today: date) -> int:
        """Working days until something is due: 0 on its day, negative once it is late, on a weekend too."""
        days = self.workdays_between(today, due_on)
        return min(days, -1) if due_on < today else days


def parse_date(value: object) -> date:
    """The day in `value`: a date, a datetime, or text such as 20260305, 2026.3.5, 2026-3-5 or 2026年3月5日.

    Raises DateError with one of the codes missing, not_a_date, incomplete, short_year, serial, no_such_date,
    out_of_range.
    """
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return _in_range(value)
    if not (text := _text_of(value)):
        _refuse("missing")
    return _parse_text(text)


def _text_of(value: object) -> str:
    """What a cell or a field says, half-width; a number only where it can be nothing but a date."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = f"{value:.10g}" if abs(value) < 10**8 else ""
        if _PARTIAL.fullmatch(text):
            _refuse("incomplete")
        if not _COMPACT.fullmatch(text):
            _refuse("serial")
        return text
    if not isinstance(value, str):
        return "" if value is None else "?"
    if why := mark_fault(value[:_MAX_RAW]):
        raise DateError("note_mark", why)
    text = unicodedata.normalize("NFKC", value[: _MAX_RAW + 1]).translate(_HYPHENS)
    return text.strip(" '’\t\r\n\u200b\ufeff")


def is_within(value: object, day: date) -> bool:
    """Whether `value` is a year, or a year and a month, that the day lies in: 1976.02, 1976年2月, 197602.

    A cell that holds a number has lost the zero of 1976.10: 1976.1 is January or October.
    """
    number = isinstance(value, int | float)
    text = f"{value:.10g}" if number else unicodedata.normalize("NFKC", str(value)[:_MAX_RAW])
    found = _PARTIAL.fullmatch(text.translate(_HYPHENS).strip())
    if found is None or int(found["year"]) != day.year:
        return False
    said = found["month"]
    return said is None or int(said) == day.month or (number and "." in text and f"{said}0" == str(day.month))


def parse_past_date(value: object, *, today: date) -> date:
    """As parse_date; a year of two digits, as in 85.3.8, is the last such year that had begun by `today`."""
    try:
        return parse_date(value)
    except DateError as error:
        found = _SHORT.fullmatch(
            unicodedata.normalize("NFKC", str(value)[:_MAX_RAW]).translate(_HYPHENS).strip()
        )
        if error.code != "short_year" or not found:
            raise
    year = today.year // 100 * 100 + int(found[1])
    return parse_date(f"{year if year <= today.year else year - 100}-{found[2]}-{found[3]}")


def _parse_text(text: str) -> date:
    if match := _COMPACT.fullmatch(text):
        year, month, day = match.groups()
    elif match := _SEPARATED.fullmatch(text):
        year, _separator, month, day = match.groups()
    elif match := _CHINESE.fullmatch(text):
        year, month, day = match.groups()
    elif _MONTH_ONLY.fullmatch(text) or _PARTIAL.fullmatch(text):
        _refuse("incomplete")
    else:
        _refuse("short_year" if _SHORT_YEAR.fullmatch(text) else "not_a_date")
    try:
        return _in_range(date(int(year), int(month), int(day)))
    except DateError:
        raise
    except ValueError:
        raise DateError("no_such_date", _no_such_date(int(year), int(month), int(day))) from None


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(
            "out_of_range",
            _("年份应在 %(first)d 至 %(last)d 之间，现在是 %(year)d 年，请核对。")
            % {"first": FIRST_YEAR, "last": LAST_YEAR, "year": day.year},
        )
    return day


def _no_such_date(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return _("没有 %(month)d 月，请核对日期。") % {"month": month}
    return _("%(year)d 年 %(month)d 月没有 %(day)d 日，请核对日期。") % {
        "year": year,
        "month": month,
        "day": day,
    }


def _refuse(code: str) -> NoReturn:
    messages = {
        "missing": _("请填写日期。"),
        "not_a_date": _("这不是日期，请按 2026-03-05 的样子填写。"),
        "incomplete": _("日期不完整，请填写年、月、日，例如 2026-03-05。"),
        "short_year": _("请填写四位年份并按年、月、日排列，例如 2026-03-05。"),
        "serial": _("这是一个数字而不是日期，请把单元格设为日期格式，或按 2026-03-05 的样子填写。"),
    }
    raise DateError(code, messages[code])
