"""Files that were filed elsewhere before and come in as filed ones (存量档案接收)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.archives.states.files import IN_FORCE_STATES, State
from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

TAKE_OVER, GIVE_BACK, COMPLETE = "take_over", "give_back", "complete"
DECIDERS = (Role.REVIEWER, Role.APPROVER)


class Basis(TextChoices):
    """What the category of a file that is taken over rests on; with the last two it is not taken over."""

    ASSESSED = "assessed", _("按今天的政策核算")
    ROSTER = "roster", _("事实不全，按名册")
    UNKNOWN = "unknown", _("核算不出，名册上也没有")
    INELIGIBLE = "ineligible", _("按今天的政策不符合")


BASIS_TONES: dict[str, str] = {
    Basis.ASSESSED: "success", Basis.ROSTER: "warning", Basis.UNKNOWN: "danger", Basis.INELIGIBLE: "danger",
}  # fmt: skip
SOUND = (Basis.ASSESSED, Basis.ROSTER)

# Taken by cases.intakes for each file of a list, never from the page of a single file.
TAKE_OVER_TRANSITIONS = (
    *(
        Transition(
            TAKE_OVER, (State.DRAFT,), State.FILED, role, _("整批接收，在档待补材料"), part=Part.REVIEW,
            is_decision=True,
        )
        for role in DECIDERS
    ),
    *(
        Transition(GIVE_BACK, (State.FILED,), State.DRAFT, role, _("撤回接收"), part=Part.REVIEW)
        for role in DECIDERS
    ),
    *(
        Transition(
            COMPLETE, (state,), state, Role.REVIEWER, _("确认材料补齐"), part=Part.REVIEW, is_decision=True
        )
        for state in IN_FORCE_STATES
    ),
)  # fmt: skip
