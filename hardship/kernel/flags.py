"""Questions that pages ask of a row's state, as properties of its model: templates name no state.

is_open = in_state(State.OPEN)
state_tone = state_tone(TONES)
"""

from collections.abc import Mapping
from typing import Any, Self, overload

PLAIN = "muted"


class in_state:
    """True while the row's `state`, or another `field`, is one of these."""

    def __init__(self, *states: str, field: str = "state") -> None:
        self.states = frozenset(states)
        self.field = field

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> bool: ...
    def __get__(self, row: Any, owner: type) -> Self | bool:
        return self if row is None else getattr(row, self.field) in self.states


class state_tone:
    """The kind of {% badge %} for the row's `state`; `other`, muted, for one that the table leaves out."""

    def __init__(self, tones: Mapping[Any, str], *, field: str = "state", other: str = PLAIN) -> None:
        self.tones = tones
        self.field = field
        self.other = other

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> str: ...
    def __get__(self, row: Any, owner: type) -> Self | str:
        return self if row is None else self.tones.get(getattr(row, self.field), self.other)
