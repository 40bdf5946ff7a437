"""YAML as plain values with the line of every key: safe, without anchors, fractions kept as text."""

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from cases.policies.rules.document.words import Fractional

MOST_CHARACTERS = 1_000_000
MOST_LEVELS = 60


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


class _Loader(yaml.SafeLoader):
    """Refuses anchors and aliases, with which a short text can grow without bound, and deep nesting."""

    levels = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BrokenSource(line, "", _("不支持 & 和 * 引用，请写出全部内容。"))
        if self.levels >= MOST_LEVELS:
            raise BrokenSource(line, "", _("层次过深。"))
        self.levels += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.levels -= 1


def load_yaml(text: str) -> Source:
    """Raises BrokenSource with the line where the text stops being YAML."""
    if len(text) > MOST_CHARACTERS:
        raise BrokenSource(1, "", _("文件过大。"))
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BrokenSource(line, "", _("YAML 格式有误，请检查缩进、冒号和引号。")) from error
    except yaml.YAMLError as error:
        raise BrokenSource(1, "", _("文件中有不能使用的字符。")) from error
    if node is None:
        raise BrokenSource(1, "", _("文件是空的。"))
    lines = {"": 1}
    return Source(_plain(node, "", lines, loader), lines)


def _plain(node: yaml.Node, key: str, lines: dict[str, int], loader: _Loader) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, key, lines, loader)
    if isinstance(node, yaml.SequenceNode):
        found = []
        for number, item in enumerate(node.value, start=1):
            place = f"{key}.{number}" if key else str(number)
            lines[place] = item.start_mark.line + 1
            found.append(_plain(item, place, lines, loader))
        return found
    if node.tag == "tag:yaml.org,2002:float":
        return Fractional(node.value)
    if node.tag == "tag:yaml.org,2002:value":
        return node.value
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        line = node.start_mark.line + 1
        raise BrokenSource(line, key, _("不能识别“%(value)s”。") % {"value": node.value}) from error


def _plain_mapping(
    node: yaml.MappingNode, key: str, lines: dict[str, int], loader: _Loader
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name_node, value_node in node.value:
        line = name_node.start_mark.line + 1
        if not isinstance(name_node, yaml.ScalarNode):
            raise BrokenSource(line, key, _("名称应当是一个词。"))
        name = name_node.value
        place = f"{key}.{name}" if key else name
        if name in found:
            raise BrokenSource(line, place, _("“%(name)s”写了两次。") % {"name": name})
        lines[place] = line
        found[name] = _plain(value_node, place, lines, loader)
    return found
