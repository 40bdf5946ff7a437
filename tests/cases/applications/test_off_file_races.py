"""Two unions that help the same person without a file at the same moment."""

from datetime import date

import pytest

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.services import submitting
from cases.policies.services import load_policy
from hardship.accounts.states import Role
from tests.books import assert_books_balance
from tests.cases.policies.texts import SERVICES
from tests.factories import UserFactory, begin_off_file, take
from tests.funds.payments.conftest import line  # noqa: F401 - a world
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B1", "E4")]
NUMBER = "11010519491231002X"


def test_one_of_two_approvers_comes_too_late(cast, reference, line, monkeypatch):  # noqa: F811
    """Each union has a draft of its own; the cap is counted by whom it is for. Submitted at the same moment,
    neither saw the other."""
    monkeypatch.setattr(submitting, "list_gaps", lambda *_args: [])
    load_policy(union=cast.county, text=SERVICES, in_force_from=date(2020, 1, 1))
    other = UserFactory(union=cast.county, role=Role.CLERK)
    drafts = [begin_off_file(by, number=NUMBER) for by in (cast.clerk, other)]
    waiting = [
        take(take(draft, "submit", by=by), "pass", by=cast.reviewer)
        for draft, by in zip(drafts, (cast.clerk, other), strict=True)
    ]
    approvers = [cast.approver, UserFactory(union=cast.approver.union, role=Role.APPROVER)]

    def approve(turn):
        application, by = turn
        return take(application, "approve", by=by, line=line)

    results = at_once(approve, zip(waiting, approvers, strict=True))
    assert sum(isinstance(one, Application) for one in results) == 1
    assert Application.objects.filter(state=State.APPROVED).count() == 1
    assert_books_balance()
