"""回访: begun by an approval or a payment, closed by a visit or in words, ended with the approval."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.giving.models import FollowUp
from cases.giving.rules import EARLY_DAYS
from cases.giving.selectors.follow_ups import follow_blocker
from cases.giving.selectors.plans import list_sources
from cases.giving.states import FOLLOW_UP_TRANSITIONS
from cases.giving.states import FollowUpState as State
from cases.policies.rules.following import CALL, PAYMENT, VISIT
from cases.transfers.services import MOVERS
from cases.visits.models import HomeVisit
from cases.visits.selectors import RECORDED
from cases.visits.states import VisitMode
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel import workflow

CLOSED = ("state", "visit", "said", "signed_at", "signed_by", "signed_for")


def begin_follow_ups(application: Application, event: str, *, on: date, by: User) -> None:
    """What the programme asks for after this event (rules.following) of that day, each once. Call it in the
    transaction of the event: they begin where the file is by then, which may have gone to another union."""
    asked = [(n, one) for n, one in enumerate(application.programme.rule.follow_up, 1) if one.event == event]
    if not asked:
        return
    there = set(application.follow_ups.exclude(state=State.ENDED).values_list("position", flat=True))
    for position, one in asked:
        if position not in there:
            due_on = on + timedelta(days=one.after_days)
            row = FollowUp.objects.create(
                application=application, union=application.household.union, position=position, kind=one.kind,
                what=one.what[:200], from_on=on, due_on=due_on,
            )  # fmt: skip
            audit.record("follow_up.plan", target=row, by=by, due_on=due_on.isoformat())


def end_follow_ups(application: Application, *, by: User | None, why: str) -> None:
    """Ends what is still open where the approval is taken back."""
    _end(application.follow_ups.all(), by=by, why=why)


def end_unpaid_follow_ups(application: Application, *, by: User) -> None:
    """Ends what a payment began and is still open, where a set-off was undone and nothing else was paid: with
    the money that arrives it begins anew."""
    sources = list_sources([application.pk])[application.pk]
    if Payable.objects.filter(source__in=sources, state=PayableState.PAID).exists():
        return
    asked = enumerate(application.programme.rule.follow_up, 1)
    rows = application.follow_ups.filter(position__in=[n for n, one in asked if one.event == PAYMENT])
    _end(rows, by=by, why=_("抵扣已撤销，这笔款还没有发放。"))


@RECORDED.add("giving.follow_ups")
def close_by_visit(visit: HomeVisit, by: User) -> None:
    """A visit closes the calls and, if it was at home, the visits of its family that are due by then or
    within EARLY_DAYS."""
    kinds = (CALL, VISIT) if visit.mode == VisitMode.AT_HOME else (CALL,)
    rows = FollowUp.objects.filter(
        application__household=visit.household_id, state=State.OPEN, kind__in=kinds,
        from_on__lte=visit.visited_on, due_on__lte=visit.visited_on + timedelta(days=EARLY_DAYS),
    )  # fmt: skip
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        _close(row, State.DONE, by=by, visit=visit, action="follow_up.visited")


@transaction.atomic
def take_follow_step(*, follow_up_id: int, action: str, by: User, comment: str = "") -> FollowUp:
    """Takes one row of states.FOLLOW_UP_TRANSITIONS and returns what it left. Raises Refused with a sentence,
    FollowUp.DoesNotExist outside the person's scope."""
    rows = FollowUp.objects.visible_to(by).select_related("union", "application__household")
    row: FollowUp = workflow.lock(rows, follow_up_id)

    def effect(step: workflow.Step[FollowUp]) -> None:
        step.record.close(State(step.row.target), by=by, said=step.comment)

    def log(step: workflow.Step[FollowUp]) -> FollowUp:
        audit.record(f"follow_up.{step.row.action}", target=step.record, by=step.by)
        return step.record

    return workflow.take(
        FOLLOW_UP_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=follow_blocker,
        effect=effect, log=log,
    )  # fmt: skip


@MOVERS.add("giving.follow_ups")
def move_follow_ups(household_id: int) -> Callable[[Union], None]:
    """What is still to be done goes to the union that the file goes to: its people visit the family."""

    def move(target: Union) -> None:
        rows = FollowUp.objects.filter(application__household=household_id, state=State.OPEN)
        rows.update(union=target)

    return move


def _end(rows: QuerySet[FollowUp], *, by: User | None, why: str) -> None:
    for row in rows.filter(state=State.OPEN).select_for_update(of=("self",)).order_by("pk"):
        _close(row, State.ENDED, by=by, said=why, action="follow_up.end")


def _close(row: FollowUp, state: State, *, by: User | None, action: str, **how: Any) -> None:
    row.close(state, by=by, **how)
    row.save(update_fields=[*CLOSED])
    audit.record(action, target=row, by=by)
