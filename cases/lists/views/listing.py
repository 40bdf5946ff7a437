"""One list of files out of an address: for the page, the workbook and the neighbours of a case."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import QueryDict

from cases.archives.models import Household
from cases.archives.states import State
from cases.lists.columns import COLUMNS
from cases.lists.filters import HouseholdFilter
from cases.lists.selectors import lists
from cases.lists.states import View
from hardship.accounts.models import User
from hardship.kernel import searches
from hardship.kernel.columns import Column, choose, without
from hardship.kernel.keys import read_key

SIZES = (20, 50, 100)
CHOSEN_COLUMNS = "archive_columns"
EVERYTHING = "all=1"
# The columns that say why a file is in a list, or what is to be done there, by its view or state.
TOLD: dict[str, tuple[str, ...]] = {
    View.GRACE: ("grace_until",),
    View.INSURANCE: ("insurances",),
    View.MARGINAL: ("is_dibao_marginal",),
    View.DEPOSITS: ("deposits",),
    View.HOUSING_FUND: ("housing_fund",),
    State.UNDER_REVIEW: ("found", "due_on"),
}
# Of a file that waits for its review these are empty.
NOT_YET: dict[str, frozenset[str]] = {State.UNDER_REVIEW: frozenset({"category", "filed_on", "file_no"})}
# What makes up a list; the place within it (after, before) is left out.
PARAMETERS = (
    "label",
    "q", "state", "view", "union", "category", "own", "filing_level", "here", "main_cause",
    "chief", "worker_type", "year", "is_on_dibao", "is_dibao_marginal", "insurance", "deposits",
    "housing_fund",
    "status", "age", "on", "stale", "changing", "differing", "retention",
    "mine", "sort", "size",
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """A list of files as one person asked for it."""

    user: User
    session: SessionBase
    data: QueryDict
    is_drawn: bool = True  # with the filters that a page shows above it

    @cached_property
    def search(self) -> searches.Search | None:
        return searches.recall(self.session, self.data.get("q", ""))

    @property
    def search_expired(self) -> bool:
        return bool(self.data.get("q")) and self.search is None

    @cached_property
    def filter(self) -> HouseholdFilter:
        files = lists.list_households(user=self.user, search=self.search)
        return HouseholdFilter(self.data, queryset=files, user=self.user, is_drawn=self.is_drawn)

    @cached_property
    def households(self) -> QuerySet[Household]:
        return self.filter.chosen.none() if self.search_expired else self.filter.chosen

    @cached_property
    def total(self) -> lists.Total:
        return lists.count_households(self.households, search=self.search)

    @property
    def sort(self) -> str:
        """How the list is sorted; a list too long to be counted is not, which would take seconds."""
        sort: str = self.data.get("sort", "")
        return sort if sort.removeprefix("-") in lists.SORTS and not self.total.is_capped else ""

    @property
    def size(self) -> int:
        return next((size for size in SIZES if str(size) == self.data.get("size")), SIZES[0])

    @cached_property
    def columns(self) -> list[Column]:
        """The columns this person chose, in their order; the name always leads, and what the list was
        narrowed to is shown."""
        keys = ["name", *self.session.get(CHOSEN_COLUMNS, ())]
        chosen = choose(COLUMNS, keys) if len(keys) > 1 else choose(COLUMNS, ())
        if len(keys) > 1:
            chosen = sorted(chosen, key=lambda column: keys.index(column.key))
        names = [self.filter.values.get(name) or "" for name in ("view", "state")]
        told = [key for name in names for key in TOLD.get(name, ())]
        if len(keys) == 1:  # nobody chose them
            chosen = without(chosen, *(key for name in names for key in NOT_YET.get(name, ())))
        shown = {column.key for column in chosen}
        return [*chosen, *(column for column in COLUMNS if column.key in told and column.key not in shown)]

    def conditions(self) -> list[tuple[str, str]]:
        """What narrows the list: the parameter and the words for it."""
        found = self.filter.described()
        if self.search:
            found.insert(0, ("q", f"{searches.KIND_LABELS[self.search.kind]}：{self.search.shown}"))
        return found

    def query(self, **changes: Any) -> str:
        """The address of this list with some parameters changed; None takes one out."""
        values = self._values | changes
        return urlencode({name: value for name, value in values.items() if value not in (None, "")})

    @cached_property
    def _values(self) -> dict[str, Any]:
        return {name: self.data.get(name) for name in PARAMETERS}

    def url(self, **changes: Any) -> str:
        """The same as a link. A list without any condition says so: a bare address opens with the filter
        that the person made their default."""
        return f"?{self.query(**changes) or EVERYTHING}"

    def parameters(self) -> list[tuple[str, Any]]:
        """The same as pairs, for hidden fields."""
        return list(QueryDict(self.query()).items())

    def place(self, name: str) -> int:
        """The key of the row after or before which the page lies; 0 for none."""
        text = self.data.get(name, "")
        return read_key(text)
