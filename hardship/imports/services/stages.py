"""From an uploaded list to a confirmed import: what the clerk does, one step after the other."""

import hashlib
from collections.abc import Callable, Mapping

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS, ImportKind
from hardship.imports.selectors import get_job, get_memory, list_teaching
from hardship.imports.services.reading import (
    ListFile,
    ListRefused,
    missing_labels,
    open_list,
    recognise,
)
from hardship.imports.states import LIST_TRANSITIONS, ImportState
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue
from hardship.kernel import workflow
from hardship.kernel.files import contents_of, safe_name
from hardship.kernel.sheets.memory import Memory, forget, with_choices
from hardship.kernel.sheets.tables import in_excel, refused_as

JOB_OF = {"check": "check_list", "import": "import_list", "undo": "undo_list"}


def upload_list(*, kind: str, union: Union, by: User, original_name: str, content: bytes) -> ListImport:
    """Keep a workbook whose header was found. Raises ListRefused before anything is kept."""
    if union.closed_on is not None:
        raise ListRefused(_("“%(union)s”已撤销，请选择另一个工会再导入。") % {"union": union.name})
    if not (by.has_role(*KINDS[kind].roles) and by.covers([union])):
        raise ListRefused(_not_yours(KINDS[kind]))
    with refused_as(ListRefused):
        kept = in_excel(content)
    memory = get_memory(union, kind)
    file = open_list(kept, kind, memory=memory)
    with transaction.atomic():
        made = ListImport(
            kind=kind,
            union=union,
            original_name=safe_name(original_name)[:120],
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=by,
        )
        _take_over(made, file, memory)
        made.file.save("list.xlsx", ContentFile(kept), save=False)
        made.save()
        made.refresh_from_db(fields=["province", "city", "county", "township"])
        audit.record("list.upload", target=made, by=by, list_kind=kind, sha256=made.sha256, size=len(content))
    return made


@transaction.atomic
def choose_sheet(*, import_id: int, sheet: str, by: User) -> ListImport:
    """Another worksheet of the same file instead of the one that was taken. Raises ListRefused."""
    made = _lock_unchecked(import_id, by, _("这张表已经检查过，要导入另一张工作表请再上传一次。"))
    memory = get_memory(made.union, made.kind)
    _take_over(made, open_list(contents_of(made.file), made.kind, memory=memory, sheet=sheet), memory)
    made.save(update_fields=["sheet", "header_row", "mapping"])
    audit.record("list.sheet", target=made, by=by)
    return made


def _take_over(made: ListImport, file: ListFile, memory: Memory) -> None:
    """The sheet, where its header ends, and which column is which, onto the import."""
    made.sheet, made.header_row, made.mapping = file.sheet[:40], file.header_row, file.mapping(memory)


def ask_for_check(*, import_id: int, fields: Mapping[str, int] | None, by: User) -> Job:
    """Take over which column is which (None: as it is) and check every row in a job.

    Raises ListRefused when a required column is missing or one is used twice, or when it cannot be checked
    now.
    """

    def take_over_columns(step: workflow.Step[ListImport]) -> None:
        made = step.record
        if fields is not None:
            _require_mapping(made, fields)
            made.mapping = with_choices(made.mapping, fields)

    return _ask(import_id, "check", by, take_over_columns)


@transaction.atomic
def forget_columns(*, import_id: int, by: User) -> ListImport:
    """What was chosen for this header line before is not used again, neither here nor for later files.

    Raises ListRefused once the list was checked: what is imported are the columns that were shown then.
    """
    made = _lock_unchecked(import_id, by, _("这张表已经检查过，要不再沿用以前的选择请再上传一次。"))
    fields = recognise(made.mapping["headers"], KINDS[made.kind].resource.layout)
    forget(made, teaching=list_teaching(made.union, made.kind), fields=fields)
    audit.record("list.forget", target=made, by=by)
    return made


def ask_for_import(*, import_id: int, by: User) -> Job:
    """Import the rows without errors in a job; once more for one that was interrupted."""

    def confirm(step: workflow.Step[ListImport]) -> None:
        if not step.record.rows_good:
            raise ListRefused(_("没有可以导入的行，请改正表格后重新上传。"))
        step.stamp("confirmed")

    return _ask(import_id, "import", by, confirm)


@transaction.atomic
def drop_list(*, import_id: int, by: User) -> ListImport:
    """Nobody imports it any more, as whoever began it is gone or it was the wrong one; the file stays. Raises
    ListRefused once anything of it was written."""
    made = _lock(import_id, by)
    return workflow.take(
        LIST_TRANSITIONS, made, action="drop", by=by, blocker=_blocker, stamp="dropped",
        log=lambda _step: _record_drop(made, by),
    )  # fmt: skip


def _record_drop(made: ListImport, by: User) -> ListImport:
    audit.record("list.drop", target=made, by=by)
    return made


def ask_for_undo(*, import_id: int, by: User) -> Job:
    """Take back in a job what this import wrote, but for what somebody has worked on since."""
    with transaction.atomic():
        made = _lock(import_id, by)
        workflow.require(LIST_TRANSITIONS, made, action="undo", by=by, blocker=_blocker)
        return _enqueue(made, "undo", by)


def _not_yours(kind: ImportKind) -> str:
    roles = "、".join(str(Role(role).label) for role in kind.roles)
    return _("“%(list)s”只有本工会或上级工会的%(roles)s可以导入。") % {"list": kind.label, "roles": roles}


def _lock(import_id: int, by: User) -> ListImport:
    rows = ListImport.objects.visible_to(by).select_related("union")
    made: ListImport = workflow.lock(rows, import_id)
    return made


def _lock_unchecked(import_id: int, by: User, why: str) -> ListImport:
    """An import whose rows nobody has looked at yet; raises ListRefused with `why` for any other."""
    made = _lock(import_id, by)
    workflow.require(LIST_TRANSITIONS, made, action="check", by=by, blocker=_blocker)
    if made.state != ImportState.UPLOADED:
        raise ListRefused(why)
    return made


def _blocker(made: ListImport, row: workflow.Transition, by: User) -> str:
    kind = KINDS[made.kind]
    if not by.has_role(*kind.roles):
        return _not_yours(kind)
    if row.action == "undo" and kind.undo is None:
        return _("这种表格导入后不能整批撤销，请在页面上逐条更正。")
    job = get_job(made)
    return _("这份表格正在处理，请等它完成。") if job is not None and job.is_active else ""


@transaction.atomic
def _ask(import_id: int, action: str, by: User, effect: Callable[[workflow.Step[ListImport]], None]) -> Job:
    """Take the step and put its job into the queue, both or neither."""
    made = _lock(import_id, by)

    def start(step: workflow.Step[ListImport]) -> None:
        effect(step)
        step.trace = _enqueue(made, action, by)

    def log(step: workflow.Step[ListImport]) -> Job:
        job: Job = step.trace
        audit.record(f"list.{action}", target=made, by=by, job=str(job.uid))
        return job

    return workflow.take(
        LIST_TRANSITIONS, made, action=action, by=by, blocker=_blocker, effect=start, log=log
    )


def _enqueue(made: ListImport, action: str, by: User) -> Job:
    job = enqueue(JOB_OF[action], by=by, params={"list": str(made.uid)}, union=made.union)
    made.job_uid = job.uid
    made.save(update_fields=["job_uid"])
    return job


def _require_mapping(made: ListImport, fields: Mapping[str, int]) -> None:
    layout, width = KINDS[made.kind].resource.layout, len(made.mapping["headers"])
    missing = missing_labels(fields, layout)
    if missing:
        raise ListRefused(_("请指定“%(labels)s”在哪一列。") % {"labels": "”“".join(missing)})
    known = fields.keys() <= {column.key for column in layout}
    if not known or len(set(fields.values())) < len(fields):
        raise ListRefused(_("同一列只能对应一个项目，请检查列对应。"))
    if not all(0 <= place < width for place in fields.values()):
        raise ListRefused(_("指定的列在表里不存在，请重新选择。"))
