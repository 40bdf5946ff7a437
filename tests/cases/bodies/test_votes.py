"""How a matter was voted on: no more votes than people, a decision that follows or says why not."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.bodies import services
from cases.bodies.models import AgendaItem, Body, Meeting, Recusal
from cases.bodies.rules import follows, is_carried
from cases.bodies.states import Majority
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.cases.bodies.test_meetings import call, decide, found, hold, today, voted
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G8")]


@pytest.fixture
def checker(cast):
    return UserFactory(union=cast.county, role=Role.APPROVER)


@pytest.fixture
def meeting(cast):
    """Five sit there, four came."""
    return hold(call(found(cast.reviewer, seats=5), cast.reviewer), cast.reviewer, absent=1)


@pytest.mark.parametrize(
    ("majority", "votes_for", "carried"),
    [
        (Majority.ENTITLED, 3, True), (Majority.ENTITLED, 2, False),
        (Majority.PRESENT, 3, True), (Majority.PRESENT, 2, False),
        (Majority.TWO_THIRDS, 3, True), (Majority.TWO_THIRDS, 2, False),
    ],
)  # fmt: skip
def test_how_many_carry_a_matter(majority, votes_for, carried):
    assert is_carried(majority, votes_for, present=4, entitled=5) is carried


def test_the_database_counts_as_python_does():
    cases = list(product(Majority.values, range(5), range(5), range(1, 7)))
    with connection.cursor() as cursor:
        for majority, votes_for, present, entitled in cases:
            cursor.execute("SELECT meeting_carried(%s, %s, %s, %s)", [majority, votes_for, present, entitled])
            said = is_carried(majority, votes_for, present=present, entitled=entitled)
            assert cursor.fetchone() == (said,)


@pytest.mark.parametrize(
    ("decision", "carried", "fits"),
    [
        ("agreed", True, True), ("agreed", False, False), ("refused", True, False), ("refused", False, True),
        ("deferred", True, True), ("deferred", False, True),
    ],
)  # fmt: skip
def test_what_follows_from_a_vote(decision, carried, fits):
    assert follows(decision, carried=carried) is fits


@pytest.mark.parametrize(
    ("decision", "votes", "why", "field"),
    [
        ("agreed", {"votes_for": None}, "请登记赞成、反对、弃权的票数", "votes_for"),
        ("agreed", {"votes_for": 4}, "请登记赞成、反对、弃权的票数", "votes_for"),
        ("deferred", {"votes_for": 4}, "请登记赞成、反对、弃权的票数", "votes_for"),
        ("agreed", voted(3, 1, 1), "共 5 票，多于到会并且不回避的 4 人", "votes_for"),
        ("agreed", voted(2, 1, 1), "没有通过，与决定不一致", "departure"),
        ("refused", voted(3, 1), "通过，与决定不一致", "departure"),
    ],
)
def test_votes_that_do_not_do(decision, votes, why, field, meeting, cast):
    with pytest.raises(Refused, match=why) as refused:
        decide(meeting, cast.reviewer, decision, "再核实", **votes)
    assert refused.value.field == field
    assert meeting.items.get().decision == ""


def test_what_departs_from_the_vote_says_why(meeting, cast):
    item = decide(meeting, cast.reviewer, "refused", "暂不", **voted(3, 1), departure="主席提出补充核查")
    assert (item.departure, item.votes) == ("主席提出补充核查", "赞成 3 票，反对 1 票，弃权 0 票")
    item = decide(meeting, cast.reviewer, **voted(3, 1), departure="用不着")
    assert (item.decision, item.departure) == ("agreed", "")


def test_the_body_says_how_many_it_takes_and_a_meeting_keeps_that(cast):
    by, told = cast.reviewer, {"kind": "panel", "name": "组", "document": "1 号", "from_on": today()}
    body = found(by, seats=5, majority=Majority.TWO_THIRDS)
    meeting = hold(call(body, by), by, absent=2)
    services.change_body(body_id=body.pk, by=by, majority=Majority.ENTITLED, **told)
    assert decide(meeting, by, **voted(2, 1)).decision == "agreed"  # two of the three who are there
    later = hold(call(body, by), by, absent=2)
    with pytest.raises(Refused, match="应到会成员过半数赞成”，这一项没有通过"):
        decide(later, by, **voted(2, 1))  # two of five


def test_whoever_withdraws_late_takes_the_decision_with_them(meeting, cast, checker):
    item = decide(meeting, cast.reviewer, **voted(4))
    services.recuse(
        meeting_id=meeting.pk, item_id=item.pk, by=cast.reviewer, reason="亲属",
        member_id=meeting.attendances.order_by("pk")[0].member_id,
    )  # fmt: skip
    item.refresh_from_db()
    assert (item.decision, item.votes) == ("", "")
    with pytest.raises(Refused, match="没有登记决定"):
        services.take_step(meeting_id=meeting.pk, action="minute", by=checker)


class TestWithoutPython:
    def refused(self, do, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            do()

    def settle(self, meeting, checker):
        minuted = {"state": "minuted", "minuted_at": timezone.now(), "minuted_by": checker}
        return Meeting.objects.filter(pk=meeting.pk).update(**minuted)

    def test_no_more_vote_than_are_there_for_it(self, meeting, cast, checker):
        item = decide(meeting, cast.reviewer, **voted(4))
        AgendaItem.objects.filter(pk=item.pk).update(votes_abstained=1)
        self.refused(lambda: self.settle(meeting, checker), "more voted than were there")
        AgendaItem.objects.filter(pk=item.pk).update(votes_abstained=0)
        Recusal.objects.create(item=item, member=meeting.attendances.order_by("pk")[0].member, reason="亲属")
        self.refused(lambda: self.settle(meeting, checker), "more voted than were there")
        AgendaItem.objects.filter(pk=item.pk).update(votes_for=3)
        assert self.settle(meeting, checker) == 1

    @pytest.mark.parametrize(("decision", "votes"), [("agreed", voted(2, 2)), ("refused", voted(4))])
    def test_no_decision_against_its_vote(self, decision, votes, meeting, cast, checker):
        rows = AgendaItem.objects.filter(meeting=meeting)
        rows.update(decision=decision, words="x", **votes)
        self.refused(lambda: self.settle(meeting, checker), "decided against its vote")
        rows.update(departure="主席决定")
        assert self.settle(meeting, checker) == 1

    def test_what_rows_may_say(self, meeting):
        rows = AgendaItem.objects.filter(meeting=meeting)
        self.refused(lambda: rows.update(votes_for=1), "agenda_votes_whole")
        self.refused(lambda: rows.update(decision="agreed"), "agenda_voted_on")
        create = AgendaItem.objects.create
        self.refused(lambda: create(meeting=meeting, position=2, title="x", round=1), "agenda_version_whole")
        self.refused(lambda: rows.update(round=1, content_hash="0" * 64), "put before a meeting stays")
        self.refused(lambda: Body.objects.update(majority="odd"), "body_majority_known")
        self.refused(lambda: Meeting.objects.update(majority="odd"), "meeting_majority_known")
