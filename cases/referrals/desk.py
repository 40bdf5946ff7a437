"""What referrals bring to the desk: their list, late answers, a tab of the case, names in the log."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.aid.services import CORRECTED
from cases.archives.models import Household
from cases.archives.selectors.case_page import (
    CASE_EVENTS,
    CASE_PARTS,
    CASE_TABS,
    EVENTS,
    CaseTab,
    Event,
    ShownCase,
    count_rows,
)
from cases.archives.selectors.extensions import HANGING
from cases.giving.selectors.deeds import DEEDS, Deed, DeedKind
from cases.referrals.models import DepartmentService, ReferralStep, ServiceReferral
from cases.referrals.selectors import WITH, list_late, list_of_household, start_blocker
from cases.referrals.services import follow_aid, move_services, receive, receive_blocker
from cases.referrals.states import OPEN, SOURCE, TRANSITIONS, WRITERS, State
from hardship.accounts.states import CASE_WORKERS, CLERK, Role
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
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.trees.selectors import MOVABLES, Movable


@HANGING.add("service_referrals")
def name_referrals(household: Household) -> str:
    """The referrals of a file."""
    return str(_("转介")) if household.service_referrals.exists() else ""


label_steps("service_referral", TRANSITIONS[:5], _("转介：{}"))
label_actions(
    {
        "service_referral.send": _("转介"),
        "department_service.enter": _("登记部门服务"),
        "department_service.end": _("停用部门服务"),
        "export.service_referrals": _("导出转介台账"),
        "export.service_referral_counts": _("导出转介统计"),
        "export.department_services": _("导出部门服务清单"),
    }
)
label_papers("referrals:referrals", _("每次转介"), {"service_referral_letter": _("打印转介函")})
WORDS.add("service_referral.state")(dict(State.choices))
label_targets(
    {
        SOURCE: Target(
            _("转介"),
            naming=Naming(
                fields=("number",), person="member__name", household="household_id", is_numbered=True
            ),
        ),
        "referrals.departmentservice": Target(_("部门服务"), naming=Naming(fields=("department", "name"))),
    }
)
PLACES.add("referrals:referrals")(Place(_("转介"), "swap", NavGroup.SERVICES, 17, CASE_WORKERS))
HELP.add("referrals:referrals")(
    Help(
        purpose=_(
            "工会给不了、别的部门给得了的：低保、临时救助、公租房、租赁补贴、助学贷款等，转给谁、"
            "答复了没有、办成没有。"
        ),
        then=_(
            "先把部门的服务登记进清单，再从档案的“转介”里发出，打印转介函；过了期限没有答复列入待办。"
            "办成的金额自动记入帮扶记录，撤回结果时一起作废。"
        ),
        seen=_("本工会和上级工会看得到，由转介的人登记答复和结果。清单由登记的工会和它的下级用。"),
        year=(
            YearWork((1, 7), (Role.CLERK, Role.REVIEWER), _("核对部门服务清单，停掉不办的，改联系方式。")),
        ),
    )
)


def _page(row: ServiceReferral) -> str:
    return reverse("referrals:referral", args=[row.uid])


def _item(row: ServiceReferral) -> TodoItem:
    return TodoItem(row.member.name, f"{row.department} · {row.service.name}", _page(row), row.due_on)


DUTIES.add("referrals.late")(
    Duty("referrals:referrals", _("部门超期没有答复的转介"), 53, (CLERK,), list_late, _item,
         "?show=overdue", ("due_on", "pk"))
)  # fmt: skip
CORRECTED.add("referrals")(follow_aid)
MOVABLES.add("referrals.services")(
    Movable(
        label=_("部门服务清单"), order=48, move=move_services,
        rows=lambda union: DepartmentService.objects.filter(union=union).order_by("pk"),
    )
)  # fmt: skip
CASE_PARTS.add("service_referrals")(lambda household: count_rows(household.service_referrals.all()))


def _tab(shown: ShownCase) -> dict[str, Any]:
    return {
        "referrals": list_of_household(shown.household),
        "may_refer": not start_blocker(shown.household, shown.user),
    }


CASE_TABS.add("service_referrals")(
    CaseTab(_("转介"), 87, "referrals/_case.html", _tab, lambda shown: shown.parts["service_referrals"])
)


@CASE_EVENTS.add("service_referrals")
def list_events(shown: ShownCase) -> list[Event]:
    """The letters of a family and what came of them."""
    sent = list_of_household(shown.household).select_related("created_by", "stood_in_for")[:EVENTS]
    steps = ReferralStep.objects.filter(referral__household=shown.household)
    steps = steps.select_related("by", "stood_in_for", "referral__service").order_by("-pk")[:EVENTS]
    events = [Event(_said(row, _now("发出")), row.created_at, row.made_by, row.reason) for row in sent]
    events += [Event(_said(step.referral, step.label), step.at, step.who, step.comment) for step in steps]
    return sorted(events, key=lambda event: event.at, reverse=True)[:EVENTS]


def _said(row: ServiceReferral, what: str) -> str:
    told = {"department": row.department, "service": row.service.name, "what": what}
    return _now("转介（%(department)s%(service)s）：%(what)s") % told


def _deeds(household: Household, start: date) -> list[Deed]:
    """What departments gave after a referral."""
    rows = list_of_household(household).filter(state=State.WON, settled_on__gte=start)
    return [
        Deed(str(row.uid), row.settled_on, f"{row.department} {row.service.name}")
        for row in rows
        if row.settled_on is not None
    ]


DEEDS.add("service_referral")(
    DeedKind(_("转介"), _deeds, lambda key, _pk: reverse("referrals:referral", args=[key]))
)
HOLDINGS.add("referrals.open")(
    Holding(
        label=_("没有办结的转介"), order=46, roles=frozenset(WRITERS),
        rows=lambda: ServiceReferral.objects.filter(state__in=OPEN).select_related(*WITH),
        holder="worker_id", unions=("household__union",), name=lambda row: row.number, page=_page,
        move=receive, blocker=receive_blocker,
    )
)  # fmt: skip
