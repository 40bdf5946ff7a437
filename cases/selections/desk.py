"""What the lists of those to be aided bring to the desk."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.selectors.extensions import HANGING
from cases.selections.models import Selection
from cases.selections.selectors import list_for_approval, list_unfinished
from cases.selections.states import SELECTION_TRANSITIONS
from hardship.accounts.states import CASE_APPROVER, CASE_REVIEWER, CASE_WORKERS, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)


@HANGING.add("selections")
def name_selections(household: Household) -> str:
    """The lists of those to be aided that a file stands on."""
    rows = household.selection_rows.select_related("selection").order_by("pk")
    return "、".join(gettext("帮扶对象名单“%(name)s”") % {"name": row.selection.title} for row in rows)


label_steps("selection", SELECTION_TRANSITIONS, _("帮扶对象名单：{}"))
label_actions(
    {
        "selection.make": _("帮扶对象名单：建立"),
        "selection.add": _("帮扶对象名单：列入家庭"),
        "selection.remove": _("帮扶对象名单：移出家庭"),
        "selection.decide": _("帮扶对象名单：逐户审定"),
        "export.selections": _("导出帮扶对象名单台账"),
    }
)
label_papers(
    "selections:selections",
    _("每份名单"),
    {"selection": _("导出帮扶对象名单"), "selection_paper": _("打印帮扶对象名单")},
)
label_targets({"selections.selection": Target(_("帮扶对象名单"), naming=Naming(fields=("year", "title")))})
PLACES.add("selections:selections")(Place(_("帮扶对象名单"), "approve", NavGroup.AID, 25, CASE_WORKERS))
HELP.add("selections:selections")(
    Help(
        purpose=_("年度核查以后，把本年度要帮扶的家庭列成名单，由上级工会逐户审定。"),
        then=_("审定以后名单不再变动，按名单申请帮扶。没有同意的，名单上写着原因。"),
        seen=_("报名单的工会和审定的上级工会看得到。"),
        year=(
            YearWork((11, 12), (Role.CLERK,), _("按年度核查的结果拟要帮扶的名单，报上级审定。")),
            YearWork((12,), (Role.REVIEWER, Role.APPROVER), _("逐户审定下级报来的名单。")),
        ),
    )
)


def _item(row: Selection) -> TodoItem:
    url = reverse("selections:selection", args=[row.uid])
    return TodoItem(row.union.name, f"{row.title} · {row.get_state_display()}", url)


DUTIES.add("selections.approval")(
    Duty("selections:selections", _("待审定的帮扶对象名单"), 72, (CASE_REVIEWER, CASE_APPROVER),
         list_for_approval, _item)
)  # fmt: skip
DUTIES.add("selections.unfinished")(
    Duty("selections:selections", _("帮扶对象名单：未提交或被退回"), 74, (CLERK,), list_unfinished, _item,
         is_draft=True)
)  # fmt: skip
