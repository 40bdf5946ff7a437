"""YAML as plain values with the line of every key: safe, without anchors and tags, fractions kept as text.

Composed from the events of libyaml, which is six times as fast as nodes of Python's parser.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.reader import Reader

from cases.policies.rules.document.mistakes import explain
from cases.policies.rules.document.scalars import Misspelt, plain_scalar

MOST_CHARACTERS = 1_000_000
MOST_LEVELS = 60
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BrokenSource(ValueError):
    """A text that is no YAML of ours."""

    def __init__(self, line: int, key: str, message: str) -> None:
        self.line, self.key = line, key
        super().__init__(message)


@dataclass(frozen=True)
class Source:
    """A plain value, and the line on which each dotted key stands."""

    Broken = BrokenSource

    value: Any
    lines: dict[str, int]

    def line(self, key: str) -> int:
        """The line of a key, or of the nearest key around it; 0 where there is no file."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, 0)


def load_yaml(text: str) -> Source:
    """Raises BrokenSource with the line where the text stops being YAML."""
    if len(text) > MOST_CHARACTERS:
        raise BrokenSource(1, "", _("文件过大。"))
    strange = Reader.NON_PRINTABLE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise BrokenSource(line, "", _("文件中有不能使用的字符。"))
    try:
        return _Composer(text).compose()
    except yaml.MarkedYAMLError as error:
        raise BrokenSource(*_explained(text, error)) from error


def _explained(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str, str]:
    line, sentence = explain(text, error)
    return line, "", sentence


class _Composer:
    """Builds plain values from events. Refuses anchors and aliases, with which a short text can grow without
    bound, tags, and deep nesting."""

    def __init__(self, text: str) -> None:
        self.events = yaml.parse(text, Loader=LOADER)
        self.lines = {"": 1}

    def compose(self) -> Source:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise BrokenSource(1, "", _("文件是空的。"))
        value = self._value(event, "", 0)
        if value is None:
            raise BrokenSource(1, "", _("文件是空的。"))
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            said = _("一个文件只能写一份政策，请删去“---”以后的内容。")
            raise BrokenSource(_line(event), "", said)
        return Source(value, self.lines)

    def _next(self) -> Any:
        return next(self.events)

    def _value(self, event: Any, key: str, level: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise BrokenSource(_line(event), key, _("不支持 & 和 * 引用，请写出全部内容。"))
        if event.tag:
            said = _("不支持“%(tag)s”这样的标签；以“!”开头的文字请加引号。")
            raise BrokenSource(_line(event), key, said % {"tag": event.tag})
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, key)
        if level >= MOST_LEVELS:
            raise BrokenSource(_line(event), "", _("层次过深。"))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(key, level + 1)
        return self._mapping(key, level + 1)

    def _sequence(self, key: str, level: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            place = f"{key}.{len(found) + 1}" if key else str(len(found) + 1)
            self.lines[place] = _line(event)
            found.append(self._value(event, place, level))
        return found

    def _mapping(self, key: str, level: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise BrokenSource(_line(event), key, _("名称应当是一个词。"))
            name = event.value
            place = f"{key}.{name}" if key else name
            if name in found:
                raise BrokenSource(_line(event), place, _("“%(name)s”写了两次。") % {"name": name})
            self.lines[place] = _line(event)
            found[name] = self._value(self._next(), place, level)
        return found


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: Any, key: str) -> Any:
    if event.style == ">" and key.endswith(".is"):
        # An unquoted > begins a folded text, which swallows what stands below it.
        return Misspelt(">", _("“>”要加引号，请写成 '>'。"))
    return plain_scalar(event.value) if event.implicit[0] and not event.style else event.value
