"""Twenty people at once: file numbers without gaps, one effect of one decision, one person in one file."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.archives.models import FileStep, Household
from cases.archives.services.entry.drafts import begin_household, save_section
from cases.archives.services.refusals import StaleFile
from cases.archives.services.steps import take_step
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, id_number

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20


def at_once(calls):
    """Each call in a thread of its own, all let go together; what each returned or raised."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def union():
    return UnionFactory()


@pytest.fixture
def reviewers(union):
    return [UserFactory(union=union.parent, role=Role.REVIEWER) for _turn in range(CROWD)]


def file(household, by):
    return lambda: take_step(household_id=household.pk, action="file", by=by, skips_unseen=True)


@pytest.mark.requirement("A1")
def test_file_numbers_have_no_gap_when_twenty_file_at_once(union, reviewers):
    clerk = UserFactory(union=union)
    files = [HouseholdFactory(union=union, clerk=clerk, submitted=True) for _turn in range(CROWD)]
    results = at_once([file(household, by) for household, by in zip(files, reviewers, strict=True)])
    assert all(isinstance(result, FileStep) for result in results)
    numbers = sorted(Household.objects.values_list("file_seq", flat=True))
    assert numbers == list(range(1, CROWD + 1))


def test_a_refused_filing_leaves_no_gap(union, reviewers):
    good, bad = (HouseholdFactory(union=union, submitted=True) for _turn in range(2))
    with pytest.raises(StaleFile):
        take_step(household_id=bad.pk, action="file", by=reviewers[0], skips_unseen=True, seen_hash="0" * 64)
    take_step(household_id=good.pk, action="file", by=reviewers[0], skips_unseen=True)
    good.refresh_from_db()
    assert good.file_seq == 1


def test_twenty_people_file_one_household_once(union, reviewers):
    household = HouseholdFactory(union=union, submitted=True)
    results = at_once([file(household, by) for by in reviewers])
    assert sum(isinstance(result, FileStep) for result in results) == 1
    household.refresh_from_db()
    assert (household.state, household.file_seq, household.steps.filter(action="file").count()) == (
        "filed",
        1,
        1,
    )


@pytest.mark.requirement("A10")
def test_two_unions_submit_the_same_person_at_once():
    number = id_number()
    pairs = []
    for _turn in range(2):
        union = UnionFactory()
        clerk = UserFactory(union=union)
        pairs.append((HouseholdFactory(union=union, clerk=clerk, complete=True, number=number), clerk))
    results = at_once(
        [lambda h=h, by=by: take_step(household_id=h.pk, action="submit", by=by) for h, by in pairs]
    )
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert Household.objects.filter(state="under_review").count() == 1


def test_two_savers_of_one_section_at_once_do_not_overwrite_each_other(union):
    clerks = [UserFactory(union=union) for _turn in range(2)]
    household = HouseholdFactory(union=union, clerk=clerks[0])
    results = at_once([
        lambda by=by, n=n: save_section(
            household_id=household.pk, section="housing", data={"homes": n}, version=household.version, by=by
        )
        for n, by in enumerate(clerks, start=1)
    ])  # fmt: skip
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert any(isinstance(result, StaleFile) for result in results)


def test_whoever_begins_four_times_at_once_gets_one_draft(union):
    clerk, number = UserFactory(union=union), id_number()
    head = {"name": "王秀兰", "id_number": number}
    begun = at_once([lambda: begin_household(union=union, by=clerk, head=head)] * 4)
    assert Household.objects.count() == 1
    assert sorted(is_new for _draft, is_new in begun) == [False, False, False, True]
    assert {draft.pk for draft, _is_new in begun} == {Household.objects.get().pk}
