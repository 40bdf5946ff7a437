"""What of notices stands on paper."""

from typing import Any

from cases.notices.columns import NOTICE_COLUMNS
from cases.notices.models import Objection, PublicNotice
from cases.notices.selectors import list_entries
from cases.offices.selectors import office_for
from hardship.kernel.columns import cells

NOTICE_TEMPLATE = "pdf/public_notice.html"
LETTER_TEMPLATE = "pdf/objection_letter.html"


def public_notice(notice: PublicNotice) -> dict[str, Any]:
    """The sheet that is put up: masked names, unit, programme, amount, the days, where to object."""
    entries = [row for row in list_entries(notice) if not row.is_withdrawn]
    return {
        "notice": notice,
        "columns": NOTICE_COLUMNS,
        "rows": [cells(NOTICE_COLUMNS, row) for row in entries],
        "is_running": any(row.is_on for row in entries),
        "office": office_for(notice.union),
    }


def letter(objection: Objection, *, hides: bool) -> dict[str, Any]:
    """异议调查答复书: what was objected, what was found, the answer and where to appeal. With `hides` without
    the name of whoever objected."""
    return {
        "objection": objection,
        "notice": objection.entry.notice,
        "entry": objection.entry,
        "hides": hides,
        "office": office_for(objection.entry.notice.union),
    }
