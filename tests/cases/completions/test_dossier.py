"""What was completed later of aid that was decided and paid first stands in the dossier of its case."""

import pytest

from cases.applications.models import Application
from cases.applications.states import State
from cases.completions.models import Completion
from cases.outcomes.reports.dossier.chapters import Chapter, list_parts
from tests.cases.completions.test_completions import WORDS, hand_in, judge
from tests.cases.outcomes.test_dossier import bound
from tests.factories import make_evidence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B8")]


def test_account_steps_and_papers_that_came_later(make, cast, pay):
    application = pay(make(State.APPROVED))
    document = make_evidence(application.household, kind="income", by=cast.clerk)
    completion = hand_in(Completion.objects.get(application=application), cast.clerk)
    judge(completion, "accept", cast.reviewer, comment="到户核过。")
    application = Application.objects.get(pk=application.pk)
    parts = list_parts(application, cast.reviewer)
    assert "急难救助补办" in [part.title for part in parts if isinstance(part, Chapter)]
    assert document.sha256 in {part.sha256 for part in parts if not isinstance(part, Chapter)}
    text = "".join(bound(application, cast.reviewer))
    for words in ("".join(WORDS.split()), "到户核过。"):
        assert words in text, words
