"""Writes docs/registries.md from the registries; a test compares the file with what a fresh process says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from hardship.kernel.registry import described, registries

INTRO = """# Registries: what hangs where

Made by `manage.py document_registries`; do not edit it. A registry belongs to a lower room; higher rooms add
to it without being imported by it (`hardship/kernel/registry.py`): a module adds with `@REGISTRY.add("key")`,
or with the registry's own decorator, and is named in `registers` of its room's `apps.py`.
"""


def registries_document() -> str:
    """The whole page as Markdown: a table of key, module and value for each registry."""
    parts = [INTRO]
    for registry in registries():
        parts += [
            f"## {registry.name}\n",
            f"{registry.purpose}\n",
            "| Key | Added by | What |\n|---|---|---|",
        ]
        parts += [
            f"| `{key}` | `{registry.modules[key]}` | {described(value)} |"
            for key, value in sorted(registry.items())
        ]
        parts.append("")
    return "\n".join(parts)


class Command(BaseCommand):
    help = "Write docs/registries.md from what the rooms register when Django starts."
    requires_system_checks = ()  # they import the addresses, and with them modules that no registers names

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--print", action="store_true", help="to the terminal instead of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["print"]:
            self.stdout.write(registries_document(), ending="")
        else:
            Path(settings.BASE_DIR, "docs", "registries.md").write_text(registries_document())
