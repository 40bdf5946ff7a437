"""What hand-overs bring to the desk: what waits to be received, their page, the names of their actions."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import StandIn, User
from hardship.accounts.selectors import with_names
from hardship.accounts.states import Role
from hardship.handovers.models import Handover
from hardship.handovers.selectors import HOLDINGS, WORKERS, Holding, list_offered
from hardship.handovers.services import ANSWER, OFFER
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
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind

label_actions(
    {
        "handover.offer": _("办理工作移交"),
        "handover.receive": _("接收移交"),
        "handover.decline": _("不接收移交"),
        "handover.withdraw": _("撤回移交"),
    }
)
label_papers("handovers:handovers", _("每次移交"), {"handover": _("打印移交清单")})
label_targets(
    {
        "handovers.handover": Target(
            _("工作移交"), naming=Naming(fields=("giver__name", "to__name"), pattern="{} 移交给 {}")
        )
    }
)
PLACES.add("handovers:handovers")(
    Place(
        _("工作移交"), "swap", NavGroup.ADMINISTRATION, 25, frozenset({Role.ADMINISTRATOR, Role.DEPARTMENT})
    )
)
HELP.add("handovers:handovers")(
    Help(
        purpose=_(
            "有人离岗、调岗，把他手上的事交给同事：首问负责的申请、没办完的档案、帮扶措施、线索、批次。"
        ),
        then=_("接收人本人确认以后才算移交，两人在移交清单上签字。不能接的逐件列明原因，留在“无人经办”里。"),
        seen=_("移交的两个人、办理的人、本工会的部门负责人和管理员看得到；清单上只有编号，没有姓名。"),
        year=(YearWork((), (Role.ADMINISTRATOR, Role.DEPARTMENT), _("有人离岗，离岗以前办移交。")),),
    )
)
for kind, text in ((OFFER, _("同事把手上的事移交给您，请确认接收")), (ANSWER, _("移交有了答复"))):
    KINDS.add(kind)(
        MessageKind(text, _("看移交"), lambda key: reverse("handovers:handover", args=[key]), key="uid")
    )


def _item(row: Handover) -> TodoItem:
    return TodoItem(row.giver.name, row.union.name, reverse("handovers:handover", args=[row.uid]))


DUTIES.add("handovers.offered")(
    Duty(
        "messaging:messages",
        _("移交给您、等您确认的"),
        15,
        tuple(Post(role) for role in Role),
        list_offered,
        _item,
    )
)


def _stays_with_the_holder(row: StandIn, _to: User) -> str:
    words = {"holder": row.appointment.user.name}
    return _("代办是“%(holder)s”请的人，不能转给别人；要换人，在任职里另行安排。") % words


HOLDINGS.add("accounts.stand_ins")(
    Holding(
        label=_("代别人办的岗位"), order=90, roles=WORKERS,
        rows=lambda: with_names(StandIn.objects.overlapping(timezone.localdate(), None)), holder="user_id",
        unions=("appointment__union",),
        name=lambda row: f"{row.appointment.get_role_display()} 至 {row.until_on:%Y-%m-%d}",
        page=lambda row: reverse("accounts:stand_in", args=[row.pk]), blocker=_stays_with_the_holder,
    )
)  # fmt: skip
