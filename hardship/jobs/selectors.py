"""A person's jobs, newest first."""

from hardship.accounts.models import User
from hardship.jobs.models import Job


def list_jobs(user: User, *, before: int | None = None, limit: int = 25) -> list[Job]:
    """The person's jobs with an id below `before`, newest first."""
    rows = Job.objects.visible_to(user)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:limit])
