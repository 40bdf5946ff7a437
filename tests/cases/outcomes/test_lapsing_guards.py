"""Around Python: nothing lapses by a hand, too early or over what is on its way, and nobody is no maker."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.outcomes.services import appeal
from cases.outcomes.services.lapsing import lapse_uncollected
from funds.ledgers import services as ledger
from funds.ledgers.models import Journal
from funds.ledgers.rules import Line, Request
from funds.ledgers.services.posting import post
from funds.payments.models import Payable
from hardship.kernel.workflow import Refused
from tests.factories import payable_of, take, tell_long_ago
from tests.funds.payments.conftest import carry

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(make, line):
    return make(State.APPROVED, line=line)


def step(application, **more):
    """The row that would make it lapse."""
    ApprovalStep.objects.create(
        **{
            "application": application, "round": application.round, "action": "lapse",
            "source": "approved", "target": "lapsed", "content_hash": application.content_hash,
            "comment": "到期没有领取", **more,
        }
    )  # fmt: skip


def let_go(application, by):
    """What a lapse lets go of, by a person."""
    payable = payable_of(application)
    now = timezone.now()
    Payable.objects.filter(pk=payable.pk).update(state="void", voided_at=now, voided_by=by)
    ledger.release(
        commitment_id=payable.commitment_id, by=by, key=uuid.uuid4(), on=timezone.localdate(), reason=""
    )


def refused(constraint, act):
    def act_and_commit():
        with transaction.atomic(), connection.cursor() as cursor:
            act()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError) as caught:
        act_and_commit()
    found = getattr(getattr(caught.value.__cause__, "diag", None), "constraint_name", "")
    assert found == constraint, str(caught.value)


@pytest.mark.parametrize(("days", "by_hand"), [(60, False), (61, True), (None, False)])
def test_not_before_the_last_day_nor_by_a_hand(days, by_hand, cast, approved):
    if days is not None:
        tell_long_ago(approved, days)
    let_go(approved, cast.approver)
    by = cast.approver if by_hand else None
    refused("step_lapses_after_the_last_day", lambda: step(approved, by=by))


def test_not_without_words(cast, approved):
    tell_long_ago(approved)
    let_go(approved, cast.approver)
    refused("step_lapses_after_the_last_day", lambda: step(approved, comment="  "))


@pytest.mark.parametrize("how", ["held", "batch", "account"])
def test_not_over_money_that_is_held_on_its_way_or_can_be_sent(how, cast, approved):
    tell_long_ago(approved, has_card=how != "held")
    if how == "batch":
        carry([payable_of(approved)], cast, "made")

    def end():
        if how == "account":
            let_go(approved, None)
        step(approved)

    refused("step_lapses_what_nobody_collected", end)


def test_nobody_voids_or_releases_what_has_not_lapsed(cast, approved):
    now = timezone.now()
    rows = Payable.objects.filter(pk=payable_of(approved).pk)
    refused("nobody_but_what_lapses", lambda: rows.update(state="void", voided_at=now))
    refused(
        "nobody_but_what_lapses",
        lambda: ledger.release(
            commitment_id=rows.get().commitment_id, by=None, key=uuid.uuid4(), on=timezone.localdate(),
            reason="到期",
        ),
    )  # fmt: skip


def test_no_journal_but_a_release_has_no_maker(cast, approved, line):
    commit = Journal.objects.filter(event="commit").latest("made_at")
    rows = commit.postings.all()
    lines = [Line(row.account_id, row.side, row.amount, row.commitment_id) for row in rows]
    request = Request(
        id=uuid.uuid4(), union=commit.union_id, on=timezone.localdate(), event="settle",
        source=commit.source, memo="", maker=None, lines=lines,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="journal_made_by_somebody"), transaction.atomic():
        post(request, by=None)


def test_what_lapsed_does_not_come_back(cast, approved):
    tell_long_ago(approved)
    assert lapse_uncollected() == 1
    again = {"source": "lapsed", "by": cast.approver}
    refused("step_of_the_table", lambda: step(approved, action="approve", target="approved", **again))
    with pytest.raises(Refused, match="当前状态下不能"):
        take(approved, "revoke", by=cast.approver)


def test_not_over_a_review(cast, approved):
    tell_long_ago(approved, 5, 4)
    decided = approved.steps.latest("pk")
    appeal(
        application_id=approved.pk, step_id=decided.pk, received_on=timezone.localdate(), way="oral",
        reason="少算了。", by=cast.clerk,
    )  # fmt: skip
    let_go(approved, cast.approver)
    refused("step_lapses_after_the_last_day", lambda: step(approved))
