"""Who would sign a route today, seen from every union: a post that nobody holds shows beforehand."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from cases.policies import services
from cases.policies.rules.document.routes import USUAL, Route, Stage
from cases.policies.rules.routing import which_words
from cases.policies.selectors.placing import place_stages
from cases.policies.selectors.trying import try_route
from hardship.accounts.models import Appointment
from hardship.accounts.states import Level, Role
from tests.cases.policies.texts import SIMPLE, URGENT_ROUTE
from tests.factories import ApplicationFactory, UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
UP = ("province", "city", "county", "township", "grassroots")
LADDER = Route(
    label="逐级",
    stages=(
        Stage("review", at="own"), Stage("review", at="township"), Stage("review", at="county"),
        Stage("notice"), Stage("decide", at="city", role="approver"),
    ),
)  # fmt: skip
# Which levels a tree has, and where the usual route and LADDER fall in it.
SHAPES = {
    UP: ("county county city", "grassroots township county county city"),
    ("province", "city", "county", "grassroots"): ("county county city", "grassroots county county city"),
    ("province", "city", "grassroots"): ("city city city", "grassroots city city"),
    ("province", "county", "grassroots"): (
        "county county province", "grassroots county county province",
    ),
    ("province", "grassroots"): ("province province province", "grassroots province province"),
    ("city", "county", "township", "grassroots"): (
        "county county city", "grassroots township county county city",
    ),
    ("city", "grassroots"): ("city city city", "grassroots city city"),
    ("county", "grassroots"): ("county county county", "grassroots county county county?"),
    ("county",): ("county county county", "county county county county?"),
    ("township", "grassroots"): (
        "township township township", "grassroots township township township?",
    ),
    ("grassroots",): ("grassroots grassroots grassroots", "grassroots grassroots grassroots?"),
}  # fmt: skip


def tree(levels):
    above = None
    for level in levels:
        above = UnionFactory(level=Level(level), parent=above)
        above.refresh_from_db()
    return above


def levels_of(union, route):
    found = []
    for held in try_route(route, [union])[0].stages:
        mark = "?" if held.station.stage.outside else ""
        found.append(held.union.level + mark)
    return " ".join(found)


@pytest.mark.parametrize("levels", SHAPES, ids="-".join)
def test_in_every_shape_of_tree_somebody_reviews_and_somebody_decides(levels):
    bottom = tree(levels)
    usual, ladder = SHAPES[levels]
    assert levels_of(bottom, USUAL) == usual
    assert levels_of(bottom, LADDER) == ladder
    assert not try_route(LADDER, [bottom])[0].is_endless


def test_a_post_that_nobody_holds_is_shown(cast):
    tried = try_route(USUAL, [cast.union])[0]
    assert [one.is_short for one in tried.stages] == [False, False, False]
    Appointment.objects.filter(user=cast.approver).update(until_on=timezone.localdate() - timedelta(days=1))
    tried = try_route(USUAL, [cast.union])[0]
    assert [(one.state, one.people) for one in tried.stages][-1] == ("stopped", 0)
    assert tried.is_wrong
    assert "没有人" in tried.stages[-1].note


def test_as_many_are_needed_as_must_agree(cast):
    two = replace(USUAL, stages=(*USUAL.stages[:2], replace(USUAL.stages[2], deciders=2)))
    assert "要 2 人，只有 1 人" in try_route(two, [cast.union])[0].stages[-1].note
    UserFactory(union=cast.city, role=Role.APPROVER)
    assert not try_route(two, [cast.union])[0].is_wrong


def test_a_route_on_which_nobody_decides_is_told(cast):
    looked_at = Route(label="只看", stages=(Stage("review"), Stage("notice")))
    assert try_route(looked_at, [cast.union])[0].is_endless


def test_what_a_missing_level_decides_at_once_nobody_below_decides(cast):
    at_once = Route(label="一步", stages=(Stage("decide", at="city", role="approver"),))
    assert try_route(at_once, [tree(("county", "grassroots"))])[0].is_endless
    assert not try_route(at_once, [tree(("province", "county", "grassroots"))])[0].is_endless


def test_all_unions_are_tried_with_two_questions(cast, django_assert_max_num_queries):
    unions = [cast.union, cast.county, cast.city, *(UnionFactory(parent=cast.county) for _n in range(5))]
    for union in unions:
        union.refresh_from_db()
    with django_assert_max_num_queries(2):
        assert len(try_route(USUAL, unions)) == len(unions)


def test_a_union_and_its_rows_are_placed_alike(cast, reference):
    application = ApplicationFactory(union=cast.union, clerk=cast.clerk)
    route = (*LADDER.stages, Stage("decide", at="province", role="approver"))
    assert list(place_stages(application, route)) == list(place_stages(cast.union, route))


def test_the_page_narrows_to_where_nobody_decides(as_user, cast):
    policy = services.load_policy(union=cast.city, text=SIMPLE + URGENT_ROUTE, in_force_from=date(2026, 1, 1))
    client = as_user(cast.reviewer)
    url = f"/policies/rules/{policy.uid}/routes/"
    assert cast.union.name in client.get(url).content.decode()
    narrowed = client.get(f"{url}?only=wrong&route=urgent").content.decode()
    assert "每个工会的每个环节都有人办" in narrowed
    Appointment.objects.filter(user=cast.approver).update(until_on=timezone.localdate() - timedelta(days=1))
    narrowed = client.get(f"{url}?only=wrong&route=none").content.decode()
    assert cast.union.name in narrowed
    assert cast.city.name in narrowed  # who should decide; the union itself is out of the reader's scope


def test_the_way_hangs_on_the_wall_of_the_union_without_names_of_people(as_user, cast):
    """流程图 (SD3 篇5): stages, posts, days, and which cases go through one; on A4 or A3."""
    text = SIMPLE + URGENT_ROUTE
    policy = services.load_policy(union=cast.city, text=text, in_force_from=date(2026, 1, 1))
    client, url = as_user(cast.clerk), f"/policies/rules/{policy.uid}/routes/sheet.pdf"
    assert url in client.get(f"/policies/rules/{policy.uid}/routes/").text
    for query, width in (("", 595), ("?paper=a3", 842), ("?route=urgent", 595)):
        reader = PdfReader(BytesIO(client.get(f"{url}{query}").content))
        assert [round(page.mediabox.width) for page in reader.pages] == [width], query
    said = "".join(PdfReader(BytesIO(client.get(url).content)).pages[0].extract_text().split())
    for words in (
        cast.union.name,
        f"{cast.county.name}审核人",
        f"{cast.city.name}审批人",
        "个工作日内",
        "公示",
    ):
        assert words in said, words
    assert not [person.name for person in (cast.reviewer, cast.approver) if person.name in said]
    assert client.get(f"{url}?route=nowhere").status_code == 404
    assert as_user(cast.stranger).get(url).status_code == 404
    named = replace(LADDER.stages[0], for_=("deep",))
    document = policy.document
    assert which_words(document, named) != []
    assert which_words(document, LADDER.stages[0]) == []
