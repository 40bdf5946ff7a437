"""How far each section is, for the task list and for the rail beside a section."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.rules import SectionState
from cases.archives.selectors.entry import list_section_saves
from cases.archives.views.entry.returned import Returned
from hardship.kernel.flags import in_state


@dataclass(frozen=True)
class Task:
    """One section: `state` is todo, missing or done; `saved` says who saved it last and when."""

    section: str
    title: str
    url: str
    state: str
    missing: Sequence[str] = field(default=())
    saved: str = ""
    returned: int = 0

    is_done = in_state("done")
    is_missing = in_state("missing")


def make_progress(
    household: Household, states: Mapping[str, SectionState], reasons: Iterable[Returned] = ()
) -> list[Task]:
    """The sections in order."""
    saves = list_section_saves(household)
    returned = [reason.section for reason in reasons]
    return [
        Task(
            section=section,
            title=state.label,
            url=reverse("archives:section", args=[household.pk, section]),
            state="done" if state.complete else "missing" if state.started else "todo",
            missing=[item.label for item in state.missing],
            saved=_saved(saves[section].at, saves[section].by) if section in saves else "",
            returned=returned.count(section),
        )
        for section, state in states.items()
    ]


def following(tasks: Sequence[Task], section: str) -> Task | None:
    """The section to go on with: the next one that is not complete, else None."""
    place = [task.section for task in tasks].index(section)
    return next((task for task in tasks[place + 1 :] if task.state != "done"), None)


def _saved(at: datetime, by: object) -> str:
    when = timezone.localtime(at).strftime("%m-%d %H:%M")
    return _("%(by)s %(when)s 保存") % {"by": by, "when": when}
