"""What completions bring to the desk: their list, what is owed, what waits, what is late below."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.states import CASE_ROLES
from cases.completions.models import Completion
from cases.completions.selectors import (
    SUPERVISORS,
    list_overdue_below,
    list_owed,
    list_to_check,
    list_to_recover,
)
from cases.completions.services import OPENED, SENT_BACK, TO_RECOVER
from cases.completions.states import OPEN_STATES, TRANSITIONS, State
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_REVIEWER, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind

# The first row of an action names it in the log: who looked at it, before what followed by itself.
label_steps("completion", reversed(TRANSITIONS))
label_actions({"completion.open": _("开始急难补办"), "export.completions": _("导出急难补办")})
WORDS.add("completion.state")(dict(State.choices))
label_targets(
    {
        "completions.completion": Target(
            _("急难补办"),
            "completions:completion",
            naming=Naming(
                fields=("application__number",),
                pattern="{}",
                person="application__household__head__name",
                is_numbered=True,
                household="application__household_id",
            ),
        )
    }
)
PLACES.add("completions:list")(
    Place(_("急难补办"), "warning", NavGroup.AID, 22, frozenset((*CASE_ROLES, Role.FINANCE)))
)
HELP.add("completions:list")(
    Help(
        purpose=_("急难的先救助、后补办：批准发放以后，材料、事由和公示在期限内补齐，一份救助一行。"),
        then=_(
            "经办人提交补办，审核工会复核，再补公示；查实不符合的由财务追回。超期没有补办的，本工会不能再先行救助。"
        ),
        seen=_("申报工会和上级工会看得到。超期没有补办的，最近的上级工会的待办里也有。"),
        year=(YearWork((), (Role.CLERK,), _("先行救助发放以后，马上收材料，不要拖到期限最后一天。")),),
    )
)


def _page(key: str) -> str:
    return reverse("completions:completion", args=[key])


for kind, text in (
    (OPENED, _("急难救助已经批准，请在期限内补办材料和公示")),
    (SENT_BACK, _("急难补办被退回，期限已重新计算，请再补")),
    (TO_RECOVER, _("急难救助查实不符合，请追回")),
):
    KINDS.add(kind)(MessageKind(text, _("去办理"), _page))


def _item(row: Completion) -> TodoItem:
    detail = f"{row.application.programme.name} · {row.union.name}"
    return TodoItem(str(row.application.household), detail, _page(str(row.pk)), row.due_on)


def _duty(
    label: Any, order: int, posts: tuple[Post, ...], rows: Callable[[User], QuerySet[Completion]], show: str
) -> Duty:
    return Duty("completions:list", label, order, posts, rows, _item, f"?show={show}", ("due_on", "pk"))


DUTIES.add("completions.owed")(_duty(_("急难救助待补办"), 12, (CLERK,), list_owed, State.WAITING))
DUTIES.add("completions.check")(
    _duty(_("急难补办待复核"), 23, (CASE_REVIEWER,), list_to_check, State.SUBMITTED)
)
DUTIES.add("completions.overdue")(
    _duty(
        _("下级急难救助超期没有补办"), 28, tuple(Post(role) for role in SUPERVISORS), list_overdue_below,
        "overdue",
    )
)  # fmt: skip
DUTIES.add("completions.recover")(
    _duty(_("急难救助不符合，待追回"), 37, (Post(Role.FINANCE),), list_to_recover, State.REFUSED)
)


@UNSETTLED.add("completions.open")
def open_completions(union: Union) -> str:
    """Completions that a union still owes, or whose money is to come back."""
    count = Completion.objects.filter(union=union, state__in=OPEN_STATES).count()
    return gettext("没有办结的急难补办 %(n)s 份") % {"n": count} if count else ""
