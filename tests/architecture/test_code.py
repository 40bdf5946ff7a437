"""What every file of the project keeps to; what import-linter and ruff do not see."""

import ast
import re
import subprocess
from pathlib import Path

from django.apps import apps
from django.conf import settings

from hardship.kernel.scope import ScopedModel
from tests.each import for_each

ROOT = Path(settings.BASE_DIR)
SOURCES = [path for room in ("hardship", "cases", "funds") for path in sorted((ROOT / room).rglob("*.py"))]
CODE = [path for path in SOURCES if "migrations" not in path.parts]
WEB = ("views", "forms", "filters", "columns", "reports", "context", "templatetags")
LOCKED_AWAY = {model.__name__ for model in apps.get_models() if issubclass(model, ScopedModel)} | {
    "Union",
    "User",
}
HTTP = ("django.http", "django.shortcuts")
HTTP_ROOMS = ("views", "middleware", "context", "access")
HTTP_FILE = "hardship/kernel/answers.py"  # the answers that are files, for the views of all rooms


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_web(path: Path) -> bool:
    return any(part in WEB or part.removesuffix(".py") in WEB for part in path.parts)


@for_each([path for path in CODE if is_web(path)], short)
def test_web_files_reach_scoped_rows_only_through_scope(path):
    """`Household.objects` in a page is followed by `.visible_to(…)`, `.none()` or nothing of the sort."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        owner = node.value
        if owner.attr == "objects" and isinstance(owner.value, ast.Name) and owner.value.id in LOCKED_AWAY:
            assert node.attr in ("visible_to", "none"), (
                f"{short(path)}:{node.lineno} {owner.value.id}.objects"
            )


@for_each(CODE, short)
def test_requests_stay_in_the_views(path):
    if any(part in HTTP_ROOMS or part.removesuffix(".py") in HTTP_ROOMS for part in path.parts):
        return
    if short(path) == HTTP_FILE:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        module = node.module if isinstance(node, ast.ImportFrom) else ""
        assert not (module or "").startswith(HTTP), f"{short(path)}:{node.lineno} imports {module}"


@for_each(CODE, short)
def test_no_file_is_a_hall(path):
    assert len(path.read_text().splitlines()) <= 300, f"{short(path)} is over 300 lines: split it"


@for_each(CODE, short)
def test_nothing_unsafe_is_written(path):
    text = path.read_text()
    assert not re.search(r"\bmark_safe\(|\|safe\b|csrf_exempt|fields\s*=\s*[\"']__all__", text), short(path)
    assert not re.search(r"post_save|pre_save\.connect|receiver\(", text), f"{short(path)}: no signals"
    assert not re.search(r"\*\*request\.(GET|POST)", text), f"{short(path)}: a request never becomes a query"


# Pages that show the log: to those who may read it, and to each person their own; and the seals upon it.
LOG_PAGES = {
    *(f"hardship/desk/{name}.py" for name in ("desk", "filters", "reports")),
    *(f"hardship/desk/selectors/{name}.py" for name in ("log", "case", "todo", "access")),
    *(f"hardship/seals/{name}.py" for name in ("selectors", "services")),
}


@for_each(CODE, short)
def test_no_rule_reads_the_log(path):
    """Who wrote what at which version, and how often somebody asked, is data of the room that asks."""
    if short(path).startswith("hardship/audit/") or short(path) in LOG_PAGES:
        return
    text = path.read_text().lower()
    assert "auditrecord" not in text, f"{short(path)} reads the audit trail"
    assert "audit.models" not in text, f"{short(path)} reads the audit trail"


def test_no_migration_has_an_automatic_name():
    names = [short(path) for path in SOURCES if "migrations" in path.parts and "_auto_" in path.name]
    assert not names


def test_tracked_files_speak_of_the_project_alone():
    """No path of a machine stands in a tracked file."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    pattern = re.compile(r"(^|[^A-Za-z0-9_.-])/(work|farm|root|home)/")
    for name in listed.splitlines():
        path = ROOT / name
        if (
            path.suffix in (".py", ".md", ".html", ".toml", ".txt", ".sh", ".yml", ".css", ".js")
            and path.exists()
        ):
            found = pattern.search(path.read_text(errors="ignore"))
            assert found is None or name == "tests/architecture/test_code.py", f"{name}: {found.group()}"


TESTS = [path for path in sorted((ROOT / "tests").rglob("*.py"))]


@for_each(CODE + TESTS, short)
def test_no_day_is_taken_in_another_time_zone_or_kept_over_midnight(path):
    """`created_at.date()` is the day in London; a day asked at import is yesterday once midnight is past.

    A year asked at import is allowed: tests that run over New Year's Eve are run again.
    """
    tree = ast.parse(path.read_text())
    inside = {
        id(part)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.Lambda))
        for statement in (function.body if isinstance(function.body, list) else [function.body])
        for part in ast.walk(statement)
    }
    years = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "year"
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        asked, at = node.func.attr, f"{short(path)}:{node.lineno}"
        assert not (asked == "date" and ast.unparse(node.func.value).endswith("_at")), (
            f"{at} timezone.localdate"
        )
        assert asked not in ("localdate", "today") or {id(node)} & (inside | years), f"{at} asked at import"


@for_each(CODE, short)
def test_the_choice_of_a_file_is_drawn_by_us(path):
    """`forms/field.html` draws a FileInput; Django's other one shows the browser's own button."""
    assert "widget=forms.ClearableFileInput(" not in path.read_text(), short(path)
