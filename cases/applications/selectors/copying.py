"""What an earlier application said that a new one may say again (复制上年), and what is still unconfirmed."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors.facts import said
from cases.applications.states import State
from cases.archives.models import Household, Member
from cases.archives.selectors import live_members
from cases.archives.selectors.aid import get_family
from cases.policies.rules.vocabulary import FACTS
from hardship.accounts.models import User

REASON, MEMBER = "reason", "member"


def list_earlier(household: Household, year: int, *, user: User) -> QuerySet[Application]:
    """Applications of earlier years that were approved for this family, under whichever of its files, as far
    as this person sees them; newest first."""
    rows: QuerySet[Application] = Application.objects.visible_to(user).filter(
        household__in=get_family(household).files, state=State.APPROVED, year__lt=year
    )
    return rows.select_related("programme", "member").order_by("-year", "-pk")


def newest_by_code(household: Household, year: int, *, user: User) -> dict[str, Application]:
    """Of each programme the last approved application of earlier years."""
    rows = list(list_earlier(household, year, user=user))
    return {row.programme.code: row for row in reversed(rows)}


def same_person(household: Household, before: Member | None) -> Member | None:
    """Who of this file is the person that an earlier one was for; None when they live here no more."""
    if before is None:
        return None
    index = before.id_number_index
    return next(
        (
            row
            for row in live_members(household)
            if row.pk == before.pk or (index and bytes(row.id_number_index or b"") == bytes(index))
        ),
        None,
    )


def list_unconfirmed(application: Application) -> Iterator[tuple[str, str, str]]:
    """Of each value that was copied and that nobody confirmed: its field, its label and its words."""
    for name in application.unconfirmed:
        if name == REASON:
            yield name, _("申请理由"), application.reason
        elif name == MEMBER:
            yield name, _("受助人"), str(application.member or "")
        elif name in application.facts:
            yield name, str(FACTS[name].label), said(name, application.facts[name])
