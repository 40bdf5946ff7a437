"""Other last days that 时限统计 counts beside those of decisions: until when what was approved is to be paid
(发放期限); rooms above add theirs (requirement B7)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.aggregates import Count
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.approvals.rules import Tally, summed
from cases.approvals.selectors.deadlines import (
    IN_TIME,
    LATE,
    NOBODY,
    OPEN,
    OPEN_LATE,
    Line,
    at_or_below,
    month_end,
    name_people,
    name_unions,
)
from funds.payments.models import Payable, Payment
from funds.payments.states import LIVE_STATES, PayableState, PaymentState
from hardship.accounts.models import Union, User
from hardship.kernel.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The applications of a scope whose last day is in a span of days, each with that day (`term_on`), the union
# (`place`) and person whose it is, on which day it was done (`done_on`), and the `result`.
ListTerms: TypeAlias = Callable[[User, Union, date, date], QuerySet[Any]]


@dataclass(frozen=True)
class Term:
    """A last day of one kind; `labels` says what each result is called, `note` what is counted."""

    title: "StrOrPromise"
    labels: Mapping[str, "StrOrPromise"]
    note: "StrOrPromise"
    list_rows: ListTerms


@dataclass(frozen=True)
class TermFigures:
    """One kind in one month: by union and by person, each adding up to `total`."""

    key: str
    term: Term
    unions: Sequence[Line]
    people: Sequence[Line]
    total: Tally


TERMS: Registry[Term] = Registry(
    "approvals.terms", "Last days that the monthly page of deadlines counts beside those of decisions."
)


def get_terms(*, user: User, month: date, union: Union | None = None) -> list[TermFigures]:
    """The figures of one month for a union of the person's scope and everything below it; a kind of which
    nothing ran out or runs out there is left out."""
    found = []
    for key, term in TERMS.items():
        rows = term.list_rows(user, union or user.union, month, month_end(month)).order_by()
        unions: dict[int, Tally] = {}
        people: dict[int, Tally] = {}
        groups = rows.values_list("place", "person", "result").annotate(number=Count("pk"))
        for place, person, result, number in groups:
            tally = Tally(**{result: number})
            unions.setdefault(place, Tally()).add(tally)
            people.setdefault(person, Tally()).add(tally)
        if unions:
            total = summed(unions.values())
            found.append(TermFigures(key, term, name_unions(unions), name_people(people), total))
    return found


def name_persons(rows: Sequence[Any]) -> dict[int, str]:
    """The names of whose these rows of a term are, by their keys."""
    return dict(User.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "name"))


def _to_be_paid(user: User, union: Union, first: date, last: date) -> QuerySet[Any]:
    """Those whose money this union or one below it pays, of one sum; whoever made the batch is its person."""
    owed = Payable.objects.exclude(state=PayableState.VOID).filter(source__startswith=f"{SOURCE}:")
    owed = owed.filter(at_or_below("commitment__line__union", union), due_on__range=(first, last))
    keys = owed.annotate(key=Cast(Substr("source", len(SOURCE) + 2), BigIntegerField())).values("key")
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("pk"), CharField()))
    own = Payable.objects.exclude(state=PayableState.VOID).filter(source=source).order_by("-pk")
    paid = Payment.objects.filter(payable__source=source, state=PaymentState.PAID).order_by("-pk")
    live = Payment.objects.filter(payable__source=source, state__in=LIVE_STATES).order_by("-pk")
    rows: QuerySet[Any] = Application.objects.visible_to(user).filter(pk__in=keys)
    rows = rows.annotate(
        term_on=Subquery(own.values("due_on")[:1]),
        place=Subquery(own.values("commitment__line__union")[:1]),
        done_on=Coalesce(Subquery(paid.values("paid_on")[:1]), Subquery(own.values("set_off_on")[:1])),
        person=Coalesce(
            Subquery(live.values("batch__made_by")[:1]), Value(NOBODY), output_field=BigIntegerField()
        ),
    )
    judged: QuerySet[Any] = rows.annotate(
        result=Case(
            When(done_on__lte=F("term_on"), then=Value(IN_TIME)),
            When(done_on__isnull=False, then=Value(LATE)),
            When(term_on__lt=timezone.localdate(), then=Value(OPEN_LATE)),
            default=Value(OPEN),
            output_field=CharField(),
        )
    )
    return judged


TERMS.add("pay")(
    Term(
        _("发放期限"),
        {IN_TIME: _("按期发放"), LATE: _("超期发放"), OPEN_LATE: _("超期未发"), OPEN: _("未到期")},
        _("政策规定了批准的次月底前发放的，按最迟发放日期所在的月份、出钱的工会统计；人员是制单人。"),
        _to_be_paid,
    )
)
