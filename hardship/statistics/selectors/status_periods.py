"""The files behind a figure of the statistics, as they were on that day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cases.archives.models import Household, StatusPeriod
from cases.archives.selectors.stock import UNKNOWN, born_in, labelled, standing
from hardship.accounts.models import Union, User
from hardship.kernel.documents import age_on
from hardship.statistics.selectors.statistics import list_status_periods

# A dimension of the statistics and the column of its values.
COLUMNS = {
    "category": "category",
    "own": "own_label",
    "filing_level": "filing_level",
    "chief": "main_cause",
    "worker_type": "worker_type",
    "status": "status",
    "state": "state",
}
ON_DIBAO = {"1": True, "0": False, UNKNOWN: None}


@dataclass(frozen=True)
class StatusPeriodRow:
    """One file on that day. `household` is None for a file that has moved out of the person's scope since:
    that it stood here is theirs to know, who it is about is not any more."""

    stand: StatusPeriod
    household: Household | None
    age: int | None
    on: date

    @property
    def union_name(self) -> str:
        return self.stand.union.name_on(self.on)

    @property
    def name(self) -> str:
        return str(self.household) if self.household else ""


def get_union(*, user: User, pk: int) -> Union | None:
    """A union of the person's scope, or one that stood below it once: it has files there."""
    union: Union | None = Union.objects.visible_to(user).filter(pk=pk).first()
    if union is not None:
        return union
    once: Union | None = Union.objects.filter(pk=pk).first()
    if once is None:
        return None
    stood = list_status_periods(user=user).filter(**{f"{once.scope_column}_id": pk}).exists()
    return once if stood else None


def list_standing(
    *, user: User, union: Union | None, on: date, chosen: dict[str, str]
) -> QuerySet[StatusPeriod]:
    """The periods that hold the day, narrowed to lines of the tables: dimension and key, as in the list of
    files (`chief` is the main cause, "none" what nobody filled in). In no order."""
    rows = list_status_periods(user=user, union=union).filter(standing(on))
    for key, value in chosen.items():
        rows = rows.filter(_condition(key, value, on))
    return rows.select_related("union").prefetch_related("union__names")


def describe_status_periods(
    status_periods: Iterable[StatusPeriod], *, user: User, on: date
) -> Iterator[StatusPeriodRow]:
    """The rows with the files that the person may open still; one query more."""
    rows = list(status_periods)
    visible = Household.objects.visible_to(user).select_related("head").only("file_no", "head__name")
    files = visible.in_bulk([row.household_id for row in rows])
    for row in rows:
        age = age_on(row.birth_on, on) if row.birth_on else None
        yield StatusPeriodRow(row, files.get(row.household_id), age, on)


def _condition(key: str, value: str, on: date) -> Q:
    if key == "is_on_dibao":
        return Q(is_on_dibao=ON_DIBAO[value])
    if key == "label":
        return labelled(value, on, head="")
    if key == "age":
        return born_in(value, on)
    return Q(**{COLUMNS[key]: "" if value == UNKNOWN else value})
