"""Gives the refused rows back: the user's own workbook with red cells, comments and 错误原因."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.rosters.models import RosterImport
from cases.rosters.rules.entries import ERROR
from cases.rosters.services.reading import RosterRefused
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.imports.services.returning import remark_of
from hardship.kernel.files import contents_of
from hardship.kernel.sheets import Remark, annotate
from hardship.kernel.sheets.grid import place_of
from hardship.kernel.sheets.tables import refused_as


def return_rejected(roster: RosterImport, *, by: User) -> bytes:
    """The workbook as it came, marked; that it left is on record. Raises RosterRefused."""
    refused = [issue for issue in roster.issues if issue["level"] == ERROR]
    here = [issue for issue in refused if not issue.get("sheet")]
    rows = {issue["row"] for issue in here} | {issue["entry"] for issue in refused if issue["entry"]}
    remarks = [_remark(issue) for issue in roster.issues if issue["entry"]] + _of_other_rows(roster)
    remarks += _of_spellings(roster)
    original = contents_of(roster.file)
    with refused_as(RosterRefused):
        content = annotate(
            original, remarks, rows, header_row=roster.header_row or 1, sheet=roster.sheet or None
        )
    audit.record_export("import_errors", by=by, content=content, rows=len(rows), masked=False, target=roster)
    return content


def _remark(issue: Mapping[str, Any]) -> Remark:
    if issue.get("sheet"):
        where = _("%(column)s（第 %(row)s 行）：%(why)s") % issue
        return Remark(issue["entry"], 0, where, issue["level"])
    return remark_of(issue)


def _of_other_rows(roster: RosterImport) -> list[Remark]:
    """A household is refused whole: its first row says that the row of its sixth member is wrong."""
    below = {
        (issue["entry"], issue["row"])
        for issue in roster.issues
        if issue["level"] == ERROR and issue["row"] != issue["entry"] and not issue.get("sheet")
    }
    return [
        Remark(entry, 0, _("第 %(row)s 行的家庭成员有错，整户没有导入。") % {"row": row})
        for entry, row in sorted(below)
    ]


def _of_spellings(roster: RosterImport) -> list[Remark]:
    """At each cell what is stored of it, where that is not what it says."""
    cells = roster.spellings.filter(sheet="").exclude(cell="").order_by("pk")
    told = _("存为“%(stored)s”；名册原文“%(written)s”。")
    return [
        Remark(*place_of(one.cell), told % {"stored": one.stored, "written": one.legible}, "note")
        for one in cells
    ]
