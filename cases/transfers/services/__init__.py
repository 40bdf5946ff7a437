"""A file goes to another union: asked for, offered, accepted."""

from cases.transfers.services.moving import (
    COMPANIONS,
    MOVERS,
    URGE,
    Companion,
    Mover,
    decide,
    get_urging,
    list_buttons,
    list_companions,
    may_urge,
    offer,
    offer_blocker,
    urge,
)
from cases.transfers.services.requests import (
    ANSWERED,
    ASK,
    TAKEN_BACK,
    answer,
    ask,
    list_request_buttons,
)
from cases.transfers.services.trees import HOLD_UPS

__all__ = [
    "ANSWERED",
    "ASK",
    "COMPANIONS",
    "HOLD_UPS",
    "MOVERS",
    "TAKEN_BACK",
    "URGE",
    "Companion",
    "Mover",
    "answer",
    "ask",
    "decide",
    "get_urging",
    "list_buttons",
    "list_companions",
    "list_request_buttons",
    "may_urge",
    "offer",
    "offer_blocker",
    "urge",
]
