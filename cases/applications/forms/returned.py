"""The form of an application that came back: only what was sent back can be written on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import list_attached
from cases.applications.selectors.returned import ToMend, list_to_mend, open_parts, part_of
from cases.applications.states import PAPER

FILE = "file_"
OF_THE_PAGE = ("version", "confirmed", "evidence")


@dataclass(frozen=True)
class Mending:
    """What came back and why, the parts that may be written on (None: all), and the keys of the documents
    that stay as they are."""

    rows: list[ToMend]
    opened: set[str] | None
    kept: set[int]

    def is_closed(self, part: str) -> bool:
        return self.opened is not None and part not in self.opened

    def reason_of(self, part: str) -> str:
        return next((row.reason for row in self.rows if row.part == part), "")


def find_mending(application: Application) -> Mending:
    rows = list_to_mend(application)
    opened = open_parts(application) if rows else None
    if opened is None:
        return Mending(rows, None, set())
    kept = {row.pk for row in list_attached(application) if PAPER + row.kind not in opened}
    return Mending(rows, opened, kept)


def close_fields(mending: Mending, fields: dict[str, Any]) -> None:
    """Closes the fields of what did not come back, and says at the others why they did."""
    for name in [name for name in fields if name not in OF_THE_PAGE]:
        field, is_paper = fields[name], name.startswith(FILE)
        part = PAPER + name.removeprefix(FILE) if is_paper else part_of(name)
        if mending.is_closed(part) and is_paper:
            del fields[name]
        elif mending.is_closed(part):
            field.disabled = True
        elif (reason := mending.reason_of(part)) and not is_paper:
            said = _("退回原因：%(reason)s") % {"reason": reason}
            field.help_text = "　".join(filter(None, (said, str(field.help_text))))
