"""Which lines an approval draws on: the rule proposes and says why, another choice needs a reason, and a sum
that no line holds alone is drawn on several."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State
from cases.approvals.models import FundChoice
from cases.approvals.reports import approval_form
from cases.approvals.selectors.drawing import get_proposal, list_drawn
from cases.approvals.services import StepRefused
from cases.approvals.services.drawing import Drawn
from funds.ledgers.selectors.choosing import last_day_of
from funds.payments.models import Payable
from tests.books import assert_books_balance, available, make_line
from tests.factories import take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]
AMOUNT = 3800


@pytest.fixture
def lines(cast, reference):
    """3,000 of the treasury, and 50,000 of dues."""
    return [make_line(cast.finance, "3000"), make_line(cast.finance, "50000", source="dues")]


@pytest.fixture
def waiting(make, lines):
    return make(State.APPROVAL, amount=AMOUNT)


def shares(application, by):
    return {one.line.pk: one.yuan for one in get_proposal(application, by).choices}


def drawn(lines, *yuan, reason=""):
    return Drawn([(line.pk, Decimal(one)) for line, one in zip(lines, yuan, strict=True)], reason)


def test_bound_money_goes_first_and_free_money_pays_the_rest(cast, waiting, lines):
    proposal = get_proposal(waiting, cast.approver)
    assert shares(waiting, cast.approver) == {lines[0].pk: 3000, lines[1].pk: 800}
    first, second = proposal.choices
    assert first.why.startswith("专款先用")
    assert first.why.endswith("余额不够全部支付，用完。")
    assert second.why.startswith("专款不够的部分用自有经费")
    assert lines[1].fund.document_no in second.why


def test_what_ends_first_is_used_first_and_the_others_say_why_not(cast, make, line):
    soon = timezone.localdate() + timedelta(days=20)
    ending = make_line(cast.finance, "9000", use_by=soon, document_no="通财〔2026〕99号")
    empty = make_line(cast.finance, "10", use="medical")
    application = make(State.APPROVAL, amount=AMOUNT)
    found = {one.line.pk: one for one in get_proposal(application, cast.approver).choices}
    assert (found[ending.pk].yuan, found[line.pk].yuan) == (AMOUNT, 0)
    assert last_day_of(ending) == soon
    assert found[line.pk].why == "排在前面的指标已经够用。"
    assert empty.pk not in found  # for another use


def test_money_past_its_last_day_is_left_out(cast, waiting, lines):
    past = make_line(cast.finance, "9000", use_by=date(2026, 3, 31))
    proposal = get_proposal(waiting, cast.approver)
    assert [draw.line_id for draw in proposal.draws] == [lines[0].pk, lines[1].pk]
    assert proposal.choices[-1].line == past
    assert proposal.choices[-1].why == "使用期限为 2026-03-31，已过期。"


def test_nothing_is_proposed_while_something_is_missing(cast, make, lines):
    application = make(State.APPROVAL, amount=AMOUNT)
    application.amount = Decimal(60000)
    proposal = get_proposal(application, cast.approver)
    assert (proposal.draws, proposal.missing) == ([], 7000)


@pytest.mark.requirement("E3")
def test_one_decision_draws_on_several_lines_and_is_owed_as_one_sum(cast, waiting, lines):
    approved = take(waiting, "approve", by=cast.approver, drawn=drawn(lines, 3000, 800))
    assert approved.state == State.APPROVED
    assert [(row.line_id, row.amount) for row in list_drawn(approved)] == [
        (lines[0].pk, 3000), (lines[1].pk, 800)
    ]  # fmt: skip
    assert Payable.objects.get().amount == AMOUNT
    assert [available(line) for line in lines] == [0, 49200]
    assert FundChoice.objects.get().reason == ""
    assert_books_balance()
    take(approved, "revoke", by=cast.approver)
    assert [available(line) for line in lines] == [3000, 50000]
    assert_books_balance()


def test_another_choice_needs_a_reason_which_is_kept_and_printed(cast, waiting, lines):
    with pytest.raises(StepRefused, match="请写明原因") as refusal:
        take(waiting, "approve", by=cast.approver, line=lines[1], drawn=Drawn())
    assert refusal.value.field == "line_reason"
    assert available(lines[1]) == 50000
    chosen = Drawn(reason="财政资金留作年底慰问")
    approved = take(waiting, "approve", by=cast.approver, line=lines[1], drawn=chosen)
    kept = FundChoice.objects.get()
    assert kept.proposed == [[lines[0].pk, "3000.00"], [lines[1].pk, "800.00"]]
    assert kept.chosen == [[lines[1].pk, "3800.00"]]
    paper = approval_form(approved)
    assert (paper["choice"].reason, paper["choice"].who) == ("财政资金留作年底慰问", cast.approver.name)
    assert [piece.line_id for piece in paper["pieces"]] == [lines[1].pk]


@pytest.mark.parametrize("yuan", [(3000, 799), (3000, 801)])
def test_the_parts_come_to_the_amount(yuan, cast, waiting, lines):
    with pytest.raises(StepRefused, match=r"合计应等于同意金额 3,800\.00 元"):
        take(waiting, "approve", by=cast.approver, drawn=drawn(lines, *yuan, reason="试"))


def test_the_page_offers_the_proposal_and_takes_it(client, cast, waiting, lines):
    client.force_login(cast.approver)
    page = client.get(reverse("applications:detail", args=[waiting.pk])).content.decode()
    assert 'value="3000.00"' in page
    assert 'value="800.00"' in page
    assert "专款先用" in page
    assert "按建议分开支付" in page
    data = {"action": "approve", "comment": "同意", "seen_hash": waiting.content_hash, "line": "0"}
    empty = client.post(reverse("approvals:step", args=[waiting.pk]), data)
    assert (empty.status_code, "请填写各指标的金额" in empty.text) == (422, True)
    bad = client.post(reverse("approvals:step", args=[waiting.pk]), {**data, f"yuan_{lines[0].pk}": "十"})
    assert bad.status_code == 422
    data |= {f"yuan_{line.pk}": yuan for line, yuan in zip(lines, ("3000", "800"), strict=True)}
    assert client.post(reverse("approvals:step", args=[waiting.pk]), data).status_code == 302
    page = client.get(reverse("applications:detail", args=[waiting.pk])).content.decode()
    assert lines[1].fund.document_no in page


def test_the_line_that_was_ticked_pays_whatever_stands_in_the_fields_of_the_proposal(
    client, cast, waiting, lines
):
    """The browser sends along what was filled in for the proposal; it counts only where that was ticked."""
    client.force_login(cast.approver)
    url = reverse("approvals:step", args=[waiting.pk])
    data = {"action": "approve", "comment": "同意", "seen_hash": waiting.content_hash, "line": lines[1].pk}
    data |= {f"yuan_{line.pk}": yuan for line, yuan in zip(lines, ("3000.00", "800.00"), strict=True)}
    silent = client.post(url, data)
    assert (silent.status_code, "请写明原因" in silent.text) == (409, True)
    assert f'value="{lines[1].pk}" checked' in silent.text
    assert 'value="0" checked' not in silent.text
    assert client.post(url, {**data, "line_reason": "财政资金留作年底慰问"}).status_code == 302
    kept = FundChoice.objects.get()
    assert (kept.chosen, kept.reason) == ([[lines[1].pk, "3800.00"]], "财政资金留作年底慰问")


def test_the_database_keeps_a_choice_that_differs_from_standing_without_a_reason(cast, waiting, lines):
    row = FundChoice(
        application=waiting, round=1, proposed=[[lines[0].pk, "1.00"]], chosen=[[lines[1].pk, "1.00"]],
        by=cast.approver,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="fund_choice_says_why"), transaction.atomic():
        row.save(force_insert=True)
    row.reason = "另有安排"
    row.save(force_insert=True)
