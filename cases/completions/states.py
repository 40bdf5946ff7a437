"""急难补办: what becomes of aid that was decided and paid before its papers and its notice."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class State(TextChoices):
    WAITING = "waiting", _("待补办")
    SUBMITTED = "submitted", _("待复核")
    ON_NOTICE = "on_notice", _("补公示")
    DONE = "done", _("已补办")
    REFUSED = "refused", _("不符合，待追回")
    RECOVERED = "recovered", _("已追回")
    ENDED = "ended", _("不用补办")


TONES: Mapping[str, str] = {
    State.WAITING: "warning",
    State.SUBMITTED: "info",
    State.ON_NOTICE: "info",
    State.DONE: "success",
    State.REFUSED: "danger",
    State.RECOVERED: "muted",
    State.ENDED: "muted",
}
# What its own union has to see to; of one that is to be paid back the union that paid.
OF_ITS_UNION = (State.WAITING, State.SUBMITTED, State.ON_NOTICE)
OPEN_STATES = (*OF_ITS_UNION, State.REFUSED)
# 逾期: while it waits for its union the day that was set for it runs out.
OVERDUE_STATES = (State.WAITING,)
# Working days, at least, to mend what was sent back: half of what it had at first, for it was nearly whole.
RETURNED_DAYS = 5


def _checked(action: str, source: State, target: State, label: "StrOrPromise", **more: Any) -> Transition:
    return Transition(
        action, (source,), target, Role.REVIEWER, label, part=Part.REVIEW, is_decision=True, **more
    )


# What an accepted one leads to is said by its programme: a notice, or the end.
TRANSITIONS = (
    Transition("submit", (State.WAITING,), State.SUBMITTED, Role.CLERK, _("提交补办")),
    _checked("accept", State.SUBMITTED, State.ON_NOTICE, _("复核通过，补公示")),
    _checked("accept", State.SUBMITTED, State.DONE, _("复核通过，补办完成")),
    _checked("return", State.SUBMITTED, State.WAITING, _("退回再补"), needs_comment=True),
    _checked("refuse", State.WAITING, State.REFUSED, _("查实不符合，追回"), needs_comment=True,
             danger=True),
    _checked("refuse", State.SUBMITTED, State.REFUSED, _("查实不符合，追回"), needs_comment=True,
             danger=True),
    # By the union whose money it was (selectors.get_payer), whichever part it plays.
    Transition("recover", (State.REFUSED,), State.RECOVERED, Role.FINANCE, _("登记已追回"),
               needs_comment=True),
    # What follows from the notice and from the approval, not from somebody on its own page.
    Transition("conclude", (State.ON_NOTICE,), State.DONE, WORKER, _("公示期满，补办完成")),
    Transition("return", (State.ON_NOTICE,), State.WAITING, WORKER, _("从公示撤下，再补办")),
    Transition("refuse", (State.ON_NOTICE,), State.REFUSED, WORKER, _("公示异议成立，追回"), danger=True),
    Transition("end", OPEN_STATES, State.ENDED, WORKER, _("批准已撤销，不用补办")),
)  # fmt: skip
