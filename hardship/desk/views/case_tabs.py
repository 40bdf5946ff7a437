"""What each tab of a case shows: made only for the tab that is open."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household, Member
from cases.archives.selectors.crosschecks import list_household_hits
from cases.archives.selectors.duplicates import (
    list_household_suspicions,
    list_merged_histories,
    list_merges,
)
from cases.archives.selectors.visits import visits_of
from cases.archives.services.visits import recording_hindrance
from cases.archives.states import RECORDERS
from cases.archives.views.answers import show
from cases.archives.views.crosscheck_hits import make_rows
from cases.archives.views.figures import current_verdict, get_override, stored_verdict
from cases.archives.views.visits import visit_rows
from cases.services.columns import PLAN_BADGES
from cases.services.selectors import list_household_plans
from cases.services.services import start_hindrance
from cases.services.states import PlanState
from hardship.accounts.models import User
from hardship.desk.selectors import case as reads
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


def tab_context(tab: str, household: Household, members: list[Member], user: User) -> dict[str, Any]:
    """The context of one tab's template."""
    makers: dict[str, Callable[[Household, list[Member], User], dict[str, Any]]] = {
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
    return makers[tab](household, members, user)


def _overview(household: Household, _members: list[Member], _user: User) -> dict[str, Any]:
    return {
        **_verdict(household),
        **_money(household, _members, _user),
        "hits": make_rows(list_household_hits(household)),
        "suspicions": list_household_suspicions(household, _user),
        "merges": list_merges(household),
        "merged_files": list_merged_histories(household),
        "housing": _summary(household, HOUSING),
        "causes": _summary(household, CAUSES),
    }


def _verdict(household: Household) -> dict[str, Any]:
    """The last assessment on record; before there is one, what today's figures would say."""
    last = household.assessments.select_related("standard", "rules", "by").order_by("-pk").first()
    verdict = stored_verdict(last) if last else current_verdict(household)
    return {"assessment": last, "verdict": verdict}


def _summary(household: Household, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"label": household._meta.get_field(name).verbose_name, "value": show(household, name) or "—"}
        for name in names
    ]


def _members(household: Household, members: list[Member], _user: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "people": [
            {"member": member, "age": age_on(member.birth_on, today) if member.birth_on else None}
            for member in members
        ]
    }


def _money(household: Household, members: list[Member], _user: User) -> dict[str, Any]:
    verdict = current_verdict(household)
    lines = reads.list_money(household, verdict.items)
    return {
        "lines": lines,
        "rest": reads.signed_yuan(sum((line.amount for line in lines), Decimal(0))),
        "rest_counted": reads.signed_yuan(sum((line.counted for line in lines), Decimal(0))),
        "income": sum((line.counted for line in lines if line.amount > 0), Decimal(0)),
        "expense": sum((-line.counted for line in lines if line.amount < 0), Decimal(0)),
        "persons": len(members),
        "monthly": verdict,
    }


def _evidence(household: Household, _members: list[Member], _user: User) -> dict[str, Any]:
    rows = household.evidence.filter(removed_at__isnull=True)
    return {"documents": rows.select_related("member", "uploaded_by").order_by("kind", "pk")}


def _visits(household: Household, _members: list[Member], user: User) -> dict[str, Any]:
    may_record = user.has_role(*RECORDERS) and not recording_hindrance(household, user)
    return {"rows": visit_rows(visits_of(household)), "may_record_visit": may_record}


def _assessments(household: Household, _members: list[Member], user: User) -> dict[str, Any]:
    rows = household.assessments.select_related("standard", "rules", "by").order_by("-pk")
    return {"assessments": [(row, stored_verdict(row), get_override(row, user)) for row in rows]}


def _aid(household: Household, _members: list[Member], user: User) -> dict[str, Any]:
    rows = reads.list_aid(household=household, user=user)
    return {"applications": rows, "aid_total": reads.aid_total(household=household)}


def _plans(household: Household, _members: list[Member], user: User) -> dict[str, Any]:
    rows = list_household_plans(household)
    return {
        "plans": [(row, PLAN_BADGES[PlanState(row.state)]) for row in rows],
        "may_plan": not start_hindrance(household, user),
    }


def _log(household: Household, _members: list[Member], user: User) -> dict[str, Any]:
    rows = reads.list_log(household=household, user=user)[:LOG_ROWS]
    return {"records": [(row, action_label(row.action)) for row in rows], "log_rows": LOG_ROWS}
