"""What the petitions bring to the desk: their list, what waits, names in the log, what is kept from whom."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_EVENTS, CASE_PARTS, EVENTS, Event, ShownCase, count_rows
from cases.petitions.models import Petition
from cases.petitions.selectors.petitions import list_in_hand, list_of_household, list_to_take
from cases.petitions.states import OPEN, SOURCE, TRANSITIONS, Channel, Matter, State
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_WORKERS, CLERK, REVIEWER, Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    HIDDEN,
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
    label_papers,
    label_steps,
    label_targets,
)
from hardship.trees.selectors import MOVABLES, Movable, move_rows

label_steps("petition", TRANSITIONS, _("信访：{}"))
label_actions(
    {
        "petition.record": _("登记信访件"),
        "petition.change": _("更正信访登记"),
        "petition.help": _("信访：加协办人"),
        "petition.lead": _("信访：登记线索"),
        "petition.aid": _("信访：发起申请"),
        "petition.read": _("查看举报、投诉件"),
        "petition_term.set": _("设定信访办理期限"),
        "export.petitions": _("导出信访接待台账"),
        "export.petition_counts": _("导出信访接待统计"),
        "export.petition_terms": _("导出信访办理期限"),
    }
)
label_papers("petitions:petitions", _("每件信访"), {"petition_answer": _("打印信访答复书")})
WORDS.add("petition.state")(dict(State.choices))
WORDS.add("petition.channel")(dict(Channel.choices))
WORDS.add("petition.matter")(dict(Matter.choices))
label_targets(
    {
        SOURCE: Target(
            _("信访件"), naming=Naming(fields=("number",), is_numbered=True, household="household_id")
        ),
        "petitions.term": Target(_("信访办理期限")),
    }
)
PLACES.add("petitions:petitions")(Place(_("信访接待"), "megaphone", NavGroup.SERVICES, 5, CASE_WORKERS))
HELP.add("petitions:petitions")(
    Help(
        purpose=_(
            "来访、来信、12351 电话、网络留言、转办和巡访，在接待的同时一页登记：谁、什么事、几个人，"
            "自动认出来过的人和已有的档案。"
        ),
        then=_(
            "受理，交给主办人，到期前答复、问对方满意不满意，再办结；不归本工会的转办，对方接收才算转出。求助的可以直接"
            "登记线索、发起申请。"
        ),
        seen=_(
            "办理的工会和上级看得到。投诉、举报件：被反映的人和单位看不到，也不能办；是谁反映的只有首接人、主办人和协办人"
            "知道，每次查看都有记录。"
        ),
        year=(YearWork((), (Role.CLERK, Role.REVIEWER), _("每天看一次等受理的和今天到期的信访件。")),),
    )
)


def _item(row: Petition) -> TodoItem:
    detail = f"{row.get_matter_display()} · {row.get_state_display()}"
    return TodoItem(row.number, detail, reverse("petitions:petition", args=[row.uid]), row.due_on)


DUTIES.add("petitions.to_take")(
    Duty("petitions:petitions", _("等受理、接收、交办的信访件"), 47, (CLERK, REVIEWER), list_to_take, _item,
         "?show=waiting", ("due_on", "pk"))
)  # fmt: skip
DUTIES.add("petitions.in_hand")(
    Duty("petitions:petitions", _("我主办的信访件"), 48, (CLERK, REVIEWER, Post(Role.DEPARTMENT)),
         list_in_hand, _item, "?show=mine", ("due_on", "pk"))
)  # fmt: skip
CASE_PARTS.add("petitions")(lambda household: count_rows(household.petitions.all()))


def _event(row: Petition) -> Event:
    text = _now("信访接待：%(matter)s，%(state)s") % {
        "matter": row.get_matter_display(), "state": row.get_state_display()
    }  # fmt: skip
    return Event(text, row.created_at, row.created_by.name if row.created_by else "", row.number)


@CASE_EVENTS.add("petitions")
def list_events(shown: ShownCase) -> list[Event]:
    """What a family brought to a union last, but for what is kept from whoever looks."""
    rows = list_of_household(shown.household, shown.user).order_by("-pk")[:EVENTS]
    return [_event(row) for row in rows]


@HIDDEN.add(SOURCE)
def hide_from_the_accused(user: User) -> Any:
    """The petitions about this person or their unit, whose rows of the log they do not see."""
    return Petition.objects.about(user)


HOLDINGS.add("petitions.petitions")(
    Holding(
        label=_("没有办结的信访件"), order=42,
        roles=frozenset({Role.CLERK, Role.REVIEWER, Role.DEPARTMENT}),
        rows=lambda: Petition.objects.filter(
            state__in=OPEN, accused_union__isnull=True
        ).select_related("union"),
        holder="handler_id", unions=("union",), name=lambda row: row.number,
        page=lambda row: reverse("petitions:petition", args=[row.uid]),
    )
)  # fmt: skip
# What is about a unit stays out of a merger, which might bring it there: it is answered or handed on before.
MOVABLES.add("petitions.petitions")(
    Movable(
        label=_("没有办结的信访件"), order=42, move=move_rows, settles=("petitions.open",),
        rows=lambda union: Petition.objects.filter(
            union=union, state__in=OPEN, accused_union__isnull=True
        ).exclude(state=State.TRANSFERRED).order_by("pk"),
    )
)  # fmt: skip


@UNSETTLED.add("petitions.open")
def open_petitions(union: Union) -> str:
    """Petitions that a union has and has not closed."""
    count = Petition.objects.filter(union=union, state__in=OPEN, accused_union__isnull=True).count()
    return _now("没有办结的信访件 %(n)s 件") % {"n": count} if count else ""


@UNSETTLED.add("petitions.accusing")
def open_accusations(union: Union) -> str:
    """Those that were offered to it or by it or accuse somebody, which go nowhere by themselves."""
    rows = Petition.objects.filter(union=union, state__in=OPEN, accused_union__isnull=False)
    offered = Petition.objects.filter(Q(offered_to=union) | Q(union=union, state=State.TRANSFERRED))
    return _now("没有办完的投诉、举报件或等待接收的转办件") if rows.exists() or offered.exists() else ""
