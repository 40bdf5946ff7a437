"""One name for one thing: what docs/glossary.md says we do not say stands nowhere that people read."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# The headers of others' lists, which we read as they are.
OF_OTHERS = {"cases/rosters/rules/columns.py", "cases/leads/resources.py", "cases/applications/resources.py"}


def list_names() -> dict[str, str]:
    """Each name that is not said, with the one that is."""
    section = (ROOT / "docs" / "glossary.md").read_text().partition("## One name for one thing")[2]
    rows = [row for row in ROW.findall(section) if row[0] not in ("Name", "---")]
    return {other: name for name, others, _why in rows for other in others.split("、")}


def list_texts() -> list[Path]:
    """Templates, programs, their data, scripts and translations."""
    rooms = [
        path
        for room in ("hardship", "cases", "funds")
        for suffix in ("py", "yaml", "po")
        for path in (ROOT / room).rglob(f"*.{suffix}")
    ]
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "app").glob("*.js")]
    return [path for path in (*rooms, *pages) if str(path.relative_to(ROOT)) not in OF_OTHERS]


NAMES = list_names()


def is_said(other: str, text: str) -> bool:
    """Whether the text has it other than inside a name that we do use."""
    for name in NAMES.values():
        if other in name:
            text = text.replace(name, "")
    return other in text


def test_there_are_names_to_look_for():
    assert len(NAMES) >= 12
    assert is_said("调查清单", "看调查清单")
    assert not is_said("调查清单", "看入户调查清单")


@pytest.mark.parametrize("other", sorted(NAMES))
def test_a_thing_goes_by_one_name(other):
    found = [str(path.relative_to(ROOT)) for path in list_texts() if is_said(other, path.read_text())]
    assert not found, f"say {NAMES[other]}"
