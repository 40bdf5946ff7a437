"""回访记录表 of one call, and the sheet of a day: whom to ask. Numbers stay masked (the file shows them)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.callbacks.forms import SCORES
from cases.callbacks.models import Callback
from cases.callbacks.states import Collector, Effect, Mode
from hardship.accounts.models import Union
from hardship.kernel.pdf import render_pdf


def callback_pdf(row: Callback) -> bytes:
    """The form of one call: as it was answered, or blank with what is known to be taken along."""
    context: dict[str, Any] = {
        "row": row,
        "lines": [
            (_("回访方式"), _boxes(Mode.choices, row.mode)),
            (_("谁领的"), _boxes(Collector.choices, row.collector)),
            (_("效果"), _boxes(Effect.choices, row.effect)),
            (_("满意度"), _boxes(SCORES, row.score)),
        ],
    }
    return render_pdf("pdf/callback.html", context, title=_("到账回访记录表"))


def sheet_pdf(rows: Sequence[Callback], *, union: Union, on: date) -> bytes:
    """Whom a union asks on a day, with room for what they say."""
    return render_pdf(
        "pdf/callback_sheet.html", {"rows": rows, "union": union, "on": on}, title=_("到账回访名单")
    )


def _boxes(choices: Any, chosen: object) -> list[tuple[str, bool]]:
    return [(str(label), key == chosen) for key, label in choices]
