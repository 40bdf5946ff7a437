"""From an uploaded workbook to a confirmed import: what the clerk does, one step after the other."""

import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.rosters.models import RosterImport
from cases.rosters.rules.layout import label_of, missing_keys
from cases.rosters.selectors.imports import count_undo, get_job, get_remembered
from cases.rosters.services.reading import RosterRefused, open_roster
from cases.rosters.states import IMPORT_TRANSITIONS, ImportMode
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level, Role
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue
from hardship.kernel.files import safe_name
from hardship.kernel.workflow import Refused, step

CHECK, IMPORT, UNDO = "check_roster", "import_roster", "undo_roster"
JOB_OF = {"check": CHECK, "import": IMPORT, "undo": UNDO}


def upload_roster(
    *, union: Union, by: User | None, original_name: str, content: bytes, mode: str = ImportMode.NEW
) -> RosterImport:
    """Keep a workbook whose header was found. Raises RosterRefused before anything is kept.

    `by` is None for somebody at the command line.
    """
    _require_right(union, by)
    file = open_roster(content, remembered=get_remembered(union))
    family = file.family_sheet()
    with transaction.atomic():
        roster = RosterImport(
            union=union,
            mode=ImportMode(mode),
            original_name=safe_name(original_name)[:120],
            sha256=hashlib.sha256(content).hexdigest(),
            sheet=file.sheet[:40],
            header_row=file.header_row,
            mapping={
                "headers": list(file.texts),
                "fields": dict(file.fields),
                "family": {"rows": family.rows, "unknown": list(family.unknown)} if family else {},
            },
            uploaded_by=by,
        )
        roster.file.save("roster.xlsx", ContentFile(content), save=False)
        roster.save()
        roster.refresh_from_db(fields=["province", "city", "county", "township"])
        audit.record("import.upload", target=roster, by=by, sha256=roster.sha256, size=len(content))
    return roster


def ask_for_check(*, roster_id: int, fields: Mapping[str, int] | None, by: User) -> Job:
    """Take over which column is which (None: as it is) and check every row in a job.

    Raises RosterRefused when a required column is missing or one is used twice, or when it cannot be
    checked now.
    """
    with transaction.atomic():
        roster = _take(roster_id, "check", by)
        if fields is not None:
            _require_mapping(fields, len(roster.mapping["headers"]), roster.mode)
            roster.mapping = {**roster.mapping, "fields": dict(fields)}
        return _start(roster, "check", by, fields=["mapping"])


def ask_for_import(*, roster_id: int, by: User) -> Job:
    """Import the households without errors in a job; once more for one that was interrupted."""
    with transaction.atomic():
        roster = _take(roster_id, "import", by)
        if roster.rows_importable <= roster.rows_unchanged:
            raise RosterRefused(_("没有可以导入的户，请改正表格后重新上传。"))
        roster.confirmed_at, roster.confirmed_by = timezone.now(), by
        return _start(roster, "import", by, fields=["confirmed_at", "confirmed_by"])


def ask_for_undo(*, roster_id: int, by: User) -> Job:
    """Take back in a job what this import did, but for the files that somebody has worked on since.

    Raises RosterRefused when there is nothing left to take back.
    """
    with transaction.atomic():
        roster = _take(roster_id, "undo", by)
        require_undoable(roster)
        job = enqueue(UNDO, by=by, params={"roster": str(roster.uid)}, union=roster.union)
        roster.job_uid = job.uid
        roster.save(update_fields=["job_uid"])
        return job


def require_undoable(roster: RosterImport) -> None:
    """Raises RosterRefused when somebody has worked on every file of this import since."""
    counts = count_undo(roster)
    if not counts.undoable:
        why = _("%(count)s 户都已经有人修改或提交，不能撤销；请在档案中逐户处理。")
        raise RosterRefused(why % {"count": counts.touched})


def start_without_job(*, roster_id: int, action: str) -> RosterImport:
    """The same step from the command line, where the work is done at once: `action` is check or import."""
    with transaction.atomic():
        rows = RosterImport.objects.select_related("union").select_for_update(of=("self",))
        roster: RosterImport = rows.get(pk=roster_id)
        roster.state = step(IMPORT_TRANSITIONS, action=action, state=roster.state, roles={Role.CLERK}).target
        if action == "import":
            roster.confirmed_at = timezone.now()
        roster.save(update_fields=["state", "confirmed_at"])
        audit.record(f"import.{action}", target=roster, by=None)
    return roster


def _require_right(union: Union, by: User | None) -> None:
    if union.level != Level.GRASSROOTS or union.closed_on is not None:
        raise RosterRefused(_("花名册只能导入到一个在册的基层工会，请选择基层工会。"))
    if by is not None and not (by.has_role(Role.CLERK) and by.covers([union])):
        raise RosterRefused(_("只有本工会或上级工会的经办人可以导入。"))


def _take(roster_id: int, action: str, by: User) -> RosterImport:
    """Lock the import and see whether this step may be taken; its state is moved by `_start`."""
    rows = RosterImport.objects.visible_to(by).select_related("union").select_for_update(of=("self",))
    roster: RosterImport = rows.get(pk=roster_id)
    try:
        step(IMPORT_TRANSITIONS, action=action, state=roster.state, roles=by.roles)
    except Refused as refusal:
        raise RosterRefused(str(refusal)) from refusal
    if has_active_job(roster):
        raise RosterRefused(_("这份花名册正在处理，请等它完成。"))
    return roster


def has_active_job(roster: RosterImport) -> bool:
    """Whether a job works on it, or waits to."""
    job = get_job(roster)
    return job is not None and job.is_active


def _start(roster: RosterImport, action: str, by: User, *, fields: list[str]) -> Job:
    job = enqueue(JOB_OF[action], by=by, params={"roster": str(roster.uid)}, union=roster.union)
    roster.state = step(IMPORT_TRANSITIONS, action=action, state=roster.state, roles=by.roles).target
    roster.job_uid = job.uid
    roster.save(update_fields=["state", "job_uid", *fields])
    audit.record(f"import.{action}", target=roster, by=by, job=str(job.uid))
    return job


def _require_mapping(fields: Mapping[str, int], width: int, mode: str) -> None:
    missing = [label_of(key) for key in missing_keys(fields, mode)]
    if missing:
        raise RosterRefused(_("请指定“%(labels)s”在哪一列。") % {"labels": "”“".join(missing)})
    if len(set(fields.values())) < len(fields) or not all(0 <= place < width for place in fields.values()):
        raise RosterRefused(_("同一列只能对应一个项目，请检查列对应。"))
    for key in fields:
        label_of(key)
