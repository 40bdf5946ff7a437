"""Small workbooks and data sets for the tests of imports, and the way of a workbook over the pages."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tablib import Dataset

from hardship.imports.models import ListImport
from hardship.imports.rules import ListResource
from hardship.jobs.services import run_pending


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """One sheet with these rows."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def run(resource: ListResource, header: Sequence[str], *rows: Sequence[Any], dry_run: bool = False) -> Any:
    """Rows through a resource, as somebody would who knows the library; short ones end blank."""
    filled = [[*row, *[None] * (len(header) - len(row))] for row in rows]
    return resource.import_data(Dataset(*filled, headers=list(header)), dry_run=dry_run)


def figures(result: Any) -> tuple[int, int, int, int]:
    """How many rows are new, changed, the same and wrong. Raises what a row failed of."""
    for row in result.rows:
        for error in row.errors:
            raise error.error
    totals = result.totals
    return totals["new"], totals["update"], totals["skip"], totals["invalid"]


def faults(result: Any) -> Mapping[tuple[int, str], str]:
    """What is wrong, by the number of the row, from 1, and the key of its column."""
    return {
        (row.number, key): "".join(messages)
        for row in result.invalid_rows
        for key, messages in row.error_dict.items()
    }


def bring_in(client: Any, kind: str, content: bytes, union: Any, *, confirm: bool = True) -> ListImport:
    """A workbook over the pages of upload, columns and check, and into the records."""
    file = SimpleUploadedFile("名单.xlsx", content)
    answer = client.post(reverse("imports:new", args=[kind]), {"file": file, "union": union.pk})
    assert answer.status_code == 302, answer.context["form"].errors
    made = ListImport.objects.latest("pk")
    client.post(reverse("imports:columns", args=[made.uid]), made.mapping["fields"])
    run_pending()
    if confirm:
        client.post(reverse("imports:confirm", args=[made.uid]))
        run_pending()
    made.refresh_from_db()
    return made
