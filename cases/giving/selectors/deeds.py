"""What was done for a family: aid that was given, a visit, later a course or a counselling.

A room that does something for a family registers it (`DEEDS`): it fulfils a measure of a help plan
(cases.plans) and shows that an approved service was carried out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.archives.selectors.aid import AidRecord, list_records
from cases.visits.selectors import visited_between
from hardship.kernel.registry import Registry
from hardship.kernel.templatetags.ui import yuan

GOODS = "goods"  # a slip that handed goods out: made with the fulfilment, nothing to choose from
LONGEST = 200  # characters of a title, as whoever refers to one keeps it


@dataclass(frozen=True)
class Deed:
    """Something that was done for a family on a day; `key` names it among those of its kind."""

    key: str
    on: date
    title: str


@dataclass(frozen=True)
class DeedKind:
    """What a room does for families: how it is called, what was done for one since a day, and the address of
    one by its key and the household's; whether it is something that was given."""

    label: Any
    since: Callable[[Household, date], list[Deed]]
    page: Callable[[str, int], str]
    is_gift: bool = False


DEEDS: Registry[DeedKind] = Registry(
    "giving.deeds", "What can fulfil a measure of a help plan, or show that a service was carried out."
)


def _aid(household: Household, start: date) -> list[Deed]:
    return [
        Deed(f"{row.source}.{row.key}", row.on, _aid_title(row))
        for row in list_records(household)
        if row.on >= start
    ]


def _aid_title(row: AidRecord) -> str:
    worth = "" if row.worth is None else f" {yuan(row.worth)} 元"
    return f"{row.title or row.item or row.get_kind_display()}{worth}（{row.giver_name}）"


def _visits(household: Household, start: date) -> list[Deed]:
    return [
        Deed(str(row.uid), row.visited_on, f"{row.get_mode_display()}，{row.get_conclusion_display()}")
        for row in visited_between(start, date.max, household=household)
    ]


DEEDS.add("aid")(
    DeedKind(
        gettext_lazy("帮扶"), _aid, lambda _key, pk: f"{reverse('archives:case', args=[pk])}?tab=aid",
        is_gift=True,
    )
)  # fmt: skip
DEEDS.add("visit")(
    DeedKind(gettext_lazy("走访"), _visits, lambda key, _pk: reverse("visits:visit", args=[key]))
)


def list_deeds(household: Household, since: date, *, gifts: bool = False) -> list[tuple[str, str]]:
    """What was done for the family since a day, or of that only what was given, the latest first: the name
    by which a form asks for it ("kind|key"), and how it reads."""
    found = [
        (deed.on, f"{name}|{deed.key}", _title(kind, deed))
        for name, kind in DEEDS.items() if kind.is_gift or not gifts for deed in kind.since(household, since)
    ]  # fmt: skip
    return [(name, title) for _on, name, title in sorted(found, reverse=True)]


def find_deed(household: Household, since: date, name: str) -> tuple[str, str, str] | None:
    """Kind, key and title of one by the name that a form gave; None for what was not done for this family, or
    before that day."""
    title = dict(list_deeds(household, since)).get(name)
    if title is None:
        return None
    kind, key = name.split("|", 1)
    return kind, key, title[:LONGEST]


def address_of(kind: str, key: str, household_id: int) -> str:
    """Where one is shown, or ''."""
    if kind == GOODS:
        return reverse("goods:slip", args=[key])
    found = DEEDS.get(kind)
    return found.page(key, household_id) if found else ""


def _title(kind: DeedKind, deed: Deed) -> str:
    return _("%(on)s %(kind)s：%(title)s") % {
        "on": f"{deed.on:%Y-%m-%d}", "kind": kind.label, "title": deed.title
    }  # fmt: skip
