"""What types cannot say of a document: names that must exist, circles, facts and their comparators, bands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.cases import read_case
from cases.policies.rules.document import amounts, conditions, quantities
from cases.policies.rules.document.keys import PolicyInvalid, dotted, key_of
from cases.policies.rules.document.policy import Example, Exclusion, PolicyDocument, Stacking
from cases.policies.rules.document.walking import walk
from cases.policies.rules.document.words import FACT_WORDS, Unreadable
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS

Finding = tuple[str, str]
Checker = Callable[[PolicyDocument, str, Any], Iterator[Finding]]

BY_STUDENT = {"stage": "stages", "school_kind": "school_kinds"}


def check_document(document: PolicyDocument) -> Iterator[Finding]:
    """Dotted key and sentence of everything that does not fit together."""
    yield from _whole(document)
    for key, value in walk(document):
        yield from _empty(key, value)
        for kind, checker in CHECKERS:
            if isinstance(value, kind):
                yield from checker(document, key, value)


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    said = {"kind": kind, "name": name, "known": "、".join(known) or _("（无）")}
    return _("没有名为“%(name)s”的%(kind)s，可用：%(known)s。") % said


def _names(document: PolicyDocument, key: str, kind: str, names: Sequence[str]) -> Iterator[Finding]:
    known = {
        _("数量"): tuple(document.quantities),
        _("条件"): tuple(document.gates),
        _("类别"): tuple(rule.category for rule in document.categories),
        _("帮扶项目"): tuple(document.programmes),
    }[kind]
    for name in names:
        if name not in known:
            yield key, _unknown(kind, name, known)


def _whole(document: PolicyDocument) -> Iterator[Finding]:
    if document.categories:
        yield from _names(document, "judged_on", _("数量"), [document.judged_on])
    yield from _repeated(document)
    yield from _circles(document)
    begin, end = document.effective_from, document.effective_to
    if begin and end and end < begin:
        yield "effective_to", _("截止日期早于执行日期。")


def _repeated(document: PolicyDocument) -> Iterator[Finding]:
    for listed, attribute in (("categories", "category"), ("exclusions", "key"), ("requirements", "key")):
        seen = set()
        for number, rule in enumerate(getattr(document, listed), start=1):
            name = getattr(rule, attribute)
            if name in seen:
                yield f"{listed}.{number}", _("“%(name)s”写了两次。") % {"name": name}
            seen.add(name)


def _circles(document: PolicyDocument) -> Iterator[Finding]:
    for listed in ("quantities", "gates"):
        for name, value in getattr(document, listed).items():
            if _is_in_circle(document, listed, name, value):
                yield f"{listed}.{name}", _("“%(name)s”绕回到了自己。") % {"name": name}


def _is_in_circle(document: PolicyDocument, listed: str, name: str, value: Any) -> bool:
    kind, field = {
        "quantities": (quantities.QuantityTerm, "quantity"),
        "gates": (conditions.Gate, "gate"),
    }[listed]
    todo, seen = [value], {name}
    while todo:
        for _key, item in walk(todo.pop()):
            if not isinstance(item, kind):
                continue
            target = getattr(item, field)
            if target == name:
                return True
            if target not in seen and target in getattr(document, listed):
                seen.add(target)
                todo.append(getattr(document, listed)[target])
    return False


def _empty(key: str, value: Any) -> Iterator[Finding]:
    """A list that must be written must say something."""
    for field in fields(value):
        if field.default is MISSING and field.default_factory is MISSING and getattr(value, field.name) == ():
            yield dotted(key, key_of(field.name)), _("这里至少要写一项。")


def _quantity(document: PolicyDocument, key: str, value: Any) -> Iterator[Finding]:
    yield from _names(document, key, _("数量"), [value.quantity])


def _gate(document: PolicyDocument, key: str, value: conditions.Gate) -> Iterator[Finding]:
    yield from _names(document, key, _("条件"), [value.gate])


def _compare(document: PolicyDocument, key: str, value: conditions.Compare) -> Iterator[Finding]:
    yield from _quantity(document, key, value)
    if isinstance(value.than, conditions.QuantityShare):
        sides = [document.quantities.get(name) for name in (value.quantity, value.than.quantity)]
        windows = {(side.window or document.window) for side in sides if side}
        if len(windows) > 1:
            yield dotted(key, "than"), _("比较的两个数量统计月数不同。")


def _fact_check(_document: PolicyDocument, key: str, value: conditions.Check) -> Iterator[Finding]:
    fact = FACTS[value.fact]
    if fact.kind in ("code", "codes"):
        if not value.in_:
            yield key, _("请用 in 列出代码。")
        for code in value.in_:
            if code not in CODE_LISTS[fact.codes]:
                yield dotted(key, "in"), _unknown(_("代码"), code, tuple(CODE_LISTS[fact.codes]))
    elif fact.kind == "flag":
        if not isinstance(value.is_, bool):
            yield dotted(key, "is"), _("这一项只有 true（是）和 false（否）。")
    else:
        yield from _operand(key, fact.kind, value)


def _operand(key: str, kind: str, value: conditions.Check) -> Iterator[Finding]:
    allowed = ("is", "is_not") if kind == "text" else ("<", "<=", ">", ">=")
    if value.is_ not in allowed:
        yield dotted(key, "is"), _("请写比较符：%(known)s。") % {"known": "、".join(allowed)}
    try:
        FACT_WORDS[kind].read(value.than)
    except Unreadable as refusal:
        yield dotted(key, "than"), str(refusal)


def _base(document: PolicyDocument, key: str, value: Any) -> Iterator[Finding]:
    known = tuple(document.quantities) + tuple(CODE_LISTS["money_facts"])
    if value.of not in known:
        yield dotted(key, "of"), _unknown(_("数量或费用"), value.of, known)


def _steps(document: PolicyDocument, key: str, value: amounts.Steps) -> Iterator[Finding]:
    yield from _base(document, key, value)
    last: tuple[Decimal, int] | None = None
    for number, step in enumerate(value.steps, start=1):
        place = dotted(dotted(key, "steps"), number)
        if (step.from_ is None) == (step.above is None):
            yield place, _("请写 from（含）或 above（不含）其中一个。")
            continue
        bound = (step.from_, 0) if step.from_ is not None else (step.above or Decimal(0), 1)
        if last is not None and bound <= last:
            yield place, _("各档请由低到高排列，不能重叠。")
        last = bound


def _bands(document: PolicyDocument, key: str, value: amounts.Bands) -> Iterator[Finding]:
    yield from _base(document, key, value)
    last = Decimal(0)
    for number, band in enumerate(value.bands, start=1):
        place = dotted(dotted(key, "bands"), number)
        if band.up_to is None:
            if number < len(value.bands):
                yield place, _("只有最后一档可以不写 up_to。")
        elif band.up_to <= last:
            yield place, _("各档请由低到高排列，不能重叠。")
        else:
            last = band.up_to


def _choose(document: PolicyDocument, key: str, value: amounts.Choose) -> Iterator[Finding]:
    if value.by == "category":
        yield from _names(document, dotted(key, "amounts"), _("类别"), tuple(value.amounts))
        return
    fact = FACTS.get(value.by)
    listed = BY_STUDENT.get(value.by) or (fact.codes if fact and fact.kind == "code" else "")
    if not listed:
        known = ("category", *BY_STUDENT, *(name for name, fact in FACTS.items() if fact.kind == "code"))
        yield dotted(key, "by"), _unknown(_("分类依据"), value.by, known)
        return
    for code in value.amounts:
        if code not in CODE_LISTS[listed]:
            yield dotted(key, f"amounts.{code}"), _unknown(_("代码"), code, tuple(CODE_LISTS[listed]))


def _between(_document: PolicyDocument, key: str, value: amounts.Between) -> Iterator[Finding]:
    if value.at_most < value.at_least:
        yield key, _("at_most 不能小于 at_least。")


def _cap(document: PolicyDocument, key: str, value: amounts.Cap) -> Iterator[Finding]:
    if (value.limit is None) == (value.times is None):
        yield key, _("请写 limit（金额）或 times（次数）其中一个。")
    yield from _names(document, dotted(key, "programmes"), _("帮扶项目"), value.programmes)


def _programme(document: PolicyDocument, key: str, value: amounts.Programme) -> Iterator[Finding]:
    yield from _names(document, dotted(key, "for"), _("类别"), value.for_)
    above = [approval.above for approval in value.approval]
    if above != sorted(set(above)):
        yield dotted(key, "approval"), _("各档请由低到高排列，不能重叠。")
    if value.round.to <= 0:
        yield dotted(key, "round.to"), _("取整单位必须大于零。")


def _exclusion(document: PolicyDocument, key: str, value: Exclusion) -> Iterator[Finding]:
    yield from _names(document, dotted(key, "categories"), _("类别"), value.categories)


def _stacking(document: PolicyDocument, key: str, value: Stacking) -> Iterator[Finding]:
    yield from _names(document, dotted(key, "by_category"), _("类别"), tuple(value.by_category))
    if "still_in_need" in (value.rule, *value.by_category.values()):
        yield from _names(document, dotted(key, "income"), _("数量"), [value.income])


def _example(document: PolicyDocument, key: str, value: Example) -> Iterator[Finding]:
    try:
        read_case(merged(document.example_base, value.given))
    except PolicyInvalid as invalid:
        for error in invalid.errors:
            yield dotted(dotted(key, "given"), error.key), error.message
    expected = value.expect
    if expected.category:
        yield from _names(document, dotted(key, "expect.category"), _("类别"), [expected.category])
    names = (*expected.amounts, *expected.approvers)
    yield from _names(document, dotted(key, "expect.amounts"), _("帮扶项目"), names)
    yield from _names(document, dotted(key, "expect.figures"), _("数量"), tuple(expected.figures))


def merged(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The case of an example: the base, with facts added one by one and everything else replaced."""
    found = dict(base)
    for name, value in given.items():
        both = isinstance(value, Mapping) and isinstance(found.get(name), Mapping)
        found[name] = {**found[name], **value} if both else value
    return found


CHECKERS: tuple[tuple[Any, Checker], ...] = (
    (conditions.Compare, _compare),
    (conditions.Check, _fact_check),
    (conditions.Gate, _gate),
    (quantities.QuantityTerm, _quantity),
    (conditions.QuantityShare, _quantity),
    (amounts.TopUp, _quantity),
    (amounts.Part, _base),
    (amounts.Steps, _steps),
    (amounts.Bands, _bands),
    (amounts.Choose, _choose),
    (amounts.Between, _between),
    (amounts.Cap, _cap),
    (amounts.Programme, _programme),
    (Exclusion, _exclusion),
    (Stacking, _stacking),
    (Example, _example),
)
