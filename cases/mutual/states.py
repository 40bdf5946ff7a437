"""职工医疗互助: what a claim can be, and who moves it."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition


class ClaimState(TextChoices):
    FILED = "filed", _("待复核")
    CHECKED = "checked", _("待给付")
    PAID = "paid", _("已给付")
    REFUSED = "refused", _("不予给付")


CLAIM_TONES: Mapping[str, str] = {
    ClaimState.FILED: "warning",
    ClaimState.CHECKED: "info",
    ClaimState.PAID: "success",
    ClaimState.REFUSED: "muted",
}
OPEN_CLAIMS = (ClaimState.FILED, ClaimState.CHECKED)
DUE_CLAIMS = (ClaimState.FILED, ClaimState.CHECKED, ClaimState.PAID)  # which use up the cap of a period
# Written down by the clerks of the union that enrolled, checked by the one that reviews its files. The money
# is that of whoever runs the mutual aid: it is recorded here, and in none of our books.
CLAIM_TRANSITIONS = (
    Transition("check", (ClaimState.FILED,), ClaimState.CHECKED, Role.REVIEWER, _("复核通过"),
               part=Part.REVIEW, is_decision=True),
    Transition("refuse", (ClaimState.FILED,), ClaimState.REFUSED, Role.REVIEWER, _("不予给付"),
               part=Part.REVIEW, is_decision=True, needs_comment=True, danger=True),
    Transition("pay", (ClaimState.CHECKED,), ClaimState.PAID, Role.CLERK, _("登记已给付")),
)  # fmt: skip
KEEPERS = (Role.CLERK, Role.REVIEWER)  # who opens a period
