"""Policies know every code that a file can hold, under the same label."""

import pytest

from cases.archives import states
from cases.policies.rules import vocabulary

PAIRS = [
    (states.Cause, vocabulary.CAUSES),
    (states.IncomeKind, vocabulary.INCOMES),
    (states.ExpenseKind, vocabulary.EXPENSES),
    (states.Status, vocabulary.STATUSES),
    (states.Relation, vocabulary.RELATIONS),
    (states.Sex, vocabulary.SEXES),
    (states.Health, vocabulary.HEALTHS),
    (states.DisabilityKind, vocabulary.DISABILITIES),
    (states.DisabilityGrade, vocabulary.GRADES),
    (states.FilingLevel, vocabulary.FILING_LEVELS),
    (states.WorkerType, vocabulary.WORKER_TYPES),
]


@pytest.mark.requirement("A2", "A3")
@pytest.mark.parametrize(("codes", "known"), PAIRS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_policy_knows_the_codes_of_a_file(codes, known):
    labels = {code.value: str(code.label) for code in codes}
    assert {code: str(known.get(code)) for code in labels} == labels
