"""What happens to an application that is late: the union above hears of it once, and may ask (督办) those for
whom it waits; they answer, or act."""

from django.db import transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.approvals.models import Escalation, OverdueRule, Supervision, SupervisionAnswer
from cases.approvals.selectors.inbox import WAITING
from cases.approvals.selectors.overdue import (
    answer_blocker,
    find_watching,
    list_late_to_watch,
    place_of,
    supervise_blocker,
)
from cases.approvals.services.refusals import StepRefused
from cases.approvals.states import SUPERVISORS
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging

OVERDUE = "approvals.overdue"
SUPERVISED, ANSWERED = "approvals.supervise", "approvals.supervise_answer"


def escalate() -> int:
    """Tells the union above of each application that is late at a stage, once for that stage, from the first
    working day on; how many. When it stands in the union's list is for its OverdueRule."""
    late = Application.objects.filter(state__in=WAITING, due_on__lt=timezone.localdate())
    places = Union.objects.filter(pk__in=late.order_by().values("awaits").distinct())
    return sum(_escalate_to(union) for union in find_watching(places))


def _escalate_to(union: Union) -> int:
    rows = list_late_to_watch(Application.objects.all(), union).select_related("union")
    return sum(_tell(row, union) for row in rows.order_by("pk"))


@transaction.atomic
def _tell(application: Application, union: Union) -> bool:
    _row, is_new = Escalation.objects.get_or_create(
        application=application, **place_of(application), union=union
    )
    if is_new:
        for role in SUPERVISORS:
            messaging.send(
                OVERDUE, about=application, union=union, role=role, number=application.number or "", by=None
            )
    return is_new


@transaction.atomic
def supervise(*, application_id: int, reason: str, by: User) -> Supervision:
    """督办. Raises StepRefused for one that is not late below the person's union, or was asked about today;
    Application.DoesNotExist outside the person's scope."""
    rows = Application.objects.visible_to(by).select_related("union")
    application = workflow.lock(rows, application_id)
    if why := supervise_blocker(application, by):
        raise StepRefused(why)
    below = Union.objects.get(pk=application.awaits_id or 0)
    made: Supervision = Supervision.objects.create(
        application=application, **place_of(application), union=below, role=application.awaits_role,
        above=by.union, reason=reason.strip(),
        by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("application.supervise", target=application, by=by, supervision=made.pk)
    messaging.send(
        SUPERVISED,
        about=application,
        union=made.union,
        role=made.role,
        number=application.number or "",
        by=by,
    )
    return made


@transaction.atomic
def answer_supervision(*, supervision_id: int, text: str, by: User) -> SupervisionAnswer:
    """What is said to a 督办. Raises StepRefused for somebody whom it does not ask, or when it was answered;
    Supervision.DoesNotExist outside the person's scope."""
    visible = Application.objects.visible_to(by)
    found = Supervision.objects.filter(application__in=visible).get(pk=supervision_id)
    application = workflow.lock(visible, found.application_id)  # of two who answer one waits here
    row = Supervision.objects.select_related("union", "by", "answer").get(pk=found.pk)
    if why := answer_blocker(row, by):
        raise StepRefused(why)
    made: SupervisionAnswer = SupervisionAnswer.objects.create(
        supervision=row, text=text.strip(), by=by, stood_in_for=stood_in_for(by)
    )
    audit.record("application.supervise_answer", target=application, by=by, supervision=row.pk)
    messaging.send(
        ANSWERED, about=application, union=row.union, to=row.by, number=application.number or "", by=by
    )
    return made


@transaction.atomic
def set_overdue_rule(*, workdays: int, by: User) -> OverdueRule:
    """After how many working days the person's union sees what is late below it."""
    row, _is_new = OverdueRule.objects.update_or_create(
        union=by.union, defaults={"workdays": workdays, "set_at": timezone.now(), "set_by": by}
    )
    audit.record("overdue_rule.set", target=row, by=by, workdays=workdays)
    return row
