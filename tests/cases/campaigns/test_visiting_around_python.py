"""The database keeps teams, visits, wishes and reports when the code is gone around. Each refusal is shown to
be the work of one guard: with that guard taken away the same statement passes."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from cases.campaigns import services
from cases.campaigns.models import Campaign
from cases.campaigns.rules.reports import Line
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.rules.visits import Heard, Told
from tests.factories import drawn, make_visit
from tests.funds.budgets.test_around_python import run_and_undo, take_away
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C3", "C5")]
TEAM = "trigger campaigns_visitteam campaigns_visitteam_keeps"
ALLOT = "trigger campaigns_allotment campaigns_allotment_keeps"
STAYS = "trigger campaigns_allotment campaigns_allotment_stays"
VISIT = "trigger campaigns_campaignvisit campaigns_campaignvisit_keeps"
WISH = "trigger campaigns_wish campaigns_wish_keeps"
PART = "trigger campaigns_reportpart campaigns_reportpart_keeps"
PHOTO = "trigger campaigns_campaignphoto campaigns_campaignphoto_append_only"
VALUES = {
    "union": "{union}", "row": "{site}", "team": "NULL", "home": "NULL", "on": "date '{today}'",
    "kind": "post", "who": "{{x}}", "met": "self", "proxy": "", "relation": "", "handed": "refused",
    "for": "NULL",
}  # fmt: skip
NEW = """INSERT INTO campaigns_campaignvisit (uid, union_id, beneficiary_id, team_id, home_visit_id,
        visited_on, kind, visitors, met, proxy, relation, handed, words, may_publish, recorded_at,
        recorded_by_id, recorded_for_id)
    VALUES (gen_random_uuid(), {union}, {row}, {team}, {home}, {on}, '{kind}', '{who}', '{met}', '{proxy}',
        '{relation}', '{handed}', '', false, now(), {{clerk}}, {for})"""
NEW_PART = """INSERT INTO campaigns_reportpart (campaign_id, union_id, state, people, times, households, cash,
        goods, text, note, submitted_at, submitted_by_id)
    VALUES ({{campaign}}, {union}, '{state}', 1, 1, 0, {cash}, 0, '{text}', '', now(), {{clerk}})"""


@world
def ids(visiting, cast, writer):
    """A team that saw the union's site, another with the family; a wish, and one that was answered; the part
    of the neighbour, taken."""
    today = timezone.localdate()
    campaign = visiting.campaign.pk
    first, second = (
        services.form_team(campaign_id=campaign, plan=TeamPlan("陆", "主席", today), by=writer)
        for _n in range(2)
    )
    services.allot(team_id=first.pk, keys=[visiting.site.pk], by=writer)
    services.allot(team_id=second.pk, keys=[visiting.family.pk], by=writer)
    wishes = (Heard("休息室", cast.clerk.pk, today), Heard("热水", cast.clerk.pk, today))
    told = Told(today, "post", ("陆",), "self", "refused", wishes=wishes)
    visit = services.record_visit(beneficiary_id=visiting.site.pk, told=told, by=cast.clerk, photos=[drawn()])
    wish, done = visit.wishes.order_by("pk")
    services.answer_wish(wish_id=done.pk, answer="已装", by=cast.clerk)
    seen = make_visit(visiting.home, by=cast.clerk)
    part = services.submit_part(
        campaign_id=campaign, stated=services.Stated(reports_line(), "好"), by=visiting.other
    )
    services.take_part_step(part_id=part.pk, action="accept", by=writer)
    return {
        "today": today.isoformat(), "campaign": campaign, "team": first.pk, "empty": second.pk,
        "site": visiting.site.pk,
        "model": visiting.model.pk, "family": visiting.family.pk, "near": visiting.near.pk,
        "union": cast.union.pk, "above": cast.province.pk, "neighbour": visiting.neighbour.pk,
        "city": cast.city.pk, "clerk": cast.clerk.pk, "other": writer.pk, "visit": visit.pk,
        "wish": wish.pk, "done": done.pk, "seen": seen.pk, "part": part.pk, "maker": visiting.other.pk,
    }  # fmt: skip


def reports_line():
    return Line("", people=4, times=4)


def visit(**more):
    return NEW.format(**(VALUES | more))


def part(**more):
    return NEW_PART.format(**({"union": "{union}", "state": "submitted", "cash": 0, "text": "x"} | more))


def team(union="{union}", leader="x"):
    return (
        "INSERT INTO campaigns_visitteam (uid, campaign_id, union_id, position, leader, post, members,"
        f" vehicle, visits_on, made_at) VALUES (gen_random_uuid(), {{campaign}}, {union}, 9, '{leader}', 'y',"
        " '{{}}', '', CURRENT_DATE, now())"
    )


def allot(team="{team}", row="{model}"):
    return (
        "INSERT INTO campaigns_allotment (team_id, beneficiary_id, allotted_at)"
        f" VALUES ({team}, {row}, now())"
    )


def answer(row="{done}", by="{clerk}"):
    return (
        f"UPDATE campaigns_wish SET answer = 'x', answered_at = now(), answered_by_id = {by} WHERE id = {row}"
    )


AFTER = "date '{today}' + 31"
CASES = [
    (team(union="{above}"), TEAM),
    (team(leader=""), "constraint campaigns_visitteam visit_team_led"),
    ("UPDATE campaigns_visitteam SET union_id = {union} WHERE id = {team}", TEAM),
    ("TRUNCATE campaigns_visitteam, campaigns_allotment, campaigns_campaignvisit, campaigns_campaignphoto,"
     " campaigns_wish",
     "trigger campaigns_visitteam campaigns_visitteam_no_truncate;"
     " trigger campaigns_allotment campaigns_allotment_no_truncate;"
     " trigger campaigns_campaignvisit campaigns_campaignvisit_no_truncate;"
     " trigger campaigns_campaignphoto campaigns_campaignphoto_no_truncate;"
     " trigger campaigns_wish campaigns_wish_no_truncate"),
    (allot(row="{site}"), "constraint campaigns_allotment campaigns_allotment_beneficiary_id_key"),
    ("UPDATE campaigns_allotment SET beneficiary_id = {model} WHERE team_id = {empty}", ALLOT),
    ("UPDATE campaigns_allotment SET team_id = {empty} WHERE team_id = {team}", STAYS),
    ("DELETE FROM campaigns_allotment WHERE team_id = {team}", STAYS),
    (visit(union="{neighbour}"), VISIT),
    (visit(on=AFTER), VISIT),
    (visit(on="date '{today}' - 1"), VISIT),
    (visit(handed="issued"), VISIT),
    (visit(row="{model}", handed="issued"), VISIT),
    (visit(row="{family}", kind="home"), VISIT),
    (visit(home="{seen}"), VISIT),
    (visit(row="{family}", kind="home", home="{seen}", met="proxy", proxy="x", relation="y"), VISIT),
    (visit(**{"for": "{other}"}), VISIT),
    (visit(who="{{}}"), "constraint campaigns_campaignvisit campaign_visit_by_somebody"),
    (visit(met="nobody"), "constraint campaigns_campaignvisit campaign_visit_nobody_gets_nothing"),
    (visit(met="proxy"), "constraint campaigns_campaignvisit campaign_visit_proxy_named"),
    (visit(kind="x"), "constraint campaigns_campaignvisit campaign_visit_kind_known"),
    (visit(handed="x"), "constraint campaigns_campaignvisit campaign_visit_handed_known"),
    ("UPDATE campaigns_campaignvisit SET handed = 'issued' WHERE id = {visit}", VISIT),
    ("UPDATE campaigns_campaignphoto SET original_name = 'x' WHERE visit_id = {visit}", PHOTO),
    ("UPDATE campaigns_wish SET text = 'x' WHERE id = {wish}", WISH),
    ("DELETE FROM campaigns_wish WHERE id = {wish}", WISH),
    (answer(), WISH),
    (answer("{wish}", "{other}"), WISH),
    ("UPDATE campaigns_wish SET answer = 'x' WHERE id = {wish}",
     f"{WISH}; constraint campaigns_wish wish_answered_in_words"),
    (part(union="{city}"), PART),
    (part(state="accepted"), f"{PART}; constraint campaigns_reportpart report_part_decided_by_somebody"),
    (part(cash=-1), "constraint campaigns_reportpart report_part_sums"),
    (part(text=""), "constraint campaigns_reportpart report_part_in_words"),
    ("UPDATE campaigns_reportpart SET people = 9 WHERE id = {part}", PART),
    ("UPDATE campaigns_reportpart SET state = 'returned', decided_by_id = {maker} WHERE id = {part}",
     "constraint campaigns_reportpart report_part_decided_by_another"),
    ("DELETE FROM campaigns_reportpart WHERE id = {part}", PART),
    ("TRUNCATE campaigns_reportpart", "trigger campaigns_reportpart campaigns_reportpart_no_truncate"),
    ("UPDATE campaigns_campaign SET state = 'reported' WHERE id = {campaign}",
     "trigger campaigns_campaign campaigns_campaign_is_whole"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "guards"), CASES)
def test_the_database_refuses(ids, sql, guards):
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    for guard in guards.split("; "):
        take_away(guard)
    run_and_undo(statement)


def test_who_takes_it_for_a_family_at_its_door_needs_no_home_visit(ids):
    told = visit(row="{family}", kind="home", met="proxy", proxy="x", relation="y")
    run_and_undo(told.format(**ids))
    with pytest.raises(DatabaseError):
        run_and_undo(told.replace("'proxy'", "'family'").format(**ids))


LATE = [
    (team(), TEAM),
    ("UPDATE campaigns_visitteam SET leader = 'x' WHERE id = {team}", TEAM),
    (allot(), ALLOT),
    ("DELETE FROM campaigns_allotment WHERE team_id = {empty}", ALLOT),
    (visit(), VISIT),
    (part(), PART),
]


@pytest.mark.parametrize(("sql", "guard"), LATE)
def test_nothing_more_once_it_is_reported(ids, cast, writer, sql, guard):
    campaign = Campaign.objects.get(pk=ids["campaign"])
    made = services.submit_part(
        campaign_id=campaign.pk, stated=services.Stated(reports_line(), "好"), by=cast.clerk
    )
    if "reportpart" in sql:
        take_away("constraint campaigns_reportpart report_part_once")
    services.take_part_step(part_id=made.pk, action="accept", by=writer)
    services.take_step(campaign_id=campaign.pk, action="report", by=writer, comment="好")
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    take_away(guard)
    run_and_undo(statement)
