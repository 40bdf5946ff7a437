"""Which labels a file has on a day: those that the database keeps, and the one that comes with age."""

from collections.abc import Iterable, Mapping
from datetime import date

from cases.archives.rules.ages import years_before
from cases.archives.states import Label, Sex, Status

IDLE = (Status.OFF_POST, Status.UNEMPLOYED)
LEAST_AGES: Mapping[str, int] = {Sex.FEMALE: 40, Sex.MALE: 50}


def is_forty_fifty(*, sex: str, birth_on: date | None, status: str, on: date) -> bool:
    """Whether the worker is one of the 4050 that day: no job, a woman of 40 or a man of 50 years."""
    if birth_on is None or sex not in LEAST_AGES or status not in IDLE:
        return False
    return birth_on <= years_before(on, LEAST_AGES[sex])


def labels_on(
    kept: Iterable[str], *, sex: str, birth_on: date | None, status: str, on: date
) -> tuple[Label, ...]:
    """The labels of a file that day, in the order of the list; sex, birthday and status are the worker's."""
    found = set(kept)
    if is_forty_fifty(sex=sex, birth_on=birth_on, status=status, on=on):
        found.add(Label.FORTY_FIFTY)
    return tuple(label for label in Label if label in found)


def write_labels(labels: Iterable[Label]) -> str:
    """Labels as a list shows them."""
    return "、".join(str(label.label) for label in labels)
