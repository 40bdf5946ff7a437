"""What the family and its people got or are about to get in the year of an application, from whomever, and
which caps of the programme each counts against."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.applications.models import Application
from cases.applications.rules import name_of
from cases.applications.selectors.entitling import (
    Basis,
    aid_of,
    basis_of,
    case_of,
    category_in,
    counting_day,
    grant,
    list_holding,
)
from cases.applications.selectors.offers import asked_by
from cases.archives.selectors.cases import as_aid
from cases.archives.selectors.history import get_history
from cases.policies.rules import Case
from cases.policies.rules.case import Aid
from cases.policies.rules.describing import stacking_words
from cases.policies.rules.engine.caps import CapLine, counts
from hardship.accounts.models import User


@dataclass(frozen=True)
class OtherAid:
    """One aid beside this application, in yuan: `application` where it is one of ours, `caps` the names of
    the caps that it counts against; `is_open_to` whether the reader may open it."""

    on: date
    title: str
    name: str
    giver: str
    value: Decimal
    caps: tuple[str, ...]
    application: Application | None = None
    is_open_to: bool = False


@dataclass(frozen=True)
class Beside:
    """All of it, newest first, and what the policy says of having several."""

    rows: list[OtherAid]
    stacking: str


def get_beside(application: Application, user: User) -> Beside:
    """The aid of the application's year, and what was given earlier where a cap still counts it."""
    basis, programme = basis_of(application), application.programme
    case = case_of(basis, programme, asked_by(application))
    lines = grant(basis, programme, asked_by(application)).caps
    found = [
        row
        for row in (*_ours(application, basis, case, lines, user), *_others(basis, case, lines))
        if row.on.year == application.year or row.caps
    ]
    category = category_in(programme.document, application.household)
    return Beside(
        sorted(found, key=lambda row: row.on, reverse=True), stacking_words(programme.document, category)
    )


def _ours(
    application: Application, basis: Basis, case: Case, lines: tuple[CapLine, ...], user: User
) -> Iterator[OtherAid]:
    """Applications that are under way or approved, paid or not."""
    others = list_holding([basis.family]).exclude(pk=application.pk)
    rows = list(others.select_related("union", "household__head"))
    seen = Application.objects.visible_to(user).filter(pk__in=[row.pk for row in rows])
    open_ones = set(seen.values_list("pk", flat=True)) if rows else set()
    for row in rows:
        yield OtherAid(
            on=counting_day(row),
            title=row.programme.name,
            name=str(row.member or row.household),
            giver=row.union.name,
            value=row.amount or Decimal(0),
            caps=_caps(lines, aid_of(row, basis.family, basis.keys), case),
            application=row,
            is_open_to=row.pk in open_ones,
        )


def _others(basis: Basis, case: Case, lines: tuple[CapLine, ...]) -> Iterator[OtherAid]:
    """What came from elsewhere: other unions, campaigns, government. Only what unions gave counts."""
    for record in get_history(basis.household).records:
        if record.is_own:
            continue
        person = basis.family.people.get(record.person or b"")
        aid = as_aid(record, basis.keys.get(person or 0, ""))
        yield OtherAid(
            on=record.on,
            title=record.title,
            name=record.name,
            giver=record.giver_name,
            value=record.value,
            caps=_caps(lines, aid, case) if record.is_of_unions else (),
        )


def _caps(lines: tuple[CapLine, ...], aid: Aid, case: Case) -> tuple[str, ...]:
    return tuple(name_of(line) for line in lines if counts(line, line.programmes, aid, case))
