"""What the approvals bring to the desk: applications that wait for a decision."""

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.applications.desk import application_item
from cases.applications.models import Application
from cases.applications.selectors import list_in_states, list_versions
from cases.applications.states import OPEN_STATES
from cases.applications.states import State as ApplicationState
from cases.approvals.models import RouteStage, Supervision
from cases.approvals.selectors.inbox import WAITING, asks
from cases.approvals.selectors.overdue import list_overdue_to_watch, list_to_answer, unsupervised
from cases.approvals.selectors.permits import barred_for
from cases.approvals.services.effects import ANSWERED, CONSULTED, HANDED_ON, RESUMED, SENT_BACK
from cases.approvals.services.extending import EXTENDED
from cases.approvals.services.taking_over import TAKEN_OVER
from cases.approvals.services.telling import DUE, DUE_TODAY
from cases.approvals.states import SIGNERS, SUPERVISORS, TRANSITIONS
from cases.approvals.views.overdue import READERS
from cases.bodies.selectors import AGENDA, AgendaKind
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import Role
from hardship.kernel.desk import (
    DUTIES,
    FIRST_STEPS,
    HELP,
    PLACES,
    Duty,
    FirstStep,
    Help,
    NavGroup,
    Place,
    Post,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
)
from hardship.messaging.services import KINDS, MessageKind

MOST_OFFERED = 200  # for an agenda
label_steps("application", TRANSITIONS)
label_actions(
    {
        "application.urge": _("催办"),
        "application.supervise": _("督办"),
        "application.supervise_answer": _("答复督办"),
        "overdue_rule.set": _("改超期上报期限"),
        "copy_rule.add": _("设置抄送"),
        "copy_rule.remove": _("取消抄送"),
        "export.handled": _("导出审核审批办理清单"),
        "export.overdue": _("导出下级超期未办清单"),
    }
)
label_papers("applications:list", _("每份申请"), {"approval_form": _("打印申请审批表")})
label_papers("approvals:inbox", _("一次审批的多份申请"), {"approval_summary": _("打印审批汇总表")})
label_papers("approvals:deadlines", _("按条件"), {"deadlines": _("导出时限统计")})
for action, text in (
    ("return", _("您提交的申请被退回补正")),
    ("reject", _("您提交的申请未获批准")),
    ("approve", _("您提交的申请已批准")),
    ("retract", _("您提交的申请，批准的意见被撤回，正在重新审批")),
    ("lapse", _("您提交的申请，到期没有领取，批准已失效")),
    ("paid", _("您提交的申请，钱已经发到职工账户")),
    ("unpaid", _("您提交的申请，银行没有付成，请核对姓名和账号")),
    ("urge", _("有人催办：请审核或审批一份申请")),
    ("copy", _("抄送给您一份申请：刚提交、批准或者不予帮扶")),
    ("overdue", _("下级工会有一份申请超期没有办")),
    ("supervise", _("上级工会督办一份超期的申请")),
    ("supervise_answer", _("您督办的申请有了答复")),
):
    KINDS.add(f"approvals.{action}")(
        MessageKind(text, _("看申请"), lambda key: reverse("applications:detail", args=[key]))
    )
for kind, text in (
    (SENT_BACK, _("有申请退回到您的环节，请重新办理")),
    (HANDED_ON, _("有同事把一份申请转给您办理")),
    (TAKEN_OVER, _("上级工会接办了一份超期的申请，不用再办")),
    (EXTENDED, _("上级工会延长了一份申请在您这里的时限，请在新的时限前办理")),
    (CONSULTED, _("有同事请您对一份申请出意见")),
    (ANSWERED, _("您请的人对申请出了意见，请接着办理")),
    (RESUMED, _("有申请挂起到期，已恢复计时，请接着办理")),
):
    KINDS.add(kind)(MessageKind(text, _("看申请"), lambda key: reverse("applications:detail", args=[key])))
for kind, text in (
    (DUE, _("有申请明天到期，请抓紧审核、审批")),
    (DUE_TODAY, _("有申请今天到期，请在下班前审核、审批")),
):
    KINDS.add(kind)(MessageKind(text, _("看要到期的"), lambda _key: f"{reverse('approvals:inbox')}?tab=late"))


def _undecided_applications(user: User, union: Union) -> list[tuple[str, str]]:
    """Applications of the scope that wait for this union now."""
    rows = list_in_states(user, *WAITING).filter(awaits=union).order_by("due_on", "pk")[:MOST_OFFERED]
    return [
        (str(row.pk), f"{row.number} {row.household} {row.programme}{_worth(row.amount)}") for row in rows
    ]


def _worth(amount: Decimal | None) -> str:
    return "" if amount is None else f" {amount:,.2f} 元"


AGENDA.add("applications.application")(
    AgendaKind(
        _("帮扶申请"),
        _undecided_applications,
        lambda key: reverse("applications:detail", args=[key]),
        list_versions,
    )
)
DECIDERS = frozenset(SIGNERS)
SIGNING_POSTS = tuple(Post(role) for role in SIGNERS)
PLACES.add("approvals:inbox")(Place(_("待我审批"), "approve", NavGroup.AID, 10, DECIDERS))
HELP.add("approvals:inbox")(
    Help(
        purpose=_("等您审核、审批的申请，快到期的在前面。没有疑点的可以一次选几份一起办。"),
        then=_(
            "审核通过的按流程到下一环节，或者进入公示；批准的占用资金指标，等财务发放；退回的回到"
            "经办人那里，他会看到您写的原因。"
        ),
        seen=_("审核工会的审核人、审批工会的审批人看得到。自己填写、提交的，不能由自己审核。"),
        year=(
            YearWork((), (Role.REVIEWER, Role.APPROVER), _("收到后五个工作日内办完；经办人催办的先办。")),
            YearWork((8, 9), (Role.REVIEWER, Role.APPROVER), _("助学救助集中的时候，每天都看一遍。")),
        ),
    )
)
PLACES.add("approvals:overdue")(Place(_("超期未办"), "clock", NavGroup.AID, 12, frozenset(READERS)))
HELP.add("approvals:overdue")(
    Help(
        purpose=_(
            "下级工会审核、审批超过时限几个工作日还没有办的申请。超期第一个工作日先发消息；超过几天列在这里，"
            "由本工会自己定。"
        ),
        then=_(
            "点“督办”写明要求，应办的人会收到消息和待办，要么办理，要么答复为什么没有办。"
            "没有经手的人也可以接办，或者写明原因延长这个环节的时限一次。"
        ),
        seen=_("上级工会的审核人、审批人、部门负责人和审计人员看得到；先由最近的、有人在岗的上级工会督办。"),
        year=(YearWork((), SUPERVISORS, _("每天看一遍，超期三个工作日以上的督办。")),),
    )
)
PLACES.add("approvals:deadlines")(Place(_("时限统计"), "bars", NavGroup.QUERIES, 12, frozenset(READERS)))
HELP.add("approvals:deadlines")(
    Help(
        purpose=_("审核、审批有多少按时办了，多少超期，多少还没有办：按月、按工会、按人员。"),
        then=_(
            "数字能点开看是哪些申请，可以导出、打印。退回补正的日子不计；按办理时限所在的月份统计。"
            "发放期限、领取期限是否守住，列在后面。"
        ),
        seen=_("审核人、审批人、部门负责人和审计人员看得到本工会和下级工会的。"),
        year=(YearWork((), (Role.REVIEWER, Role.APPROVER), _("每月初看上个月的，超期多的工会帮一把。")),),
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
        return waiting.exclude(barred_for(user)).filter(asked=None)

    return Duty(
        "approvals:inbox", label, order, SIGNING_POSTS, rows, application_item, urgent_first=("due_on", "pk")
    )


DUTIES.add("approvals.approve")(_undecided(ApplicationState.APPROVAL, 10, _("待我审批的申请")))
DUTIES.add("approvals.review")(_undecided(ApplicationState.REVIEW, 20, _("待审核的申请")))


def _opinions_wanted(user: User) -> QuerySet[Application]:
    return list_in_states(user, *WAITING).filter(asks(user))


DUTIES.add("approvals.opinions")(
    Duty(
        "approvals:inbox", _("请您出意见的申请"), 8, SIGNING_POSTS, _opinions_wanted, application_item,
        urgent_first=("due_on", "pk"),
    )
)  # fmt: skip


def _to_watch(user: User) -> QuerySet[Application]:
    late = list_overdue_to_watch(Application.objects.visible_to(user), user.union)
    return unsupervised(late, user.union).select_related("household__head", "union", "awaits", "programme")


def _late_item(row: Application) -> TodoItem:
    """Where it waits comes before whose it is: that is whom a union above turns to."""
    url = reverse("applications:detail", args=[row.pk])
    return TodoItem(str(row.awaits), f"{row.household} · {row.programme.name}", url, row.due_on)


def _supervision_item(row: Supervision) -> TodoItem:
    url = reverse("approvals:answer_supervision", args=[row.pk])
    return TodoItem(str(row.application.household), str(row.above), url, row.application.due_on)


DUTIES.add("approvals.overdue")(
    Duty(
        "approvals:overdue", _("下级超期未办，请督办"), 27, tuple(Post(role) for role in SUPERVISORS),
        _to_watch, _late_item, "?show=mine", ("due_on", "pk"),
    )
)  # fmt: skip
DUTIES.add("approvals.supervisions")(
    Duty(
        "approvals:inbox", _("上级督办，请办理或答复"), 5, SIGNING_POSTS, list_to_answer, _supervision_item,
        "?tab=late", ("application__due_on", "pk"),
    )
)  # fmt: skip


@UNSETTLED.add("approvals.stages")
def open_stages(union: Union) -> str:
    """Applications of other unions that wait for this one, or are still to come here on their route."""
    stages = RouteStage.objects.filter(
        union=union, application__state__in=OPEN_STATES, round=F("application__round"),
        position__gte=F("application__stage_no"),
    ).exclude(application__union=union)  # fmt: skip
    count = stages.values("application").distinct().count()
    return gettext("要在这里审核、审批的下级申请 %(n)s 份") % {"n": count} if count else ""
