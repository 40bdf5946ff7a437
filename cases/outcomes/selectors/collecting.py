"""领取期限: what was approved, told, and is not collected, in the last quarter of its days and after them."""

from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.giving.models import Fulfilment
from cases.giving.states import FulfilmentState
from cases.outcomes.models import Telling
from funds.payments.models import Payable, Payment
from funds.payments.states import LIVE_STATES, PayableState
from hardship.accounts.models import User

QUARTER = 4  # of the days between the telling and the last one


def list_to_collect(user: User) -> QuerySet[Telling]:
    """The tellings of the person's own union whose family is to be asked to come, each approval once."""
    before = Telling.objects.filter(step=OuterRef("step"), pk__lt=OuterRef("pk"))
    rows = _running().filter(~Exists(before), step__application__union=user.union_id)
    return rows.select_related("step__application__household__head", "step__application__programme")


def to_collect(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The applications among these of which that is so."""
    return rows.filter(Exists(_running().filter(step__application=OuterRef("pk"))))


def _running() -> QuerySet[Telling]:
    quarter = ExpressionWrapper((F("collect_by") - F("on")) / Value(QUARTER), DurationField())
    begins = ExpressionWrapper(F("collect_by") - quarter, DateField())
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("step__application"), CharField()))
    live = Payment.objects.filter(payable=OuterRef("pk"), state__in=LIVE_STATES)
    owed = Payable.objects.filter(~Exists(live), source=source, state=PayableState.OPEN)
    waiting = Fulfilment.objects.filter(application=OuterRef("step__application"), state=FulfilmentState.OPEN)
    rows: QuerySet[Telling] = Telling.objects.filter(
        Q(Exists(owed)) | Q(Exists(waiting)), collect_by__isnull=False, step__target=State.APPROVED,
        step__round=F("step__application__round"), step__application__state=State.APPROVED,
    )  # fmt: skip
    return rows.alias(begins=begins).filter(begins__lte=timezone.localdate())
