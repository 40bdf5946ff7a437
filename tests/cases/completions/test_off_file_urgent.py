"""急难 for somebody without a file: one short form begins it; completed and put on file afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.selectors import list_gaps
from cases.applications.selectors.unfiled import is_unfiled
from cases.applications.states import State as ApplicationState
from cases.completions import services
from cases.completions.selectors import get_terms, list_owed
from cases.completions.states import State
from cases.policies.models import Programme
from cases.policies.services import load_policy
from tests.books import assert_books_balance
from tests.cases.policies.texts import SERVICES, URGENT
from tests.factories import take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B8", "B1")]
NUMBER = "11010519491231002X"
CAUSE = "租住房失火，财物全毁。"


@pytest.fixture(autouse=True)
def temporary(cast, line):
    load_policy(union=cast.county, text=SERVICES, in_force_from=date(2020, 1, 1))


def told(**more):
    """What the form sends: who, how they are reached and paid, why, how much, and that it cannot wait."""
    programme = Programme.objects.get(code="temporary")
    return {
        "name": "柳春生", "id_number": NUMBER, "phone": "13800138000", "bank_name": "工商银行",
        "bank_card": "6222021001122330018", "reason": CAUSE, "programme": str(programme.pk),
        "amount": "2000", "is_urgent": "on", **more,
    }  # fmt: skip


def begin(as_user, cast, **more):
    return as_user(cast.clerk).post(reverse("applications:off_file"), told(**more))


def test_one_form_begins_it_and_it_is_paid_before_its_papers(as_user, cast, line, pay):
    assert begin(as_user, cast).status_code == 302
    application = Application.objects.get()
    assert (application.is_urgent, application.off_file, application.amount) == (True, True, 2000)
    assert list_gaps(application) == []
    application = take(application, "submit", by=cast.clerk)
    assert get_terms(application).responsible == cast.clerk
    application = take(application, "pass", by=cast.reviewer)
    application = pay(take(application, "approve", by=cast.approver, line=line))
    assert application.state == ApplicationState.APPROVED
    assert is_unfiled(application)
    assert application.completion in list_owed(cast.clerk)
    with pytest.raises(services.CompletionRefused, match="档案里的材料还不齐：缺少"):
        services.submit(completion_id=application.completion.pk, account=CAUSE, by=cast.clerk)
    assert application.completion.state == State.WAITING
    assert_books_balance()


def test_a_sum_above_its_terms_is_told_while_it_is_a_draft(as_user, cast, line):
    load_policy(
        union=cast.union, text=URGENT.replace("3000", "1000"), in_force_from=date(2020, 1, 1)
    )  # the nearest one counts
    begin(as_user, cast)
    assert [gap.field for gap in list_gaps(Application.objects.get())] == ["amount"]


@pytest.mark.parametrize(
    ("amount", "status"), [("-1", 422), ("0.001", 422), ("3000.01", 409), ("NaN", 422), ("两千", 422)]
)
def test_a_sum_that_is_none_leaves_nothing_behind(as_user, cast, amount, status):
    answer = begin(as_user, cast, amount=amount)
    assert answer.status_code == status
    assert "amount" in answer.context["form"].errors
    assert not Application.objects.exists()


def test_what_no_route_is_for_is_not_urgent(as_user, cast):
    client = as_user(cast.clerk)
    page = client.get(reverse("applications:off_file")).content.decode()
    assert 'name="is_urgent"' in page
    other = URGENT.replace("    urgent: {most", "    programmes: [living]\n    urgent: {most")
    load_policy(union=cast.union, text=other, in_force_from=date(2020, 1, 1))
    load_policy(union=cast.city, text=other, in_force_from=date(2021, 1, 1))
    page = client.get(reverse("applications:off_file")).content.decode()
    assert 'name="is_urgent"' not in page
    assert begin(as_user, cast).status_code == 302  # what the page did not ask counts for nothing
    application = Application.objects.get()
    assert (application.is_urgent, application.amount) == (False, Decimal(2000))


def test_a_route_that_was_withdrawn_meanwhile_leaves_the_tick_to_be_taken_out(as_user, cast):
    begin(as_user, cast)
    application = Application.objects.get()
    other = URGENT.replace("    urgent: {most", "    programmes: [living]\n    urgent: {most")
    load_policy(union=cast.city, text=other, in_force_from=date(2021, 1, 1))
    page = as_user(cast.clerk).get(reverse("applications:edit", args=[application.pk])).content.decode()
    assert [gap.field for gap in list_gaps(application)] == ["is_urgent"]
    assert 'name="is_urgent"' in page
