"""Who may be the second person (第二人) to an appointment, and what waits for whom."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hardship.accounts.models import Appointment, StandIn, Union, User, people_of
from hardship.accounts.states import Role, Second


def list_seconders(row: Appointment) -> QuerySet[User]:
    """The administrators of today, of the union of an appointment or one above, who could confirm it: neither
    its maker nor its person, and no stand-in of either; of the union itself first, then of the next above."""
    keys = (row.appointed_by_id, row.appointed_for_id, row.user_id)
    hands = {key for key in keys if key is not None}
    posts = Appointment.objects.in_force(timezone.localdate())
    above = posts.filter(role=Role.ADMINISTRATOR, union__in=_upwards(row.union), user=OuterRef("pk"))
    for_them = _standing(OuterRef("pk")).filter(appointment__user__in=hands)
    rows = User.objects.get_queryset().filter(Exists(above), is_active=True).exclude(pk__in=hands)
    return rows.exclude(Exists(for_them)).order_by("name", "pk")


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
    """Of what waits the part that this person may confirm."""
    if not user.has_role(Role.ADMINISTRATOR):
        return list_unseconded(user=user).none()
    hands = hands_of(user)
    own = Q(user__in=hands) | Q(appointed_by__in=hands) | Q(appointed_for__in=hands)
    return list_unseconded(user=user).exclude(pk__in=Appointment.objects.filter(own))


def hands_of(user: User) -> set[int]:
    """Whose hand somebody is today: their own, that of whom they act for, and of whoever they may act for."""
    return people_of(user) | set(_standing(user.pk).values_list("appointment__user", flat=True))


def _standing(user: "int | OuterRef") -> QuerySet[StandIn]:
    rows: QuerySet[StandIn] = StandIn.objects.in_force(timezone.localdate()).filter(user=user)
    return rows


def _upwards(union: Union) -> list[int]:
    return [int(key) for key in union.path.strip("/").split("/")]
