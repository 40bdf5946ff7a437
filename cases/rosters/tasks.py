"""Long work on rosters: check, import, take back, mark what is wrong, export."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any, Protocol

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.rosters import services as imports
from cases.rosters.models import RosterImport
from cases.rosters.reports import roster as reports
from cases.rosters.resources import read_entries
from cases.rosters.rules.entries import Entry
from cases.rosters.rules.family import Family
from cases.rosters.rules.persons import is_by_person
from cases.rosters.selectors.imports import count_asked, get_changed_rows, get_imported_rows
from cases.rosters.services import Matcher, Plan, RosterFile, RosterRefused, Summary
from cases.rosters.states import ImportMode, ImportState
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job
from hardship.kernel.workflow import Refused
from hardship.messaging import services as messaging

CHECK_CHUNK = 500
IMPORT_CHUNK = 100


class Progress(Protocol):
    """What the work tells while it goes on: a lease, or nobody at the command line."""

    def chunk(self) -> AbstractContextManager[None]: ...
    def advance(
        self, cursor: dict[str, Any] | None = None, *, done: int, total: int | None = None
    ) -> None: ...
    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None: ...


class Alone:
    """Work at once, without a job: each chunk is a transaction all the same."""

    def chunk(self) -> AbstractContextManager[None]:
        return transaction.atomic()

    def advance(self, cursor: dict[str, Any] | None = None, *, done: int, total: int | None = None) -> None:
        """Nobody looks on."""

    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Nobody looks on."""


def _page(job: Job) -> str:
    return reverse("rosters:import_detail", args=[job.params["roster"]])


def _roster_of(job: Job) -> RosterImport:
    roster: RosterImport = RosterImport.objects.select_related("union").get(uid=job.params["roster"])
    return roster


def _tell(kind: str, roster: RosterImport, job: Job) -> None:
    """Whoever asked for a long job need not wait at its page."""
    messaging.send(kind, about=roster, union=roster.union, to=job.requested_by, by=None)


@job("check_roster", label=gettext_lazy("检查花名册"), page=_page)
def check_job(job: Job, lease: Lease) -> None:
    """Read every row of an uploaded roster and keep what is wrong with it."""
    roster = _roster_of(job)
    try:
        file = imports.reopen_roster(roster)
        summary = check_file(file, union=roster.union, roster=roster, progress=lease, mode=roster.mode)
    except Refused as refusal:
        imports.fail(roster_id=roster.pk, reason=str(refusal), by=job.requested_by)
        raise
    with lease.chunk():
        imports.record_check(roster_id=roster.pk, summary=summary, by=job.requested_by)
        _tell("rosters.checked", roster, job)
        lease.advance(done=summary.households, total=summary.households)
    lease.finish_with(message=_("检查完毕。"))


@job("import_roster", label=gettext_lazy("导入花名册"), page=_page)
def import_job(job: Job, lease: Lease) -> None:
    """Make files of the rows without errors, from wherever an earlier run was stopped."""
    roster = _roster_of(job)
    count = import_file(roster, by=job.requested_by, progress=lease)
    with lease.chunk():
        _tell("rosters.imported", roster, job)
    lease.finish_with(message=_("已导入 %(count)s 户。") % {"count": count})


@job("undo_roster", label=gettext_lazy("撤销导入"), page=_page)
def undo_job(job: Job, lease: Lease) -> None:
    """Take back what an import did, but for what somebody has worked on since."""
    with lease.chunk():
        _roster, count = imports.undo_roster(roster_id=_roster_of(job).pk, by=job.requested_by)
    lease.finish_with(message=_("已撤销 %(count)s 户。") % {"count": count})


@job("returned_roster", label=gettext_lazy("标出有错的行"), page=_page)
def returned_job(job: Job, lease: Lease) -> None:
    """The user's own workbook with red cells, for one that is too long to wait for."""
    roster = _roster_of(job)
    lease.report(message=_("正在标出有错的单元格……"))
    content = imports.return_rejected(roster, by=job.requested_by)
    lease.finish_with(name=imports.returned_name(roster), content=content)


def _may_fetch_roster(job: Job) -> bool:
    """Full numbers are for whoever may have them today, whatever held when the job was asked for."""
    person = job.person
    request = reports.RosterRequest(user=person, **job.params)
    return bool(person.roles) and request.may_reveal


@job("archive_roster", label=gettext_lazy("导出困难职工花名册"), may_fetch=_may_fetch_roster)
def roster_job(job: Job, lease: Lease) -> None:
    """Write a long roster; all its rows are of one moment."""
    request = reports.RosterRequest(user=job.requested_by, **job.params)
    if not request.may_reveal:
        raise RosterRefused(_("您现在没有查看完整号码的权限，请改为脱敏导出。"))
    lease.report(total=request.households.count(), message=_("正在写入……"))
    content, written = reports.roster_bytes(request)
    with lease.chunk():
        audit.record_export(
            "archive_roster",
            by=request.user,
            content=content,
            rows=written.rows,
            filters=request.trace(),
            masked=not request.full,
        )
        lease.advance(done=written.rows, total=written.rows)
    message = _("共 %(rows)s 户。") % {"rows": written.rows}
    lease.finish_with(message=message, name=reports.roster_name(request.user, written.rows), content=content)


def check_file(
    file: RosterFile,
    *,
    union: Union,
    roster: RosterImport | None = None,
    progress: Progress | None = None,
    mode: str = ImportMode.NEW,
) -> Summary:
    """What is wrong with the households of a roster, and what it would change; writes nothing. `roster` is
    its import, if any."""
    summary, total = Summary(), len(file.rows)
    matcher, family = Matcher(union=union, roster=roster, mode=mode), file.family()
    written = get_changed_rows(roster) if roster is not None else frozenset()
    for part in _parts(_entries(file, family, mode, summary.passed), CHECK_CHUNK):
        summary.add(part, file, matcher.meet(part), written)
        if progress is not None:
            progress.report(done=min(summary.households, total), total=total)
    summary.add_homeless(family.left() if family else ())
    return summary


def import_at_once(roster: RosterImport, summary: Summary, *, by: User | None) -> None:
    """Import without a worker what `summary` found good, from wherever an earlier run was stopped."""
    if roster.state != ImportState.IMPORTING:
        imports.start_without_job(roster_id=roster.pk, action="check", by=by)
        imports.record_check(roster_id=roster.pk, summary=summary, by=by)
    imports.start_without_job(roster_id=roster.pk, action="import", by=by)
    roster.refresh_from_db()
    import_file(roster, by=by, progress=Alone())


def import_file(roster: RosterImport, *, by: User | None, progress: Progress) -> int:
    """Import what has no errors and is not in yet; how many households of this roster are in now.

    The rows are checked again, since others work on too: what has become wrong meanwhile is refused.
    """
    file, summary = imports.reopen_roster(roster), Summary()
    matcher, family = Matcher(union=roster.union, roster=roster, mode=roster.mode), file.family()
    done_rows, written = get_imported_rows(roster), get_changed_rows(roster)
    for part in _parts(_entries(file, family, roster.mode, summary.passed), IMPORT_CHUNK):
        with progress.chunk():
            plans = matcher.meet(part, lock=True)
            summary.add(part, file, plans, written)
            _import_part(roster, part, plans, done_rows, written, by)
            done = min(summary.households, roster.rows_total)
            progress.advance(done=done, total=roster.rows_total)
    summary.add_homeless(family.left() if family else ())
    with progress.chunk():
        roster.refresh_from_db()
        summary.asked = count_asked(roster)
        imports.keep_figures(roster, summary)
        imports.keep_changes(roster, summary)
        imports.keep_spellings(roster, summary)
        imports.finish(roster_id=roster.pk, by=by)
        progress.advance(done=roster.rows_total, total=roster.rows_total)
    return roster.rows.count()


def _import_part(
    roster: RosterImport,
    entries: Iterable[Entry],
    plans: Mapping[int, Plan],
    done_rows: frozenset[int],
    written: frozenset[int],
    by: User | None,
) -> None:
    """New files for rows that are about none, changes for the others."""
    good = [entry for entry in entries if not entry.is_refused and entry.row not in done_rows]
    new = [entry for entry in good if entry.row not in plans]
    imports.import_entries(roster=roster, entries=new, by=by)
    due = (plans[entry.row] for entry in good if entry.row in plans and entry.row not in written)
    imports.write_plans(roster=roster, plans=[plan for plan in due if plan.does_something], by=by)


def _entries(file: RosterFile, family: Family | None, mode: str, passed: list[int]) -> Iterator[Entry]:
    return read_entries(
        file.cells(),
        family=family,
        is_new=mode == ImportMode.NEW,
        by_person=is_by_person(file.fields),
        passed=passed,
    )


def _parts(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """The households in lists of this size, one after the other: a roster is never in memory as a whole."""
    rest = iter(entries)
    while part := list(islice(rest, size)):
        yield part
