"""Unions are renamed, moved, merged and split from a day on; somebody else above confirms; the past stays."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import EDITABLE_STATES
from cases.archives.models import StatusPeriod
from hardship.accounts.models import Appointment, StandIn, Union, User, standing_in
from hardship.accounts.services import appoint, close_union
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.desk.selectors import list_todo
from hardship.kernel.workflow import Refused
from hardship.statistics.selectors.statistics import get_statistics
from hardship.trees import services
from hardship.trees.models import UnionChange
from hardship.trees.selectors import list_obstacles, list_parts, list_to_confirm
from hardship.trees.services import Plan, carrying
from hardship.trees.services.planning import lock_sides
from hardship.trees.states import Kind, State
from tests.factories import (
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    fill_application,
    take,
)
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


@world
def pair(cast, reference):
    """Two grassroots unions of one county, the first with people, files and an application being written."""
    heir = UnionFactory(parent=cast.county, name="并入的工会")
    people = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    filed = HouseholdFactory(filed=True, **people)
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    second = UserFactory(union=cast.city, role=Role.ADMINISTRATOR, name="第二位")
    return {"heir": heir, "filed": filed, "draft": draft, "second": second}


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def plan(cast, kind, *, by=None, union=None, **asked):
    asked = {"on": today(), "document": "通工组〔2026〕12号", **asked}
    return services.plan(
        union_id=(union or cast.union).pk, asked=Plan(kind=kind, **asked), by=by or cast.administrator
    )


def step(change, action, by, comment=""):
    return services.take_step(change_id=change.pk, action=action, by=by, comment=comment)


def rename(cast, **asked):
    return plan(cast, Kind.RENAME, **{"name": "改了名的工会", "short_name": "改名", **asked})


def test_a_rename_waits_for_a_second_person_and_is_then_done(cast, pair):
    change = rename(cast)
    assert Union.objects.get(pk=cast.union.pk).name == cast.union.name
    assert step(change, "confirm", pair["second"]).state == State.DONE
    union = Union.objects.get(pk=cast.union.pk)
    assert (union.name, union.short_name) == ("改了名的工会", "改名")
    row = AuditRecord.objects.get(action="union.rename")
    assert (row.by, row.data["planned_by"]) == (pair["second"], cast.administrator.pk)


def test_what_is_for_later_is_done_on_its_day_by_the_clock(cast, pair):
    change = step(rename(cast, on=today(7)), "confirm", pair["second"])
    assert change.state == State.CONFIRMED
    assert services.carry_out_due() == 0
    with clock.at(today(7)):
        assert services.carry_out_due() == 1
        assert services.carry_out_due() == 0
        union = Union.objects.get(pk=cast.union.pk)
        assert (union.name, union.name_on(today(-1))) == ("改了名的工会", cast.union.name)
        assert UnionChange.objects.get().called == cast.union.name


def test_until_its_day_it_is_taken_back_and_nothing_has_moved(cast, pair):
    change = step(rename(cast, on=today(7)), "confirm", pair["second"])
    assert step(change, "withdraw", cast.administrator).state == State.WITHDRAWN
    with clock.at(today(7)):
        assert services.carry_out_due() == 0
    assert Union.objects.get(pk=cast.union.pk).name == cast.union.name
    with pytest.raises(Refused):
        step(rename_done(cast, pair), "withdraw", cast.administrator)


def rename_done(cast, pair):
    return step(rename(cast), "confirm", pair["second"])


def test_who_planned_it_does_not_confirm_it(cast, pair):
    with pytest.raises(Refused, match="提出人以外"):
        step(rename(cast), "confirm", cast.administrator)


def test_a_union_does_not_confirm_what_becomes_of_itself(cast, pair):
    own = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
    change = plan(cast, Kind.RENAME, union=cast.county, name="某区总工会", short_name="某区", by=own)
    other = UserFactory(union=cast.county, role=Role.APPROVER)
    with pytest.raises(Refused, match="由上级工会确认"):
        step(change, "confirm", other)
    assert step(change, "confirm", cast.approver).state == State.DONE


def test_the_leader_above_has_it_on_the_desk_and_declines_with_a_reason(cast, pair):
    change = rename(cast)
    assert {group.label: group.count for group in list_todo(cast.approver)}["待确认的工会变更"] == 1
    assert "待确认的工会变更" not in {group.label for group in list_todo(cast.administrator)}
    with pytest.raises(Refused, match="必须填写意见"):
        step(change, "decline", cast.approver)
    assert step(change, "decline", cast.approver, "等批复").state == State.DECLINED


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"on": -1}, "不能早于今天"),
        ({"on": 400}, "最多提前一年"),
        ({"name": " "}, "请填写新的名称"),
        ({"short_name": ""}, "请填写新的名称"),
    ],
)
def test_what_makes_no_sense_is_not_planned(cast, asked, why):
    if "on" in asked:
        asked = {"on": today(asked["on"])}
    with pytest.raises(Refused, match=why):
        rename(cast, **asked)


def test_one_change_of_a_union_at_a_time(cast, pair):
    rename(cast)
    with pytest.raises(Refused, match="没有办完的变更"):
        rename(cast)


def test_nobody_plans_beside_their_scope(cast, pair):
    with pytest.raises(Refused, match="只有管理这些工会的管理员"):
        plan(cast, Kind.MERGE, target=cast.elsewhere)
    with pytest.raises(Union.DoesNotExist):
        plan(cast, Kind.RENAME, union=cast.elsewhere, name="别处", short_name="别处")
    with pytest.raises(Refused, match="由上级工会的管理员提出"):
        plan(cast, Kind.MOVE, union=cast.city, target=cast.county)
    for role in (Role.CLERK, Role.REVIEWER, Role.AUDITOR):
        with pytest.raises(Refused):
            rename(cast, by=UserFactory(union=cast.county, role=role))


def test_a_moved_union_hangs_below_its_new_parent_with_everything(cast, pair):
    other = UnionFactory(county_level=True, parent=cast.city)
    file = pair["filed"]
    with pytest.raises(Refused, match="不能作它的上级"):
        plan(cast, Kind.MOVE, union=cast.county, target=cast.union)
    change = step(plan(cast, Kind.MOVE, target=other), "confirm", pair["second"])
    file.refresh_from_db()
    assert (file.county_id, change.parent) == (other.pk, cast.county)
    assert AuditRecord.objects.filter(action="union.move").count() == 1


def merged(cast, pair, **asked):
    return plan(cast, Kind.MERGE, target=pair["heir"], **asked)


def test_a_merger_says_before_what_goes_along(cast, pair):
    counted = {str(one.label): one.count for one in list_parts(merged(cast, pair))}
    assert counted == {"档案": 2, "人员和他们的岗位": 1}


def test_a_merged_union_ends_and_what_it_had_goes_on_elsewhere(cast, pair):
    change = step(merged(cast, pair), "confirm", pair["second"])
    heir, union = pair["heir"], Union.objects.get(pk=cast.union.pk)
    assert (change.state, union.closed_on) == (State.DONE, today())
    for file in (pair["filed"], pair["draft"]):
        file.refresh_from_db()
        assert file.union == heir
    clerk = User.objects.get(pk=cast.clerk.pk)
    assert (clerk.union, clerk.places) == (heir, {heir.pk: frozenset({Role.CLERK})})
    assert change.moved == {"archives.files": 2, "accounts.people": 1}
    assert not Appointment.objects.in_force(today()).filter(union=union).exists()
    assert pair["filed"].steps.last().comment.endswith("转入“并入的工会”。")


def test_the_figures_of_before_stay_with_the_union_that_ended(cast, pair):
    union = cast.union
    file = pair["filed"]
    begun = StatusPeriod.objects.get(household=file, to_on__isnull=True).from_on
    before = get_statistics(user=cast.reviewer, on=begun, union=union).total.households

    def count(on, of):
        return get_statistics(user=cast.reviewer, on=on, union=of).total.households

    with clock.at(today(30)):
        step(merged(cast, pair), "confirm", pair["second"])
        assert (count(begun, union), count(begun, pair["heir"])) == (before, 0) == (1, 0)
        assert (count(today(), union), count(today(), pair["heir"])) == (0, 1)


def test_what_is_being_written_goes_along_and_what_is_reviewed_holds_it_up(cast, pair):
    people = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    application = ApplicationFactory(**people)
    assert application.state in EDITABLE_STATES
    busy = fill_application(
        by=cast.clerk, household=pair["filed"], programme="living", reason="生活困难", union=cast.union
    )
    take(busy, "submit", by=cast.clerk)
    change = merged(cast, pair)
    assert any("正在审核的申请 1 份" in line for line in list_obstacles(change))
    of_county = plan(
        cast, Kind.MERGE, union=cast.county, target=UnionFactory(county_level=True, parent=cast.city)
    )
    assert any("要在这里审核、审批的下级申请 1 份" in line for line in list_obstacles(of_county))
    with pytest.raises(Refused, match="正在审核的申请 1 份"):
        step(change, "confirm", pair["second"])
    assert Union.objects.get(pk=cast.union.pk).closed_on is None
    assert UnionChange.objects.get(pk=change.pk).is_planned
    take(busy, "return", by=cast.reviewer)
    step(change, "confirm", pair["second"])
    for row in (busy, application):
        row.refresh_from_db()
        assert row.union == pair["heir"]


def test_what_is_not_settled_on_the_day_is_told_once_and_tried_again(cast, pair):
    busy = StandIn.objects.create(
        appointment=cast.clerk.appointments.get(), user=UserFactory(union=pair["heir"], role=Role.REVIEWER),
        from_on=today(), until_on=today(3), reason="休假", made_by=cast.clerk,
    )  # fmt: skip
    change = step(merged(cast, pair, on=today(2)), "confirm", pair["second"])
    with clock.at(today(2)):
        assert services.carry_out_due() == services.carry_out_due() == 0
        change.refresh_from_db()
        assert "没有结束的代办 1 次" in change.held_up
        StandIn.objects.filter(pk=busy.pk).update(ended_at=timezone.now(), ended_by=cast.clerk)
        assert services.carry_out_due() == 1
    change.refresh_from_db()
    assert (change.state, change.held_up) == (State.DONE, "")


def test_posts_that_exclude_each_other_at_one_union_hold_it_up(cast, pair):
    appoint(
        user=cast.clerk, union=pair["heir"], role=Role.APPROVER, from_on=today(), by=cast.administrator
    )  # fmt: skip
    with pytest.raises(Refused, match="不能由同一人担任"):
        step(merged(cast, pair), "confirm", pair["second"])


def test_the_unions_below_go_along_where_their_level_fits(cast, pair):
    other = UnionFactory(county_level=True, parent=cast.city)
    change = plan(cast, Kind.MERGE, union=cast.county, target=other)
    line = "；".join(list_obstacles(change))
    assert "级别" not in line
    below = plan(cast, Kind.MERGE, union=pair["heir"], target=cast.union)
    assert list_obstacles(below) == []
    step(below, "withdraw", cast.administrator)
    UnionFactory(parent=cast.union)
    sideways = plan(cast, Kind.MERGE, target=cast.county)
    assert list_obstacles(sideways) == []


def test_a_split_makes_a_union_of_those_who_were_chosen(cast, pair):
    colleague = UserFactory(union=cast.union, role=Role.CLERK)
    change = plan(
        cast, Kind.SPLIT, name="分出的工会", short_name="分出", code="N77",
        chosen={"archives.files": [pair["filed"].pk], "accounts.people": [colleague.pk]},
    )  # fmt: skip
    change = step(change, "confirm", pair["second"])
    made = Union.objects.get(code="N77")
    assert (change.made, made.parent, made.level) == (made, cast.county, cast.union.level)
    for row in (pair["filed"], colleague):
        row.refresh_from_db()
        assert row.union == made
    for row in (pair["draft"], cast.clerk):
        row.refresh_from_db()
        assert row.union == cast.union
    assert Union.objects.get(pk=cast.union.pk).closed_on is None


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"code": ""}, "编码"),
        ({"code": "taken"}, "编码"),
        ({"chosen": {}}, "请选择分到新工会去的"),
        ({"chosen": {"archives.files": [987654]}}, "有的已不在这个工会"),
        ({"name": ""}, "名称"),
    ],
)
def test_a_split_that_is_not_whole_is_not_planned(cast, pair, asked, why):
    whole = {
        "name": "分出的工会", "short_name": "分出", "code": "N77",
        "chosen": {"archives.files": [pair["filed"].pk]},
    }  # fmt: skip
    if asked.get("code") == "taken":
        asked = {"code": cast.county.code}
    with pytest.raises(Refused, match=why):
        plan(cast, Kind.SPLIT, **{**whole, **asked})


def close(union):
    """Around what closing asks for."""
    Union.objects.filter(pk=union.pk).update(closed_on=today())


def test_nothing_goes_to_a_union_that_was_closed_meanwhile(cast, pair):
    at_once, later = (
        merged(cast, pair),
        plan(cast, Kind.MERGE, union=UnionFactory(parent=cast.county), target=pair["heir"], on=today(2)),
    )
    step(later, "confirm", pair["second"])
    close(pair["heir"])
    with pytest.raises(Refused, match="“并入的工会”已撤销"):
        step(at_once, "confirm", pair["second"])
    with clock.at(today(2)):
        assert services.carry_out_due() == 0
    later.refresh_from_db()
    assert "“并入的工会”已撤销" in later.held_up
    with pytest.raises(Refused, match="已撤销，不能并入"):
        plan(cast, Kind.MERGE, union=UnionFactory(parent=cast.county), target=pair["heir"])


@pytest.mark.parametrize("is_last_first", [False, True])
def test_what_goes_on_the_same_day_through_a_union_arrives(cast, pair, is_last_first):
    last = UnionFactory(parent=cast.county, name="最后的工会")
    steps = [(cast.union, pair["heir"]), (pair["heir"], last)]
    for source, target in reversed(steps) if is_last_first else steps:
        change = plan(cast, Kind.MERGE, union=source, target=target, on=today(2))
        step(change, "confirm", pair["second"])
    with clock.at(today(2)):
        assert [services.carry_out_due(), services.carry_out_due()] == ([1, 1] if is_last_first else [2, 0])
    assert User.objects.get(pk=cast.clerk.pk).union == last
    pair["filed"].refresh_from_db()
    assert pair["filed"].union == last


def test_both_unions_are_locked_in_the_order_of_their_keys(cast, pair):
    keys = sorted((cast.union.pk, pair["heir"].pk))
    with CaptureQueriesContext(connection) as asked:
        assert [union.pk for union in lock_sides(*reversed(keys))] == keys[::-1]
    [query] = asked
    assert 'ORDER BY "accounts_union"."id" ASC FOR UPDATE' in query["sql"]


def test_one_that_fails_leaves_the_others_to_be_done(cast, pair, monkeypatch, caplog):
    def fail(change):
        raise ValueError("身份证 320681")

    monkeypatch.setitem(carrying._EFFECTS, Kind.MOVE, fail)
    other = UnionFactory(county_level=True, parent=cast.city)
    broken = step(plan(cast, Kind.MOVE, target=other, on=today(2)), "confirm", pair["second"])
    good = step(rename(cast, union=pair["heir"], on=today(2)), "confirm", pair["second"])
    with clock.at(today(2)):
        assert services.carry_out_due() == 1
    assert [UnionChange.objects.get(pk=row.pk).state for row in (broken, good)] == [
        State.CONFIRMED, State.DONE,
    ]  # fmt: skip
    assert f"the change {broken.pk} of a union failed: ValueError" in caplog.text
    assert "320681" not in caplog.text
    broken.refresh_from_db()
    assert broken.held_up == "系统没有办成，请联系系统维护人员。"


def test_one_that_is_taken_back_while_it_is_refused_leaves_the_others_to_be_done(cast, pair, monkeypatch):
    class TakenBack(Refused):
        def __str__(self):  # asked once the refusal has undone everything
            step(back, "withdraw", cast.administrator)
            return "还有没有办结的"

    def refuse(change):
        raise TakenBack

    monkeypatch.setitem(carrying._EFFECTS, Kind.MOVE, refuse)
    other = UnionFactory(county_level=True, parent=cast.city)
    back = step(plan(cast, Kind.MOVE, target=other, on=today(2)), "confirm", pair["second"])
    step(rename(cast, union=pair["heir"], on=today(2)), "confirm", pair["second"])
    with clock.at(today(2)):
        assert services.carry_out_due() == 1
    back.refresh_from_db()
    assert (back.state, back.held_up) == (State.WITHDRAWN, "")


def split(cast, pair, **asked):
    chosen = {"archives.files": [pair["filed"].pk]}
    whole = {"name": "分出的工会", "short_name": "分出", "code": "N77", "chosen": chosen}
    return plan(cast, Kind.SPLIT, **{**whole, **asked})


def test_a_code_that_was_taken_meanwhile_is_told_on_the_day(cast, pair):
    change = step(split(cast, pair, on=today(2)), "confirm", pair["second"])
    UnionFactory(parent=cast.county, code="N77", name="先建的工会")
    with clock.at(today(2)):
        assert services.carry_out_due() == 0
    change.refresh_from_db()
    assert "编码 N77 已是“先建的工会”的" in change.held_up


def test_a_code_is_planned_once(cast, pair):
    first = split(cast, pair, on=today(2))
    with pytest.raises(Refused, match="正在提出的重复"):
        split(cast, pair, union=pair["heir"])
    step(first, "withdraw", cast.administrator)
    assert split(cast, pair).is_planned


@pytest.mark.parametrize("kind", [Kind.RENAME, Kind.MERGE])
def test_a_union_with_a_change_under_way_is_not_closed(cast, pair, kind):
    change = rename(cast, union=pair["heir"]) if kind == Kind.RENAME else merged(cast, pair)
    with pytest.raises(Refused, match=f"没有办完的工会变更 1 项：{change.union.name}{change.said}"):
        close_union(union=pair["heir"], on=today(), by=cast.administrator)
    step(change, "withdraw", cast.administrator)
    close_union(union=pair["heir"], on=today(), by=cast.administrator)
    assert Union.objects.get(pk=pair["heir"].pk).closed_on == today()


def test_nothing_waits_for_whoever_stands_in(cast, pair):
    change, person = rename(cast), UserFactory(union=cast.city, role=Role.DEPARTMENT)
    row = StandIn.objects.create(
        appointment=cast.approver.appointments.get(), user=person, from_on=today(), until_on=today(3),
        reason="休假", made_by=cast.approver,
    )  # fmt: skip
    acting = standing_in(person, row)
    assert list(list_to_confirm(cast.approver)) == [change]
    assert list(list_to_confirm(acting)) == []
    assert "待确认的工会变更" not in {group.label for group in list_todo(acting)}
    assert services.list_buttons(change, acting) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trees_unionchange SET name = '别的名'",
        "UPDATE trees_unionchange SET state = 'done', done_on = now()::date",
        "UPDATE trees_unionchange SET state = 'planned', decided_by_id = NULL, decided_at = NULL",
        "DELETE FROM trees_unionchange",
    ],
)
def test_the_database_keeps_a_change_to_its_way(cast, pair, statement):
    step(rename(cast, on=today(7)), "confirm", pair["second"])
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="keeps to its way"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


def test_the_database_refuses_a_confirmation_by_whoever_planned_it(cast, pair):
    change = rename(cast, on=today(7))
    with pytest.raises(IntegrityError, match="confirmed_by_another"), transaction.atomic():
        UnionChange.objects.filter(pk=change.pk).update(
            state=State.CONFIRMED, decided_by=cast.administrator, decided_at=timezone.now()
        )


def test_the_database_allows_one_change_at_a_time(cast, pair):
    rename(cast, on=today(7))
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        UnionChange.objects.create(
            union=cast.union, kind=Kind.RENAME, name="另一个", on=today(), document="x",
            planned_by=cast.administrator,
        )  # fmt: skip


def test_the_pages_lead_from_a_union_to_its_history(cast, pair, as_user):
    client = as_user(cast.administrator)
    asked = {
        "on": today().isoformat(), "document": "通工组〔2026〕12号", "name": "分出的工会",
        "short_name": "分出", "code": "N78", "archives_files": f" {pair['filed'].file_no}，\n",
    }  # fmt: skip
    address = reverse("trees:new", args=[cast.union.pk, "split"])
    wrong = client.post(address, {**asked, "archives_files": "没有这个号"})
    assert wrong.status_code == 422
    assert "这里没有这些编号（1 个）：没有这个号" in wrong.content.decode()
    planned = client.post(address, asked)
    assert planned.status_code == 302
    page = client.get(planned["Location"]).content.decode()
    assert "会一起过去的" in page
    assert pair["filed"].file_no in page
    change = UnionChange.objects.get()
    done = as_user(pair["second"]).post(reverse("trees:step", args=[change.uid]), {"action": "confirm"})
    assert done.status_code == 302
    history = client.get(reverse("trees:history", args=[cast.union.pk])).content.decode()
    assert "分出“分出的工会”" in history
    assert "分出的工会" in client.get(reverse("trees:changes"), {"q": "分出"}).content.decode()


def test_a_refused_step_is_told_on_the_page(cast, pair, as_user):
    change = rename(cast)
    told = as_user(cast.administrator).post(reverse("trees:step", args=[change.uid]), {"action": "confirm"})
    assert told.status_code == 409
    assert "提出人以外" in told.content.decode()


def test_nobody_elsewhere_sees_or_confirms_it(cast, pair, as_user):
    change = merged(cast, pair)
    far = UserFactory(union=cast.elsewhere.parent.parent, role=Role.ADMINISTRATOR)
    assert "待确认的工会变更" not in {group.label for group in list_todo(far)}
    assert as_user(far).get(reverse("trees:change", args=[change.uid])).status_code == 404
    with pytest.raises(UnionChange.DoesNotExist):
        step(change, "confirm", far)
    heir = UserFactory(union=pair["heir"], role=Role.ADMINISTRATOR)
    assert as_user(heir).get(reverse("trees:change", args=[change.uid])).status_code == 200
    assert "待确认的工会变更" not in {group.label for group in list_todo(heir)}
    with pytest.raises(Refused, match="上级工会确认"):
        step(change, "confirm", heir)


def test_the_list_asks_equally_often_for_one_and_for_many(cast, pair, as_user, django_assert_num_queries):
    client, page = as_user(pair["second"]), reverse("trees:changes")
    step(rename(cast), "confirm", pair["second"])
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(6):
        union = UnionFactory(parent=cast.county)
        change = rename(cast, union=union, name=f"改名{number}", short_name="改")
        step(change, "confirm", pair["second"])
    with django_assert_num_queries(len(few)):
        client.get(page)
