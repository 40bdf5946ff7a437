"""What a policy asks of a household: the facts it looks at, of the family and of its members."""

from dataclasses import replace

from cases.policies.rules.document import amounts, conditions, quantities
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.walking import walk
from cases.policies.rules.vocabulary import FACTS


def asks_students(document: PolicyDocument) -> bool:
    """Whether an amount depends on the students of a household."""
    return any(
        isinstance(inner, amounts.EachStudent)
        or getattr(inner, "by", "") in ("stage", "school_kind")
        or (isinstance(inner, conditions.Own) and inner.is_freshman is not None)
        for _key, inner in walk(document)
    )


def list_facts(document: PolicyDocument) -> tuple[str, ...]:
    """The known facts that the policy asks for, in the order of the vocabulary."""
    return _facts_in(document)


def _facts_in(rule: object) -> tuple[str, ...]:
    asked = {
        getattr(inner, name)
        for _key, inner in walk(rule)
        for name in ("fact", "of", "by")
        if isinstance(getattr(inner, name, None), str)
    }
    return tuple(name for name in FACTS if name in asked)


def classifying(document: PolicyDocument) -> PolicyDocument:
    """The document without its amounts: what decides on the category."""
    return replace(document, programmes={}, example_base={}, examples=())


def asks_ability(document: PolicyDocument) -> bool:
    """Whether it matters which members are able to work."""
    return any(
        isinstance(inner, quantities.Members) and inner.is_able is not None
        for _key, inner in walk(classifying(document))
    )


def asks_proof_of_income(document: PolicyDocument) -> bool:
    """Whether a wage is counted for members who have not proven that they have none."""
    return _asks(document, quantities.ImputedWage)


def asks_supporters(document: PolicyDocument) -> bool:
    """Whether relatives who live apart are counted as supporting the household."""
    return _asks(document, quantities.ImputedSupport)


def asks_months(document: PolicyDocument) -> bool:
    """Whether months on record decide."""
    return _asks(document, conditions.Streak)


def _asks(document: PolicyDocument, kind: type) -> bool:
    return any(isinstance(inner, kind) for _key, inner in walk(classifying(document)))


def where_asked(document: PolicyDocument) -> dict[str, tuple[str, ...]]:
    """For each fact that decides on the category the rules that ask for it, in their words."""
    rules: list[tuple[str, object]] = [
        *((quantity.label, quantity) for quantity in document.quantities.values()),
        *((row.text, row) for row in document.requirements),
        *((row.text, row) for row in document.exclusions),
        *((row.label, row) for row in document.categories),
    ]
    found: dict[str, dict[str, None]] = {name: {} for name in list_facts(classifying(document))}
    for words, rule in rules:
        for _key, inner in walk(rule):
            named = [inner]
            if isinstance(inner, conditions.Gate):
                named += [one for _key, one in walk(document.gates[inner.gate])]
            for one in named:
                if (fact := getattr(one, "fact", None)) in found:
                    found[fact][words] = None
    return {name: tuple(words) for name, words in found.items()}


def list_exempting(document: PolicyDocument) -> frozenset[str]:
    """The facts that keep an exclusion from holding: whoever says so writes down why."""
    rules = [row.unless for row in document.exclusions if row.unless is not None]
    return frozenset(
        inner.fact for rule in rules for _key, inner in walk(rule) if isinstance(inner, conditions.Check)
    )


def asked_by_programmes(document: PolicyDocument) -> dict[str, tuple[str, ...]]:
    """For each fact that only an amount or a condition of a programme asks for the programmes' names."""
    deciding = set(list_facts(classifying(document)))
    found: dict[str, list[str]] = {}
    for programme in document.programmes.values():
        alone = replace(
            classifying(document), categories=(), requirements=(), exclusions=(), quantities={}, gates={}
        )
        for name in list_facts(replace(alone, programmes={"one": programme})):
            if name not in deciding:
                found.setdefault(name, []).append(programme.label)
    return {name: tuple(labels) for name, labels in found.items()}


def asks_beneficiary(document: PolicyDocument) -> bool:
    """Whether an amount or a cap depends on the one person whom the aid is for."""
    return any(
        isinstance(inner, conditions.Own)
        or getattr(inner, "whose", "") == "beneficiary"
        or (isinstance(per := getattr(inner, "per", None), tuple) and "person" in per)
        for _key, inner in walk(document)
    )


# Said by other means: the person by a choice, the sum by the amount, the pool by the books.
SAID_OTHERWISE = frozenset({"person", "requested", "pool_used", "pool_grants"})


def asked_of_applicant(document: PolicyDocument, code: str) -> tuple[str, ...]:
    """The facts of the need that an application for this programme states, in the order of the vocabulary."""
    programme = document.programmes[code]
    found = set(programme.asks) | {name for cap in programme.caps for name in cap.per if name in FACTS}
    todo: list[object] = [replace(programme, asks=())]
    seen: set[str] = set()
    while todo:
        for _key, inner in walk(todo.pop()):
            named = {getattr(inner, name, None) for name in ("fact", "of", "by", "quantity")}
            found |= {name for name in named if isinstance(name, str) and name in FACTS}
            for name in named | {getattr(inner, "gate", None)}:
                behind = document.quantities.get(name or "") or document.gates.get(name or "")
                if behind is not None and name not in seen:
                    seen.add(name or "")
                    todo.append(behind)
    asked = found - SAID_OTHERWISE
    return tuple(name for name, fact in FACTS.items() if name in asked and fact.part == "need")
