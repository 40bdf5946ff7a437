"""What counselling and legal aid bring to the desk: their list, what is due, names in the log, deeds."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.selectors.case_page import CASE_EVENTS, CASE_PARTS, EVENTS, Event, ShownCase, count_rows
from cases.care.models import CareCase
from cases.care.selectors import list_due, list_helped_since, list_of_household
from cases.care.services.handing import receive, receive_blocker, receive_watch, watch_blocker
from cases.care.states import HANDLERS, SOURCE, SUPERVISORS, TRANSITIONS, WRITERS, CareState, Kind
from cases.giving.selectors.deeds import DEEDS, Deed, DeedKind
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.handovers.selectors import HOLDINGS, Holding
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
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)

label_steps("care", TRANSITIONS, _("疏导、援助：{}"))
label_actions(
    {
        "care.open": _("登记疏导、援助个案"),
        "care.note": _("疏导、援助：添加记录"),
        "care.read": _("查看疏导、援助个案"),
        "care.advise": _("登记咨询"),
        "export.care": _("导出心理疏导和法律援助"),
        "export.care_figures": _("导出心理疏导和法律援助统计"),
        "export.care_arrears": _("导出欠薪案件统计"),
        "export.care_advice": _("导出咨询登记"),
    }
)
WORDS.add("care.state")(dict(CareState.choices))
label_targets(
    {
        SOURCE: Target(_("疏导、援助个案"), naming=Naming(fields=("number",), is_numbered=True)),
        "care.careadvice": Target(_("咨询登记")),
    }
)
PLACES.add("care:cases")(Place(_("心理疏导、法律援助"), "key", NavGroup.SERVICES, 6, CASE_WORKERS))
HELP.add("care:cases")(
    Help(
        purpose=_("心理疏导和法律援助的个案：谁承办，谁督导，每次谈了什么、开庭到哪一步、追回多少钱。"),
        then=_(
            "记一次，写下次的日子，到期列入待办；紧急的当天处置，时效届满前 30 天提醒。办完写明结果。"
            "随口问的登一行咨询，不写姓名。统计里只有件数和金额，不足 5 人的不列。"
        ),
        seen=_(
            "内容只有承办人和督导看得到，每次查看都有记录；其他人只看得到有这样一件。疏导、援助办结后，"
            "可以在服务落实里作为凭据。"
        ),
        year=(YearWork((1,), (Role.CLERK, Role.REVIEWER), _("春节前把欠薪案件过一遍，追回的及时登记。")),),
    )
)


def _item(row: CareCase) -> TodoItem:
    detail = f"{row.get_kind_display()} · {row.get_risk_display()}"
    days = [day for day in (row.next_on, row.term_on) if day is not None]
    return TodoItem(
        row.number, detail, reverse("care:case", args=[row.uid]), min(days, default=row.opened_on)
    )


DUTIES.add("care.due")(
    Duty("care:cases", _("到期、紧急的疏导和援助"), 49, tuple(Post(role) for role in HANDLERS), list_due,
         _item, "?show=due", ("next_on", "pk"))
)  # fmt: skip
HOLDINGS.add("care.cases")(
    Holding(
        label=_("没有办结的疏导、援助个案"), order=43, roles=frozenset(WRITERS),
        rows=lambda: CareCase.objects.filter(state=CareState.OPEN).select_related("union"),
        holder="worker_id", unions=("union",), name=lambda row: row.number,
        page=lambda row: reverse("care:case", args=[row.uid]), move=receive, blocker=receive_blocker,
    )
)  # fmt: skip
HOLDINGS.add("care.watched")(
    Holding(
        label=_("督导的疏导、援助个案"), order=44, roles=frozenset(SUPERVISORS),
        rows=lambda: CareCase.objects.filter(state=CareState.OPEN).select_related("union"),
        holder="supervisor_id", unions=("union",), name=lambda row: row.number,
        page=lambda row: reverse("care:case", args=[row.uid]), move=receive_watch, blocker=watch_blocker,
    )
)  # fmt: skip


def _deeds(household: Household, start: date) -> list[Deed]:
    """That it was done and when, not what it was about."""
    return [
        Deed(str(row.uid), timezone.localdate(row.closed_at), f"{Kind(row.kind).label} {row.number}")
        for row in list_helped_since(household, start)
        if row.closed_at is not None
    ]


DEEDS.add("care")(DeedKind(_("疏导、援助"), _deeds, lambda key, _pk: reverse("care:case", args=[key])))


CASE_PARTS.add("care")(lambda household: count_rows(household.care_cases.all()))


@CASE_EVENTS.add("care")
def list_events(shown: ShownCase) -> list[Event]:
    """That there is a case, its number and how it stands: not what it is about, nor who works on it."""
    return [
        Event(f"{row.get_kind_display()}：{row.get_state_display()}", row.created_at, "", row.number)
        for row in list_of_household(shown.household)[:EVENTS]
    ]  # fmt: skip


@UNSETTLED.add("care.open")
def open_cases(union: Union) -> str:
    """Cases that a union has not closed; they are read by two people and go to no other union."""
    count = CareCase.objects.filter(union=union, state=CareState.OPEN).count()
    return _now("没有办结的疏导、援助个案 %(n)s 件") % {"n": count} if count else ""
