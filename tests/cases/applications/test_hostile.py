"""What goes wrong at the desk, as a table: sums, days, documents, people, and two who press at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.applications import services
from cases.applications.models import Application
from cases.applications.selectors import content_hash
from cases.applications.services import AlreadyOpen, StaleApplication
from cases.applications.states import State
from cases.approvals.services import take_step
from cases.archives.models import Household
from cases.policies import services as policies
from cases.policies.models import Programme
from cases.policies.rules.document.handling import Season
from cases.policies.services import default_text
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, give_elsewhere, make_evidence, take

pytestmark = pytest.mark.django_db


def post(client, application, **more):
    evidence = [str(pk) for pk in application.evidence.values_list("pk", flat=True)]
    typed = {"version": application.version, "reason": "长期透析", "evidence": evidence, **more}
    return client.post(f"/applications/{application.pk}/edit/", typed)


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("0", 409, "大于零"),
        ("-1", 422, ""),
        ("100.005", 422, ""),
        ("9840.01", 409, "不能超过 9,840.00 元"),
        ("10000000", 422, ""),
        ("１００", 302, ""),
        ("0.5万", 302, ""),
        ("1.2万", 409, "不能超过"),
        ("一千", 422, ""),
        ("1e3", 422, ""),
        ("9840", 302, ""),
    ],
)
def test_a_sum_is_taken_as_it_reads_or_refused(typed, status, words, as_user, cast, make):
    application = make()
    answer = post(as_user(cast.clerk), application, amount=typed)
    assert answer.status_code == status
    assert words in answer.content.decode()
    application.refresh_from_db()
    assert application.amount == {"１００": 100, "0.5万": 5000}.get(typed, 9840)


@pytest.mark.requirement("B5")
def test_a_cent_above_what_is_left_of_a_cap_is_refused(as_user, cast, household, make):
    give_elsewhere(household, 15000, "medical", by=cast.clerk)
    application, client = make(programme="medical", household=household), as_user(cast.clerk)
    answer = post(client, application, self_paid="30481", amount="5000.01")
    assert (answer.status_code, "不能超过 5,000.00 元" in answer.content.decode()) == (409, True)
    assert post(client, application, self_paid="30481", amount="5000").status_code == 302


def test_out_of_season_nothing_is_begun(cast, household, reference):
    today = timezone.localdate()
    start, end = today + timedelta(days=20), today + timedelta(days=30)
    season = f'    season:\n      from: "{start:%m-%d}"\n      to: "{end:%m-%d}"\n'
    text = default_text().replace("  living:\n    label", f"  living:\n{season}    label", 1)
    policies.load_policy(union=cast.city, text=text, in_force_from=today)
    own = Programme.objects.get(union=cast.city, code="living")
    with pytest.raises(Refused, match="不在受理期内"):
        services.start(household_id=household.pk, programme_id=own.pk, by=cast.clerk)


@pytest.mark.parametrize(
    ("day", "season", "taken"),
    [
        ("2026-07-01", ("07-01", "09-30"), True),
        ("2026-06-30", ("07-01", "09-30"), False),
        ("2026-09-30", ("07-01", "09-30"), True),
        ("2026-10-01", ("07-01", "09-30"), False),
        ("2026-12-31", ("11-01", "02-10"), True),
        ("2027-01-01", ("11-01", "02-10"), True),
        ("2027-02-10", ("11-01", "02-10"), True),
        ("2027-02-11", ("11-01", "02-10"), False),
        ("2028-02-29", ("02-29", "02-29"), True),
        ("2027-02-28", ("02-29", "03-01"), False),
        ("2027-03-01", ("02-29", "03-01"), True),
    ],
)
def test_the_first_and_the_last_day_of_a_season_count(day, season, taken):
    assert Season(*season).holds(day[5:]) is taken


@pytest.mark.requirement("B2")
def test_a_document_of_another_household_is_refused(as_user, cast, make):
    application = make()
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    paper = make_evidence(other, kind="income", by=cast.clerk)
    with pytest.raises(Refused, match="已从档案中移除"):
        services.attach(application_id=application.pk, evidence_id=paper.pk, by=cast.clerk)
    assert post(as_user(cast.clerk), application, evidence=[str(paper.pk)]).status_code == 422


def test_somebody_who_does_not_study_is_no_student(cast, household, make):
    application = make(programme="tuition", household=household)
    head = household.head
    with pytest.raises(Refused, match="没有登记在读阶段") as caught:
        services.save(application_id=application.pk, version=application.version, by=cast.clerk, member=head)
    assert caught.value.field == "member"


@pytest.mark.requirement("B6")
def test_another_union_s_clerk_begins_no_second_one(cast, household, reference):
    services.start(household_id=household.pk, programme_id=reference.living.pk, by=cast.clerk)
    county = UserFactory(union=cast.county, role=Role.CLERK)
    with pytest.raises(AlreadyOpen):
        services.start(household_id=household.pk, programme_id=reference.living.pk, by=county)


def test_what_changed_in_the_file_meanwhile_is_not_submitted_unseen(cast, make):
    application = make()
    seen = content_hash(application)
    Household.objects.filter(pk=application.household_id).update(address="文峰路99号")
    with pytest.raises(Refused, match="刚有变化"):
        take_step(application_id=application.pk, action="submit", by=cast.clerk, seen_hash=seen)


def test_nobody_decides_after_it_was_withdrawn(cast, make):
    application = make(state=State.REVIEW)
    take(application, "withdraw", by=cast.clerk)
    with pytest.raises(Refused):
        take(Application.objects.get(pk=application.pk), "pass", by=cast.reviewer)


def test_withdrawal_gives_back_what_it_held(cast, household, make, reference):
    application = make(programme="medical", state=State.REVIEW, household=household, amount=15000)
    take(application, "withdraw", by=cast.clerk)
    again = services.start(household_id=household.pk, programme_id=reference.medical.pk, by=cast.clerk)
    assert again.entitled == 20000


def test_a_stale_page_and_a_double_click_change_nothing(as_user, cast, make):
    application, client = make(), as_user(cast.clerk)
    opened = Application.objects.get(pk=application.pk)
    assert post(client, opened, amount="5000").status_code == 302
    assert post(client, opened, amount="4000").status_code == 409
    with pytest.raises(StaleApplication):
        services.save(application_id=opened.pk, version=opened.version, by=cast.clerk, member=opened.member)
    application.refresh_from_db()
    sent = {"action": "submit", "seen_hash": content_hash(application)}
    assert client.post(f"/approvals/{application.pk}/step/", sent).status_code == 302
    assert client.post(f"/approvals/{application.pk}/step/", sent).status_code == 409
    application.refresh_from_db()
    assert (application.round, application.submissions.count(), application.amount) == (1, 1, 5000)


def test_after_the_session_ended_nothing_is_written(client, make):
    application = make()
    answer = post(client, application, amount="5000")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    application.refresh_from_db()
    assert application.amount == 9840
