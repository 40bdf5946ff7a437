"""技能培训: courses, who is on them, what became of them; what cannot be is refused with a sentence."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.employment import services
from cases.employment.models import Course, CourseCheck, Enrolment
from cases.employment.rules import Figures, percent
from cases.employment.selectors.courses import (
    get_figures,
    list_candidates,
    list_candidates_off_file,
    list_partners,
    list_to_ask,
    list_to_end,
)
from cases.giving.selectors.deeds import list_deeds
from cases.people.services import leave
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from tests.cases.employment.conftest import plan, today
from tests.factories import HouseholdFactory, MemberFactory, UserFactory, written_on
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D1")]


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(28, 30, "93%"), (1, 200, "1%"), (0, 7, "0%"), (7, 7, "100%"), (0, 0, "")]
)
def test_the_share_that_works_is_in_whole_per_cent(part, whole, said):
    assert percent(part, whole) == said
    assert (Figures(trained=whole) + Figures(placed=part)).rate == said


def test_a_course_from_plan_to_what_became_of_its_people(cast, county_clerk, seekers, begin, enrol):
    course = begin(seats=3)
    mother, daughter, son = seekers.members
    assert set(list_candidates(course, county_clerk)) == set(seekers.members)
    assert list(list_candidates_off_file(course, county_clerk)) == [seekers.off_file]
    first, second, third = enrol(course, mother, daughter, seekers.off_file)
    assert list(list_candidates(course, county_clerk)) == [son]
    assert (third.household_id, third.name, third.from_where) == (None, "顾永兴", "未建档")
    services.enter_result(enrolment_id=second.pk, state="dropped", said="生病", by=county_clerk)
    with clock.at(course.ends_on + timedelta(days=1)):
        assert [row.pk for row in list_to_end(county_clerk)] == [course.pk]
        services.enter_result(
            enrolment_id=first.pk, state="passed", hours=58, certificate_no="ZJ1", by=county_clerk
        )
        services.enter_result(enrolment_id=third.pk, state="failed", hours=12, by=county_clerk)
        ended = services.take_step(course_id=course.pk, action="end", by=county_clerk)
        assert not list_to_end(county_clerk)
    assert (ended.is_ended, ended.ender) == (True, county_clerk.name)
    # the certificate may be corrected later, the result may not
    with clock.at(course.ends_on + timedelta(days=9)):
        services.enter_result(
            enrolment_id=first.pk, state="passed", hours=58, certificate_no="ZJ2", by=county_clerk
        )
        with pytest.raises(Refused, match="已结业的结果不能再改"):
            services.enter_result(enrolment_id=first.pk, state="failed", hours=58, by=county_clerk)
    assert list_deeds(seekers.home, today())[0][1].endswith("技能培训：家政服务员，合格")
    actions = list(AuditRecord.objects.about(course).order_by("pk").values_list("action", flat=True))
    assert actions == [
        "course.make", "course.open", "course.enrol", "course.enrol", "course.result", "course.result",
        "course.result", "course.end", "course.result",
    ]  # fmt: skip
    assert seekers.off_file.name not in str(list(AuditRecord.objects.about(course).values_list("data")))


def test_a_result_that_may_still_change_fulfils_nothing(county_clerk, seekers, begin, enrol):
    course = begin()
    [row] = enrol(course, seekers.members[0])
    with clock.at(course.ends_on):
        services.enter_result(enrolment_id=row.pk, state="passed", hours=50, by=county_clerk)
        assert not list_deeds(seekers.home, course.starts_on)
        services.take_step(course_id=course.pk, action="end", by=county_clerk)
    assert len(list_deeds(seekers.home, course.starts_on)) == 1


def test_whoever_stayed_is_asked_after_three_and_six_months(cast, county_clerk, seekers, over):
    course = over(ago=100)
    checks = CourseCheck.objects.order_by("months", "pk")
    assert [(row.months, row.due_on > course.ends_on) for row in checks] == [(3, True)] * 3 + [(6, True)] * 3
    due = list(list_to_ask(county_clerk).order_by("pk"))
    assert [row.months for row in due] == [3, 3, 3]
    assert not list_to_ask(cast.clerk)
    with pytest.raises(Refused, match="到期前七天起可以登记"):
        services.note_check(check_id=checks.filter(months=6)[0].pk, work="employed", by=county_clerk)
    for row, work in zip(due, ("employed", "unreached", "own"), strict=True):
        services.note_check(check_id=row.pk, work=work, by=county_clerk)
    assert not list_to_ask(county_clerk)
    figures = get_figures([course.pk])[course.pk]
    assert figures == Figures(enrolled=3, trained=3, passed=2, certified=0, placed=2, off_file=1)
    services.note_check(check_id=due[1].pk, work="seeking", by=county_clerk)
    with pytest.raises(Refused, match="这次跟踪已经登记"):
        services.note_check(check_id=due[0].pk, work="seeking", by=county_clerk)
    # what was answered last counts, and a call that reached nobody takes nobody out of work
    with clock.at(today(120)):
        later = {row.enrolment_id: row for row in checks.filter(months=6)}
        services.note_check(check_id=later[due[0].enrolment_id].pk, work="unreached", by=county_clerk)
        services.note_check(check_id=later[due[2].enrolment_id].pk, work="seeking", by=county_clerk)
    other = over(ago=50)
    lines = list_partners(Course.objects.all())
    assert [(row.partner, row.courses, row.figures.trained, row.figures.placed) for row in lines] == [
        ("启航职校", 2, 6, 1)
    ]
    assert (lines[0].figures.rate, get_figures([other.pk])[other.pk].placed) == ("17%", 0)


BAD_PLANS = [
    ({"ends_on": -3}, "结课日期不能早于开课日期"),
    ({"seats": 1}, "名额已满"),
    ({"starts_on": -40, "ends_on": 60}, "不能同时上两个班"),
]


@pytest.mark.parametrize(("told", "said"), BAD_PLANS)
def test_a_course_is_not_changed_into_what_its_people_cannot_have(
    cast, county_clerk, seekers, begin, enrol, told, said
):
    course, next_one = begin(), begin(starts_on=today(20), ends_on=today(30))
    enrol(course, *seekers.members[:2])
    enrol(next_one, seekers.members[0])
    days = {name: today(days) for name, days in told.items() if name.endswith("_on")}
    with pytest.raises(Refused, match=said):
        services.change_course(course_id=course.pk, plan=plan(**{**told, **days}), by=county_clerk)
    moved = services.change_course(course_id=course.pk, plan=plan(ends_on=today(8)), by=county_clerk)
    assert set(moved.enrolments.values_list("ends_on", flat=True)) == {today(8)}


REFUSED = {
    "not open": ("报名", "没有开放报名"),
    "after the course": ("报名", "已过结课日期"),
    "full": ("报名", "还剩 0 个名额，选了 1 人"),
    "two courses at once": ("报名", "不能同时上两个班"),
    "of another union": ("报名", "的经办人、审核人办理"),
    "before the end": ("passed", "还没有到结课日期"),
    "without hours": ("passed", "请填写实到学时"),
    "too many hours": ("passed", "不能超过培训班的 60 学时"),
    "dropped without a word": ("dropped", "退学请写明原因"),
    "enrolled again": ("enrolled", "请选择合格、不合格或退学"),
    "end before its day": ("end", "还没有到结课日期"),
    "end without results": ("end", "还有 1 个学员没有登记结果"),
    "cancel without a word": ("cancel", "必须填写意见"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_is_refused(cast, county_clerk, seekers, begin, enrol, name):
    what, said = REFUSED[name]
    mother, daughter, _son = seekers.members
    course = begin("planned" if name == "not open" else "open", seats=1 if name == "full" else 2)
    row = None if name == "not open" else enrol(course, mother)[0]
    by = UserFactory(union=cast.county, role="auditor") if name == "of another union" else county_clerk
    moment = today(6) if name in ("after the course", "too many hours", "without hours") else today()
    moment = course.ends_on if name == "end without results" else moment

    def attempt():
        if name == "two courses at once":
            enrol(begin(starts_on=course.ends_on, ends_on=today(9)), mother)
        elif what == "报名":
            enrol(course, daughter, by=by)
        elif what in ("end", "cancel"):
            services.take_step(course_id=course.pk, action=what, by=by)
        else:
            hours = {"too many hours": 61, "before the end": 60}.get(name)
            services.enter_result(enrolment_id=row.pk, state=what, hours=hours, by=by)

    with clock.at(moment), pytest.raises(Refused, match=said):
        attempt()
    assert Enrolment.objects.filter(state="enrolled").count() == (0 if name == "not open" else 1)


def test_a_cancelled_course_lets_its_people_go(county_clerk, seekers, begin, enrol):
    course = begin()
    enrol(course, seekers.members[0])
    gone = services.take_step(course_id=course.pk, action="cancel", comment="机构停业", by=county_clerk)
    assert (gone.is_cancelled, gone.said) == (True, "机构停业")
    assert [row.said for row in course.enrolments.all()] == ["培训班取消"]
    assert len(enrol(begin(), seekers.members[0])) == 1
    with pytest.raises(Refused, match="已结业或取消"):
        services.change_course(course_id=course.pk, plan=plan(), by=county_clerk)


def test_whoever_left_the_list_or_has_no_number_is_not_offered(cast, county_clerk, seekers, begin):
    course = begin()
    leave(person_id=seekers.off_file.pk, reason="moved", by=cast.clerk)
    seekers.members[0].household.members.filter(pk=seekers.members[0].pk).update(seeks_work=None, skills="")
    assert not list_candidates_off_file(course, county_clerk)
    assert seekers.members[0] not in list_candidates(course, county_clerk)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_do_not_share_the_last_seat_and_two_unions_not_one_person(cast, begin, enrol):
    by = UserFactory(union=cast.county, role="clerk")
    home = HouseholdFactory(union=cast.union)
    with written_on(home, "members"):
        people = [MemberFactory(household=home) for _n in range(4)]
    course = begin(seats=1)
    results = at_once(lambda one: enrol(course, one), people[:3])
    assert sum(isinstance(one, Refused) for one in results) == 2
    assert course.enrolments.count() == 1
    both = [begin(), begin(name="又一个")]
    results = at_once(lambda one: enrol(one, people[3], by=by), both)
    assert sum(isinstance(one, Refused) for one in results) == 1


def test_the_pages_of_a_course(cast, county_clerk, seekers, client):
    client.force_login(county_clerk)
    told = {
        "name": "电工班", "trade": "电工", "level": "five", "hours": "120", "starts_on": str(today(-9)),
        "ends_on": str(today()), "place": "技校", "seats": "5", "partner": "启航职校", "cost": "800",
        "line": "",
    }  # fmt: skip
    bad = {"hours": "0", "seats": "x", "cost": "8.001", "ends_on": str(today(-10)), "name": ""}
    for field, value in bad.items():
        answer = client.post(reverse("employment:new"), {**told, field: value})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    course = Course.objects.get(pk=client.post(reverse("employment:new"), told).url.split("/")[-2])
    url = reverse("employment:course", args=[course.pk])
    assert client.post(reverse("employment:step", args=[course.pk]), {"action": "open"}).url == url
    page = client.get(reverse("employment:seekers", args=[course.pk]), {"words": "做饭"})
    assert seekers.members[0].name in page.content.decode()
    keys = [one.pk for one in seekers.members[:2]]
    add = reverse("employment:add_seekers", args=[course.pk])
    assert client.post(add, {"pk": keys}).url == url
    assert "seekers" in client.post(add, {"pk": keys}).url  # nobody is left of these
    add = reverse("employment:add_off_file", args=[course.pk])
    assert client.post(add, {"pk": [seekers.off_file.pk]}).url == url
    row = course.enrolments.order_by("pk").first()
    result = reverse("employment:result", args=[row.pk])
    answer = client.post(result, {"state": "passed", "hours": "121"})
    assert (answer.status_code, "hours" in answer.context["form"].errors) == (409, True)
    assert client.post(result, {"state": "passed", "hours": "100", "certificate_no": "A1"}).url == url
    case = client.get(reverse("archives:case", args=[seekers.home.pk]), {"tab": "employment"}, follow=True)
    assert "电工班" in case.content.decode()
    assert "A1" in case.content.decode()
    off_file = client.get(reverse("people:person", args=[seekers.off_file.uid]))
    assert "电工班" in off_file.content.decode()
    # the street below, whose people these are, sees the course on the case and not its page
    client.force_login(cast.clerk)
    assert client.get(url).status_code == 404
    assert client.get(reverse("employment:enrolment", args=[row.pk])).status_code == 404
