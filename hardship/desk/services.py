"""What is kept of looking things up at the desk: that it was done, by whom, why, never the number itself."""

from collections.abc import Sequence

from cases.archives.models import Household
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.desk.selectors.people_check import CheckedPerson
from hardship.desk.selectors.tracing import Traces
from hardship.kernel.searches import Search


def record_log_search(*, traces: Traces, search: Search, by: User) -> None:
    """Somebody looked in the log for the events about somebody or something; about the file, if it is one."""
    file = Household.objects.visible_to(by).get(pk=traces.files[0]) if len(traces.files) == 1 else None
    audit.record(
        "log.search", target=file, by=by, union=by.union, kind=Kind.READ, search=search.kind,
        count=len(traces.files),
    )  # fmt: skip


def record_people_check(*, rows: Sequence[CheckedPerson], purpose: str, by: User) -> None:
    """Somebody asked about the people of a list: how many, how many of them have a file, and what for."""
    audit.record(
        "people.check", target=None, by=by, union=by.union, kind=Kind.READ, count=len(rows),
        files=_with_files(rows), purpose=purpose,
    )  # fmt: skip


def record_people_export(*, rows: Sequence[CheckedPerson], purpose: str, content: bytes, by: User) -> None:
    """The same, taken along as a workbook."""
    audit.record_export(
        "people_check", by=by, content=content, rows=len(rows), files=_with_files(rows), purpose=purpose
    )


def _with_files(rows: Sequence[CheckedPerson]) -> int:
    return sum(bool(row.household) for row in rows)
