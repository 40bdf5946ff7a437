"""A campaign of the city, drawn up by its clerk, in each state."""

from datetime import date
from decimal import Decimal

import pytest

from cases.campaigns import services
from cases.campaigns.rules import Group, Plan, Share
from hardship.accounts.states import Role
from tests.factories import UserFactory
from tests.worlds import world

WAY = {
    "open": "approver", "submit_lists": "clerk", "approve_lists": "approver", "carry_out": "clerk",
    "report": "clerk", "close": "approver",
}  # fmt: skip


@world
def writer(cast):
    """The clerk of the city, who draws campaigns up."""
    return UserFactory(union=cast.city, role=Role.CLERK)


def plan(*groups, **more):
    """A plan of the winter campaign with these groups."""
    given = {
        "kind": "festivals", "name": "元旦春节送温暖", "from_on": date(2026, 1, 1),
        "until_on": date(2026, 2, 28), "document_no": "通工发〔2025〕60号", "document_on": date(2025, 12, 20),
        "approved_by": "organiser",
        "groups": groups or (Group("在档困难职工", Decimal(1000), Decimal(200)),),
    }  # fmt: skip
    return Plan(**{**given, **more})


@pytest.fixture
def draft(writer):
    """`draft(Group("一线职工", cash))`: a draft of the city."""
    return lambda *groups, **more: services.draft(plan=plan(*groups, **more), by=writer)


@pytest.fixture
def shared(draft, writer, cast):
    """`shared()`: a draft with a quota for the county and the grassroots union."""

    def make(*groups, **more):
        row = draft(*groups, **more)
        shares = [Share(cast.county.pk, 10, 25, Decimal("12000.50")), Share(cast.union.pk, people=5)]
        return services.share_out(campaign_id=row.pk, shares=shares, by=writer)

    return make


@pytest.fixture
def take(cast, writer):
    """`take(row, "open", "submit_lists")`: the campaign after these steps of the people who take them."""

    def steps(row, *actions, **more):
        for action in actions:
            by = writer if WAY[action] == "clerk" else cast.approver
            row = services.take_step(campaign_id=row.pk, action=action, by=by, **{"comment": "好", **more})
        return row

    return steps
