"""Gives the refused rows back: the user's own workbook with red cells, comments and 错误原因."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.imports.models import ListImport, Upload
from hardship.imports.services.reading import ListRefused
from hardship.imports.services.working import ERROR
from hardship.kernel.files import contents_of
from hardship.kernel.sheets import Remark, annotate
from hardship.kernel.sheets.grid import place_of
from hardship.kernel.sheets.tables import refused_as

# Annotating lays the whole workbook out in memory: longer ones are for a job.
LONG = 1500


def is_long(made: Upload) -> bool:
    """Whether marking its cells takes longer than somebody wants to wait for a page."""
    return made.rows_total > LONG


def returned_name(made: Upload) -> str:
    """The name of the file that goes back: the user's own with what was done to it."""
    stem = made.original_name.rpartition(".")[0] or made.original_name
    return _("%(stem)s_错误原因.xlsx") % {"stem": stem[:80]}


def return_rejected(made: ListImport, *, by: User) -> bytes:
    """The workbook as it came, marked; that it left is on record. Raises ListRefused."""
    rows = {issue["row"] for issue in made.issues if issue["level"] == ERROR}
    remarks = [remark_of(issue) for issue in made.issues]
    original = contents_of(made.file)
    with refused_as(ListRefused):
        content = annotate(original, remarks, rows, header_row=made.header_row or 1, sheet=made.sheet or None)
    audit.record_export("list_errors", by=by, content=content, rows=len(rows), masked=False, target=made)
    return content


def remark_of(issue: Mapping[str, Any]) -> Remark:
    """What is said at the cell of an issue, or at its row where it names none."""
    column = place_of(issue["cell"])[1] if issue["cell"] else 0
    return Remark(issue["row"], column, f"{issue['column']}：{issue['why']}", issue["level"])
