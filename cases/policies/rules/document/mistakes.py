"""Why a text is no YAML: the line of the mistake and what to do, instead of what a parser expected there."""

import re
from collections.abc import Iterator, Sequence

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

KEY = r"[A-Za-z_][A-Za-z0-9_]*"
START = r"^\s*(?:-\s+)*"

# What a line shows by itself, the surest sign first; %(sign)s is what the pattern found.
SIGNS = (
    (r"^ *(\t)", lazy("缩进用了制表符（Tab），请改成空格。")),
    (r"^[ \t]*(\u3000)", lazy("缩进用了全角空格，请改成半角空格。")),
    (
        rf"(?:{START}|[{{,]\s*)({KEY}\s*：)",
        lazy("冒号是全角的，请改成半角冒号加一个空格，例如“label: 名称”。"),
    ),
    (rf"{START}({KEY}:)[^\s:/]", lazy("冒号后面少一个空格，请写成“%(sign)s …”。")),
    (r"[:,\[]\s*(>=?)\s*(?:[,}\]]|$)", lazy("“%(sign)s”要加引号，请写成 '%(sign)s'。")),
    (r"^\s*(-)[^\s\-\d]", lazy("列表的“-”后面少一个空格。")),
    (r"[{\[].*(，)", lazy("花括号或方括号里的逗号是全角的“%(sign)s”，请改成半角逗号加一个空格。")),
    (r"([｛｝［］“”‘’])", lazy("这里的“%(sign)s”是全角的，请改成半角。")),
    (r"(?::\s|-\s)\s*([*&])", lazy("不支持 & 和 * 引用，请写出全部内容。")),
    (r"(?::\s|-\s|[{\[,]\s*)\s*([@`%|,}\]?])", lazy("“%(sign)s”不能放在开头；是文字的请整段加引号。")),
)
LOOKED_AT = [(re.compile(pattern), sentence) for pattern, sentence in SIGNS]
GENERAL = lazy("YAML 格式有误，请检查缩进、冒号和引号。")


def explain(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """The line, from 1, and the sentence."""
    lines, places = text.split("\n"), list(_places(text, error))
    for line in places:
        found = sign_in(lines[line - 1]) if line <= len(lines) else ""
        if found:
            return line, found
    return _by_the_parser(lines, error, places)


def sign_in(line: str) -> str:
    """What a line shows by itself; '' for nothing."""
    for pattern, sentence in LOOKED_AT:
        found = pattern.search(line)
        if found:
            return sentence % {"sign": found[1]}
    return ""


def colon_in(text: str) -> str:
    """What is wrong with the colon of a word that should have been “名称: 值”; '' for nothing."""
    for pattern, sentence in LOOKED_AT[2:4]:
        found = pattern.search(text)
        if found:
            return sentence % {"sign": found[1]}
    return _("列表的“-”后面少一个空格。") if re.match(rf"-{KEY}$", text) else ""


def _places(text: str, error: yaml.MarkedYAMLError) -> Iterator[int]:
    """Where to look: the line that the parser stopped at, what it began with, the line before."""
    marks = [error.problem_mark, error.context_mark]
    if "simple key" in (error.context or ""):
        marks.reverse()
    found = [mark.line + 1 for mark in marks if mark]
    if "block" in (error.context or "") or "flow" in (error.context or ""):
        found = found[:1]
    yield from found
    if found and found[0] > 1:
        yield found[0] - 1


def _by_the_parser(lines: Sequence[str], error: yaml.MarkedYAMLError, places: list[int]) -> tuple[int, str]:
    context, problem = error.context or "", error.problem or ""
    unpaired = _unpaired(lines[: max(places, default=1)])
    if unpaired:
        return unpaired, _("引号没有配对：从这一行开始的引号没有结束。")
    begun = error.context_mark.line + 1 if error.context_mark else 1
    line = places[0] if places else 1
    shown = lines[line - 1] if line <= len(lines) else ""
    if "quoted scalar" in context:
        return begun, _("引号没有配对：从这一行开始的引号没有结束。")
    if "flow" in context:
        return begun, _("括号没有配对，或各项之间少了逗号；文字里有括号的，请整段加引号。")
    if "simple key" in context:
        return begun, _("这一行少了冒号，应当是“名称: 值”。")
    if "mapping values" in problem:
        return line, _mapping_values(shown)
    if "expected key" in problem or "indicator" in problem or "block end" in problem:
        return line, _beside(shown)
    return line, str(GENERAL)


def _unpaired(lines: Sequence[str]) -> int:
    """The line whose quote went on until the next one: a text over several lines has two odd lines."""
    for quote in ('"', "'"):
        odd = [number for number, line in enumerate(lines, start=1) if line.count(quote) % 2]
        if len(odd) % 2:
            return odd[0]
    return 0


def _mapping_values(line: str) -> str:
    if len(re.findall(r":(?:\s|$)", line)) > 1:
        return _("一行里有两个冒号；文字里有冒号的，请整段加引号。")
    return _("这一行缩进得太深，请与同级的各项左边对齐。")


def _beside(line: str) -> str:
    if re.search(rf"{START}{KEY}:\s+['\"]", line):
        return _("引号后面还有内容；文字里有引号的，外面请用另一种引号。")
    return _("这一行的缩进与上面同级的各项不一致，请左边对齐。")
