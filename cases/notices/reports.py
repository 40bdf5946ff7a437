"""What of notices stands on paper."""

from typing import Any

from cases.notices.columns import columns_of
from cases.notices.models import NoticeEntry, Objection, PublicNotice
from cases.notices.selectors import get_version, list_shown, read_shown_names
from cases.offices.selectors import office_for
from hardship.kernel.columns import cells
from hardship.kernel.qr import make_qr

NOTICE_TEMPLATE = "pdf/public_notice.html"
MOST_IN_ONE_COLUMN = 30  # lines of A3
LETTER_TEMPLATE = "pdf/objection_letter.html"


def public_notice(notice: PublicNotice, entries: list[NoticeEntry] | None = None) -> dict[str, Any]:
    """The sheet that is put up: masked names and the columns that the notice shows, the days, where to
    object, which version it is; with the lines that stand there now, or as it hung with others."""
    entries = list_shown(notice) if entries is None else entries
    columns = columns_of(notice.columns)
    return {
        "notice": notice,
        "columns": columns,
        "entries": entries,
        "rows": [cells(columns, row) for row in entries],
        "version": get_version(notice, entries),
        "is_extended": notice.end_changes.exists(),
        "office": office_for(notice.union),
    }


def poster(
    notice: PublicNotice, *, address: str = "", is_large: bool = False,
    entries: list[NoticeEntry] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """`public_notice` for A4 or (`is_large`) A3, where many lines stand in two columns; with the `address` of
    its public page as a code while it runs."""
    context = public_notice(notice, entries)
    numbered = list(enumerate(context["rows"], start=1))
    columns = 2 if is_large and len(numbered) > MOST_IN_ONE_COLUMN else 1
    half = -(-len(numbered) // columns) or 1
    return context | {
        "sides": range(columns),
        "width": len(context["columns"]) + 1,
        "lines": [numbered[place::half] for place in range(half)] if numbered else [],
        "code": make_qr(address) if address else None,
        "paper": "a3" if is_large else "",
    }


def letter(objection: Objection, *, hides: bool) -> dict[str, Any]:
    """异议调查答复书: what was objected, what was found, the answer and where to appeal. With `hides` without
    the name of whoever objected."""
    return {
        "objection": objection,
        "notice": objection.entry.notice,
        "entry": objection.entry,
        "name": read_shown_names(objection.entry.notice)[objection.entry_id],
        "hides": hides,
        "office": office_for(objection.entry.notice.union),
    }
