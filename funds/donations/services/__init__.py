"""Writes of the room. All are called by keyword, run in one transaction, leave an audit row, and raise
Refused with a sentence for the user; amounts are yuan."""

from funds.donations.services.donors import DonorTold, change_donor, find_or_make_donor
from funds.donations.services.drives import Plan, draw_up, drive_blocker, take_drive_step
from funds.donations.services.giving import Gift, enter, step_blocker, take_step
from funds.donations.services.refusals import DonationRefused

__all__ = [
    "DonationRefused",
    "DonorTold",
    "Gift",
    "Plan",
    "change_donor",
    "draw_up",
    "drive_blocker",
    "enter",
    "find_or_make_donor",
    "step_blocker",
    "take_drive_step",
    "take_step",
]
