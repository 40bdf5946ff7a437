"""Somebody on an approved list is not paid after all, while the others are; the campaign comes to its end."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.aid import list_records
from cases.campaigns import selectors, services
from cases.campaigns.states import State
from cases.crosschecks.models import CrossCheck, CrossCheckHit
from cases.policies import services as policies
from funds.goods import services as goods
from funds.ledgers.models import CapUsage
from funds.payments import services as payments
from funds.payments.models import Payable
from funds.payments.selectors import find_findings
from funds.payments.states import PayableState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available
from tests.cases.campaigns.conftest import hand_up
from tests.factories import HouseholdFactory, UserFactory, close_file
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C1")]


@pytest.fixture
def home(cast, reference):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@pytest.fixture
def listed(cast, winter, begin, person, home, approve):
    """The approved list with the family (1,000 yuan and goods) and a model worker (3,000)."""
    policies.add_gift_cap(
        region_code=cast.city.region_code, region="南通市", each=Decimal(3000), yearly=Decimal(6000),
        starts_on=date(2025, 1, 1), by=cast.administrator,
    )  # fmt: skip
    row = begin()
    heads = selectors.list_files(row).filter(pk=home.head_id)
    services.choose_files(list_id=row.pk, group_id=winter.poor.pk, members=heads, by=cast.clerk)
    services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    return approve(services.take_list_step(list_id=row.pk, action="submit", by=cast.clerk))


def end(row, by, reason="档案已注销"):
    return services.end_row(beneficiary_id=row.pk, reason=reason, by=by)


def test_a_closed_file_does_not_keep_a_campaign_from_its_end(
    cast, winter, listed, home, take, as_user, writer
):
    take(winter.campaign, "submit_lists", "approve_lists", "carry_out")
    close_file(home)
    family, model = listed.rows.get(household=home), listed.rows.get(household=None)
    batch = carry([Payable.objects.get(source=model.code)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    client = as_user(cast.approver)
    page = reverse("campaigns:end", args=[family.pk])
    assert page in client.get(reverse("campaigns:beneficiary", args=[family.pk])).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "档案已注销"}).status_code == 302
    text = client.get(reverse("campaigns:beneficiary", args=[family.pk])).content.decode()
    assert f"已由{cast.approver.name}停发：档案已注销" in text
    assert page not in text
    assert Payable.objects.get(source=family.code).state == PayableState.VOID
    assert available(winter.line) == Decimal(7000)
    used = CapUsage.objects.filter(scope="campaigns.gifts").values_list("used", flat=True)
    assert sorted(used) == [Decimal(0), Decimal(3000)]
    assert selectors.add_up_list(listed).people == 1
    assert AuditRecord.objects.filter(action="campaign_list.end").count() == 1
    hand_up(winter.campaign, cast.clerk, writer)
    assert take(winter.campaign, "report", "close").state == State.CLOSED
    assert_books_balance()


def test_who_was_paid_is_not_ended_nor_by_who_may_not(cast, winter, listed, home):
    family, model = listed.rows.get(household=home), listed.rows.get(household=None)
    for by in (cast.clerk, UserFactory(union=cast.union, role=Role.APPROVER)):
        with pytest.raises(Refused, match=f"由“{cast.city.name}”的审批人停发"):
            end(family, by)
    with pytest.raises(Refused, match="请写明停发的原因"):
        end(family, cast.approver, " ")
    batch = carry([Payable.objects.get(source=model.code)], cast, "sent")
    with pytest.raises(Refused, match="已经送银行"):
        end(model, cast.approver)
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    with pytest.raises(Refused, match="已经发放"):
        end(model, cast.approver)
    end(family, cast.approver)
    with pytest.raises(Refused, match="还没有发放的慰问金可以停发"):
        end(family, cast.approver)
    assert_books_balance()


def test_goods_that_were_handed_out_before_stay_told(cast, listed, home, shelf):
    slip = services.issue_goods(
        list_id=listed.pk, store_id=shelf.store.pk, units={shelf.item.pk: 3}, on=timezone.localdate(),
        by=cast.clerk,
    )  # fmt: skip
    goods.take_step(slip_id=slip.pk, action="check", by=shelf.second)
    end(listed.rows.get(household=home), cast.approver)
    assert [(one.item, one.value) for one in list_records(home)] == [("慰问品", Decimal(200))]


def test_who_ends_a_row_still_approves_the_list(cast, listed, home, approve):
    end(listed.rows.get(household=home), cast.approver)
    services.take_list_step(list_id=listed.pk, action="revoke", by=cast.approver, comment="重报")
    again = services.take_list_step(list_id=listed.pk, action="submit", by=cast.clerk)
    assert approve(again).rounds == 2
    assert Payable.objects.filter(state=PayableState.OPEN).count() == 1
    assert_books_balance()


@pytest.mark.parametrize(
    ("difference", "head", "keys"),
    [
        ("deceased", True, {"deceased"}),
        ("deceased", False, {"crosscheck"}),
        ("vehicles", True, {"crosscheck"}),
    ],
)
def test_what_others_said_of_a_family_is_asked_before_it_is_paid(cast, listed, home, difference, head, keys):
    owed = list(Payable.objects.order_by("pk"))
    before = find_findings(owed)
    check = CrossCheck.objects.create(
        union=cast.county, kind="death", as_of=timezone.localdate(), header_row=1, uploaded_by=cast.reviewer
    )
    member = home.head if head else home.members.exclude(relation="head").first()
    CrossCheckHit.objects.create(crosscheck=check, household=home, member=member, difference=difference)
    for row in owed:
        new = {one.key for one in find_findings([row])[row.pk]} - {one.key for one in before[row.pk]}
        assert new == (keys if row.subject.startswith("household:") else set())
    CrossCheckHit.objects.update(state="harmless", note="已核", state_by=cast.clerk, state_at=timezone.now())
    assert find_findings(owed) == before
