"""The calls, the answers to one, whose answer is missing."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from cases.leads.models import Call, CallUnit, Lead
from cases.leads.states import AnswerState, CallState
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class Answers:
    """How many unions were called on, have answered, have not, were or are late; the people handed in."""

    unions: int
    answered: int
    late: int
    persons: int

    @property
    def waiting(self) -> int:
        return self.unions - self.answered


def list_calls(user: User) -> QuerySet[Call]:
    """The calls that the person sees, open ones first, each with how many unions of the scope it calls on
    (`unions`) and how many of them have answered (`answered`)."""
    mine = Q(**{f"units__{user.union.scope_column}_id": user.union_id})
    rows: QuerySet[Call] = Call.objects.visible_to(user).select_related("union")
    return rows.annotate(
        unions=Count("units", filter=mine),
        answered=Count("units", filter=mine & Q(units__state=AnswerState.ANSWERED)),
    ).order_by(F("closed_at").desc(nulls_first=True), "-due_on", "-pk")


def list_called(union: Union, user: User) -> QuerySet[Union]:
    """Who is called on by a union: the open unions below it that have none below them."""
    below = Union.objects.open().filter(parent=OuterRef("pk"))
    rows: QuerySet[Union] = Union.objects.visible_to(user).open()
    return rows.filter(path__startswith=union.path).exclude(pk=union.pk).exclude(Exists(below))


def list_units(call: Call, user: User) -> QuerySet[CallUnit]:
    """The answers of the scope; what is missing first."""
    rows: QuerySet[CallUnit] = CallUnit.objects.visible_to(user).filter(call=call)
    return rows.select_related("union", "call", "answered_by").order_by(
        F("answered_at").asc(nulls_first=True), "union__path"
    )


def narrow(rows: QuerySet[CallUnit], shown: str, on: object) -> QuerySet[CallUnit]:
    """waiting: no answer yet; answered; late: answered after the last day, or not yet and it is over."""
    if shown == "waiting":
        return rows.filter(state=AnswerState.OPEN)
    if shown == "answered":
        return rows.filter(state=AnswerState.ANSWERED)
    return _late(rows, on) if shown == "late" else rows


def sum_up(call: Call, user: User, on: object) -> Answers:
    rows = list(list_units(call, user).values_list("state", "persons"))
    answered = [persons or 0 for state, persons in rows if state == AnswerState.ANSWERED]
    return Answers(len(rows), len(answered), _late(list_units(call, user), on).count(), sum(answered))


def _late(rows: QuerySet[CallUnit], on: object) -> QuerySet[CallUnit]:
    after = Q(answered_on__gt=F("call__due_on"))
    return rows.alias(answered_on=TruncDate("answered_at")).filter(
        after | Q(answered_at__isnull=True, call__due_on__lt=on)
    )


def list_owed(user: User) -> QuerySet[CallUnit]:
    """The answers that the person's own union owes."""
    rows: QuerySet[CallUnit] = CallUnit.objects.filter(
        union=user.union_id, state=AnswerState.OPEN, call__state=CallState.OPEN
    )
    return rows.select_related("call__union", "union")


def get_own(call: Call, user: User) -> CallUnit | None:
    """The person's own union among those called on."""
    return list_units(call, user).filter(union=user.union_id).first()


def count_leads(call: Call, user: User) -> int:
    """How many leads the person's own union has taken in since the call went out."""
    since = call.opened_at or call.created_at
    found: int = Lead.objects.filter(union=user.union_id, created_at__gte=since).count()
    return found
