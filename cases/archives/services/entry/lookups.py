"""Counting what somebody learns of other unions' files by typing numbers."""

from django.db import transaction

from cases.archives.models import Household, NumberLookup
from cases.archives.selectors.entry import get_contents, has_asked
from cases.archives.selectors.extensions import Remark
from cases.archives.selectors.remarks import list_elsewhere
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.audit.states import Kind

# What the remark on a number (its kind) calls the field that the number stands in.
FIELDS = {"person": "id_number", "phone": "phone", "bank_card": "bank_card"}


@transaction.atomic
def record_lookup(
    *, household: Household | None, found: int, field: str, by: User, index: bytes | None = None
) -> None:
    """Keep that a number typed into `field` led to `found` files of other unions: for the limit per hour
    (selectors.entry.asks_too_often) and for the audit trail. The same number (its blind `index`), told on
    another page of the same matter, counts once."""
    if not has_asked(by, index):
        NumberLookup.objects.create(found=found, number_index=index, by=by)
    audit.record(
        "id_check", target=household, by=by, union=by.union, kind=Kind.READ, count=found, field=field
    )


def note_holder(holder: Household, index: bytes | None, *, by: User) -> Household | None:
    """The file that holds somebody, where this person may open it; that they were told of any other one is on
    record. Call it after the refused transaction, not inside it."""
    if Household.objects.visible_to(by).filter(pk=holder.pk).exists():
        return holder
    record_lookup(household=None, found=1, field="id_number", by=by, index=index)
    return None


def list_numbers(household: Household) -> set[str]:
    """The blind indexes in hex of every number in the file by which another file is found."""
    rows = household.members.filter(removed_at__isnull=True)
    found = rows.values_list("id_number_index", "phone_index", "bank_card_index")
    return {bytes(index).hex() for row in found for index in row if index}


def note_found(household: Household, known: set[str], *, by: User) -> None:
    """A number that was just saved leaves the trace of one that was typed for each file of another union that
    it leads to; `known` are the numbers that the file had before."""
    new = list_numbers(household) - known
    for row in list_elsewhere(get_contents(household), by, new) if new else ():
        note_told(household, row, by=by)


def note_told(household: Household, remark: Remark, *, by: User) -> None:
    """What a remark on a file of another union tells is counted as if its number had been typed."""
    field, index = FIELDS[remark.key.partition(":")[0]], bytes.fromhex(remark.facts[0])
    record_lookup(household=household, found=1, field=field, by=by, index=index)
