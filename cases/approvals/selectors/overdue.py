"""超期未办: what is late at the unions below, and what was done about it (督办).

A union sees what waits somewhere below it and has been late for as many working days as its OverdueRule says.
Of two unions above the nearer one is to act, if it has anybody who can.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep, OverdueRule, RouteStage, Supervision
from cases.approvals.selectors.along import count_laps
from cases.approvals.selectors.handing import with_others
from cases.approvals.selectors.inbox import WAITING
from cases.approvals.states import MOST_OVERDUE_WORKDAYS, OVERDUE_WORKDAYS, SEND_BACK, SUPERVISORS
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Appointment, Union, User
from hardship.accounts.selectors import without_nearer
from hardship.accounts.states import Level, Role
from hardship.kernel.calendar import WorkCalendar


def list_overdue(rows: QuerySet[Application], union: Union) -> QuerySet[Application]:
    """Of these those that wait below a union and are late enough for it."""
    return _late_below(rows, union, _cutoff(union))


def list_late_to_watch(rows: QuerySet[Application], union: Union) -> QuerySet[Application]:
    """Of these those of which a union is told: late below it since the working day before or longer, whatever
    its rule says, and for no nearer union with somebody in office to watch."""
    _count, day = next(_days_late())
    return without_nearer(_late_below(rows, union, day), union, "awaits", *SUPERVISORS)


def list_overdue_to_watch(rows: QuerySet[Application], union: Union) -> QuerySet[Application]:
    """Of those the ones about which no nearer union with somebody in office can do anything."""
    return without_nearer(list_overdue(rows, union), union, "awaits", *SUPERVISORS)


def unsupervised(rows: QuerySet[Application], union: Union) -> QuerySet[Application]:
    """Those about which this union has asked nobody yet since they came to the stage where they stand."""
    return rows.exclude(
        Exists(
            of_this_stay(
                Supervision.objects.filter(
                    application=OuterRef("pk"),
                    round=OuterRef("round"),
                    stage_no=OuterRef("stage_no"),
                    above=union.pk,
                )
            )
        )
    )


def place_of(application: Application) -> dict[str, Any]:
    """Its stay at the stage where it stands: the round, how often it was sent back in it, the stage."""
    return {"round": application.round, "lap": count_laps(application), "stage_no": application.stage_no}


def of_this_stay(rows: QuerySet[Supervision]) -> QuerySet[Supervision]:
    """Without those since which the application was sent back: it came to its stage anew."""
    since = ApprovalStep.objects.filter(
        application=OuterRef("application"),
        round=OuterRef("round"),
        action=SEND_BACK,
        lap__gte=OuterRef("lap"),
    )
    return rows.exclude(Exists(since))


def get_overdue_workdays(union: Union) -> int:
    """After how many working days this union sees what is late below it."""
    row = OverdueRule.objects.filter(union=union.pk).first()
    return row.workdays if row else OVERDUE_WORKDAYS


def list_supervisions(application: Application) -> QuerySet[Supervision]:
    """All of all rounds, the newest first, with their answers."""
    rows: QuerySet[Supervision] = application.supervisions.select_related(
        "by", "stood_in_for", "above", "union", "answer__by", "answer__stood_in_for"
    )
    return rows.order_by("-pk")


def list_to_answer(user: User) -> QuerySet[Supervision]:
    """What asks a post that this person holds here, about applications that still stand at that stage and
    are not somebody else's since they were handed on."""
    rows = Supervision.objects.filter(union=user.union_id, role__in=sorted(user.roles), answer=None)
    return (
        of_this_stay(rows).filter(_still_there(user)).select_related("application__household__head", "above")
    )


def supervise_blocker(application: Application, by: User) -> str:
    """Why this person asks nobody about an application, or ''."""
    if not by.has_role(*SUPERVISORS):
        return _("由上级工会的审核人、审批人督办。")
    if not list_overdue(Application.objects.filter(pk=application.pk), by.union).exists():
        return _("这份申请没有在下级工会超期，不用督办。请重新打开，看最新状态。")
    asked = application.supervisions.filter(**place_of(application), above=by.union_id)
    if asked.filter(at__date=timezone.localdate()).exists():
        return _("今天已经督办过这份申请，下一个工作日还没有办的可以再督办。")
    return ""


def answer_blocker(row: Supervision, by: User) -> str:
    """Why this person does not answer a 督办, or ''."""
    if by.union_id != row.union_id or not by.has_role(row.role):
        return _("由“%(union)s”的%(role)s答复。") % {"union": row.union, "role": row.get_role_display()}
    return _("这次督办已经答复过。") if row.reply else ""


@dataclass(frozen=True)
class Late:
    """One line of the list: how many working days late, at which stage, who should act (`names` of those who
    hold the post), and the last 督办 at this stage, if any."""

    application: Application
    days: int
    stage: str
    names: str
    supervision: Supervision | None

    @property
    def people(self) -> list[str]:
        return self.names.split("、")

    @property
    def post(self) -> str:
        return str(Role(self.application.awaits_role).label)

    @property
    def answer(self) -> str:
        """What came of the 督办, in words; '' without one."""
        if self.supervision is None:
            return ""
        reply = self.supervision.reply
        return reply.text if reply else _("还没有答复")

    @property
    def asked(self) -> str:
        """How far the 督办 is, as a badge reads."""
        if self.supervision is None:
            return _("没有督办")
        return _("已答复") if self.supervision.reply else _("已督办")


def describe_late(rows: Sequence[Application], calendar: WorkCalendar) -> list[Late]:
    """The lines of these applications; three queries. They need `awaits` fetched."""
    today, keys = timezone.localdate(), [row.pk for row in rows]
    stages = {
        (one.application_id, one.round, one.position): one.label or str(one.get_kind_display())
        for one in RouteStage.objects.filter(application__in=keys)
    }
    asked = _last_asked(keys)
    holders = _holders({row.awaits_id for row in rows if row.awaits_id})
    return [
        Late(
            application=row,
            days=-calendar.days_left(row.due_on, today) if row.due_on else 0,
            stage=stages.get((row.pk, row.round, row.stage_no or 0), ""),
            names="、".join(holders.get((row.awaits_id or 0, row.awaits_role), ())),
            supervision=asked.get((row.pk, row.round, row.stage_no or 0)),
        )
        for row in rows
    ]


def find_watching(unions: Iterable[Union]) -> list[Union]:
    """The unions above these that have somebody who can act."""
    keys = {int(key) for union in unions for key in union.path.strip("/").split("/")[:-1]}
    staffed = Appointment.objects.in_force(timezone.localdate()).filter(
        union__in=keys, role__in=SUPERVISORS, user__is_active=True
    )
    return list(Union.objects.filter(pk__in=staffed.values("union")).order_by("path"))


def _last_asked(keys: Collection[int]) -> Mapping[tuple[int, int, int], Supervision]:
    rows = of_this_stay(Supervision.objects.filter(application__in=keys))
    rows = rows.select_related("answer", "by", "above")
    return {(row.application_id, row.round, row.stage_no): row for row in rows.order_by("pk")}


def _holders(unions: Collection[int]) -> Mapping[tuple[int, str], list[str]]:
    """The names of those who hold a post today, by union and role."""
    rows = Appointment.objects.in_force(timezone.localdate()).filter(union__in=unions, user__is_active=True)
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for union, role, name in rows.order_by("pk").values_list("union", "role", "user__name"):
        found[union, role].append(name)
    return found


def _still_there(user: User) -> Q:
    """Of supervisions those whose application stands where it stood, and is not with others."""
    here = Application.objects.filter(
        pk=OuterRef("application"),
        round=OuterRef("round"),
        stage_no=OuterRef("stage_no"),
        state__in=WAITING,
    )
    return Q(Exists(here.exclude(with_others(user))))


def _late_below(rows: QuerySet[Application], union: Union, last: date | Case) -> QuerySet[Application]:
    if union.level == Level.GRASSROOTS:
        return rows.none()
    below = rows.filter(**{f"awaits__{union.scope_column}": union.pk}).exclude(awaits=union.pk)
    return below.filter(state__in=WAITING, due_on__lte=last)


def _cutoff(union: Union) -> Case:
    """The last due date that counts as late for a union."""
    own = OverdueRule.objects.filter(union=union.pk).values("workdays")[:1]
    after = Coalesce(Subquery(own), Value(OVERDUE_WORKDAYS), output_field=IntegerField())
    return Case(*(When(Exact(after, count), then=Value(day)) for count, day in _days_late()))


def _days_late() -> Iterator[tuple[int, date]]:
    """The due dates that are 1, 2 … MOST_OVERDUE_WORKDAYS working days late today."""
    calendar, day = get_calendar(), timezone.localdate()
    day = day if calendar.is_workday(day) else calendar.add_workdays(day, -1)
    for count in range(1, MOST_OVERDUE_WORKDAYS + 1):
        day = calendar.add_workdays(day, -1)
        yield count, day
