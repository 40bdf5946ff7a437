"""What an amount is worked out from: a quantity over its window, or a fact."""

from collections.abc import Callable
from decimal import Decimal

from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.engine.asking import Asking, TotalOf, fact_reader
from cases.policies.rules.engine.dated import YEAR
from cases.policies.rules.engine.exact import as_decimal
from cases.policies.rules.vocabulary import FACTS

BaseOf = Callable[[Asking], tuple[Decimal | None, tuple[str, ...]]]


def compiled_base(document: PolicyDocument, totals: dict[str, TotalOf], name: str) -> tuple[BaseOf, str]:
    """A quantity over its window or a fact, in yuan, and its label."""
    if name in totals:
        total = totals[name]

        def of_quantity(asking: Asking) -> tuple[Decimal | None, tuple[str, ...]]:
            value, missing = total(asking)
            return (None, missing) if value is None else (as_decimal(value, YEAR), ())

        return of_quantity, document.quantities[name].label
    read, label = fact_reader(name), str(FACTS[name].label)

    def of_fact(asking: Asking) -> tuple[Decimal | None, tuple[str, ...]]:
        value = read(asking.case)
        return (None, (label,)) if value is None else (value, ())

    return of_fact, label
