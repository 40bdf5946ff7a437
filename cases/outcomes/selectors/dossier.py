"""What a dossier is made of besides files: rounds, visits, notices, meetings, the course of the case."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.rules import SOURCE, source_of
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.along import is_void
from cases.approvals.states import OPINE, RECALL, SEND_BACK
from cases.archives.models import Assessment, Household
from cases.archives.selectors.aid import get_family
from cases.bodies.models import Meeting
from cases.bodies.states import READERS, MeetingState
from cases.giving.selectors.follow_ups import list_follow_ups_of
from cases.giving.selectors.plans import list_sources
from cases.notices.models import Objection
from cases.notices.selectors import list_entries_of, reads_objections
from cases.outcomes.selectors.appeals import list_appeals
from cases.outcomes.selectors.telling import list_tellings
from cases.pairings.models import Pairing
from cases.pairings.selectors.pairings import with_everything
from cases.visits.models import HomeVisit
from funds.payments.models import Payment
from hardship.accounts.models import User
from hardship.kernel.registry import Registry

ASKED: Registry[Callable[[Collection[str], User], list[str]]] = Registry(
    "outcomes.asked",
    "What those said who were asked after a payment of these sources, for the dossier: lines"
    " for whom the room's own pages show them.",
)


def list_rounds(application: Application) -> list[int]:
    """The rounds that somebody read; of what was never submitted the present one."""
    recalled = application.steps.filter(action=RECALL).values("round")
    kept = application.submissions.exclude(round__in=recalled).order_by("round")
    return list(kept.values_list("round", flat=True)) or [application.round]


def list_of_family(household: Household, by: User) -> list[Application]:
    """Every submitted application of a family, of its files before too, within the person's scope, the oldest
    first."""
    rows = Application.objects.visible_to(by).filter(household__in=get_family(household).files)
    rows = rows.filter(number__isnull=False).select_related(
        "household__head", "household__union", "programme__policy", "union", "member", "created_by"
    )
    return list(rows.order_by("pk"))


def list_steps(application: Application) -> list[tuple[ApprovalStep, bool]]:
    """Every step of every round, the oldest first, and whether its signature is void."""
    steps = list(application.steps.select_related("by", "stood_in_for").order_by("pk"))
    return [(step, step.action != SEND_BACK and is_void(step, steps)) for step in steps]


def list_void(application: Application) -> list[ApprovalStep]:
    """The opinions and decisions that hold no more: of rounds before, and those that a step back undid."""
    return [
        step
        for step, is_void_now in list_steps(application)
        if (step.is_decision or step.action == OPINE) and (is_void_now or step.round < application.round)
    ]


def list_visits(application: Application) -> list[HomeVisit]:
    """The home visits of the case: the last one before it began, each until it was decided, and those that
    followed the aid up."""
    rows = application.household.home_visits.select_related("household__head", "household__union")
    rows = rows.order_by("created_at", "pk")
    before = rows.filter(created_at__lt=application.created_at).last()
    until = application.decided_at or timezone.now()
    within = Q(created_at__range=(application.created_at, until))
    since = rows.filter(within | Q(follow_ups__application=application)).distinct()
    return [*([before] if before else []), *since]


def list_pairings(application: Application, by: User) -> list[Pairing]:
    """The pairings of the family that ran at some time between the application and its decision, or run, as
    far as the person sees them."""
    since, until = application.created_at, application.decided_at or timezone.now()
    rows = Pairing.objects.visible_to(by).filter(household=application.household_id)
    rows = rows.filter(begun_on__lte=timezone.localdate(until))
    rows = rows.exclude(ended_on__lt=timezone.localdate(since))
    return list(with_everything(rows).order_by("pk"))


def list_answered_objections(application: Application, by: User) -> list[Objection]:
    """The objections to it that were answered, for whom the page of the notice shows them."""
    if not reads_objections(by):
        return []
    rows = Objection.objects.filter(entry__source=source_of(application.pk), answered_at__isnull=False)
    return list(rows.select_related("entry__notice__union", "answered_by").order_by("pk"))


def list_meetings(application: Application, by: User) -> list[Meeting]:
    """The meetings that had it on their agenda and were held, as far as the person sees them."""
    if not by.has_role(*READERS):
        return []
    ours = Q(items__kind=SOURCE, items__target_id=str(application.pk), items__removed_at__isnull=True)
    held = Meeting.objects.visible_to(by).filter(state__in=(MeetingState.HELD, MeetingState.MINUTED))
    rows = held.filter(ours).distinct().select_related("body", "union", "held_by", "minuted_by")
    return list(rows.order_by("on", "pk"))


def decided_others(meeting: Meeting, application: Application) -> bool:
    """Whether something else was on its agenda as well."""
    live = meeting.items.filter(removed_at__isnull=True)
    return live.exclude(kind=SOURCE, target_id=str(application.pk)).exists()


def list_payments(application: Application) -> "QuerySet[Payment]":
    """What was paid for it, its instalments too, with the batch and the line of money."""
    rows: QuerySet[Payment] = Payment.objects.filter(payable__source__in=_sources(application))
    return rows.select_related("batch", "payable__commitment__line__fund").order_by("pk")


def _sources(application: Application) -> list[str]:
    return list_sources([application.pk])[application.pk]


def get_course(application: Application, by: User) -> dict[str, Any]:
    """Every step of every round, notices with objections, tellings, reviews, payments: the oldest first. What
    was objected is for whom the page of the notice shows it; for `by` there may be only how many."""
    return {
        "steps": list_steps(application),
        "reads_objections": reads_objections(by),
        "entries": list_entries_of(source_of(application.pk)),
        "tellings": list_tellings(application)[::-1],
        "appeals": list_appeals(application)[::-1],
        "payments": list(list_payments(application)),
        "follow_ups": list_follow_ups_of(application),
        "asked": [line for _name, say in ASKED.items() for line in say(_sources(application), by)],
    }


def get_assessment(application: Application) -> Assessment | None:
    """The last determination before it was submitted; of a draft the last one."""
    rows = application.household.assessments.order_by("-pk")
    if application.submitted_at is not None:
        rows = rows.filter(at__lte=application.submitted_at)
    found: Assessment | None = rows.first()
    return found
