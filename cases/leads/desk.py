"""What the leads bring to the desk: their list, what is due, log names, messages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.extensions import CHANGE_CAUSES, FILE_REMARKS, CauseKind
from cases.leads.models import CallUnit, Lead
from cases.leads.selectors.calls import list_owed
from cases.leads.selectors.hints import KIND, find_hints, remark_hints
from cases.leads.selectors.leads import list_waiting
from cases.leads.states import CALL_TRANSITIONS, LEAD_TRANSITIONS, OPEN_STATES, QUESTIONNAIRE_TRANSITIONS
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_WORKERS, CLERK, REVIEWER, Role
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
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind
from hardship.trees.selectors import MOVABLES, Movable, move_rows

label_steps("lead", LEAD_TRANSITIONS, _("线索：{}"))
label_steps("call", CALL_TRANSITIONS, _("收集通知：{}"))
label_steps("questionnaire", QUESTIONNAIRE_TRANSITIONS, _("公开问卷：{}"))
label_actions(
    {
        "call.make": _("收集通知：建立"),
        "call.change": _("收集通知：修改"),
        "call.urge": _("收集通知：催办"),
        "call_unit.answer": _("收集通知：答复"),
        "export.calls": _("导出收集通知台账"),
        "lead.record": _("登记线索"),
        "lead.change": _("修改线索"),
        "export.leads": _("导出线索台账"),
        "export.questionnaires": _("导出公开问卷"),
        "questionnaire.open": _("公开问卷：开通"),
        "questionnaire.answer": _("公开问卷：收到填写"),
    }
)
label_papers("leads:calls", _("每个收集通知"), {"call_answers": _("导出收集通知答复")})
label_targets(
    {
        "leads.lead": Target(_("线索"), naming=Naming(person="name", household="household_id")),
        "leads.call": Target(_("收集通知"), naming=Naming(fields=("title",))),
        "leads.callunit": Target(
            _("收集通知的答复"), naming=Naming(fields=("call__title", "union__short_name"))
        ),
        "leads.questionnaire": Target(_("公开问卷"), naming=Naming(fields=("call__title",))),
        "leads.questionnaireanswer": Target(_("公开问卷的填写"), naming=Naming(person="name")),
    }
)
KINDS.add("lead.again")(
    MessageKind(
        _("正在办理的线索又收到一份扫码填写"),
        _("看新填的内容"),
        lambda key: reverse("leads:lead", args=[key]),
        key="uid",
    )
)
PLACES.add("leads:calls")(Place(_("收集通知"), "megaphone", NavGroup.ARCHIVES, 17, CASE_WORKERS))
PLACES.add("leads:leads")(Place(_("线索"), "search", NavGroup.ARCHIVES, 15, CASE_WORKERS))
HELP.add("leads:leads")(
    Help(
        purpose=_(
            "听说谁有困难，先记一条线索：谁说的，怎么联系。打电话、走访、群众来信和扫码填写都记在这里。"
        ),
        then=_(
            "约定下一步和日期。够条件的从线索直接建档，内容会带过去；不归本工会的转给别的工会；不"
            "够条件的写明原因结束。"
        ),
        seen=_("记线索的工会、接手的工会和它们的上级看得到。"),
        year=(YearWork((), (Role.CLERK,), _("有线索三五天内联系本人，联系结果当天记下来。")),),
    )
)
HELP.add("leads:calls")(
    Help(
        purpose=_(
            "上级在年度救助或专项活动前，通知下级在某一天之前上报线索和申请。这里看得到谁答复了、谁还没有。"
        ),
        then=_(
            "下级工会的工作台上会出现这件事；到期没有答复的排在最前面。可以打印通知，也可以张贴带"
            "二维码的问卷。"
        ),
        seen=_("发通知的工会和被通知的工会看得到。"),
        year=(
            YearWork((7, 8), (Role.REVIEWER,), _("助学救助之前发收集通知，把开学要交学费的家庭收齐。")),
            YearWork((11,), (Role.REVIEWER,), _("送温暖之前发收集通知。")),
        ),
    )
)


def _lead_item(row: Lead) -> TodoItem:
    detail = f"{row.get_state_display()} · {row.get_channel_display()}"
    return TodoItem(row.name, detail, reverse("leads:lead", args=[row.uid]), row.due_on)


DUTIES.add("leads.waiting")(
    Duty("leads:leads", _("要联系、要办结的线索"), 45, (CLERK, REVIEWER), list_waiting, _lead_item,
         "?show=open", ("due_on", "pk"))
)  # fmt: skip


def _owed_item(row: CallUnit) -> TodoItem:
    urged = _("已催办") if row.reminded_at else ""
    detail = " · ".join(str(part) for part in (row.call.union.name, urged) if part)
    return TodoItem(row.call.title, detail, reverse("leads:call", args=[row.call.uid]), row.call.due_on)


DUTIES.add("leads.calls")(
    Duty("leads:calls", _("要答复的收集通知"), 46, (CLERK,), list_owed, _owed_item,
         urgent_first=("call__due_on", "pk"))
)  # fmt: skip
CHANGE_CAUSES.add(KIND)(CauseKind(find_hints))
FILE_REMARKS.add("leads")(remark_hints)
HOLDINGS.add("leads.leads")(
    Holding(
        label=_("没有办结的线索"), order=40, roles=frozenset({Role.CLERK}),
        rows=lambda: Lead.objects.filter(state__in=OPEN_STATES).select_related("union"),
        holder="created_by_id", unions=("union",),
        name=lambda row: f"{row.get_channel_display()} {row.heard_on:%Y-%m-%d}",
        page=lambda row: reverse("leads:lead", args=[row.uid]),
    )
)  # fmt: skip


MOVABLES.add("leads.leads")(
    Movable(
        label=_("没有办结的线索"), order=40, move=move_rows, settles=("leads.open",),
        rows=lambda union: Lead.objects.filter(union=union, state__in=OPEN_STATES).order_by("pk"),
    )
)  # fmt: skip


@UNSETTLED.add("leads.open")
def open_leads(union: Union) -> str:
    """Leads that a union has and has not answered."""
    count = Lead.objects.filter(union=union, state__in=OPEN_STATES).count()
    return str(_("没有办结的线索 %(n)s 条")) % {"n": count} if count else ""
