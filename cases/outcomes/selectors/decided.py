"""The step that brought an application where it is, and the union that took it."""

from django.db.models import QuerySet

from cases.applications.models import Application
from cases.applications.selectors import Paper
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.along import is_void, stage_of
from cases.giving.selectors.plans import list_sources
from cases.outcomes.states import APPEALED_STATES
from funds.payments.models import Payment
from funds.payments.states import PaymentState
from funds.recoveries.models import SetOff
from funds.recoveries.selectors import list_approved


def get_decision(application: Application) -> ApprovalStep | None:
    """The last step of the present round into the present state."""
    rows = application.steps.filter(round=application.round, target=application.state)
    step: ApprovalStep | None = rows.select_related("by").order_by("-pk").first()
    return step


def list_past_decisions(application: Application) -> list[ApprovalStep]:
    """The approvals and refusals that gave way to another decision, by a review or since revoked, the oldest
    first. One that was taken back before anybody was told of it is none."""
    steps = list(application.steps.select_related("by", "stood_in_for").order_by("pk"))
    present = get_decision(application)
    return [
        step for step in steps
        if step.is_decision and step.target in APPEALED_STATES
        and step != present and not is_void(step, steps)
    ]  # fmt: skip


def union_of(step: ApprovalStep, paper: Paper) -> str:
    """The name, as it was submitted, of the union that took a step."""
    stage = stage_of(step)
    return paper.unions[0] if stage is None else stage.union_name


def get_payment(application: Application) -> Payment | None:
    """The last payment that reached the family, if one did."""
    sources = list_sources([application.pk])[application.pk]
    rows = Payment.objects.filter(payable__source__in=sources, state=PaymentState.PAID)
    payment: Payment | None = rows.order_by("-pk").first()
    return payment


def list_set_offs(application: Application) -> QuerySet[SetOff]:
    """What of its money was kept back for what the family owes."""
    rows: QuerySet[SetOff] = list_approved(list_sources([application.pk])[application.pk])
    return rows
