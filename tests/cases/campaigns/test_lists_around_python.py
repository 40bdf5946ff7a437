"""The database keeps lists when the code is gone around. Each refusal is shown to be the work of one guard:
with that guard taken away the same statement passes."""

import pytest
from django.db import DatabaseError

from cases.campaigns import services
from cases.campaigns.models import CampaignList
from tests.books import make_line
from tests.cases.campaigns.conftest import plan
from tests.factories import HouseholdFactory, UnionFactory, unguarded
from tests.funds.budgets.test_around_python import run, run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2")]
TABLE = "campaigns_campaignlist"
LISTS = f"trigger {TABLE} campaigns_campaignlist_keeps"
ROWS = "trigger campaigns_beneficiary campaigns_beneficiary_keeps"
COPY = """INSERT INTO campaigns_beneficiary (uid, list_id, union_id, campaign_id, group_id, household_id,
        member_id, name, id_number_index, employer, bank_name, reason, heads, cash, goods, may_repeat,
        added_at, added_by_id, ended_why, keeps_goods)
    SELECT gen_random_uuid(), {list}, {union}, campaign_id, {group}, {home}, {member}, {name}, {index}, '',
        '', '', {heads}, {cash}, {goods}, {repeat}, now(), {by}, '', false
    FROM campaigns_beneficiary WHERE id = {{one}}"""
LIST = """INSERT INTO campaigns_campaignlist
        (uid, union_id, campaign_id, state, note, rounds, digest, made_at, made_by_id)
    VALUES (gen_random_uuid(), {union}, {campaign}, '{state}', '', 0, '', now(), {by})"""
APPROVE = (
    "UPDATE campaigns_campaignlist SET state = 'approved', rounds = {rounds}, decided_at = now(),"
    " decided_by_id = {by}, line_id = {line} WHERE id = {{handed}}"
)


@pytest.fixture
def ids(cast, winter, begin, person, handed_in, writer, reference):
    row = begin()
    one = services.add(list_id=row.pk, entry=person(), by=cast.clerk)
    handed = handed_in(by=winter.other)
    home = HouseholdFactory(union=winter.neighbour, filed=True)
    draft = services.draft(plan=plan(name="另一项"), by=writer)
    aid = make_line(cast.finance, use="living")
    with unguarded():
        run(
            "INSERT INTO campaigns_campaignfund (campaign_id, fund_id)"
            f" VALUES ({winter.campaign.pk}, {aid.fund_id})"
        )
    return {
        "list": row.pk, "one": one.pk, "handed": handed.pk, "theirs": handed.rows.get().pk,
        "union": cast.union.pk, "other": winter.neighbour.pk, "county": cast.county.pk,
        "campaign": winter.campaign.pk, "draft": draft.pk, "their_group": draft.groups.get().pk,
        "models": winter.models.pk, "heads_group": winter.heads.pk, "clerk": cast.clerk.pk,
        "their_clerk": winter.other.pk, "leader": cast.approver.pk, "home": home.pk, "member": home.head_id,
        "line": winter.line.pk, "aid_line": aid.pk,
        "other_line": make_line(cast.finance, use="warmth").pk,
        "closed": UnionFactory(closed_on="2026-01-01").pk,
    }  # fmt: skip


def new(**more):
    given = {
        "list": "{list}", "union": "{union}", "group": "{models}", "home": "NULL", "member": "NULL",
        "name": "'y'",
        "index": "'\\x01'", "heads": 1, "cash": 1, "goods": 0, "repeat": "false", "by": "{clerk}",
    }  # fmt: skip
    return COPY.format(**(given | more))


def approve(**more):
    return APPROVE.format(**({"rounds": 1, "by": "{leader}", "line": "{line}"} | more))


def new_list(**more):
    given = {"union": "{county}", "campaign": "{campaign}", "state": "draft", "by": "{clerk}"}
    return LIST.format(**(given | more))


CASES = [
    (new_list(), LISTS),  # no quota
    (new_list(campaign="{draft}"), LISTS),
    (new_list(state="submitted"), LISTS),
    (new_list(union="{union}"), f"constraint {TABLE} campaign_list_once; {LISTS}"),
    (new_list(union="{closed}"), f"trigger {TABLE} campaigns_campaignlist_closed_union; {LISTS}"),
    ("UPDATE campaigns_campaignlist SET state = 'approved', rounds = 1, decided_at = now(),"
     " decided_by_id = {leader} WHERE id = {list}", LISTS),
    ("UPDATE campaigns_campaignlist SET note = 'y' WHERE id = {list}", LISTS),
    ("UPDATE campaigns_campaignlist SET state = 'x' WHERE id = {list}",
     f"constraint {TABLE} campaign_list_state_known; {LISTS}"),
    ("TRUNCATE campaigns_campaignlist, campaigns_beneficiary, campaigns_allotment, campaigns_campaignvisit,"
     " campaigns_campaignphoto, campaigns_wish, campaigns_renewal",
     "trigger campaigns_campaignlist campaigns_campaignlist_no_truncate;"
     " trigger campaigns_beneficiary campaigns_beneficiary_no_truncate;"
     " trigger campaigns_allotment campaigns_allotment_no_truncate;"
     " trigger campaigns_campaignvisit campaigns_campaignvisit_no_truncate;"
     " trigger campaigns_campaignphoto campaigns_campaignphoto_no_truncate;"
     " trigger campaigns_wish campaigns_wish_no_truncate;"
     " trigger campaigns_renewal campaigns_renewal_no_truncate"),
    (approve(rounds=2), LISTS),
    (approve(by="{their_clerk}"), f"constraint {TABLE} campaign_list_decided_by_another; {LISTS}"),
    (approve(line="{aid_line}"), LISTS),
    (approve(line="{other_line}"), LISTS),
    (approve(by="NULL"), "constraint campaigns_campaignlist campaign_list_decided_by_somebody"),
    (new(list="{handed}", union="{other}"), ROWS),
    (new(group="{their_group}"), ROWS),
    (new(union="{other}"), ROWS),
    (new(repeat="true"), ROWS),
    (new(cash="3000.01"), ROWS),
    (new(goods="0.01"), ROWS),
    (new(index="NULL"), ROWS),
    (new(group="{heads_group}", cash=0, goods=1), ROWS),
    (new(home="{home}", member="{member}"), ROWS),
    (new(cash=0), "constraint campaigns_beneficiary beneficiary_gets_something"),
    (new(group="{heads_group}", index="NULL", heads=0, cash=0, goods=1),
     f"constraint campaigns_beneficiary beneficiary_heads; {ROWS}"),
    (new(heads=2), "constraint campaigns_beneficiary beneficiary_one_head"),
    (new(name="''"), "constraint campaigns_beneficiary beneficiary_named"),
    (new(index="(SELECT id_number_index FROM campaigns_beneficiary WHERE id = {one})"),
     "index beneficiary_once"),
    ("UPDATE campaigns_beneficiary SET cash = 2 WHERE id = {one}", ROWS),
    ("UPDATE campaigns_beneficiary SET removed_at = now(), removed_by_id = {clerk} WHERE id = {theirs}",
     ROWS),
    ("UPDATE campaigns_beneficiary SET removed_at = now() WHERE id = {one}",
     "constraint campaigns_beneficiary beneficiary_removed_by_somebody"),
    ("UPDATE campaigns_beneficiary SET removed_at = now(), removed_by_id = {leader}, ended_why = 'y'"
     " WHERE id = {theirs}", ROWS),
    ("UPDATE campaigns_beneficiary SET ended_why = 'y' WHERE id = {one}",
     f"constraint campaigns_beneficiary beneficiary_ended_is_off; {ROWS}"),
    ("DELETE FROM campaigns_beneficiary WHERE id = {one}", ROWS),
    ("UPDATE campaigns_targetgroup SET cash = 1 WHERE id = {heads_group}",
     "constraint campaigns_targetgroup target_group_cash_by_name;"
     " trigger campaigns_targetgroup campaigns_targetgroup_keeps"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "guards"), CASES)
def test_the_database_refuses(ids, sql, guards):
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    for guard in guards.split("; "):
        take_away(guard)
    run_and_undo(statement)


def test_whoever_put_somebody_there_or_took_them_off_does_not_approve(ids):
    """Not the maker and not who handed it in: the rows alone say it."""
    clerk, leader = ids["their_clerk"], ids["leader"]
    for added, removed in ((leader, clerk), (clerk, leader)):
        with unguarded():
            run(new(list="{handed}", union="{other}", name="'gone'", index="'\\x02'").format(**ids))
            hands = f"removed_at = now(), added_by_id = {added}, removed_by_id = {removed}"
            run(f"UPDATE campaigns_beneficiary SET {hands} WHERE name = 'gone'")
        with pytest.raises(DatabaseError, match="does not approve it"):
            run_and_undo(approve().format(**ids))
        with unguarded():
            run("DELETE FROM campaigns_beneficiary WHERE name = 'gone'")
    run_and_undo(approve().format(**ids))


def test_a_row_that_came_after_it_was_handed_in_is_not_approved(ids):
    with unguarded():
        run(new(list="{handed}", union="{other}").format(**ids))
    with pytest.raises(DatabaseError, match="is not what was handed in"):
        run_and_undo(approve().format(**ids))
    take_away(LISTS)
    run_and_undo(approve().format(**ids))


@pytest.mark.parametrize(
    "share", ["people = 0", "households = 0, people = NULL", "yuan = 0.01, people = NULL"]
)
def test_a_list_beyond_its_quota_is_not_handed_in(ids, share):
    statement = f"UPDATE campaigns_campaignlist SET state = 'submitted' WHERE id = {ids['list']}"
    run_and_undo(statement)
    file = f"household_id = {ids['home']}, member_id = {ids['member']}"
    with unguarded():
        run(f"UPDATE campaigns_quota SET {share} WHERE union_id = {ids['union']}")
        run(f"UPDATE campaigns_beneficiary SET {file} WHERE id = {ids['one']}")
    with pytest.raises(DatabaseError, match="beyond its quota"):
        run_and_undo(statement)


END = (
    "UPDATE campaigns_beneficiary SET removed_at = now(), removed_by_id = {by}, ended_why = '{why}',"
    " cash = {cash} WHERE id = {row}"
)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"by": "their_clerk"}, "ends none of its rows"),
        ({"why": ""}, "closed to changes"),
        ({"cash": 1}, "closed to changes"),
    ],
)
def test_a_row_of_an_approved_list_is_ended_by_who_wrote_none_of_it(ids, more, says):
    with unguarded():
        decided = f"state = 'approved', decided_by_id = {ids['leader']}"
        run(f"UPDATE campaigns_campaignlist SET {decided} WHERE id = {ids['handed']}")
    given = {"by": "leader", "why": "y", "cash": "cash", "row": ids["theirs"], **more}
    given["by"] = ids[given["by"]]
    with pytest.raises(DatabaseError, match=says):
        run_and_undo(END.format(**given))
    run_and_undo(END.format(by=ids["leader"], why="y", cash="cash", row=ids["theirs"]))


@pytest.mark.parametrize("state", ["open", "paid"])
def test_nobody_is_ended_who_is_owed_or_was_paid(ids, winter, cast, state):
    row = CampaignList.objects.get(pk=ids["handed"])
    services.take_list_step(
        list_id=row.pk, action="approve", by=cast.approver, line_id=winter.line.pk, seen=row.digest
    )
    with unguarded():
        run(f"UPDATE payments_payable SET state = '{state}'")
    statement = END.format(by=ids["leader"], why="y", cash="cash", row=ids["theirs"])
    with pytest.raises(DatabaseError, match="is owed or was paid"):
        run_and_undo(statement)
    with unguarded():
        voided = f"state = 'void', voided_at = now(), voided_by_id = {ids['leader']}"
        run(f"UPDATE payments_payable SET {voided}")
    run_and_undo(statement)
