"""The audit records about somebody or something: who is looked for, which objects that means."""

from dataclasses import dataclass

from django.db.models import Q

from cases.archives.models import Household
from cases.archives.rules.subjects import subject_of
from cases.lists.selectors.searching import find
from cases.people.selectors import list_people, search_people
from hardship.accounts.models import User
from hardship.desk.selectors.naming import MOST_FOUND, about, find_belonging, find_numbered
from hardship.kernel.searches import Search

PERSON_OFF_FILE = "people.person"


@dataclass(frozen=True)
class Traces:
    """What a search leads to: the keys of objects by kind, and how many files are among them."""

    objects: dict[str, list[str]]
    files: list[int]

    @property
    def condition(self) -> Q:
        """For the audit records about any of these objects."""
        return about(self.objects)


def trace(search: Search, *, user: User) -> Traces:
    """The objects of one number, or the files of the person's scope in which somebody stands with everything
    that belongs to them, and that somebody off file. About one query for each kind of object."""
    matching = find(Household.objects.visible_to(user), search).order_by("-pk")
    files = list(matching.values_list("pk", flat=True)[:MOST_FOUND])
    found = find_belonging(files, map(subject_of, files)) if files else {}
    if search.kind == "file_no":
        for kind, keys in find_numbered(search.value).items():
            found[kind] = [*{*found.get(kind, ()), *keys}]
    people = search_people(list_people(user), search).values_list("pk", flat=True)[:MOST_FOUND]
    if keys := [str(key) for key in people]:
        found[PERSON_OFF_FILE] = keys
    return Traces(found, files)
