"""The keys of a document as an administrator writes them, and the errors that name them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document.amounts import Fixed
from cases.policies.rules.document.conditions import Gate
from cases.policies.rules.document.quantities import QuantityTerm
from cases.policies.rules.document.words import Word

NONE = type(None)
# Objects of one entry that may be written as that entry alone.
SHORT_FORMS = (QuantityTerm, Gate, Fixed)


@dataclass(frozen=True)
class PolicyError:
    """One thing that does not fit: 1-based line (0 where there is no file), dotted key, sentence."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = "%(key)s：" if self.key else ""
        if self.line:
            place = _("第 %(line)s 行 %(key)s：") if self.key else _("第 %(line)s 行：")
        return place % {"line": self.line, "key": self.key} + self.message


class PolicyInvalid(ValueError):
    """A document that cannot be used; `errors` says why, in the order of the lines."""

    def __init__(self, errors: tuple[PolicyError, ...]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.line, error.key)))
        super().__init__("\n".join(map(str, self.errors)))


def word_of(hint: Any) -> Word:
    """The kind of value that an annotated type names."""
    return next(mark for mark in hint.__metadata__ if isinstance(mark, Word))


def key_of(name: str) -> str:
    """The key in a file of a field: Python's reserved words carry an underscore."""
    return name.removesuffix("_")


def dotted(key: str, part: str | int) -> str:
    """The dotted key of a part: `categories.1.when`; list entries count from 1."""
    return f"{key}.{part}" if key else str(part)
