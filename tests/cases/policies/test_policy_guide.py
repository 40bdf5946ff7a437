"""The guide for administrators: every snippet can be copied, and no rule kind is left out."""

import json
import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from cases.policies.rules import assess, parse_policy, read_case, run_examples
from cases.policies.rules.document import amounts, conditions, quantities
from cases.policies.rules.document.source import load_yaml
from cases.policies.rules.document.walking import walk

GUIDE = Path(settings.BASE_DIR, "docs", "policies.md").read_text()
SNIPPETS = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.S | re.M)
WHOLE = load_yaml(SNIPPETS[0]).value
# Example facts, names and categories that fragments of the guide refer to.
LISTS = ("categories",)


def whole(snippet):
    """A snippet put into the first, complete policy: its entries replace those of the same name."""
    part = load_yaml(snippet).value
    merged = dict(WHOLE)
    for name, value in part.items():
        if isinstance(value, dict) and isinstance(merged.get(name), dict):
            merged[name] = {**merged[name], **value}
        elif name in LISTS:
            merged[name] = [*value, *merged[name]] if part is not WHOLE else value
        else:
            merged[name] = value
    if part == WHOLE:
        merged = WHOLE
    elif "examples" not in part:
        merged["examples"] = []
    return parse_policy(json.dumps(merged, ensure_ascii=False, default=str))


@pytest.mark.requirement("F5")
@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_a_snippet_can_be_copied(number):
    for result in run_examples(whole(SNIPPETS[number])):
        assert result.ok, result.differences


def test_every_rule_kind_is_taught():
    unions = (quantities.Term, conditions.Condition, conditions.Threshold, amounts.Amount)
    kinds = {kind for union in unions for kind in get_args(union) if is_dataclass(kind)}
    kinds |= {amounts.Cap, amounts.Rounding, amounts.Approval}
    taught = {type(value) for snippet in SNIPPETS for _key, value in walk(whole(snippet))}
    assert kinds <= taught, {kind.__name__ for kind in kinds - taught}


def test_the_json_form_is_accepted():
    text = re.search(r"^```json\n(.*?)^```$", GUIDE, re.S | re.M)[1]
    case = read_case(json.loads(text)["cases"][0]["case"])
    outcome = assess(parse_policy(SNIPPETS[0]), case)
    assert outcome.figures["income"].total == 36000 + 6000 + 7200 + 5000
    assert json.loads(json.dumps(outcome.as_json()))["category"] == outcome.category
