"""What the approvals bring to the desk: applications that wait for a decision, notices that have ended."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.desk import application_item
from cases.applications.models import Application
from cases.applications.selectors import list_in_states
from cases.applications.states import State as ApplicationState
from cases.approvals.models import PublicNotice
from cases.approvals.selectors.inbox import WAITING
from cases.approvals.selectors.permits import barred_for
from cases.approvals.services.telling import DUE
from cases.approvals.services.urging import URGE
from cases.approvals.states import SIGNERS, TRANSITIONS, NoticeState
from cases.bodies.selectors import AGENDA, AgendaKind
from hardship.accounts.models import Union, User
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.kernel.desk import (
    DUTIES,
    FIRST_STEPS,
    HELP,
    PLACES,
    Duty,
    FirstStep,
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

MOST_OFFERED = 200  # for an agenda
label_steps("application", TRANSITIONS)
label_actions(
    {
        "application.object": _("登记异议"),
        "application.urge": _("催办"),
        "application.answer": _("答复异议"),
        "application.withdraw_notice": _("撤下公示"),
        "notice.publish": _("发布公示"),
        "notice.conclude": _("公示结束"),
        "export.notices": _("导出公示台账"),
        "export.approval_form": _("打印申请审批表"),
        "export.public_notice": _("打印公示"),
    }
)
for action, text in (
    ("return", _("您提交的申请被退回补正")),
    ("reject", _("您提交的申请未获批准")),
    ("approve", _("您提交的申请已批准")),
    ("paid", _("您提交的申请，钱已经发到职工账户")),
    ("unpaid", _("您提交的申请，银行没有付成，请核对姓名和账号")),
    ("object", _("一份正在公示的申请收到异议")),
    (URGE, _("有人催办：请审核或审批一份申请")),
):
    KINDS.add(action if action == URGE else f"approvals.{action}")(
        MessageKind(text, _("看申请"), lambda key: reverse("applications:detail", args=[key]))
    )
KINDS.add(DUE)(
    MessageKind(
        _("有申请明天到期，请抓紧审核、审批"),
        _("看要到期的"),
        lambda _key: f"{reverse('approvals:inbox')}?tab=late",
    )
)
KINDS.add("approvals.notice_ends")(
    MessageKind(
        _("一份公示今天满期，没有异议的明天起可以办结"),
        _("看公示"),
        lambda key: reverse("approvals:notice", args=[key]),
    )
)


def _undecided_applications(user: User, union: Union) -> list[tuple[str, str]]:
    """Applications of the scope that wait for this union now."""
    rows = list_in_states(user, *WAITING).filter(awaits=union).order_by("due_on", "pk")[:MOST_OFFERED]
    return [
        (str(row.pk), f"{row.number} {row.household} {row.programme} {row.amount:,.2f} 元") for row in rows
    ]


AGENDA.add("applications.application")(
    AgendaKind(_("帮扶申请"), _undecided_applications, lambda key: reverse("applications:detail", args=[key]))
)
label_targets(
    {"approvals.publicnotice": Target(_("公示"), naming=Naming(fields=("number",), is_numbered=True))}
)
DECIDERS = frozenset(SIGNERS)
SIGNING_POSTS = tuple(Post(role) for role in SIGNERS)
PLACES.add("approvals:inbox")(Place(_("待我审批"), "approve", NavGroup.AID, 10, DECIDERS))
PLACES.add("approvals:notices")(Place(_("公示"), "megaphone", NavGroup.AID, 40))
HELP.add("approvals:inbox")(
    Help(
        purpose=_("等您审核、审批的申请，快到期的在前面。没有疑点的可以一次选几份一起办。"),
        then=_(
            "审核通过的自动进入公示；批准的占用资金指标，等财务发放；退回的回到经办人那里，他会看"
            "到您写的原因。"
        ),
        seen=_("审核工会的审核人、审批工会的审批人看得到。自己填写、提交的，不能由自己审核。"),
        year=(
            YearWork((), (Role.REVIEWER, Role.APPROVER), _("收到后五个工作日内办完；经办人催办的先办。")),
            YearWork((8, 9), (Role.REVIEWER, Role.APPROVER), _("助学救助集中的时候，每天都看一遍。")),
        ),
    )
)
HELP.add("approvals:notices")(
    Help(
        purpose=_("审核通过的申请在这里公示，天数按项目的规定，可以打印出来张贴。上面没有证件号和银行卡号。"),
        then=_("期满没有异议的报审批；收到异议的登记下来，调查清楚并答复以后才能往下走。"),
        seen=_("发布公示的工会和申报工会看得到全部；公示本身是给大家看的。"),
        year=(YearWork((), (Role.REVIEWER,), _("公示期满当天办结；有异议的先调查清楚再答复。")),),
    )
)
FIRST_STEPS.add("approvals.review")(
    FirstStep(Role.REVIEWER, 20, _("审核帮扶申请"), _("核对金额和材料，通过后公示"), "approvals:inbox")
)
FIRST_STEPS.add("approvals.approve")(
    FirstStep(Role.APPROVER, 10, _("审批公示期满的申请"), _("批准时占用资金指标"), "approvals:inbox")
)


def _undecided(state: ApplicationState, order: int, label: Any) -> Duty:
    def rows(user: User) -> QuerySet[Application]:
        waiting = list_in_states(user, state).filter(awaits=user.union_id, awaits_role__in=sorted(user.roles))
        return waiting.exclude(barred_for(user))

    return Duty(
        "approvals:inbox", label, order, SIGNING_POSTS, rows, application_item, urgent_first=("due_on", "pk")
    )


def ended_notices(user: User) -> QuerySet[PublicNotice]:
    """The union's notices whose days are over and that nobody has concluded."""
    rows: QuerySet[PublicNotice] = PublicNotice.objects.visible_to(user).filter(state=NoticeState.RUNNING)
    return rows.filter(ends_on__lt=timezone.localdate(), union=user.union).select_related("union")


def _notice_item(row: PublicNotice) -> TodoItem:
    return TodoItem(row.number, row.union.name, reverse("approvals:notice", args=[row.pk]), row.ends_on)


DUTIES.add("approvals.approve")(_undecided(ApplicationState.APPROVAL, 10, _("待我审批的申请")))
DUTIES.add("approvals.review")(_undecided(ApplicationState.REVIEW, 20, _("待审核的申请")))
DUTIES.add("approvals.notices")(
    Duty("approvals:notices", _("公示期满待办"), 150, (CASE_REVIEWER,), ended_notices, _notice_item,
         f"?state={NoticeState.RUNNING}", ("ends_on", "pk"))
)  # fmt: skip
