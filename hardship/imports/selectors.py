"""Imports of flat lists: which there are, their jobs, what was chosen for unknown columns before."""

from django.db.models import QuerySet

from hardship.accounts.models import Union, User
from hardship.imports.models import SheetImport
from hardship.imports.states import ImportState
from hardship.jobs.models import Job
from hardship.kernel.sheets.headers import normal_header

REMEMBERED = 20


def list_imports(user: User, kind: str) -> QuerySet[SheetImport]:
    """The imports of one list in the person's scope, the newest first."""
    rows = SheetImport.objects.visible_to(user).filter(kind=kind).select_related("union", "uploaded_by")
    return rows.defer("issues", "headers").order_by("-pk")


def get_job(source: SheetImport) -> Job | None:
    """The latest job on it, whoever asked for it."""
    return Job.objects.filter(uid=source.job_uid).first() if source.job_uid else None


def get_remembered(union: Union, kind: str) -> dict[str, str]:
    """What people of this union chose for headers of this list: normal header to key."""
    rows = SheetImport.objects.filter(union=union, kind=kind).exclude(state=ImportState.UPLOADED)
    remembered: dict[str, str] = {}
    for headers, fields in rows.order_by("-pk").values_list("headers", "fields")[:REMEMBERED]:
        for key, place in fields.items():
            remembered.setdefault(normal_header(headers[place]), key)
    remembered.pop("", None)
    return remembered


def find_earlier(source: SheetImport) -> SheetImport | None:
    """The latest finished import of the very same file into this union."""
    same = SheetImport.objects.filter(
        union=source.union, kind=source.kind, sha256=source.sha256, state=ImportState.DONE
    )
    return same.exclude(pk=source.pk).defer("issues").order_by("-pk").first()
