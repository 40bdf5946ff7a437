"""What the page of one case shows beyond its file: aid and payments, the matter at hand, the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import OPEN_STATES
from cases.approvals.models import ApprovalStep
from cases.approvals.templatetags.stations import list_stations
from cases.archives.models import FileStep, Household
from cases.archives.rules.subjects import subject_of
from cases.archives.selectors.files import FILE
from cases.archives.states import State as FileState
from cases.giving.selectors.plans import list_sources
from cases.petitions.models import Petition
from cases.petitions.selectors.petitions import list_of_household
from cases.policies.selectors import get_calendar
from funds.payments.selectors import list_payments_of, paid_to
from hardship.accounts.models import User, names_of_step
from hardship.audit.models import AuditRecord
from hardship.kernel.statements import ObjectStatement, compile_objects

EVENTS = 8
GOOD = frozenset({"file", "verify", "reassess", "relieve", "resume", "lift", "pass", "approve", "conclude"})
BAD = frozenset({"reject", "revoke", "close", "leave", "relapse", "discard"})
BACK = frozenset({"return", "reopen", "withdraw", "fall_due", "unfile", "unreturn", "unverify"})
FILE_ROUTE = (FileState.DRAFT, FileState.UNDER_REVIEW, FileState.FILED)


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    text: str
    at: datetime
    by: str
    comment: str = ""
    kind: str = ""
    now: bool = False


@dataclass(frozen=True)
class RouteStep:
    """One station of a route: done, current, todo, stopped; an application says ahead for todo."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Matter:
    """What is under way: its title, where it stands, until when (working days left, or None)."""

    title: str
    steps: list[RouteStep]
    application: Application | None = None
    due_on: date | None = None
    days: int | None = None


def list_aid(*, household: Household, user: User) -> list[Application]:
    """The household's applications, newest first, each with its payments.

    All of them: what another union decided before a transfer is the family's history too, though its page
    stays that union's. `may_open` says which pages this person may open.
    """
    rows: list[Any] = list(
        Application.objects.filter(household=household)
        .select_related("programme", "member", "created_by")
        .order_by("-pk")
    )
    sources = list_sources([row.pk for row in rows])
    payments = list_payments_of([name for names in sources.values() for name in names])
    mine = set(Application.objects.visible_to(user).filter(household=household).values_list("pk", flat=True))
    for row in rows:
        row.may_open = row.pk in mine
        row.paid = [payment for name in sources[row.pk] for payment in payments.get(name, [])]
    return rows


def aid_total(*, household: Household) -> Decimal:
    """What ever reached the household, yuan."""
    return paid_to(subject_of(household.pk)).aggregate(total=Sum("amount"))["total"] or Decimal(0)


def list_events(
    household: Household,
    steps: Iterable[FileStep],
    *,
    user: User,
    has_applications: bool = True,
    has_petitions: bool = True,
) -> list[Event]:
    """What happened to the file and its applications and what the family brought to a union, newest first;
    `steps` are those of `newest_steps`."""
    events = [*map(_file_event, steps), _beginning(household)]
    if has_petitions:
        events += map(_petition_event, list_of_household(household, user).order_by("-pk")[:EVENTS])
    if has_applications:
        decisions = ApprovalStep.objects.filter(application__household=household)
        decisions = decisions.select_related("by", "stood_in_for", "application__programme").order_by("-pk")[
            :EVENTS
        ]
        events += map(_application_event, decisions)
    events.sort(key=lambda event: event.at, reverse=True)
    newest, *older = events[:EVENTS]
    return [Event(**{**vars(newest), "now": True}), *older]


@cache
def newest_steps() -> ObjectStatement[FileStep]:
    """The statement that reads the last steps of one file."""
    rows = (
        FileStep.objects.filter(household=FILE).select_related("by", "stood_in_for").order_by("-pk")[:EVENTS]
    )
    return compile_objects("file_steps", rows, FILE)


def get_matter(*, household: Household, user: User, has_applications: bool = True) -> Matter | None:
    """The application under way, else the file while it is not filed; None when nothing is."""
    application = _under_way(household, user) if has_applications else None
    if application is not None:
        title = f"{application.programme.name}"
        return Matter(title, _application_route(application), application, *_deadline(application.due_on))
    if household.state not in (FileState.DRAFT, FileState.UNDER_REVIEW, FileState.RETURNED):
        return None
    return Matter(str(_("建立档案")), _file_route(household), None, *_deadline(household.due_on))


def _under_way(household: Household, user: User) -> Application | None:
    rows = (
        Application.objects.visible_to(user)
        .filter(household=household, state__in=OPEN_STATES)
        .select_related("programme__policy", "household__union")
        .order_by("-pk")
    )
    found: Application | None = rows.first()
    return found


def list_log(*, household: Household, user: User) -> QuerySet[AuditRecord]:
    """The audit rows about the file, its people, papers and applications, newest first; who may see the
    file may see what happened to it under another union."""
    about = [household, *household.members.all(), *household.applications.all(), *household.evidence.all()]
    keys: dict[str, list[str]] = {}
    for target in about:
        keys.setdefault(target._meta.label_lower, []).append(str(target.pk))
    wanted = Q()
    for label, ids in keys.items():
        wanted |= Q(target_type=label, target_id__in=ids)
    return AuditRecord.objects.filter(wanted).select_related("by", "union").order_by("-pk")


def _beginning(household: Household) -> Event:
    maker = household.created_by.name if household.created_by else ""
    return Event(_("开始填报"), household.created_at, maker)


def _file_event(step: FileStep) -> Event:
    said = " ".join(filter(None, (step.comment, step.unseen_note)))
    return Event(step.label, step.at, names_of_step(step), said, _kind(step.action))


def _application_event(step: ApprovalStep) -> Event:
    text = f"{step.application.programme.name}：{step.label}"
    return Event(text, step.at, names_of_step(step), step.comment, _kind(step.action))


def _petition_event(row: Petition) -> Event:
    text = _("信访接待：%(matter)s，%(state)s") % {
        "matter": row.get_matter_display(), "state": row.get_state_display()
    }  # fmt: skip
    return Event(text, row.created_at, row.created_by.name if row.created_by else "", row.number)


def _kind(action: str) -> str:
    for kind, actions in (("success", GOOD), ("danger", BAD), ("warning", BACK)):
        if action in actions:
            return kind
    return ""


def _deadline(due_on: date | None) -> tuple[date | None, int | None]:
    if due_on is None:
        return None, None
    return due_on, get_calendar().days_left(due_on, timezone.localdate())


def _file_route(household: Household) -> list[RouteStep]:
    labels = {FileState.DRAFT: _("填报"), FileState.UNDER_REVIEW: _("审核"), FileState.FILED: _("建档")}
    state = FileState.DRAFT if household.state == FileState.RETURNED else household.state
    notes = {FileState.DRAFT: _("退回补正")} if household.state == FileState.RETURNED else {}
    if household.submitted_at and state == FileState.UNDER_REVIEW:
        notes[FileState.DRAFT] = _short(household.submitted_at)
    return _route(FILE_ROUTE, labels, state, notes)


def _application_route(application: Application) -> list[RouteStep]:
    """The stations of its own route, as its page shows them."""
    return [RouteStep(**one) for one in list_stations(application)]


def _route(
    stations: Sequence[str], labels: Mapping[Any, str], state: str, notes: Mapping[Any, str]
) -> list[RouteStep]:
    here = stations.index(state)
    order = ("done", "current", "todo")
    return [
        RouteStep(labels[station], order[(place > here) - (place < here) + 1], notes.get(station, ""))
        for place, station in enumerate(stations)
    ]


def _short(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d}"
