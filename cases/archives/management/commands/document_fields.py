"""Writes docs/file_fields.md from the catalogue of fields; a test compares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.archives.models import column_of, model_of
from cases.archives.rules.fields import FIELDS, FileField, Whose
from cases.archives.states import Section

INTRO = """# Fields of a file

Made by `manage.py document_fields` from `cases/archives/rules/fields.py`; do not edit it. The names are those
of columns in a roster, the first as our template writes it; in columns of members they may differ. Checked
means that a second person sees a change of a filed household.

| Kept in | Section | Names | Must be filled in of | Checked |
|---|---|---|---|---|
"""


def fields_document() -> str:
    """The whole page as Markdown, a row for each field."""
    return INTRO + "".join(f"| {' | '.join(_cells(field))} |\n" for field in FIELDS)


def _cells(field: FileField) -> tuple[str, ...]:
    names = (field.column or str(column_of(field).verbose_name), *field.aliases)
    section = field.section or {Whose.HEAD: Section.WORKER, Whose.MEMBER: Section.MEMBERS}.get(field.whose)
    return (
        f"`{model_of(field).__name__}.{field.key}`",
        section.value if section else "worker, members",
        "、".join(names),
        ", ".join(sorted(who.value for who in field.required)) or "—",
        "no" if field.is_free else "yes",
    )


class Command(BaseCommand):
    help = "Write docs/file_fields.md from the catalogue of fields."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, "docs", "file_fields.md").write_text(fields_document())
