"""优待证: issued, used, lost, renewed, ended; what the services and what the database refuse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Member
from cases.certificates import services
from cases.certificates.models import Certificate, CertificateStep, CertificateUse
from cases.certificates.selectors import list_to_renew, may_renew, used_of
from cases.certificates.states import State
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, close_file, unguarded
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D8")]


def today():
    return timezone.localdate()


def card(**more):
    told = {
        "kind": "benefit",
        "number": "优 0001",
        "from_on": today(),
        "until_on": today() + timedelta(days=365),
    }
    return services.Card(**{**told, **more})


def issue(home, by, **more):
    return services.issue(household_id=home.pk, holder=home.head, card=card(**more), by=by)


def use(row, by, **more):
    told = {"on": today(), "kind": "utilities", "giver": "自来水公司", "worth": Decimal("60.50"), **more}
    return services.use(certificate_id=row.pk, by=by, **told)


def step(row, action, by, comment="丢了"):
    return services.take_step(certificate_id=row.pk, action=action, by=by, comment=comment)


def refused_by(constraint, write):
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        write()
    diagnosis = caught.value.__cause__.diag
    assert (diagnosis.constraint_name or diagnosis.message_primary) == constraint


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@world
def held(cast, home):
    return issue(home, cast.clerk)


def test_a_certificate_is_used_lost_found_renewed_and_ended(cast, home, held, as_user):
    use(held, cast.clerk)
    assert used_of(held) == Decimal("60.50")
    assert step(held, "lose", cast.clerk).state == State.LOST
    with pytest.raises(Refused, match="有效的证"):
        use(held, cast.clerk)
    step(held, "find", cast.clerk)
    told = {"number": "优 0002", "from_on": today(), "until_on": today() + timedelta(days=20)}
    following = services.renew(certificate_id=held.pk, by=cast.clerk, **told)
    held.refresh_from_db()
    assert (held.state, following.previous, following.holder) == (State.RENEWED, held, home.head)
    assert list(list_to_renew(cast.clerk)) == [following]
    case = as_user(cast.clerk).get(reverse("archives:case", args=[home.pk]), {"tab": "certificates"})
    assert {"优 0001", "优 0002"} <= set(case.content.decode().replace("<", ">").split(">"))
    assert step(following, "end", cast.clerk, "已脱困").state == State.ENDED
    assert not list_to_renew(cast.clerk).exists()


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("晚于有效期起", {"until_on": date(2020, 1, 1)}),
        ("已经用过", {"number": "优 0001"}),
        ("已有这种证", {"number": "优 0009"}),
    ],
)
def test_what_is_no_certificate_is_refused(cast, home, held, why, more):
    with pytest.raises(Refused, match=why):
        issue(home, cast.clerk, **more)
    with pytest.raises(Refused, match="经办人"):
        issue(home, cast.reviewer, kind="member", number="会 1")
    with pytest.raises(Refused, match="有效期之内"):
        use(held, cast.clerk, on=today() - timedelta(days=1))


def test_only_families_in_force_and_their_own_people_get_one(cast, home, held):
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    with pytest.raises(Refused, match="家庭成员"):
        services.issue(household_id=home.pk, holder=other.head, card=card(number="优 7"), by=cast.clerk)
    close_file(other)
    with pytest.raises(Refused, match="在册的家庭才发证"):
        issue(other, cast.clerk, number="优 8")


def test_each_union_counts_its_own_numbers(cast, held):
    other = UnionFactory(parent=cast.county)
    clerk = UserFactory(union=other)
    home = HouseholdFactory(union=other, clerk=clerk, reviewer=cast.reviewer, filed=True)
    assert issue(home, clerk, number=held.number).issuer == other


def test_who_is_in_the_household_no_more_gets_no_other_certificate(cast, held):
    with unguarded():
        Member.objects.filter(pk=held.holder_id).update(removed_at=timezone.now())
    told = {"number": "优 0002", "from_on": today(), "until_on": today() + timedelta(days=20)}
    with pytest.raises(Refused, match="不能换发"):
        services.renew(certificate_id=held.pk, by=cast.clerk, **told)
    held.refresh_from_db()
    assert (held.state, may_renew(held, cast.clerk)) == (State.VALID, False)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_one_number_and_the_other_is_told(request):
    cast = request.getfixturevalue("cast")
    homes = [
        HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
        for _n in range(4)
    ]
    results = at_once(lambda home: issue(home, cast.clerk), homes, threads=4)
    told = [one for one in results if isinstance(one, Refused)]
    assert (len(told), {one.field for one in told}) == (3, {"number"})


def test_the_database_keeps_what_was_issued(cast, home, held):
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    rows = Certificate.objects.filter(pk=held.pk)

    def write(**more):
        told = {"household": home, "issuer": cast.union, "holder": home.head, **more}
        told = {**vars(card(number="优 5", kind="member")), **told}
        return lambda: Certificate.objects.create(**told)

    refused_by("certificate_begins_valid", write(holder=other.head))
    refused_by("certificate_begins_valid", write(issuer=cast.county))
    refused_by("certificate_begins_valid", write(state="lost"))
    refused_by("certificate_begins_valid", write(previous=held))
    refused_by(
        "certificate_number_once",
        write(kind="benefit", number=held.number, household=other, holder=other.head),
    )
    refused_by("certificate_live_once", write(kind="benefit"))
    refused_by("certificate_of_days", write(until_on=today()))
    refused_by("certificate_stays", lambda: rows.update(number="优 6"))
    refused_by("certificate_moves_by_steps", lambda: rows.update(state="lost"))
    refused_by("certificates_certificate is append-only", lambda: rows.delete())
    told = {"certificate": held, "action": "find", "source": "lost", "target": "valid"}
    refused_by("certificate_step_from_where_it_is", lambda: CertificateStep.objects.create(**told))
    refused_by(
        "certificate_step_of_the_table", lambda: CertificateStep.objects.create(**{**told, "source": "valid"})
    )
    used = {"certificate": held, "kind": "rent", "giver": "房管所", "worth": Decimal(9)}
    for on in (held.from_on - timedelta(days=1), today() + timedelta(days=1)):
        refused_by("certificate_used_while_valid", lambda on=on: CertificateUse.objects.create(**used, on=on))
    refused_by(
        "certificate_use_worth", lambda: CertificateUse.objects.create(**{**used, "worth": 0}, on=today())
    )


def test_pages_take_what_is_right_and_show_it_in_scope(cast, home, held, as_user):
    client, page = as_user(cast.clerk), reverse("certificates:certificate", args=[held.uid])
    at = reverse("certificates:use", args=[held.uid])
    typed = {"on": today().isoformat(), "kind": "rent", "giver": "房管所", "worth": "100"}
    for wrong in ("0", "-1", "1.234"):
        assert client.post(at, {**typed, "worth": wrong}).status_code == 422
    assert client.post(at, typed).status_code == 302
    assert "房管所" in client.get(page).content.decode()
    listed = client.get(reverse("certificates:certificates")).content.decode()
    assert "100.00" in listed
    new = reverse("certificates:certificate_new", args=[home.pk])
    told = {"holder": home.head.pk, "kind": "member", "number": "会 1", "from_on": today().isoformat(),
            "until_on": (today() + timedelta(days=9)).isoformat()}  # fmt: skip
    assert client.post(new, {**told, "number": ""}).status_code == 422
    assert client.post(new, told).status_code == 302
    assert as_user(cast.stranger).get(page).status_code == 404
