"""Facts of the need as people read them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.vocabulary import FACTS, label_of


def fact_rows(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and words of each stored fact, in the order of the vocabulary."""
    for name, fact in FACTS.items():
        if name in facts:
            yield str(fact.label), said(name, facts[name])


def said(name: str, value: Any) -> str:
    """One stored fact: money with thousands, a flag as 是 or 否, a code by its label."""
    fact = FACTS[name]
    if fact.kind == "money":
        return _("%(n)s 元") % {"n": f"{Decimal(str(value)):,.2f}"}
    if fact.kind == "flag":
        return _("是") if value else _("否")
    return label_of(fact.codes, value) if fact.kind == "code" else str(value)
