"""The way of a publication of use (资金使用情况公开): figures taken from the books, checked by a second
person, published by a leader, replaced by a corrected version or taken down."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from funds.budgets.states import QUARTER_WORDS, QUARTERS
from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition

WHOLE_YEAR = 0
PERIOD_WORDS: Mapping[int, object] = {**QUARTER_WORDS, WHOLE_YEAR: _("全年")}
PERIODS = (*QUARTERS, WHOLE_YEAR)
SMALL = 5  # fewer households than this are not counted in public: whoever knows one would know which
DAYS_TO_PUBLISH = 30  # after the end of a quarter, then the duty is late


class State(TextChoices):
    DRAFT = "draft", _("待复核")
    CHECKED = "checked", _("待批准公开")
    PUBLISHED = "published", _("已公开")
    REPLACED = "replaced", _("已更正")
    TAKEN_DOWN = "taken_down", _("已撤下")
    DROPPED = "dropped", _("已作废")


TONES: Mapping[str, str] = {
    State.DRAFT: "warning",
    State.CHECKED: "warning",
    State.PUBLISHED: "success",
    State.TAKEN_DOWN: "danger",
}
OPEN = (State.DRAFT, State.CHECKED)
VALID = (State.PUBLISHED, State.REPLACED, State.TAKEN_DOWN)  # states of what the workers have read

WRITERS = (Role.CLERK, Role.FINANCE)
CHECKERS = (Role.REVIEWER, Role.FINANCE)
READERS = (Role.CLERK, Role.FINANCE, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)

TRANSITIONS = (
    *(
        Transition("check", (State.DRAFT,), State.CHECKED, role, _("复核无误"), is_decision=True)
        for role in CHECKERS
    ),
    *(Transition("retake", (State.DRAFT,), State.DRAFT, role, _("重新取数")) for role in WRITERS),
    Transition("publish", (State.CHECKED,), State.PUBLISHED, Role.APPROVER, _("批准公开"), is_decision=True),
    Transition("return", (State.CHECKED,), State.DRAFT, Role.APPROVER, _("退回"), needs_comment=True,
               danger=True),
    Transition("take_down", (State.PUBLISHED,), State.TAKEN_DOWN, Role.APPROVER, _("撤下"),
               needs_comment=True, danger=True),
    *(
        Transition("drop", (State.DRAFT,), State.DROPPED, role, _("作废"), needs_comment=True, danger=True)
        for role in WRITERS
    ),
    # Taken with the publication of the corrected version, and by no button.
    Transition("replace", (State.PUBLISHED,), State.REPLACED, Role.APPROVER, _("由更正后的代替")),
)  # fmt: skip
