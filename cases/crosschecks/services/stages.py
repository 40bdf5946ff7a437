"""From an uploaded list to one that is being matched: what a clerk or reviewer does, step by step."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.crosschecks.models import CrossCheck
from cases.crosschecks.rules import ID_NUMBER, columns_of, label_of, match_headers
from cases.crosschecks.selectors import get_check_job, get_memory, list_teaching
from cases.crosschecks.services.reading import ListFile, ListRefused, open_list
from cases.crosschecks.states import CHECK_TRANSITIONS, CHECKERS, CheckKind
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue
from hardship.kernel import workflow
from hardship.kernel.files import contents_of, safe_name
from hardship.kernel.sheets.memory import Memory, forget, with_choices

MATCH = "match_crosscheck"


def upload_list(
    *,
    kind: str,
    department: str,
    as_of: date,
    original_name: str,
    content: bytes,
    by: User,
    is_complete: bool = False,
) -> CrossCheck:
    """Keep a list of which a header was found, for the files of the person's own scope.

    Raises ListRefused before anything is kept. `as_of` is the day of the department's data.
    """
    if not by.has_role(*CHECKERS):
        raise ListRefused(_("只有经办人和审核人可以导入核对名单。"))
    if as_of > timezone.localdate():
        raise ListRefused(_("数据日期不能晚于今天。"))
    memory = get_memory(by.union, kind)
    file = open_list(CheckKind(kind), content, memory=memory)
    with transaction.atomic():
        crosscheck = CrossCheck(
            union=by.union,
            kind=kind,
            department=department,
            as_of=as_of,
            is_complete=is_complete,
            original_name=safe_name(original_name)[:120],
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=by,
        )
        _take_over(crosscheck, file, memory)
        crosscheck.file.save("list.bin", ContentFile(content), save=False)
        crosscheck.save()
        audit.record(
            "crosscheck.upload", target=crosscheck, by=by, kind_of=kind, sha256=crosscheck.sha256,
            size=len(content),
        )  # fmt: skip
    return crosscheck


@transaction.atomic
def choose_sheet(*, crosscheck_id: int, sheet: str, by: User) -> CrossCheck:
    """Another worksheet of the same file instead of the one that was taken. Raises ListRefused."""
    crosscheck = _lock(crosscheck_id, by)
    workflow.require(CHECK_TRANSITIONS, crosscheck, action="match", by=by, blocker=_blocker)
    memory = get_memory(crosscheck.union, crosscheck.kind)
    content = contents_of(crosscheck.file)
    _take_over(crosscheck, open_list(crosscheck.kind, content, memory=memory, sheet=sheet), memory)
    crosscheck.save(update_fields=["sheet", "header_row", "mapping"])
    audit.record("crosscheck.sheet", target=crosscheck, by=by)
    return crosscheck


def _take_over(crosscheck: CrossCheck, file: ListFile, memory: Memory) -> None:
    """The sheet, where its header ends, and which column is which, onto the list."""
    crosscheck.sheet, crosscheck.header_row = file.sheet[:40], file.header_row
    crosscheck.mapping = file.mapping(memory)


def ask_for_match(*, crosscheck_id: int, fields: Mapping[str, int] | None, by: User) -> Job:
    """Take over which column is which (None: as it is) and match in a job. Raises ListRefused."""
    with transaction.atomic():
        crosscheck = start_match(crosscheck_id=crosscheck_id, fields=fields, by=by)
        job = enqueue(MATCH, by=by, params={"crosscheck": str(crosscheck.uid)}, union=crosscheck.union)
        crosscheck.job_uid = job.uid
        crosscheck.save(update_fields=["job_uid"])
    return job


@transaction.atomic
def start_match(*, crosscheck_id: int, fields: Mapping[str, int] | None, by: User) -> CrossCheck:
    """The same without a job, for whoever matches right away."""

    def take_over_columns(step: workflow.Step[CrossCheck]) -> None:
        crosscheck = step.record
        if fields is not None:
            crosscheck.mapping = with_choices(crosscheck.mapping, fields)
        _require_columns(crosscheck)
        crosscheck.failure = ""

    return _take(crosscheck_id, "match", by, take_over_columns)


@transaction.atomic
def forget_columns(*, crosscheck_id: int, by: User) -> CrossCheck:
    """What was chosen for this header line before is not used again, neither here nor for later lists.

    Raises ListRefused when the columns may not be chosen now.
    """
    crosscheck = _lock(crosscheck_id, by)
    workflow.require(CHECK_TRANSITIONS, crosscheck, action="match", by=by, blocker=_blocker)
    fields = match_headers(crosscheck.kind, crosscheck.mapping["headers"])
    forget(crosscheck, teaching=list_teaching(crosscheck.union, crosscheck.kind), fields=fields)
    audit.record("crosscheck.forget", target=crosscheck, by=by)
    return crosscheck


@transaction.atomic
def discard_list(*, crosscheck_id: int, by: User) -> CrossCheck:
    """A list that was uploaded by mistake: its file is removed, the trace of it stays."""
    return _take(crosscheck_id, "discard", by, lambda step: remove_file(step.record))


def remove_file(crosscheck: CrossCheck) -> None:
    """Take the uploaded file out of the store once this is committed; the caller saves `file`."""
    storage, name = crosscheck.file.storage, crosscheck.file.name
    crosscheck.file = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _take(
    crosscheck_id: int, action: str, by: User, effect: Callable[[workflow.Step[CrossCheck]], None]
) -> CrossCheck:
    crosscheck = _lock(crosscheck_id, by)
    workflow.take(
        CHECK_TRANSITIONS, crosscheck, action=action, by=by, blocker=_blocker, effect=effect,
        log=lambda step: audit.record(f"crosscheck.{action}", target=crosscheck, by=by),
    )  # fmt: skip
    return crosscheck


def _lock(crosscheck_id: int, by: User) -> CrossCheck:
    rows = CrossCheck.objects.visible_to(by).select_related("union")
    crosscheck: CrossCheck = workflow.lock(rows, crosscheck_id)
    return crosscheck


def _blocker(crosscheck: CrossCheck, row: workflow.Transition, by: User) -> str:
    if crosscheck.union_id != by.union_id:
        return _("这份名单由“%(union)s”办理。") % {"union": crosscheck.union.name}
    job = get_check_job(crosscheck)
    return _("这份名单正在比对，请等它完成。") if job is not None and job.is_active else ""


def _require_columns(crosscheck: CrossCheck) -> None:
    fields: Mapping[str, int] = crosscheck.mapping["fields"]
    width, known = len(crosscheck.mapping["headers"]), {row.key for row in columns_of(crosscheck.kind)}
    if ID_NUMBER not in fields:
        raise ListRefused(_("请指定“%(label)s”在哪一列。") % {"label": label_of(crosscheck.kind, ID_NUMBER)})
    places = list(fields.values())
    if not known >= fields.keys() or len(set(places)) < len(places):
        raise ListRefused(_("同一列只能对应一个项目，请检查列对应。"))
    if not all(0 <= place < width for place in places):
        raise ListRefused(_("列对应超出了表格范围，请重新选择。"))
