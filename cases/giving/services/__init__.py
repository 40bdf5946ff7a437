"""Writes of instalments: the plan with the decision, each part looked at again, the end; and of services that
are to be done."""

from cases.giving.services.follow_ups import (
    begin_follow_ups,
    end_follow_ups,
    end_unpaid_follow_ups,
    take_follow_step,
)
from cases.giving.services.fulfilments import (
    Told,
    make_fulfilment,
    revoke_fulfilment,
    take_fulfilment_step,
)
from cases.giving.services.goods import HandOut, hand_out
from cases.giving.services.looking import Outcome, confirm_many, take_step
from cases.giving.services.photos import add_photos
from cases.giving.services.plans import make_plan, revoke_plan
from cases.giving.services.refusals import InstalmentRefused, ServiceRefused
from cases.giving.services.returning import Returned, return_goods
from cases.giving.services.rosters import RosterPlan, cancel_roster, list_roster_steps, make_roster
from cases.giving.services.signing import Signed, enter_roster

__all__ = [
    "HandOut",
    "InstalmentRefused",
    "Outcome",
    "Returned",
    "RosterPlan",
    "ServiceRefused",
    "Signed",
    "Told",
    "add_photos",
    "begin_follow_ups",
    "cancel_roster",
    "confirm_many",
    "end_follow_ups",
    "end_unpaid_follow_ups",
    "enter_roster",
    "hand_out",
    "list_roster_steps",
    "make_fulfilment",
    "make_plan",
    "make_roster",
    "return_goods",
    "revoke_fulfilment",
    "revoke_plan",
    "take_follow_step",
    "take_fulfilment_step",
    "take_step",
]
