"""The guide for administrators: every snippet can be copied, and no rule kind is left out."""

import json
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from django.conf import settings

from cases.policies.management.commands.document_words import HEADING, words_section
from cases.policies.rules import assess, parse_policy, read_case, run_examples
from cases.policies.rules.document import amounts, conditions, handling, quantities
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.source import load_yaml
from cases.policies.rules.document.walking import walk
from cases.policies.rules.document.words import Word
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS

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
    kinds |= {handling.Paper, handling.Season, handling.Notice, handling.Instalments, handling.FollowUp}
    kinds |= {handling.RecentCosts, handling.CostsBetween}
    taught = {type(value) for snippet in SNIPPETS for _key, value in walk(whole(snippet))}
    assert kinds <= taught, {kind.__name__ for kind in kinds - taught}


def test_the_json_form_is_accepted():
    text = re.search(r"^```json\n(.*?)^```$", GUIDE, re.S | re.M)[1]
    case = read_case(json.loads(text)["cases"][0]["case"])
    outcome = assess(parse_policy(SNIPPETS[0]), case)
    assert outcome.figures["income"].total == 36000 + 6000 + 7200 + 5000
    assert json.loads(json.dumps(outcome.as_json()))["category"] == outcome.category


# What stands in a file although no administrator writes it, and what is the same list under another name.
NOT_WRITTEN = {"facts", "money_facts", "need_facts", "income_kinds", "expense_kinds"}
ROWS = {(listed, code) for listed in CODE_LISTS.keys() - NOT_WRITTEN for code in CODE_LISTS[listed]}


@pytest.mark.requirement("F5")
@pytest.mark.parametrize("name", FACTS)
def test_every_fact_stands_in_the_guide(name):
    fact = FACTS[name]
    row = re.search(rf"^\| `{name}` \| {re.escape(str(fact.label))} \| (.+) \|$", GUIDE, re.M)
    assert row, f"docs/policies.md, section 14: | `{name}` | {fact.label} | … |"
    part = GUIDE.rindex("**", 0, row.start())
    assert f"`{fact.part}`" in GUIDE[GUIDE.rindex("\n", 0, part) : part], f"{name} stands in another part"


@pytest.mark.requirement("F5")
@pytest.mark.parametrize(("listed", "code"), sorted(ROWS))
def test_every_code_stands_in_the_guide(listed, code):
    assert f"`{code}` {CODE_LISTS[listed][code]}" in GUIDE.partition("## 14.")[2]


def test_the_words_are_those_of_the_vocabulary():
    assert GUIDE.endswith(words_section()), "manage.py document_words"
    assert GUIDE.count(HEADING) == 1


def written(kind, seen):
    """Every key and every fixed word that may stand in a document."""
    for field in fields(kind):
        yield field.name.removesuffix("_")
        yield from inside(get_type_hints(kind, include_extras=True)[field.name], seen)


def inside(hint, seen):
    if is_dataclass(hint) and not isinstance(hint, Word) and hint not in seen:
        seen.add(hint)
        yield from written(hint, seen)
    for one in get_args(hint):
        yield from inside(one, seen)


KEYS = sorted(set(written(PolicyDocument, set())))


@pytest.mark.requirement("F5")
@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_document_is_taught(key):
    assert re.search(rf"(?<![a-z_]){key}(`|:)", GUIDE)
