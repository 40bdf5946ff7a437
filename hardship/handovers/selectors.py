"""What somebody has in hand, what waits at their post, and what has been left without anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, StandIn, Union, User, names_of
from hardship.accounts.selectors import HELD, acting_as
from hardship.accounts.states import Role
from hardship.handovers.models import Handover, HandoverItem
from hardship.handovers.states import MOST_LISTED, MOST_NAMED
from hardship.kernel.desk import DUTIES, Duty
from hardship.kernel.registry import Registry

WORKERS = frozenset(Role.values) - {Role.AUDITOR, Role.ADMINISTRATOR}  # who can have work in hand


def _nothing(_row: Any, _to: User) -> str:
    return ""


@dataclass(frozen=True)
class Holding:
    """One kind of what is in somebody's own hand, for those who hold one of `roles`.

    `rows` are all that are open; `holder` leads to the person and `unions` to the unions where it is held.
    `name` is a number without anybody's name, `page` where it is seen. `move` writes on the row that the
    receiver has it, in their name; without it the hand-over itself is the record of that. `blocker` says why
    this colleague may not have this one, or ''.
    """

    label: Any
    order: int
    roles: frozenset[str]
    rows: Callable[[], QuerySet[Any]]
    holder: str
    unions: tuple[str, ...]
    name: Callable[[Any], str]
    page: Callable[[Any], str]
    move: Callable[[Any, User], None] | None = None
    blocker: Callable[[Any, User], str] = _nothing


@dataclass(frozen=True)
class Held:
    """What of one kind somebody has in hand."""

    kind: str
    holding: Holding
    rows: list[Any]
    count: int


@dataclass(frozen=True)
class Left:
    """What of one kind lies with somebody who cannot go on with it any more."""

    holding: Holding
    person: User
    union: Union
    count: int


HOLDINGS: Registry[Holding] = Registry(
    "handovers.holdings", "What somebody has in hand and hands over to a colleague when they leave a post."
)


def kinds() -> list[tuple[str, Holding]]:
    """What can be in somebody's hand, in its order."""
    return sorted(HOLDINGS.items(), key=lambda pair: pair[1].order)


def held_rows(kind: str, holding: Holding) -> QuerySet[Any]:
    """All that are open, with `held_by`: whose hand they are in now."""
    if holding.move is not None:
        kept: QuerySet[Any] = holding.rows().annotate(held_by=F(holding.holder))
        return kept
    moved = HandoverItem.objects.filter(kind=kind, key=OuterRef("row_key"), is_moved=True)
    last = Subquery(moved.order_by("-pk").values("handover__to")[:1])
    rows = holding.rows().annotate(row_key=Cast("pk", CharField()))
    now: QuerySet[Any] = rows.annotate(
        held_by=Coalesce(last, F(holding.holder), output_field=BigIntegerField())
    )
    return now


def held_at(kind: str, holding: Holding, person: User, union: Union) -> QuerySet[Any]:
    """What of one kind a person has in hand at a union."""
    here = reduce(or_, (Q(**{path: union.pk}) for path in holding.unions))
    return held_rows(kind, holding).filter(here, held_by=person.pk).order_by("pk")


def list_held(person: User, union: Union) -> list[Held]:
    """All that a person has in hand at a union, the kinds without any left out."""
    found = [(kind, holding, held_at(kind, holding, person, union)) for kind, holding in kinds()]
    held = [Held(kind, holding, list(rows[:MOST_LISTED]), rows.count()) for kind, holding, rows in found]
    return [one for one in held if one.count]


@HELD.add("handovers")
def count_held(person: User) -> int:
    """How much a person has in hand, at whatever union."""
    return sum(held_rows(kind, holding).filter(held_by=person.pk).count() for kind, holding in kinds())


def list_givers(user: User) -> QuerySet[User]:
    """Whose work somebody may look at for a hand-over: their own, of the people whom they see, and of whoever
    stands or stood in for one of their posts."""
    stood_in = StandIn.objects.filter(
        user=OuterRef("pk"), appointment__union__path__startswith=user.union.path
    )
    seen = User.objects.visible_to(user) | User.objects.filter(Exists(stood_in))
    return seen | User.objects.filter(pk=user.pk)


def list_unions_of(person: User, by: User) -> list[Union]:
    """Where a person is at home, holds or held a post, or stands or stood in for one, as far as whoever looks
    may know: their home first."""
    posts = Appointment.objects.filter(user=person, union=OuterRef("pk"))
    stood_in = StandIn.objects.filter(user=person, appointment__union=OuterRef("pk"))
    rows = Union.objects.filter(Q(pk=person.union_id) | Exists(posts) | Exists(stood_in))
    home = User.objects.values_list("union", flat=True).get(pk=person.pk)
    found = [union for union in rows.order_by("path") if person.pk == by.pk or by.covers([union])]
    return sorted(found, key=lambda union: union.pk != home)


def list_receivers(giver: User, union: Union, by: User) -> QuerySet[User]:
    """The colleagues who could receive something at a union: whoever holds a post there today."""
    rows = User.objects.holding(*WORKERS, union=union.pk)
    return rows.exclude(pk__in=[giver.pk, by.pk]).order_by("name", "pk")


def item_blocker(holding: Holding, row: Any, to: User) -> str:
    """Why a colleague, at the union of the hand-over, may not have one matter, or ''."""
    if not to.has_role(*holding.roles):
        return _("“%(name)s”在这里不是%(roles)s，不能接。") % {
            "name": to.name, "roles": names_of(holding.roles),
        }  # fmt: skip
    return holding.blocker(row, to)


def list_waiting(giver: User, to: User, union: Union) -> list[dict[str, Any]]:
    """What waits at the posts that the giver holds at a union and stays with the post: how many of what, and
    which of them the receiver may not decide."""
    acting, taking = giver.at(union), to.at(union)
    duties = [duty for duty in DUTIES if duty.is_of(acting) and not duty.is_draft]
    found = [_waiting(duty, acting, taking) for duty in duties]
    return [one for one in found if one["count"]]


def _waiting(duty: Duty, acting: User, taking: User) -> dict[str, Any]:
    rows, mine = duty.rows(acting), duty.is_of(taking)
    keys = [row.pk for row in rows[:MOST_LISTED]]
    open_to = set(duty.rows(taking).filter(pk__in=keys).values_list("pk", flat=True)) if mine else set()
    left = [row for row in rows[:MOST_LISTED] if row.pk not in open_to] if mine else []
    return {
        "label": str(duty.label), "count": rows.count(), "is_of_receiver": mine, "left": len(left),
        "numbers": list(dict.fromkeys(number_of(row) for row in left[:MOST_NAMED])),
    }  # fmt: skip


def number_of(row: Any) -> str:
    """How a matter is called without anybody's name: by the number of its application, its own (which of an
    instalment says no more than the which), that of its file, or its kind and key."""
    names = ("number", "file_no", "code")
    application, *links = (getattr(row, link, None) for link in ("application", "household", "batch"))
    for one in (application, row, *links):
        for name in names:
            if value := getattr(one, name, None):
                return str(value)
    return f"{row._meta.verbose_name} {row.pk}"


def list_left(user: User) -> list[Left]:
    """无人经办: what lies, where somebody may hand it over, with people who have no working account or no
    post for it any more, by kind, person and union. Whoever administers a union does so below it, too;
    whoever heads a department, there alone (services.hand_blocker)."""
    return [row for kind, holding in kinds() for row in _left(kind, holding, user)]


def _left(kind: str, holding: Holding, user: User) -> list[Left]:
    path = holding.unions[0]
    below = {f"{path}__path__startswith": user.union.path}
    rows = held_rows(kind, holding).filter(
        **(below if user.has_role(Role.ADMINISTRATOR) else {path: user.union_id})
    )
    for name in holding.unions:
        able = acting_as(*holding.roles, union=OuterRef(f"{name}_id"))
        rows = rows.exclude(Exists(able.filter(pk=OuterRef("held_by"))))
    counts: dict[tuple[int, int], int] = {}
    for pair in rows.filter(held_by__isnull=False).order_by().values_list("held_by", path):
        counts[pair] = counts.get(pair, 0) + 1
    people = User.objects.in_bulk({person for person, _union in counts})
    unions = Union.objects.in_bulk({union for _person, union in counts})
    return [
        Left(holding, people[person], unions[union], count)
        for (person, union), count in sorted(counts.items())
    ]


def list_handovers(user: User) -> QuerySet[Handover]:
    """The hand-overs that a person may know, the latest first."""
    rows = Handover.objects.visible_to(user).select_related("union", "giver", "to", "made_by", "answered_by")
    ordered: QuerySet[Handover] = rows.order_by("-made_at", "-pk")
    return ordered


def list_offered(user: User) -> QuerySet[Handover]:
    """What waits for a person to receive it."""
    rows: QuerySet[Handover] = Handover.objects.filter(to=user.pk, state="offered")
    return rows.select_related("union", "giver").order_by("made_at", "pk")


def items_by_kind(handover: Handover) -> list[tuple[str, list[HandoverItem]]]:
    """The matters of a hand-over under the name of their kind."""
    found: dict[str, list[HandoverItem]] = {}
    for item in handover.items.order_by("pk"):
        found.setdefault(item.kind, []).append(item)
    names = {kind: str(holding.label) for kind, holding in kinds()}
    return [(names.get(kind, kind), rows) for kind, rows in found.items()]
