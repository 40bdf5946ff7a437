"""What 预警 brings to the desk: what waits for whom, their list, a note on the page of a case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as L

from cases.alerts.models import Alert
from cases.alerts.rules import KINDS
from cases.alerts.selectors import list_of_household, list_to_handle
from cases.alerts.states import ALL_ACTORS, ALL_READERS, TRANSITIONS, WAITING, Outcome, State
from cases.archives.selectors.case_page import CASE_NOTES, CASE_PARTS, CaseNote, ShownCase, count_rows
from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
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

label_steps("alert", [row for row in TRANSITIONS if row.role != WORKER], L("预警：{}"))
label_actions(
    {
        "alert.find": L("计算预警"),
        "alert.rule": L("设定预警规则"),
        "export.alerts": L("导出预警台账"),
    }
)
WORDS.add("alert.state")(dict(State.choices))
WORDS.add("alert.outcome")(dict(Outcome.choices))
WORDS.add("alert.rule.alert")({code: kind.label for code, kind in KINDS.items()})
label_targets(
    {
        "alerts.alert": Target(
            L("预警"),
            "alerts:alert",
            naming=Naming(fields=("label",), person="household__head__name", household="household_id"),
        ),
        "alerts.alertrule": Target(L("预警规则"), naming=Naming(fields=("valid_from", "union__name"))),
    }
)
PLACES.add("alerts:list")(Place(L("预警"), "warning", NavGroup.CHECKING, 5, frozenset(ALL_READERS)))
HELP.add("alerts:list")(
    Help(
        purpose=L(
            "系统每天夜里把所有档案、发放和资金算一遍，把该有人管的列出来：超期的、接近标准的、可能有错的、"
            "快用完的，每条写明数据和原因。"
        ),
        then=L(
            "先点“由我来办”，办完登记结果；一时办不了的暂缓到某一天，不用办的写明理由。"
            "同一件事不重复报；起因消失的自动结束。"
        ),
        seen=L("本工会和上级工会看得到；资金的预警由财务和审批人处理，其他的由经办人、审核人处理。"),
        year=(YearWork((), tuple(ALL_ACTORS), L("每天先看红色的，三天内处理。")),),
    )
)


def _item(row: Alert) -> TodoItem:
    return TodoItem(
        row.name, f"{row.kind_label} · {row.why}", reverse("alerts:alert", args=[row.pk]), row.due_on
    )


DUTIES.add("alerts.open")(
    Duty(
        "alerts:list",
        L("等着处理的预警"),
        303,
        tuple(
            Post(role) for role in (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER, Role.FINANCE)
        ),
        list_to_handle,
        _item,
        f"?show={State.OPEN}",
        ("due_on", "pk"),
    )
)

CASE_PARTS.add("alerts")(lambda household: count_rows(household.alerts.filter(state__in=WAITING)))


def _rows(case: ShownCase) -> list[Any]:
    return list_of_household(case.household, case.user) if case.parts["alerts"] else []


CASE_NOTES.add("alerts")(CaseNote(7, "alerts/_case.html", _rows))
