"""Donors, what they gave, and the numbers of their receipts."""

from funds.donations.models.donations import Donation, ReceiptCounter
from funds.donations.models.donors import Donor

__all__ = ["Donation", "Donor", "ReceiptCounter"]
