"""上级延长: who of a union above may put off the day of a stage, once, and until when (work order 2.4).

It is nobody who had a hand in the case, or holds the post for which it waits; the same of whom they stand in
for. The database has the same rules (migrations/sql/extending.sql)."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import count_laps, get_stage
from cases.approvals.selectors.hands import find_actors
from cases.approvals.selectors.written import steps_of_round
from cases.approvals.states import EXTEND, MOST_EXTENDED, NEARLY_LATE, SEND_BACK
from cases.archives.selectors.recusals import recusal_blocker
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.kernel import workflow


def off_their_days(application: Application, by: User | None) -> str:
    """Why the day of this stage is none that this person could put off; or ''."""
    stage, due_on = get_stage(application), application.due_on
    if by is None or stage is None or due_on is None or not _is_below(stage, by):
        return _("由上级工会的审核人、审批人延长。")
    if get_calendar().days_left(due_on, timezone.localdate()) > NEARLY_LATE:
        return _("还没有快到期，不用延长；剩两个工作日以内或者已经超期的才能延长。")
    if get_extension(application) is not None:
        return _("这个环节已经延长过一次，不能再延长。")
    return "" if last_day_to_extend(application) else _("全程时限快到了，这个环节没有可以延长的日子。")


def extend_blocker(application: Application, by: User) -> str:
    """What keeps this person, or whom they stand in for, from it; or ''."""
    return workflow.of_both(partial(_hand_blocker, application), by)


def last_day_to_extend(application: Application) -> date | None:
    """The latest day to which it may be put off: some working days from now, not after the last day of the
    whole way; None where that is no later than it is due."""
    today, due_on = timezone.localdate(), application.due_on
    last = get_calendar().fix_workday(today, MOST_EXTENDED, guesses=True)
    if application.whole_most_on is not None:
        last = min(last, application.whole_most_on)
    return last if due_on is not None and last > max(today, due_on) else None


def get_extension(application: Application) -> ApprovalStep | None:
    """The step that put off the day of the stage where it stands, in this lap; None for none. It counts where
    the case came back too, a signature being taken back, as in the database (step_extends_once)."""
    here = (application.stage_no, count_laps(application))
    steps = reversed(steps_of_round(application))
    return next((row for row in steps if row.action == EXTEND and (row.stage_no, row.lap) == here), None)


def with_kept_by(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Decisions with the day that counts (`kept_by`): what was late before it was put off stays late."""
    late = _late_before(
        application=OuterRef("application"), round=OuterRef("round"), lap=OuterRef("lap"),
        stage_no=OuterRef("stage_no"), pk__lt=OuterRef("pk"),
    )  # fmt: skip
    return _kept_by(rows, late)


def with_open_kept_by(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same of applications that wait: of this lap."""
    later = ApprovalStep.objects.filter(
        application=OuterRef("application"), round=OuterRef("round"), pk__gt=OuterRef("pk"), action=SEND_BACK
    )
    late = _late_before(
        ~Exists(later), application=OuterRef("pk"), round=OuterRef("round"), stage_no=OuterRef("stage_no")
    )
    return _kept_by(rows, late)


def _late_before(*which: Any, **narrowed: Any) -> QuerySet[ApprovalStep]:
    rows = ApprovalStep.objects.filter(*which, action=EXTEND, **narrowed).annotate(day=TruncDate("at"))
    return rows.filter(due_was__lt=F("day"))


def _kept_by(rows: QuerySet[Any], late: QuerySet[ApprovalStep]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(
        kept_by=Case(When(Exists(late), then=Subquery(late.values("due_was")[:1])), default=F("due_on"))
    )
    return found


def _is_below(stage: RouteStage, by: User) -> bool:
    return stage.union_id != by.union_id and stage.union.path.startswith(by.union.path)


def _hand_blocker(application: Application, by: User) -> str:
    if by.pk in find_actors(application):
        return _("您经手过这份申请，不能延长它的时限，请由其他人员延长。")
    stage = get_stage(application)
    if stage and User.objects.holding(stage.role, union=stage.union_id).filter(pk=by.pk).exists():
        return _("这个环节由您办理，不能自己延长。")
    return recusal_blocker(application.household, by)
