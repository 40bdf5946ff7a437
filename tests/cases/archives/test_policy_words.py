"""A file can say every word that a policy can ask, and a policy knows every code of a file."""

import pytest

from cases.archives import states
from cases.archives.models import IncomeItem, RigidExpense
from cases.policies.rules import vocabulary
from cases.policies.states import Stage

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
    (Stage, vocabulary.STAGES),
]


@pytest.mark.requirement("A2", "A3", "G5")
@pytest.mark.parametrize(("codes", "known"), PAIRS, ids=lambda value: getattr(value, "__name__", ""))
def test_file_and_policies_have_the_same_words(codes, known):
    assert {code: str(label) for code, label in known.items()} == {
        code.value: str(code.label) for code in codes
    }


def test_every_kind_fits_its_column():
    for model, kinds in ((IncomeItem, states.IncomeKind), (RigidExpense, states.ExpenseKind)):
        assert max(map(len, kinds.values)) <= model._meta.get_field("kind").max_length


def test_the_national_form_has_a_word_for_every_cause():
    own = {states.Cause.DISABILITY, states.Cause.LOW_INCOME}
    assert set(states.NATIONAL_CAUSES) == own
    assert set(states.NATIONAL_CAUSES.values()) == {states.Cause.OTHER}
