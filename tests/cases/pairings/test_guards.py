"""What the database refuses of pairings, whoever asks: going around Python."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from cases.pairings import services
from cases.pairings.models import Helper, Pairing, PairingNote, PairingStep, PairingYear
from hardship.accounts.models import User
from tests.factories import HouseholdFactory, UserFactory, make_visit, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D2")]


def refused_by(constraint, write):
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        write()
    diagnosis = caught.value.__cause__.diag
    assert (diagnosis.constraint_name or diagnosis.message_primary) == constraint


def step_of(row, action, source, target, by, **more):
    return PairingStep.objects.create(pairing=row, action=action, source=source, target=target, by=by, **more)


def set_to(row, **values):
    return lambda: Pairing.objects.filter(pk=row.pk).update(**values)


def test_a_pairing_moves_by_its_steps_and_keeps_what_was_agreed(cast, paired):
    row, proposed, today = paired.row, paired.proposed, timezone.localdate()
    refused_by("pairing_moves_by_steps", set_to(proposed, state="agreed"))
    refused_by("pairing_stays", set_to(row, agreed="别的"))
    refused_by(
        "pairing_stays", set_to(row, helper=Helper.objects.create(union=cast.union, name="乙", post="科长"))
    )
    refused_by("pairing_stays", set_to(row, begun_on=today - timedelta(days=9)))
    refused_by("pairings_pairing is append-only", lambda: Pairing.objects.filter(pk=proposed.pk).delete())
    refused_by(
        "pairing_step_from_where_it_is", lambda: step_of(row, "agree", "proposed", "agreed", cast.reviewer)
    )
    refused_by("pairing_step_of_the_table", lambda: step_of(row, "agree", "running", "agreed", cast.reviewer))
    refused_by(
        "pairing_by_who_stands_in",
        lambda: step_of(proposed, "agree", "proposed", "agreed", cast.reviewer, stood_in_for=cast.approver),
    )
    step_of(row, "end", "running", "ended", cast.clerk)
    refused_by("pairing_over_on_a_day", set_to(row, state="ended"))


def test_a_proposal_is_new_and_there_is_one_of_a_household_and_helper(paired):
    row = paired.row
    told = {
        "household": row.household, "helper": row.helper, "helps": ["work"], "agreed": "看望",
        "from_on": timezone.localdate(),
    }  # fmt: skip
    refused_by("pairing_live_once", lambda: Pairing.objects.create(**told))
    for more in ({"state": "running"}, {"previous": row}):
        refused_by("pairing_begins_proposed", lambda more=more: Pairing.objects.create(**told, **more))
    other = {
        **told,
        "household": paired.other,
        "helper": Helper.objects.create(union=row.helper.union, name="丙", post="科长"),
    }
    refused_by("pairing_agreed_on_help", lambda: Pairing.objects.create(**{**other, "helps": []}))
    refused_by("pairing_agreed_on_help", lambda: Pairing.objects.create(**{**other, "helps": ["x"]}))
    before = timezone.localdate() - timedelta(days=1)
    refused_by("pairing_ends_after_it_begins", lambda: Pairing.objects.create(**other, until_on=before))


def test_nobody_agrees_to_their_own_proposal_or_to_help(cast, paired):
    proposed = paired.proposed
    refused_by("pairing_agreed_to_by_another", lambda: step_of(proposed, "agree", "proposed", "agreed", None))
    refused_by(
        "pairing_agreed_to_by_another", lambda: step_of(proposed, "decline", "proposed", "ended", cast.clerk)
    )
    with unguarded():
        Helper.objects.update(user=cast.reviewer)
    refused_by(
        "pairing_agreed_to_by_another",
        lambda: step_of(proposed, "agree", "proposed", "agreed", cast.reviewer),
    )


def test_a_note_is_of_a_day_on_which_the_pairing_ran(cast, paired):
    today, row = timezone.localdate(), paired.row

    def write(pairing=row, **more):
        told = {"on": today, "way": "at_home", "text": "看望", "by": cast.clerk, **more}
        return lambda: PairingNote.objects.create(pairing=pairing, **told)

    for more in (
        {"pairing": paired.proposed},
        {"on": today - timedelta(days=1)},
        {"on": today + timedelta(days=1)},
    ):
        refused_by("pairing_note_while_it_runs", write(**more))
    elsewhere = make_visit(paired.other, by=cast.clerk)
    refused_by("pairing_note_of_its_visit", write(visit=elsewhere, on=elsewhere.visited_on))
    refused_by("pairing_note_own_positive", write(own_yuan=0))
    refused_by("pairing_note_of_one_deed", write(deed_kind="aid"))
    refused_by("pairing_note_says_what", write(text=""))
    made = write()()
    refused_by(
        "pairings_pairingnote is append-only",
        lambda: PairingNote.objects.filter(pk=made.pk).update(text="改"),
    )


def test_a_year_is_judged_once_by_another(cast, paired):
    this = timezone.localdate().year
    services.set_target(pairing_id=paired.row.pk, year=this, target="就业", by=cast.clerk)

    def judge(by, **more):
        told = {"effect": "some", "result": "有", "judged_at": timezone.now(), "judged_by": by, **more}
        return lambda: PairingYear.objects.filter(pairing=paired.row).update(**told)

    refused_by("pairing_year_judged_by_another", judge(cast.clerk))
    refused_by("pairing_year_judged_by_another", judge(cast.reviewer, judged_for=cast.clerk))
    refused_by("pairing_year_judged_by_another", judge(None))
    with unguarded():
        Helper.objects.update(user=cast.reviewer)
    refused_by("pairing_year_judged_by_another", judge(cast.reviewer))
    other = UserFactory(union=cast.county, role="reviewer")
    refused_by("pairing_year_judged_whole", judge(other, result=""))
    judge(other)()
    refused_by("pairing_year_stays", judge(other, effect="lifted"))
    refused_by("pairing_year_stays", lambda: PairingYear.objects.all().delete())


def test_a_helper_is_one_row_and_leaves_until_a_day(cast, home):
    Helper.objects.create(union=cast.union, name="甲", post="科长")
    refused_by("helper_outside_once", lambda: Helper.objects.create(union=cast.union, name="甲", post="科长"))
    refused_by("helper_outside_with_a_post", lambda: Helper.objects.create(union=cast.union, name="乙"))
    refused_by("helper_left_until_a_day", lambda: Helper.objects.update(left_on=timezone.localdate()))
    user = User.objects.get(pk=cast.clerk.pk)
    Helper.objects.create(union=cast.union, name=user.name, user=user)
    refused_by("helper_account_once", lambda: Helper.objects.create(union=cast.union, name="丙", user=user))
    office = {"union": cast.union, "kind": "office", "name": "权益部"}
    refused_by("helper_office_is_no_account", lambda: Helper.objects.create(**office, user=cast.reviewer))
    assert HouseholdFactory._meta.model.objects.get(pk=home.pk).pairings.count() == 0
