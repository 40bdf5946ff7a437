"""Reads of plans: the work list with what is late first, one plan with everything, whose turn it is."""

from datetime import date, timedelta

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.archives.models import Household
from cases.plans.models import HelpPlan, Measure, ProgressEntry
from cases.plans.states import MeasureState, PlanState
from hardship.accounts.models import User
from hardship.kernel.scope import Part, competent, competent_id

SOON = timedelta(days=14)


def list_plans(user: User) -> QuerySet[HelpPlan]:
    """The plans in scope with `open`, `total`, `late` (numbers of measures) and `next_due`; the earliest
    deadline first, plans without one last."""
    waits = Q(measures__state=MeasureState.OPEN)
    rows: QuerySet[HelpPlan] = HelpPlan.objects.visible_to(user).select_related(
        "household__head", "household__union", "created_by"
    )
    return rows.annotate(
        total=Count("measures", filter=~Q(measures__state=MeasureState.DROPPED)),
        open=Count("measures", filter=waits),
        late=Count("measures", filter=waits & Q(measures__due_on__lt=timezone.localdate())),
        next_due=Min("measures__due_on", filter=waits),
    ).order_by(F("next_due").asc(nulls_last=True), "pk")


def with_measures(plans: QuerySet[HelpPlan]) -> QuerySet[HelpPlan]:
    """With the measures, who sees to them and what was done."""
    entries = Prefetch("entries", ProgressEntry.objects.select_related("by").order_by("-on", "-pk"))
    measures = Measure.objects.select_related("responsible", "closed_by").order_by("due_on", "pk")
    return plans.prefetch_related(Prefetch("measures", measures.prefetch_related(entries)))


def list_household_plans(household: Household) -> list[HelpPlan]:
    """Every plan of one household, the newest first."""
    rows = household.help_plans.select_related("created_by").order_by("-year", "-pk")
    return list(with_measures(rows))


def list_measures(plans: QuerySet[HelpPlan]) -> QuerySet[Measure]:
    """The measures of these plans as lines of a workbook, in the order of their deadlines."""
    latest = Prefetch("entries", ProgressEntry.objects.order_by("-on", "-pk"))
    rows = Measure.objects.filter(plan__in=plans.order_by().values("pk"))
    rows = rows.select_related("plan__household__head", "plan__household__union", "responsible")
    return rows.prefetch_related(latest).order_by("due_on", "pk")


def list_due_measures(user: User, on: date | None = None) -> QuerySet[Measure]:
    """What this person has to see to within two weeks, late ones included: what is theirs, and for a
    household of their own union what somebody outside does, or somebody who is there no longer: they have
    left, or the file has gone to another union."""
    until = (on or timezone.localdate()) + SOON
    rows = Measure.objects.visible_to(user).filter(
        state=MeasureState.OPEN, plan__state=PlanState.AGREED, due_on__lte=until
    )
    here = Q(responsible__union=F("plan__household__union")) | Q(
        responsible__union=competent(Part.REVIEW, "plan__household__")
    )
    gone = Q(responsible__isnull=True) | Q(responsible__is_active=False) | ~here
    return rows.filter(Q(responsible=user) | gone & Q(plan__household__union=user.union)).select_related(
        "plan__household__head", "responsible"
    )


def list_responsible(household: Household) -> QuerySet[User]:
    """Who of the union, or of the one that reviews its files, may be named for a measure."""
    unions = {household.union_id, competent_id(household, Part.REVIEW)}
    rows: QuerySet[User] = User.objects.filter(union__in=unions, is_active=True)
    return rows.order_by("union__path", "name")
