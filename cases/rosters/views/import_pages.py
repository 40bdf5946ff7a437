"""What the pages of an import show: its stages, its figures, the remarks of one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.rosters.columns import SPELLING_COLUMNS
from cases.rosters.models import ImportSpelling, RosterImport
from cases.rosters.rules.columns import EXTRA, HEAD
from cases.rosters.rules.entries import DUPLICATE_CODES, ERROR
from cases.rosters.rules.layout import label_of, missing_keys
from cases.rosters.selectors.imports import list_spellings
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.sheets.headers import column_letters

SPELLINGS_SIZE = 20
# Who made a file is what the accounts say, not what a cell says.
RECORDED_BY_ITSELF = frozenset(column.key for column in (*HEAD, *EXTRA) if not column.kept)


@dataclass(frozen=True)
class Figures:
    """An import in numbers of households; those `remarked` have warnings and no error."""

    total: int
    importable: int
    new: int
    changed: int
    unchanged: int
    wrong: int
    duplicate: int
    remarked: int


@dataclass(frozen=True)
class KnownColumn:
    """A column of the file: its letters, its header, and what it is taken for ('' for nothing)."""

    letters: str
    header: str
    label: str
    is_kept: bool
    samples: str = ""


def make_figures(roster: RosterImport) -> Figures:
    """The figures of the last check."""
    errors: dict[int, set[str]] = {}
    remarked: set[int] = set()
    for issue in roster.issues:
        if issue["level"] == ERROR:
            errors.setdefault(issue["entry"], set()).add(issue["code"])
        else:
            remarked.add(issue["entry"])
    duplicate = sum(DUPLICATE_CODES.issuperset(codes) for codes in errors.values())
    return Figures(
        total=roster.rows_total,
        importable=roster.rows_importable - roster.rows_unchanged,
        new=roster.rows_importable - roster.rows_changed - roster.rows_unchanged,
        changed=roster.rows_changed,
        unchanged=roster.rows_unchanged,
        wrong=roster.rows_rejected - duplicate,
        duplicate=duplicate,
        remarked=len(remarked - set(errors)),
    )


def make_columns(roster: RosterImport, samples: Mapping[int, Sequence[str]]) -> Sequence[KnownColumn]:
    """The columns of the file that have a header, in their order."""
    keys = {place: key for key, place in roster.mapping["fields"].items()}
    return [
        KnownColumn(
            letters=column_letters(place),
            header=header,
            label=label_of(keys[place]) if place in keys else "",
            is_kept=keys.get(place) not in RECORDED_BY_ITSELF,
            samples="、".join(samples.get(place, ())),
        )
        for place, header in enumerate(roster.mapping["headers"])
        if header
    ]


def missing_labels(roster: RosterImport) -> list[str]:
    """Columns without which nothing can be imported."""
    return [label_of(key) for key in missing_keys(roster.mapping["fields"], roster.mode)]


def make_spellings(roster: RosterImport, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of what the roster says otherwise than it is stored."""

    def place(row: ImportSpelling) -> str:
        return f"{row.sheet} {_('第 %(row)s 行') % {'row': row.row}}".strip()

    page = numbered(list_spellings(roster), query, size=SPELLINGS_SIZE, name="spelling")
    return {"spellings": page, "spelled": Rows(SPELLING_COLUMNS, drawn={"place": place}).context(page)}
