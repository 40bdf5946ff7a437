"""Changed routes go back into the text of a policy; all else, comments too, stays as it was typed.

The text is cut at the lines on which its keys stand. A route that is as it was keeps its lines, one that was
changed is written anew. What cannot be cut like that (everything on one line) is written anew as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cases.policies.rules.document.keys import PolicyInvalid
from cases.policies.rules.document.parsing import parse_policy
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.routes import Route
from cases.policies.rules.document.source import load_yaml
from cases.policies.rules.document.writing import as_plain, dump_plain, dump_policy

ROUTES, INDENT = "routes", "  "
Routes = Mapping[str, Route]
Lines = list[str]


def put_routes(text: str, routes: Routes) -> str:
    """The text of a policy with these routes in this order. Raises PolicyInvalid where it would be none."""
    before = parse_policy(text)
    after = replace(before, routes=dict(routes))
    spliced = _splice(text, before.routes, routes)
    if _says(spliced, after):
        return spliced
    written = dump_policy(after)
    parse_policy(written)
    return written


def _says(text: str, document: PolicyDocument) -> bool:
    """Whether the text is of this document, its routes in this order."""
    try:
        found = parse_policy(text)
    except PolicyInvalid:
        return False
    return found == document and list(found.routes) == list(document.routes)


def _splice(text: str, before: Routes, routes: Routes) -> str:
    lines = text.rstrip("\n").split("\n")
    keys = {key: line - 1 for key, line in load_yaml(text).lines.items() if key}
    if ROUTES not in keys:
        return "\n".join([*lines, *_section(routes, {})]) + "\n"
    begin = _with_remarks(lines, keys[ROUTES])
    later = (line for key, line in keys.items() if "." not in key and line > keys[ROUTES])
    end = _with_remarks(lines, min(later, default=len(lines)))
    blocks = _blocks(lines, [keys[f"{ROUTES}.{name}"] for name in before], end)
    kept = {
        name: block
        for (name, route), block in zip(before.items(), blocks, strict=True)
        if routes.get(name) == route
    }
    head = lines[begin : keys[ROUTES] + 1]
    indent = next((_indent(lines[keys[f"{ROUTES}.{name}"]]) for name in before), INDENT)
    return "\n".join([*lines[:begin], *_section(routes, kept, head, indent), *lines[end:]]) + "\n"


def _section(
    routes: Routes, kept: Mapping[str, Lines], head: Iterable[str] = (f"{ROUTES}:",), indent: str = INDENT
) -> Lines:
    """Nothing at all for no route."""
    blocks = [kept.get(name) or _written(name, route, indent) for name, route in routes.items()]
    return [*head, *(line for block in blocks for line in block)] if blocks else []


def _written(name: str, route: Route, indent: str) -> Lines:
    return [indent + line for line in dump_plain({name: as_plain(route)}).splitlines()]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _blocks(lines: Lines, starts: list[int], end: int) -> list[Lines]:
    """The lines of each entry, from the remarks above its key to those above the next one."""
    places = [_with_remarks(lines, start) for start in starts]
    return [lines[here:there] for here, there in zip(places, [*places[1:], end], strict=True)]


def _with_remarks(lines: Lines, place: int) -> int:
    """The line where what is said above a key begins: remarks and blank lines."""
    while place and (not lines[place - 1].strip() or lines[place - 1].lstrip().startswith("#")):
        place -= 1
    return place
