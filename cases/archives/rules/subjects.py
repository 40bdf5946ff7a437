"""How the money rooms, which know no household, name one: opaque to them, one spelling for all who ask."""

SUBJECT = "household"
PERSON = "person"


def subject_of(household_id: int) -> str:
    """The subject that caps and payables of a household count for: "household:17"."""
    return f"{SUBJECT}:{household_id}"


def household_of(subject: str) -> int:
    """The id of the household that a subject names; 0, which none has, for a subject of another kind."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == SUBJECT else 0


def person_of(index: bytes) -> str:
    """The subject that caps of one person count for, in whichever file or none: by the blind index of the ID
    number."""
    return f"{PERSON}:{index.hex()[:40]}"
