"""移交清单: the hand-over as a sheet that both sign."""

from django.utils.translation import gettext as _

from hardship.handovers.models import Handover
from hardship.handovers.selectors import items_by_kind
from hardship.kernel.pdf import render_pdf


def handover_sheet(handover: Handover) -> bytes:
    """The hand-over as a PDF, matter by matter, with the lines for the signatures."""
    context = {
        "handover": handover,
        "parts": items_by_kind(handover),
        "moved": handover.items.filter(left="").count(),
        "stays": handover.items.exclude(left="").count(),
    }
    return render_pdf("pdf/handover.html", context, title=_("工作移交清单"))
