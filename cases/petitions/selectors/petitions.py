"""The list of petitions, one with its history, what waits, who called before, to whom one may go."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.archives.models import Household, Member
from cases.archives.states import IN_FORCE_STATES
from cases.petitions.models import CoHandler, Companion, Petition, PetitionStep
from cases.petitions.states import ACCUSING, DUE, HANDLED, HANDLERS, OPEN, TO_ASSIGN, State
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.selectors import list_choosable_unions
from hardship.kernel.fields import blind_index

MOST_CALLS = 5
RELATED = ("union", "offered_to", "handler", "created_by")


def knowing(user: User) -> Q:
    """Of which petitions this person may know who they are from: of all but those that accuse somebody; of
    those whoever handles, helps or took them in."""
    people = people_of(user)
    helping = Exists(CoHandler.objects.filter(petition=OuterRef("pk"), user__in=people))
    return ~Q(matter__in=ACCUSING) | Q(handler__in=people) | Q(created_by=user.pk) | Q(helping)


def list_petitions(user: User) -> QuerySet[Petition]:
    """What the person sees, what is due first, with whether they may know who it is from."""
    rows: QuerySet[Petition] = Petition.objects.visible_to(user).select_related(*RELATED)
    known = Exists(Petition.objects.filter(knowing(user), pk=OuterRef("pk")))
    return rows.annotate(is_known=known).order_by(F("due_on").asc(nulls_last=True), "-pk")


def with_history(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """With who came along, who helps, every step and what was joined to it."""
    steps = PetitionStep.objects.select_related("by", "stood_in_for", "handler", "passed_from", "passed_to")
    return rows.select_related(
        "household__union", "household__head", "lead", "application", "main"
    ).prefetch_related(
        "companions",
        Prefetch("helpers", CoHandler.objects.select_related("user").order_by("pk")),
        Prefetch("steps", steps.order_by("-pk")),
        Prefetch("joined", Petition.objects.order_by("pk")),
    )


def list_to_take(user: User) -> QuerySet[Petition]:
    """What waits at the person's union to be taken on, taken over or given to somebody."""
    rows: QuerySet[Petition] = Petition.objects.apart_from(user)
    own = Q(union=user.union_id, state__in=TO_ASSIGN)
    return rows.filter(own | Q(offered_to=user.union_id, state=State.TRANSFERRED))


def list_in_hand(user: User) -> QuerySet[Petition]:
    """What the person, or whom they stand in for, is to answer, and what was answered and is to be closed."""
    rows: QuerySet[Petition] = Petition.objects.apart_from(user)
    return rows.filter(union=user.union_id, state__in=HANDLED, handler__in=people_of(user))


def list_overdue(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    return rows.filter(state__in=DUE, due_on__lt=timezone.localdate())


def list_receivers(union: Union, user: User, chosen: str = "") -> list[Union]:
    """To whom the union may hand a petition on: below it, beside it, and the one above it."""
    rows: QuerySet[Union] = Union.objects.open()
    if union.parent_id is None:
        return list_choosable_unions(user, chosen) if union.pk == user.union_id else []
    around = rows.filter(Q(pk=union.parent_id) | Q(parent=union.parent_id)).exclude(pk=union.pk)
    below = list_choosable_unions(user, chosen) if union.pk == user.union_id else []
    return sorted([*around, *below], key=lambda row: row.path)


def list_units(user: User, chosen: str = "") -> list[Union]:
    """Which units a complaint may name: one's own, those above it, beside it and below it."""
    union = user.union
    above = Union.objects.filter(pk__in=[int(key) for key in union.path.split("/") if key])
    found = {row.pk: row for row in (*above, *list_receivers(union, user, chosen))}
    return sorted(found.values(), key=lambda row: row.path)


def list_handlers(petition: Petition) -> list[User]:
    """Who of the union that has it may handle it: neither the accused nor anybody of that unit, which the
    database asks once more."""
    people = User.objects.holding(*HANDLERS, union=petition.union_id).order_by("name", "pk")
    if petition.accused_union_id is None:
        return list(people)
    return [person for person in people if not is_about(petition, person)]


def is_about(petition: Petition, person: User) -> bool:
    """Whether the petition is about this person or a unit that they belong to."""
    return bool(Petition.objects.about(person).filter(pk=petition.pk).exists())


def list_calls(field: str, number: str, *, user: User) -> list[Petition]:
    """The newest petitions of whoever has this number (`field`), as far as the person may know of them."""
    index = blind_index(number, field)  # type: ignore[arg-type]
    same = Q(**{f"{field}_index": index})
    if field == "phone":
        same |= Q(Exists(Companion.objects.filter(petition=OuterRef("pk"), phone_index=index)))
    rows = list_petitions(user).filter(same).filter(knowing(user))
    return list(rows.order_by("-pk")[:MOST_CALLS])


def find_household(*, id_number: str, name: str, phone: str, user: User) -> Household | None:
    """The file in force that somebody stands in, in the person's scope: by ID number, else by name and
    telephone number where it is one file alone."""
    people = Member.objects.filter(removed_at__isnull=True, household__state__in=IN_FORCE_STATES)
    if id_number:
        people = people.filter(id_number_index=blind_index(id_number, "id_number"))
    elif phone and name:
        people = people.filter(phone_index=blind_index(phone, "phone"), name=name)
    else:
        return None
    rows = Household.objects.visible_to(user).filter(pk__in=people.values("household"))[:2]
    found = list(rows)
    return found[0] if len(found) == 1 else None


def list_of_household(household: Household, user: User) -> QuerySet[Petition]:
    """What this family brought, for whom the file shows it; what accuses somebody stands on no file."""
    rows: QuerySet[Petition] = list_petitions(user).filter(household=household)
    return rows.exclude(matter__in=ACCUSING)


def find_main(petition: Petition, user: User, number: str) -> Petition | None:
    """The open matter with this number that another one may be joined to; None for none."""
    rows: QuerySet[Petition] = Petition.objects.visible_to(user).filter(number=number.strip().upper())
    alike = rows.filter(
        union=petition.union_id, accused=petition.accused_id, accused_union=petition.accused_union_id
    )
    found: Petition | None = alike.exclude(pk=petition.pk).filter(state__in=OPEN).first()
    return found
