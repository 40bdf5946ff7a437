"""医疗互助 from the period to what was paid: who is covered, who of the ill is not, who may do what."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.mutual import services
from cases.mutual.desk import open_claims
from cases.mutual.models import MutualEnrolment
from cases.mutual.resources import EnrolmentResource
from cases.mutual.selectors import covers_of, list_to_check, list_to_pay, list_uncovered
from cases.mutual.states import ClaimState
from hardship.accounts.selectors import list_unsettled
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.trees.selectors import MOVABLES
from tests.cases.mutual.conftest import claim, entrant, terms, today
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, id_number
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D8")]


def step(row, action, by, **more):
    return services.take_step(claim_id=row.pk, action=action, by=by, **more)


def test_a_claim_is_worked_out_checked_by_another_and_paid(cast, covered):
    row = claim(covered, cast.clerk, "6000")
    assert (row.amount, len(row.steps_said)) == (Decimal("2750.00"), 2)
    assert list(list_to_check(cast.reviewer)) == [row]
    with pytest.raises(Refused):
        step(row, "check", cast.clerk)
    step(row, "check", cast.reviewer)
    assert list(list_to_pay(cast.clerk)) == [row]
    for why, told in (
        ("给付单位", {}),
        ("给付日期", {"payer": "互助会", "paid_on": today() + timedelta(days=1)}),
    ):
        with pytest.raises(Refused, match=why):
            step(row, "pay", cast.clerk, **told)
    paid = step(row, "pay", cast.clerk, payer="互助会", paid_on=today())
    assert (paid.state, paid.payer) == (ClaimState.PAID, "互助会")
    second = claim(covered, cast.clerk, "9000")
    assert second.amount == Decimal("1250.00")  # what is left of the cap of the period
    with pytest.raises(Refused, match="限额已经用完"):
        claim(covered, cast.clerk, "100")
    step(second, "refuse", cast.reviewer, comment="不在范围")
    assert claim(covered, cast.clerk, "9000").amount == Decimal("1250.00")
    actions = set(AuditRecord.objects.values_list("action", flat=True))
    assert {"mutual.enrol", "mutual_claim.file", "mutual_claim.check", "mutual_claim.pay"} <= actions


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("保障期之内", {"treated_on": 95}),
        ("保障期之内", {"treated_on": -1}),
        ("大于零", {"self_paid": "0"}),
        ("大于零", {"self_paid": "-1"}),
    ],
)
def test_what_is_claimed_lies_within_the_period_and_is_something(cast, covered, why, told):
    if "treated_on" in told:
        told = {"treated_on": today() - timedelta(days=told["treated_on"])}
    with pytest.raises(Refused, match=why):
        claim(covered, cast.clerk, **told)


def test_one_treatment_is_claimed_once_and_nobody_leaves_meanwhile(cast, covered):
    claim(covered, cast.clerk)
    with pytest.raises(Refused, match="已经申请"):
        claim(covered, cast.clerk)
    with pytest.raises(Refused, match="没有办完"):
        services.leave(enrolment_id=covered.pk, why="离职", by=cast.clerk)
    with pytest.raises(Refused, match="参保工会的经办人"):
        services.leave(enrolment_id=covered.pk, why="离职", by=cast.reviewer)
    with pytest.raises(MutualEnrolment.DoesNotExist):
        services.leave(enrolment_id=covered.pk, why="离职", by=cast.stranger)


def pay(row, cast):
    step(row, "check", cast.reviewer)
    return step(row, "pay", cast.clerk, payer="互助会", paid_on=today())


def test_who_leaves_and_joins_again_has_one_cap_and_no_treatment_twice(cast, period, covered):
    pay(claim(covered, cast.clerk, "6000"), cast)
    services.leave(enrolment_id=covered.pk, why="离职", by=cast.clerk)
    again = services.enrol(
        period_id=period.pk, entrant=entrant(id_number=covered.id_number.reveal()), by=cast.clerk
    )
    with pytest.raises(Refused, match="已经申请"):
        claim(again, cast.clerk, "6000")
    assert claim(again, cast.clerk, "9000").amount == Decimal("1250.00")
    with pytest.raises(Refused, match="限额已经用完"):
        claim(again, cast.clerk, "100")


def test_a_union_is_closed_once_its_claims_are_settled_and_a_merger_takes_them_along(cast, covered):
    row = claim(covered, cast.clerk)
    assert "没有办完的医疗互助给付 1 件" in list_unsettled(cast.union)
    target, movable = UnionFactory(parent=cast.county), MOVABLES.get("mutual.enrolments")
    movable.move(movable.rows(cast.union), target, None)
    assert not movable.rows(cast.union).exists()
    row.refresh_from_db()
    assert (row.union, row.enrolment.union) == (target, target)
    assert open_claims(cast.union) == ""
    assert pay_at(row, target, cast).state == ClaimState.PAID


def pay_at(row, union, cast):
    step(row, "check", cast.reviewer)
    return step(row, "pay", UserFactory(union=union), payer="互助会", paid_on=today())


@pytest.mark.parametrize(
    ("why", "told"),
    [("不能晚于今天", {"paid_on": 1}), ("已经参加", {"again": True})],
)
def test_somebody_joins_once_and_on_a_day_that_was(cast, period, covered, why, told):
    number = covered.id_number.reveal() if "again" in told else id_number()
    paid_on = today() + timedelta(days=told.get("paid_on", -1))
    with pytest.raises(Refused, match=why):
        services.enrol(period_id=period.pk, entrant=entrant(id_number=number, paid_on=paid_on), by=cast.clerk)
    with pytest.raises(Refused, match="不是本工会的"):
        services.enrol(period_id=period.pk, entrant=entrant(), by=UserFactory(union=cast.elsewhere))


@pytest.mark.parametrize(
    ("why", "told"),
    [("晚于保障起", {"until_on": -200}), ("早于保障止", {"claims_until": 0}), ("已经建立", {"number": 3})],
)
def test_a_period_is_of_days_in_their_order_and_of_one_number(cast, period, why, told):
    by = UserFactory(union=cast.city, role=Role.CLERK)
    days = {name: today() + timedelta(days=value) for name, value in told.items() if name != "number"}
    number = told.get("number", 9)
    with pytest.raises(Refused, match=why):
        services.open_period(terms=terms(number=number, **days), by=by)


def test_the_ill_of_whom_nobody_is_covered_are_listed_until_somebody_joins(cast, period, as_user):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    type(home).objects.filter(pk=home.pk).update(main_cause="illness")
    assert list(list_uncovered(cast.clerk)) == [home]
    page = as_user(cast.clerk).get(reverse("mutual:uncovered")).content.decode()
    assert home.head.name in page
    told = entrant(name=home.head.name, id_number=home.head.id_number.reveal())
    row = services.enrol(period_id=period.pk, entrant=told, by=cast.clerk)
    assert not list_uncovered(cast.clerk).exists()
    assert list_uncovered(cast.clerk, period.until_on + timedelta(days=1)).exists()
    assert covers_of(home) == [row]
    case = as_user(cast.clerk).get(reverse("archives:case", args=[home.pk]), {"tab": "mutual"})
    assert "住院医疗互助第 3 期" in case.content.decode()
    services.leave(enrolment_id=row.pk, why="离职", by=cast.clerk)
    assert list_uncovered(cast.clerk).exists()


def test_the_list_of_a_unit_is_enrolled_row_by_row(cast, period, covered):
    """Somebody twice, somebody who is covered, and a period that is none are told at their cells."""
    number, day = id_number(), (today() - timedelta(days=2)).isoformat()
    heads = ["姓名", "身份证号", "单位", "交费日期", "期次"]
    rows = [
        ["陆文", number, "一棉", day, ""],
        ["陆文", number, "一棉", day, ""],
        ["顾永兴", covered.id_number.reveal(), "一棉", day, ""],
        ["施兰", id_number(), "一棉", day, "第 9 期"],
    ]

    def check(rows):
        import tablib

        resource = EnrolmentResource(union=cast.union, by=cast.clerk)
        return resource.import_data(tablib.Dataset(*rows, headers=heads), dry_run=True)

    assert not check(rows[:1]).has_validation_errors()
    told = {
        key: str(words)
        for one in check(rows).invalid_rows
        for key, words in one.field_specific_errors.items()
    }
    assert {"id_number", "period_name"} <= set(told)
    assert MutualEnrolment.objects.count() == 1


def test_pages_mask_numbers_and_say_who_may_do_what(cast, period, covered, as_user):
    client, row = as_user(cast.clerk), claim(covered, cast.clerk)
    number = covered.id_number.reveal()
    for name, args in (("mutual:enrolment", [covered.uid]), ("mutual:enrolments", [])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert (number in page, "顾永兴" in page) == (False, True)
    at = reverse("mutual:claim_new", args=[covered.uid])
    typed = {"hospital": "市一院", "treated_on": today().isoformat(), "self_paid": "0"}
    for wrong in ("0", "-1", "1.234", ""):
        assert client.post(at, {**typed, "self_paid": wrong}).status_code == 422
    assert client.post(reverse("mutual:enrol", args=[period.uid]), {"name": "甲"}).status_code == 422
    page = reverse("mutual:claim", args=[row.uid])
    assert as_user(cast.stranger).get(page).status_code == 404
    reviewing = as_user(cast.reviewer)
    assert "复核通过" in reviewing.get(page).content.decode()
    assert reviewing.post(reverse("mutual:step", args=[row.uid]), {"action": "check"}).status_code == 302
    assert reviewing.post(reverse("mutual:step", args=[row.uid]), {"action": "check"}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_stay_within_the_cap(request):
    cast = request.getfixturevalue("cast")
    period = services.open_period(terms=terms(), by=UserFactory(union=cast.city, role=Role.CLERK))
    row = services.enrol(period_id=period.pk, entrant=entrant(), by=cast.clerk)
    at_once(lambda place: claim(row, cast.clerk, "8000", hospital=f"医院{place}"), range(4), threads=4)
    assert sum(one.amount for one in row.claims.all()) == Decimal(4000)
