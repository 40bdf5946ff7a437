"""总结: a campaign in figures, each union's part, what does not add up, who is late."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.aid import list_records
from cases.campaigns import reports, selectors, services
from cases.campaigns.models import ReportPart
from cases.campaigns.selectors.figures import (
    Source,
    get_figures,
    list_late,
    list_parts_to_take,
    list_to_report,
)
from cases.campaigns.states import State
from funds.goods import services as goods
from funds.goods.rules import Arrival, Paper
from funds.payments import services as payments
from funds.payments.models import Payable
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.campaigns.test_teams import text_of
from tests.factories import UnionFactory, UserFactory
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C5")]


@pytest.fixture
def given(cast, visiting, visit, out):
    """The model worker was paid, the site got its goods at its post, the family refused theirs."""
    batch = carry([Payable.objects.get(source=visiting.model.code)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    visit(visiting.site, "issued")
    visit(visiting.family, "refused")
    return visiting


def test_only_what_reached_people_counts(cast, given, writer):
    figures = get_figures(given.campaign, cast.city)
    total = figures.total
    assert (total.people, total.times, total.households) == (6, 6, 0)
    assert (total.cash, total.goods) == (Decimal(3000), Decimal(500))
    assert {line.label: line.yuan for line in figures.by_group.lines} == {"困难劳模": 3000, "一线职工": 500}
    assert {line.label: line.times for line in figures.by_kind.lines} == {"没有走访记录": 1, "岗位慰问": 5}
    assert figures.funds == [Source(given.line.fund.name, Decimal(3000))]
    own, near = figures.against
    assert (own.share.people, own.listed.times, own.given.times) == (10, 7, 6)
    assert (near.listed.yuan, near.given.yuan) == (400, 0)
    assert (figures.calls.tries, figures.calls.met, figures.calls.refused) == (2, 2, 1)
    assert not figures.gaps
    assert get_figures(given.campaign, given.neighbour).total.times == 0
    text = reports.draft_text(given.campaign, figures)
    assert "共慰问 6 人次、6 人" in text
    assert "合计 3,500.00 元" in text
    assert "谢绝 1 个" in text


def test_money_that_differs_from_what_people_got_is_said(cast, given):
    figures = get_figures(given.campaign, cast.city)
    wrong = replace(figures, funds=[Source("专项", Decimal(2999))])
    assert wrong.gaps == ["各项资金付出 2,999.00 元，发到人的慰问金是 3,000.00 元，对不上；请核对。"]


def test_goods_that_came_back_reached_nobody(cast, visiting, out, shelf):
    def bring_back(units):
        lot, _out = selectors.list_out_goods(visiting.own)[0]
        slip = services.return_list_goods(
            list_id=visiting.own.pk, units={lot.pk: units}, on=timezone.localdate(), reason="没有送到",
            by=cast.clerk,
        )  # fmt: skip
        goods.take_step(slip_id=slip.pk, action="check", by=shelf.second)
        return get_figures(visiting.campaign, cast.city)

    figures = get_figures(visiting.campaign, cast.city)
    assert (figures.total.goods, figures.gaps) == (Decimal(700), [])
    figures = bring_back(8)
    said = (
        f"“{cast.union.name}”没有退回的物资折价 232.00 元，发到人的是 700.00 元，对不上；请登记谁没有送到。"
    )
    assert (figures.total.goods, figures.gaps) == (Decimal(700), [said])
    assert len(list_records(visiting.home)) == 1
    figures = bring_back(4)
    assert (figures.total.goods, figures.total.times, figures.gaps) == (0, 0, [])
    assert not list_records(visiting.home)


def test_two_unions_of_one_name_are_two(cast, visiting, out):
    Union.objects.filter(pk=visiting.neighbour.pk).update(name=cast.union.name)
    by, second = visiting.other, UserFactory(union=visiting.neighbour, role=Role.CLERK)
    store = goods.add_store(name="邻家仓库", by=by)
    item = goods.add_item(name="面粉", unit="袋", value=Decimal(50), by=by)
    slip = goods.take_in(
        store_id=store.pk, kind="donation", rows=[Arrival(item.pk, 8, Decimal(50))],
        paper=Paper(party="启明粮油公司", document_no="捐〔2026〕2号"), on=timezone.localdate(), by=by,
    )  # fmt: skip
    goods.take_step(slip_id=slip.pk, action="check", by=second)
    slip = services.issue_goods(
        list_id=visiting.theirs.pk, store_id=store.pk, units={item.pk: 8}, on=timezone.localdate(), by=by
    )
    goods.take_step(slip_id=slip.pk, action="check", by=second)
    figures = get_figures(visiting.campaign, cast.city)
    assert [(one.label, one.goods) for one in figures.by_union.lines] == [
        (cast.union.name, 700), (cast.union.name, 400)
    ]  # fmt: skip
    assert [(one.listed.times, one.given.goods) for one in figures.against] == [(7, 700), (4, 400)]
    assert [one.line.times for one in figures.details] == [1, 5, 4]


def test_a_union_is_not_closed_before_its_part_was_taken(cast, visiting, writer, report):
    waits = "没有收下总结的慰问名单 1 份"
    assert [UNSETTLED["campaigns.parts"](one) for one in (cast.union, cast.city)] == [waits, ""]
    own, _near = report(take=False)
    assert UNSETTLED["campaigns.parts"](cast.union) == waits
    services.take_part_step(part_id=own.pk, action="accept", by=writer)
    assert UNSETTLED["campaigns.parts"](cast.union) == ""


def test_the_organiser_takes_the_part_of_a_union_that_hangs_elsewhere_by_now(
    cast, visiting, writer, report, as_user
):
    _own, near = report(take=False)
    elsewhere = UnionFactory(county_level=True, parent=UnionFactory(city_level=True, parent=cast.province))
    Union.objects.filter(pk=visiting.neighbour.pk).update(parent=elsewhere)
    page = reverse("campaigns:part", args=[near.pk])
    assert as_user(writer).get(page).status_code == 200
    assert (
        page in as_user(writer).get(reverse("campaigns:report", args=[visiting.campaign.pk])).content.decode()
    )
    assert services.take_part_step(part_id=near.pk, action="accept", by=writer).state == "accepted"


def test_a_campaign_is_reported_once_all_parts_are_taken(cast, given, writer, report, take):
    with pytest.raises(Refused, match="还有 2 个工会的总结没有上报或没有收下"):
        take(given.campaign, "report")
    assert list(list_to_report(cast.clerk)) == [given.own]
    own, near = report(take=False)
    assert not list_to_report(cast.clerk).exists()
    assert set(list_parts_to_take(writer)) == {own, near}
    with pytest.raises(Refused, match="已经上报"):
        report(take=False)
    for by in (cast.clerk, cast.reviewer):
        with pytest.raises(Refused):
            services.take_part_step(part_id=own.pk, action="accept", by=by)
    with pytest.raises(Refused, match="必须填写意见"):
        services.take_part_step(part_id=own.pk, action="return", by=writer)
    services.take_part_step(part_id=near.pk, action="accept", by=writer)
    services.take_part_step(part_id=own.pk, action="return", comment="请补照片", by=writer)
    assert [row.union for row in list_late(given.campaign)] == [cast.union]
    stated = services.Stated(own.line, "补好了。")
    again = services.submit_part(campaign_id=given.campaign.pk, stated=stated, by=cast.clerk)
    assert (again.pk, again.decided_by) == (own.pk, None)
    services.take_part_step(part_id=own.pk, action="accept", by=writer)
    assert take(given.campaign, "report").state == State.REPORTED
    with pytest.raises(Refused):
        services.take_part_step(part_id=own.pk, action="return", comment="晚了", by=writer)
    assert AuditRecord.objects.filter(action__startswith="report_part.").count() == 6


def test_the_pages_say_what_differs_and_who_is_late(cast, given, writer, as_user):
    client, key = as_user(cast.clerk), [given.campaign.pk]
    new = reverse("campaigns:part_new", args=key)
    assert 'value="3000.00"' in client.get(new).content.decode()
    sent = {"people": 7, "times": 6, "households": 0, "cash": "3000", "goods": "500", "text": "已走访。"}
    assert client.post(new, sent | {"cash": "1.234"}).status_code == 422
    assert client.post(new, sent).status_code == 302
    part = ReportPart.objects.get()
    assert client.post(new, sent).status_code == 409
    client = as_user(writer)
    page = client.get(reverse("campaigns:part", args=[part.pk])).content.decode()
    assert "人数：上报的是 7，按名单和发放记录是 6。" in page
    report = client.get(reverse("campaigns:report", args=key)).content.decode()
    assert "还有 1 个工会没有上报总结" in report
    assert given.neighbour.name in report
    step = reverse("campaigns:part_step", args=[part.pk])
    assert client.post(step, {"action": "return", "comment": ""}).status_code == 409
    assert client.post(step, {"action": "accept"}).status_code == 302
    paper = text_of(client.get(reverse("campaigns:report_pdf", args=key)))
    assert "共慰问6人次" in paper.replace(" ", "").replace("\n", "")
    assert client.post(reverse("campaigns:report_sheet", args=key)).status_code == 200
    assert AuditRecord.objects.filter(action="export.campaign_figures").count() == 1
    assert as_user(given.other).get(reverse("campaigns:part", args=[part.pk])).status_code == 404
