"""Who stands in a roster twice: in two rows, or in both of its sheets."""

from django.utils.translation import gettext as _

from cases.rosters.rules.entries import ERROR, Entry, Person
from cases.rosters.rules.labels import is_said
from cases.rosters.rules.layout import FAMILY_PREFIX


class Twins:
    """Everybody met so far in one file: a person stands in it once."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[int, bool]] = {}

    def meet(self, entry: Entry) -> None:
        """Remarks on everybody who stands in an earlier row, or twice in this one."""
        for person in entry.people:
            number = person.number or person.document
            if not number:
                continue
            key = "id_number" if person.number else "document_number"
            here = (person.row, person.prefix == FAMILY_PREFIX)
            first = self._rows.setdefault(number, here)
            if first != here:
                why = _("与第 %(row)s 行的证件号相同，一人只能出现一次，请核对后保留一处。")
                if first[1]:
                    why = _("与家庭成员表第 %(row)s 行的证件号相同，一人只能出现一次，请核对后保留一处。")
                why %= {"row": first[0]}
                entry.remark(person, key, ERROR, "in_file", why)
            elif self._is_second(entry, person):
                why = _("与本行另一人的证件号相同，请对照证件核对。")
                entry.remark(person, key, ERROR, "twice_in_row", why)

    @staticmethod
    def _is_second(entry: Entry, person: Person) -> bool:
        told = (person.number, person.document)
        return next(one for one in entry.people if (one.number, one.document) == told) is not person


def fold(entry: Entry) -> None:
    """Who stands in the first sheet and in the second is one person: the second row says what the first does
    not. Where both say something different the second is wrong."""
    first = [person for person in entry.people if person.prefix != FAMILY_PREFIX]
    free, alone = first[1:], list[Person]()
    for person in (one for one in entry.people if one.prefix == FAMILY_PREFIX):
        twin = _twin(person, free)
        if twin is None:
            alone.append(person)
        else:
            free.remove(twin)
            first[first.index(twin)] = _both(entry, twin, person)
    entry.people = [*first, *alone]


def _twin(person: Person, others: list[Person]) -> Person | None:
    """By ID number; by the name where one of the two has none."""
    if person.number and (found := next((one for one in others if one.number == person.number), None)):
        return found
    name = person.values.get("name")
    same = (one for one in others if name and one.values.get("name") == name)
    return next((one for one in same if not (one.number and person.number)), None)


def _both(entry: Entry, first: Person, second: Person) -> Person:
    for key in sorted(first.values.keys() & second.values.keys()):
        if first.values[key] != second.values[key] and is_said(first.values[key]):
            why = _("与主表第 %(row)s 行同一位成员填的不一样，请核对后只留一处。") % {"row": first.row}
            entry.remark(second, key, ERROR, "sheets_disagree", why)
    values = {**second.values, **{k: v for k, v in first.values.items() if is_said(v)}}
    return Person(first.row, first.prefix, values, first.cells | second.cells, first.cleared | second.cleared)
