"""What a run of the measurements found, kept as a small JSON, and what became slower since the run before.

Compared are ratios to the floor that the same run measured, never seconds: a busy or another machine changes
those of both.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils import timezone

SLOWER = 1.2  # times the ratio of the run before


@dataclass(frozen=True)
class Figure:
    """One line: its value (`unit`), and how many times its floor that is."""

    value: float
    unit: str
    ratio: float
    note: str = ""


class Run:
    """The figures of one run by "title: line", and its file beside those of earlier runs."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}

    def add(self, title: str, line: str, figure: Figure) -> None:
        self.figures[f"{title}: {line}"] = figure

    def finish(self, folder: Path, households: int) -> list[str]:
        """Write the run; a line for each figure whose ratio is above SLOWER times that of its last run."""
        folder.mkdir(parents=True, exist_ok=True)
        before = _newest_ratios(folder, households)
        content = {
            "households": households,
            "cores": os.cpu_count(),
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
        }
        target = folder / f"{households}-{timezone.localtime():%Y%m%d-%H%M%S}.json"
        target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        return [
            f"{name}: {before[name]:.1f} before, now {figure.ratio:.1f}"
            for name, figure in self.figures.items()
            if figure.ratio > SLOWER * before.get(name, float("inf"))
        ]


def _newest_ratios(folder: Path, households: int) -> dict[str, float]:
    """The newest ratio of each line; a run may have measured one part only."""
    found: dict[str, float] = {}
    for path in sorted(folder.glob(f"{households}-*.json")):
        figures = json.loads(path.read_text())["figures"]
        found |= {name: figure["ratio"] for name, figure in figures.items()}
    return found


RUN = Run()
