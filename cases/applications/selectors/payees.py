"""To whom the money of an application goes."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.selectors.offers import rests_on_file
from cases.archives.models import Household
from funds.payments.models import Payable, Payee
from funds.payments.states import PayableState


def get_payee(household: Household) -> Payee:
    """The head of the household with the account that the file has now."""
    head = household.head
    if head is None:
        return Payee(str(household))
    return Payee(str(household), head.id_number, head.bank_name, head.bank_branch, head.bank_card)


def get_owed(application: Application) -> Payable | None:
    """What is owed of a sum in one and not paid yet."""
    rows = Payable.objects.filter(source=source_of(application.pk), state=PayableState.OPEN)
    found: Payable | None = rows.order_by("-pk").first()
    return found


def list_redirected(owed: Iterable[tuple[Payable, Application]]) -> set[int]:
    """The keys of the payables of aid off file whose payee was written over since it was decided. Nobody but
    a clerk looks at a draft: until it is filed it says to whom the money goes, not where it goes later."""
    drafts = [(payable, row) for payable, row in owed if not rests_on_file(row)]
    prefetch_related_objects([row.household for _payable, row in drafts], "head")
    return {payable.pk for payable, row in drafts if payable.differs_from(get_payee(row.household))}
