"""追回 of what was paid: what is to come back, what came. The database keeps the rules: `migrations/sql`."""

from funds.recoveries.models.recoveries import Recovery, RecoveryCounter, RecoveryPart
from funds.recoveries.models.repaying import Repayment, SetOff

__all__ = ["Recovery", "RecoveryCounter", "RecoveryPart", "Repayment", "SetOff"]
