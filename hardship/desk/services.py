"""What is kept of looking things up at the desk: that it was done, by whom, why, never the number itself."""

from cases.archives.models import Household
from cases.lists.selectors.searching import Search
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.desk.selectors.tracing import Traces


def record_log_search(*, traces: Traces, search: Search, by: User) -> None:
    """Somebody looked in the log for the events about somebody or something; about the file, if it is one."""
    file = Household.objects.visible_to(by).get(pk=traces.files[0]) if len(traces.files) == 1 else None
    audit.record(
        "log.search", target=file, by=by, union=by.union, kind=Kind.READ, search=search.kind,
        count=len(traces.files),
    )  # fmt: skip
