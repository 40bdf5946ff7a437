"""抽查: what is drawn is frozen and can be drawn again; what was found needs a word where it differs."""

from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.surveys.models import SpotCandidate, SpotCheck, SpotRow
from cases.surveys.selectors import spotchecks as selectors
from cases.surveys.services import spotchecks
from cases.surveys.states import SPOT_TRANSITIONS, SpotState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]
YEAR = 2026


@world
def homes(cast):
    return [
        HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        for _n in range(4)
    ]


def sample(by, share=50, **more):
    return spotchecks.draw_sample(year=YEAR, share=Decimal(share), by=by, **more)


def find(row, action, by, note="户口有变动"):
    return spotchecks.record_finding(row_id=row.pk, action=action, by=by, note=note)


def test_a_draw_freezes_its_population_and_can_be_done_again(cast, homes, capsys):
    check = sample(cast.reviewer)
    assert (check.population_size, check.candidates.count(), check.rows.count()) == (4, 4, 2)
    assert list(check.rows.order_by("position").values_list("position", flat=True)) == [1, 2]
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    assert spotchecks.redraw(check).is_same
    call_command("redraw_spot_check", union=cast.county.code)
    assert "sample the same" in capsys.readouterr().out
    assert AuditRecord.objects.about(check).get().data["count"] == 2


def test_a_sample_that_was_tampered_with_is_found(cast, homes, capsys):
    check = sample(cast.reviewer)
    other = check.candidates.exclude(household__in=check.rows.values("household")).first()
    SpotRow.objects.filter(check_of=check, position=1).update(household=other.household)
    assert not spotchecks.redraw(check).is_same
    with pytest.raises(CommandError):
        call_command("redraw_spot_check")
    assert "sample DIFFERENT" in capsys.readouterr().out


def test_a_second_draw_adds_others_until_the_share_is_reached(cast, homes):
    first = sample(cast.reviewer, 25)
    with pytest.raises(Refused, match="抽够"):
        sample(cast.reviewer, 25)
    second = sample(cast.reviewer, 75)
    drawn = [set(row.rows.values_list("household", flat=True)) for row in (first, second)]
    assert [len(part) for part in drawn] == [1, 2]
    assert not drawn[0] & drawn[1]
    assert (first.number, second.number) == (1, 2)
    duty = selectors.get_duty(cast.county, YEAR)
    assert (duty.files, duty.drawn, duty.checked, duty.owed, duty.is_met) == (4, 3, 0, 2, False)


def test_who_could_not_be_reached_is_replaced(cast, homes):
    first = sample(cast.reviewer, 25)
    find(first.rows.get(), "miss", cast.reviewer)
    second = sample(cast.reviewer, 25)
    assert second.rows.get().household_id != first.rows.get().household_id
    find(second.rows.get(), "match", cast.reviewer)
    duty = selectors.get_duty(cast.county, YEAR)
    assert (duty.drawn, duty.checked, duty.percent) == (2, 1, Decimal("25.0"))


@pytest.mark.parametrize("action", sorted({row.action for row in SPOT_TRANSITIONS}))
def test_findings_move_as_the_table_says_and_not_otherwise(cast, homes, action):
    row = sample(cast.reviewer).rows.first()
    for role in (Role.CLERK, Role.REVIEWER, Role.AUDITOR):
        by = UserFactory(union=cast.county, role=role)
        for state in SpotState:
            SpotRow.objects.filter(pk=row.pk).update(state=state, checked_at=timezone.now(), note="说明")
            legal = [
                step for step in SPOT_TRANSITIONS
                if (step.action, step.role) == (action, role) and state in step.source
            ]  # fmt: skip
            with nullcontext() if legal else pytest.raises(Refused):
                find(row, action, by)
            row.refresh_from_db()
            assert row.state == (legal[0].target if legal else state)


def test_a_difference_needs_a_word_and_others_have_no_say(cast, homes):
    row = sample(cast.reviewer).rows.first()
    with pytest.raises(Refused, match="必须填写意见"):
        find(row, "differ", cast.reviewer, note=" ")
    with pytest.raises(Refused, match="审核人可以登记"):
        find(row, "match", cast.city_reviewer)
    with pytest.raises(SpotRow.DoesNotExist):
        find(row, "match", cast.stranger)
    for by in (cast.clerk, cast.auditor, UserFactory(union=cast.union, role=Role.REVIEWER)):
        with pytest.raises(Refused):
            sample(by)
    with pytest.raises(Refused, match="没有在档"):
        sample(UserFactory(union=cast.elsewhere.county, role=Role.REVIEWER))


def test_a_refused_draw_leaves_nothing_behind(cast, homes):
    check = sample(cast.reviewer, 25)
    with pytest.raises(Refused, match="抽够"):
        sample(cast.reviewer, 25)
    assert SpotCheck.objects.get() == check
    assert set(SpotCandidate.objects.values_list("check_of", flat=True)) == {check.pk}


def test_only_the_unions_own_draws_of_the_year_are_earlier_ones(cast, homes):
    sample(cast.city_reviewer)
    own = sample(cast.reviewer)
    assert {row.earlier for row in own.candidates.all()} == {""}
    assert spotchecks.redraw(own).is_same


def test_the_strata_tell_how_it_was_drawn(cast, homes):
    (part,) = selectors.list_parts(sample(cast.reviewer))
    assert (part.union, part.files, part.part, part.earlier, part.drawn) == (cast.union.code, 4, 2, 0, 2)


def test_the_database_keeps_samples(cast, homes):
    check = sample(cast.reviewer)
    row = check.rows.first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        check.candidates.update(category="accident")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM surveys_spotcandidate")
    for constraint, broken in (
        ("spot_row_state_known", {"state": "lost", "checked_at": timezone.now()}),
        ("spot_row_difference_told", {"state": "differs", "checked_at": timezone.now()}),
        ("spot_row_found_by_somebody", {"state": "matches"}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            SpotRow.objects.filter(pk=row.pk).update(**broken)
    with pytest.raises(IntegrityError, match="spot_check_share"), transaction.atomic():
        SpotCheck.objects.update(share=0)


@pytest.mark.django_db(transaction=True)
def test_two_draws_at_the_same_time_do_not_draw_the_same(cast):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    results = at_once(lambda _n: sample(cast.reviewer, 30), range(2))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert SpotRow.objects.count() == 1
