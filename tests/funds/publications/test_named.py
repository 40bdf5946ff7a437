"""Who of the households may be named: by the latest signature, masked as on a notice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.approvals.selectors.named import name_households
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E5")]


def test_the_latest_signature_says_who_is_named(cast):
    agreed, withdrew = (HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk) for _n in "12")
    never = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    for row in (agreed, withdrew):
        assert row.consents.latest("pk").allows_notice
    last = withdrew.consents.latest("pk")
    withdrew.consents.create(
        kind="withdrawn", signed_on=timezone.localdate(), signer=last.signer,
        allows_check=False, allows_notice=False, text_version=last.text_version, text_hash=last.text_hash,
        recorded_by=cast.clerk,
    )  # fmt: skip
    withdrew.consents.create(  # an older paper that was entered later
        kind=last.kind, signed_on=timezone.localdate() - timedelta(days=30), signer=last.signer,
        allows_check=True, allows_notice=True, text_version=last.text_version, text_hash=last.text_hash,
        recorded_by=cast.clerk,
    )  # fmt: skip
    found = name_households([row.pk for row in (agreed, withdrew, never)])
    assert set(found) == {agreed.pk}
    name = agreed.head.name
    assert found[agreed.pk].name != name
    assert found[agreed.pk].name.startswith(name[0])
