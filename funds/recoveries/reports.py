"""What of recoveries is printed: 追回通知书."""

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.recoveries.models import Recovery
from funds.recoveries.selectors import list_parts, list_set_offs_of
from funds.recoveries.states import SetOffState
from hardship.kernel.pdf import render_pdf


def demand_letter(recovery: Recovery) -> bytes:
    """追回通知书 with number, sum in figures and 大写, the reason, what was set off, and by when."""
    context = {
        "recovery": recovery,
        "parts": list_parts(recovery),
        "set_offs": list_set_offs_of(recovery).filter(state=SetOffState.APPROVED),
        "printed_at": timezone.now(),
    }
    return render_pdf("pdf/recovery_letter.html", context, title=_("帮扶资金追回通知书"))
