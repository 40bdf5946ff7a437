"""告知: the union that applied tells the worker of a decision, on a day that may be; what is late waits."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.outcomes.models import Telling
from cases.outcomes.selectors import get_decision
from cases.outcomes.selectors.telling import told, told_late, untold
from cases.outcomes.services import OutcomeRefused, tell, tell_of_untold
from cases.outcomes.states import TOLD_STATES
from cases.policies.selectors import get_calendar
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.desk import DUTIES
from hardship.messaging.models import Message, Receipt
from tests.factories import UserFactory, take, unguarded

pytestmark = pytest.mark.django_db


def telling(application, by, **more):
    values = {
        "step_id": application.steps.latest("pk").pk,
        "on": timezone.localdate(),
        "way": "meeting",
        "receiver": "worker",
        "teller": "王会计",
        "note": "",
    }
    return tell(application_id=application.pk, by=by, **values | more)


def age(application, workdays):
    """Move the decision back by so many working days."""
    day = get_calendar().add_workdays(timezone.localdate(), -workdays)
    back = timezone.now() - timedelta(days=(timezone.localdate() - day).days)
    with unguarded():
        ApprovalStep.objects.filter(application=application).update(at=back)


def test_the_department_hears_that_the_worker_was_told(make, cast):
    head = UserFactory(union=cast.union, role=Role.DEPARTMENT)
    application = make(State.RETURNED)
    telling(application, cast.clerk)
    told_of = Receipt.objects.get(to=head, message__kind="outcomes.told").message
    assert (told_of.about_id, told_of.number) == (str(application.pk), application.number)


@pytest.mark.requirement("B3")
@pytest.mark.parametrize("state", TOLD_STATES)
def test_the_clerk_records_that_the_worker_was_told(state, make, line, cast):
    application = make(state, line=line)
    assert list(untold(Application.objects.all())) == [application]
    made = telling(application, cast.clerk, way="call", receiver="family")
    assert made.step == get_decision(application)
    assert list(untold(Application.objects.all())) == []
    assert list(told(Application.objects.all())) == [application]
    record = AuditRecord.objects.get(action="application.tell")
    assert (record.data["way"], record.by_id) == ("call", cast.clerk.pk)
    telling(application, cast.clerk, way="letter")  # once more
    assert Telling.objects.count() == 2


def test_a_new_round_is_told_anew(make, cast):
    application = make(State.RETURNED)
    telling(application, cast.clerk)
    application = take(application, "submit", by=cast.clerk)
    application = take(application, "return", by=cast.reviewer)
    assert list(untold(Application.objects.all())) == [application]


def test_what_is_refused(make, line, cast):
    application = make(State.REJECTED)
    today = timezone.localdate()
    with pytest.raises(OutcomeRefused, match="不能更早"):
        telling(application, cast.clerk, on=today - timedelta(days=1))
    with pytest.raises(OutcomeRefused, match="不能晚于今天"):
        telling(application, cast.clerk, on=today + timedelta(days=1))
    with pytest.raises(OutcomeRefused, match="由申报工会的经办人"):
        telling(application, cast.approver)
    with pytest.raises(OutcomeRefused, match="刚有新的决定"):
        telling(application, cast.clerk, step_id=application.steps.earliest("pk").pk)
    with pytest.raises(Application.DoesNotExist):
        telling(application, cast.stranger)
    waiting = make(State.REVIEW, household=application.household)
    with pytest.raises(OutcomeRefused, match="没有要告知职工的结果"):
        telling(waiting, cast.clerk)
    assert not Telling.objects.exists()


class TestTheDatabase:
    def write(self, step, **more):
        values = {"way": "call", "receiver": "worker", "teller": "王会计", "on": timezone.localdate()}
        with transaction.atomic():
            return Telling.objects.create(step=step, **values | more)

    def test_takes_only_what_can_have_been(self, make):
        application = make(State.REJECTED)
        decision, submitted = application.steps.latest("pk"), application.steps.earliest("pk")
        today = timezone.localdate()
        for step, on, why in (
            (submitted, today, "decided nothing"),
            (decision, today - timedelta(days=1), "before the decision"),
            (decision, today + timedelta(days=1), "before the decision"),
        ):
            with pytest.raises(DatabaseError, match=why):
                self.write(step, on=on)
        for wrong in ({"way": "dream"}, {"receiver": "cat"}, {"teller": ""}):
            with pytest.raises(DatabaseError, match="telling_"):
                self.write(decision, **wrong)
        assert self.write(decision).pk


@pytest.mark.parametrize(("workdays", "is_late"), [(5, False), (6, True)])
def test_what_nobody_told_in_five_working_days_waits(workdays, is_late, make, cast):
    application = make(State.REJECTED)
    age(application, workdays)
    rows = DUTIES["outcomes.untold"].rows(cast.clerk)
    assert list(rows) == ([application] if is_late else [])
    assert rows.count() == int(is_late)
    assert list(told_late(Application.objects.all())) == list(rows)
    assert tell_of_untold() == int(is_late)
    assert tell_of_untold() == 0  # once a day
    assert Message.objects.filter(kind="outcomes.untold").count() == int(is_late)
    telling(application, cast.clerk)
    assert not DUTIES["outcomes.untold"].rows(cast.clerk).exists()


def post(client, application, **more):
    values = {"step_id": application.steps.latest("pk").pk, "way": "call", "receiver": "worker"}
    values |= {"on": timezone.localdate().isoformat(), "teller": "王会计"}
    return client.post(reverse("outcomes:tell", args=[application.pk]), values | more)


@pytest.mark.requirement("B3")
def test_the_page_takes_it_and_shows_it(make, cast, as_user):
    application = make(State.REJECTED)
    client, url = as_user(cast.clerk), reverse("applications:detail", args=[application.pk])
    assert "还没有告知职工" in client.get(url).content.decode()
    for wrong, status in (({"way": ""}, 422), ({"on": "2999-01-01"}, 422), ({"step_id": "1"}, 409)):
        answer = post(client, application, **wrong)
        assert answer.status_code == status
        assert "王会计" in answer.content.decode()  # what was typed stands there again
    assert post(client, application).status_code == 302
    page = client.get(url).content.decode()
    assert "电话告知职工本人" in page
    assert "还没有告知职工" not in page
    assert post(as_user(cast.stranger), application).status_code in (403, 404)


def test_the_list_is_narrowed_and_counts_its_queries(
    make, line, cast, as_user, django_assert_max_num_queries
):
    rejected, approved = make(State.REJECTED), make(State.APPROVED, line=line)
    telling(approved, cast.clerk, way="text")
    client, url = as_user(cast.clerk), reverse("outcomes:results")

    def shown(query):
        page = client.get(url, query).content.decode()
        return {row for row in (rejected, approved) if row.number in page}

    assert shown({}) == {rejected, approved}
    assert shown({"show": "untold"}) == {rejected}
    assert shown({"show": "late"}) == set()
    assert shown({"show": "told"}) == {approved}
    assert shown({"way": "text"}) == {approved}
    assert shown({"state": "rejected", "way": "text"}) == set()
    for _n in range(3):
        make(State.REJECTED)
    with django_assert_max_num_queries(20):
        client.get(url)
