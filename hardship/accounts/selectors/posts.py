"""Reads of posts: appointments, who stands in for whom, where somebody works."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hardship.accounts.models import Appointment, StandIn, Union, User
from hardship.accounts.models.people import UserQuerySet
from hardship.accounts.selectors.people import person_mark
from hardship.accounts.states import Role


def acting_as(*roles: str, union: Any) -> UserQuerySet:
    """Those with a working account who hold one of these roles at a union today, or stand in for somebody who
    does. `union` is as in `UserQuerySet.holding`."""
    where = OuterRef(union) if isinstance(union, OuterRef) else union  # one query further in
    today = timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(role__in=roles, union=where)
    rows = StandIn.objects.in_force(today).filter(appointment__role__in=roles, appointment__union=where)
    mine = Exists(posts.filter(user=OuterRef("pk"))) | Exists(rows.filter(user=OuterRef("pk")))
    found: UserQuerySet = User.objects.get_queryset().filter(mine, is_active=True)
    return found


def list_lasting(user: User, union: Union) -> QuerySet[Appointment]:
    """What a person holds at a union today or will hold later, and nobody took back."""
    open_end = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate())
    rows: QuerySet[Appointment] = Appointment.objects.filter(open_end, user=user, union=union)
    return rows.filter(revoked_at__isnull=True).order_by("from_on", "pk")


def list_overlapping(row: Appointment) -> QuerySet[Appointment]:
    """The person's other appointments, at any union, that share a day with this one."""
    later = Q(until_on__isnull=True) | Q(until_on__gte=row.from_on)
    sooner = Q() if row.until_on is None else Q(from_on__lte=row.until_on)
    rows: QuerySet[Appointment] = Appointment.objects.filter(later, sooner, user=row.user_id)
    return rows.filter(revoked_at__isnull=True).exclude(pk=row.pk)


def list_stood_in_for(row: Appointment) -> list[Appointment]:
    """The posts of others that the person of an appointment stands in for in its time."""
    rows = StandIn.objects.filter(user=row.user_id, appointment__revoked_at__isnull=True)
    rows = rows.overlapping(row.from_on, row.until_on)
    return [one.appointment for one in rows.select_related("appointment")]


def list_overlapping_posts(user: User, from_on: date, until_on: date) -> set[tuple[int, str]]:
    """Union and role of whatever a person holds, or does for others, on one of these days."""
    asked = Appointment(user=user, from_on=from_on, until_on=until_on)
    return {(row.union_id, row.role) for row in (*list_overlapping(asked), *list_stood_in_for(asked))}


def list_standing(user: User) -> list[StandIn]:
    """For whom a person may act today, the first to end first."""
    rows = StandIn.objects.filter(user=user.pk).in_force(timezone.localdate())
    return list(with_names(rows).order_by("until_on", "pk"))


def list_own_stand_ins(user: User) -> QuerySet[StandIn]:
    """What a person does for others and others for them, last year's too, the latest first."""
    recent = timezone.localdate() - timedelta(days=365)
    mine = Q(user=user.pk) | Q(appointment__user=user.pk)
    rows: QuerySet[StandIn] = StandIn.objects.filter(mine, until_on__gte=recent)
    return with_names(rows).order_by("-from_on", "-pk")


def list_stand_ins(*, user: User) -> QuerySet[StandIn]:
    """Every stand-in for a post of the user's subtree, the latest first."""
    return with_names(StandIn.objects.visible_to(user)).order_by("-from_on", "-pk")


def with_names(rows: QuerySet[StandIn]) -> QuerySet[StandIn]:
    """With the post, its union, its holder and who stands in, with their homes."""
    return rows.select_related("appointment__union", "appointment__user__union", "user__union")


def list_candidates(post: Appointment, by: User) -> QuerySet[User]:
    """Who could stand in for a post: who works at its union; an administrator chooses of the subtree."""
    colleagues = User.objects.working_at(post.union_id)
    known = User.objects.visible_to(by).filter(is_active=True)
    rows: QuerySet[User] = known if by.has_role(Role.ADMINISTRATOR) else colleagues
    return rows.exclude(pk=post.user_id).order_by("union__path", "name")


def list_appointments(person: User, *, user: User) -> QuerySet[Appointment]:
    """What a person holds, will hold and held at the unions of the user's subtree, the latest first."""
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(user).filter(user=person)
    rows = rows.select_related("union", "appointed_by", "revoked_by", "confirmed_by", "seconded_by")
    return rows.order_by("-from_on", "-pk")


def list_all_appointments(*, user: User) -> QuerySet[Appointment]:
    """Every appointment at the unions of the user's subtree, by union and person, the latest first."""
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(user).select_related("user__union", "union")
    rows = rows.select_related("seconded_by")
    return rows.order_by("union__path", "user__username", "-from_on", "-pk")


def list_own_appointments(user: User) -> QuerySet[Appointment]:
    """What a person holds and will hold anywhere, and what ended within the last year."""
    recent = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate() - timedelta(days=365))
    rows: QuerySet[Appointment] = Appointment.objects.filter(recent, user=user, revoked_at__isnull=True)
    return rows.select_related("union").order_by("union__path", "from_on", "pk")


def list_places(user: User) -> list[Union]:
    """The unions at which a person holds a role today, their home first."""
    rows = Union.objects.filter(pk__in=user.places).order_by("path")
    home = User.objects.values_list("union", flat=True).get(pk=user.pk)
    return sorted(rows, key=lambda union: union.pk != home)


def place_of(user: User, mark: str = "") -> Union:
    """Where somebody who signs in begins: at the union for which the page with this mark was made, else at
    home, else at the first union at which they hold a role."""
    places = list_places(user)
    return next((one for one in places if mark and person_mark(user.at(one)) == mark), None) or (
        places[0] if places else user.union
    )
