"""Who of last year's students is aided again, and why somebody is not: pure (requirement C2, 金秋助学 until
graduation)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Student:
    """What the file says today: the stage now and, where it is known, in the year before; the year in which
    this stage began and how many years it takes."""

    stage: str
    stage_before: str
    entry_year: int | None
    school_years: Decimal | None


def why_not(student: Student, year: int) -> str:
    """Why somebody is not taken on in the autumn of a year, or ''. Whoever began in 2023 for three years has
    left in the summer of 2026; what takes two years and a half lasts through that autumn."""
    if not student.stage:
        return _("档案里已不在读")
    if student.entry_year is None or student.school_years is None:
        return _("档案没有入学年份和学制，算不出毕业年份，补上以后再列入")
    if student.entry_year >= year or student.stage_before not in ("", student.stage):
        return _("今年进入新的阶段，按新生重新列入")
    end = student.entry_year + student.school_years
    if end <= year:
        return _("%(end)s 年毕业") % {"end": int(end)}
    return ""
