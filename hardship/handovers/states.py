"""What a hand-over (移交) can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HandoverState(TextChoices):
    OFFERED = "offered", _("待接收")
    RECEIVED = "received", _("已接收")
    DECLINED = "declined", _("未接收")
    WITHDRAWN = "withdrawn", _("已撤回")


HANDOVER_TONES: dict[str, str] = {
    HandoverState.OFFERED: "warning",
    HandoverState.RECEIVED: "success",
    HandoverState.DECLINED: "danger",
}
MOST_LISTED = 500  # of the matters of one kind that one hand-over takes along; the rest goes with the next
MOST_NAMED = 20  # of the matters that the receiver may not take, printed by number
