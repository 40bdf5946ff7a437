"""What the database refuses of mutual aid, whoever asks: going around Python."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from cases.mutual.models import ClaimStep, MutualClaim, MutualEnrolment, MutualPeriod
from tests.cases.mutual.conftest import claim, today
from tests.factories import UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D8")]


def refused_by(constraint, write):
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        write()
    diagnosis = caught.value.__cause__.diag
    assert (diagnosis.constraint_name or diagnosis.message_primary) == constraint


def test_a_claim_stays_within_period_and_cap_and_moves_by_steps(cast, covered):
    row = claim(covered, cast.clerk)

    def file(**more):
        told = {"enrolment": covered, "union": cast.union, "hospital": "乙院", "treated_on": today(),
                "self_paid": Decimal(9000), "amount": Decimal(10), **more}  # fmt: skip
        return lambda: MutualClaim.objects.create(**told)

    early = covered.paid_on - timedelta(days=1)
    refused_by("mutual_claim_within_its_period", file(treated_on=early))
    refused_by("mutual_claim_within_its_period", file(state="checked"))
    refused_by("mutual_claim_within_the_cap", file(amount=Decimal(3999)))
    refused_by("mutual_claim_of_costs", file(amount=Decimal(0)))
    refused_by(
        "mutual_claim_once", file(hospital=row.hospital, treated_on=row.treated_on, self_paid=row.self_paid)
    )
    rows = MutualClaim.objects.filter(pk=row.pk)
    refused_by("mutual_claim_stays", lambda: rows.update(amount=1))
    refused_by("mutual_claim_stays", lambda: rows.update(payer="互助会"))
    refused_by("mutual_claim_moves_by_steps", lambda: rows.update(state="checked"))
    refused_by("mutual_mutualclaim is append-only", lambda: rows.delete())


def test_a_claim_is_checked_by_another(cast, covered):
    row = claim(covered, cast.clerk)

    def step(by, action="check", source="filed", target="checked", **more):
        told = {"claim": row, "action": action, "source": source, "target": target, "by": by, **more}
        return lambda: ClaimStep.objects.create(**told)

    refused_by("mutual_claim_checked_by_another", step(cast.clerk))
    refused_by("mutual_claim_checked_by_another", step(None))
    refused_by("mutual_claim_by_who_stands_in", step(cast.reviewer, stood_in_for=cast.clerk))
    refused_by("mutual_claim_step_from_where_it_is", step(cast.clerk, "pay", "checked", "paid"))
    refused_by("mutual_claim_step_of_the_table", step(cast.reviewer, "check", "filed", "paid"))
    step(cast.reviewer)()
    refused_by("mutual_claim_paid_by_somebody", lambda: _paid(row))


def _paid(row):
    MutualClaim.objects.filter(pk=row.pk).update(state="checked")
    ClaimStep.objects.create(claim=row, action="pay", source="checked", target="paid")
    MutualClaim.objects.filter(pk=row.pk).update(state="paid")


def test_a_period_stays_as_people_joined_it_and_nobody_joins_twice(cast, period, covered):
    rows = MutualPeriod.objects.filter(pk=period.pk)
    refused_by("mutual_period_stays", lambda: rows.update(cap=9))
    refused_by("mutual_period_stays", lambda: rows._raw_delete("default"))
    again = MutualEnrolment(
        period=period, union=cast.union, name="乙", id_number=covered.id_number.reveal(),
        person_index=bytes(covered.person_index), paid_on=today(),
    )  # fmt: skip
    refused_by("mutual_enrolment_once", again.save)
    refused_by("mutual_enrolment_cancelled_with_a_reason", lambda: MutualEnrolment.objects.update(why="离职"))
    alone = {"union": cast.union, "product": "甲", "number": 1, "fee": 1, "cap": 1, "bands": [{}],
             "document": "文", "from_on": today(), "until_on": today(), "claims_until": today()}  # fmt: skip
    refused_by("mutual_period_of_days", lambda: MutualPeriod.objects.create(**alone))


def test_who_joined_again_claims_within_the_same_cap_and_no_treatment_twice(cast, period, covered):
    row = claim(covered, cast.clerk, "6000")
    MutualEnrolment.objects.filter(pk=covered.pk).update(cancelled_at=timezone.now(), why="离职")
    again = MutualEnrolment.objects.create(
        period=period, union=cast.union, name="甲", id_number=covered.id_number.reveal(),
        person_index=bytes(covered.person_index), paid_on=covered.paid_on,
    )  # fmt: skip
    told = {"enrolment": again, "union": cast.union, "hospital": row.hospital, "treated_on": row.treated_on}

    def file(self_paid, amount):
        return lambda: MutualClaim.objects.create(**told, self_paid=self_paid, amount=amount)

    refused_by("mutual_claim_once", file(row.self_paid, Decimal(10)))
    refused_by("mutual_claim_within_the_cap", file(Decimal(9000), Decimal("1250.01")))
    file(Decimal(9000), Decimal(1250))()


@pytest.mark.parametrize("table", ["mutualperiod", "mutualenrolment", "mutualclaim"])
def test_nothing_new_comes_to_a_union_that_was_closed(cast, covered, table):
    claim(covered, cast.clerk)
    closed = UnionFactory(parent=cast.county, closed_on=today())
    rows = apps.get_model("mutual", table).objects.all()
    refused_by("union_is_closed", lambda: rows.update(union=closed))
