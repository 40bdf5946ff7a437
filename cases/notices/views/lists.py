"""How public notices and their lines read."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.notices.columns import NOTICES_COLUMNS, POSITION, STATE, columns_of
from cases.notices.models import NoticeEntry
from cases.notices.selectors import get_progress
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.columns import Cell, cells, choose
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING, badge, day

NumberedEntry = tuple[int, NoticeEntry]


def notice_rows(calendar: WorkCalendar) -> Rows[Any]:
    """The notices of a scope, with the working day that each is at."""

    def progress(notice: Any) -> SafeString:
        if not notice.is_running:
            return badge("muted", notice.get_state_display())
        found = get_progress(notice, calendar)
        if found.is_over:
            return badge("warning", _("期满待办"))
        said = {"n": found.day, "of": found.of, "unit": found.unit}
        return badge("info", _("第 %(n)s / %(of)s %(unit)s") % said)

    return Rows(
        choose(NOTICES_COLUMNS, ()),
        url=link_to("notices:notice"),
        drawn={
            "time": lambda notice: (
                _("%(start)s 至 %(end)s") % {"start": day(notice.starts_on), "end": day(notice.ends_on)}
            ),
            "progress": progress,
            "objections": _unanswered,
        },
    )


def _unanswered(notice: Any) -> object:
    return badge("danger", _("%(n)s 条待答复") % {"n": notice.unanswered}) if notice.unanswered else NOTHING


def line_rows(
    shown: Collection[str], visible: Collection[int], *, may_lead: bool = False
) -> Rows[NumberedEntry]:
    """The lines of a notice as the public sees them; those in `visible` lead to their row, and who `may_lead`
    takes one down that still hangs."""

    columns = columns_of(shown)

    def made(row: NumberedEntry) -> dict[str, Cell]:
        return {cell.key: cell for cell in cells(columns, row[1])}

    def state(row: NumberedEntry) -> SafeString:
        number, entry = row
        link = _link(number, entry) if entry.pk in visible else ""
        down = _down(number, entry) if may_lead and entry.is_on else ""
        return format_html("{}{} {} {}", _line_state(entry), _objections(entry), link, down)

    return Rows(
        (POSITION, *columns, STATE), cells=made, drawn={"position": lambda row: row[0], "state": state}
    )


def _line_state(entry: NoticeEntry) -> SafeString:
    return badge(entry.tone, entry.get_state_display())


def _objections(entry: NoticeEntry) -> object:
    count = len(entry.objections.all())
    return badge("warning", _("异议 %(n)s") % {"n": count}) if count else ""


def _down(number: int, entry: NoticeEntry) -> SafeString:
    return format_html(
        '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
        reverse("notices:line_down", args=[entry.pk]),
        _("撤下"),
        number,
    )


def _link(number: int, entry: NoticeEntry) -> SafeString:
    return format_html(
        '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
        reverse(entry.room.page, args=[entry.key]),
        _("查看申请"),
        number,
    )
