"""The step that brought an application where it is, and the union that took it."""

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.selectors import Paper
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from funds.payments.models import Payment
from funds.payments.states import PaymentState


def get_decision(application: Application) -> ApprovalStep | None:
    """The last step of the present round into the present state."""
    rows = application.steps.filter(round=application.round, target=application.state)
    step: ApprovalStep | None = rows.select_related("by").order_by("-pk").first()
    return step


def union_of(step: ApprovalStep, paper: Paper) -> str:
    """The name, as it was submitted, of the union that took a step: the one that reviews until the notice
    is over, then the one that decides."""
    _applying, reviewing, *_between, deciding = paper.unions
    return reviewing if step.source in (State.REVIEW, State.PUBLIC_NOTICE) else deciding


def get_payment(application: Application) -> Payment | None:
    """The payment that reached the family, if one did."""
    source = source_of(application.pk)
    rows = Payment.objects.filter(payable__source=source, state=PaymentState.PAID)
    payment: Payment | None = rows.order_by("-pk").first()
    return payment
