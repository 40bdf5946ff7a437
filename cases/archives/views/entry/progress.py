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
    """One section: `state` is todo, missing, returned (nothing is missing, but a reason of the return is not
    answered) or done; `saved` says who saved it last and when."""

    section: str
    title: str
    url: str
    state: str
    missing: Sequence[str] = field(default=())
    saved: str = ""
    returned: int = 0
    unanswered: int = 0
    version: int = 0  # of the file, as this section was saved last

    is_done = in_state("done")
    is_missing = in_state("missing")
    is_returned = in_state("returned")


def make_progress(
    household: Household, states: Mapping[str, SectionState], reasons: Iterable[Returned] = ()
) -> list[Task]:
    """The sections in order."""
    saves = list_section_saves(household)
    reasons = list(reasons)
    returned = [reason.section for reason in reasons]
    unanswered = [reason.section for reason in reasons if reason.is_open]
    return [
        Task(
            section=section,
            title=state.label,
            url=reverse("archives:section", args=[household.pk, section]),
            state=_state(state, section in unanswered),
            missing=[item.label for item in state.missing],
            saved=_saved(saves[section].at, saves[section].by) if section in saves else "",
            returned=returned.count(section),
            unanswered=unanswered.count(section),
            version=saves[section].version if section in saves else 0,
        )
        for section, state in states.items()
    ]


def _state(state: SectionState, is_unanswered: bool) -> str:
    if state.complete:
        return "returned" if is_unanswered else "done"
    return "missing" if state.started else "todo"


def to_go_on_with(tasks: Sequence[Task]) -> Task | None:
    """The section to open next: of a returned file the first that waits for an answer, else the one that was
    saved last while it is not done, the one that follows it, the first that is left."""
    left = [task for task in tasks if task.state != "done"]
    unanswered = [task for task in tasks if task.unanswered]
    last = max(tasks, key=lambda task: task.version)
    if unanswered or not last.version:
        return next(iter(unanswered or left), None)
    return last if last in left else following(tasks, last.section) or next(iter(left), None)


def following(tasks: Sequence[Task], section: str) -> Task | None:
    """The section to go on with: the next one that is not complete, else None."""
    place = [task.section for task in tasks].index(section)
    return next((task for task in tasks[place + 1 :] if task.state != "done"), None)


def _saved(at: datetime, by: object) -> str:
    when = timezone.localtime(at).strftime("%m-%d %H:%M")
    return _("%(by)s %(when)s 保存") % {"by": by, "when": when}
