"""领导小组 and meetings: who sits there, who came, who withdrew, what was decided, and minutes that stay."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.bodies import services
from cases.bodies.models import AgendaItem, Attendance, Body, BodyMember, Meeting, MinutesScan, Recusal
from cases.bodies.reports import minutes
from cases.bodies.selectors import list_offers, list_unsettled
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import accept_upload
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G8")]
TOLD = {"kind": "leading_group", "name": "帮扶工作领导小组", "document": "崇总工发〔2026〕3 号"}


def today():
    return timezone.localdate()


def found(by, seats=3, **more):
    body = services.found_body(by=by, **{"union": by.union, **TOLD, "from_on": today(), **more})
    for place in range(seats):
        part = "leader" if place == 0 else "member"
        services.add_member(
            body_id=body.pk, user=None, name=f"委员{place}", post="部长", part=part, from_on=today(), by=by
        )
    return body


def call(body, by, *titles):
    meeting = services.call_meeting(body_id=body.pk, on=today(), place="会议室", by=by)
    for title in titles or ("研究名单",):
        services.add_item(meeting_id=meeting.pk, target="", title=title, by=by)
    return meeting


def attend(meeting, by, absent=0):
    rows = list(meeting.attendances.order_by("pk"))
    attended = {row.pk: ("present", "") for row in rows[: len(rows) - absent]}
    attended |= {row.pk: ("absent", "出差") for row in rows[len(rows) - absent :]}
    return services.record_attendance(meeting_id=meeting.pk, attended=attended, by=by)


def hold(meeting, by, absent=0):
    attend(meeting, by, absent)
    return services.take_step(meeting_id=meeting.pk, action="hold", by=by)


def voted(yes=0, no=0, none=0):
    return {"votes_for": yes, "votes_against": no, "votes_abstained": none}


def decide(meeting, by, decision="agreed", words="", item=None, **votes):
    """As all who are there for it vote, unless it is said how."""
    item = item or meeting.items.order_by("position").first()
    out = item.recusals.values("member")
    there = meeting.attendances.filter(presence="present").exclude(member__in=out).count()
    usual = {"agreed": voted(yes=there), "refused": voted(no=there)}.get(decision, {})
    return services.decide(
        meeting_id=meeting.pk, item_id=item.pk, decision=decision, words=words, by=by, **(votes or usual)
    )


def settle(meeting, by, checker):
    hold(meeting, by)
    for item in meeting.items.filter(removed_at__isnull=True):
        decide(meeting, by, item=item)
    return services.take_step(meeting_id=meeting.pk, action="minute", by=checker)


@pytest.fixture
def checker(cast):
    return UserFactory(union=cast.county, role=Role.APPROVER)


def test_a_meeting_from_its_call_to_the_signed_minutes(cast, checker):
    by = cast.reviewer
    meeting = call(found(by), by, "研究名单", "撤下的")
    gone = meeting.items.get(title="撤下的")
    services.remove_item(meeting_id=meeting.pk, item_id=gone.pk, by=by)
    hold(meeting, by, absent=1)
    assert list(list_unsettled(checker)) == [meeting]
    assert not list_unsettled(by).exists()
    decide(meeting, by, "refused", "资料不全")
    decide(meeting, by, "agreed", "同意")
    services.take_step(meeting_id=meeting.pk, action="minute", by=checker)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    accepted = accept_upload(ContentFile(picture.getvalue(), name="纪要.png"))
    services.add_scan(meeting_id=meeting.pk, accepted=accepted, by=by)
    with pytest.raises(Refused, match="已经上传过"):
        services.add_scan(meeting_id=meeting.pk, accepted=accepted, by=by)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_by, meeting.minuted_by) == ("minuted", by, checker)
    actions = AuditRecord.objects.about(meeting).order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "meeting.call", "meeting.add_item", "meeting.add_item", "meeting.remove_item", "meeting.attendance",
        "meeting.hold", "meeting.decide", "meeting.decide", "meeting.minute", "meeting.scan",
    ]  # fmt: skip


def test_a_body_is_changed_its_people_come_and_go(cast):
    by = cast.reviewer
    body = found(by, seats=1)
    with pytest.raises(Refused, match="已有组长"):
        services.add_member(
            body_id=body.pk, user=None, name="乙", post="主席", part="leader", from_on=today(), by=by
        )
    seat = {"body_id": body.pk, "name": "", "post": "经办", "part": "member", "from_on": today(), "by": by}
    member = services.add_member(user=by, **seat)
    assert member.name == by.name
    with pytest.raises(Refused, match="已是成员"):
        services.add_member(user=by, **seat)
    with pytest.raises(Refused, match="请选择账号，或填写姓名"):
        services.add_member(user=None, **seat)
    ended = services.end_member(body_id=body.pk, member_id=member.pk, by=by)
    assert ended.until_on == today()  # came and went on one day
    with pytest.raises(Refused, match="同名"):
        found(by, seats=0)
    changed = {**TOLD, "name": "帮扶委员会", "from_on": today()}
    assert services.change_body(body_id=body.pk, by=by, **changed).name == "帮扶委员会"
    meeting = call(body, by)
    with pytest.raises(Refused, match="还有没定纪要的会议"):
        services.close_body(body_id=body.pk, by=by)
    services.take_step(meeting_id=meeting.pk, action="cancel", comment="改期", by=by)
    services.close_body(body_id=body.pk, by=by)
    with pytest.raises(Body.DoesNotExist):
        services.call_meeting(body_id=body.pk, on=today(), place="会议室", by=by)


@pytest.mark.parametrize(
    ("seats", "absent", "can_hold"), [(3, 1, True), (3, 2, False), (4, 2, False), (4, 1, True), (1, 0, True)]
)
def test_more_than_half_have_to_be_there(cast, seats, absent, can_hold):
    meeting = call(found(cast.reviewer, seats), cast.reviewer)
    if can_hold:
        assert hold(meeting, cast.reviewer, absent).is_held
    else:
        with pytest.raises(Refused, match=f"应到 {seats} 人，实到 {seats - absent} 人，没有过半"):
            hold(meeting, cast.reviewer, absent)


def test_whoever_withdraws_is_not_counted_for_that_matter(cast):
    by = cast.reviewer
    meeting = call(found(by, seats=4), by, "回避的", "别的")
    first, second = meeting.items.order_by("position")
    present = list(meeting.attendances.order_by("pk"))
    told = {"meeting_id": meeting.pk, "item_id": first.pk, "reason": "亲属", "by": by}
    for row in present[:2]:
        services.recuse(member_id=row.member_id, **told)
    with pytest.raises(Refused, match="已对这一项回避"):
        services.recuse(member_id=present[0].member_id, **told)
    with pytest.raises(Refused, match="本次会议的成员"):
        services.recuse(member_id=0, **told)
    hold(meeting, by, absent=1)
    with pytest.raises(Refused, match=r"应到 2 人（回避的不计），实到 1 人，没有过半，这一项只能暂缓"):
        decide(meeting, by, item=first)
    assert decide(meeting, by, "deferred", "人数不足", item=first).decision == "deferred"
    assert decide(meeting, by, item=second).decision == "agreed"


def test_what_is_refused_on_the_way(cast, checker):
    by = cast.reviewer
    meeting = call(found(by), by)
    with pytest.raises(Refused, match="请先登记到会情况"):
        services.take_step(meeting_id=meeting.pk, action="hold", by=by)
    with pytest.raises(Refused, match="是否到会"):
        services.record_attendance(meeting_id=meeting.pk, attended={}, by=by)
    rows = {row.pk: ("absent", "") for row in meeting.attendances.all()}
    with pytest.raises(Refused, match="没有到会的原因"):
        services.record_attendance(meeting_id=meeting.pk, attended=rows, by=by)
    with pytest.raises(Refused, match="先登记召开"):
        decide(meeting, by)
    for target, words in (("", "请选择要研究的事项"), ("unknown|1", "不等待研究")):
        with pytest.raises(Refused, match=words):
            services.add_item(meeting_id=meeting.pk, target=target, title="", by=by)
    hold(meeting, by)
    with pytest.raises(Refused, match="到会情况不能再改"):
        attend(meeting, by)
    with pytest.raises(Refused, match="请写明理由"):
        decide(meeting, by, "refused")
    with pytest.raises(Refused, match="还有议题没有登记决定"):
        services.take_step(meeting_id=meeting.pk, action="minute", by=checker)
    decide(meeting, by)
    with pytest.raises(Refused, match="记录人以外的人"):
        services.take_step(meeting_id=meeting.pk, action="minute", by=by)
    later = services.call_meeting(
        body_id=meeting.body_id, on=today() + timedelta(days=3), place="会议室", by=by
    )
    with pytest.raises(Refused, match="日期还没有到"):
        services.take_step(meeting_id=later.pk, action="hold", by=by)
    with pytest.raises(Refused, match="没有在任成员"):
        services.call_meeting(body_id=meeting.body_id, on=date(2020, 1, 1), place="会议室", by=by)
    for who in ("finance", "auditor", "stranger"):
        with pytest.raises(Refused, match="工作人员可以办理"):
            found(getattr(cast, who), union=cast.county)
    with pytest.raises(Meeting.DoesNotExist):
        services.take_step(meeting_id=meeting.pk, action="minute", by=cast.stranger)


def test_what_rooms_offer_for_the_agenda(one_of_each):
    world = one_of_each
    meeting = call(found(world.reviewer), world.reviewer)
    key = f"applications.application|{world.in_review.pk}"
    offers = dict(list_offers(meeting, world.reviewer))
    assert world.in_review.number in offers[key]
    assert f"applications.application|{world.at_city.pk}" not in offers
    item = services.add_item(meeting_id=meeting.pk, target=key, title="不用", by=world.reviewer)
    assert world.in_review.number in item.title
    assert key not in dict(list_offers(meeting, world.reviewer))
    with pytest.raises(Refused, match="已在议程上"):
        services.add_item(meeting_id=meeting.pk, target=key, title="", by=world.reviewer)
    own = call(world.body, world.clerk)
    assert f"plans.plan|{world.plan.uid}" in dict(list_offers(own, world.clerk))


def test_pages_scope_lists_and_paper(cast, checker, as_user, django_assert_max_num_queries):
    by = cast.reviewer
    body = found(by)
    meeting = call(body, by)
    client, page = as_user(by), reverse("bodies:meeting", args=[meeting.uid])
    for url in (page, reverse("bodies:body", args=[body.uid])):
        assert as_user(cast.stranger).get(url).status_code == 404
    assert as_user(cast.finance).get(page).status_code == 403
    assert as_user(by).get(reverse("bodies:minutes", args=[meeting.uid])).status_code == 404
    client = as_user(by)
    rows = list(meeting.attendances.all())
    typed = {f"presence_{row.pk}": "absent" for row in rows} | {f"reason_{rows[0].pk}": "住院"}
    refused = client.post(reverse("bodies:attendance", args=[meeting.uid]), typed)
    assert (refused.status_code, "没有到会的原因" in refused.text, "住院" in refused.text) == (
        409,
        True,
        True,
    )
    meeting = hold(meeting, by)
    item = meeting.items.get()
    decision = reverse("bodies:decide", args=[meeting.uid, item.pk])
    kept = client.post(decision, {"decision": "", "words": "同意名单"})
    assert (kept.status_code, "同意名单" in kept.text) == (422, True)
    agreed = {"decision": "agreed", "words": "同意名单"}
    unvoted = client.post(decision, agreed)
    assert (unvoted.status_code, "请登记赞成、反对、弃权的票数" in unvoted.text) == (409, True)
    assert client.post(decision, agreed | voted(2, 1)).status_code == 302
    paper = render_to_string("pdf/minutes.html", {"title": "", **minutes(meeting)})
    assert "未定稿" in paper
    client.post(reverse("bodies:step", args=[meeting.uid]), {"action": "minute"})
    assert Meeting.objects.get().is_held  # not by whoever recorded it
    as_user(checker).post(reverse("bodies:step", args=[meeting.uid]), {"action": "minute"})
    pdf = as_user(by).get(reverse("bodies:minutes", args=[meeting.uid]))
    assert pdf.content.startswith(b"%PDF")
    paper = render_to_string("pdf/minutes.html", {"title": "", **minutes(Meeting.objects.get())})
    assert all(
        words in paper
        for words in ("应到 3 人，实到 3 人", "同意名单", "赞成 2 票，反对 1 票", checker.name, "委员0")
    )
    client = as_user(by)
    for number in range(20):
        call(body, by, f"议题{number}")
    for url in (
        reverse("bodies:meetings"),
        reverse("bodies:bodies"),
        reverse("bodies:body", args=[body.uid]),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
    assert "共 <b>1</b> 次" in client.get(reverse("bodies:meetings"), {"state": "minuted"}).text
    book = client.post(f"{reverse('bodies:meetings_export')}?state=minuted")
    cells = [cell for row in openpyxl.load_workbook(BytesIO(book.content)).active.values for cell in row]
    assert body.name in cells
    assert client.post(reverse("bodies:export")).status_code == 200


class TestWithoutPython:
    """What the database refuses, whoever asks it."""

    def refused(self, do, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            do()

    def test_settled_minutes_stay(self, cast, checker):
        meeting = call(found(cast.reviewer), cast.reviewer)
        settle(meeting, cast.reviewer, checker)
        item, row = meeting.items.get(), meeting.attendances.first()
        self.refused(lambda: Meeting.objects.update(place="别处"), "settled minutes")
        self.refused(lambda: Meeting.objects.update(state="held"), "settled minutes")
        self.refused(lambda: AgendaItem.objects.update(words="改了"), "settled minutes")
        self.refused(lambda: Attendance.objects.update(presence="absent"), "settled minutes")
        create = AgendaItem.objects.create
        self.refused(lambda: create(meeting=meeting, position=9, title="补的"), "settled minutes")
        recuse = Recusal.objects.create
        self.refused(lambda: recuse(item=item, member=row.member, reason="x"), "settled minutes")
        for rows in (Meeting.objects.all(), AgendaItem.objects.all(), Attendance.objects.all()):
            self.refused(lambda rows=rows: rows._raw_delete(rows.db), "is kept|violates foreign key")
        scan = MinutesScan.objects.create(
            meeting=meeting, file="a", name="a", media_type="a", size=1, sha256="a"
        )
        self.refused(lambda: MinutesScan.objects.filter(pk=scan.pk).update(name="b"), "append-only")

    def test_too_few_do_not_decide(self, cast, checker):
        by = cast.reviewer
        meeting = call(found(by), by)
        rows = Meeting.objects.filter(pk=meeting.pk)
        held = {"state": "held", "held_by": by, "held_at": timezone.now()}
        self.refused(lambda: rows.update(**held), "not more than half")
        attend(meeting, by, absent=2)
        self.refused(lambda: rows.update(**held), "not more than half")
        hold(meeting, by)
        self.refused(lambda: Attendance.objects.update(presence="absent"), "settled minutes")
        minuted = {"state": "minuted", "minuted_at": timezone.now()}
        self.refused(lambda: rows.update(**minuted, minuted_by=checker), "no decision")
        item = decide(meeting, by)
        self.refused(lambda: rows.update(**minuted, minuted_by=by), "meeting_minuted_by_another")
        for row in meeting.attendances.all():
            Recusal.objects.create(item=item, member=row.member, reason="亲属")
        self.refused(lambda: rows.update(**minuted, minuted_by=checker), "decided by too few")

    def test_bodies_members_and_matters(self, cast):
        body = found(cast.reviewer, seats=1)
        meeting = call(body, cast.reviewer)
        create = BodyMember.objects.create
        seat = {"body": body, "name": "甲", "post": "主席", "part": "leader", "from_on": today()}
        self.refused(lambda: create(**seat), "body_has_one_leader")
        self.refused(lambda: create(**{**seat, "part": "odd"}), "body_member_part_known")
        self.refused(lambda: create(**{**seat, "part": "member", "name": ""}), "body_member_named")
        self.refused(
            lambda: create(**{**seat, "until_on": today() - timedelta(days=1)}),
            "body_member_leaves_after_coming",
        )
        again = {"union": cast.county, **TOLD, "from_on": today()}
        self.refused(lambda: Body.objects.create(**again), "body_named_once")
        self.refused(lambda: Body.objects.create(**{**again, "document": ""}), "body_founded")
        item = {"meeting": meeting, "position": 2, "title": "x"}
        self.refused(lambda: AgendaItem.objects.create(**{**item, "title": ""}), "agenda_titled")
        self.refused(lambda: AgendaItem.objects.create(**item, kind="a"), "agenda_target_whole")
        self.refused(lambda: AgendaItem.objects.create(**item, decision="odd"), "agenda_decision_known")
        self.refused(
            lambda: AgendaItem.objects.create(**item, decision="refused"), "agenda_refusal_has_words"
        )


@pytest.mark.django_db(transaction=True)
def test_nobody_adds_a_matter_while_the_minutes_are_settled():
    by = UserFactory(role=Role.REVIEWER)
    checker = UserFactory(union=by.union, role=Role.APPROVER)
    meeting = call(found(by), by)
    hold(meeting, by)
    decide(meeting, by)

    def add():
        return services.add_item(
            meeting_id=meeting.pk, target="", title="补的", by=User.objects.get(pk=by.pk)
        )

    with after_this(add) as added:
        services.take_step(meeting_id=meeting.pk, action="minute", by=checker)
    assert isinstance(added[0], Refused)
    assert "纪要已定" in str(added[0])
    assert meeting.items.count() == 1
