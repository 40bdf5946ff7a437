"""How the money rooms, which know no household, name one: opaque to them, one spelling for all who ask."""

from funds.ledgers.states import BeneficiaryClass

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


def classes_of(category: str, honour: str) -> frozenset[str]:
    """Of which classes somebody is for whom a fund's document may be: by the category of the file, '' without
    one, and the honour of a model worker. The database reads the same (approvals and campaigns,
    `classes.sql`)."""
    found = {category or BeneficiaryClass.OTHER.value}
    return frozenset(found | ({BeneficiaryClass.MODEL.value} if honour not in ("", "none") else set()))
