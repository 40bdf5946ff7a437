"""From an uploaded workbook to a confirmed import, one step after the other."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.models import SheetImport
from hardship.imports.selectors import get_job, get_remembered
from hardship.imports.services.reading import ImportRefused, open_sheet
from hardship.imports.services.registry import IMPORTERS
from hardship.imports.states import IMPORT_TRANSITIONS
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.files import safe_name

JOB_OF = {"check": "check_sheet", "import": "import_sheet", "undo": "undo_sheet"}
MOST_ISSUES = 5000


def upload_sheet(*, kind: str, union: Union, by: User, original_name: str, content: bytes) -> SheetImport:
    """Keeps a workbook whose header was found. Raises ImportRefused before anything is kept."""
    importer = IMPORTERS[kind]
    if union.closed_on is not None or not (by.has_role(Role.CLERK) and by.covers([union])):
        raise ImportRefused(_("只有本工会或上级工会的经办人可以导入，撤销了的工会不能再导入。"), "union")
    sheet, header = open_sheet(content, importer.columns, get_remembered(union, kind))
    with transaction.atomic():
        source = SheetImport(
            kind=kind,
            union=union,
            original_name=safe_name(original_name)[:120],
            sha256=hashlib.sha256(content).hexdigest(),
            sheet=sheet.name[:40],
            header_row=header.row,
            headers=list(header.texts),
            fields=dict(header.fields),
            uploaded_by=by,
        )
        source.file.save("sheet.xlsx", ContentFile(content), save=False)
        source.save()
        audit.record("sheet.upload", target=source, by=by, list=kind, sha256=source.sha256)
    return source


def ask_for_check(*, source_id: int, fields: Mapping[str, int] | None, by: User) -> Job:
    """Takes over which column is which (None: as it is) and checks every row in a job.

    Raises ImportRefused when a required column is missing or one is used twice.
    """

    def take_over(step: workflow.Step[SheetImport]) -> None:
        if fields is not None:
            step.record.fields = dict(fields)
        _require_fields(step.record)
        step.record.failure = ""

    return _ask(source_id, "check", by, take_over)


def ask_for_import(*, source_id: int, by: User) -> Job:
    """Brings in the rows without errors in a job; once more for one that was interrupted."""

    def confirm(step: workflow.Step[SheetImport]) -> None:
        if not step.record.rows_good:
            raise ImportRefused(_("没有可以导入的行，请改正表格后重新上传。"))
        step.stamp("confirmed")

    return _ask(source_id, "import", by, confirm)


def ask_for_undo(*, source_id: int, by: User) -> Job:
    """Takes back in a job what this import brought in, but for what somebody has changed since."""
    with transaction.atomic():
        source = _lock(source_id, by)
        workflow.require(IMPORT_TRANSITIONS, source, action="undo", by=by, blocker=_blocker)
        job = enqueue(JOB_OF["undo"], by=by, params={"source": str(source.uid)}, union=source.union)
        source.job_uid = job.uid
        source.save(update_fields=["job_uid"])
    return job


def record_check(*, source: SheetImport, figures: Mapping[str, Any], by: User) -> None:
    """What a check found; called by the job, inside its chunk."""
    _work(source, "report", by, figures)


def fail(*, source: SheetImport, reason: str, by: User) -> None:
    """A workbook that could not be read after all."""
    with transaction.atomic():
        _work(source, "fail", by, {"failure": reason[:300]})


def finish(*, source: SheetImport, figures: Mapping[str, Any], by: User) -> None:
    """Every good row is in; called by the job, inside its chunk."""
    _work(source, "finish", by, figures)


def record_undo(*, source: SheetImport, by: User) -> int:
    """Takes back what an import brought in and returns how many records; called by the job in its chunk."""
    locked = _lock(source.pk, by)

    def take_back(step: workflow.Step[SheetImport]) -> None:
        step.record.rows_undone = IMPORTERS[locked.kind].undo(locked, by)
        step.stamp("undone")

    workflow.take(
        IMPORT_TRANSITIONS, locked, action="undo", by=by, effect=take_back,
        log=lambda step: audit.record("sheet.undo", target=locked, by=by, rows=locked.rows_undone),
    )  # fmt: skip
    return locked.rows_undone


def _work(source: SheetImport, action: str, by: User, figures: Mapping[str, Any]) -> None:
    """A step of the worker, with what it found."""
    locked: SheetImport = workflow.lock(SheetImport.objects.select_related("union"), source.pk)

    def keep(step: workflow.Step[SheetImport]) -> None:
        for name, value in figures.items():
            setattr(step.record, name, value)

    workflow.take(
        IMPORT_TRANSITIONS, locked, action=action, by=None, roles={WORKER}, effect=keep,
        log=lambda step: audit.record(f"sheet.{action}", target=locked, by=by, rows=locked.rows_total),
    )  # fmt: skip


def _lock(source_id: int, by: User) -> SheetImport:
    source: SheetImport = workflow.lock(SheetImport.objects.visible_to(by).select_related("union"), source_id)
    return source


def _blocker(source: SheetImport, row: workflow.Transition, by: User) -> str:
    job = get_job(source)
    return _("这张表正在处理，请等它完成。") if job is not None and job.is_active else ""


@transaction.atomic
def _ask(source_id: int, action: str, by: User, effect: Callable[[workflow.Step[SheetImport]], None]) -> Job:
    """Takes the step and puts its job into the queue, both or neither."""
    source = _lock(source_id, by)

    def start(step: workflow.Step[SheetImport]) -> None:
        effect(step)
        step.trace = enqueue(JOB_OF[action], by=by, params={"source": str(source.uid)}, union=source.union)
        source.job_uid = step.trace.uid

    def log(step: workflow.Step[SheetImport]) -> Job:
        job: Job = step.trace
        audit.record(f"sheet.{action}", target=source, by=by, job=str(job.uid))
        return job

    return workflow.take(
        IMPORT_TRANSITIONS, source, action=action, by=by, blocker=_blocker, effect=start, log=log
    )


def _require_fields(source: SheetImport) -> None:
    columns = {column.key: column for column in IMPORTERS[source.kind].columns}
    missing = [str(one.label) for one in columns.values() if one.is_required and one.key not in source.fields]
    if missing:
        raise ImportRefused(_("请指定“%(labels)s”在哪一列。") % {"labels": "”“".join(missing)})
    places = list(source.fields.values())
    if len(set(places)) < len(places) or not set(source.fields) <= set(columns):
        raise ImportRefused(_("同一列只能对应一个项目，请检查列对应。"))
    if not all(0 <= place < len(source.headers) for place in places):
        raise ImportRefused(_("列对应超出了表格范围，请重新选择。"))
