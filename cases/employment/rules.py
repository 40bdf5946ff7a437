"""Figures of courses: how many of those who were trained work. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Figures:
    """People of one course, or of all of one partner: `trained` stayed to the end, `placed` worked when they
    were last reached, `off_file` of those trained have no file."""

    enrolled: int = 0
    trained: int = 0
    passed: int = 0
    certified: int = 0
    placed: int = 0
    off_file: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[int, ...]:
        return (self.enrolled, self.trained, self.passed, self.certified, self.placed, self.off_file)

    @property
    def rate(self) -> str:
        """就业率: of those trained how many work, in whole per cent; '' of nobody."""
        return percent(self.placed, self.trained)


def percent(part: int, whole: int) -> str:
    """28 of 30 are “93%”; '' of nobody."""
    if not whole:
        return ""
    return f"{(Decimal(100) * part / whole).quantize(Decimal(1), ROUND_HALF_UP)}%"
