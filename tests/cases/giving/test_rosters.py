"""集中发放: goods of many on one roster, signed for, checked by a colleague, given once, taken back."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.applications.states import State as ApplicationState
from cases.archives.selectors.aid import list_records
from cases.giving import services
from cases.giving.models import Fulfilment, Roster
from cases.giving.selectors.rosters import list_lines, list_photos_due, list_waiting
from cases.giving.services import Returned, RosterPlan, Signed
from cases.outcomes.selectors.pieces import list_attached
from cases.policies.services import load_policy
from funds.goods import services as goods
from funds.goods.models import Slip
from funds.goods.rules import Paper
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.archives.test_archive_pdf import read
from tests.cases.giving.test_goods import NAMED, left, shelf, today  # noqa: F401 - a world
from tests.cases.intakes.lists import picture, scan
from tests.factories import ApplicationFactory, UserFactory, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C4")]


@pytest.fixture
def day(cast, reference, shelf):  # noqa: F811
    """Three families whose rice (20 公斤 at most, a bag holds one) waits, a second clerk, and the store."""
    text = NAMED.replace("{name: 大米, unit: 公斤, at_most: 20}", "{name: 大米, unit: 袋, at_most: 2}")
    text = text.replace("{name: 食用油, unit: 升, at_most: 5}", "{name: 棉被, unit: 床, at_most: 1}")
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
    made = [
        ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
            state=ApplicationState.APPROVED, programme="supplies",
        )
        for _n in range(3)
    ]  # fmt: skip
    second = UserFactory(union=cast.union, role=Role.CLERK)
    rows = [one.fulfilment for one in made]
    return SimpleNamespace(rows=rows, shelf=shelf, clerk=cast.clerk, second=second)


def plan(day, rows=None, rice=2, quilts=1, **more):
    units = {row.pk: {day.shelf.rice.pk: rice, day.shelf.quilt.pk: quilts} for row in rows or day.rows}
    told = {"store_id": day.shelf.store.pk, "on": today(), "place": "职工之家一楼", "units": units}
    return RosterPlan(**told | more)


def draw_up(day, **more):
    by = more.pop("by", day.clerk)
    return services.make_roster(plan=plan(day, **more), by=by)


def enter(day, roster, *signed, by=None, on=None, **collectors):
    """The lines at these places signed, or `line_2=Signed(...)` for one that somebody collected."""
    lines = {line.position: line for line in list_lines(roster)}
    told = {lines[place].pk: Signed() for place in signed}
    told |= {lines[int(name[5:])].pk: who for name, who in collectors.items()}
    return services.enter_roster(roster_id=roster.pk, on=on or today(), signed=told, by=by or day.clerk)


def check(day, action="check", by=None):
    slip = Slip.objects.filter(kind="issue").latest("pk")
    return goods.take_step(slip_id=slip.pk, action=action, by=by or day.second, comment="签名不全")


def signed_page():
    return SimpleUploadedFile("签领.jpg", picture("签领"), content_type="image/jpeg")


def states(roster):
    roster.refresh_from_db()
    return roster.state, [line.state for line in list_lines(roster)]


def done(day):
    rows = Fulfilment.objects.filter(pk__in=[row.pk for row in day.rows]).order_by("pk")
    return [(row.state, row.goods, row.goods_value) for row in rows]


OPEN, GIVEN = ("open", "", None), ("done", "大米 2 袋、棉被 1 床", Decimal("236.50"))


def test_who_signed_has_the_goods_once_a_colleague_has_looked_at_the_signatures(day):
    roster = draw_up(day)
    assert (roster.number[:2], states(roster)) == ("发-", ("open", ["waiting"] * 3))
    assert left(day.shelf.rice) == 10
    enter(day, roster, 1, line_3=Signed("李芳", "配偶"))
    assert states(roster) == ("entered", ["signed", "absent", "signed"])
    slip = Slip.objects.get(kind="issue")
    assert (slip.state, slip.source, left(day.shelf.rice)) == ("prepared", f"giving.roster:{roster.pk}", 10)
    assert done(day) == [OPEN] * 3, "nobody has anything before the check"
    check(day)
    assert states(roster) == ("done", ["given", "absent", "given"])
    assert (left(day.shelf.rice), left(day.shelf.quilt)) == (6, 8)
    lines = list(list_lines(roster))
    given = [line.fulfilment for line in lines]
    assert [row.is_done for row in given] == [True, False, True]
    assert given[2].what == "发放大米 2 袋、棉被 1 床，由配偶李芳代领"
    assert (given[0].done_on, given[0].signed_by, given[0].deed_key) == (today(), day.clerk, str(slip.uid))
    [record] = list_records(given[0].application.household)
    assert (record.item, record.value) == (GIVEN[1], GIVEN[2])
    actions = AuditRecord.objects.filter(action__startswith="roster.").values_list("action", flat=True)
    assert set(actions) == {"roster.make", "roster.enter", "roster.give"}


def test_who_did_not_come_may_stand_on_the_next_roster(day):
    roster = draw_up(day)
    enter(day, roster, 1, 2)
    check(day)
    [row] = list_waiting(day.clerk.union)
    again = draw_up(day, rows=[row])
    enter(day, again, 1)
    check(day)
    assert done(day) == [GIVEN] * 3
    assert left(day.shelf.rice) == 4


@pytest.mark.parametrize("action", ["refuse", "withdraw"])
def test_a_slip_that_is_not_posted_lets_the_roster_be_entered_anew(day, action):
    roster = draw_up(day)
    enter(day, roster, 1, 2)
    check(day, action, by=day.clerk if action == "withdraw" else day.second)
    assert states(roster) == ("open", ["waiting"] * 3)
    enter(day, roster, 1, 2, 3)
    check(day)
    assert done(day) == [GIVEN] * 3
    assert left(day.shelf.rice) == 4


def test_who_made_the_slip_does_not_check_it(day):
    enter(day, draw_up(day), 1)
    with pytest.raises(Refused, match="两个人"):
        check(day, by=day.clerk)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rice": 3}, "大米批准了 2 袋，要发的有 3 袋"),
        ({"rice": 0, "quilts": 0}, "请填写发几件"),
        ({"place": "  "}, "请填写发放地点"),
        ({"units": {}}, "请至少选择一户"),
    ],
)
def test_what_was_not_approved_is_not_planned(day, change, sentence):
    with pytest.raises(Refused, match=sentence):
        draw_up(day, **change)
    assert not Roster.objects.exists()


def test_no_more_is_planned_than_lies_in_the_store(day):
    services.hand_out(
        fulfilment_id=day.rows[0].pk, by=day.clerk,
        given=services.HandOut(day.shelf.store.pk, {day.shelf.rice.pk: 2}, today()),
    )  # fmt: skip
    lost = goods.report_loss(
        store_id=day.shelf.store.pk, taken={day.shelf.rice.lots.get().pk: 5}, on=today(), by=day.clerk,
        paper=Paper(decision="受潮"),
    )  # fmt: skip
    goods.take_step(slip_id=lost.pk, action="check", by=day.second)
    with pytest.raises(Refused, match="不够发：这几户共要 4 袋，仓库现有 3 袋"):
        draw_up(day, rows=day.rows[1:])


def test_a_household_stands_on_one_roster_and_is_not_given_beside_it(day):
    roster = draw_up(day, rows=day.rows[:2])
    with pytest.raises(Refused, match="在另一份花名册上"):
        draw_up(day)
    with pytest.raises(Refused, match=f"在集中发放的花名册 {roster.number} 上"):
        services.hand_out(
            fulfilment_id=day.rows[0].pk, by=day.clerk,
            given=services.HandOut(day.shelf.store.pk, {day.shelf.rice.pk: 1}, today()),
        )  # fmt: skip
    services.cancel_roster(roster_id=roster.pk, by=day.clerk, comment="下雨改期")
    assert states(roster) == ("cancelled", ["absent"] * 2)
    draw_up(day)


def test_only_the_clerks_of_the_union_do_it(day, cast):
    with pytest.raises(Refused, match="只有经办人"):
        draw_up(day, by=cast.reviewer)
    roster = draw_up(day)
    with pytest.raises(Refused):
        enter(day, roster, 1, by=UserFactory(union=cast.county, role=Role.CLERK))
    with pytest.raises(Roster.DoesNotExist):
        enter(day, roster, 1, by=cast.stranger)


def test_nobody_a_day_to_come_and_a_collector_who_is_nobody_are_refused(day):
    roster = draw_up(day)
    with pytest.raises(Refused, match="请勾选已签领的家庭"):
        enter(day, roster)
    with pytest.raises(Refused, match="不晚于今天"):
        enter(day, roster, 1, on=today() + timedelta(days=1))
    with pytest.raises(Refused, match="什么关系"):
        enter(day, roster, line_1=Signed("李芳"))
    assert states(roster) == ("open", ["waiting"] * 3)


def test_what_somebody_got_meanwhile_is_not_given_twice(day):
    roster = draw_up(day)
    enter(day, roster, 1)
    row = list_lines(roster)[0].fulfilment
    services.take_fulfilment_step(fulfilment_id=row.pk, action="give_up", by=day.clerk, comment="不要了")
    with pytest.raises(Refused, match="已经另外发放或者不发了"):
        check(day)
    assert left(day.shelf.rice) == 10
    check(day, "refuse")
    assert states(roster) == ("open", ["waiting"] * 3)
    with pytest.raises(Refused, match="请不要勾选"):
        enter(day, roster, 1, 2)
    enter(day, roster, 2)
    check(day)
    assert states(roster) == ("done", ["absent", "given", "absent"])


def test_a_roster_that_came_back_is_cancelled_though_somebody_wants_nothing_any_more(day):
    roster = draw_up(day)
    enter(day, roster, 1, 2)
    row = list_lines(roster)[0].fulfilment
    services.take_fulfilment_step(fulfilment_id=row.pk, action="give_up", by=day.clerk, comment="不要了")
    check(day, "refuse")
    services.cancel_roster(roster_id=roster.pk, by=day.clerk, comment="下雨改期")
    assert states(roster) == ("cancelled", ["absent"] * 3)


def test_what_was_given_up_is_not_signed_for(day):
    roster = draw_up(day)
    row = list_lines(roster)[0].fulfilment
    services.take_fulfilment_step(fulfilment_id=row.pk, action="give_up", by=day.clerk, comment="不要了")
    with pytest.raises(Refused, match="已经登记不发了，请不要勾选"):
        enter(day, roster, 1)


def test_one_form_sent_twice_makes_one_roster(day):
    told = plan(day)
    first = services.make_roster(plan=told, by=day.clerk)
    assert services.make_roster(plan=told, by=day.clerk) == first


def give_all(day):
    roster = draw_up(day)
    enter(day, roster, 1, 2, 3)
    check(day)
    return list_lines(roster)[0].fulfilment


def send_back(day, row, rice, by=None, reason="多发了一袋"):
    lot = day.shelf.rice.lots.get()
    told = Returned({lot.pk: rice}, today(), reason)
    return services.return_goods(fulfilment_id=row.pk, told=told, by=by or day.clerk)


def test_what_comes_back_counts_less_once_a_colleague_has_counted_it(day):
    row = give_all(day)
    slip = send_back(day, row, 1)
    row.refresh_from_db()
    assert (row.goods, left(day.shelf.rice)) == (GIVEN[1], 4)
    goods.take_step(slip_id=slip.pk, action="check", by=day.second)
    row.refresh_from_db()
    assert (row.state, row.goods, row.goods_value) == ("done", "大米 1 袋、棉被 1 床", Decimal("178.50"))
    assert left(day.shelf.rice) == 5
    [record] = list_records(row.application.household)
    assert record.value == Decimal("178.50")
    with pytest.raises(Refused, match="手里只有 1 件"):
        send_back(day, row, 2)


def test_a_family_is_locked_before_the_store(day):
    slip = send_back(day, give_all(day), 1)
    with CaptureQueriesContext(connection) as asked:
        goods.take_step(slip_id=slip.pk, action="check", by=day.second)
    locked = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = [sql.partition('FOR UPDATE OF "')[2].partition('"')[0] for sql in locked]
    assert tables[:3] == ["giving_fulfilment", "goods_slip", "goods_lot"]


def test_no_family_gives_back_what_another_one_got(day):
    row = give_all(day)
    send_back(day, row, 2)
    with pytest.raises(Refused, match="手里只有 0 件"):
        send_back(day, row, 1)


def test_when_all_came_back_it_can_be_handed_out_again(day):
    services.hand_out(
        fulfilment_id=day.rows[0].pk, by=day.clerk,
        given=services.HandOut(day.shelf.store.pk, {day.shelf.rice.pk: 2}, today()),
    )  # fmt: skip
    row = day.rows[0]
    slip = send_back(day, row, 2, reason="发错了户")
    goods.take_step(slip_id=slip.pk, action="check", by=day.second)
    row.refresh_from_db()
    assert (row.state, row.goods, row.goods_value, row.what) == ("open", "", None, "")
    assert left(day.shelf.rice) == 10
    assert not list_records(row.application.household)
    give_all(day)
    assert done(day) == [GIVEN] * 3


def test_a_return_says_why_is_of_a_clerk_and_may_be_refused(day, cast):
    row = give_all(day)
    with pytest.raises(Refused, match="退回原因"):
        send_back(day, row, 1, reason=" ")
    with pytest.raises(Refused):
        send_back(day, row, 1, by=cast.reviewer)
    slip = send_back(day, row, 2)
    goods.take_step(slip_id=slip.pk, action="refuse", by=day.second, comment="没有见到东西")
    row.refresh_from_db()
    assert (row.goods_value, left(day.shelf.rice)) == (GIVEN[2], 4)


def test_the_pages_from_the_list_to_the_signatures(day, as_user):
    client = as_user(day.clerk)
    assert "3 户的物资批准了还没有发" in client.get(reverse("giving:rosters")).content.decode()
    page = client.get(reverse("giving:roster_new"))
    form = page.context["form"]
    assert [[field.value() for field in fields] for _row, _ticked, fields in form.grid()] == [[2, 1]] * 3
    sent = {name: form[name].value() or "" for name in form.fields} | {"place": "一楼"}
    rice = f"units-{day.rows[0].pk}-{day.shelf.rice.pk}"
    address = reverse("giving:roster_new")
    assert client.post(address, sent).status_code == 422
    ticked = {"pk": [row.pk for row in day.rows]}
    wrong = client.post(address, sent | ticked | {rice: "3"})
    assert (wrong.status_code, "要发的有 3 袋" in wrong.content.decode()) == (422, True)
    for typed in ("-1", "一", "9" * 40):
        assert client.post(address, sent | ticked | {rice: typed}).status_code == 422
    first, again = (client.post(address, sent | ticked) for _n in range(2))
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])
    roster = Roster.objects.get()
    lines = list(list_lines(roster))
    enter_at = reverse("giving:roster_enter", args=[roster.pk])
    told = {"on": today(), f"signed-{lines[0].pk}": "on", f"collector-{lines[1].pk}": "李芳"}
    assert client.post(enter_at, told).status_code == 422
    told |= {f"signed-{lines[1].pk}": "on", f"relation-{lines[1].pk}": "配偶"}
    assert client.post(enter_at, told).status_code == 302
    assert states(roster) == ("entered", ["signed", "signed", "absent"])
    assert client.post(enter_at, told).status_code == 409
    shown = client.get(reverse("giving:roster", args=[roster.pk])).content.decode()
    assert "李芳（配偶）" in shown
    slip = Slip.objects.get(kind="issue")
    assert (
        reverse("giving:roster", args=[roster.pk])
        in client.get(reverse("goods:slip", args=[slip.uid])).content.decode()
    )


def test_a_roster_is_cancelled_with_its_reason_in_place(day, as_user):
    roster = draw_up(day)
    client, address = as_user(day.clerk), reverse("giving:roster_cancel", args=[roster.pk])
    for typed in (" ", "雨" * 301):
        wrong = client.post(address, {"comment": typed})
        assert wrong.status_code == 422
        assert wrong.context["cancel_form"].errors["comment"]
        assert wrong.context["cancel_form"]["comment"].value() == typed
    assert states(roster)[0] == "open"
    assert client.post(address, {"comment": "下雨改期"}).status_code == 302
    roster.refresh_from_db()
    assert (roster.state, roster.why) == ("cancelled", "下雨改期")
    assert client.post(address, {"comment": "下雨改期"}).status_code == 409


def test_the_paper_has_a_line_for_each_household_and_item_and_sums(day, as_user):
    roster = draw_up(day)
    answer = as_user(day.clerk).get(reverse("giving:roster_pdf", args=[roster.pk]))
    text = "".join("".join(read(answer.content)[1]).split())
    assert "帮扶物资签领花名册" in text
    assert roster.number in text
    assert "本页小计3户大米6袋、棉被3床" in text
    assert text.count("大米") == 5
    assert AuditRecord.objects.filter(action="export.roster").exists()


def test_a_page_that_was_signed_is_kept_once_and_seen_by_who_sees_the_roster(day, cast, as_user):
    roster = draw_up(day)
    client, address = as_user(day.clerk), reverse("giving:roster_photos", args=[roster.pk])
    early = client.post(address, {"photos": signed_page()})
    assert (early.status_code, "先登记签领" in early.content.decode()) == (409, True)
    enter(day, roster, 1)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"photos": signed_page()}).status_code == 302
    assert client.post(address, {"photos": signed_page()}).status_code == 409
    photo = roster.photos.get()
    page = reverse("giving:roster_photo", args=[photo.pk])
    assert as_user(cast.auditor).get(page).status_code == 200
    assert as_user(cast.stranger).get(page).status_code == 404
    signed, absent = (line.fulfilment.application for line in list_lines(roster)[:2])
    assert [piece.title for piece in list_attached(signed)] == ["签了字的物资花名册"]
    assert list(list_attached(absent)) == []


def test_a_roster_without_its_pages_is_on_the_desk_after_some_days(day):
    roster = draw_up(day)
    enter(day, roster, 1)
    assert not list_photos_due(day.clerk)
    with unguarded():
        Roster.objects.update(given_on=today() - timedelta(days=3))
    assert list(list_photos_due(day.clerk)) == [roster]
    services.add_photos(roster_id=roster.pk, photos=[scan()], by=day.clerk)
    assert not list_photos_due(day.clerk)


def test_the_page_of_a_family_takes_what_came_back(day, as_user):
    row = give_all(day)
    client, address = as_user(day.clerk), reverse("giving:return_goods", args=[row.pk])
    assert "登记退回" in client.get(reverse("giving:fulfilment", args=[row.pk])).content.decode()
    lot = day.shelf.rice.lots.get()
    form = client.get(address).context["form"]
    sent = {"key": form["key"].value(), "on": today(), "reason": "多发"}
    for typed, status in (("", 409), ("0", 422), ("3", 422), ("x", 422), ("1", 302)):
        assert client.post(address, sent | {f"lot-{lot.pk}": typed}).status_code == status, typed
    assert client.post(address, sent | {f"lot-{lot.pk}": "1"}).status_code == 302
    assert client.post(address, sent | {f"lot-{lot.pk}": "2"}).status_code == 409
    assert AuditRecord.objects.filter(action="fulfilment.return_goods").count() == 1
    assert Slip.objects.filter(kind="return").count() == 1
    assert "待复核" in client.get(reverse("giving:fulfilment", args=[row.pk])).content.decode()


def test_who_is_elsewhere_sees_none_of_it(day, cast, as_user):
    roster, client = draw_up(day), as_user(cast.stranger)
    for name in ("roster", "roster_pdf"):
        assert client.get(reverse(f"giving:{name}", args=[roster.pk])).status_code == 404
    assert roster.number not in client.get(reverse("giving:rosters")).content.decode()
