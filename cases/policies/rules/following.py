"""What a policy may say of what follows an aid (回访): what is done, and after what."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CALL, VISIT, OTHER = "call", "visit", "other"
APPROVAL, PAYMENT = "approval", "payment"
FOLLOW_UP_KINDS: "Mapping[str, StrOrPromise]" = {
    CALL: _("电话回访"), VISIT: _("入户回访"), OTHER: _("其他后续事项"),
}  # fmt: skip
FOLLOW_UP_EVENTS: "Mapping[str, StrOrPromise]" = {APPROVAL: _("批准"), PAYMENT: _("发放")}
# Until when the money of an aid that was approved is to be with the family.
END_OF_NEXT_MONTH = "end_of_next_month"
PAY_DAYS: "Mapping[str, StrOrPromise]" = {END_OF_NEXT_MONTH: _("批准的次月底前发放")}
# The lists of this page among those of the vocabulary.
FOLLOW_UP_LISTS: "dict[str, Mapping[str, StrOrPromise]]" = {
    "follow_up_kinds": FOLLOW_UP_KINDS,
    "follow_up_events": FOLLOW_UP_EVENTS,
    "pay_days": PAY_DAYS,
}
