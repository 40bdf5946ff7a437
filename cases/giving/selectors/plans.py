"""Instalments of an application and of a scope: what is due, what is held."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cases.applications.models import Application, ApplicationEdit
from cases.applications.rules import source_of
from cases.archives.selectors.recusals import kept_out
from cases.giving.models import Instalment
from cases.giving.rules import SOURCE
from cases.giving.states import State
from funds.ledgers.models import BudgetLine, Commitment
from funds.payments.models import Payable, Payment
from funds.payments.selectors import list_payments_of
from funds.payments.states import LEFT_STATES
from hardship.accounts.models import User, people_of

WITH = ("application__household__head", "application__programme", "union")


def named_source() -> Concat:
    """Of an instalment of a query its source, as ledger and payments name it."""
    return Concat(Value(f"{SOURCE}:"), Cast("pk", CharField()), output_field=CharField())


def list_instalments(application: Application) -> list[Instalment]:
    """Those of one application in their order."""
    rows = application.instalments.select_related("looked_by", "looked_for", "checker", "line")
    return list(rows.order_by("number"))


def list_draws(row: Instalment) -> list[tuple[BudgetLine, Decimal]]:
    """The lines that an instalment draws on in their order, with the yuan of each: those of its plan, or
    where the turn of a year took what it held (占用结转)."""
    held = Commitment.objects.filter(source=row.source, part_of=None).order_by("-created_at").first()
    drawn = [(one.line_id, one.amount) for one in held.pieces] if held else row.draws
    lines = BudgetLine.objects.select_related("fund", "use").in_bulk([key for key, _yuan in drawn])
    return [(lines[key], Decimal(yuan)) for key, yuan in drawn]


def list_sources(applications: Collection[int]) -> dict[int, list[str]]:
    """For each application everything that its money is held and paid under: itself and its instalments."""
    found = {key: [source_of(key)] for key in applications}
    rows = Instalment.objects.filter(application__in=applications).order_by("number")
    for key, instalment in rows.values_list("application", "pk"):
        found[key].append(f"{SOURCE}:{instalment}")
    return found


def payments_of(rows: Collection[Instalment]) -> dict[int, Payment]:
    """The newest payment of each instalment that has one, by the instalment's key."""
    payments = list_payments_of([row.source for row in rows])
    return {row.pk: payments[row.source][0] for row in rows if row.source in payments}


def has_left(row: Instalment) -> bool:
    """Whether its money is at the bank or with the family, be it that all of it was kept back for what they
    owe."""
    kept = Payable.objects.filter(source=row.source, commitment__set_off=F("amount"))
    return kept.exists() or Payment.objects.filter(payable__source=row.source, state__in=LEFT_STATES).exists()


def get_held(row: Instalment) -> Commitment | None:
    """The money that it holds and that has not left for the bank."""
    held: Commitment | None = Commitment.objects.filter(
        source=row.source, part_of=None, committed__gt=0
    ).first()
    return held


def list_in_scope(*, user: User) -> QuerySet[Instalment]:
    """The instalments that the user sees, with what a row shows; in no order."""
    rows: QuerySet[Instalment] = Instalment.objects.visible_to(user)
    return rows.select_related(*WITH)


def list_due(*, user: User) -> QuerySet[Instalment]:
    """What has fallen due and waits for this person to look at it: nothing that they, or whom they stand in
    for, applied for or wrote on, and no family that they stay out of; in no order."""
    people = sorted(people_of(user))
    mine = Q(by__in=people) | Q(stood_in_for__in=people)
    written = ApplicationEdit.objects.filter(mine, application=OuterRef("application"))
    own = Q(application__created_by__in=people) | Q(application__submitted_by__in=people) | Q(Exists(written))
    rows = due(list_in_scope(user=user)).filter(checker=user.union_id)
    return rows.exclude(own | kept_out(user, "application__household"))


def due(rows: QuerySet[Instalment], on: date | None = None) -> QuerySet[Instalment]:
    """Those that nobody has looked at although their day has come."""
    return rows.filter(state=State.PLANNED, due_on__lte=on or timezone.localdate())
