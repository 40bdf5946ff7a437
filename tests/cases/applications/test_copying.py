"""复制上年: what the last application said comes over unconfirmed, and nothing of it is submitted so."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.applications import services
from cases.applications.models import Application
from cases.applications.selectors import content_hash, list_gaps
from cases.applications.services.copying import confirm, values_of
from cases.applications.states import State
from cases.archives.models import Household
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import HouseholdFactory, take, unguarded

pytestmark = pytest.mark.django_db
REASON = "本人长期透析，家庭入不敷出。"


@pytest.fixture
def last(cast, household, make):
    """An application of this family that was approved last year."""
    line = make_line(cast.finance, "50000", use="medical")
    made = make(programme="medical", state=State.APPROVED, household=household, line=line, reason=REASON)
    _age(made)
    return Application.objects.get(pk=made.pk)


def _age(application):
    with unguarded():
        Application.objects.filter(pk=application.pk).update(year=timezone.localdate().year - 1)


def copy(household, programme, by):
    return services.start(household_id=household.pk, programme_id=programme.pk, by=by, is_copy=True)


def save(application, by, **figures):
    told = {"reason": application.reason, "member": application.member, **figures}
    return services.save(application_id=application.pk, version=application.version, by=by, **told)


def test_what_the_last_one_said_comes_over_unconfirmed(cast, household, last, reference):
    application = copy(household, reference.medical, cast.clerk)
    assert (application.copied_from, application.reason) == (last, REASON)
    assert application.unconfirmed == ["reason"], "the cost is what the file tells now"
    assert [gap.text for gap in list_gaps(application) if gap.field == "reason"] == [
        "“申请理由”是从上年复制的，请确认属实。"
    ]


def test_nothing_unconfirmed_is_submitted(cast, household, last, reference):
    application = copy(household, reference.medical, cast.clerk)
    with pytest.raises(Refused, match="从上年复制的"):
        take(application, "submit", by=cast.clerk)
    application = save(application, cast.clerk, confirmed=["reason"])
    assert application.unconfirmed == []
    assert "从上年复制的" not in "".join(gap.text for gap in list_gaps(application))


def test_what_is_written_otherwise_needs_no_confirmation(cast, household, last, reference):
    application = copy(household, reference.medical, cast.clerk)
    assert save(application, cast.clerk).unconfirmed == ["reason"], "saving alone confirms nothing"
    application.refresh_from_db()
    assert save(application, cast.clerk, reason="今年又住院两次。").unconfirmed == []


def test_it_comes_over_from_the_file_before_this_one(cast, household, last, reference):
    again = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    Household.objects.filter(pk=again.pk).update(previous=household)
    application = copy(Household.objects.get(pk=again.pk), reference.medical, cast.clerk)
    assert application.copied_from == last


def test_another_family_another_programme_and_this_year_give_nothing(cast, household, last, reference):
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    assert copy(other, reference.medical, cast.clerk).copied_from is None
    living = copy(household, reference.living, cast.clerk)
    assert (living.copied_from, living.reason, living.unconfirmed) == (None, "", [])


def test_the_database_reviews_nothing_unconfirmed(make):
    application = make(state=State.REVIEW)
    with pytest.raises(DatabaseError, match="application_confirmed_before_review"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(unconfirmed=["reason"])


def test_the_page_offers_it_marks_it_and_takes_all_as_true(as_user, cast, household, last, reference):
    client = as_user(cast.clerk)
    page = client.get(f"/applications/new/?household={household.pk}").content.decode()
    assert f"复制 {last.year} 年的申请" in page
    started = client.post("/applications/new/", {"household": household.pk, "copy": reference.medical.pk})
    application = Application.objects.get(copied_from=last)
    form = client.get(started.url).content.decode()
    assert "有 1 项是从" in form
    assert "全部属实" in form
    typed = {"version": application.version, "reason": application.reason, "self_paid": "30481"}
    bad = client.post(started.url, {**typed, "confirmed": "amount"})
    assert bad.status_code == 422
    assert client.post(started.url, {**typed, "go": "confirm"}).status_code == 302
    application.refresh_from_db()
    assert application.unconfirmed == []
    assert content_hash(application)
    assert "全部属实" not in client.get(started.url).content.decode()


@pytest.mark.parametrize(("value", "left"), [(False, ["it"]), (0, ["it"]), ("", []), (None, [])])
def test_a_no_that_was_copied_waits_to_be_confirmed_as_well(value, left):
    application = Application(facts={"it": value}, unconfirmed=["it"])
    confirm(application, values_of(application), ())
    assert application.unconfirmed == left
