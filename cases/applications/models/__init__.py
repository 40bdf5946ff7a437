"""帮扶申请: what is applied for, how it was received, what it was entitled to."""

from cases.applications.models.applications import (
    Application,
    ApplicationEdit,
    ApplicationEvidence,
    Entitlement,
    Submission,
)
from cases.applications.models.batches import Batch, BatchCounter, BatchMiss
from cases.applications.models.guides import PublishedGuide
from cases.applications.models.invoices import InvoiceClaim
from cases.applications.models.receiving import (
    ApplicationCounter,
    ContactStep,
    Receipt,
    ReceiptCounter,
)
from cases.applications.models.unfiled import UnfiledAnswer
from cases.applications.models.waivers import PaperWaiver

__all__ = [
    "Application",
    "ApplicationCounter",
    "ApplicationEdit",
    "ApplicationEvidence",
    "Batch",
    "BatchCounter",
    "BatchMiss",
    "ContactStep",
    "Entitlement",
    "InvoiceClaim",
    "PaperWaiver",
    "PublishedGuide",
    "Receipt",
    "ReceiptCounter",
    "Submission",
    "UnfiledAnswer",
]
