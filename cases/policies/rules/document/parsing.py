"""The whole way of a policy's text: YAML, types, and what only the document as a whole can tell."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cases.policies.rules.document.checking import check_document
from cases.policies.rules.document.keys import PolicyError, PolicyInvalid
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.reading import Reading, reader_of
from cases.policies.rules.document.source import Source, load_yaml


def parse_policy(text: str) -> PolicyDocument:
    """The document of a YAML text. Raises PolicyInvalid with every error, each with its line and key."""
    with _yaml_errors():
        source = load_yaml(text)
    return _read(source)


def parse_plain(value: Mapping[str, Any]) -> PolicyDocument:
    """The same of plain values, which have no lines."""
    return _read(Source(value, {}))


def _read(source: Source) -> PolicyDocument:
    reading = Reading(source)
    document = reader_of(PolicyDocument)(reading, source.value, "")
    reading.finish()
    for key, message in check_document(document):
        reading.refuse(key, message)
    reading.finish()
    return document  # type: ignore[no-any-return]


@contextmanager
def _yaml_errors() -> Iterator[None]:
    try:
        yield
    except Source.Broken as broken:
        raise PolicyInvalid((PolicyError(broken.line, broken.key, str(broken)),)) from broken
