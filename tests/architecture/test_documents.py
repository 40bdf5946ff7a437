"""Documents that are made from the code say what the code says."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

from hardship.desk.management.commands.document_states import states_document


def test_states_document_is_what_the_tables_say():
    assert Path(settings.BASE_DIR, "docs", "states.md").read_text() == states_document()


def test_registries_document_is_what_a_fresh_process_registers():
    """A process of its own: this one may have imported a module that no `registers` names."""
    command = [sys.executable, "manage.py", "document_registries", "--print"]
    made = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
    assert Path(settings.BASE_DIR, "docs", "registries.md").read_text() == made
