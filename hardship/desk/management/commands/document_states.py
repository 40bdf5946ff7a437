"""Writes docs/states.md from the transition tables; a test compares the file with what this prints."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hardship.accounts.states import Role
from hardship.desk.selectors.tables import TABLES
from hardship.kernel.scope import Part
from hardship.kernel.workflow import mermaid

INTRO = """# States and who moves them

Made by `manage.py document_states` from the transition tables; edit those, not this file.
"""


def states_document() -> str:
    """The whole page as Markdown: a diagram and a table for each state machine."""
    parts = [INTRO]
    for title, source, table, states in TABLES:
        names = {state.value: str(state.label) for state in states}
        parts += [f"## {title}\n", f"`{source}`\n", "```mermaid\n" + mermaid(table, names) + "```\n"]
        parts.append("| 操作 | 从 | 到 | 谁 | 工会 | 意见 |\n|---|---|---|---|---|---|")
        for row in table:
            before = "、".join(names[state] for state in row.source)
            part = str(Part(row.part).label) if row.part else "本工会"
            comment = "必填" if row.needs_comment else ""
            who = str(dict(Role.choices).get(row.role, "后台任务"))
            parts.append(f"| {row.label} | {before} | {names[row.target]} | {who} | {part} | {comment} |")
        parts.append("")
    return "\n".join(parts)


class Command(BaseCommand):
    help = "Write docs/states.md from the transition tables."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, "docs", "states.md").write_text(states_document())
