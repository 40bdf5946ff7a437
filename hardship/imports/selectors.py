"""Reads for imports."""

from django.db.models import QuerySet

from hardship.accounts.models import Union
from hardship.imports.models import ListImport, Upload
from hardship.imports.states import ImportState
from hardship.jobs.models import Job
from hardship.kernel.sheets.memory import Memory, recall

REMEMBERED = 50  # how many earlier imports of a union teach the next one


def list_teaching(union: Union, kind: str) -> QuerySet[ListImport]:
    """The confirmed imports of this list in which somebody said for this union what a column is, the newest
    first."""
    rows = ListImport.objects.filter(
        union=union, kind=kind, state__in=(ImportState.IMPORTING, ImportState.DONE), mapping__has_key="chosen"
    )
    return rows.order_by("-pk")


def get_memory(union: Union, kind: str) -> Memory:
    """What people chose for header lines of such lists of this union."""
    return recall(list_teaching(union, kind).values_list("mapping", flat=True)[:REMEMBERED])


def get_job(made: Upload) -> Job | None:
    """The latest job on it, whoever asked for it: how far it is concerns everybody who sees the import."""
    return Job.objects.filter(uid=made.job_uid).first() if made.job_uid else None
