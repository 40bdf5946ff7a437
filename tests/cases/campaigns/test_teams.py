"""慰问组: who goes to see whom, allotted by hand or evenly, and what a team carries."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.campaigns import services
from cases.campaigns.models import Allotment
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.selectors.teams import list_seen_by, list_teams, list_to_see, propose
from cases.campaigns.states import Spread
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C3")]


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def seen(team):
    return {row.name for row in list_seen_by(team)}


def test_a_team_is_formed_in_time_by_a_clerk(cast, visiting, writer, send_out):
    team = send_out()
    assert (str(team), team.position, team.union) == ("第 1 组", 1, cast.city)
    assert send_out().position == 2
    assert send_out(by=cast.clerk).position == 1
    assert AuditRecord.objects.filter(action="visit_team.form").count() == 3
    late = TeamPlan("陆主席", "主席", timezone.localdate() + timedelta(days=31))
    with pytest.raises(Refused, match="要在活动期间"):
        services.form_team(campaign_id=visiting.campaign.pk, plan=late, by=writer)
    with pytest.raises(Refused, match="由经办人编排"):
        send_out(by=cast.approver)


def test_people_are_allotted_moved_and_taken_back(cast, visiting, writer, send_out):
    first, second, own = send_out(), send_out(), send_out(by=visiting.other)
    keys = [visiting.family.pk, visiting.site.pk, visiting.near.pk]
    assert services.allot(team_id=first.pk, keys=keys, by=writer) == 3
    assert services.allot(team_id=second.pk, keys=[visiting.site.pk], by=writer) == 1
    assert seen(first) == {visiting.family.name, "公交班组"}
    assert seen(second) == {"环卫班组"}
    counted = list_teams(visiting.campaign, writer).get(pk=first.pk)
    assert (counted.stops, counted.people, counted.households, counted.yuan) == (2, 5, 1, 1600)
    with pytest.raises(Refused, match="的慰问组走访，请先与对方商量"):
        services.allot(team_id=own.pk, keys=[visiting.near.pk], by=visiting.other)
    with pytest.raises(Refused, match="请先移到别的组"):
        services.dissolve_team(team_id=second.pk, by=writer)
    told = {"campaign_id": visiting.campaign.pk, "by": writer}
    assert services.take_back_allotments(keys=[visiting.site.pk], **told) == 1
    services.dissolve_team(team_id=second.pk, by=writer)
    # a union allots its own people alone, and none of another's team
    assert services.allot(team_id=own.pk, keys=[visiting.site.pk], by=visiting.other) == 0
    with pytest.raises(Refused, match="的经办人办理"):
        services.allot(team_id=own.pk, keys=[visiting.site.pk], by=writer)


def test_a_team_that_met_nobody_stays(visiting, writer, send_out, visit):
    team = send_out()
    services.allot(team_id=team.pk, keys=[visiting.site.pk], by=writer)
    visit()
    services.take_back_allotments(campaign_id=visiting.campaign.pk, keys=[visiting.site.pk], by=writer)
    with pytest.raises(Refused, match="已经登记过走访，要留着"):
        services.dissolve_team(team_id=team.pk, by=writer)


@pytest.mark.parametrize(("way", "counts"), [(Spread.ROWS, {2}), (Spread.UNIONS, {1, 3})])
def test_who_waits_is_spread_over_the_teams(visiting, writer, send_out, way, counts):
    teams = [send_out(), send_out()]
    proposal = propose(visiting.campaign, writer, way)
    assert {part.gets for part in proposal.parts} == counts
    told = {"campaign_id": visiting.campaign.pk, "way": way, "by": writer}
    with pytest.raises(Refused, match="在您打开以后变了"):
        services.allot_evenly(seen="0" * 64, **told)
    assert services.allot_evenly(seen=proposal.digest, **told) == 4
    assert {team.stops for team in list_teams(visiting.campaign, writer)} == counts
    assert not list_to_see(visiting.campaign, writer).filter(allotment__isnull=True).exists()
    assert {row.team_id for row in Allotment.objects.all()} == {team.pk for team in teams}


def test_the_pages_lead_from_a_team_to_its_papers(cast, visiting, writer, as_user):
    client, campaign = as_user(writer), visiting.campaign.pk
    teams = reverse("campaigns:teams", args=[campaign])
    assert "还有 4 个慰问对象没有分派" in client.get(teams).content.decode()
    today = timezone.localdate().isoformat()
    sent = {
        "leader": "陆主席",
        "post": "副主席",
        "members": "顾同行、季司机",
        "visits_on": today,
        "phone": "1",
    }
    new = reverse("campaigns:team_new", args=[campaign])
    assert client.post(new, sent | {"phone": "1"}).status_code == 422
    assert client.post(new, sent | {"phone": "13912345678"}).status_code == 302
    team = list_teams(visiting.campaign, writer).get()
    assert team.members == ["顾同行", "季司机"]
    spread = reverse("campaigns:spread", args=[campaign])
    page = client.get(spread, {"way": "unions"})
    digest = page.context["proposal"].digest
    assert client.post(spread, {"way": "unions", "seen": "ab"}).status_code == 409
    assert client.post(spread, {"way": "unions", "seen": digest}).status_code == 302
    allot = reverse("campaigns:allot", args=[campaign])
    assert client.post(allot, {"team": "0", "pk": [str(visiting.near.pk)]}).status_code == 302
    assert seen(team) == {visiting.family.name, "顾永兴", "环卫班组"}
    listed = reverse("campaigns:allotting", args=[campaign])
    only = client.get(listed, {"team": "none"}).content.decode()
    assert "公交班组" in only
    assert "环卫班组" not in only
    sheet = text_of(client.get(reverse("campaigns:team_sheet", args=[team.pk])))
    assert "陆主席（副主席）" in sheet
    assert visiting.home.get_main_cause_display() in sheet
    assert visiting.home.head.phone.reveal() in sheet
    record = AuditRecord.objects.get(action="export.team_sheet")
    assert record.data["masked"] is False
    roster = text_of(client.get(reverse("campaigns:team_roster", args=[team.pk])))
    assert "人民币肆仟柒佰元整" in roster
    # whoever only looks gets numbers masked
    client = as_user(cast.approver)
    masked = text_of(client.get(reverse("campaigns:team_sheet", args=[team.pk])))
    assert visiting.home.head.phone.reveal() not in masked
    assert client.get(new).status_code == 403
    # the city's team is not the union's
    assert as_user(cast.clerk).get(reverse("campaigns:team", args=[team.pk])).status_code == 404
