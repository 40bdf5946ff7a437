"""发放与落实: the parts of an approved sum, what is done for a family instead, goods for many at once."""

from cases.giving.models.follow_ups import FollowUp
from cases.giving.models.fulfilments import Fulfilment
from cases.giving.models.instalments import Instalment
from cases.giving.models.rosters import (
    Roster,
    RosterCounter,
    RosterGoods,
    RosterLine,
    RosterPhoto,
    RosterPiece,
)

__all__ = [
    "FollowUp",
    "Fulfilment",
    "Instalment",
    "Roster",
    "RosterCounter",
    "RosterGoods",
    "RosterLine",
    "RosterPhoto",
    "RosterPiece",
]
