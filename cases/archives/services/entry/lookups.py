"""Counting what somebody learns of other unions' files by typing numbers."""

from django.db import transaction

from cases.archives.models import Household, NumberLookup
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.audit.states import Kind


@transaction.atomic
def record_lookup(*, household: Household | None, found: int, field: str, by: User) -> None:
    """Keep that a number typed into `field` led to `found` files of other unions: for the limit per hour
    (selectors.entry.asks_too_often) and for the audit trail."""
    NumberLookup.objects.create(found=found, by=by)
    audit.record(
        "id_check", target=household, by=by, union=by.union, kind=Kind.READ, count=found, field=field
    )
