"""追回: asked for, agreed in parts, repaid to the line that paid, waived by a second person, taken back."""

from funds.recoveries.services.opening import demand, end_bounced, open_recovery, void
from funds.recoveries.services.repaying import agree, repay
from funds.recoveries.services.steps import RecoveryRefused, step_blocker
from funds.recoveries.services.waiving import ask_waiver, decline, waive

__all__ = [
    "RecoveryRefused",
    "agree",
    "ask_waiver",
    "decline",
    "demand",
    "end_bounced",
    "open_recovery",
    "repay",
    "step_blocker",
    "void",
    "waive",
]
