"""Takes an import back: its drafts are discarded, the files that it changed are what they were before.

What somebody has worked on since stays as it is and is counted.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import FileStep, Household
from cases.archives.selectors import content_hash
from cases.archives.states import TRANSITIONS, State
from cases.rosters.models import RosterImport
from cases.rosters.services.stages import require_undoable
from cases.rosters.services.updating import put_back
from cases.rosters.states import IMPORT_TRANSITIONS, UpdateState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


@dataclass(frozen=True)
class Undone:
    """Numbers of files: drafts that were discarded, files whose changes were put back, and those kept."""

    drafts: int
    restored: int
    kept: int
    had_changes: bool


@transaction.atomic
def undo_roster(*, roster_id: int, by: User) -> tuple[RosterImport, int]:
    """The import, and how many files were taken back. Raises RosterRefused when there is none to."""
    roster: RosterImport = workflow.lock(RosterImport.objects.visible_to(by), roster_id)
    return workflow.take(
        IMPORT_TRANSITIONS, roster, action="undo", by=by, stamp="undone", effect=_take_back, log=_log
    )


def _take_back(step: workflow.Step[RosterImport]) -> None:
    roster, by = step.record, step.by
    drafts = _lock(roster)
    require_undoable(roster)
    fresh = [draft for draft in drafts if draft.version == 1]
    _discard(fresh, by)
    changes = list(roster.changes.filter(state=UpdateState.APPLIED).select_for_update().order_by("pk"))
    restored, kept = put_back(changes, by=by)
    step.trace = Undone(len(fresh), restored, kept, had_changes=bool(changes))


def _log(step: workflow.Step[RosterImport]) -> tuple[RosterImport, int]:
    roster, undone = step.record, step.trace
    others = {"restored": undone.restored, "kept": undone.kept} if undone.had_changes else {}
    audit.record("import.undo", target=roster, by=step.by, households=undone.drafts, **others)
    return roster, undone.drafts + undone.restored


def _lock(roster: RosterImport) -> list[Household]:
    rows = Household.objects.filter(import_row__roster=roster, state=State.DRAFT)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _discard(drafts: list[Household], by: User) -> None:
    """The step of the file's own table, for each draft, whoever's union it is in."""
    row = workflow.step(TRANSITIONS, action="discard", state=State.DRAFT, roles={Role.CLERK})
    comment = _("撤销导入")
    steps = [
        FileStep(
            household=draft, action=row.action, source=draft.state, target=row.target, comment=comment,
            content_hash=content_hash(draft), by=by,
        )
        for draft in drafts
    ]  # fmt: skip
    now = timezone.now()
    for draft in drafts:
        draft.state, draft.version = row.target, draft.version + 1
        draft.updated_at, draft.updated_by = now, by
    Household.objects.bulk_update(drafts, ["state", "version", "updated_at", "updated_by"], batch_size=500)
    FileStep.objects.bulk_create(steps, batch_size=500)
