"""From an uploaded workbook to a confirmed import: what the clerk does, one step after the other."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.rosters.models import RosterImport
from cases.rosters.rules.layout import label_of, match_headers, missing_keys
from cases.rosters.selectors.imports import count_undo, get_memory, list_teaching
from cases.rosters.services.reading import RosterFile, RosterRefused, open_roster
from cases.rosters.states import IMPORT_TRANSITIONS, ImportMode, ImportState
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.selectors import get_job
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue
from hardship.kernel import workflow
from hardship.kernel.files import contents_of, safe_name
from hardship.kernel.registry import Registry
from hardship.kernel.sheets.memory import Memory, forget, with_choices
from hardship.kernel.sheets.tables import in_excel, refused_as

UNDO_BLOCKERS: Registry[Callable[[RosterImport], str]] = Registry(
    "rosters.undo_blockers", "Why an import may not be taken back now, in words, or ''."
)
CHECK, IMPORT, UNDO = "check_roster", "import_roster", "undo_roster"
JOB_OF = {"check": CHECK, "import": IMPORT, "undo": UNDO}


@dataclass(frozen=True)
class FiledElsewhere:
    """By which document households were filed elsewhere before (原建档文号), and on which day."""

    document_no: str
    on: date

    def require_new(self, mode: str) -> None:
        """Raises RosterRefused unless the roster makes files, and for a day that has not come."""
        if mode != ImportMode.NEW:
            raise RosterRefused(_("存量档案只能以“只新增”的方式导入。"), "mode")
        if self.on > timezone.localdate():
            raise RosterRefused(_("原建档日期不能晚于今天。"), "former_filed_on")


def upload_roster(
    *,
    union: Union,
    by: User | None,
    original_name: str,
    content: bytes,
    mode: str = ImportMode.NEW,
    filed: FiledElsewhere | None = None,
) -> RosterImport:
    """Keep a workbook whose header was found; text with separators becomes one. Raises RosterRefused before
    anything is kept.

    `by` is None for somebody at the command line; `filed` says of households that were filed elsewhere before
    by which document, and when.
    """
    require_right(union, by)
    if filed is not None:
        filed.require_new(mode)
    with refused_as(RosterRefused):
        kept = in_excel(content)
    memory = get_memory(union)
    file = open_roster(kept, memory=memory)
    with transaction.atomic():
        roster = RosterImport(
            union=union,
            mode=ImportMode(mode),
            original_name=safe_name(original_name)[:120],
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=by,
            former_document_no=filed.document_no if filed else "",
            former_filed_on=filed.on if filed else None,
        )
        _take_over(roster, file, memory)
        roster.file.save("roster.xlsx", ContentFile(kept), save=False)
        roster.save()
        roster.refresh_from_db(fields=["province", "city", "county", "township"])
        audit.record("import.upload", target=roster, by=by, sha256=roster.sha256, size=len(content))
    return roster


@transaction.atomic
def choose_sheet(*, roster_id: int, sheet: str, by: User) -> RosterImport:
    """Another worksheet of the same file instead of the one that was taken. Raises RosterRefused."""
    roster = _lock_unchecked(roster_id, by, _("这张表已经检查过，要导入另一张工作表请再上传一次。"))
    memory = get_memory(roster.union)
    file = open_roster(contents_of(roster.file), memory=memory, sheet=sheet)
    _take_over(roster, file, memory)
    roster.save(update_fields=["sheet", "header_row", "mapping"])
    audit.record("import.sheet", target=roster, by=by)
    return roster


def _take_over(roster: RosterImport, file: RosterFile, memory: Memory) -> None:
    """The sheet, where its header ends, and which column is which, onto the import."""
    family = file.family_sheet()
    roster.sheet, roster.header_row = file.sheet[:40], file.header_row
    roster.mapping = {
        **file.mapping(memory),
        "family": {"rows": family.rows, "unknown": list(family.unknown)} if family else {},
    }


def ask_for_check(*, roster_id: int, fields: Mapping[str, int] | None, by: User) -> Job:
    """Take over which column is which (None: as it is) and check every row in a job.

    Raises RosterRefused when a required column is missing or one is used twice, or when it cannot be
    checked now.
    """

    def take_over_columns(step: workflow.Step[RosterImport]) -> None:
        roster = step.record
        if fields is not None:
            _require_mapping(fields, len(roster.mapping["headers"]), roster.mode)
            roster.mapping = with_choices(roster.mapping, fields)

    return _ask(roster_id, "check", by, take_over_columns)


@transaction.atomic
def forget_columns(*, roster_id: int, by: User) -> RosterImport:
    """What was chosen for this header line before is not used again, neither here nor for later files.

    Raises RosterRefused once the roster was checked: what is imported are the columns that were shown then.
    """
    roster = _lock_unchecked(roster_id, by, _("这张表已经检查过，要不再沿用以前的选择请再上传一次。"))
    forget(roster, teaching=list_teaching(roster.union), fields=match_headers(roster.mapping["headers"]))
    audit.record("import.forget", target=roster, by=by)
    return roster


def ask_for_import(*, roster_id: int, by: User) -> Job:
    """Import the households without errors in a job; once more for one that was interrupted."""

    def confirm(step: workflow.Step[RosterImport]) -> None:
        roster = step.record
        if roster.rows_importable <= roster.rows_unchanged:
            raise RosterRefused(_("没有可以导入的户，请改正表格后重新上传。"))
        step.stamp("confirmed")

    return _ask(roster_id, "import", by, confirm)


def ask_for_undo(*, roster_id: int, by: User) -> Job:
    """Take back in a job what this import did, but for the files that somebody has worked on since.

    Raises RosterRefused when there is nothing left to take back.
    """
    with transaction.atomic():
        roster = _lock(roster_id, by)
        workflow.require(IMPORT_TRANSITIONS, roster, action="undo", by=by, blocker=_blocker)
        require_undoable(roster)
        job = enqueue(UNDO, by=by, params={"roster": str(roster.uid)}, union=roster.union)
        roster.job_uid = job.uid
        roster.save(update_fields=["job_uid"])
        return job


def require_undoable(roster: RosterImport) -> None:
    """Raises RosterRefused when somebody has worked on every file of this import since, or decides on it."""
    if why := next((found for ask in UNDO_BLOCKERS if (found := ask(roster))), ""):
        raise RosterRefused(why)
    counts = count_undo(roster)
    if not counts.undoable:
        why = _("%(count)s 户都已经有人修改或提交，不能撤销；请在档案中逐户处理。")
        raise RosterRefused(why % {"count": counts.touched})


def start_without_job(*, roster_id: int, action: str, by: User | None = None) -> RosterImport:
    """The same step where the work is done at once, without a worker: `action` is check or import."""
    with transaction.atomic():
        roster: RosterImport = workflow.lock(RosterImport.objects.select_related("union"), roster_id)
        workflow.take(
            IMPORT_TRANSITIONS, roster, action=action, by=by, roles={Role.CLERK},
            stamp="confirmed" if action == "import" else "",
            log=lambda step: audit.record(f"import.{action}", target=roster, by=by),
        )  # fmt: skip
    return roster


def require_right(union: Union, by: User | None) -> None:
    """Raises RosterRefused unless this person may import for this union; None is the command line."""
    if union.closed_on is not None:
        raise RosterRefused(_("“%(union)s”已撤销，请选择另一个工会再导入。") % {"union": union.name})
    if by is not None and not (by.has_role(Role.CLERK) and by.covers([union])):
        raise RosterRefused(_("只有本工会或上级工会的经办人可以导入。"))


def _lock(roster_id: int, by: User) -> RosterImport:
    roster: RosterImport = workflow.lock(
        RosterImport.objects.visible_to(by).select_related("union"), roster_id
    )
    return roster


def _lock_unchecked(roster_id: int, by: User, why: str) -> RosterImport:
    """An import whose rows nobody has looked at yet; raises RosterRefused with `why` for any other."""
    roster = _lock(roster_id, by)
    workflow.require(IMPORT_TRANSITIONS, roster, action="check", by=by, blocker=_blocker)
    if roster.state != ImportState.UPLOADED:
        raise RosterRefused(why)
    return roster


def _blocker(roster: RosterImport, row: workflow.Transition, by: User) -> str:
    return _("这份花名册正在处理，请等它完成。") if has_active_job(roster) else ""


def has_active_job(roster: RosterImport) -> bool:
    """Whether a job works on it, or waits to."""
    job = get_job(roster)
    return job is not None and job.is_active


@transaction.atomic
def _ask(roster_id: int, action: str, by: User, effect: Callable[[workflow.Step[RosterImport]], None]) -> Job:
    """Take the step and put its job into the queue, both or neither."""
    roster = _lock(roster_id, by)

    def start(step: workflow.Step[RosterImport]) -> None:
        effect(step)
        step.trace = enqueue(JOB_OF[action], by=by, params={"roster": str(roster.uid)}, union=roster.union)
        roster.job_uid = step.trace.uid

    def log(step: workflow.Step[RosterImport]) -> Job:
        job: Job = step.trace
        audit.record(f"import.{action}", target=roster, by=by, job=str(job.uid))
        return job

    return workflow.take(
        IMPORT_TRANSITIONS, roster, action=action, by=by, blocker=_blocker, effect=start, log=log
    )


def _require_mapping(fields: Mapping[str, int], width: int, mode: str) -> None:
    missing = [label_of(key) for key in missing_keys(fields, mode)]
    if missing:
        raise RosterRefused(_("请指定“%(labels)s”在哪一列。") % {"labels": "”“".join(missing)})
    if len(set(fields.values())) < len(fields) or not all(0 <= place < width for place in fields.values()):
        raise RosterRefused(_("同一列只能对应一个项目，请检查列对应。"))
    for key in fields:
        label_of(key)
