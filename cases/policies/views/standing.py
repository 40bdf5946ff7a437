"""How a policy stands on a day, in words; what its lines come to where the reader works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.columns import POLICY_COLUMNS
from cases.policies.models import Policy
from cases.policies.rules import ExampleResult, PolicyDocument, PolicyError, PolicyInvalid, run_examples
from cases.policies.rules.parts import Line, list_lines
from cases.policies.selectors import find_standard
from cases.policies.states import PolicyState
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING, badge, day


@dataclass(frozen=True)
class Row:
    """A policy of a list: where it stands today."""

    policy: Policy
    badge: str
    word: str


def row_of(policy: Policy, today: date) -> Row:
    badge, word = _standing(policy, today)
    return Row(policy, badge, word)


def _standing(policy: Policy, today: date) -> tuple[str, str]:
    if policy.state == PolicyState.DRAFT:
        return "warning", _("草稿，待复核")
    if policy.state == PolicyState.CHECKED:
        return "info", _("已复核，待公布")
    if policy.state == PolicyState.DISCARDED:
        return "muted", _("已作废")
    if policy.starts_on and policy.starts_on > today:
        return "info", _("未到执行日期")
    return ("success", _("现行")) if policy.holds_on(today) else ("muted", _("已被替代"))


def policy_rows() -> Rows[Row]:
    def effective(row: Row) -> str:
        start, end = row.policy.starts_on, row.policy.ends_on
        if not start:
            return NOTHING
        return _("%(day)s 起") % {"day": day(start)} + (_("，至 %(day)s") % {"day": day(end)} if end else "")

    return Rows(
        POLICY_COLUMNS,
        url=link_to("policies:document", "policy.uid"),
        drawn={"state": lambda row: badge(row.badge, row.word), "effective": effective},
    )


def read_document(policy: Policy) -> tuple[PolicyDocument | None, tuple[PolicyError, ...]]:
    """The document, or what is wrong with its text."""
    try:
        return policy.document, ()
    except PolicyInvalid as invalid:
        return None, invalid.errors


@dataclass(frozen=True)
class ExampleRow:
    """A worked example in words: what must come out, what does."""

    name: str
    source: str
    expected: list[str]
    got: list[str]
    is_ok: bool
    differences: tuple[str, ...]


def example_rows(document: PolicyDocument) -> list[ExampleRow]:
    return [
        ExampleRow(
            row.name, row.source, _expected(document, row.expected), _got(document, row), row.ok,
            row.differences,
        )
        for row in run_examples(document)
    ]  # fmt: skip


def _expected(document: PolicyDocument, expected: Mapping[str, Any]) -> list[str]:
    labels = {rule.category: rule.label for rule in document.categories}
    words = []
    if "category" in expected:
        words.append(labels.get(expected["category"], expected["category"]) or _("不符合任何类别"))
    if expected.get("undecided"):
        words.append(_("还不能判断"))
    for name, value in expected.get("figures", {}).items():
        words.append(f"{document.quantities[name].label} {Decimal(value):,.2f}")
    for name, value in expected.get("amounts", {}).items():
        words.append(f"{document.programmes[name].label} {_amount(value)}")
    return words or [_("见差异说明")]


def _amount(value: Any) -> str:
    """An amount that an example states: a sum, a range, or that it cannot be told."""
    if isinstance(value, Mapping):
        return "—".join(f"{Decimal(value[end]):,.2f}" for end in ("at_least", "at_most"))
    return _("不能确定") if value is None else f"{Decimal(value):,.2f}"


def _got(document: PolicyDocument, row: ExampleResult) -> list[str]:
    """Of the outcome what the example speaks of."""
    words = []
    if "category" in row.expected or row.got.undecided:
        words.append(_("还不能判断") if row.got.undecided else row.got.label or _("不符合任何类别"))
    for name in row.expected.get("figures", {}):
        figure = row.got.figures[name]
        words.append(_shown(figure.label, figure.monthly))
    for name in row.expected.get("amounts", {}):
        entitled = row.got.amounts[name]
        if entitled.at_least is not None and entitled.amount is not None:
            words.append(f"{entitled.label} {entitled.at_least:,.2f}—{entitled.amount:,.2f}")
        else:
            words.append(_shown(entitled.label, entitled.amount))
    return words or ["—"]


def _shown(label: str, value: Decimal | None) -> str:
    return f"{label} {_('不能确定') if value is None else f'{value:,.2f}'}"


@dataclass(frozen=True)
class Threshold:
    """A line of the policy with the published figure that it rests on, yuan; None where none is on record."""

    line: Line
    standard: Decimal | None
    amount: Decimal | None
    region: str
    since: date | None


def thresholds(document: PolicyDocument, region_code: str, on: date) -> list[Threshold]:
    """Every multiple of a standard in the policy as it is today in a region."""
    found = []
    for line in list_lines(document):
        row = find_standard(
            kind=line.standard, region_code=region_code, on=on, area=line.area, lag=line.lag, level=line.level
        )
        found.append(
            Threshold(
                line,
                row.figure if row else None,
                row.figure * line.times if row else None,
                row.region if row else "",
                row.effective_from if row else None,
            )
        )
    return found
