"""The usual parts of a policy one by one: what a form shows, and the document with some of them changed.

A part is one value at one place of the document (field names, numbers of a list, keys of a mapping). Whatever
is not listed here stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document import conditions
from cases.policies.rules.document.handling import Paper
from cases.policies.rules.document.policy import Exclusion, PolicyDocument
from cases.policies.rules.document.quantities import StandardMultiple
from cases.policies.rules.document.words import MONEY
from cases.policies.rules.shown import (
    BENEFICIARIES,
    CAP_SCOPES,
    COMPARATORS,
    LAGS,
    NOTICE_KINDS,
    NUMBERED,
    OWNERS,
    SHOWN,
    WORDS,
)
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, STANDARD_MONTHS, label_of

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Part:
    """One value of the document that a form shows. `kind` says which sort of field; shares are percent."""

    place: Place
    group: str
    label: str
    kind: str
    value: Any
    choices: tuple[tuple[Any, Any], ...] = ()

    @property
    def name(self) -> str:
        return "part-" + "-".join(str(step).rstrip("_") for step in self.place)

    @property
    def key(self) -> str:
        """Its dotted key in the document, where list entries count from 1."""
        steps = (step + 1 if isinstance(step, int) else step.rstrip("_") for step in self.place)
        return ".".join(map(str, steps))


@dataclass(frozen=True)
class Line:
    """A line of a category: what is compared how with which multiple of a published standard."""

    category: str
    quantity: str
    comparator: str
    standard: str
    times: Decimal
    lag: str
    area: str
    level: str = ""

    @property
    def is_of_last_year(self) -> bool:
        return self.lag == "previous_year"

    @property
    def comparator_label(self) -> str:
        return dict(COMPARATORS)[self.comparator].split("（")[0]

    @property
    def standard_label(self) -> str:
        level = label_of("region_levels", self.level) if self.level else ""
        return level + label_of("standards", self.standard)

    @property
    def is_yearly(self) -> bool:
        return STANDARD_MONTHS[self.standard] > 1

    @property
    def times_text(self) -> str:
        return f"{self.times.normalize():f}"


def list_parts(document: PolicyDocument) -> tuple[Part, ...]:
    """Every usual part, in the order of the document."""
    general = _("计算口径")
    window = tuple((n, _("%(n)s 个月") % {"n": n}) for n in (6, 12))
    heading = _("制度")
    found = [
        Part(("title",), heading, _("制度名称"), "name", document.title),
        Part(("document_no",), heading, _("文号"), "text", document.document_no),
        Part(("source",), heading, _("依据文件"), "name", document.source),
        Part(("note",), heading, _("说明"), "text", document.note),
        Part(("window",), general, _("收入和支出按多长时间计算"), "choice", document.window, window),
        Part(
            ("judged_on",), general, _("以哪个数判定（毛、净）"), "choice", document.judged_on,
            _quantities(document),
        ),
    ]  # fmt: skip
    for place, group, value in _groups(document):
        if isinstance(value, Exclusion):
            found.append(Part((*place, "kept"), group, _("执行这项检查"), "kept", True))
        found += _walk(document, value, place, group, ())
    return tuple(found)


def list_lines(document: PolicyDocument) -> tuple[Line, ...]:
    """The multiples of published standards on which the categories rest, each once."""
    found: dict[Line, None] = {}
    for rule in document.categories:
        for compare in _compares(document, rule.when):
            than = compare.than
            if isinstance(than, StandardMultiple):
                quantity = document.quantities[compare.quantity].label
                line = Line(
                    rule.label,
                    quantity,
                    compare.is_,
                    than.standard,
                    than.times,
                    than.lag,
                    than.area or "",
                    than.level or "",
                )
                found[line] = None
    return tuple(found)


def change_parts(document: PolicyDocument, values: Mapping[Place, Any]) -> PolicyDocument:
    """The document with these values at these places; an exclusion whose `kept` is False is left out, and
    the papers that are asked of everybody are those of the kinds given."""
    dropped = {place[1] for place, value in values.items() if place[-1] == "kept" and not value}
    before = document
    for place, value in values.items():
        if place[-1] not in ("kept", "papers"):
            document = _put(document, place, value)
    for place, kinds in values.items():
        if place[-1] == "papers":
            document = _put(document, place, _papers(_get(before, place), _get(document, place), kinds))
    if dropped:
        kept = tuple(row for n, row in enumerate(document.exclusions) if n not in dropped)
        document = replace(document, exclusions=kept)
    return document


def plain_papers(papers: Sequence[Paper]) -> tuple[str, ...]:
    """The kinds of the papers of which nothing else is said."""
    return tuple(paper.any_of[0] for paper in papers if paper == Paper(paper.any_of[:1]))


def _papers(before: Sequence[Paper], edited: Sequence[Paper], kinds: Sequence[str]) -> tuple[Paper, ...]:
    """The papers as edited, without the plain ones of another kind, and with those that were not there."""
    known = plain_papers(before)
    gone = [plain_papers([old]) and old.any_of[0] not in kinds for old in before]
    kept = tuple(paper for paper, is_gone in zip(edited, gone, strict=True) if not is_gone)
    return kept + tuple(Paper((kind,)) for kind in kinds if kind not in known)


def _get(value: Any, place: Sequence[str | int]) -> Any:
    for step in place:
        value = getattr(value, str(step)) if is_dataclass(value) else value[step]
    return value


def _put(value: Any, place: Sequence[str | int], new: Any) -> Any:
    if not place:
        return new
    step, rest = place[0], place[1:]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{str(step): _put(getattr(value, str(step)), rest, new)})
    if isinstance(value, tuple):
        return tuple(_put(item, rest, new) if n == step else item for n, item in enumerate(value))
    return {name: _put(item, rest, new) if name == step else item for name, item in value.items()}


def _groups(document: PolicyDocument) -> Iterator[tuple[Place, str, Any]]:
    """The objects that stand under a heading of their own, with their place."""
    for name, quantity in document.quantities.items():
        yield ("quantities", name), _("口径：%(name)s") % {"name": quantity.label}, quantity
    for name, gate in document.gates.items():
        yield ("gates", name), _("共用条件：%(name)s") % {"name": name}, gate
    for n, category in enumerate(document.categories):
        yield ("categories", n), _("类别：%(name)s") % {"name": category.label}, category
    for n, requirement in enumerate(document.requirements):
        yield ("requirements", n), _("共同要求：%(name)s") % {"name": requirement.text}, requirement
    for n, exclusion in enumerate(document.exclusions):
        yield ("exclusions", n), _("排除情形：%(name)s") % {"name": exclusion.text}, exclusion
    for name, programme in document.programmes.items():
        yield ("programmes", name), _("帮扶标准：%(name)s") % {"name": programme.label}, programme
    for name, route in document.routes.items():
        yield ("routes", name), _("审批流程：%(name)s") % {"name": route.label}, route


def _walk(
    document: PolicyDocument, value: Any, place: Place, group: str, words: tuple[str, ...]
) -> Iterator[Part]:
    """Every part inside an object."""
    for field in fields(value):
        item, at = getattr(value, field.name), (*place, field.name)
        shown = SHOWN.get((type(value), field.name))
        if shown and (part := _part(document, value, shown, item)):
            kind, label, plain, choices = part
            yield Part(at, group, "　".join((*words, str(label))), kind, plain, choices)
        word = str(WORDS.get(field.name, ""))
        for step, inner in _inside(item):
            yield from _walk(
                document, inner, (*at, *step), group, (*words, *_word(field.name, word, step, inner))
            )


def _inside(item: Any) -> Iterator[tuple[Place, Any]]:
    if is_dataclass(item):
        yield (), item
    elif isinstance(item, tuple):
        yield from (((n,), one) for n, one in enumerate(item) if is_dataclass(one))
    elif isinstance(item, dict):
        yield from (((name,), one) for name, one in item.items() if is_dataclass(one))


def _word(field: str, word: str, step: Place, inner: Any) -> tuple[str, ...]:
    if isinstance(inner, Paper):
        return (_("或").join(label_of("evidence_kinds", kind) for kind in inner.any_of),)
    said = getattr(inner, "text", "")
    if said:
        return (said,)
    if step and isinstance(step[0], str):
        return (_code(step[0]),)
    if step and field in NUMBERED:
        return (_("%(word)s %(n)s") % {"word": word, "n": int(step[0]) + 1},)
    return (word,) if word else ()


def _code(name: str) -> str:
    """A key of `Choose` in words: a stage, a category, a kind of school."""
    lists = ("stages", "school_kinds", "causes", "worker_types", "filing_levels")
    labels = {"deep": _("深度困难"), "relative": _("相对困难"), "accident": _("意外致困")}
    return labels.get(name) or next((label_of(key, name) for key in lists if name in CODE_LISTS[key]), name)


def _part(
    document: PolicyDocument, owner: Any, shown: tuple[str, Any], item: Any
) -> tuple[str, Any, Any, tuple[tuple[Any, Any], ...]] | None:
    """Kind, label, plain value and choices of a value that is shown; None where it has no simple form."""
    kind, label = shown
    kind, _sep, codes = kind.partition(":")
    if isinstance(owner, conditions.Check) and kind == "count" and FACTS[owner.fact].kind == "money":
        return "sum", label, MONEY.read(item), ()
    if kind in ("money", "multiple", "share", "count") and not isinstance(item, Decimal | int):
        return None
    if kind == "cap":
        return ("cap", label, item, ()) if item is None or isinstance(item, Decimal) else None
    if kind == "share":
        return kind, label, item * 100, ()
    if kind == "choice":
        choices = {
            "quantity": _quantities(document), "comparator": COMPARATORS, "lag": LAGS, "cap_per": CAP_SCOPES,
            "beneficiary": BENEFICIARIES, "notice": NOTICE_KINDS, "owner": OWNERS,
        }[codes]  # fmt: skip
        return (kind, label, item, choices) if item in dict(choices) else None
    if kind == "papers":
        return kind, label, plain_papers(item), tuple(CODE_LISTS[codes].items())
    return kind, label, item, _choices(kind, codes, item)


def _choices(kind: str, codes: str, item: Any) -> tuple[tuple[Any, Any], ...]:
    """Of a value that is one code of a list, or several, or none where it may be left out."""
    if kind == "option":
        return ("", _("没有规定")), *CODE_LISTS[codes].items()
    if kind not in ("codes", "code"):
        return ()
    # A use of money may be one that the province has added.
    own = [(code, code) for code in item if codes == "uses" and code not in CODE_LISTS[codes]]
    return (*CODE_LISTS[codes].items(), *own)


def _quantities(document: PolicyDocument) -> tuple[tuple[str, str], ...]:
    return tuple((name, quantity.label) for name, quantity in document.quantities.items())


def _compares(document: PolicyDocument, condition: Any) -> Iterator[conditions.Compare]:
    if isinstance(condition, conditions.Compare):
        yield condition
    elif isinstance(condition, conditions.Gate):
        yield from _compares(document, document.gates[condition.gate])
    elif isinstance(condition, conditions.All):
        for one in condition.all:
            yield from _compares(document, one)
    elif isinstance(condition, conditions.Any):
        for one in condition.any:
            yield from _compares(document, one)
