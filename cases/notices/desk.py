"""What notices bring to the desk: those whose days are over, the list, what is told of them."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.notices.models import Objection, PublicNotice
from cases.notices.selectors import (
    list_board_duties,
    list_objection_duties,
    list_objections_late_below,
)
from cases.notices.selectors.objections import ABOVE, has_acted
from cases.notices.services.ending import ENDS
from cases.notices.services.lateness import LATE, LATE_BELOW
from cases.notices.services.objections import OBJECTED
from cases.notices.states import NOTICE_TRANSITIONS, OBJECTION_TRANSITIONS, NoticeState, ObjectionState
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.handovers.selectors import HOLDINGS, Holding
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
from hardship.messaging.services import KINDS, MessageKind

label_steps("notice", NOTICE_TRANSITIONS)
label_steps("objection", OBJECTION_TRANSITIONS)
label_actions(
    {
        "notice.post": _("登记张贴"),
        "notice.photo": _("上传公示照片"),
        "notice.take_down_board": _("登记取下一处"),
        "notice.extend": _("延长公示"),
        "notice.title": _("改公示标题"),
        "notice.proof": _("改公示照片要求"),
        "notice.take_line_down": _("撤下公示中的一条"),
        "objection.record": _("登记异议"),
        "export.notices": _("导出公示台账"),
    }
)
label_papers("notices:notices", _("每次公示"), {"public_notice": _("打印公示")})
label_papers("notices:notices", _("每份异议"), {"objection_letter": _("打印异议答复书")})
for kind, text in (
    (ENDS, _("一份公示今天满期，没有异议的明天起可以办结")),
    (OBJECTED, _("一份公示收到异议")),
):
    KINDS.add(kind)(MessageKind(text, _("看公示"), lambda key: reverse("notices:notice", args=[key])))
for kind, text in (
    (LATE, _("一条异议超过期限没有答复，请由没有经手的人调查答复")),
    (LATE_BELOW, _("下级工会有一条异议超过期限没有答复")),
):
    KINDS.add(kind)(MessageKind(text, _("看异议"), lambda key: reverse("notices:objection", args=[key])))
label_targets(
    {
        "notices.publicnotice": Target(_("公示"), naming=Naming(fields=("number",), is_numbered=True)),
        "notices.objection": Target(_("异议"), naming=Naming(fields=("entry__notice__number",))),
    }
)
PLACES.add("notices:notices")(Place(_("公示"), "megaphone", NavGroup.AID, 40))
HELP.add("notices:notices")(
    Help(
        purpose=_("审核通过的申请在这里公示，天数按项目的规定，可以打印出来张贴。上面没有证件号和银行卡号。"),
        then=_("期满没有异议的报审批；收到异议的登记下来，调查清楚并答复以后才能往下走。"),
        seen=_("发布公示的工会和申报工会看得到全部；公示本身是给大家看的。"),
        year=(YearWork((), (Role.REVIEWER,), _("公示期满当天办结；有异议的先调查清楚再答复。")),),
    )
)


def ended_notices(user: User) -> QuerySet[PublicNotice]:
    """The union's notices whose days are over and that nobody has concluded."""
    rows: QuerySet[PublicNotice] = PublicNotice.objects.visible_to(user).filter(state=NoticeState.RUNNING)
    return rows.filter(ends_on__lt=timezone.localdate(), union=user.union).select_related("union")


def _notice_item(row: PublicNotice) -> TodoItem:
    return TodoItem(row.number, row.union.name, reverse("notices:notice", args=[row.pk]), row.ends_on)


DUTIES.add("notices.ended")(
    Duty("notices:notices", _("公示期满待办"), 150, (CASE_REVIEWER,), ended_notices, _notice_item,
         f"?state={NoticeState.RUNNING}", ("ends_on", "pk"))
)  # fmt: skip


def _objection_item(row: Objection) -> TodoItem:
    notice, page = row.entry.notice, reverse("notices:objection", args=[row.pk])
    return TodoItem(f"{notice.number} {row.entry.name}", row.get_state_display(), page, row.due_on)


DUTIES.add("notices.objections")(
    Duty("notices:notices", _("异议待答复"), 92, (CASE_REVIEWER,), list_objection_duties, _objection_item,
         "", ("due_on", "pk"))
)  # fmt: skip
DUTIES.add("notices.objections_below")(
    Duty("notices:notices", _("下级超期没有答复的异议"), 93, tuple(Post(role) for role in ABOVE),
         list_objections_late_below, _objection_item, "", ("due_on", "pk"))
)  # fmt: skip
DUTIES.add("notices.boards")(
    Duty("notices:notices", _("公示缺照片、未取下"), 152, (CASE_REVIEWER,), list_board_duties, _notice_item,
         "", ("ends_on", "pk"))
)  # fmt: skip


def _keeps_objection(row: Objection, to: User) -> str:
    """Who had a hand in the row that is objected to investigates nothing of it."""
    if not has_acted(row.entry, to):
        return ""
    return str(_("“%(name)s”经手过公示的这一件，不能调查对它的异议。")) % {"name": to.name}


HOLDINGS.add("notices.objections")(
    Holding(
        label=_("没有答复的异议"), order=50, roles=frozenset({Role.REVIEWER, Role.APPROVER, Role.CLERK}),
        rows=lambda: Objection.objects.filter(
            state__in=(ObjectionState.TO_CHECK, ObjectionState.OPEN)
        ).select_related("entry__notice__union"),
        holder="recorded_by_id", unions=("entry__notice__union",),
        name=lambda row: f"{row.get_channel_display()} {row.received_on:%Y-%m-%d} #{row.pk}",
        page=lambda row: reverse("notices:objection", args=[row.pk]), blocker=_keeps_objection,
    )
)  # fmt: skip


@UNSETTLED.add("notices.running")
def running_notices(union: Union) -> str:
    """Notices of a union that still hang."""
    count = PublicNotice.objects.filter(union=union, state=NoticeState.RUNNING).count()
    return str(_("没有结束的公示 %(n)s 期")) % {"n": count} if count else ""
