"""Whom a drive is for. This room knows no household: one that does says who is meant (SUBJECTS)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from funds.donations.models import Drive
from funds.ledgers.models import BudgetLine, Fund
from funds.ledgers.states import Source
from hardship.accounts.models import User
from hardship.kernel.registry import Registry


@dataclass(frozen=True)
class Subjects:
    """How a room names whom money is collected for: `find` makes the opaque subject of what somebody typed in
    ('' for nobody in their scope), `name` says of a subject who it is ('' out of scope)."""

    find: Callable[[str, User], str]
    name: Callable[[str, User], str]


SUBJECTS: Registry[Subjects] = Registry(
    "drive_subjects", "Whom a drive can collect money for, by file number."
)


def find_subject(text: str, user: User) -> str:
    """The subject that somebody means, within their scope; '' for nobody."""
    return next((found for room in SUBJECTS if (found := room.find(text, user))), "")


def name_subject(subject: str, user: User) -> str:
    """Who a subject is, for this reader; '' for who is out of their scope."""
    return next((found for room in SUBJECTS if (found := room.name(subject, user))), "")


def exclude_held_for_others(lines: QuerySet[BudgetLine], subject: str) -> QuerySet[BudgetLine]:
    """The lines without those of money that was collected for somebody else than this subject; with '' for
    everybody, without all of them."""
    return lines.exclude(fund__in=list_held_for_others(subject))


def list_held_for_others(subject: str) -> QuerySet[Fund]:
    """The funds of money that was collected for somebody else than this subject, also where it was handed
    down, by at most three levels; with '' all that was collected for somebody."""
    others = Drive.objects.filter(source=Source.ENTRUSTED, fund__isnull=False)
    keys = (others.exclude(subject=subject) if subject else others).values("fund")
    own = Q(pk__in=keys) | Q(origin__in=keys)
    below = Q(origin__origin__in=keys) | Q(origin__origin__origin__in=keys)
    found: QuerySet[Fund] = Fund.objects.filter(own | below)
    return found
