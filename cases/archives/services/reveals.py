"""Showing one masked number of one person: the only way to see it in full, and never without a trace."""

import uuid

from django.db import transaction

from cases.archives.models import Household
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.audit.states import Kind

FIELDS = ("id_number", "document_number", "phone", "bank_card")


@transaction.atomic
def reveal(*, household: Household, uid: uuid.UUID, field: str, by: User) -> str:
    """The number in full. Raises Member.DoesNotExist for somebody who is not in this household.

    `household` comes from the person's own scope; `field` is one of FIELDS.
    """
    if field not in FIELDS:
        raise ValueError(f"{field} is not masked")
    member = household.members.get(uid=uid)
    number: str = getattr(member, field).reveal()
    audit.record("reveal", target=member, by=by, union=household.union, kind=Kind.READ, field=field)
    return number
