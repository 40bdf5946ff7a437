"""Which payments are drawn for a call: pure, the same for the same seed (docs/adr/0072)."""

import hashlib
from decimal import Decimal

PARTS = 10_000  # a share of 12.34 % is 1,234 of them


def lot_of(seed: str, key: str) -> int:
    """The lot of a payment, 0 to PARTS - 1, by the rule's seed and the payment's own key: anybody can draw
    it again. migrations/sql/callbacks.sql draws the same in the database."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()
    return int(digest[:8], 16) % PARTS


def is_drawn(*, seed: str, key: str, amount: Decimal, share: Decimal, all_above: Decimal | None) -> bool:
    """Whether a payment of so many yuan is called after: `share` in percent, everything above `all_above`."""
    if all_above is not None and amount > all_above:
        return True
    return lot_of(seed, key) < share * 100
