"""Caps follow the family and the student, not the key of a file."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cases.aid.services import Given, record_aid
from cases.applications.selectors import get_offer, list_gaps
from cases.applications.services.claims import claims_of
from cases.applications.states import State
from cases.archives.models import Household
from cases.archives.selectors.aid import never_helped
from cases.archives.selectors.cases import get_case
from funds.ledgers.models import CapUsage
from funds.ledgers.services import CapExceeded
from funds.payments import services as payments
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import (
    HouseholdFactory,
    MemberFactory,
    close_file,
    end_notices,
    give_elsewhere,
    id_number,
    payable_of,
    take,
    written_on,
)
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B6")]


def filed(cast, **more):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, **more)


def used_of(application):
    return get_offer(application).bounds[0].used


def to_approval(application, cast):
    for action, who in (("submit", cast.clerk), ("pass", cast.reviewer)):
        take(application, action, by=who)
    end_notices(application)
    take(application, "conclude", by=cast.reviewer)


@pytest.mark.parametrize("way", ["relapse", "same head"])
def test_a_new_file_of_a_family_gets_no_second_cap(cast, make, line, way):
    old = filed(cast)
    first = make(State.APPROVED, line=line, household=old, amount=9000)
    close_file(old)
    number = old.head.id_number.reveal()
    new = filed(cast, previous=old) if way == "relapse" else filed(cast, number=number)
    second = make(State.DRAFT, household=new)
    assert (first.entitled, second.amount, used_of(second)) == (9840, 840, 9000)
    to_approval(second, cast)
    give_elsewhere(new, 500, "living", by=cast.clerk)
    with pytest.raises(CapExceeded, match=r"已用 9,500.00 元，还可帮扶 340"):
        take(second, "approve", by=cast.approver, line=line)


def test_the_database_holds_the_cap_of_the_family(cast, make, line):
    old, new = filed(cast), filed(cast)
    make(State.APPROVED, line=line, household=new, amount=5000)  # under a key of its own, before they are kin
    close_file(new)
    type(new).objects.filter(pk=new.pk).update(previous=old)
    make(State.APPROVED, line=line, household=old, amount=4000)
    usage = CapUsage.objects.get(subject=f"household:{old.pk}")
    assert (usage.cap, usage.used) == (4840, 4000)
    assert CapUsage.objects.get(subject=f"household:{new.pk}").used == 5000


def test_what_a_union_gave_elsewhere_counts(cast, make, line):
    household = filed(cast)
    head, today = household.head, timezone.localdate()
    for kind, programme in ("union", "living"), ("civil_affairs", "living"), ("union", "别的项目"):
        given = Given(kind, "living", Decimal(3000), today, programme=programme)
        record_aid(union=cast.union, name=head.name, id_number=head.id_number, given=given, by=cast.clerk)
    application = make(State.DRAFT, household=household)
    assert (used_of(application), application.amount) == (3000, 6840)
    to_approval(application, cast)
    give_elsewhere(household, 840, "living", by=cast.clerk)
    with pytest.raises(CapExceeded, match="还可帮扶 6,000"):
        take(application, "approve", by=cast.approver, line=line)
    earlier = get_case(household).earlier_aid
    assert {(one.programme, one.amount, one.person) for one in earlier} == {
        ("living", Decimal(3000), "m1"), ("living", Decimal(840), "m1"), ("别的项目", Decimal(3000), "m1"),
    }  # fmt: skip


def test_a_student_in_a_new_file_gets_no_second_tuition(cast, make):
    old, new = filed(cast), filed(cast)
    line, number = make_line(cast.finance, "50000", use="tuition"), id_number()
    with written_on(old, "members", by=cast.clerk):
        student = MemberFactory(household=old, number=number, position=3)
    with_student = {"programme": "tuition"}
    make(State.APPROVED, household=old, member=student, line=line, **with_student)
    close_file(old)
    with written_on(new, "members", by=cast.clerk):
        again = MemberFactory(household=new, number=number, position=3)
    second = make(State.DRAFT, household=new, member=again, **with_student)
    assert "已享受 1 次，最多 1 次" in str([gap.text for gap in list_gaps(second)])
    with pytest.raises(Refused, match="最多 1 次"):
        take(second, "submit", by=cast.clerk)


def test_a_student_claims_one_cap_in_whichever_file(cast, make):
    """The ledger counts times under the person, so that of two approvals in two files the second waits."""
    number, homes = id_number(), [filed(cast), filed(cast)]
    claimed = []
    for home in homes:
        with written_on(home, "members", by=cast.clerk):
            student = MemberFactory(household=home, number=number, position=3)
        application = make(State.DRAFT, household=home, programme="tuition", member=student)
        claimed.append([claim for claim in claims_of(application) if claim.is_times])
        close_file(home)
    (one,), (other,) = claimed
    assert (one.subject, one.scope, one.year) == (other.subject, other.scope, other.year)
    assert (one.cap, one.subject.startswith("person:")) == (1, True)


def test_who_was_never_helped_is_told_by_every_record(cast, make, line):
    """Paid under this file, under an earlier one of the same head, and not at all."""
    old, other = filed(cast), filed(cast)
    application = make(State.APPROVED, line=line, household=old)
    batch = carry([payable_of(application)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    close_file(old)
    again = filed(cast, number=old.head.id_number.reveal())
    never = Household.objects.filter(never_helped(), pk__in=[old.pk, other.pk, again.pk])
    assert set(never) == {other}
