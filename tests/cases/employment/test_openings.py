"""岗位和职业介绍: openings, who fits one, who was sent there and stayed; what cannot be is refused."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cases.archives.models import Member
from cases.employers.services import merge_employers, register_employer
from cases.employers.services.employers import Particulars
from cases.employment import services
from cases.employment.models import JobOpening, Referral
from cases.employment.resources import OpeningResource
from cases.employment.selectors.openings import (
    list_fitting,
    list_fitting_off_file,
    list_to_ask,
    list_unanswered,
    make_lines,
    make_matches,
    wage_remark,
)
from cases.employment.services import Offer, Outcome
from cases.giving.selectors.deeds import list_deeds
from cases.policies.services import add_minimum_wage
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from tests.cases.employment.conftest import today
from tests.factories import HouseholdFactory, MemberFactory, UnionFactory, UserFactory, written_on
from tests.imports.sheets import faults, figures, run
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D1")]
HEADER = ["用人单位", "岗位", "工种", "招聘人数", "月工资（元）", "工作地点", "截止日期"]


@world
def mill(cast):
    return register_employer(union=cast.union, particulars=Particulars("第二棉纺织厂"), by=cast.clerk)


@pytest.fixture
def offer(mill, county_clerk):
    """`offer(number=1)`: an opening of the mill, taken down by the county."""

    def make(**more):
        given = {
            "post": "挡车工", "trade": "做饭", "number": 2, "wage": Decimal(2600), "place": "开发区",
            "until_on": today(20),
        }  # fmt: skip
        return services.make_opening(employer=mill, offer=Offer(**{**given, **more}), by=county_clerk)

    return make


@pytest.fixture
def introduce(county_clerk):
    def put(opening, *members, by=None):
        rows = type(members[0]).objects.filter(pk__in=[one.pk for one in members])
        services.introduce_members(opening_id=opening.pk, members=rows, by=by or county_clerk)
        return list(opening.referrals.order_by("pk"))

    return put


@pytest.fixture
def step(county_clerk):
    def take(row, action, by=None, **told):
        return services.take_referral_step(
            referral_id=row.pk, action=action, by=by or county_clerk, outcome=Outcome(**told)
        )

    return take


@pytest.mark.parametrize(
    ("wage", "minimum", "said"),
    [("2279.99", "2280", "低于当地最低工资 2280.00 元"), ("2280", "2280", ""), ("1", None, "")],
)
def test_a_wage_below_the_minimum_is_remarked(wage, minimum, said):
    assert wage_remark(Decimal(wage), Decimal(minimum) if minimum else None) == said


def test_whoever_has_the_trade_and_lives_near_comes_first(cast, county_clerk, seekers, offer, introduce):
    far = HouseholdFactory(union=UnionFactory(parent=UnionFactory(parent=cast.county)), filed=True)
    near = HouseholdFactory(union=UnionFactory(parent=cast.county), filed=True)
    for home, skills in ((far, "会做饭"), (near, "电焊")):
        with written_on(home, "members"):
            home.members.filter(pk=home.head_id).update(seeks_work=True, skills=skills)
    opening = offer()
    found = make_matches(list_fitting(opening, county_clerk))
    assert [(row.member.household_id, row.why) for row in found] == [
        *[(seekers.home.pk, "技能或意愿相符，和单位同一工会")] * 3,
        (far.pk, "技能或意愿相符"),
        (near.pk, "和单位同一上级工会"),
    ]
    introduce(opening, seekers.members[0])
    assert seekers.members[0] not in list_fitting(opening, county_clerk)
    assert seekers.members[0] in list_fitting(offer(), county_clerk)
    assert list(list_fitting_off_file(opening, county_clerk)) == [seekers.off_file]


def test_from_the_letter_to_half_a_year_at_work(cast, county_clerk, seekers, offer, introduce, step):
    opening = offer()
    until_on = today(20)
    with clock.at(today(-40)):
        early = offer(until_on=until_on)
        row, other = introduce(early, *seekers.members[:2])
        services.introduce_people(
            opening_id=early.pk, people=type(seekers.off_file).objects.all(), by=county_clerk
        )
    assert [one.pk for one in list_unanswered(county_clerk)] == list(
        early.referrals.order_by("pk").values_list("pk", flat=True)
    )
    assert not list_unanswered(cast.clerk)
    seen, hired = today(-37), today(-35)
    with clock.at(hired):
        step(row, "interview", on=seen)
        step(row, "hire", on=hired, wage=Decimal(2650), has_contract=True)
    step(other, "decline", side="employer", said="岗位招满")
    checks = row.checks.order_by("months")
    assert [(one.months, one.due_on > today(-35)) for one in checks] == [(1, True), (3, True), (6, True)]
    assert [one.pk for one in list_to_ask(county_clerk)] == [checks[0].pk]
    assert seekers.members[0] not in list_fitting(opening, county_clerk)  # works through us
    assert list_deeds(seekers.home, today(-60))[0][1].endswith("介绍就业：第二棉纺织厂，挡车工")
    services.note_job_check(check_id=checks[0].pk, work="there", by=county_clerk)
    with pytest.raises(Refused, match="到期前七天起"):
        services.note_job_check(check_id=checks[1].pk, work="there", by=county_clerk)
    with clock.at(checks[1].due_on):
        services.note_job_check(check_id=checks[1].pk, work="left", said="厂里停产", by=county_clerk)
    row.refresh_from_db()
    assert (row.state, row.told, row.wage) == ("left", "厂里停产", Decimal(2650))
    assert seekers.members[0] in list_fitting(opening, county_clerk)
    line = make_lines([early])[0]
    assert (line.sent, line.hired) == (3, 1)
    actions = list(AuditRecord.objects.about(early).order_by("pk").values_list("action", flat=True))
    assert actions == [
        "opening.make", "referral.introduce", "referral.introduce", "referral.interview", "referral.hire",
        "referral.decline", "referral.check", "referral.check", "referral.leave",
    ]  # fmt: skip


def test_the_third_suitable_post_that_somebody_does_not_want_is_remarked(
    county_clerk, seekers, offer, introduce, step, client
):
    mother = seekers.members[0]
    for side in ("person", "employer", "unfit", "person", "person"):
        found = make_matches(list_fitting(offer(), county_clerk).filter(pk=mother.pk))
        assert found[0].remark == ""
        step(introduce(offer(), mother)[0], "decline", side=side, said="嫌远")
    found = make_matches(list_fitting(offer(), county_clerk).filter(pk=mother.pk))
    assert found[0].remark == "已 3 次不愿去合适的岗位，请了解原因"
    client.force_login(county_clerk)
    case = client.get(reverse("archives:case", args=[seekers.home.pk]), {"tab": "employment"}, follow=True)
    assert "已 3 次不愿去合适的岗位" in case.content.decode()


REFUSED = {
    "hired before the introduction": "不能早于介绍的日期",
    "hired tomorrow": "不能早于介绍的日期，也不能晚于今天",
    "hired before the interview": "不能早于介绍的日期",
    "hired without a wage": "请填写实际月工资",
    "hired without a day": "请填写日期",
    "declined by nobody": "请选择是单位没有录用",
    "declined without a word": "请写明原因",
    "left before hired": "“登记离职”",
    "more people than posts": "录用的人已经够数",
    "introduced twice": "不能重复介绍",
    "introduced once closed": "已停招或过了截止日期",
    "introduced too late": "已停招或过了截止日期",
    "by another": "的经办人、审核人办理",
    "closed without a word": "必须填写意见",
    "fewer posts than people": "录用的人已经够数",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_is_refused(cast, county_clerk, seekers, offer, introduce, step, name):
    opening = offer(number=1, until_on=today() if name == "introduced too late" else today(20))
    mother, daughter, _son = seekers.members
    row, other = introduce(opening, mother, daughter)
    hire = {"on": today(), "wage": Decimal(2600)}
    if name == "hired before the interview":
        step(row, "interview", on=today())
    if name in ("more people than posts", "fewer posts than people"):
        services.change_opening(opening_id=opening.pk, offer=copied(opening, number=2), by=county_clerk)
        step(row, "hire", **hire)
        if name == "fewer posts than people":
            step(other, "hire", **hire)
        else:
            services.change_opening(opening_id=opening.pk, offer=copied(opening, number=1), by=county_clerk)
    if name == "introduced once closed":
        services.close_opening(opening_id=opening.pk, comment="招满", by=county_clerk)
    deeds = {
        "hired before the introduction": lambda: step(row, "hire", **{**hire, "on": today(-1)}),
        "hired tomorrow": lambda: step(row, "hire", **{**hire, "on": today(1)}),
        "hired before the interview": lambda: step(row, "hire", **{**hire, "on": today(-1)}),
        "hired without a wage": lambda: step(row, "hire", on=today()),
        "hired without a day": lambda: step(row, "hire", wage=Decimal(1)),
        "declined by nobody": lambda: step(row, "decline", said="嫌远"),
        "declined without a word": lambda: step(row, "decline", side="person", said=" "),
        "left before hired": lambda: step(row, "leave", said="走了"),
        "more people than posts": lambda: step(other, "hire", **hire),
        "by another": lambda: step(row, "interview", by=cast.clerk, on=today()),
        "closed without a word": lambda: services.close_opening(opening_id=opening.pk, by=county_clerk),
        "fewer posts than people": lambda: services.change_opening(
            opening_id=opening.pk, offer=copied(opening, number=1), by=county_clerk
        ),
    }  # fmt: skip
    moment = today(1) if name == "introduced too late" else today()
    error = JobOpening.DoesNotExist if name == "by another" else Refused
    with clock.at(moment), pytest.raises(error, match=None if name == "by another" else REFUSED[name]):
        deeds.get(name, lambda: introduce(opening, mother if name == "introduced twice" else _son))()


def copied(opening, **more):
    names = ("post", "trade", "number", "wage", "place", "until_on", "requirements")
    return Offer(**{**{name: getattr(opening, name) for name in names}, **more})


def test_an_opening_is_of_a_live_employer_of_the_scope(cast, county_clerk, mill, offer):
    theirs = register_employer(union=cast.elsewhere, particulars=Particulars("他处的厂"), by=cast.stranger)
    other = register_employer(union=cast.union, particulars=Particulars("棉纺二厂"), by=cast.clerk)
    merge_employers(kept_id=mill.pk, merged_id=other.pk, by=cast.clerk)
    other.refresh_from_db()
    told = copied(offer())
    for employer in (theirs, other):
        with pytest.raises(Refused, match="本工会或下级工会登记的用人单位"):
            services.make_opening(employer=employer, offer=told, by=county_clerk)
    with pytest.raises(Refused, match="经办人、审核人登记"):
        services.make_opening(employer=mill, offer=told, by=cast.auditor)


def test_openings_come_as_a_workbook_and_correct_what_is_offered(cast, county_clerk, mill, reference):
    add_minimum_wage(
        region_code=cast.county.region_code, region="某区", monthly=Decimal(2280), starts_on=date(2025, 1, 1),
        document="通知", by=cast.administrator,
    )  # fmt: skip
    resource = OpeningResource(union=cast.county, by=county_clerk)
    rows = [
        ["第二棉纺织厂", "挡车工", "纺织", "5", "2200", "开发区", str(today(30))],
        ["没有的厂", "挡车工", "纺织", "5", "2600", "开发区", str(today(30))],
        ["第二棉纺织厂", "保全工", "维修", "0", "26.001", "开发区", "没有"],
    ]
    result = run(resource, HEADER, *rows)
    assert figures(result)[3] == 2
    assert "先到“用人单位”登记" in faults(result)[2, "employer"]
    assert {key for number, key in faults(result) if number == 3} == {"number", "wage", "until_on"}
    made = JobOpening.objects.get()
    assert (made.number, make_lines([made])[0].remark) == (5, "低于当地最低工资 2280.00 元")
    rows[0][3] = "6"
    assert figures(run(OpeningResource(union=cast.county, by=county_clerk), HEADER, rows[0]))[1] == 1
    made.refresh_from_db()
    assert (made.number, JobOpening.objects.count()) == (6, 1)


@pytest.mark.django_db(transaction=True)
def test_the_last_post_is_not_given_to_two(cast):
    by = UserFactory(union=cast.county, role="clerk")
    mill = register_employer(union=cast.union, particulars=Particulars("棉纺厂"), by=cast.clerk)
    told = Offer("挡车工", "纺织", 1, Decimal(2600), "开发区", today(20))
    opening = services.make_opening(employer=mill, offer=told, by=by)
    home = HouseholdFactory(union=cast.union)
    with written_on(home, "members"):
        chosen = [MemberFactory(household=home).pk for _n in range(3)]
    heads = Member.objects.filter(pk__in=chosen)
    services.introduce_members(opening_id=opening.pk, members=heads, by=by)
    outcome = Outcome(on=today(), wage=Decimal(2600))
    results = at_once(
        lambda row: services.take_referral_step(referral_id=row.pk, action="hire", by=by, outcome=outcome),
        list(opening.referrals.all()),
    )
    assert sum(isinstance(one, Refused) for one in results) == 2
    assert Referral.objects.filter(state="hired").count() == 1


def test_the_pages_of_an_opening(cast, county_clerk, seekers, mill, client):
    client.force_login(county_clerk)
    told = {
        "employer": str(mill.pk), "post": "厨工", "trade": "做饭", "number": "2", "wage": "2500",
        "place": "食堂", "until_on": str(today(9)),
    }  # fmt: skip
    for field, value in {"employer": "0", "number": "0", "wage": "0", "until_on": "", "post": ""}.items():
        answer = client.post(reverse("employment:opening_new"), {**told, field: value})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    url = client.post(reverse("employment:opening_new"), told).url
    opening = JobOpening.objects.get()
    assert url == reverse("employment:opening", args=[opening.pk])
    page = client.get(reverse("employment:match", args=[opening.pk])).content.decode()
    assert "技能或意愿相符" in page
    send = reverse("employment:introduce", args=[opening.pk])
    assert client.post(send, {"pk": [seekers.members[0].pk]}).url == url
    send = reverse("employment:introduce_off_file", args=[opening.pk])
    assert client.post(send, {"pk": [seekers.off_file.pk]}).url == url
    row = opening.referrals.order_by("pk").first()
    letter = client.get(reverse("employment:letter", args=[row.pk]))
    assert (letter["Content-Type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    own = SimpleNamespace(step=lambda action: reverse("employment:referral_step", args=[row.pk, action]))
    answer = client.post(own.step("hire"), {"on": str(today(1)), "wage": "0"})
    assert (answer.status_code, set(answer.context["refused"].errors)) == (422, {"on", "wage"})
    assert client.post(own.step("odd"), {}).status_code == 404
    answer = client.post(own.step("hire"), {"on": str(today(-1)), "wage": "2500"})
    assert (answer.status_code, "on" in answer.context["refused"].errors) == (409, True)
    done = client.post(own.step("hire"), {"on": str(today()), "wage": "2500", "has_contract": "on"})
    assert done.url == reverse("employment:referral", args=[row.pk])
    case = client.get(reverse("archives:case", args=[seekers.home.pk]), {"tab": "employment"}, follow=True)
    assert "厨工" in case.content.decode()
    client.force_login(cast.stranger)
    for name in ("referral", "letter"):
        assert client.get(reverse(f"employment:{name}", args=[row.pk])).status_code == 404
