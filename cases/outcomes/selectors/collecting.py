"""领取期限: what was approved, told, and is not collected: in the last quarter of its days and after them the
clerk is reminded, after them it lapses."""

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
from cases.giving.models import Fulfilment, RosterLine
from cases.giving.states import ON_ROSTER, FulfilmentState
from cases.outcomes.models import Appeal, Telling
from cases.policies.rules.vocabulary import GOODS
from funds.payments.models import OtherPayee, Payable, Payment
from funds.payments.states import LIVE_STATES, OtherState, PayableState, PaymentState
from funds.recoveries.models import SetOff
from funds.recoveries.states import HOLDING, WAITING
from hardship.accounts.models import User

ON_FAMILY = ("no_card", "card")  # what the hourly check finds of money that waits for its family to come
QUARTER = 4  # of the days between the telling and the last one
FIRST = ~Exists(Telling.objects.filter(step=OuterRef("step"), pk__lt=OuterRef("pk")))
ACTIVE_OTHERS = (OtherState.ASKED, OtherState.APPROVED)


def list_to_collect(user: User) -> QuerySet[Telling]:
    """The tellings of the person's own union whose family is to be asked to come, each approval once."""
    rows = _running().filter(FIRST, step__application__union=user.union_id)
    return rows.select_related("step__application__household__head", "step__application__programme")


def to_collect(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The applications among these of which that is so."""
    return rows.filter(Exists(_running().filter(step__application=OuterRef("pk"))))


def list_to_lapse() -> QuerySet[Telling]:
    """The tellings whose last day is past while nothing of what was approved is on its way or arrived, each
    approval once: no batch has it and no bank gave it back, nothing was set off or is to be, nobody else is
    to be paid, no roster has its goods, no review was asked for (its answer may come late). Money lapses only
    while it lacks an account to go to: where there is one, finance is late and not the family. A service that
    is no goods is for the union to arrange, and never lapses. The database has the same (sql/lapsing.sql)."""
    touched = Payment.objects.filter(payable=OuterRef("pk")).exclude(state=PaymentState.CANCELLED)
    asked = OtherPayee.objects.filter(payable=OuterRef("pk"), state__in=ACTIVE_OTHERS)
    set_off = SetOff.objects.filter(payable=OuterRef("pk"), state__in=(*WAITING, *HOLDING))
    owed = _owed().filter(~Exists(touched), ~Exists(asked), ~Exists(set_off), commitment__set_off=0)
    owed = owed.filter(codes__overlap=ON_FAMILY)
    on_roster = RosterLine.objects.filter(fulfilment=OuterRef("pk"), state__in=ON_ROSTER)
    goods = _to_be_done().filter(~Exists(on_roster), application__programme__form=GOODS)
    appeal = Appeal.objects.filter(step=OuterRef("step"))
    rows = _approved().filter(Q(Exists(owed)) | Q(Exists(goods)), ~Exists(appeal), FIRST)
    return rows.filter(collect_by__lt=timezone.localdate())


def _running() -> QuerySet[Telling]:
    quarter = ExpressionWrapper((F("collect_by") - F("on")) / Value(QUARTER), DurationField())
    begins = ExpressionWrapper(F("collect_by") - quarter, DateField())
    live = Payment.objects.filter(payable=OuterRef("pk"), state__in=LIVE_STATES)
    rows = _approved().filter(Q(Exists(_owed().filter(~Exists(live)))) | Q(Exists(_to_be_done())))
    return rows.alias(begins=begins).filter(begins__lte=timezone.localdate())


def _approved() -> QuerySet[Telling]:
    """Those of what stands approved, where a last day was laid down."""
    rows: QuerySet[Telling] = Telling.objects.filter(
        collect_by__isnull=False, step__target=State.APPROVED, step__round=F("step__application__round"),
        step__application__state=State.APPROVED,
    )  # fmt: skip
    return rows


def _owed() -> QuerySet[Payable]:
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("step__application"), CharField()))
    rows: QuerySet[Payable] = Payable.objects.filter(source=source, state=PayableState.OPEN)
    return rows


def _to_be_done() -> QuerySet[Fulfilment]:
    rows: QuerySet[Fulfilment] = Fulfilment.objects.filter(
        application=OuterRef("step__application"), state=FulfilmentState.OPEN
    )
    return rows
