"""例外批准: from which requirement or exclusion somebody granted an exception, who, why, by which paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.policies.rules import PolicyDocument
from cases.policies.rules.document.words import plain_fact
from cases.policies.rules.engine.classifying import may_grant
from cases.policies.rules.vocabulary import APPROVERS
from hardship.kernel.fields import CleanTextField, DateField

LINES = 3
FIELDS = ("rule", "by", "why", "on", "paper")
MISSING = {"by": _("请选择批准的单位。"), "why": _("请写明批准的理由。"), "paper": _("请选择批准文件。")}


def exceptional(document: PolicyDocument) -> dict[str, str]:
    """The rules of a policy from which somebody may grant an exception, by key."""
    found = {rule.key: rule.text for rule in document.requirements if rule.except_by}
    return found | {rule.key: rule.text for rule in document.exclusions if rule.except_by}


def granters(document: PolicyDocument) -> dict[str, str]:
    """Who may grant it at least, by the key of the rule."""
    found = {rule.key: rule.except_by for rule in document.requirements if rule.except_by}
    return found | {rule.key: rule.except_by for rule in document.exclusions if rule.except_by}


def granted_fields(
    rules: Mapping[str, str], papers: Sequence[tuple[Any, Any]], known: Sequence[Mapping[str, Any]]
) -> dict[str, forms.Field]:
    """The fields of LINES lines by name, with what is on record; none where the policy has no such rule."""
    fields: dict[str, forms.Field] = {}
    for n in range(LINES if rules else 0):
        row = known[n] if n < len(known) else {}
        made: dict[str, forms.Field] = {
            "rule": forms.ChoiceField(label=_("例外于"), choices=[("", _("—")), *rules.items()]),
            "by": forms.ChoiceField(label=_("批准单位"), choices=[("", _("—")), *APPROVERS.items()]),
            "why": CleanTextField(label=_("理由"), max_length=200),
            "on": DateField(label=_("批准日期")),
            "paper": forms.ChoiceField(label=_("批准文件"), choices=papers),
        }
        for name, field in made.items():
            field.required, field.initial = False, row.get(name)
            fields[f"x-{n}-{name}"] = field
    return fields


def granted_faults(cleaned: Mapping[str, Any], least: Mapping[str, str]) -> dict[str, Any]:
    """What a line lacks that names a rule or anything else of an exception, by field; `least` as `granters`
    tells it."""
    found: dict[str, Any] = {}
    for n in range(LINES):
        line = {name: cleaned.get(f"x-{n}-{name}") for name in FIELDS}
        if not any(line.values()):
            continue
        if not line["rule"]:
            found[f"x-{n}-rule"] = _("请选择例外于哪一条。")
        found |= {f"x-{n}-{name}": why for name, why in MISSING.items() if not line[name]}
        rule, by = str(line["rule"] or ""), str(line["by"] or "")
        if rule in least and by and not may_grant(least[rule], by):
            said = _now("这一条的例外须由%(body)s（或更高一级工会）批准。")
            found[f"x-{n}-by"] = said % {"body": APPROVERS[least[rule]]}
    return found


def granted(cleaned: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The exceptions as an answer keeps them; None for none."""
    rows = []
    for n in range(LINES):
        line = {name: cleaned.get(f"x-{n}-{name}") or "" for name in FIELDS}
        if line["rule"]:
            rows.append({**line, "on": plain_fact(line["on"])})
    return rows or None
