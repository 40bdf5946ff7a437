"""Migrations: few, named, frozen; triggers and functions as SQL that says what it guards."""

import ast
import re
from pathlib import Path

from django.conf import settings

from tests.each import for_each

ROOT = Path(settings.BASE_DIR)
ROOMS = ("hardship", "cases", "funds")
MIGRATIONS = sorted(path for room in ROOMS for path in ROOT.glob(f"{room}/*/migrations/0*.py"))
SQL = sorted(path for room in ROOMS for path in ROOT.glob(f"{room}/*/migrations/sql/*.sql"))
# Classes of fields, without which a table cannot be made.
FIELDS = ("hardship.kernel.fields", "hardship.kernel.files")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@for_each(MIGRATIONS, short)
def test_a_migration_imports_no_code_of_today(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            ours = name.startswith(("hardship.", "cases.", "funds."))
            assert not ours or name.startswith(FIELDS), f"{short(path)} imports {name}"


@for_each(SQL, short)
def test_sql_says_what_it_guards_and_which_test_shows_it(path):
    heading = re.match(r"(-- .*\n)+", path.read_text())
    assert heading, f"{short(path)} begins without a comment"
    tests = re.findall(r"tests/[\w/]+(?:\.py)?", heading.group())
    assert tests, f"{short(path)} names no test"
    for name in tests:
        assert (ROOT / name).exists(), f"{short(path)} names {name}, which is not there"


@for_each(SQL, short)
def test_every_sql_file_is_run_by_a_migration(path):
    migrations = path.parent.parent.glob("0*.py")
    assert any(f'"{path.stem}"' in migration.read_text() for migration in migrations), (
        f"nothing runs {short(path)}"
    )
