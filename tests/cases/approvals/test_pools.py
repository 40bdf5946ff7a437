"""A fund of so many grants (R14): counted over all families at the approval, under the lock of one row."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cases.applications.selectors import get_offer
from cases.applications.states import State
from cases.policies.services import default_text, load_policy
from funds.ledgers.models import CapUsage, Commitment
from hardship.accounts.models import User
from hardship.accounts.states import Role
from tests.books import assert_books_balance, available
from tests.factories import ApplicationFactory, HouseholdFactory, UnionFactory, UserFactory, end_notices, take
from tests.threads import at_once, impatient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B5")]
REFUSED = (
    "超过“生活救助”2026 年度每年名额：最多 1 个，已用 1 个。有批准被撤销、追回时才会空出，下一年度重新计算。"
)


def pooled(cast, caps):
    text = default_text().replace("    caps:\n", f"    caps:\n      - {caps}\n", 1)
    text = text[: text.index("examples:")] + (
        "examples:\n  - name: 一户\n    given:\n      expenses: [{kind: medical, amount: 30481}]\n"
        "      need: {pool_grants: 0, pool_used: 0}\n    expect: {amounts: {living: 9840}}\n"
    )
    load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))


@pytest.fixture
def both(cast, reference):
    """Of two unions one application each, handed in at the same moment for the one grant that there is."""
    pooled(cast, "{times: 1, per: [fund, year]}")
    unions = [cast.union, UnionFactory(parent=cast.county)]
    clerks = [cast.clerk, UserFactory(union=unions[1], role=Role.CLERK)]
    drafts = [
        ApplicationFactory(union=union, clerk=clerk) for union, clerk in zip(unions, clerks, strict=True)
    ]
    with transaction.atomic():
        take(drafts[0], "submit", by=clerks[0])
        handed_in = impatient(lambda: take(drafts[1], "submit", by=clerks[1]))
    assert handed_in.state == State.REVIEW
    return drafts


def to_approval(cast, rows):
    for row in rows:
        take(row, "pass", by=cast.reviewer)
        end_notices(row)
        take(row, "conclude", by=cast.reviewer)


def test_of_two_at_once_the_last_grant_is_one_family_s(cast, both, line):
    to_approval(cast, both)

    def approve(row):
        person = User.objects.select_related("union").get(pk=cast.approver.pk)
        return take(row, "approve", by=person, line=line)

    results = at_once(approve, both)
    refused = [str(one) for one in results if type(one).__name__ == "CapExceeded"]
    assert refused == [REFUSED]
    assert (Commitment.objects.count(), CapUsage.objects.get(subject__startswith="pool:").used) == (1, 1)
    assert_books_balance()
    for role, said in (("origin", "written by its triggers only"), ("replica", "cap_not_exceeded")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = {role}")
            with pytest.raises(DatabaseError, match=said), transaction.atomic():
                cursor.execute("UPDATE ledgers_capusage SET used = used + 1 WHERE subject LIKE 'pool:%'")

    winner, other = both if isinstance(results[1], Exception) else both[::-1]
    take(winner, "revoke", by=cast.approver)
    assert take(other, "approve", by=cast.approver, line=line).state == State.APPROVED
    assert available(line) == Decimal(50000) - other.amount


def test_who_holds_the_last_grant_does_not_stand_in_its_own_way(cast, reference):
    pooled(cast, "{times: 1, per: fund}")
    first = ApplicationFactory(union=cast.union, clerk=cast.clerk, state=State.REVIEW)
    assert get_offer(first).why == ""
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    draft = ApplicationFactory(union=cast.union, clerk=cast.clerk, household=other)
    offer = get_offer(draft)
    assert (offer.limit, offer.why) == (0, "名额已满：共 1 个，已用 1 个。")
    assert [(one.name, one.most, one.used) for one in offer.bounds if one.is_times] == [("名额", 1, 1)]
    take(first, "withdraw", by=cast.clerk)
    assert get_offer(draft).limit == 9840
