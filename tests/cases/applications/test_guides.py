"""办事指南: what a worker reads of a programme is made of the policy, its route and the office alone."""

from datetime import date

import pytest
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.reports import guide_pdf, guide_sheet
from cases.applications.selectors.guides import get_guide, list_guided
from cases.offices.models import Office
from cases.offices.states import Function
from cases.policies.rules import make_leaflet, parse_policy
from cases.policies.services import load_policy
from cases.policies.services.halts import ask_halt, take_halt_step
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.archives.test_archive_pdf import read
from tests.cases.policies.texts import HANDLED, SIMPLE, URGENT
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1", "F5")]

ROUTES = """routes:
  long:
    label: 长流程
    programmes: [living]
    stages:
      - {kind: review, label: 初审, workdays: 3}
      - {kind: notice}
      - {kind: decide, at: deciding, role: approver, workdays: 4}
"""
ROUTED = HANDLED + ROUTES


def medical(cast):
    return next(row for row in list_guided(cast.clerk) if row.code == "medical")


def test_a_route_and_its_days_are_those_of_the_policy():
    document = parse_policy(ROUTED)
    leaflet = make_leaflet(document, "living", [document])
    (way,) = leaflet.ways
    assert (way.workdays, len(way.stages)) == (7, 3)  # the notice runs seven days of all kinds beside them
    assert way.beside == "公示 7 天"
    assert way.stages[0].startswith("初审")
    assert leaflet.who[0] == "深度困难、相对困难"
    assert leaflet.bars[0].startswith("有两套以上住房")
    assert leaflet.notice == "公示 7 天"
    assert leaflet.after == ("发放 30 天后电话回访",)
    assert "近 12 个月内" in leaflet.papers[1]


def test_without_a_route_of_its_own_it_goes_the_usual_way_with_its_notice():
    document = parse_policy(SIMPLE)
    (way,) = make_leaflet(document, "living", []).ways
    assert [stage.split("（")[0] for stage in way.stages] == ["审核", "公示", "审批"]
    assert (way.workdays, way.beside) == (15, "")  # five of them are the notice


def test_what_is_urgent_is_no_way_that_is_promised(cast, reference):
    load_policy(union=cast.city, text=URGENT, in_force_from=date(2020, 1, 1))
    ways = get_guide(cast.clerk, medical(cast).pk).leaflet.ways
    assert not any("急难" in way.limits for way in ways)


def test_the_page_says_who_how_much_what_how_long_and_whom_to_ask(as_user, cast, reference):
    office = Office.objects.create(
        union=cast.county, kind="centre", name="崇川区帮扶中心", address="人民路 1 号",
        telephone="0513-85510000", hours="工作日 9:00—17:00",
        functions=[Function.values[0]],
    )  # fmt: skip
    programme = medical(cast)
    page = as_user(cast.clerk).get(reverse("applications:guide", args=[programme.pk])).text
    for words in (
        "谁可以申请",
        "给多少",
        "带什么材料",
        "多久办好",
        office.name,
        office.telephone,
        office.hours,
    ):
        assert words in page, words
    for papers in (guide_pdf, guide_sheet):
        _pages, text = read(papers(get_guide(cast.clerk, programme.pk)))
        for words in (programme.name, office.address, office.telephone, "个工作日"):
            assert "".join(words.split()) in "".join(text.split()), words


def test_the_sheet_says_the_notice_that_the_working_days_leave_out(cast, reference):
    load_policy(union=cast.city, text=ROUTED, in_force_from=date(2020, 1, 1))
    living = next(row for row in list_guided(cast.clerk) if row.code == "living")
    for papers in (guide_pdf, guide_sheet):
        text = "".join(read(papers(get_guide(cast.clerk, living.pk)))[1].split())
        assert "最多7个工作日，另加公示7天" in text


def test_what_is_stopped_says_so_and_is_not_printed(as_user, cast, reference):
    programme = medical(cast)
    asker, second = (UserFactory(union=programme.union, role=Role.ADMINISTRATOR) for _n in range(2))
    halt = ask_halt(programme=programme, reason="本年度资金已经用完", by=asker)
    client, paper = as_user(cast.clerk), reverse("applications:guide_paper", args=[programme.pk])
    page, guides = reverse("applications:guide", args=[programme.pk]), reverse("applications:guides")
    assert paper in client.get(page).text
    take_halt_step(halt_id=halt.pk, action="confirm", by=second)
    for address in (page, guides):
        text = client.get(address).text
        assert "不受理新的申请：本年度资金已经用完" in text
        assert paper not in text
    for query in ("", "?paper=wall"):
        assert client.get(paper + query).url == page
    assert not AuditRecord.objects.filter(action="export.guide").exists()


def test_each_programme_fits_on_one_sheet_for_the_wall(cast, reference):
    sheets = [
        (row.code, read(guide_sheet(get_guide(cast.clerk, row.pk)))[0]) for row in list_guided(cast.clerk)
    ]
    assert sheets == [(code, 1) for code, _pages in sheets] != []


def test_a_programme_of_others_is_not_found_and_each_print_is_on_record(as_user, cast, reference):
    programme = medical(cast)
    text = (
        SIMPLE.replace("    for: [", "    uses: living\n    for: [")
        .replace("living:", "own:")
        .replace("{living: 5000}", "{own: 5000}")
    )
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
    own = next(row for row in list_guided(cast.clerk) if row.code == "own")
    stranger = UserFactory(union=UnionFactory())
    assert as_user(stranger).get(reverse("applications:guide", args=[own.pk])).status_code == 404
    for query in ("", "?paper=wall"):
        answer = as_user(cast.clerk).get(reverse("applications:guide_paper", args=[programme.pk]) + query)
        assert answer.content.startswith(b"%PDF")
    assert AuditRecord.objects.filter(action="export.guide").count() == 2
    assert not Application.objects.exists()


def test_the_list_names_each_programme_once(as_user, cast, reference):
    page = as_user(cast.clerk).get(reverse("applications:guides")).text
    for programme in list_guided(cast.clerk):
        assert page.count(reverse("applications:guide", args=[programme.pk]) + '"') == 1
