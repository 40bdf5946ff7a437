"""Donors, what they gave, and the numbers of their receipts."""

from funds.donations.models.donations import Donation, ReceiptCounter
from funds.donations.models.donors import Donor
from funds.donations.models.drives import Drive

__all__ = ["Donation", "Donor", "Drive", "ReceiptCounter"]
