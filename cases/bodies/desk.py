"""What bodies bring to the desk: their list, minutes that wait, what policies a meeting may decide on."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.bodies.models import Meeting
from cases.bodies.selectors import AGENDA, AgendaKind, list_unsettled
from cases.bodies.states import READERS, TRANSITIONS, WRITERS
from cases.policies.models import Policy
from cases.policies.states import PolicyState
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
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
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)

label_steps("meeting", [row for place, row in enumerate(TRANSITIONS) if place % len(WRITERS) == 0])
label_actions(
    {
        "body.found": _("登记领导小组（委员会）"),
        "body.change": _("修改领导小组（委员会）"),
        "body.close": _("撤销领导小组（委员会）"),
        "body.add_member": _("登记领导小组成员"),
        "body.end_member": _("登记成员卸任"),
        "meeting.call": _("召集会议"),
        "meeting.attendance": _("登记到会情况"),
        "meeting.add_item": _("添加议题"),
        "meeting.remove_item": _("撤下议题"),
        "meeting.recuse": _("登记回避"),
        "meeting.decide": _("登记决定"),
        "meeting.scan": _("上传签字纪要"),
        "export.bodies": _("导出领导小组名册"),
        "export.meetings": _("导出会议台账"),
    }
)
label_papers("bodies:bodies", _("每次会议"), {"minutes": _("打印会议纪要")})
label_targets(
    {
        "bodies.body": Target(_("领导小组"), naming=Naming(fields=("name",))),
        "bodies.meeting": Target(_("会议"), naming=Naming(fields=("body__name", "on"))),
    }
)
PLACES.add("bodies:bodies")(Place(_("领导小组与会议"), "people", NavGroup.QUERIES, 45, frozenset(READERS)))
HELP.add("bodies:bodies")(
    Help(
        purpose=_("谁集体研究困难职工的事，开过哪些会，每件事怎么定的。"),
        then=_("先定会期和议题，开完会记到会人和决定，定稿以后不能再改。与自己有关的要回避。"),
        seen=_("本工会和上级工会看得到；签字的纪要可以扫描上传。"),
        year=(
            YearWork(
                (3, 6, 9, 12), (Role.REVIEWER, Role.APPROVER), _("每季度至少开一次会，研究疑难的和大额的。")
            ),
        ),
    )
)


def _meeting_item(row: Meeting) -> TodoItem:
    return TodoItem(row.body.name, row.on.isoformat(), reverse("bodies:meeting", args=[row.uid]))


DUTIES.add("bodies.minutes")(
    Duty("bodies:bodies", _("待核对定稿的会议纪要"), 145, tuple(Post(role) for role in WRITERS),
         list_unsettled, _meeting_item)
)  # fmt: skip


def _checked_policies(user: User, union: Union) -> list[tuple[str, str]]:
    """Policies of the union that somebody checked and nobody put into force yet."""
    rows = Policy.objects.visible_to(user).filter(union=union, state=PolicyState.CHECKED)
    return [(str(uid), name) for uid, name in rows.order_by("pk").values_list("uid", "name")]


AGENDA.add("policies.policy")(
    AgendaKind(_("政策制度"), _checked_policies, lambda key: reverse("policies:document", args=[key]))
)
