"""The worked examples of a policy: what must come out, what does, and where they differ."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cases.policies.rules.case import Case
from cases.policies.rules.cases import ExampleBase
from cases.policies.rules.document.policy import Example, Expected, PolicyDocument, Range
from cases.policies.rules.document.writing import as_plain
from cases.policies.rules.engine.machine import Machine, compile_policy
from cases.policies.rules.engine.outcome import Entitled, Outcome, shown
from cases.policies.rules.routing import stage_name


class ExampleResult(NamedTuple):
    """One example: `differences` are sentences, `ok` when there is none."""

    name: str
    source: str
    expected: dict[str, Any]
    got: Outcome
    ok: bool
    differences: tuple[str, ...]


def run_examples(document: PolicyDocument) -> tuple[ExampleResult, ...]:
    """Every worked example of the policy, computed."""
    machine, base = compile_policy(document), ExampleBase(document.example_base)
    return tuple(_run(machine, base, example) for example in document.examples)


def example_case(document: PolicyDocument, example: Example) -> Case:
    """The household of an example."""
    return ExampleBase(document.example_base).case(example.given)


def _run(machine: Machine, base: ExampleBase, example: Example) -> ExampleResult:
    document, case = machine.document, base.case(example.given)
    got = machine.assess(case)
    differences = differences_from(document, example.expect, got) + _stages(machine, example.expect, case)
    expected = as_plain(example.expect)
    return ExampleResult(example.name, example.source, expected, got, not differences, differences)


def differences_from(document: PolicyDocument, expect: Expected, got: Outcome) -> tuple[str, ...]:
    """Where an outcome differs from what is expected, a sentence for each."""
    return tuple(
        _("%(what)s：应为 %(wanted)s，算得 %(found)s") % {"what": what, "wanted": wanted, "found": found}
        for what, wanted, found in _pairs(document, expect, got)
        if wanted != found
    )


def _stages(machine: Machine, expect: Expected, case: Case) -> tuple[str, ...]:
    """Where a case goes through other stages than is expected."""
    return tuple(
        _("%(what)s：应为 %(wanted)s，算得 %(found)s")
        % {
            "what": machine.document.routes[name].label,
            "wanted": "、".join(wanted),
            "found": "、".join(found),
        }
        for name, wanted in expect.stages.items()
        if wanted != (found := tuple(stage_name(stage) for stage in machine.stages(case, name)))
    )


def _pairs(document: PolicyDocument, expect: Expected, got: Outcome) -> list[tuple[str, Any, Any]]:
    """What is looked at, what is wanted of it and what came out; only what the example speaks of."""
    pairs: list[tuple[str, Any, Any]] = []
    if expect.category is not None:
        pairs.append((_("类别"), expect.category or _("无"), got.category or _("无")))
        pairs.append((_("能否认定"), _("能"), _("不能") if got.undecided else _("能")))
    if expect.undecided is not None:
        pairs.append((_("暂不能认定"), expect.undecided, got.undecided))
    if expect.missing is not None:
        pairs.append((_("缺少的信息"), "、".join(expect.missing), "、".join(got.missing)))
    if expect.excluded is not None:
        held = [
            one.key.partition(".")[2] for one in got.tried if one.key.startswith("exclusions.") and one.met
        ]
        pairs.append((_("排除情形"), "、".join(sorted(expect.excluded)), "、".join(sorted(held))))
    for name, wanted in expect.figures.items():
        label = document.quantities[name].label
        pairs.append((label, _yuan(wanted), _yuan(got.figures[name].monthly)))
    for code, amount in expect.amounts.items():
        found = _bounds(got.amounts[code]) if isinstance(amount, Range) else _yuan(got.amounts[code].amount)
        pairs.append((document.programmes[code].label, _wanted(amount), found))
    for code, approver in expect.approvers.items():
        pairs.append((_("审批权限"), approver, got.amounts[code].approver or _("无")))
    return pairs


def _wanted(amount: Decimal | Range | None) -> str:
    if isinstance(amount, Range):
        return f"{shown(amount.at_least)}—{shown(amount.at_most)}"
    return _yuan(amount)


def _bounds(got: Entitled) -> str:
    """The range that came out; a sum that nobody decides on is its own bounds."""
    if got.amount is None:
        return _yuan(None)
    return f"{shown(got.amount if got.at_least is None else got.at_least)}—{shown(got.amount)}"


def _yuan(value: Decimal | None) -> str:
    return _("不能确定") if value is None else shown(value)
