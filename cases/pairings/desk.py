"""What pairings bring to the desk: visits that are due, what waits, their lists, a tab of the case."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
from cases.pairings.models import Pairing, PairingNote, PairingStep
from cases.pairings.selectors.pairings import (
    list_due,
    list_of_household,
    list_to_agree,
    list_to_begin,
    list_to_settle,
    start_blocker,
)
from cases.pairings.services.helpers import take_blocker, take_pairing
from cases.pairings.states import HELD_STATES, HELPING, TRANSITIONS, State
from hardship.accounts.models import names_of_step
from hardship.accounts.states import CASE_REVIEWER, CASE_WORKERS, CLERK, Role
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
    label_papers,
    label_steps,
    label_targets,
)


@HANGING.add("pairings")
def name_pairings(household: Household) -> str:
    """The pairings of a file."""
    return str(_("结对帮扶")) if household.pairings.exists() else ""


label_steps("pairing", reversed(TRANSITIONS))
label_actions(
    {
        "pairing.propose": _("提出结对"),
        "pairing.note": _("登记结对帮扶记事"),
        "pairing.target": _("定结对年度目标"),
        "pairing.judge": _("评定结对年度成效"),
        "helper.add": _("登记帮扶人"),
        "helper.leave": _("登记帮扶人离岗"),
        "helper.mention": _("登记表扬或批评"),
        "pairing_rule.set": _("设定结对帮扶要求"),
        "export.pairings": _("导出结对帮扶台账"),
        "export.helpers": _("导出帮扶人名册"),
    }
)
label_papers("pairings:pairings", _("每对结对"), {"pairing_booklet": _("打印帮扶工作手册")})
WORDS.add("pairing.state")(dict(State.choices))
label_targets(
    {
        "pairings.pairing": Target(
            _("结对帮扶"),
            naming=Naming(fields=("helper__name",), person="household__head__name", household="household_id"),
        ),
        "pairings.helper": Target(_("帮扶人"), naming=Naming(fields=("name",))),
        "pairings.pairingrule": Target(_("结对帮扶要求"), naming=Naming(fields=("document",))),
    }
)
PLACES.add("pairings:pairings")(Place(_("结对帮扶"), "people", NavGroup.SERVICES, 20, CASE_WORKERS))
PLACES.add("pairings:rules")(
    Place(_("结对帮扶要求"), "people", NavGroup.ADMINISTRATION, 42, frozenset({Role.ADMINISTRATOR}))
)
HELP.add("pairings:pairings")(
    Help(
        purpose=_("干部或科室和困难家庭结对：谁帮谁、怎样帮、今年走访了几次。走访期限最早的排在前面。"),
        then=_(
            "经办人提出，审核工会同意，和家庭见面后开始。帮扶人登记每次联系；参加入户调查的，自动记一次走访。"
        ),
        seen=_("本工会和上级工会看得到；帮扶工作手册可以打印。电话联系不算走访。"),
        year=(
            YearWork((1, 2), (Role.CLERK,), _("给每对结对定好年度目标。")),
            YearWork((1,), (Role.REVIEWER,), _("评定上年度的结对成效，登记表扬和批评。")),
        ),
    )
)
HELP.add("pairings:rules")(
    Help(
        purpose=_("本工会对结对帮扶的要求：每年走访几次、一人最多几户、离岗几天内移交、怎样奖励。"),
        then=_("从启用日起，走访期限按新的要求计算；以前的要求留着备查。"),
        seen=_("管理员设定，本工会和下级工会都按它；下级自己设定的按自己的。"),
    )
)


def _page(row: Pairing) -> str:
    return reverse("pairings:pairing", args=[row.uid])


def _due_item(row: Pairing) -> TodoItem:
    return TodoItem(str(row.household), str(row.helper.name), _page(row), row.next_visit_on)


def _waiting_item(row: Pairing) -> TodoItem:
    return TodoItem(
        str(row.household), str(row.helper.name), _page(row), since_on=timezone.localdate(row.created_at)
    )


def _settle_item(row: Pairing) -> TodoItem:
    gone = row.helper.gone_on
    why = _("“%(name)s”已经离岗，请换人") if gone else _("家庭已经不在册，请结束结对")
    return TodoItem(
        str(row.household), str(why) % {"name": row.helper.name}, _page(row), row.helper.hand_over_until,
        since_on=gone,
    )  # fmt: skip


DUTIES.add("pairings.due")(
    Duty("pairings:pairings", _("到期的结对走访"), 143, tuple(map(Post, HELPING)), list_due, _due_item,
         f"?show={State.RUNNING}", ("next_visit_on", "pk"))
)  # fmt: skip
DUTIES.add("pairings.agree")(
    Duty("pairings:pairings", _("结对帮扶待审核"), 22, (CASE_REVIEWER,), list_to_agree, _waiting_item,
         f"?show={State.PROPOSED}")
)  # fmt: skip
DUTIES.add("pairings.begin")(
    Duty("pairings:pairings", _("已同意的结对，和家庭见面"), 144, (CLERK,), list_to_begin, _waiting_item,
         f"?show={State.AGREED}")
)  # fmt: skip
DUTIES.add("pairings.settle")(
    Duty("pairings:pairings", _("结对要换人或结束"), 141, (CLERK,), list_to_settle, _settle_item,
         "?show=settle", ("helper__hand_over_until", "pk"))
)  # fmt: skip
CASE_PARTS.add("pairings")(lambda household: count_rows(household.pairings.all()))


def _tab(shown: ShownCase) -> dict[str, Any]:
    return {
        "pairings": list_of_household(shown.household),
        "may_pair": not start_blocker(shown.household, shown.user),
    }


CASE_TABS.add("pairings")(
    CaseTab(_("结对帮扶"), 85, "desk/_case_pairings.html", _tab, lambda shown: shown.parts["pairings"])
)


def _event(step: PairingStep) -> Event:
    text = _("结对帮扶（%(helper)s）：%(step)s") % {"helper": step.pairing.helper.name, "step": step.label}
    return Event(text, step.at, names_of_step(step), step.comment)


@CASE_EVENTS.add("pairings")
def list_events(shown: ShownCase) -> list[Event]:
    """The last steps of a family's pairings."""
    steps = PairingStep.objects.filter(pairing__household=shown.household)
    steps = steps.select_related("by", "stood_in_for", "pairing__helper").order_by("-pk")[:EVENTS]
    return [_event(step) for step in steps]


def _deeds(household: Household, since: date) -> list[Deed]:
    """Visits and calls of pairings; a home visit is a deed of its own."""
    rows = PairingNote.objects.filter(pairing__household=household, visit__isnull=True, on__gte=since)
    return [
        Deed(str(row.pk), row.on, f"{row.pairing.helper.name}，{row.get_way_display()}")
        for row in rows.select_related("pairing__helper")
    ]


DEEDS.add("pairing")(
    DeedKind(_("结对帮扶"), _deeds, lambda _key, pk: f"{reverse('archives:case', args=[pk])}?tab=pairings")
)
HOLDINGS.add("pairings.pairings")(
    Holding(
        label=_("结对的家庭"), order=32,
        roles=frozenset(HELPING),
        rows=lambda: Pairing.objects.filter(state__in=HELD_STATES).select_related(
            "household__union", "household__head", "helper__user", "helper__union"
        ),
        holder="helper__user_id", unions=("helper__union",),
        name=lambda row: f"{row.household.file_no or ''} #{row.pk}", page=_page, move=take_pairing,
        blocker=take_blocker,
    )
)  # fmt: skip
