"""What changes of unions bring to the desk: what waits to be confirmed, their page, their actions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Target,
    TodoItem,
    label_actions,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind
from hardship.trees.models import UnionChange
from hardship.trees.selectors import list_to_confirm
from hardship.trees.services import CONFIRMED, HELD_UP, PLANNED
from hardship.trees.states import CONFIRMERS, READERS

label_actions(
    {
        "union_change.plan": _("提出工会变更"),
        "union_change.confirm": _("确认工会变更"),
        "union_change.decline": _("不同意工会变更"),
        "union_change.withdraw": _("撤回工会变更"),
        "union.rename": _("工会更名"),
        "union.move": _("工会换上级"),
        "union.merge": _("工会合并"),
        "union.split": _("工会分立"),
        "export.union_changes": _("导出工会变更"),
    }
)
label_targets({"trees.unionchange": Target(_("工会变更"), naming=Naming(fields=("union__name",)))})
PLACES.add("trees:changes")(Place(_("工会变更"), "edit", NavGroup.ADMINISTRATION, 22, frozenset(READERS)))
HELP.add("trees:changes")(
    Help(
        purpose=_("工会更名、换上级、合并、分立，从哪一天起，依据哪个文件，什么一起过去。"),
        then=_(
            "管理员在“工会”里打开一个工会，点“变更和沿革”提出；上级工会的另一位管理员或审批人确认；到日自动办理。"
            "到日以前可以撤回，撤回的什么都不变。"
        ),
        seen=_("管理员、审批人、部门负责人和审计人员看得到本工会和下级工会的变更。"),
    )
)
for kind, text in (
    (PLANNED, _("有工会变更等您确认")),
    (CONFIRMED, _("工会变更有了答复")),
    (HELD_UP, _("工会变更到日没有办成，请看还有什么没有办结")),
):
    KINDS.add(kind)(
        MessageKind(text, _("看变更"), lambda key: reverse("trees:change", args=[key]), key="uid")
    )


def _item(row: UnionChange) -> TodoItem:
    return TodoItem(row.union.name, row.said, reverse("trees:change", args=[row.uid]), row.on)


DUTIES.add("trees.to_confirm")(
    Duty(
        "trees:changes", _("待确认的工会变更"), 94, tuple(Post(role) for role in CONFIRMERS),
        list_to_confirm, _item, urgent_first=("on", "pk"),
    )
)  # fmt: skip
