"""Rows of the room."""

from cases.pairings.models.helpers import Helper, Mention, PairingRule
from cases.pairings.models.pairings import Pairing, PairingNote, PairingStep, PairingYear

__all__ = ["Helper", "Mention", "Pairing", "PairingNote", "PairingRule", "PairingStep", "PairingYear"]
