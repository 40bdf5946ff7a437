"""Which results the workers were told, which not, and which not in time."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import lists
from cases.approvals.models import ApprovalStep
from cases.outcomes.models import Appeal, Slip, Telling
from cases.outcomes.rules import TELL_WORKDAYS
from cases.outcomes.selectors.decided import get_decision
from cases.outcomes.states import TOLD_STATES, Way
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.states import Role

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Decided(TypedDict):
        decided_on: datetime
        told_on: Any
        told_way: str
        told_word: str

    Result = WithAnnotations[Application, Decided]


def list_results(user: User) -> "QuerySet[Result]":
    """The decided applications of the scope: `decided_on` when, `told_on` and `told_way` (`told_word` as it
    reads) of the last telling of that decision."""
    rows = lists.list_applications(user=user).filter(state__in=TOLD_STATES)
    last = _tellings().order_by("-pk")
    return rows.annotate(
        decided_on=Subquery(_decisions().values("at")[:1]),
        told_on=Subquery(last.values("on")[:1]),
        told_way=Subquery(last.values("way")[:1]),
        told_word=Case(
            *(When(told_way=way, then=Value(str(label))) for way, label in Way.choices), default=Value("")
        ),
    )


def untold(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those whose worker nobody told of the decision that stands."""
    return rows.filter(~Exists(_tellings()), state__in=TOLD_STATES)


def told(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.filter(Exists(_tellings()), state__in=TOLD_STATES)


def told_late(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those untold whose decision, or the answer to the review of it, is more than TELL_WORKDAYS old."""
    last = get_calendar().add_workdays(timezone.localdate(), -TELL_WORKDAYS)
    begin = timezone.make_aware(datetime.combine(last, time.min))
    answered = Appeal.objects.filter(
        step__application=OuterRef("pk"), step__round=OuterRef("round"), step__target=OuterRef("state"),
        answered_at__gte=begin,
    )  # fmt: skip
    return untold(rows).filter(Exists(_decisions().filter(at__lt=begin))).exclude(Exists(answered))


def list_tellings(application: Application) -> list[Telling]:
    """All tellings of all rounds, the newest first."""
    rows = Telling.objects.filter(step__application=application).select_related("step", "by")
    return list(rows.prefetch_related(Prefetch("slips", Slip.objects.order_by("pk"))).order_by("-pk"))


def is_told(application: Application) -> bool:
    return bool(told(Application.objects.filter(pk=application.pk)).exists())


def tell_blocker(application: Application, by: User) -> str:
    """What keeps this person from recording that the worker was told, or ''."""
    if application.state not in TOLD_STATES or get_decision(application) is None:
        return _("这份申请现在没有要告知职工的结果。")
    return teller_blocker(application, by)


def teller_blocker(application: Application, by: User) -> str:
    """Why this person is not who tells the worker, or ''."""
    if not by.has_role(Role.CLERK) or by.union_id != application.union_id:
        return _("由申报工会的经办人告知职工并登记。")
    return ""


def _decisions() -> QuerySet[ApprovalStep]:
    """Of the application of the outer query the step into its present state, the last one first."""
    steps: QuerySet[ApprovalStep] = ApprovalStep.objects.filter(
        application=OuterRef("pk"), round=OuterRef("round"), target=OuterRef("state")
    )
    return steps.order_by("-pk")


def _tellings() -> QuerySet[Telling]:
    """Of the application of the outer query what was told of its present state; of one that was reviewed and
    stands what was told since: the worker hears that, too."""
    rows: QuerySet[Telling] = Telling.objects.filter(
        step__application=OuterRef("pk"), step__round=OuterRef("round"), step__target=OuterRef("state")
    )
    answered = Appeal.objects.filter(step=OuterRef("step"), answered_at__gt=OuterRef("at"))
    return rows.exclude(Exists(answered))
