"""The database keeps campaigns when the code is gone around. Each refusal is shown to be the work of one
guard: with that guard taken away the same statement passes."""

import pytest
from django.db import DatabaseError

from hardship.accounts.states import Role
from tests.books import make_line
from tests.factories import UnionFactory, UserFactory
from tests.funds.budgets.test_around_python import run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C1")]
TABLE = "campaigns_campaign"
KEEPS = f"trigger {TABLE} campaigns_campaign_keeps"
GROUPS = "trigger campaigns_targetgroup campaigns_targetgroup_keeps"
QUOTAS = "trigger campaigns_quota campaigns_quota_keeps"
FUNDS = "trigger campaigns_campaignfund campaigns_campaignfund_keeps"
NEW = """INSERT INTO campaigns_campaign (union_id, number, kind, name, year, from_on, until_on,
        document_no, document_on, scan, scan_type, approved_by, twice, instructions, state, note, made_at,
        theme, organisers, made_by_id)
    SELECT {union}, 'x-1', '{kind}', 'y', year, from_on, {until}, 'y', document_on, '', '',
        approved_by, twice, '', '{state}', '', now(), '', '', made_by_id
    FROM campaigns_campaign WHERE id = {draft}"""


@pytest.fixture
def ids(cast, writer, shared, take, draft):
    foreign = make_line(UserFactory(union=cast.province, role=Role.FINANCE)).fund
    return {
        "open": take(shared(), "open").pk, "draft": draft(name="另一项").pk,
        "penniless": draft(name="没有钱的", funds=()).pk, "maker": writer.pk,
        "other": cast.approver.pk, "city": cast.city.pk, "above": cast.province.pk, "fund": foreign.pk,
        "closed": UnionFactory(closed_on="2026-01-01").pk,
        "submitted": take(shared(name="第三项"), "open", "submit_lists").pk,
    }  # fmt: skip


def new(**more):
    given = {"union": "{city}", "kind": "summer", "until": "until_on", "state": "draft", "draft": "{draft}"}
    return NEW.format(**(given | more))


def set_(what, row="open"):
    return f"UPDATE campaigns_campaign SET {what} WHERE id = {{{row}}}"


CASES = [
    (new(state="dropped"), KEEPS),
    (new(union="{closed}"), f"trigger {TABLE} campaigns_campaign_closed_union"),
    (new(kind="x"), f"constraint {TABLE} campaign_kind_known"),
    (new(until="from_on - 1"), f"constraint {TABLE} campaign_period"),
    (set_("name = 'y'"), KEEPS),
    (set_("state = 'closed', closed_at = now(), closed_by_id = {other}"), KEEPS),
    (set_("state = 'draft'"), KEEPS),
    ("DELETE FROM campaigns_campaign WHERE id = {penniless}",
     f"{KEEPS}; {GROUPS}"),
    (set_("state = 'open', opened_at = now(), opened_by_id = {other}", "penniless"), KEEPS),
    (set_("state = 'open', opened_at = now(), opened_by_id = {maker}", "draft"),
     f"constraint {TABLE} campaign_opened_by_another"),
    ("UPDATE campaigns_targetgroup SET cash = 9 WHERE campaign_id = {open}",
     GROUPS),
    ("DELETE FROM campaigns_targetgroup WHERE campaign_id = {open}",
     GROUPS),
    ("INSERT INTO campaigns_targetgroup (campaign_id, position, name, cash, goods, by_heads, proof)"
     " VALUES ({draft}, 9, 'y', 0, 0, false, '')", "constraint campaigns_targetgroup target_group_standard"),
    ("INSERT INTO campaigns_campaignfund (campaign_id, fund_id) VALUES ({draft}, {fund})",
     FUNDS),
    ("INSERT INTO campaigns_quota (campaign_id, union_id, people) VALUES ({open}, {above}, 1)",
     QUOTAS),
    ("DELETE FROM campaigns_quota WHERE campaign_id = {submitted}", QUOTAS),
    ("INSERT INTO campaigns_quota (campaign_id, union_id) VALUES ({open}, {city})",
     "constraint campaigns_quota quota_says_something"),
    ("TRUNCATE campaigns_quota", "trigger campaigns_quota campaigns_quota_no_truncate"),
    ("TRUNCATE campaigns_targetgroup, campaigns_beneficiary, campaigns_allotment, campaigns_campaignvisit,"
     " campaigns_campaignphoto, campaigns_wish, campaigns_renewal",
     "trigger campaigns_targetgroup campaigns_targetgroup_no_truncate;"
     " trigger campaigns_beneficiary campaigns_beneficiary_no_truncate;"
     " trigger campaigns_allotment campaigns_allotment_no_truncate;"
     " trigger campaigns_campaignvisit campaigns_campaignvisit_no_truncate;"
     " trigger campaigns_campaignphoto campaigns_campaignphoto_no_truncate;"
     " trigger campaigns_wish campaigns_wish_no_truncate;"
     " trigger campaigns_renewal campaigns_renewal_no_truncate"),
    ("TRUNCATE campaigns_campaignfund", "trigger campaigns_campaignfund campaigns_campaignfund_no_truncate"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "guards"), CASES)
def test_the_database_refuses(ids, sql, guards):
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    if statement.startswith("DELETE FROM campaigns_campaign "):
        statement = (
            "DELETE FROM campaigns_targetgroup WHERE campaign_id = {penniless}; ".format(**ids) + statement
        )
    for guard in guards.split("; "):
        take_away(guard)
    run_and_undo(statement)
