"""The JSON form of a case: the same names as its fields, money as text or whole yuan."""

from collections.abc import Mapping
from typing import Any

from cases.policies.rules.case import Case
from cases.policies.rules.document.reading import Reading, reader_of
from cases.policies.rules.document.source import Source
from cases.policies.rules.document.writing import as_plain


def read_case(value: Mapping[str, Any]) -> Case:
    """A case from its JSON form. Raises PolicyInvalid (line 0), a sentence for each key that does not fit."""
    reading = Reading(Source(value, {}))
    case = reader_of(Case)(reading, value, "")
    reading.finish()
    return case  # type: ignore[no-any-return]


def case_as_json(case: Case) -> dict[str, Any]:
    """The JSON form of a case, without what has its default; `read_case` gives an equal case back."""
    plain: dict[str, Any] = as_plain(case)
    return plain
