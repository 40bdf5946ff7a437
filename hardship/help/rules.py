"""The words that a clerk meets, as docs/glossary.md explains them in Chinese."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADING = "\n## 词语解释"
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
HEAD = ("词", "---")


@dataclass(frozen=True)
class Term:
    """A word, or several for one thing, and what it means."""

    word: str
    meaning: str

    @property
    def names(self) -> list[str]:
        return self.word.split("、")


def read_terms(text: str) -> list[Term]:
    """The terms of the glossary's Chinese table, in its order."""
    section = text.partition(HEADING)[2].partition("\n## ")[0]
    return [Term(word, meaning) for word, meaning in ROW.findall(section) if word not in HEAD]


def terms_in(terms: Sequence[Term], *texts: str) -> list[Term]:
    """Those of the terms that the texts use."""
    return [term for term in terms if any(name in text for name in term.names for text in texts)]
