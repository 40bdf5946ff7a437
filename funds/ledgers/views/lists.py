"""How the rows of the lists read."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from funds.ledgers.columns import COLUMNS, FUND_COLUMNS, HANDING_COLUMNS, JOURNAL_COLUMNS
from funds.ledgers.models import Allocation, Fund
from funds.ledgers.states import HANDING_TONES
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge


def line_rows(*, of_fund: bool = False) -> Rows[Any]:
    """Budget lines; those of one fund do not name it and its union in every line."""
    shown = choose(COLUMNS, ())
    return Rows(
        without(shown, "fund", "document_no", "union") if of_fund else shown,
        url=link_to("ledgers:line"),
    )


def fund_rows() -> Rows[Fund]:
    return Rows(
        FUND_COLUMNS,
        url=link_to("ledgers:fund"),
    )


def handing_rows() -> Rows[Allocation]:
    return Rows(
        choose(HANDING_COLUMNS, ()),
        url=link_to("ledgers:handing"),
        drawn={"standing": lambda row: badge(HANDING_TONES[row.standing], row.standing_words)},
    )


def journal_rows(*, of_line: bool = False) -> Rows[Any]:
    """Journals; those of one line do not name its union."""
    shown = choose(JOURNAL_COLUMNS, ())
    return Rows(
        without(shown, "union") if of_line else shown,
        url=link_to("ledgers:journal"),
        drawn={
            "event": _event,
        },
    )


def _event(journal: Any) -> object:
    """What happened; a reversal stands out, and so does what was reversed."""
    event = journal.get_event_display()
    if journal.is_reversal:
        return badge("danger", event)
    return format_html("{} {}", event, badge("muted", _("已冲销"))) if journal.is_reversed else event
