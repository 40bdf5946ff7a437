"""What calls after an event bring to the desk: their list, what is due, names in the log, the timeline."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_EVENTS, CASE_PARTS, EVENTS, Event, ShownCase, count_rows
from cases.outreach.models import EventVisit
from cases.outreach.selectors import list_of_household, list_waiting
from cases.outreach.states import REPORTERS, SOURCE, TRANSITIONS, State
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_WORKERS, CLERK, REVIEWER, Role
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
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)
from hardship.trees.selectors import MOVABLES, Movable, move_rows

label_steps("event", TRANSITIONS, _("三必访：{}"))
label_actions(
    {
        "event.report": _("三必访：报告"),
        "event_term.set": _("设定三必访走访期限"),
        "activity.enter": _("登记宣传服务活动"),
        "activity.correct": _("更正宣传服务活动"),
        "export.activities": _("导出宣传服务活动台账"),
        "export.activity_counts": _("导出宣传服务活动统计"),
        "export.events": _("导出三必访台账"),
        "export.event_counts": _("导出三必访统计"),
        "export.event_terms": _("导出三必访走访期限"),
    }
)
WORDS.add("event.state")(dict(State.choices))
label_targets(
    {
        SOURCE: Target(_("三必访"), naming=Naming(fields=(), person="name", household="household_id")),
        "outreach.activity": Target(_("宣传服务活动"), naming=Naming(fields=("title",))),
        "outreach.eventterm": Target(_("三必访走访期限")),
    }
)
PLACES.add("outreach:events")(Place(_("三必访"), "pin", NavGroup.SERVICES, 15, CASE_WORKERS))
HELP.add("outreach:events")(
    Help(
        purpose=_(
            "职工结婚、生育、住院、家里有丧事、家庭纠纷、退休、受灾：谁报的、几天内走访、谁去的、送了什么。"
        ),
        then=_(
            "走访以后登记日期、走访人和听到的事；送去的慰问在帮扶、慰问里登记，这里选上，不重复登记。"
            "咨询日、讲座、体检等办完登记到宣传服务活动，只登人数，不登姓名。"
        ),
        seen=_("本单位在岗的人都可以报告；名单本工会和上级工会的办理人员看得到。"),
        year=(YearWork((), (Role.CLERK,), _("每天看一次到期没有走访的。")),),
    )
)

PLACES.add("outreach:new")(
    Place(_("报告三必访"), "pin", NavGroup.SERVICES, 16, frozenset(REPORTERS) - CASE_WORKERS)
)
HELP.add("outreach:new")(
    Help(
        purpose=_("知道职工结婚、生育、住院、家里有丧事、家庭纠纷、退休、受灾，在这里告诉工会。"),
        then=_("工会在期限内走访；同一件事只报一次。"),
        seen=_("报告以后由工会的办理人员看和办，您这里只能报告。"),
        year=(),
    )
)


def _item(row: EventVisit) -> TodoItem:
    detail = f"{row.get_occasion_display()} · {row.unit or row.place}".rstrip(" ·")
    return TodoItem(row.name, detail, reverse("outreach:event", args=[row.uid]), row.due_on)


DUTIES.add("outreach.waiting")(
    Duty("outreach:events", _("三必访：等走访的"), 51, (CLERK, REVIEWER), list_waiting, _item,
         "?show=reported", ("due_on", "pk"))
)  # fmt: skip
CASE_PARTS.add("outreach")(lambda household: count_rows(household.event_visits.all()))


@CASE_EVENTS.add("outreach")
def list_events(shown: ShownCase) -> list[Event]:
    """The calls that a union paid to a family on an occasion."""
    return [_event(row) for row in list_of_household(shown.household, shown.user)[:EVENTS]]


def _event(row: EventVisit) -> Event:
    told = {"occasion": row.get_occasion_display(), "state": row.get_state_display()}
    text = _now("三必访：%(occasion)s，%(state)s") % told
    return Event(text, row.settled_at or row.reported_at, row.visitors, row.deed_title)


MOVABLES.add("outreach.events")(
    Movable(
        label=_("没有走访的三必访"), order=44, move=move_rows, settles=("outreach.waiting",),
        rows=lambda union: EventVisit.objects.filter(union=union, state=State.REPORTED).order_by("pk"),
    )
)  # fmt: skip


@UNSETTLED.add("outreach.waiting")
def open_events(union: Union) -> str:
    """Events that a union was told of and has not called on."""
    count = EventVisit.objects.filter(union=union, state=State.REPORTED).count()
    return _now("没有走访的三必访 %(n)s 件") % {"n": count} if count else ""
