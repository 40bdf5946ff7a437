"""What was matched, and what may be: as the page of an account shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from funds.books.models import BankAccount, LineMatch, MatchedJournal, MatchedLine
from funds.books.selectors.balances import get_signed_until
from funds.books.selectors.movements import Movement, suggest_matches


@dataclass(frozen=True)
class Shown:
    """A suggestion with its rows."""

    lines: list[Any]
    movements: list[Movement]
    reason: str
    is_certain: bool


def show_suggestions(
    account: BankAccount, lines: Sequence[Any], movements: Sequence[Movement]
) -> list[Shown]:
    """The suggestions for these open lines and movements."""
    by_line, by_journal = {line.pk: line for line in lines}, {row.journal.pk: row for row in movements}
    return [
        Shown(
            [by_line[item.key] for item in one.lines],
            [by_journal[item.key] for item in one.movements],
            one.reason,
            one.is_certain,
        )
        for one in suggest_matches(account)
    ]


def list_matches(account: BankAccount) -> QuerySet[LineMatch]:
    """The matches that may still be undone, the newest first, with their lines and journals."""
    rows = LineMatch.objects.filter(account=account, on__gt=get_signed_until(account)).select_related(
        "made_by", "made_for"
    )
    journals = MatchedJournal.objects.select_related("journal").defer("journal__canonical")
    return rows.prefetch_related(
        Prefetch("lines", MatchedLine.objects.select_related("line")), Prefetch("journals", journals)
    ).order_by("-on", "-pk")


def list_explainers(account: BankAccount, first: date, last: date) -> set[int]:
    """The keys of who said of lines of these days why no journal stands for them, and of whom they stood in
    for."""
    rows = LineMatch.objects.filter(account=account, on__range=(first, last), journals__isnull=True)
    return {person for row in rows.values_list("made_by", "made_for") for person in row if person}
