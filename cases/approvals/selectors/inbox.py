"""待我审批: what waits for a person, what runs late, what they did, what they began."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Count, F, Q, QuerySet, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.copies import copied_to
from cases.approvals.selectors.handing import with_others
from cases.policies.selectors import get_calendar
from funds.donations.selectors import exclude_held_for_others
from funds.ledgers.models import BudgetLine
from funds.ledgers.states import Bucket
from hardship.accounts.models import User, people_of
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.desk import Post

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Free(TypedDict):
        available: Decimal | None

    FreeLine = WithAnnotations[BudgetLine, Free]

TABS = {
    "todo": _("待办"),
    "late": _("临期和超期"),
    "paused": _("挂起"),
    "done": _("已办"),
    "mine": _("我发起"),
    "standin": _("代办"),
    "copies": _("抄送"),
}


@dataclass(frozen=True)
class Tab:
    """One tab of the inbox with how many there are (of 抄送 how many are unread); of 待办 also their sum in
    yuan and how many are late."""

    key: str
    label: str
    count: int
    total: Decimal = Decimal(0)
    late: int = 0
    today: int = 0


# In which states an application waits for a signature.
WAITING = (State.REVIEW, State.APPROVAL)


def get_awaited(application: Application) -> Post | None:
    """Whose decision an application waits for now, at the union that it awaits; None for nobody's."""
    return Post(application.awaits_role) if application.state in WAITING else None


def list_tab(*, user: User, tab: str, calendar: WorkCalendar | None = None) -> QuerySet[Application]:
    """The applications of one tab, in no order, with what a row shows."""
    rows: QuerySet[Application] = Application.objects.visible_to(user).select_related(
        "household__head", "programme", "union"
    )
    if tab == "done":
        return rows.filter(_decided_by(user))
    if tab == "mine":
        return rows.filter(_begun_by(user))
    if tab == "standin":
        return rows.filter(_stood_in_by(user))
    if tab == "copies":
        return rows.filter(pk__in=copied_to(user))
    if tab == "paused":
        return rows.filter(_suspended_at(user))
    waiting = rows.filter(_waits_for(user))
    return waiting.filter(due_on__lte=_soon(calendar)) if tab == "late" else waiting


def count_tabs(user: User, calendar: WorkCalendar | None = None) -> dict[str, Tab]:
    """The tabs with their counts: one query, in which what waits is read once for all that is said of it."""
    scope = Application.objects.visible_to(user)
    figures: Any = User.objects.filter(pk=user.pk).values(
        todo=_waiting_figures(scope.filter(_waits_for(user)), _soon(calendar)),
        paused=_count(scope.filter(_suspended_at(user))),
        mine=_count(scope.filter(_begun_by(user))),
        done=_count(scope.filter(_decided_by(user))),
        standin=_count(scope.filter(_stood_in_by(user))),
        copies=_count(scope.filter(pk__in=copied_to(user, unread=True))),
    )[0]
    todo = figures["todo"] or dict.fromkeys(("count", "total", "late", "over", "today"), 0)
    counts = {**figures, "todo": todo["count"], "late": todo["late"]}
    extra = {"total": Decimal(todo["total"]), "late": todo["over"], "today": todo["today"]}
    return {
        key: Tab(key, str(label), counts[key], **(extra if key == "todo" else {}))
        for key, label in TABS.items()
    }


def list_budget_lines(
    *, user: User, uses: Sequence[str], payers: Collection[int] = (), subject: str = ""
) -> "QuerySet[FreeLine]":
    """This year's lines for these uses of the unions that may pay, or of the person's own, the first choice
    first, each with `available` yuan; without money that was collected for another subject."""
    choice = [When(use=use, then=Value(place)) for place, use in enumerate(uses)]
    lines = exclude_held_for_others(BudgetLine.objects.visible_to(user), subject).filter(
        union__in=payers or [user.union_id], use__in=uses, year=timezone.localdate().year
    )
    free = F("accounts__balance__credit") - F("accounts__balance__debit")
    return (
        lines.select_related("fund", "use")
        .annotate(available=Sum(free, filter=Q(accounts__bucket=Bucket.AVAILABLE)))
        .order_by(Case(*choice, default=Value(len(choice))), "-available", "pk")
    )


def _waits_for(user: User) -> Q:
    return _at_post(user) & ~Q(state=State.SUSPENDED) | asks(user)


def asks(user: User) -> Q:
    """Of applications those that wait for the opinion of this person, or of whom they stand in for."""
    return Q(asked__in=sorted(people_of(user)))


def _suspended_at(user: User) -> Q:
    return _at_post(user) & Q(state=State.SUSPENDED)


def _at_post(user: User) -> Q:
    return Q(awaits=user.union_id, awaits_role__in=sorted(user.roles)) & ~with_others(user)


def _begun_by(user: User) -> Q:
    return Q(created_by=user) | Q(submitted_by=user)


def _decided_by(user: User) -> Q:
    own = ApprovalStep.objects.filter(by=user, is_decision=True)
    return Q(pk__in=own.values("application_id"))


def list_stood_in(user: User, keys: Collection[int]) -> QuerySet[ApprovalStep]:
    """The steps on these applications that the person took for somebody, or somebody for them, the first
    first."""
    rows: QuerySet[ApprovalStep] = ApprovalStep.objects.filter(_between(user), application__in=keys)
    return rows.select_related("by", "stood_in_for").order_by("pk")


def _stood_in_by(user: User) -> Q:
    return Q(pk__in=ApprovalStep.objects.filter(_between(user)).values("application_id"))


def _between(user: User) -> Q:
    """Of steps those that the person took for somebody, or somebody for them."""
    return Q(stood_in_for__isnull=False, by=user) | Q(stood_in_for=user)


def _waiting_figures(rows: QuerySet[Application], soon: date) -> Subquery:
    """How many wait, their sum in yuan as text, how many are due by `soon`, over and due today; None where
    nothing waits."""
    today = timezone.localdate()
    figures = JSONObject(
        count=Count("pk"),
        total=Cast(Coalesce(Sum("amount"), Decimal(0)), TextField()),
        late=Count("pk", filter=Q(due_on__lte=soon)),
        over=Count("pk", filter=Q(due_on__lt=today)),
        today=Count("pk", filter=Q(due_on=today)),
    )
    return Subquery(_whole(rows).annotate(figure=figures).values("figure"))


def _count(rows: QuerySet[Application]) -> Coalesce:
    """How many these are, as an expression of another query."""
    return Coalesce(Subquery(_whole(rows).annotate(figure=Count("pk")).values("figure")), 0)


def _whole(rows: QuerySet[Application]) -> QuerySet[Any]:
    """The rows as one group."""
    return rows.order_by().annotate(all=Value(1)).values("all")


def _soon(calendar: WorkCalendar | None) -> date:
    """The last due date that counts as soon: the next working day."""
    return (calendar or get_calendar()).add_workdays(timezone.localdate(), 1)
