"""What is owed to whom, and the batches that pay it. The database keeps the rules: see `migrations/sql`."""

from funds.payments.models.batches import Payment, PaymentBatch
from funds.payments.models.drafts import BatchCounter, DroppedLine
from funds.payments.models.files import BankFile, BankLayout, BankResultFile
from funds.payments.models.others import OtherPayee
from funds.payments.models.pages import SignedPage
from funds.payments.models.payables import Payable
from funds.payments.models.sources import BOUNCES, PRECHECKS, SOURCES, PayableSource, Payee

__all__ = [
    "BOUNCES",
    "PRECHECKS",
    "SOURCES",
    "BankFile",
    "BankLayout",
    "BankResultFile",
    "BatchCounter",
    "DroppedLine",
    "OtherPayee",
    "Payable",
    "PayableSource",
    "Payee",
    "Payment",
    "PaymentBatch",
    "SignedPage",
]
