"""What becomes of a matter that a union has put down for a year, and who puts it down."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role


class State(TextChoices):
    PLANNED = "planned", _("没有办完")
    DONE = "done", _("已办完")
    DROPPED = "dropped", _("不办了")


LATE, LATE_WORD = "late", _("过期没有办完")


@dataclass(frozen=True)
class Standing:
    """How a matter reads on a day: its state, or that its last day is over."""

    code: str

    @property
    def tone(self) -> str:
        return TONES[self.code]

    def get_code_display(self) -> str:
        return str(LATE_WORD if self.code == LATE else State(self.code).label)


TONES: Mapping[str, str] = {
    State.PLANNED: "info",
    LATE: "danger",
    State.DONE: "success",
    State.DROPPED: "muted",
}
WRITERS = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER)
AHEAD_DAYS = 30  # a matter stands on the desk from so many days before its first day
FIRST_YEAR, YEARS_AHEAD = 2016, 2
MOST_DAYS = 366
