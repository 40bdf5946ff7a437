"""Cuts a minified stylesheet to the rules that can match: elements, and the classes that are named.

Every kept rule stays as its authors wrote it and in its place, so that a page looks as before.
"""

import re
from collections.abc import Iterator

# A block is a selector or an at-rule with its body; a body of an at-rule holds blocks.
BLOCK = re.compile(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
DROPPED_AT_RULES = ("@keyframes", "@font-face")


def cut(style: str, *, classes: frozenset[str], used: str = "") -> str:
    """The rules of `style` whose selectors name no class but `classes`, one rule on a line.

    Custom properties that neither a kept rule nor `used` (the text of other stylesheets) reads are left out.
    Animations are left out, and rules for a theme or state that an attribute of Bootstrap's script sets.
    """
    rules = re.sub(r"/\*.*?\*/|@charset [^;]*;", "", style, flags=re.DOTALL)
    blocks = list(_blocks(rules, classes))
    while True:
        text = "\n".join(f"{head}{{{body}}}" for head, body in blocks)
        read = set(re.findall(r"var\((--[\w-]+)", text + used))
        fewer = [(head, _without_unread(body, read)) for head, body in blocks]
        fewer = [(head, body) for head, body in fewer if body.strip()]
        if fewer == blocks:
            return text + "\n"
        blocks = fewer


def _blocks(style: str, classes: frozenset[str]) -> Iterator[tuple[str, str]]:
    for head, body in BLOCK.findall(style):
        if head.startswith(DROPPED_AT_RULES):
            continue
        if head.startswith("@media"):
            inner = "".join(f"{name}{{{rest}}}" for name, rest in _blocks(body, classes))
            if inner:
                yield head, inner
        elif kept := [part for part in _parts(head) if _can_match(part, classes)]:
            yield ",".join(kept), body


def _parts(selector: str) -> list[str]:
    """The selectors of a list; a comma inside brackets separates nothing."""
    return re.split(r",(?![^(\[]*[)\]])", selector)


def _can_match(selector: str, classes: frozenset[str]) -> bool:
    if "[data-bs-theme=dark]" in selector or "data-bs-toggle" in selector:
        return False
    # What :not() excludes need not exist.
    named = re.findall(r"\.(-?[_a-zA-Z][\w-]*)", re.sub(r":not\([^)]*\)", "", selector))
    return set(named) <= classes


def _without_unread(body: str, read: set[str]) -> str:
    if "{" in body:
        return re.sub(r"\{([^{}]*)\}", lambda match: f"{{{_without_unread(match[1], read)}}}", body)
    kept = (part for part in _declarations(body) if not part.startswith("--") or part.split(":")[0] in read)
    return ";".join(kept)


def _declarations(body: str) -> list[str]:
    """The declarations of a rule; a semicolon inside a string or a bracket separates nothing."""
    string = r"\"[^\"]*\"|'[^']*'"
    bracket = rf"\((?:[^()\"']|{string}|\([^()]*\))*\)"
    return re.findall(rf"(?:[^;\"'(]|{string}|{bracket})+", body)
