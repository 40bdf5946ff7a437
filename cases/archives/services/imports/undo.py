"""Takes an import back: its files are discarded together, or none of them is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import FileStep, Household, RosterImport
from cases.archives.selectors import content_hash
from cases.archives.services.imports.stages import require_untouched
from cases.archives.states import IMPORT_TRANSITIONS, TRANSITIONS, State
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.workflow import step


@transaction.atomic
def undo_roster(*, roster_id: int, by: User) -> RosterImport:
    """Discard every file of the import as one decision. Raises RosterRefused when one was worked on."""
    roster: RosterImport = (
        RosterImport.objects.visible_to(by).select_for_update(of=("self",)).get(pk=roster_id)
    )
    roster.state = step(IMPORT_TRANSITIONS, action="undo", state=roster.state, roles=by.roles).target
    drafts = _lock(roster)
    require_untouched(roster)
    _discard(drafts, by)
    roster.undone_at, roster.undone_by = timezone.now(), by
    roster.save(update_fields=["state", "undone_at", "undone_by"])
    audit.record("import.undo", target=roster, by=by, households=len(drafts))
    return roster


def _lock(roster: RosterImport) -> list[Household]:
    rows = Household.objects.filter(import_row__roster=roster, state=State.DRAFT)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _discard(drafts: list[Household], by: User) -> None:
    """The step of the file's own table, for each draft, whoever's union it is in."""
    row = step(TRANSITIONS, action="discard", state=State.DRAFT, roles={Role.CLERK})
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
