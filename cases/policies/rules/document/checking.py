"""What types cannot say of a document: names that must exist, circles, facts and their comparators, bands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.cases import ExampleBase
from cases.policies.rules.document import amounts, conditions, quantities
from cases.policies.rules.document.amounts_checking import AMOUNT_CHECKERS
from cases.policies.rules.document.handling_checking import HANDLING_CHECKERS
from cases.policies.rules.document.keys import PolicyError, dotted, key_of
from cases.policies.rules.document.naming import Finding, sums_in, unknown, unknown_names
from cases.policies.rules.document.policy import Exclusion, Expected, PolicyDocument, Range, Stacking
from cases.policies.rules.document.reaching import compared
from cases.policies.rules.document.routes_checking import ROUTE_CHECKERS
from cases.policies.rules.document.walking import walk
from cases.policies.rules.document.words import FACT_WORDS, Unreadable
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS

OWN_TERMS = (quantities.IncomeTerm, quantities.ExpenseTerm)
Checker = Callable[[PolicyDocument, str, Any], Iterator[Finding]]


def check_document(document: PolicyDocument) -> Iterator[Finding]:
    """Dotted key and sentence of everything that does not fit together."""
    yield from _whole(document)
    yield from _examples(document)
    for key, value in walk(replace(document, examples=())):
        yield from _empty(key, value)
        for kind, checker in CHECKERS:
            if isinstance(value, kind):
                yield from checker(document, key, value)


def _whole(document: PolicyDocument) -> Iterator[Finding]:
    if document.categories:
        yield from unknown_names(document, "judged_on", _("数量"), [document.judged_on])
    judged = document.quantities.get(document.judged_on)
    if judged and judged.whose != "household":
        yield "judged_on", _("认定依据的数量应当是全家的，不能是受助人本人的。")
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
    yield from unknown_names(document, key, _("数量"), [value.quantity])


def _whose(document: PolicyDocument, key: str, value: quantities.Quantity) -> Iterator[Finding]:
    """Only dated items say whose they are; sums of one person and of a household do not mix."""
    for listed in ("plus", "minus"):
        for number, term in enumerate(getattr(value, listed), start=1):
            place = dotted(dotted(key, listed), number)
            if isinstance(term, quantities.QuantityTerm):
                inner = document.quantities.get(term.quantity)
                if inner and inner.whose != value.whose:
                    yield place, _("受助人本人的数量和全家的数量不能互相加减。")
            elif value.whose != "household" and not isinstance(term, OWN_TERMS):
                yield place, _("受助人本人的数量只能由收入和支出组成。")


def _gate(document: PolicyDocument, key: str, value: conditions.Gate) -> Iterator[Finding]:
    yield from unknown_names(document, key, _("条件"), [value.gate])


def _compare(document: PolicyDocument, key: str, value: conditions.Compare) -> Iterator[Finding]:
    yield from _quantity(document, key, value)
    if isinstance(value.than, conditions.QuantityShare):
        sides = [document.quantities.get(name) for name in (value.quantity, value.than.quantity)]
        windows = {(side.window or document.window) for side in sides if side}
        if len(windows) > 1:
            yield dotted(key, "than"), _("比较的两个数量统计月数不同。")


def _fact_check(_document: PolicyDocument, key: str, value: conditions.Check) -> Iterator[Finding]:
    fact = FACTS[value.fact]
    if value.within_months is not None:
        yield from _window(key, fact.kind, value)
    elif fact.kind in ("code", "codes"):
        if not value.in_:
            yield key, _("请用 in 列出代码。")
        for code in value.in_:
            if code not in CODE_LISTS[fact.codes]:
                yield dotted(key, "in"), unknown(_("代码"), code, tuple(CODE_LISTS[fact.codes]))
    elif fact.kind == "flag":
        if not isinstance(value.is_, bool):
            yield dotted(key, "is"), _("这一项只有 true（是）和 false（否）。")
    else:
        yield from _operand(key, fact.kind, value)


def _window(key: str, kind: str, value: conditions.Check) -> Iterator[Finding]:
    """A date within the last months needs no comparator beside it."""
    if kind != "date":
        yield dotted(key, "within_months"), _("只有日期可以写近几个月内。")
    elif value.is_ is not True or value.than is not None or value.in_:
        yield dotted(key, "within_months"), _("写了近几个月内，就不用再写 is、than 和 in；要相反的，用 not。")


def _operand(key: str, kind: str, value: conditions.Check) -> Iterator[Finding]:
    allowed = ("is", "is_not") if kind == "text" else ("<", "<=", ">", ">=")
    if value.is_ not in allowed:
        yield dotted(key, "is"), _("请写比较符：%(known)s。") % {"known": "、".join(allowed)}
    try:
        FACT_WORDS[kind].read(value.than)
    except Unreadable as refusal:
        yield dotted(key, "than"), str(refusal)


def _exclusion(document: PolicyDocument, key: str, value: Exclusion) -> Iterator[Finding]:
    yield from unknown_names(document, dotted(key, "categories"), _("类别"), value.categories)


def _stacking(document: PolicyDocument, key: str, value: Stacking) -> Iterator[Finding]:
    yield from unknown_names(document, dotted(key, "by_category"), _("类别"), tuple(value.by_category))
    if "still_in_need" in (value.rule, *value.by_category.values()):
        unknown = list(unknown_names(document, dotted(key, "income"), _("数量"), [value.income]))
        yield from unknown or _unseen(document, key, value)


def _unseen(document: PolicyDocument, key: str, value: Stacking) -> Iterator[Finding]:
    """Categories that compare sums, none of which holds the income that earlier aid is added to."""
    for rule in document.categories:
        if value.by_category.get(rule.category, value.rule) == "still_in_need":
            names = dict.fromkeys(compared(document, rule.when))
            is_known = all(name in document.quantities for name in names)
            if names and is_known and not any(value.income in sums_in(document, name) for name in names):
                said = {
                    "label": rule.label,
                    "names": "、".join(document.quantities[name].label for name in names),
                    "income": document.quantities[value.income].label,
                }
                text = _(
                    "“%(label)s”比较的%(names)s里没有“%(income)s”，此前帮扶计不进去；请写其中包含的数量。"
                )
                yield dotted(key, "income"), text % said


def _examples(document: PolicyDocument) -> Iterator[Finding]:
    base = ExampleBase(document.example_base)
    yield from _misread("example_base", base.errors)
    for number, example in enumerate(document.examples, start=1):
        key = f"examples.{number}"
        yield from _misread(f"{key}.given", base.read(example.given)[1])
        yield from _expected(document, f"{key}.expect", example.expect)


def _misread(key: str, errors: Iterable[PolicyError]) -> Iterator[Finding]:
    for error in errors:
        yield dotted(key, error.key), error.message


def _expected(document: PolicyDocument, key: str, expected: Expected) -> Iterator[Finding]:
    if expected.category:
        yield from unknown_names(document, dotted(key, "category"), _("类别"), [expected.category])
    for listed in ("amounts", "approvers"):
        names = tuple(getattr(expected, listed))
        yield from unknown_names(document, dotted(key, listed), _("帮扶项目"), names)
    for name in expected.stages:
        if name not in document.routes:
            yield dotted(key, "stages"), unknown(_("审批流程"), name, tuple(document.routes))
    for name, amount in expected.amounts.items():
        if isinstance(amount, Range) and amount.at_most < amount.at_least:
            yield dotted(key, f"amounts.{name}"), _("at_most 不能小于 at_least。")
    yield from unknown_names(document, dotted(key, "figures"), _("数量"), tuple(expected.figures))


CHECKERS: tuple[tuple[Any, Checker], ...] = (
    (conditions.Compare, _compare),
    (conditions.Check, _fact_check),
    (conditions.Gate, _gate),
    (quantities.Quantity, _whose),
    (quantities.QuantityTerm, _quantity),
    (conditions.QuantityShare, _quantity),
    (amounts.TopUp, _quantity),
    *AMOUNT_CHECKERS,
    *HANDLING_CHECKERS,
    *ROUTE_CHECKERS,
    (Exclusion, _exclusion),
    (Stacking, _stacking),
)
