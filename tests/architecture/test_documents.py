"""Documents that are made from the code say what the code says."""

from pathlib import Path

from django.conf import settings

from hardship.desk.management.commands.document_states import states_document


def test_states_document_is_what_the_tables_say():
    assert Path(settings.BASE_DIR, "docs", "states.md").read_text() == states_document()
