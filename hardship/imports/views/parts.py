"""What the pages of any import show: its stages, and the remarks of one page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext_lazy as _

from hardship.imports.states import ImportState
from hardship.kernel.pages import numbered

MANY_DUPLICATES = 20
STAGES = (_("上传"), _("对应列"), _("检查"), _("确认"), _("结果"))
AT = {
    ImportState.UPLOADED: 1,
    ImportState.CHECKING: 2,
    ImportState.FAILED: 2,
    ImportState.CHECKED: 3,
    ImportState.DROPPED: 3,
    ImportState.IMPORTING: 4,
}
STOPPED = (ImportState.FAILED, ImportState.DROPPED)
KINDS = {"error": _("有错"), "duplicate": _("重复"), "warning": _("提醒")}
KIND_BADGES = {"error": "danger", "duplicate": "info", "warning": "warning"}


def make_steps(state: str | None) -> list[dict[str, str]]:
    """The five stages of the wizard, for the steps component; None is before the upload."""
    at = 0 if state is None else AT.get(ImportState(state), len(STAGES))
    names = [str(stage) for stage in STAGES]
    steps = []
    for place, label in enumerate(names):
        current = "stopped" if state in STOPPED else "current"
        word = "done" if place < at else current if place == at else "todo"
        steps.append({"label": label, "state": word})
    return steps


def make_issues(
    issues: Sequence[Mapping[str, Any]], query: Mapping[str, str], *, duplicates: Collection[str]
) -> dict[str, Any]:
    """One page of remarks ({"row", "column", "level", "code", "why", "cell"}), narrowed by kind and column,
    with the choices to narrow them by; errors with a code of `duplicates` are a kind of their own."""
    rows = [(_kind_of(issue, duplicates), issue) for issue in issues]
    counts = {name: sum(found == name for found, _issue in rows) for name in KINDS}
    kind, column = query.get("kind", _first_kind(counts)), query.get("column", "")
    columns = list(dict.fromkeys(issue["column"] for found, issue in rows if kind in ("", found)))
    shown = [
        {"sheet": "", **issue, "kind": found, "word": KINDS[found], "badge": KIND_BADGES[found]}
        for found, issue in rows
        if kind in ("", found) and column in ("", issue["column"])
    ]
    page: Page[Any] = numbered(shown, query)
    chips = [{"kind": "", "label": _("全部"), "count": len(rows)}] if rows else []
    chips += [{"kind": name, "label": KINDS[name], "count": count} for name, count in counts.items() if count]
    return {"issues": page, "chips": chips, "kind": kind, "columns": columns, "column": column}


def _kind_of(issue: Mapping[str, Any], duplicates: Collection[str]) -> str:
    """error, duplicate or warning: how people tell remarks apart."""
    if issue["level"] != "error":
        return "duplicate" if issue["code"] == "same" else "warning"
    return "duplicate" if issue["code"] in duplicates else "error"


def _first_kind(counts: Mapping[str, int]) -> str:
    """A corrected list comes with everything that is in already: what is still wrong is shown first."""
    return "error" if counts["error"] and counts["duplicate"] > MANY_DUPLICATES else ""
