"""What becomes of a record of aid that others gave, and who reads and writes such records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.archives.states.aid import GiverKind
from hardship.accounts.states import CASE_WORKERS, FUND_WORKERS, Role
from hardship.kernel.workflow import Transition


class RecordState(TextChoices):
    CURRENT = "current", _("有效")
    REPLACED = "replaced", _("已更正")
    CANCELLED = "cancelled", _("已作废")


RECORD_TONES: dict[str, str] = {
    RecordState.CURRENT: "success",
    RecordState.REPLACED: "muted",
    RecordState.CANCELLED: "danger",
}
TRANSITIONS = (
    Transition(
        "correct", (RecordState.CURRENT,), RecordState.REPLACED, Role.CLERK, _("更正"), needs_comment=True
    ),
    Transition(
        "cancel", (RecordState.CURRENT,), RecordState.CANCELLED, Role.CLERK, _("作废"), needs_comment=True,
        danger=True,
    ),
)  # fmt: skip
# Aid of a payment of ours is never typed: it comes from the payments.
GIVER_KINDS = [choice for choice in GiverKind.choices if choice[0] != GiverKind.OWN]
READERS = tuple(sorted(CASE_WORKERS))
STATEMENT_READERS = tuple(sorted(CASE_WORKERS | FUND_WORKERS))
