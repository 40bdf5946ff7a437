"""Reads for imports."""

from hardship.imports.models import Upload
from hardship.jobs.models import Job


def get_job(made: Upload) -> Job | None:
    """The latest job on it, whoever asked for it: how far it is concerns everybody who sees the import."""
    return Job.objects.filter(uid=made.job_uid).first() if made.job_uid else None
