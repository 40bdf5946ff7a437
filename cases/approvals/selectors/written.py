"""What was written and done on an application, which rules ask again and again (kernel.together)."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from cases.applications.models import Application, ApplicationEdit
from cases.approvals.models import ApprovalStep
from hardship.kernel.together import read


def steps_of(application: Application) -> list[ApprovalStep]:
    """All of them, in their order."""
    return read(application, _steps)[application.pk]


def steps_of_round(application: Application) -> list[ApprovalStep]:
    """Those of the present round, in their order."""
    return [step for step in steps_of(application) if step.round == application.round]


def writers_of(application: Application) -> Collection[int | None]:
    """The ids of whoever wrote on it, and of those for whom somebody did."""
    return read(application, _writers)[application.pk]


def _steps(applications: Sequence[Application]) -> dict[int, list[ApprovalStep]]:
    found: dict[int, list[ApprovalStep]] = defaultdict(list)
    for step in ApprovalStep.objects.filter(application__in=[row.pk for row in applications]).order_by("pk"):
        found[step.application_id].append(step)
    return found


def _writers(applications: Sequence[Application]) -> dict[int, set[int | None]]:
    found: dict[int, set[int | None]] = defaultdict(set)
    rows = ApplicationEdit.objects.filter(application__in=[row.pk for row in applications]).order_by()
    for key, *people in rows.values_list("application", "by", "stood_in_for").distinct():
        found[key].update(people)
    return found
