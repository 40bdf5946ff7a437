"""Which cases there are, who reads one, what is due; figures without persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cases.archives.models import Household
from cases.care.models import CareAdvice, CareCase, CareNote
from cases.care.states import (
    FEW,
    SUPERVISORS,
    TERM_AHEAD,
    WATCHED,
    WRITERS,
    CareState,
    Form,
    Kind,
    Outcome,
    Reason,
    Risk,
)
from hardship.accounts.models import Union, User, people_of

YUAN = DecimalField(max_digits=14, decimal_places=2)
SUMS = ("n", "people", "done", "asking", "asked", "getting", "got", "owing")


def list_cases(user: User) -> QuerySet[CareCase]:
    """Those of the scope, the newest first, with whether the person reads their content (`is_own`)."""
    rows: QuerySet[CareCase] = CareCase.objects.visible_to(user).select_related("union")
    own = Exists(CareCase.objects.open_to(user).filter(pk=OuterRef("pk")))
    return rows.annotate(is_own=own).order_by("-opened_on", "-pk")


def list_due(user: User) -> QuerySet[CareCase]:
    """What the person works on or supervises and is urgent, or whose day has come, or whose term of law ends
    within 30 days."""
    today = timezone.localdate()
    ending = Q(term_on__lte=today + timedelta(days=TERM_AHEAD))
    return list_in_hand(user).filter(Q(risk=Risk.URGENT) | Q(next_on__lte=today) | ending)


def list_read(user: User) -> QuerySet[CareCase]:
    """Whose content the person reads, open and closed."""
    rows: QuerySet[CareCase] = CareCase.objects.open_to(user)
    return rows


def list_in_hand(user: User) -> QuerySet[CareCase]:
    """What the person works on or supervises at this union and is not closed."""
    people = people_of(user)
    rows: QuerySet[CareCase] = CareCase.objects.filter(union=user.union_id, state=CareState.OPEN)
    return rows.filter(Q(worker__in=people) | Q(supervisor__in=people))


def list_watched(user: User) -> list[CareCase]:
    """关注名单: whom the person is to look after, the urgent first, then by the next day."""
    rows = list_in_hand(user).filter(risk__in=WATCHED).select_related("worker")
    return list(rows.order_by("risk", F("next_on").asc(nulls_last=True), "pk"))


def list_notes(case: CareCase) -> list[CareNote]:
    """Every note of a case, the newest first."""
    return list(case.notes.select_related("by", "stood_in_for").order_by("-on", "-pk"))


def list_advice(user: User) -> QuerySet[CareAdvice]:
    """What was asked in passing, of the scope, the newest first."""
    rows: QuerySet[CareAdvice] = CareAdvice.objects.visible_to(user).select_related("union", "by")
    return rows.order_by("-on", "-pk")


def list_workers(user: User) -> list[User]:
    """Who of the own union may work on a case."""
    return list(User.objects.holding(*WRITERS, union=user.union_id).order_by("name", "pk"))


def list_supervisors(user: User) -> list[User]:
    """Who of the own union may supervise one."""
    return list(User.objects.holding(*SUPERVISORS, union=user.union_id).order_by("name", "pk"))


def list_of_household(household: Household) -> QuerySet[CareCase]:
    """The cases of a family, the newest first: that there is one, not what it is about."""
    rows: QuerySet[CareCase] = CareCase.objects.filter(household=household)
    return rows.order_by("-pk")


def list_helped_since(household: Household, since: date) -> QuerySet[CareCase]:
    """What was closed since a day with something reached."""
    helped = (Outcome.REACHED, Outcome.PARTLY)
    return list_of_household(household).filter(
        state=CareState.CLOSED, outcome__in=helped, closed_at__date__gte=since
    )


@dataclass(frozen=True)
class Figure:
    """Cases of one group: how many, for how many people, how many are closed; yuan claimed, recovered and,
    case by case, of what was claimed still `missing`. None for whatever fewer than five people stand behind:
    it would say who they are."""

    name: str
    form: str
    cases: int | None
    persons: int | None
    closed: int | None
    claimed: Decimal | None
    recovered: Decimal | None
    missing: Decimal | None

    @property
    def is_few(self) -> bool:
        return self.persons is None


def count_cases(rows: QuerySet[CareCase]) -> list[Figure]:
    """The figures of these cases by form."""
    return [
        _figure(str(Kind(row["kind"]).label), str(Form(row["form"]).label), row)
        for row in _sums(rows.order_by().values("kind", "form").order_by("kind", "form"))
    ]


def count_arrears(user: User) -> list[Figure]:
    """欠薪: what workers who turned to a union are owed, by the unions next below and one's own; cases that
    are open, and those closed this year."""
    this_year = Q(state=CareState.CLOSED, closed_at__year=timezone.localdate().year)
    rows: QuerySet[CareCase] = CareCase.objects.visible_to(user).filter(reason=Reason.WAGES)
    rows = rows.filter(Q(state=CareState.OPEN) | this_year)
    branches = Union.objects.filter(Q(parent=user.union_id) | Q(pk=user.union_id)).order_by("path")
    sums = list(_sums(rows.order_by().values("union__path")))
    found = {union: [row for row in sums if _branch(row, branches) == union] for union in branches}
    return [_figure(union.name, "", _added(rows)) for union, rows in found.items() if rows]


def _branch(row: dict[str, Any], branches: Iterable[Union]) -> Union:
    """The union next below, or one's own, that a row belongs to."""
    return max(
        (one for one in branches if row["union__path"].startswith(one.path)), key=lambda one: len(one.path)
    )


def _added(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(row[name] or 0 for row in rows) for name in SUMS}


def _sums(grouped: Any) -> Iterable[dict[str, Any]]:
    sums: Iterable[dict[str, Any]] = grouped.annotate(
        n=Count("pk"), people=Sum("persons"), done=Count("pk", filter=Q(state=CareState.CLOSED)),
        asking=Coalesce(Sum("persons", filter=Q(claimed__isnull=False)), 0), asked=Sum("claimed"),
        getting=Coalesce(Sum("persons", filter=Q(recovered__gt=0)), 0), got=Sum("recovered"),
        owing=Sum(Greatest(F("claimed") - Coalesce("recovered", Decimal(0)), Decimal(0), output_field=YUAN),
                  filter=Q(claimed__isnull=False)),
    )  # fmt: skip
    return sums


def _figure(name: str, form: str, row: dict[str, Any]) -> Figure:
    if row["people"] < FEW:
        return Figure(name, form, None, None, None, None, None, None)
    claimed, recovered = _told(row["asking"], row["asked"]), _told(row["getting"], row["got"])
    is_told = claimed is not None and recovered is not None
    missing = Decimal(row["owing"] or 0) if is_told else None
    return Figure(name, form, row["n"], row["people"], row["done"], claimed, recovered, missing)


def _told(people: int, total: Decimal | None) -> Decimal | None:
    """A sum that none stands behind is nothing; one of one to four people is not told."""
    return None if 0 < people < FEW else Decimal(total or 0)
