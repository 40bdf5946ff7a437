"""The JSON form of a case: the same names as its fields, money as text or whole yuan."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.case import Case
from cases.policies.rules.document.keys import PolicyError, PolicyInvalid
from cases.policies.rules.document.reading import BROKEN, Reading, read_fields, reader_of
from cases.policies.rules.document.source import Source
from cases.policies.rules.document.writing import as_plain
from cases.policies.rules.vocabulary import label_of

# Business and property come as net income, which may be a loss.
MAY_BE_LOSS = ("business", "property", "other")


def read_case(value: Mapping[str, Any]) -> Case:
    """A case from its JSON form. Raises PolicyInvalid (line 0), a sentence for each key that does not fit."""
    reading = Reading(Source(value, {}))
    case = reader_of(Case)(reading, value, "")
    reading.finish()
    return case  # type: ignore[no-any-return]


def check_case(case: Case) -> tuple[PolicyError, ...]:
    """What no household can be: wages below nothing, months that end before they begin. Files are kept from
    it by their own checks; this is for cases that somebody writes."""
    return tuple(PolicyError(0, key, said) for key, said in _impossible(case))


def _impossible(case: Case) -> Iterator[tuple[str, str]]:
    yield from _negative("incomes", case.incomes or (), "income_kinds", MAY_BE_LOSS)
    yield from _negative("expenses", case.expenses or (), "expense_kinds", ())
    for number, granted in enumerate(case.exceptions, start=1):
        if not granted.why.strip():
            yield f"exceptions.{number}.why", _("请写明同意例外的理由。")
    for listed in ("incomes", "expenses", "standards"):
        for number, item in enumerate(getattr(case, listed) or (), start=1):
            if item.from_on and item.to_on and item.to_on < item.from_on:
                yield f"{listed}.{number}.to_on", _("截止日期早于开始日期。")


def _negative(
    listed: str, items: tuple[Any, ...], kinds: str, may_be: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(items, start=1):
        if item.amount < 0 and item.kind not in may_be:
            yield (
                f"{listed}.{number}.amount",
                _("%(kind)s不能是负数。") % {"kind": label_of(kinds, item.kind)},
            )


class ExampleBase:
    """What the examples of a policy have in common, read once: of 0.9 MB of examples it is half the time."""

    def __init__(self, base: Mapping[str, Any]) -> None:
        self.base = base
        self.fields, self.errors = _read(base)

    def read(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[PolicyError, ...]]:
        """The fields of an example's case, and the errors that are its own: facts are added to those of the
        base one by one, everything else is replaced."""
        fields, errors = _read({name: self._with_base(name, value) for name, value in given.items()})
        fields = {**self.fields, **fields}
        if "on" not in fields:
            errors += (PolicyError(0, "on", _("缺少“%(name)s”。") % {"name": "on"}),)
        known = {(error.key, error.message) for error in self.errors}
        errors = tuple(error for error in errors if (error.key, error.message) not in known)
        if not errors and not self.errors:
            errors = check_case(Case(**fields))
        return fields, errors

    def case(self, given: Mapping[str, Any]) -> Case:
        """The case of an example. Raises PolicyInvalid."""
        fields, errors = self.read(given)
        if errors or BROKEN in fields.values():
            raise PolicyInvalid(errors or self.errors)
        return Case(**fields)

    def _with_base(self, name: str, value: Any) -> Any:
        old = self.base.get(name)
        return {**old, **value} if isinstance(value, Mapping) and isinstance(old, Mapping) else value


def _read(value: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[PolicyError, ...]]:
    reading = Reading(Source(value, {}))
    found = read_fields(Case, reading, value)
    return found, tuple(reading.errors)


def case_as_json(case: Case) -> dict[str, Any]:
    """The JSON form of a case, without what has its default; `read_case` gives an equal case back."""
    plain: dict[str, Any] = as_plain(case)
    return plain
