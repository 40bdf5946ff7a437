"""The shipped policies: every worked example comes out, and every one reads back as it was written."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cases.policies.rules import describe_policy, dump_policy, parse_policy, run_examples
from tests.cases.policies.vectors import AMOUNTS, CLASSIFICATION, ELSEWHERE

FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
POLICIES = {path.stem: parse_policy(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))}


@pytest.mark.requirement("A2", "A4", "B5")
@pytest.mark.parametrize("code", POLICIES)
def test_examples_come_out_to_the_cent(code):
    document = POLICIES[code]
    assert document.code == code
    assert document.examples
    for result in run_examples(document):
        assert result.ok, f"{code}：{result.name}：{result.differences}"


@pytest.mark.parametrize("code", POLICIES)
def test_a_policy_reads_back_as_it_was_written(code):
    assert parse_policy(dump_policy(POLICIES[code])) == POLICIES[code]


@pytest.mark.requirement("F5")
@pytest.mark.parametrize("code", POLICIES)
def test_a_policy_can_be_read_by_people(code):
    chapters = describe_policy(POLICIES[code])
    numbers = [paragraph.no for chapter in chapters for paragraph in chapter.paragraphs]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(paragraph.text.endswith("。") for chapter in chapters for paragraph in chapter.paragraphs)


@pytest.mark.requirement("A2", "A5", "A6", "B5", "B6")
@pytest.mark.parametrize(("vector", "code"), (CLASSIFICATION | AMOUNTS).items())
def test_every_vector_stands_in_a_policy_as_an_example(vector, code):
    assert any(vector in example.source.split() for example in POLICIES[code].examples)


def test_no_example_names_a_vector_that_nobody_lists():
    listed = CLASSIFICATION | AMOUNTS | ELSEWHERE
    sources = [example.source for document in POLICIES.values() for example in document.examples]
    assert {found for source in sources for found in re.findall(r"R\d\d", source)} <= set(listed)


PROGRAMMES = [
    pytest.param(document, code, id=f"{document.code}-{code}")
    for document in POLICIES.values()
    for code in document.programmes
]


@pytest.mark.requirement("B2", "B5")
@pytest.mark.parametrize(("document", "code"), PROGRAMMES)
def test_a_shipped_programme_has_its_kind_its_money_and_an_example(document, code):
    programme = document.programmes[code]
    assert programme.kind != "other"
    assert programme.uses or "只作计算标准" in document.note
    assert any(code in example.expect.amounts for example in document.examples)
