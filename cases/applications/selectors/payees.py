"""To whom the money of an application goes."""

from cases.archives.models import Household
from funds.payments.models import Payee


def get_payee(household: Household) -> Payee:
    """The head of the household with the account that the file has now."""
    head = household.head
    if head is None:
        return Payee(str(household))
    return Payee(str(household), head.id_number, head.bank_name, head.bank_branch, head.bank_card)
