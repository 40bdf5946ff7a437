"""Who may be the second person (第二人) to an appointment, who was kept from it, and what waits for whom."""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hardship.accounts.models import Appointment, StandIn, Union, User, people_of
from hardship.accounts.states import AWAY_DAYS, WITHOUT_EFFECT, Role, Second

MAKERS = ("appointed_by", "appointed_for")  # of an appointment


def list_seconders(row: Appointment) -> QuerySet[User]:
    """The administrators of today, of the union of an appointment or one above, who could confirm it: neither
    its maker nor its person, no stand-in of either, and nobody whose password the maker reset lately; of the
    union itself first, then of the next above."""
    hands = _makers(row) | {row.user_id}
    posts = Appointment.objects.in_force(timezone.localdate())
    above = posts.filter(role=Role.ADMINISTRATOR, union__in=_upwards(row.union), user=OuterRef("pk"))
    for_them = _standing(OuterRef("pk")).filter(appointment__user__in=hands)
    rows = User.objects.get_queryset().filter(Exists(above), is_active=True).exclude(pk__in=hands)
    rows = rows.exclude(password_reset_by__in=_makers(row), password_reset_at__gte=_lately())
    return rows.exclude(Exists(for_them)).order_by("name", "pk")


def list_kept_away(row: Appointment) -> QuerySet[User]:
    """Who could confirm an appointment, had its maker not kept them from it in the last AWAY_DAYS days: by
    ending their post, closing their account, resetting their password or making them a stand-in of a party.
    The person of the appointment is one of them if it gives them back what the maker took."""
    makers = _makers(row)
    held = _held_lately(_upwards(row.union)).filter(user=OuterRef("pk"))
    away = Q(Exists(held.filter(revoked_by__in=makers)))
    away |= Q(cut_off_by__in=makers, cut_off_at__gte=_lately())
    # whoever got the password before the post was never kept from it
    had = held.filter(appointed_at__lt=OuterRef("password_reset_at"))
    away |= Q(Exists(had), password_reset_by__in=makers, password_reset_at__gte=_lately())
    parties = _standing(OuterRef("pk")).filter(appointment__user__in=makers | {row.user_id})
    kept = away | Q(Exists(parties.filter(made_by__in=makers)))
    rows: QuerySet[User] = User.objects.get_queryset().filter(Exists(held), kept).exclude(pk__in=makers)
    return rows.order_by("name", "pk")


def list_fellows(user: User) -> QuerySet[User]:
    """The other administrators, of now or to be, of the union that a person works at and of those above."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate())
    posts = Appointment.objects.filter(lasting, role=Role.ADMINISTRATOR, revoked_at__isnull=True)
    there = posts.filter(union__in=_upwards(user.union), user=OuterRef("pk"))
    return User.objects.get_queryset().filter(Exists(there)).exclude(pk=user.pk)


def get_seconding_union(row: Appointment) -> Union | None:
    """The union itself or the nearest above at which somebody could confirm an appointment."""
    could = list_seconders(row)
    near = Union.objects.filter(pk__in=_upwards(row.union)).order_by("-path")
    there = (one for one in near if could.filter(pk__in=User.objects.holding(Role.ADMINISTRATOR, union=one)))
    return next(there, None)


def list_unseconded(*, user: User) -> QuerySet[Appointment]:
    """What waits for a second person at the unions that the user administers, by union and person."""
    rows = Appointment.objects.visible_to(user).filter(second=Second.WAITING, revoked_at__isnull=True)
    rows = rows.select_related("user__union", "union", "appointed_by", "seconded_by")
    found: QuerySet[Appointment] = rows.order_by("union__path", "user__username", "from_on", "pk")
    return found


def list_to_second(user: User) -> QuerySet[Appointment]:
    """Of what waits the part that this person may confirm: not as a party, nor as a stand-in of one, nor by a
    password or a stand-in's work that the maker gave them. All of it is asked of the database, as the desk
    compiles it once for many people."""
    if not user.has_role(Role.ADMINISTRATOR):
        return list_unseconded(user=user).none()
    hands = people_of(user)
    own = Q(user__in=hands) | Q(appointed_by__in=hands) | Q(appointed_for__in=hands)
    rows = list_unseconded(user=user).exclude(pk__in=Appointment.objects.filter(own))
    as_stand_in = _standing(user.pk).filter(_of_any("appointment__user", "user", *MAKERS))
    return rows.exclude(Exists(as_stand_in)).exclude(_is_hand_of_the_maker(user))


def _is_hand_of_the_maker(user: User) -> Q:
    """Whether somebody has their password, or the post that they act in now, from the maker of an appointment
    (one query further out)."""
    reset = User.objects.filter(_of_any("password_reset_by", *MAKERS), password_reset_at__gte=_lately())
    found = Q(Exists(reset.filter(pk=user.pk)))
    if user.stands_for is not None:
        acting = _standing(user.pk).filter(appointment__user=user.stands_for.pk)
        found |= Q(Exists(acting.filter(_of_any("made_by", *MAKERS))))
    return found


def _makers(row: Appointment) -> set[int]:
    """Who made an appointment: the person at the keyboard, and whose post they did."""
    return {key for key in (row.appointed_by_id, row.appointed_for_id) if key is not None}


def _of_any(column: str, *of_the_row: str) -> Q:
    """Whether a column is one of these columns of the appointment, one query further out."""
    found = Q()
    for name in of_the_row:
        found |= Q((column, OuterRef(name)))
    return found


def _held_lately(unions: list[int]) -> QuerySet[Appointment]:
    """The posts of administrators that counted on one of the last AWAY_DAYS days."""
    posts = Appointment.objects.filter(role=Role.ADMINISTRATOR, union__in=unions)
    begun = posts.filter(from_on__lte=timezone.localdate()).exclude(second__in=WITHOUT_EFFECT)
    running = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate(_lately()))
    kept = Q(revoked_at__isnull=True) | Q(revoked_at__gte=_lately())
    rows: QuerySet[Appointment] = begun.filter(running, kept)
    return rows


def _lately() -> datetime:
    """The beginning of the day that is AWAY_DAYS days past."""
    day = timezone.localdate() - timedelta(days=AWAY_DAYS)
    return timezone.make_aware(datetime.combine(day, time.min))


def _standing(user: "int | OuterRef") -> QuerySet[StandIn]:
    rows: QuerySet[StandIn] = StandIn.objects.in_force(timezone.localdate()).filter(user=user)
    return rows


def _upwards(union: Union) -> list[int]:
    return [int(key) for key in union.path.strip("/").split("/")]
