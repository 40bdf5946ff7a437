"""What the pages of an import show: its stages, its figures, the remarks of one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext_lazy as _

from cases.rosters.models import RosterImport
from cases.rosters.rules.columns import EXTRA, HEAD
from cases.rosters.rules.entries import DUPLICATE_CODES, ERROR
from cases.rosters.rules.layout import label_of, missing_keys
from cases.rosters.states import ImportState
from hardship.kernel.pages import numbered
from hardship.kernel.sheets.headers import column_letters

MANY_DUPLICATES = 20
STAGES = (_("上传"), _("对应列"), _("检查"), _("确认"), _("结果"))
AT = {
    ImportState.UPLOADED: 1,
    ImportState.CHECKING: 2,
    ImportState.FAILED: 2,
    ImportState.CHECKED: 3,
    ImportState.IMPORTING: 4,
}

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


def make_steps(state: str | None) -> list[dict[str, str]]:
    """The five stages of the wizard, for the steps component; None is before the upload."""
    at = 0 if state is None else AT.get(ImportState(state), len(STAGES))
    names = [str(stage) for stage in STAGES]
    steps = []
    for place, label in enumerate(names):
        current = "stopped" if state == ImportState.FAILED else "current"
        word = "done" if place < at else current if place == at else "todo"
        steps.append({"label": label, "state": word})
    return steps


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


def kind_of(issue: Mapping[str, Any]) -> str:
    """error, duplicate or warning: how people tell remarks apart."""
    if issue["level"] != ERROR:
        return "warning"
    return "duplicate" if issue["code"] in DUPLICATE_CODES else "error"


KINDS = {"error": _("有错"), "duplicate": _("重复"), "warning": _("提醒")}
KIND_BADGES = {"error": "danger", "duplicate": "info", "warning": "warning"}


def make_issues(roster: RosterImport, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of remarks, narrowed by kind and column, with the choices to narrow them by."""
    rows = [(kind_of(issue), issue) for issue in roster.issues]
    counts = {name: sum(found == name for found, _issue in rows) for name in KINDS}
    kind, column = query.get("kind", _first_kind(counts)), query.get("column", "")
    columns = list(dict.fromkeys(issue["column"] for found, issue in rows if kind in ("", found)))
    shown = [
        {"sheet": "", **issue, "kind": found, "word": KINDS[found], "badge": KIND_BADGES[found]}
        for found, issue in rows
        if kind in ("", found) and column in ("", issue["column"])
    ]
    page: Page[Any] = numbered(shown, query)
    chips = [{"kind": "", "label": _("全部"), "count": len(rows)}]
    chips += [{"kind": name, "label": KINDS[name], "count": count} for name, count in counts.items() if count]
    return {"issues": page, "chips": chips, "kind": kind, "columns": columns, "column": column}


def _first_kind(counts: Mapping[str, int]) -> str:
    """A corrected roster comes with everybody who is in already: what is still wrong is shown first."""
    return "error" if counts["error"] and counts["duplicate"] > MANY_DUPLICATES else ""


def make_columns(roster: RosterImport) -> Sequence[KnownColumn]:
    """The columns of the file that have a header, in their order."""
    keys = {place: key for key, place in roster.mapping["fields"].items()}
    return [
        KnownColumn(
            letters=column_letters(place),
            header=header,
            label=label_of(keys[place]) if place in keys else "",
            is_kept=keys.get(place) not in RECORDED_BY_ITSELF,
        )
        for place, header in enumerate(roster.mapping["headers"])
        if header
    ]


def missing_labels(roster: RosterImport) -> list[str]:
    """Columns without which nothing can be imported."""
    return [label_of(key) for key in missing_keys(roster.mapping["fields"], roster.mode)]
