"""The list of script/mutants is about the code as it stands: to run it takes an hour, to read it a moment."""

import importlib.util
import sys
from pathlib import Path

from django.conf import settings

from tests.each import for_each

ROOT = Path(settings.BASE_DIR)
ROOMS = {
    *("kernel", "accounts", "audit", "jobs", "messaging", "unsent", "imports", "handovers", "trees"),
    *("seals", "packages", "help", "yearplans", "desk"),
    *(path.name for folder in ("cases", "funds") for path in (ROOT / folder).iterdir() if path.is_dir()),
} - {"__pycache__"}  # fmt: skip


def load():
    """The script's own reader; it is no package."""
    path = ROOT / "script" / "lib" / "mutants.py"
    spec = importlib.util.spec_from_file_location("script_mutants", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.read_list()


MUTANTS = load()


@for_each(MUTANTS, lambda mutant: mutant.name)
def test_a_mutant_changes_one_place_and_names_tests_that_are_there(mutant):
    assert mutant.fault == ""
    assert mutant.before != mutant.after
    assert mutant.why
    assert mutant.tests
    for test in mutant.tests:
        path, *names = test.split("::")
        text = (ROOT / path).read_text("utf-8")
        assert all(f"def {name}(" in text or f"class {name}" in text for name in names), test


def test_there_are_mutants_of_every_room_and_each_has_a_name_of_its_own():
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) == len(set(names)) >= 80
    assert {mutant.room for mutant in MUTANTS} == ROOMS
