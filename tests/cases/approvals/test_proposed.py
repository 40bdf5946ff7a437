"""同意（调整金额）: who signs may agree to less, with a reason; the next one sees it; it is what is paid."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.selectors import get_paper
from cases.applications.states import State
from cases.approvals.reports import approval_form
from cases.approvals.reports.summary import approval_summary
from cases.approvals.selectors import get_entry, list_flags
from cases.approvals.selectors.proposing import get_agreed_sum, get_asked_sum
from cases.approvals.services import StepRefused, effects
from cases.approvals.services.proposing import Proposed
from cases.approvals.templatetags.stations import list_stations
from cases.outcomes.reports import paper_pdf
from cases.outcomes.states import PaperKind
from funds.ledgers.models import CapUsage, Commitment
from funds.payments.models import Payable
from hardship.accounts.states import Role
from tests.books import assert_books_balance, available
from tests.cases.approvals.test_routes import people, walk
from tests.cases.archives.test_archive_pdf import read
from tests.factories import UserFactory, take

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
WHY = "只有一名学生在校"


def less(yuan, why=WHY):
    return Proposed(Decimal(yuan), why)


@pytest.fixture
def lowered(make, people):
    """Applied for 3,000; the grassroots union agreed to 2,000."""
    return take(make(State.REVIEW, amount=3000), "pass", by=people["own"], proposed=less(2000))


def test_the_next_one_sees_it_and_it_is_preset(lowered, people, as_user):
    step = lowered.steps.get(action="pass")
    assert (step.proposed, step.proposed_why) == (2000, WHY)
    assert (lowered.amount, get_agreed_sum(lowered)) == (3000, 2000)
    assert "同意 2,000.00 元" in list_stations(lowered)[1]["note"]
    page = as_user(people["county"]).get(f"/applications/{lowered.pk}/").text
    assert f"同意金额 2,000.00 元（{WHY}）" in page
    assert 'name="agreed" value="2000.00"' in page
    assert any("调整过金额" in why for why in list_flags([lowered], people["county"])[lowered.pk])


def test_what_hangs_on_the_wall_is_what_was_agreed_to(lowered, people):
    application = take(lowered, "pass", by=people["county"])
    assert application.state == State.PUBLIC_NOTICE
    assert get_entry(application).amount == 2000


@pytest.mark.requirement("E2")
def test_what_is_approved_held_owed_and_printed_is_the_sum_of_the_last_one(lowered, people, line, as_user):
    application = walk(lowered, people, "county")
    application = take(application, "approve", by=people["city"], proposed=less(1500, "另有民政补助"))
    application = take(application, "approve", by=people["city2"], line=line)
    assert (application.state, application.amount, get_asked_sum(application)) == (State.APPROVED, 1500, 3000)
    assert available(line) == 48500
    assert Commitment.objects.get(committed__gt=0).committed == 1500
    assert Payable.objects.get().amount == 1500
    assert CapUsage.objects.get(scope="programme:living").used == 1500
    paper = get_paper(application)
    assert (paper.amount, paper.agreed) == (3000, 1500)
    facts = as_user(people["county"]).get(f"/applications/{application.pk}/").context["identity"]["facts"]
    assert facts[0] == {"label": "批准金额", "value": "¥1,500.00"}
    receipt = "".join(read(paper_pdf(application, PaperKind.RECEIPT))[1].split())
    assert "1,500.00" in receipt
    assert "3,000.00" not in receipt
    summary = approval_summary([application], heading="")
    assert (summary["asked"], summary["total"], summary["rows"][0].amount) == (3000, 1500, 1500)
    texts = [one.text for one in approval_form(application)["opinions"]]
    assert f"同意金额 2,000.00 元（{WHY}）" in texts[1]
    assert "同意金额 1,500.00 元（另有民政补助）" in texts[-2]
    assert_books_balance()


def test_who_says_nothing_of_the_sum_agrees_to_that_of_before(lowered, people, line):
    application = walk(lowered, people, "county", "city")
    application = take(
        application, "approve", by=people["city2"], line=line, proposed=Proposed(Decimal(2000))
    )
    assert (application.amount, application.steps.filter(proposed__isnull=False).count()) == (2000, 1)


def test_a_later_one_may_go_back_to_what_was_applied_for_and_says_why(lowered, people):
    with pytest.raises(StepRefused, match="请写明原因"):
        take(lowered, "pass", by=people["county"], proposed=less(3000, " "))
    application = take(lowered, "pass", by=people["county"], proposed=less(3000, "第二名学生已核实"))
    assert get_agreed_sum(application) == 3000


@pytest.mark.parametrize(
    ("yuan", "why", "words"),
    [
        ("3000.01", WHY, "不能超过申请金额 3,000.00 元"),
        ("999999", WHY, "不能超过可享受金额"),
        ("0", WHY, "要大于零"),
        ("2999.99", "", "请写明原因"),
        ("2999.99", "  ", "请写明原因"),
    ],
)
def test_no_more_and_not_without_a_reason(yuan, why, words, make, people):
    application = make(State.REVIEW, amount=3000)
    with pytest.raises(StepRefused, match=words):
        take(application, "pass", by=people["own"], proposed=less(yuan, why))


def test_taken_back_or_sent_back_it_counts_no_more(lowered, people):
    assert get_agreed_sum(take(lowered, "retract", by=people["own"])) == 3000
    application = take(Application.objects.get(pk=lowered.pk), "pass", by=people["own"], proposed=less(1000))
    application = take(application, "send_back", by=people["county"], to_stage=0)
    assert get_agreed_sum(application) == 3000


def test_an_approval_that_is_taken_back_leaves_what_was_applied_for(lowered, people, line):
    application = take(walk(lowered, people, "county", "city"), "approve", by=people["city2"], line=line)
    assert application.amount == 2000
    application = take(application, "retract", by=people["city2"])
    assert (application.amount, get_agreed_sum(application)) == (3000, 2000)
    application = take(application, "approve", by=people["city2"], line=line)
    assert (application.amount, available(line)) == (2000, 48000)


def test_those_who_agree_at_one_stage_agree_to_one_sum(lowered, people, line):
    application = walk(lowered, people, "county")
    application = take(application, "approve", by=people["city"], proposed=less(1500))
    with pytest.raises(StepRefused, match=r"已有人同意 1,500\.00 元"):
        take(application, "approve", by=people["city2"], line=line, proposed=less(1400))
    application = take(application, "retract", by=people["city"])
    application = take(application, "approve", by=people["city"], proposed=less(1400))
    application = take(application, "approve", by=people["city2"], line=line, proposed=less(1400))
    assert (application.state, application.amount) == (State.APPROVED, 1400)


@pytest.mark.requirement("B4")
def test_no_more_is_approved_than_was_shown(lowered, people, line):
    application = walk(lowered, people, "county")
    with pytest.raises(StepRefused, match=r"公示的金额是 2,000\.00 元"):
        take(application, "approve", by=people["city"], proposed=less(3000, "已经核实"))
    application = walk(application, people, "city")
    assert take(application, "approve", by=people["city2"], line=line).amount == 2000


@pytest.mark.requirement("B4")
def test_nor_where_it_was_sent_back_past_its_notice_and_signed_anew(lowered, people, line):
    application = take(walk(lowered, people, "county"), "send_back", by=people["city"], to_stage=0)
    application = walk(application, people, "own", "county")
    assert (application.state, get_agreed_sum(application)) == (State.APPROVAL, 3000)
    with pytest.raises(StepRefused, match=r"公示的金额是 2,000\.00 元"):
        take(application, "approve", by=people["city"])
    application = take(application, "approve", by=people["city"], proposed=less(2000))
    assert take(application, "approve", by=people["city2"], line=line).amount == 2000


def test_the_form_asks_for_it(make, people, as_user):
    application = make(State.REVIEW, amount=3000)
    browser, url = as_user(people["own"]), f"/approvals/{application.pk}/step/"
    sent = {"action": "pass", "seen_hash": application.content_hash, "agreed": "2,500"}
    answer = browser.post(url, sent)
    assert (answer.status_code, "调整了金额，请写明原因" in answer.text) == (409, True)
    assert browser.post(url, {**sent, "agreed_why": WHY}).status_code == 302
    assert get_agreed_sum(Application.objects.get(pk=application.pk)) == 2500


@pytest.mark.parametrize(
    "action", ["return", "reject", "send_back", "suspend", "hand_on", "consult", "prolong"]
)
def test_the_sum_in_the_form_is_nothing_to_a_button_that_signs_nothing(action, lowered, people, as_user):
    county, colleague = people["county"], UserFactory(union=people["county"].union, role=Role.REVIEWER)
    assert 'name="agreed" value="2000.00"' in as_user(county).get(f"/applications/{lowered.pk}/").text
    sent = {
        "action": action, "seen_hash": lowered.content_hash, "agreed": "2000.00", "comment": "请核对",
        "rule": "第十二条", "handed_to": colleague.pk, "asked": colleague.pk, "open_all": "on",
        "until_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    if action == "send_back":
        sent["to_stage"] = 0
    answer = as_user(county).post(f"/approvals/{lowered.pk}/step/", sent)
    assert answer.status_code == 302
    step = lowered.steps.latest("pk")
    assert (step.action, step.proposed, step.proposed_why) == (action, None, "")


def refused_by(constraint, sql, *values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert caught.value.__cause__.diag.constraint_name == constraint


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, proposed, proposed_why, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, 'pass', state, 'public_notice', stage_no, 2, true, '', %s, %s, content_hash, '{}',
         now(), submitted_by_id, %s FROM applications_application WHERE id = %s"""


def test_the_database_alone_lets_nobody_agree_to_more_or_without_a_reason(lowered, people):
    county = people["county"].pk
    refused_by("step_proposes_no_more_than_was_asked", SQL, "3000.01", WHY, county, lowered.pk)
    refused_by("step_proposes_no_more_than_was_asked", SQL, "0", WHY, county, lowered.pk)
    refused_by("step_proposal_says_why", SQL, "2500", "", county, lowered.pk)
    refused_by("step_proposal_says_why", SQL, None, WHY, county, lowered.pk)


def test_the_database_alone_keeps_the_sum_what_was_asked_or_agreed_to(lowered, people, line):
    update = "UPDATE applications_application SET amount = %s WHERE id = %s"
    refused_by("application_sum_as_agreed", update, 2000, lowered.pk)
    application = take(walk(lowered, people, "county", "city"), "approve", by=people["city2"], line=line)
    refused_by("application_sum_as_agreed", update, 1999, application.pk)
    refused_by("application_sum_as_agreed", update, 3000, application.pk)


def test_the_database_alone_approves_nothing_but_what_was_agreed_to(lowered, people, line, monkeypatch):
    application = walk(lowered, people, "county", "city")
    monkeypatch.setattr(effects, "_agreed", lambda _move: Decimal(1500))
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        take(application, "approve", by=people["city2"], line=line)
    assert caught.value.__cause__.diag.constraint_name == "application_sum_as_agreed"


def test_the_database_alone_wants_one_sum_at_a_stage(lowered, people, line, monkeypatch):
    application = take(walk(lowered, people, "county"), "approve", by=people["city"], proposed=less(1500))
    monkeypatch.setattr(effects, "read_proposal", lambda _application, asked: asked)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        take(application, "approve", by=people["city2"], line=line, proposed=less(1400))
    assert caught.value.__cause__.diag.constraint_name == "step_proposes_one_sum_at_a_stage"


def test_the_database_alone_approves_no_more_than_was_shown(lowered, people, line, monkeypatch):
    monkeypatch.setattr(effects, "require_shown", lambda _application, _yuan: None)
    application = walk(lowered, people, "county")
    application = take(application, "approve", by=people["city"], proposed=less(3000, "已经核实"))
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        take(application, "approve", by=people["city2"], line=line)
    assert caught.value.__cause__.diag.constraint_name == "application_sum_as_shown"
