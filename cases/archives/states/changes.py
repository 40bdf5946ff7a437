"""States of a change to a filed household, and which fields need nobody else's eyes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Level, Role
from hardship.kernel.workflow import Transition


class ChangeState(TextChoices):
    PENDING = "pending", _("待审核")
    ACCEPTED = "accepted", _("已同意")
    REJECTED = "rejected", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


CHANGE_TONES = {
    ChangeState.PENDING: "warning",
    ChangeState.ACCEPTED: "success",
    ChangeState.REJECTED: "danger",
}
CHANGE_TRANSITIONS = (
    Transition(
        "accept", (ChangeState.PENDING,), ChangeState.ACCEPTED, Role.REVIEWER, _("同意变更"),
        level=Level.COUNTY, is_decision=True,
    ),
    Transition(
        "reject", (ChangeState.PENDING,), ChangeState.REJECTED, Role.REVIEWER, _("不同意"),
        level=Level.COUNTY, needs_comment=True, is_decision=True,
    ),
    Transition("withdraw", (ChangeState.PENDING,), ChangeState.WITHDRAWN, Role.CLERK, _("撤回变更")),
)  # fmt: skip

# What a clerk changes in a filed household without a checker: it neither says who somebody is, nor decides
# on a category, nor where money goes. Whatever is not in this list needs a checker, a new field too.
FREE_FIELDS = frozenset(
    {
        "phone", "other_contact", "postcode", "ethnicity", "politics", "marriage", "registration",
        "insurance", "model_worker", "employer", "employer_kind", "employer_state", "industry",
        "working_since",
        "address", "registered_at", "housing_type", "floor_area", "vehicle_note", "asset_note",
        "cause_note", "wants",
    }
)  # fmt: skip
