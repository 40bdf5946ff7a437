"""帮扶工作手册: what a helper has in hand, as a booklet; one pairing of it stands in a dossier."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.pairings.models import Helper, Pairing
from cases.pairings.selectors.pairings import years_of
from cases.pairings.selectors.terms import Book
from hardship.kernel.pdf import render_pdf

TEMPLATE = "pdf/pairing_booklet.html"
SPARE = 4  # empty lines below the notes, to be written by hand


def booklet(
    helper: Helper, pairings: Sequence[Pairing], *, spare: int = SPARE, tells_phone: bool = True
) -> bytes:
    """The booklet of one helper with these pairings, which come with everything
    (selectors.pairings.with_everything). The helper's phone number is printed where it is for the family."""
    today, book = timezone.localdate(), Book()
    context: dict[str, Any] = {
        "helper": helper,
        "phone": helper.phone.reveal() if tells_phone and helper.phone else "",
        "parts": [
            {
                "pairing": row,
                "years": years_of(row, book.of(row.household), today.year),
                "notes": row.notes.all(),
                "steps": row.steps.all(),
                "spare": range(spare if row.is_running else 0),
            }
            for row in pairings
        ],
        "on": today,
    }
    return render_pdf(TEMPLATE, context, title=_("困难职工帮扶工作手册"))
