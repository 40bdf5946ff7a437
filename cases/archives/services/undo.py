"""Taking back one's own last step on a file (states.UNDO_TRANSITIONS): what is put back, what forbids it."""

from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import FileStep, Household
from cases.archives.rules.differences import plain
from cases.archives.selectors.extensions import list_hanging
from cases.archives.states import UNDONE_BY, State
from cases.archives.states.taking_over import GIVE_BACK, TAKE_OVER
from hardship.accounts.models import User
from hardship.kernel.undoing import Act, is_recent, undo_blocker
from hardship.kernel.workflow import Transition

UNDONE = {**UNDONE_BY, GIVE_BACK: TAKE_OVER}
UNDOABLE = frozenset(UNDONE.values())
# What the steps that can be taken back write over. The place in the union's numbers is not among it: the
# number stays kept for this file, so that no other file gets one that somebody may have written down.
KEPT = (
    "category", "own_category", "own_label", "filing_level", "file_no", "filed_at", "filed_by_id", "filed_on",
    "verified_at", "verified_by_id", "review_kind", "review_due_on", "due_on", "taken_over_at",
    "taken_over_by_id",
)  # fmt: skip


def get_before(household: Household) -> dict[str, Any]:
    """What a step is about to write over, as JSON values."""
    return {name: plain(getattr(household, name)) for name in KEPT}


def put_back(household: Household, undone: FileStep) -> None:
    """The file as it was before the step; not saved."""
    columns = {field.attname: field for field in household._meta.concrete_fields}
    for name, value in undone.before.items():
        setattr(household, name, columns[name].to_python(value))


def get_undone(household: Household, action: str) -> FileStep | None:
    """The step that this action takes back: the last one of the file, if it is of that kind."""
    last: FileStep | None = household.steps.order_by("-pk").first()
    return last if last is not None and last.action == UNDONE.get(action) else None


def may_have_acted(household: Household, by: User) -> bool:
    """Whether it is worth asking what this person may take back: they acted on the file last, and lately."""
    return household.updated_by_id == by.pk and is_recent(household.updated_at)


def step_blocker(household: Household, row: Transition, by: User) -> str:
    """Why this person may not take back the file's last step by this row, or ''."""
    undone = get_undone(household, row.action)
    if undone is None or undone.source != row.target:
        return _("这份档案之后又办理过，没有可以“%(label)s”的操作。") % {"label": row.label}
    why = undo_blocker(Act(undone.label, undone.by_id, undone.at, household.updated_by_id), by)
    if why or row.action != "unfile":
        return why
    return _filed_blocker(household)


def _filed_blocker(household: Household) -> str:
    """What rests on the filing since."""
    found = list_hanging(household)
    if found:
        return _("建档之后，这份档案已有%(what)s，不能再撤回建档；请先撤销，或按现在的档案办理。") % {
            "what": "、".join(found)
        }
    if household.status_periods.filter(from_on__gt=household.filed_on).exists():
        return _("建档之后，这份档案的情况已另有变化，计入了统计，不能再撤回建档。")
    before = household.previous
    if before is not None and before.state == State.RELAPSED and get_undone(before, "unrelapse") is None:
        return _("这户的上一份档案在返困之后又办理过，不能再撤回建档。")
    return ""
