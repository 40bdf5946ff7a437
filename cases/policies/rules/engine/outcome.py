"""What a policy says of a case: verdicts, figures, the category and the amounts, with their sentences.

Everything goes to JSON and comes back the same, byte for byte. Yuan as Decimal.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from cases.policies.rules.engine.exact import CENT


def shown(value: Decimal) -> str:
    """An amount as people read it: rounded to the cent, thousands separated."""
    return f"{value.quantize(CENT, ROUND_HALF_UP):,.2f}"


class Verdict(NamedTuple):
    """One condition with its figures. `met` is None where it cannot be told yet: `missing` says what for.

    `key` is the dotted key in the document; `standard_on` the first day (ISO) of the standard used;
    `exempted` the reason why an exclusion that holds does not count.
    """

    key: str
    text: str
    value: str
    comparator: str
    threshold: str
    standard: str
    standard_on: str
    paragraph: str
    met: bool | None
    missing: tuple[str, ...] = ()
    exempted: str = ""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Verdict":
        return cls(**{**value, "missing": tuple(value["missing"])})


class Figure(NamedTuple):
    """A quantity of the case: the exact `total` in yuan over `months`, and for display the figure per person
    and month, rounded to the cent. Both None where something is missing."""

    label: str
    months: int
    total: Decimal | None
    monthly: Decimal | None
    missing: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Figure":
        total, monthly = (None if value[k] is None else Decimal(value[k]) for k in ("total", "monthly"))
        return cls(value["label"], value["months"], total, monthly, tuple(value["missing"]))


class Tried(NamedTuple):
    """A category that was tried, an exclusion or a requirement: its key, label and verdict as a whole."""

    key: str
    label: str
    met: bool | None


class Entitled(NamedTuple):
    """What a programme allows: `amount` in yuan (None: cannot tell yet), `at_least` where the approver
    decides within bounds, `refused` why nothing is due, `approver` who must agree to the amount,
    `form` cash, goods or service; of what has no sum (`is_sumless`: a service, goods by the piece) nothing
    but `refused` says that there is none, its amount is always 0."""

    label: str
    amount: Decimal | None
    at_least: Decimal | None = None
    steps: tuple[str, ...] = ()
    approver: str = ""
    missing: tuple[str, ...] = ()
    refused: str = ""
    form: str = "cash"
    is_sumless: bool = False

    @property
    def is_due_service(self) -> bool:
        """Whether it has no sum and nothing speaks against it."""
        return self.is_sumless and self.amount is not None and not self.refused

    @property
    def gives_goods(self) -> bool:
        return self.form == "goods"

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Entitled":
        amount, at_least = (None if value[k] is None else Decimal(value[k]) for k in ("amount", "at_least"))
        lists = {name: tuple(value[name]) for name in ("steps", "missing")}
        return cls(**{**value, **lists, "amount": amount, "at_least": at_least})


class Outcome(NamedTuple):
    """The whole answer. `category` is '' for none; `undecided` when it cannot be told yet."""

    category: str
    label: str
    undecided: bool
    missing: tuple[str, ...]
    figures: dict[str, Figure]
    conditions: tuple[Verdict, ...]
    tried: tuple[Tried, ...]
    amounts: dict[str, Entitled]
    is_one_only: bool
    sentence: str
    formula: str

    def as_json(self) -> dict[str, Any]:
        return self._asdict() | {
            "missing": list(self.missing),
            "figures": {name: plain_row(figure) for name, figure in self.figures.items()},
            "conditions": [plain_row(verdict) for verdict in self.conditions],
            "tried": [plain_row(one) for one in self.tried],
            "amounts": {name: plain_row(amount) for name, amount in self.amounts.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Outcome":
        return cls(
            **{
                **value,
                "missing": tuple(value["missing"]),
                "figures": {name: Figure.from_json(one) for name, one in value["figures"].items()},
                "conditions": tuple(Verdict.from_json(one) for one in value["conditions"]),
                "tried": tuple(Tried(**one) for one in value["tried"]),
                "amounts": {name: Entitled.from_json(one) for name, one in value["amounts"].items()},
            }
        )


def plain_row(row: Any) -> dict[str, Any]:
    """A named tuple as JSON values."""
    found = {}
    for name, value in row._asdict().items():
        if isinstance(value, Decimal):
            value = f"{value:f}"
        found[name] = list(value) if isinstance(value, tuple) else value
    return found
