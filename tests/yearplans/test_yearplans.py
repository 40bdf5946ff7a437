"""年度工作安排: put down by hand, from the guide, from last year; who sees to it; what came of it stays."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.desk.selectors import list_todo
from hardship.handovers.selectors import list_held
from hardship.handovers.services import hand_over, receive
from hardship.kernel.desk import DUTIES
from hardship.messaging.models import Receipt
from hardship.yearplans import services
from hardship.yearplans.models import YearEntry
from hardship.yearplans.rules import a_year_later, days_of, month_runs
from hardship.yearplans.selectors import list_coming, list_proposals
from hardship.yearplans.services import YearPlanRefused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year + 1  # in which the posts of the cast have begun


@pytest.fixture(autouse=True)
def _in_may():
    with freeze_time(at(5, 10)):
        yield


def at(month, day):
    return f"{YEAR}-{month:02}-{day:02} 10:00:00+08:00"


def put_down(by, **more):
    told = {
        "uid": uuid.uuid4(), "title": "金秋助学", "begins_on": date(YEAR, 7, 1), "ends_on": date(YEAR, 9, 15),
        "responsible": by,
    }  # fmt: skip
    return services.add_entry(by=by, **told | more)


def end(entry, by, *, is_done=True, result="资助 41 名学生。"):
    return services.end_entry(entry_id=entry.pk, is_done=is_done, result=result, by=by)


def test_days_follow_from_months_and_years():
    assert month_runs([12, 1, 2, 6]) == [(1, 2), (6, 6), (12, 12)]
    assert days_of(2028, (1, 2)) == (date(2028, 1, 1), date(2028, 2, 29))
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_later(date(2026, 12, 31)) == date(2027, 12, 31)


@pytest.mark.requirement("B7")
def test_a_matter_comes_up_on_the_desk_thirty_days_before_it_begins(cast):
    entry = put_down(cast.clerk)
    nobodys = put_down(cast.clerk, title="夏送清凉", responsible=None, begins_on=date(YEAR, 6, 1))
    duty = DUTIES["yearplans.coming"]
    assert list(list_coming(cast.clerk)) == [nobodys]
    with freeze_time(at(6, 1)):
        assert list(duty.rows(cast.clerk)) == [nobodys, entry]
        assert "金秋助学" in str(list_todo(cast.clerk))
        assert not list_coming(cast.reviewer).exists()
    with freeze_time(at(9, 16)):
        entry.refresh_from_db()
        assert entry.standing.get_code_display() == "过期没有办完"
        end(entry, cast.clerk)
        assert list(list_coming(cast.clerk)) == [nobodys]


def test_who_sees_to_it_is_told_and_says_what_came_of_it(cast, as_user):
    finance = UserFactory(union=cast.union, role=Role.FINANCE)
    entry = put_down(cast.clerk, responsible=finance)
    assert [row.to for row in Receipt.objects.filter(message__kind=services.GIVEN)] == [finance]
    url = reverse("yearplans:entry", args=[entry.uid])
    page = as_user(finance).get(url).text
    assert "办完了" in page
    assert "不办了" not in page  # who sees to it does not drop it
    with pytest.raises(YearPlanRefused, match="经办人、部门负责人或审核人"):
        end(entry, finance, is_done=False)
    sent = {"result": "资助 41 名学生，共 12.3 万元。"}
    answer = as_user(finance).post(reverse("yearplans:entry_end", args=[entry.uid]), sent, follow=True)
    assert "资助 41 名学生，共 12.3 万元。" in answer.text
    entry.refresh_from_db()
    assert (entry.state, entry.ended_by) == ("done", finance)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"ends_on": date(YEAR, 6, 30)}, "不能早于开始日期"),
        ({"ends_on": date(YEAR + 1, 7, 3)}, "最长一年"),
        ({"responsible": "stranger"}, "在本工会任职"),
    ],
)
def test_what_cannot_be_is_refused(cast, told, why):
    if "responsible" in told:
        told = {"responsible": cast.stranger}
    with pytest.raises(YearPlanRefused, match=why):
        put_down(cast.clerk, **told)
    assert not YearEntry.objects.exists()


def test_only_those_of_the_union_write_and_those_above_see(cast, as_user):
    entry = put_down(cast.clerk)
    told = {"title": "改", "begins_on": entry.begins_on, "ends_on": entry.ends_on, "responsible": None}
    with pytest.raises(YearPlanRefused):
        services.change_entry(entry_id=entry.pk, by=cast.reviewer, **told)
    with pytest.raises(YearPlanRefused):
        end(entry, cast.reviewer)
    with pytest.raises(YearEntry.DoesNotExist):
        end(entry, cast.stranger)
    with pytest.raises(YearPlanRefused):
        put_down(cast.auditor)
    list_page = reverse("yearplans:entries")
    assert "金秋助学" in as_user(cast.reviewer).get(list_page).text
    assert "金秋助学" not in as_user(cast.stranger).get(list_page).text
    assert as_user(cast.auditor).post(reverse("yearplans:take_guide"), {"year": YEAR}).status_code == 403


def test_a_form_sent_twice_puts_down_one(cast, as_user):
    client, url = as_user(cast.clerk), reverse("yearplans:entry_new")
    sent = {
        "uid": str(uuid.uuid4()), "title": "工会法宣传", "begins_on": f"{YEAR}-06-01",
        "ends_on": f"{YEAR}-06-30", "responsible": cast.clerk.pk, "place": "help:words",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 422  # no place of the navigation
    sent["place"] = "applications:list"
    addresses = {client.post(url, sent).url for _time in range(2)}
    assert len(addresses) == 1
    page = client.get(addresses.pop()).text
    assert f'href="{reverse("applications:list")}">帮扶申请' in page


@pytest.mark.requirement("F2")
def test_the_guide_is_put_down_once_for_the_posts_of_the_union(cast, as_user):
    client = as_user(cast.clerk)
    answer = client.post(reverse("yearplans:take_guide"), {"year": YEAR}, follow=True)
    rows = YearEntry.objects.all()
    assert f"列入了 {rows.count()} 项" in answer.text
    proposed = [one for one in list_proposals(cast.union) if days_of(YEAR, one.run)[1] >= date(YEAR, 5, 10)]
    assert rows.count() == len(proposed) > 5
    assert {row.responsible for row in rows} <= {cast.clerk, None}
    assert rows.filter(responsible=cast.clerk).exists()
    assert not rows.filter(ends_on__lt=date(YEAR, 5, 10)).exists()  # what is over is not put down
    for year, said in ((YEAR, "没有新的要列入"), (9999, "请选择今年或明年")):
        assert said in client.post(reverse("yearplans:take_guide"), {"year": year}, follow=True).text
    assert not rows.filter(begins_on__year=9999).exists()


def test_a_year_is_copied_once_without_what_was_dropped_and_who_left(cast):
    leaver = UserFactory(union=cast.union, role=Role.CLERK)
    kept = put_down(cast.clerk, note="9 月中旬发放")
    put_down(cast.clerk, title="别处的人负责", responsible=leaver)
    end(put_down(cast.clerk, title="不办的"), cast.clerk, is_done=False, result="今年没有经费。")
    services.take_guide(year=YEAR, by=cast.clerk)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    made = services.copy_year(year=YEAR, by=cast.clerk)
    after = YearEntry.objects.filter(begins_on__year=YEAR + 1)
    assert after.count() == made == YearEntry.objects.filter(begins_on__year=YEAR).count() - 1
    again = after.get(title=kept.title)
    assert (again.begins_on, again.ends_on) == (date(YEAR + 1, 7, 1), date(YEAR + 1, 9, 15))
    assert again.note == kept.note
    assert again.responsible == cast.clerk
    assert after.get(title="别处的人负责").responsible is None
    assert not after.filter(title="不办的").exists()
    assert services.copy_year(year=YEAR, by=cast.clerk) == 0
    from_guide = YearEntry.objects.filter(begins_on__year=YEAR).exclude(origin="").count()
    fresh = services.take_guide(year=YEAR + 1, by=cast.clerk)  # only what was over by May is new
    assert fresh == len(list_proposals(cast.union)) - from_guide


def test_it_goes_to_a_colleague_with_the_rest(cast):
    entry, to = put_down(cast.clerk), UserFactory(union=cast.union, role=Role.CLERK)
    assert "yearplans.entries" in {one.kind for one in list_held(cast.clerk, cast.union)}
    made = hand_over(
        giver=cast.clerk, union=cast.union, to=to, kinds=["yearplans.entries"], reason="退休", by=cast.clerk
    )
    receive(handover_id=made.pk, by=to)
    entry.refresh_from_db()
    assert entry.responsible == to


def test_the_list_is_narrowed_and_taken_along(cast, as_user):
    put_down(cast.clerk)
    late = put_down(
        cast.clerk, title="春风行动", begins_on=date(YEAR, 2, 1), ends_on=date(YEAR, 4, 30), responsible=None
    )
    client, url = as_user(cast.clerk), reverse("yearplans:entries")
    for show, seen, unseen in (("late", late.title, "金秋助学"), ("mine", "金秋助学", late.title)):
        page = client.get(url, {"show": show}).text
        assert (seen in page, unseen in page) == (True, False), show
    assert client.post(reverse("yearplans:export")).status_code == 200


class TestTheDatabase:
    def refuses(self, why, call):
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            call()

    def test_what_has_ended_stays_and_nothing_goes(self, cast):
        entry = put_down(cast.clerk)
        rows = YearEntry.objects.filter(pk=entry.pk)
        self.refuses("year_entry_stays|stays as it is", rows.delete)
        self.refuses("stays as it is", lambda: rows.update(made_by=cast.reviewer))
        end(entry, cast.clerk)
        for change in (
            {"result": "没有办。"},
            {"state": "planned"},
            {"title": "别的"},
            {"responsible": None},
        ):
            self.refuses("stays as it is", lambda change=change: rows.update(**change))

    def test_it_begins_planned_and_who_stands_in_was_asked_to(self, cast):
        told = {"title": "甲", "begins_on": date(YEAR, 7, 1), "ends_on": date(YEAR, 9, 15)}
        ended = {"state": "done", "ended_at": timezone.now(), "ended_by": cast.clerk, "result": "好"}
        made = {"union": cast.union, "made_by": cast.clerk}
        self.refuses("is planned first", lambda: YearEntry.objects.create(**made, **told, **ended))
        rows = YearEntry.objects.filter(pk=put_down(cast.clerk).pk)
        self.refuses("stands in without", lambda: rows.update(**ended, ended_for=cast.reviewer))
        rows.update(**ended)

    def test_the_page_is_not_named_by_what_somebody_wrote(self, cast, as_user):
        entry = put_down(cast.clerk, title="看望陈桂兰")
        page = as_user(cast.clerk).get(reverse("yearplans:entry", args=[entry.uid])).text
        assert "看望陈桂兰" in page
        assert "看望陈桂兰" not in page[page.index("<title>") : page.index("</title>")]

    def test_days_words_and_lines_of_the_guide(self, cast):
        entry = put_down(cast.clerk)
        rows = YearEntry.objects.filter(pk=entry.pk)
        self.refuses("ends_after_it_begins", lambda: rows.update(ends_on=entry.begins_on - timedelta(days=1)))
        self.refuses("ended_with_a_word", lambda: rows.update(state="done"))
        self.refuses("year_entry_named", lambda: rows.update(title=""))
        ended = {"ended_at": timezone.now(), "ended_by": cast.clerk, "result": "好"}
        self.refuses("state_known", lambda: rows.update(state="other", **ended))
        told = {"union": cast.union, "made_by": cast.clerk, "title": "甲", "origin": f"{YEAR}/a/0/1"}
        days = {"begins_on": entry.begins_on, "ends_on": entry.ends_on}
        YearEntry.objects.create(**told, **days)
        self.refuses("year_entry_taken_once", lambda: YearEntry.objects.create(**told, **days))
