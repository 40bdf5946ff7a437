"""What one programme says to one application, and the same as JSON, byte for byte."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from cases.policies.rules.document.handling import Paper
from cases.policies.rules.document.writing import as_plain
from cases.policies.rules.engine.caps import CapLine
from cases.policies.rules.engine.outcome import Entitled, plain_row


class Grant(NamedTuple):
    """The amount with its steps, the caps as they are for this case, and each paper that may be asked for
    with whether it is (None: cannot be told yet)."""

    entitled: Entitled
    caps: tuple[CapLine, ...]
    papers: tuple[tuple[Paper, bool | None], ...]

    @property
    def limit(self) -> Decimal | None:
        """The most that may be applied for, in yuan; None where that cannot be told yet."""
        return self.entitled.amount

    @property
    def needed(self) -> tuple[Paper, ...]:
        """The papers that are asked for without doubt."""
        return tuple(paper for paper, met in self.papers if met)

    def as_json(self) -> dict[str, Any]:
        return {
            "entitled": plain_row(self.entitled),
            "caps": [plain_row(line) for line in self.caps],
            "papers": [[as_plain(paper), met] for paper, met in self.papers],
        }


def read_paper(value: Mapping[str, Any]) -> Paper:
    """A paper of a grant that was kept; the condition is that which it was judged by, and is left out."""
    return Paper(
        any_of=tuple(value["any_of"]), of=value.get("of", "household"), text=value.get("text", ""),
        within_months=value.get("within_months"), numbered=value.get("numbered", False),
    )  # fmt: skip
