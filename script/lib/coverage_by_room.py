"""Prints how much of the code the tests reach, and the five rooms that they reach least.

coverage_by_room.py COVERAGE.json     as written by `slipcover --json`
"""

import json
import sys
from collections import Counter
from pathlib import Path

THINNEST = 5


def main(path: str) -> None:
    lines: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for name, file in json.loads(Path(path).read_text())["files"].items():
        if len(parts := Path(name).parts) < 3:
            continue
        room = "/".join(parts[:2])
        reached[room] += file["summary"]["covered_lines"]
        lines[room] += file["summary"]["covered_lines"] + file["summary"]["missing_lines"]
    print(f"  {reached.total() / lines.total():.1%} of {lines.total()} lines with code are reached; least:")
    shares = sorted((reached[room] / count, room) for room, count in lines.items() if count)
    for share, room in shares[:THINNEST]:
        print(f"  {share:7.1%}  {room}, {lines[room] - reached[room]} of {lines[room]} are not")


if __name__ == "__main__":
    main(sys.argv[1])
