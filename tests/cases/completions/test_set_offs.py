"""抵扣 of urgent aid: not before it is completed, since it may have to come back whole."""

import pytest
from django.utils import timezone

from cases.applications.rules import source_of
from cases.applications.states import State as ApplicationState
from cases.completions.models import Completion
from funds.ledgers.models import Commitment
from funds.payments.models import Payable, Payment
from funds.recoveries.models import SetOff
from funds.recoveries.selectors import list_to_set_off
from funds.recoveries.selectors.setting_off import say_kept
from funds.recoveries.services import RecoveryRefused
from hardship.kernel.workflow import Refused
from tests.cases.completions.test_completions import hand_in, judge, pay_back
from tests.cases.completions.test_guards import refused_by, step_of
from tests.factories import payable_of, unguarded
from tests.funds.payments.test_recoveries import ask
from tests.funds.payments.test_set_offs import ask_off, step

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B8", "E4")]


@pytest.fixture
def debt(cast, owed):
    """What is asked back of a family that got urgent aid."""
    return ask(Payment.objects.get(), cast.finance, "100.00")


@pytest.fixture
def urgent(debt, make):
    """Urgent aid of the same person, approved and not paid yet."""
    application = make(ApplicationState.APPROVED)
    index = debt.payment.payable.id_number_index
    Payable.objects.filter(pk=payable_of(application).pk).update(id_number_index=index)
    return application


def complete(application, state="done"):
    with unguarded():
        Completion.objects.filter(application=application).update(
            state=state, account="已核实", content_hash="x"
        )


def test_nothing_of_it_is_set_off_before_it_is_completed(cast, debt, urgent):
    owed = payable_of(urgent)
    for state in ("waiting", "submitted", "on_notice", "refused"):
        complete(urgent, state)
        assert not list_to_set_off(debt).exists(), state
    with pytest.raises(RecoveryRefused):
        ask_off(debt, owed, cast.finance)
    complete(urgent)
    row = ask_off(debt, owed, cast.finance)
    complete(urgent, "waiting")
    with pytest.raises(Refused, match="可能要整笔追回"):
        step(row, "approve", cast.approver)


def test_the_database_sets_nothing_off_either(cast, debt, urgent):
    complete(urgent)
    row = ask_off(debt, payable_of(urgent), cast.finance)
    complete(urgent, "submitted")
    approved = {"state": "approved", "decided_at": timezone.now(), "decided_by": cast.approver}
    refused_by("urgent_aid_is_not_set_off", lambda: SetOff.objects.filter(pk=row.pk).update(**approved))
    step(row, "withdraw", cast.finance)
    row.pk, row.state = None, "asked"
    refused_by("urgent_aid_is_not_set_off", lambda: row.save(force_insert=True))


def test_what_recovered_it_is_not_undone(cast, debt, urgent):
    complete(urgent)
    row = step(ask_off(debt, payable_of(urgent), cast.finance), "approve", cast.approver)
    completion = Completion.objects.get(application=debt.payment.payable.source_key)
    assert say_kept(row) == ""
    complete(completion.application, "recovered")
    with pytest.raises(Refused, match="已经登记为“已追回”"):
        step(row, "ask_undo", cast.finance, "抵错了人")
    asked = {"undo_at": timezone.now(), "undo_by": cast.finance, "undo_why": "抵错了人"}
    rows = SetOff.objects.filter(pk=row.pk)
    refused_by("recovered_aid_stays_recovered", lambda: rows.update(state="undoing", **asked))


def test_what_was_set_off_is_not_recovered(cast, owed):
    completion = judge(hand_in(owed, cast.clerk), "refuse", cast.reviewer, "收入超过标准")
    pay_back(completion, cast.finance)
    with unguarded():
        Commitment.objects.filter(source=source_of(completion.application_id)).update(set_off=10)
    with pytest.raises(Refused, match=r"还有 10\.00 元"):
        judge(completion, "recover", cast.finance, "收据 1")
    refused_by(
        "completion_recovered_whole",
        lambda: step_of(completion, "recover", "refused", "recovered", cast.finance, comment="收据 1"),
    )
