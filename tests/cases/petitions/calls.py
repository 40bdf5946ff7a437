"""Petitions as tests make them."""

from django.utils import timezone

from cases.petitions import services
from cases.petitions.services import Accusation, Arrival, Particulars, Said

PHONE, NAME = "13912345678", "程秀兰"
ARRIVAL = {"channel": "hotline", "matter": "help"}
# The steps that lead to a state, as the union that has it takes them.
WAYS = {
    "registered": (),
    "accepted": ("accept",),
    "assigned": ("accept", "assign"),
    "answered": ("assign", "answer"),
    "closed": ("assign", "answer", "close"),
    "reopened": ("assign", "answer", "reopen"),
    "transferred": ("transfer",),
    "joined": ("join",),
}


def record(by, *, unit=None, accused="", **more):
    """`unit` and `accused` make it a report about them."""
    arrival = {**ARRIVAL, "received_on": timezone.localdate(), "accusation": Accusation(unit, accused)}
    if unit or accused:
        arrival["matter"] = "report"
    arrival |= {key: more.pop(key) for key in [*more] if key in Arrival.__dataclass_fields__}
    told = {"text": "丈夫住院，付不起药费。", "name": NAME, "phone": PHONE, **more}
    return services.record(arrival=Arrival(**arrival), told=Particulars(**told), by=by)


def report(room, **more):
    """A report about the clerk of the street, which the county took in."""
    return record(room.reviewer, unit=room.union, accused=room.clerk.username, **more)


def step(petition, action, by, comment="已核实，请到窗口办理。", **said):
    return services.take_step(
        petition_id=petition.pk, action=action, by=by, comment=comment, said=Said(**said)
    )


def said_for(room, action):
    """What each step asks for, at the county."""
    return {
        "assign": {"handler": room.reviewer},
        "answer": {"told_by": "telephone"},
        "close": {"satisfaction": "content"},
        "transfer": {"receiver": room.union},
        "join": {"main": room.main.number},
    }.get(action, {})


def in_state(room, state, **more):
    """One of the county in this state, handled by its reviewer."""
    made = record(room.reviewer, **more)
    for action in WAYS[state]:
        step(made, action, room.reviewer, **said_for(room, action))
    made.refresh_from_db()
    return made
