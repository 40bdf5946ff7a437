"""What a document says of whom its money helps, and how much of it, is kept by whoever draws on it."""

from decimal import Decimal

import pytest

from cases.applications.states import State
from cases.approvals.selectors import paying
from cases.approvals.selectors.drawing import get_first_lines, get_proposal
from cases.approvals.services import StepRefused
from cases.approvals.services.drawing import Drawn
from funds.ledgers.models import CapUsage
from funds.ledgers.services import UseNotPermitted
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available, make_line
from tests.factories import take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E1", "E3")]
WORDS = "文件规定只帮扶%s，受助人不在其中。"


@pytest.fixture
def waiting(make):
    return make(State.APPROVAL, amount=3800)


@pytest.fixture
def others(waiting):
    """A class that the household is not of, and its label."""
    assert waiting.category
    return ("deep", "深度困难职工") if waiting.category != "deep" else ("relative", "相对困难职工")


def test_money_for_others_is_not_proposed_and_not_taken(cast, waiting, others, monkeypatch):
    bound = make_line(cast.finance, "50000", classes=[others[0]])
    free = make_line(cast.finance, "50000", source="dues", classes=[waiting.category, others[0]])
    proposal = get_proposal(waiting, cast.approver)
    assert {one.line.pk: (one.yuan, one.is_barred) for one in proposal.choices} == {
        free.pk: (3800, False), bound.pk: (0, True)
    }  # fmt: skip
    assert proposal.choices[-1].why == WORDS % others[1]
    assert get_first_lines([waiting], [waiting.programme.use], cast.approver)[bound.use_id] == free
    chosen = {"by": cast.approver, "line": bound, "drawn": Drawn(reason="试")}
    with pytest.raises(StepRefused, match="受助人不在其中"):
        take(waiting, "approve", **chosen)
    monkeypatch.setattr(paying, "_say_classes", lambda applications, lines: {})
    with pytest.raises((Refused, UseNotPermitted), match="请选择其他资金"):
        take(waiting, "approve", **chosen)
    assert available(bound) == 50000
    take(waiting, "approve", by=cast.approver, line=free)
    assert available(free) == 50000 - 3800
    assert_books_balance()


def test_a_model_worker_is_helped_as_one(cast, waiting):
    models = make_line(cast.finance, "50000", classes=["model"])
    head = waiting.member or waiting.household.head
    for honour, is_barred in (("none", True), ("city", False)):
        type(head).objects.filter(pk=head.pk).update(model_worker=honour)
        [choice] = get_proposal(waiting, cast.approver).choices
        assert (choice.line, choice.is_barred) == (models, is_barred)


def test_a_capped_document_pays_up_to_its_cap_and_others_the_rest(cast, waiting):
    bound = make_line(cast.finance, "50000", household_cap=Decimal(3000))
    free = make_line(cast.finance, "50000", source="dues")
    assert paying.limits_of(waiting, [bound, free]) == {bound.pk: (bound.fund_id, 3000)}
    first, second = get_proposal(waiting, cast.approver).choices
    assert (first.line, first.yuan, first.why) == (
        bound, 3000, "文件规定的限额还剩 3,000.00 元，最多用这么多。"
    )  # fmt: skip
    assert (second.line, second.yuan) == (free, 800)
    with pytest.raises(Refused, match=r"规定的每户限额：上限 3,000\.00 元"):
        take(waiting, "approve", by=cast.approver, line=bound, drawn=Drawn(reason="试"))
    drawn = Drawn([(bound.pk, Decimal(3000)), (free.pk, Decimal(800))])
    approved = take(waiting, "approve", by=cast.approver, drawn=drawn)
    usage = CapUsage.objects.get(scope=f"fund:{bound.fund_id}:household")
    assert (usage.used, usage.subject) == (3000, f"household:{approved.household_id}")
    assert_books_balance()
    take(approved, "revoke", by=cast.approver)
    usage.refresh_from_db()
    assert usage.used == 0
