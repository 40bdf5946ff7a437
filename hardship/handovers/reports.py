"""移交清单: the hand-over as a sheet that both sign."""

from django.utils.translation import gettext as _

from hardship.handovers.models import Handover
from hardship.handovers.selectors import items_by_kind
from hardship.handovers.states import HandoverState
from hardship.kernel.pdf import render_pdf


def handover_sheet(handover: Handover) -> bytes:
    """The hand-over as a PDF, matter by matter, with the lines for the signatures."""
    context = {
        "handover": handover,
        "parts": items_by_kind(handover),
        "total": _total(handover),
    }
    return render_pdf("pdf/handover.html", context, title=_("工作移交清单"))


def _total(handover: Handover) -> str:
    """What became of the matters together, in words; what was not received has not moved."""
    items = handover.items
    moved, stays = items.filter(is_moved=True).count(), items.exclude(left="").count()
    words = {
        HandoverState.OFFERED: _("待接收 %(open)s 件，留下 %(stays)s 件"),
        HandoverState.RECEIVED: _("移交 %(moved)s 件，留下 %(stays)s 件"),
        HandoverState.DECLINED: _("接收人没有接收，%(all)s 件都没有移交"),
        HandoverState.WITHDRAWN: _("移交已撤回，%(all)s 件都没有移交"),
    }[HandoverState(handover.state)]
    every = items.count()
    return words % {"moved": moved, "stays": stays, "open": every - stays, "all": every}
