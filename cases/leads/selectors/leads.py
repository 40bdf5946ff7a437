"""The list of leads, one lead with its history, who is the same person, to whom a lead may be passed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.archives.models import Household, Member
from cases.leads.models import Lead, LeadStep, QuestionnaireAnswer
from cases.leads.states import OPEN_STATES, LeadState
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import list_choosable_unions
from hardship.accounts.states import Role
from hardship.kernel.fields import blind_index


@dataclass(frozen=True)
class Twin:
    """An open lead about the same person. Of one that the viewer may not see only its union is told."""

    union: str
    lead: Lead | None


@dataclass(frozen=True)
class Known:
    """What is on record about somebody: open leads, files in which the same telephone stands."""

    leads: tuple[Twin, ...]
    files: tuple[Household, ...] = ()
    elsewhere: int = 0  # how many of them are of unions that the viewer does not see


def list_leads(user: User) -> QuerySet[Lead]:
    """The leads that the person sees; what is due first, settled ones last."""
    rows: QuerySet[Lead] = Lead.objects.visible_to(user).select_related("union", "created_by", "household")
    return rows.order_by(F("due_on").asc(nulls_last=True), "-pk")


def list_overdue(rows: QuerySet[Lead], on: date | None = None) -> QuerySet[Lead]:
    """Of these rows what should have been done before today."""
    return rows.filter(state__in=OPEN_STATES, due_on__lt=on or timezone.localdate())


def list_passed(rows: QuerySet[Lead], user: User) -> QuerySet[Lead]:
    """Of these rows what the person's union passed on and has no longer."""
    return rows.filter(pk__in=Lead.objects.passed_by(user.union_id).values("pk"))


def list_waiting(user: User) -> QuerySet[Lead]:
    """What the person's own union has to do now: everything open, of those who are watched the ones whose
    day has come. A clerk does it; where the union has none, whoever reviews there passes it on."""
    rows: QuerySet[Lead] = Lead.objects.filter(union=user.union_id, state__in=OPEN_STATES)
    if not user.has_role(Role.CLERK):
        rows = rows.exclude(Exists(clerks_of(OuterRef("union"))))
    return rows.exclude(state=LeadState.WATCH, due_on__gt=timezone.localdate())


def clerks_of(union: int | OuterRef) -> QuerySet[User]:
    """Who may contact and settle the leads of the union with this key: its active clerks."""
    return User.objects.holding(Role.CLERK, union=union)


def is_unattended(lead: Lead) -> bool:
    """Whether the lead is open at a union that has nobody to contact the person or settle it."""
    return lead.is_open and not clerks_of(lead.union_id).exists()


def with_history(rows: QuerySet[Lead]) -> QuerySet[Lead]:
    """With every step and every answer of a public questionnaire, newest first."""
    steps = LeadStep.objects.select_related("by", "passed_from", "passed_to").order_by("-pk")
    answers = QuestionnaireAnswer.objects.select_related("questionnaire__union").order_by("-pk")
    return rows.prefetch_related(Prefetch("steps", steps), Prefetch("answers", answers))


def list_receivers(union: Union, user: User, chosen: str = "") -> list[Union]:
    """To whom the union may pass a lead: unions of the levels below it, and those beside it."""
    beside: QuerySet[Union] = Union.objects.open().filter(parent=union.parent_id).exclude(pk=union.pk)
    across = [] if union.parent_id is None else list(beside.order_by("path"))
    below = list_choosable_unions(user, chosen) if union.pk == user.union_id else []
    return [*below, *across]


def find_open(index: bytes, *, other_than: Lead | None = None) -> Lead | None:
    """The open lead about the person with this ID number, wherever it is."""
    rows = Lead.objects.filter(id_number_index=index, state__in=OPEN_STATES).select_related("union")
    if other_than is not None:
        rows = rows.exclude(pk=other_than.pk)
    found: Lead | None = rows.first()
    return found


def list_twins(field: str, number: str, *, user: User) -> tuple[Twin, ...]:
    """Open leads with this ID number or telephone number (`field`)."""
    same = Q(**{f"{field}_index": blind_index(number, field)})  # type: ignore[arg-type]
    rows = list(Lead.objects.filter(same, state__in=OPEN_STATES).select_related("union").order_by("pk"))
    seen = set(
        Lead.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    return tuple(Twin(row.union.name, row if row.pk in seen else None) for row in rows)


def list_phone_files(number: str, *, user: User) -> tuple[Household, ...]:
    """The files of the scope in which somebody has this telephone number."""
    index = blind_index(number, "phone")
    members = Member.objects.filter(phone_index=index, removed_at__isnull=True, in_active_file=True)
    rows = Household.objects.visible_to(user).filter(pk__in=members.values("household"))
    return tuple(rows.select_related("union", "head").order_by("pk")[:5])
