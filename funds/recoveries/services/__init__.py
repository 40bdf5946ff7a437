"""追回: asked for, agreed in parts, repaid to the line that paid, set off against what is owed, waived by a
second person, taken back."""

from funds.recoveries.services.opening import demand, end_bounced, open_recovery, void
from funds.recoveries.services.repaying import agree, repay
from funds.recoveries.services.setting_off import (
    ask_set_off,
    set_off_blocker,
    take_set_off_step,
)
from funds.recoveries.services.steps import RecoveryRefused, step_blocker
from funds.recoveries.services.waiving import ask_waiver, decline, waive

__all__ = [
    "RecoveryRefused",
    "agree",
    "ask_set_off",
    "ask_waiver",
    "decline",
    "demand",
    "end_bounced",
    "open_recovery",
    "repay",
    "set_off_blocker",
    "step_blocker",
    "take_set_off_step",
    "void",
    "waive",
]
