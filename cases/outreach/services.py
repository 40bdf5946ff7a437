"""Events that somebody of the unit reports, the call of the union, the days that it lays down for it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.giving.selectors.deeds import LONGEST
from cases.outreach.models import Activity, EventTerm, EventVisit
from cases.outreach.selectors import due_day, list_gifts
from cases.outreach.states import REPORTERS, SETTERS, TRANSITIONS, WORKERS
from cases.petitions.selectors.petitions import find_household
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.attempts import set_changed
from hardship.kernel.writes import writes

MOST_BACK = 365  # days; what is older is no event to call on


class OutreachRefused(workflow.Refused):
    """A write that may not be made; the message says what to do."""


outreach_write = writes(
    OutreachRefused,
    {
        "event_once": (_lazy("这件事已经报过，请到列表里看。"), "name"),
        "activity_once": (_lazy("这一天同名的活动已经登记。"), "title"),
        "event_term_once": (_lazy("这一天起的期限已经登记，请改起始日期。"), "from_on"),
    },
)


@dataclass(frozen=True)
class Report:
    """What happened to whom; `id_number` finds the file and is not kept."""

    occasion: str
    happened_on: date
    name: str
    phone: str | None = None
    id_number: str = ""
    unit: str = ""
    place: str = ""
    told: str = ""


@dataclass(frozen=True)
class Call:
    """The call: when, who went; `gift` names a deed of the family ("kind|key")."""

    visited_on: date | None = None
    visitors: str = ""
    gift: str = ""


@dataclass(frozen=True)
class Held:
    """What was held, and how many it reached."""

    kind: str
    title: str
    place: str
    held_on: date
    persons: int
    papers: int = 0


@outreach_write
def enter_activity(*, held: Held, by: User) -> Activity:
    """What the own union held. Raises OutreachRefused."""
    _require_held(held, by)
    made: Activity = Activity.objects.create(union=by.union, entered_by=by, **vars(held))
    audit.record("activity.enter", target=made, by=by)
    return made


@outreach_write
def correct_activity(*, activity_id: int, held: Held, by: User) -> Activity:
    """Of the own union; what changed is on record. Raises as `enter_activity`, Activity.DoesNotExist."""
    _require_held(held, by)
    rows = Activity.objects.visible_to(by).filter(union=by.union_id)
    row: Activity = workflow.lock(rows, activity_id)
    if changed := set_changed(row, vars(held)):
        row.save(update_fields=changed)
        audit.record("activity.correct", target=row, by=by, fields=changed)
    return row


def _require_held(held: Held, by: User) -> None:
    if not by.has_role(*WORKERS):
        raise OutreachRefused(_("由经办人或审核人登记。"))
    if held.held_on > timezone.localdate():
        raise OutreachRefused(_("活动办完以后登记，日期不能晚于今天。"), "held_on")


@outreach_write
def report(*, told: Report, by: User) -> EventVisit:
    """Something that happened to a worker of the own unit. Raises OutreachRefused."""
    if not by.has_role(*REPORTERS):
        raise OutreachRefused(_("由本单位在岗的人报告。"))
    today = timezone.localdate()
    if not 0 <= (today - told.happened_on).days <= MOST_BACK:
        raise OutreachRefused(_("发生日期在今天以前、一年之内。"), "happened_on")
    made: EventVisit = EventVisit.objects.create(
        union=by.union, occasion=told.occasion, happened_on=told.happened_on, name=told.name,
        phone=told.phone, unit=told.unit, place=told.place, told=told.told,
        due_on=due_day(by.union, told.occasion, today), reported_by=by,
        household=find_household(
            id_number=told.id_number, name=told.name, phone=told.phone or "", user=by
        ),
    )  # fmt: skip
    audit.record("event.report", target=made, by=by, occasion=told.occasion)
    return made


@outreach_write
def take_step(
    *, event_id: int, action: str, by: User, comment: str = "", call: Call | None = None
) -> EventVisit:
    """Takes one row of states.TRANSITIONS. Raises Refused, EventVisit.DoesNotExist out of scope."""
    rows = EventVisit.objects.visible_to(by).select_related("union", "household")
    event: EventVisit = workflow.lock(rows, event_id)

    def enter(step: workflow.Step[EventVisit]) -> None:
        event.comment, event.stood_in_for = step.comment, stood_in_for(by)
        step.stamp("settled")
        if action == "visit":
            _visit(event, call or Call(), by)

    def log(_step: workflow.Step[EventVisit]) -> EventVisit:
        audit.record(f"event.{action}", target=event, by=by)
        return event

    return workflow.take(
        TRANSITIONS, event, action=action, by=by, comment=comment, blocker=step_blocker, effect=enter, log=log
    )


def list_buttons(event: EventVisit, by: User) -> list[workflow.Transition]:
    """What this person may do with it now."""
    return workflow.buttons(TRANSITIONS, event, by=by, blocker=step_blocker)


def step_blocker(event: EventVisit, _row: workflow.Transition, by: User) -> str:
    """The union that was told calls."""
    if event.union_id == by.union_id:
        return ""
    return _("由“%(union)s”走访。") % {"union": event.union.name}


@outreach_write
def lay_down(*, occasion: str, from_on: date, days: int, document: str, by: User) -> EventTerm:
    """Within how many days is called from a day on, today at the earliest. Raises OutreachRefused."""
    if not by.has_role(*SETTERS):
        raise OutreachRefused(_("走访期限由审核人或审批人设定。"))
    if from_on < timezone.localdate():
        raise OutreachRefused(_("起始日期不能早于今天：已经报告的不改期限。"), "from_on")
    made: EventTerm = EventTerm.objects.create(
        union=by.union, occasion=occasion, from_on=from_on, days=days, document=document, entered_by=by
    )
    audit.record("event_term.set", target=made, by=by, union=by.union, occasion=occasion)
    return made


def _visit(event: EventVisit, call: Call, by: User) -> None:
    if call.visited_on is None or not event.happened_on <= call.visited_on <= timezone.localdate():
        raise OutreachRefused(_("走访日期在发生以后，不能晚于今天。"), "visited_on")
    if not call.visitors:
        raise OutreachRefused(_("请写明谁去走访的。"), "visitors")
    event.visited_on, event.visitors = call.visited_on, call.visitors
    if not call.gift:
        return
    title = dict(list_gifts(event, by)).get(call.gift)
    if title is None:
        raise OutreachRefused(_("请从列出的帮扶里选，没有的先去登记。"), "gift")
    event.deed_kind, event.deed_key = call.gift.split("|", 1)
    event.deed_title = title[:LONGEST]
