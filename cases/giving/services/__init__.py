"""Writes of instalments: the plan with the decision, each part looked at again, the end; and of services that
are to be done."""

from cases.giving.services.fulfilments import (
    Told,
    make_fulfilment,
    revoke_fulfilment,
    take_fulfilment_step,
)
from cases.giving.services.goods import HandOut, hand_out
from cases.giving.services.looking import Outcome, confirm_many, take_step
from cases.giving.services.plans import make_plan, revoke_plan
from cases.giving.services.refusals import InstalmentRefused, ServiceRefused

__all__ = [
    "HandOut",
    "InstalmentRefused",
    "Outcome",
    "ServiceRefused",
    "Told",
    "confirm_many",
    "hand_out",
    "make_fulfilment",
    "make_plan",
    "revoke_fulfilment",
    "revoke_plan",
    "take_fulfilment_step",
    "take_step",
]
