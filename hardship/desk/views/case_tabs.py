"""What each tab of a case shows: made only for the tab that is open."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household, Member
from cases.archives.selectors.cases import get_read_case
from cases.archives.views.answers import show
from cases.archives.views.figures import Verdict, current_verdict, get_override, stored_verdict
from cases.crosschecks.selectors import list_household_hits
from cases.crosschecks.views.hits import make_rows
from cases.duplicates.selectors import list_household_suspicions, list_merged_histories, list_merges
from cases.plans.columns import PLAN_BADGES
from cases.plans.selectors import list_household_plans
from cases.plans.services import start_hindrance
from cases.plans.states import PlanState
from cases.visits.selectors import visits_of
from cases.visits.services import recording_hindrance
from cases.visits.states import RECORDERS
from cases.visits.views.visits import visit_rows
from hardship.accounts.models import User
from hardship.desk.selectors import case as reads
from hardship.desk.selectors.parts import Parts
from hardship.desk.states import action_label
from hardship.kernel.documents import age_on

LOG_ROWS = 100
TABS = {
    "overview": _("概况"),
    "members": _("家庭成员"),
    "money": _("收入与支出"),
    "evidence": _("材料"),
    "visits": _("入户调查"),
    "assessments": _("认定"),
    "aid": _("帮扶记录"),
    "plans": _("帮扶计划"),
    "log": _("变更日志"),
}
HOUSING = (
    "address",
    "registered_at",
    "housing_type",
    "floor_area",
    "homes",
    "vehicles",
    "has_business",
    "deposits",
)
CAUSES = ("main_cause", "secondary_causes", "wants", "is_single_parent", "is_zero_employment",
          "has_self_help", "is_on_dibao")  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """The case that a page shows: who lives there, who looks at it, how much there is of each part."""

    household: Household
    members: list[Member]
    user: User
    parts: Parts


def tab_context(tab: str, shown: Shown) -> dict[str, Any]:
    """The context of one tab's template."""
    makers: dict[str, Callable[[Shown], dict[str, Any]]] = {
        "overview": _overview,
        "members": _members,
        "money": _money,
        "evidence": _evidence,
        "visits": _visits,
        "assessments": _assessments,
        "aid": _aid,
        "plans": _plans,
        "log": _log,
    }
    return makers[tab](shown)


def _overview(shown: Shown) -> dict[str, Any]:
    household, parts = shown.household, shown.parts
    money = _money(shown)
    return {
        **money,
        **_verdict(shown, money["monthly"]),
        "hits": make_rows(list_household_hits(household) if parts.hits else ()),
        "suspicions": list_household_suspicions(household, shown.user) if parts.pairs else [],
        "merges": list_merges(household) if parts.merged or parts.merges else [],
        "merged_files": list_merged_histories(household) if parts.merged else [],
        "housing": _summary(household, HOUSING),
        "causes": _summary(household, CAUSES),
    }


def _verdict(shown: Shown, today: Verdict) -> dict[str, Any]:
    """The last assessment on record; before there is one, what today's figures would say."""
    rows = shown.household.assessments.select_related("standard", "rules", "by").order_by("-pk")
    last = rows.first() if shown.parts.assessments else None
    return {"assessment": last, "verdict": stored_verdict(last) if last else today}


def _summary(household: Household, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"label": household._meta.get_field(name).verbose_name, "value": show(household, name) or "—"}
        for name in names
    ]


def _members(shown: Shown) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "people": [
            {"member": member, "age": age_on(member.birth_on, today) if member.birth_on else None}
            for member in shown.members
        ]
    }


def _money(shown: Shown) -> dict[str, Any]:
    household = shown.household
    incomes, expenses = reads.read_money(household)
    case = get_read_case(household, members=shown.members, incomes=incomes, expenses=expenses)
    verdict = current_verdict(household, case)
    lines = reads.list_money(incomes, expenses, verdict.items)
    return {
        "lines": lines,
        "rest": reads.signed_yuan(sum((line.amount for line in lines), Decimal(0))),
        "rest_counted": reads.signed_yuan(sum((line.counted for line in lines), Decimal(0))),
        "income": sum((line.counted for line in lines if line.amount > 0), Decimal(0)),
        "expense": sum((-line.counted for line in lines if line.amount < 0), Decimal(0)),
        "persons": len(shown.members),
        "monthly": verdict,
    }


def _evidence(shown: Shown) -> dict[str, Any]:
    rows = shown.household.evidence.filter(removed_at__isnull=True)
    return {"documents": rows.select_related("member", "uploaded_by").order_by("kind", "pk")}


def _visits(shown: Shown) -> dict[str, Any]:
    may_record = shown.user.has_role(*RECORDERS) and not recording_hindrance(shown.household, shown.user)
    return {"rows": visit_rows(visits_of(shown.household)), "may_record_visit": may_record}


def _assessments(shown: Shown) -> dict[str, Any]:
    rows = shown.household.assessments.select_related("standard", "rules", "by").order_by("-pk")
    return {"assessments": [(row, stored_verdict(row), get_override(row, shown.user)) for row in rows]}


def _aid(shown: Shown) -> dict[str, Any]:
    rows = reads.list_aid(household=shown.household, user=shown.user)
    return {"applications": rows, "aid_total": reads.aid_total(household=shown.household)}


def _plans(shown: Shown) -> dict[str, Any]:
    rows = list_household_plans(shown.household)
    return {
        "plans": [(row, PLAN_BADGES[PlanState(row.state)]) for row in rows],
        "may_plan": not start_hindrance(shown.household, shown.user),
    }


def _log(shown: Shown) -> dict[str, Any]:
    rows = reads.list_log(household=shown.household, user=shown.user)[:LOG_ROWS]
    return {"records": [(row, action_label(row.action)) for row in rows], "log_rows": LOG_ROWS}
