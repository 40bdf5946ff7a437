"""The work on a list: every row checked by a dry run of its resource, then written, and taken back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import Result
from tablib import Dataset

from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS, ListResource, ListRow
from hardship.imports.services.reading import ListFile, ListRefused, reopen_list
from hardship.imports.states import LIST_TRANSITIONS
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.sheets.headers import column_letters

KEPT_ISSUES = 20_000  # a page cannot show more, and a file this wrong is corrected in Excel
ERROR, WARNING = "error", "warning"


class Progress(Protocol):
    """What the work says while it goes on: a lease of a job."""

    def chunk(self) -> Any: ...
    def advance(
        self, cursor: dict[str, Any] | None = None, *, done: int, total: int | None = None
    ) -> None: ...
    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None: ...


@dataclass
class Findings:
    """A check in figures, in rows, and every remark as JSON values without any value of the list."""

    good: int = 0
    changed: int = 0  # of the good ones
    same: int = 0
    rejected: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.good + self.same + self.rejected

    def add(self, file: ListFile, resource: ListResource, numbers: list[int], result: Result) -> None:
        """What a run of the resource found in one part. Raises what a row or the whole run failed of."""
        for error in [*result.base_errors, *(one for _row, errors in result.row_errors() for one in errors)]:
            raise error.error
        for number, row in zip(numbers, result.rows, strict=True):
            self._count(row)
            room = KEPT_ISSUES - len(self.issues)
            self.issues += list(_issues(file, resource, number, row))[:room]

    def _count(self, row: ListRow) -> None:
        self.rejected += row.is_invalid()
        self.same += row.is_skip()
        self.changed += row.is_update()
        self.good += row.is_new() or row.is_update()


def _issues(file: ListFile, resource: ListResource, number: int, row: ListRow) -> Iterator[dict[str, Any]]:
    """{"row", "column", "level", "code", "why", "cell"} of what is wrong with a row, or worth knowing."""
    labels = {column.key: column.label for column in resource.layout}
    found = [
        (key, why, ERROR)
        for key, messages in (row.validation_error.message_dict if row.is_invalid() else {}).items()
        for why in messages
    ]
    if row.is_skip():
        found.append((NON_FIELD_ERRORS, _("系统里已有同样的记录，不会重复导入。"), WARNING))
    found += [(key, why, WARNING) for key, why in row.remarks.items()]
    last = len(file.texts)
    for key, why, level in sorted(found, key=lambda one: file.fields.get(one[0], last)):
        place = file.fields.get(key)
        yield {
            "row": number,
            "column": labels.get(key, _("整行")) if place is None else file.texts[place],
            "level": level,
            "code": "same" if row.is_skip() and key == NON_FIELD_ERRORS else "",
            "why": why,
            "cell": "" if place is None else f"{column_letters(place)}{number}",
        }


def check_list(made: ListImport, *, by: User, progress: Progress) -> Findings:
    """What is wrong with the rows; writes nothing but the findings."""
    findings = Findings()
    resource = _resource(made, by)
    for numbers, dataset in _parts(made, resource, findings):
        resource.lines = numbers[2]
        result = resource.import_data(dataset, dry_run=True)
        resource.note_check()
        findings.add(*numbers, result)
        progress.report(done=findings.total)
    with progress.chunk():
        _keep(made.pk, findings, "report", by)
        progress.advance(done=findings.total, total=findings.total)
    return findings


def write_list(made: ListImport, *, by: User, progress: Progress) -> int:
    """Write what has no errors and is not on record yet; returns how many rows that were.

    The rows are checked again, since others work on too. What an interrupted run wrote is on record.
    """
    findings = Findings()
    resource = _resource(made, by)
    for numbers, dataset in _parts(made, resource, findings):
        with progress.chunk():
            resource.lines = numbers[2]
            result = resource.import_data(dataset, use_transactions=False)
            findings.add(*numbers, result)
            progress.advance(done=findings.total, total=max(made.rows_total, findings.total))
    with progress.chunk():
        _keep(made.pk, findings, "finish", by)
        progress.advance(done=findings.total, total=findings.total)
    return findings.good


def undo_list(made: ListImport, *, by: User) -> int:
    """Take back what this import wrote; returns how many rows. In the caller's transaction."""
    made = workflow.lock(ListImport.objects.select_related("union"), made.pk)
    undo = KINDS[made.kind].undo
    count = undo(made, by) if undo is not None else 0

    def note(step: workflow.Step[ListImport]) -> None:
        made.rows_undone = count

    workflow.take(
        LIST_TRANSITIONS, made, action="undo", by=by, stamp="undone", effect=note,
        log=lambda step: audit.record("list.undo", target=made, by=by, rows=count),
    )  # fmt: skip
    return count


@transaction.atomic
def fail(*, import_id: int, reason: str, by: User) -> None:
    """The file cannot be read after all; `reason` is a sentence for the person who sent it."""
    made: ListImport = workflow.lock(ListImport.objects.all(), import_id)
    workflow.take(
        LIST_TRANSITIONS, made, action="fail", by=by, roles={WORKER},
        comment=reason[:300], note="failure",
        log=lambda step: audit.record("list.fail", target=made, by=by),
    )  # fmt: skip


def _resource(made: ListImport, by: User) -> ListResource:
    return KINDS[made.kind].resource(union=made.union, by=by, source=made)


def _parts(
    made: ListImport, resource: ListResource, findings: Findings
) -> Iterator[tuple[tuple[ListFile, ListResource, list[int]], Dataset]]:
    file = reopen_list(made)
    is_empty = True
    for numbers, dataset in file.parts(resource.layout, resource.part):
        is_empty = False
        yield (file, resource, numbers), dataset
    if is_empty:
        raise ListRefused(_("表头下面没有数据，请填好以后重新上传。"))


def _keep(import_id: int, findings: Findings, action: str, by: User) -> None:
    made: ListImport = workflow.lock(ListImport.objects.all(), import_id)

    def keep(step: workflow.Step[ListImport]) -> None:
        made.rows_total, made.rows_good = findings.total, findings.good
        made.rows_changed = findings.changed
        made.rows_same, made.rows_rejected = findings.same, findings.rejected
        made.issues, made.failure = findings.issues, ""

    log: Callable[[workflow.Step[ListImport]], object] = lambda step: audit.record(  # noqa: E731
        f"list.{action}", target=made, by=by, rows=findings.total, good=findings.good,
        changed=findings.changed, same=findings.same, rejected=findings.rejected,
    )  # fmt: skip
    workflow.take(LIST_TRANSITIONS, made, action=action, by=by, roles={WORKER}, effect=keep, log=log)
